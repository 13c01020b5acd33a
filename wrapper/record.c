/* SPDX-License-Identifier: ISC */
/*
 * The administrator reads the system log; the owner of a site cannot, and is
 * told in a file of his own what to mend.
 */

#include "record.h"
#include "account_log.h"
#include "host.h"
#include "outgoing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void
record_open(struct record *record, const struct config *config,
    const struct config_host *host)
{
	record->config = config;
	record->host = host;
	record->field[0] = '\0';
	record->traced = config != NULL && config->trace_header == CONFIG_YES;
	if (!record->traced)
		return;
	trace_collect(&record->trace, host_caller(), host->caller.login());
	(void)trace_header(&record->trace, "\n", record->field);
}

/* Is the reason one that another author's address would mend? */
static bool
is_about_author(enum reason reason)
{
	return reason != REASON_SIZE && reason != REASON_USAGE &&
	    reason != REASON_RECIPIENTS && reason != REASON_INJECTION;
}

/* What the owner of the site should do, with a domain of his own if known. */
static void
write_advice(const struct record *record, struct fault *advice)
{
	const struct config *config = record->config;
	char domain[DOMAIN_SIZE];
	struct fault fault;

	if ((config->owner != NULL &&
		owners_example(
		    config->owner, record->host->caller.login(), domain)) ||
	    config_qualify_domain(config, domain, &fault))
		fault_set(advice,
		    "use an address of your own in From, such as you@%s, and "
		    "put the visitor's address into Reply-To",
		    domain);
	else
		fault_set(advice,
		    "use an address of your own in From, and put the visitor's "
		    "address into Reply-To");
}

/* Is the account to be told? */
static bool
concerns_account(const struct record *record, const struct report *report)
{
	return record->config != NULL && record->config->account_log != NULL &&
	    report->verdict == REPORT_REJECT &&
	    reason_is_policy(report->decision->reason);
}

/* Tells the account, or if that cannot be done, why not. */
static void
tell_account(const struct record *record, const struct report *report,
    struct fault *fault)
{
	const struct decision *decision = report->decision;
	const char *home = host_home();
	struct account_refusal refusal = { .script = getenv("SCRIPT_FILENAME"),
		.from = decision->from,
		.recipients = report->recipients,
		.sentence = decision->message.text };
	struct fault advice;

	refusal.time = time(NULL);
	if (is_about_author(decision->reason)) {
		write_advice(record, &advice);
		refusal.advice = advice.text;
	}
	if (home == NULL)
		fault_set(fault,
		    "The account has no home directory, so %s is not written.",
		    record->config->account_log);
	else
		(void)account_log_write(host_caller(), home,
		    record->config->account_log, &refusal, fault);
}

void
record_keep(const struct record *record, struct report report)
{
	struct fault fault;

	report.verdict = outgoing_verdict(record->config, report.decision);
	report.login = record->host->caller.login();
	report.uid = host_caller();
	report.trace = record->traced ? &record->trace : NULL;
	fault.text[0] = '\0';
	if (concerns_account(record, &report))
		tell_account(record, &report, &fault);
	report.account_fault = fault.text;
	report_log(&report);
}
