/* SPDX-License-Identifier: ISC */
/*
 * The order of the checks.  Each can only refuse: what one lets pass goes to
 * the next, so that none of them weakens another.  Who is trusted, and what
 * stays on this host, is not checked at all where the configuration says so.
 */

#include "policy.h"
#include "display_name.h"
#include "injection.h"
#include "policy_judge.h"
#include "recipient_set.h"
#include "recipients.h"

#include <stdio.h>
#include <string.h>

/* A full name of 256 bytes, as args takes them, and a mailbox. */
#define MADE_FROM_SIZE (256 + DECISION_MAILBOX_SIZE + 8)

/* A local part that no MTA takes for a path to somewhere else. */
static bool
is_plain_local_part(struct str local)
{
	size_t i;

	for (i = 0; i < local.len; i++)
		if (!ascii_is_alnum(local.ptr[i]) &&
		    strchr(".+-_=&'", local.ptr[i]) == NULL)
			return false;
	return local.len > 0;
}

bool
policy_is_local(const struct config *config, struct str address)
{
	struct str domain = recipients_domain(address), local = address;
	struct domainlist_rule rule;
	struct fault fault;
	char name[DOMAIN_SIZE];

	if (domain.len > 0)
		local.len = (size_t)(domain.ptr - 1 - address.ptr);
	if (!is_plain_local_part(local) ||
	    (domain.len == 0 ? !config_qualify_domain(config, name, &fault) :
			       domain_canonical(domain, name) != DOMAIN_OK))
		return false;
	return domainlist_match(config->local_domains, name, &rule, &fault) ==
	    DOMAINLIST_YES;
}

/* What is asked of all the recipients. */
struct recipient_count {
	const struct config *config;
	struct recipient_set arguments;
	bool asks_local;
	bool foreign;
	unsigned number;
	struct str domain; /* of the last that was found to be local */
};

/* Asks the lists once for a row of recipients at one domain. */
static bool
is_local(struct recipient_count *count, struct str address)
{
	struct str domain = recipients_domain(address);

	if (domain.len > 0 && domain.len == count->domain.len &&
	    memcmp(domain.ptr, count->domain.ptr, domain.len) == 0) {
		address.len -= domain.len + 1;
		return is_plain_local_part(address);
	}
	count->domain = domain;
	return policy_is_local(count->config, address);
}

static void
count_recipient(struct recipient_count *count, struct str address)
{
	count->number++;
	if (count->asks_local && !count->foreign)
		count->foreign = !is_local(count, address);
}

/* One that an argument names, too, is counted there. */
static bool
count_header_recipient(void *context, struct str address)
{
	struct recipient_count *count = context;

	if (!recipient_set_has(&count->arguments, address))
		count_recipient(count, address);
	return true;
}

/*
 * With -t most MTAs add the arguments to the recipients in the header; Exim
 * takes them away, or adds them, as extract_addresses_remove_arguments says.
 */
static void
count_recipients(const struct judge *judge, struct recipient_count *count)
{
	const struct submission *submission = judge->submission;
	struct recipients recipients;
	struct str address;
	size_t i;

	count->config = judge->config;
	count->number = submission->taken;
	count->foreign = submission->taken_foreign;
	for (i = 0; i < submission->recipient_count; i++) {
		struct str argument = str_of(submission->recipients[i]);

		if (submission->header_recipients)
			(void)recipient_set_add(&count->arguments, argument);
		recipients_open(&recipients, argument);
		while (recipients_next(&recipients, &address))
			count_recipient(count, address);
	}
	if (submission->header_recipients)
		recipients_of_header(submission->head, judge->header,
		    count_header_recipient, count);
	recipient_set_free(&count->arguments);
}

/* Is all of it for this server's own domains, and is that not asked after? */
static bool
stays_here(const struct judge *judge)
{
	struct recipient_count count = { .asks_local = true };

	if (judge->config->local_recipients == CONFIG_LOCAL_JUDGE)
		return false;
	count_recipients(judge, &count);
	return count.number > 0 && !count.foreign;
}

static enum reason
judge_recipients(struct judge *judge)
{
	unsigned limit = judge->config->max_recipients;
	struct recipient_count count = { .asks_local = false };

	if (limit == 0)
		return REASON_OK;
	count_recipients(judge, &count);
	if (count.number <= limit)
		return REASON_OK;
	fault_set(&judge->decision->message,
	    "The message has %u recipients, and %u are allowed "
	    "(max_recipients); send it in several parts.",
	    count.number, limit);
	return REASON_RECIPIENTS;
}

/* A check found something; it refuses, or it leaves a note for the log. */
static enum reason
weigh(struct judge *judge, enum config_check check, enum reason found,
    const struct fault *fault)
{
	struct decision *decision = judge->decision;

	if (check == CONFIG_REJECT) {
		decision->message = *fault;
		return found;
	}
	if (decision->noted == REASON_OK) {
		decision->noted = found;
		decision->note = *fault;
	}
	return REASON_OK;
}

/*
 * What a reader will show beside the address: of the From header, or the full
 * name (-F) of which the MTA makes one.
 */
static struct str
shown_from(const struct judge *judge, char made[MADE_FROM_SIZE])
{
	const char *name = judge->submission->full_name;
	int len;

	if (judge->has_mailbox)
		return judge->header->from;
	len = snprintf(made, MADE_FROM_SIZE, "%s <%s>",
	    name == NULL ? "" : name, judge->decision->mailbox);
	return (struct str){ made,
		len < MADE_FROM_SIZE ? (size_t)len : MADE_FROM_SIZE - 1 };
}

static enum reason
judge_display_name(struct judge *judge)
{
	enum config_check check = judge->config->display_name_check;
	struct fault fault = { .text = "" };
	char made[MADE_FROM_SIZE];

	if (check == CONFIG_OFF ||
	    (!judge->has_mailbox && judge->submission->full_name == NULL))
		return REASON_OK;
	switch (display_name_check(shown_from(judge, made),
	    judge->has_mailbox ? "From header" : "full name (-F)",
	    judge->decision->domain, &fault)) {
	case DISPLAY_NAME_CLEAN:
		return REASON_OK;
	case DISPLAY_NAME_UNCLEAR:
		return weigh(judge, check, REASON_FROM_AMBIGUOUS, &fault);
	case DISPLAY_NAME_SHOWS:
		return weigh(judge, check, REASON_DISPLAY_NAME, &fault);
	case DISPLAY_NAME_FAULT:
	default:
		return weigh(judge, check, REASON_SYSTEM, &fault);
	}
}

static enum reason
judge_injection(struct judge *judge)
{
	enum config_check check = judge->config->header_check;
	struct fault fault = { .text = "" };

	if (check == CONFIG_OFF ||
	    !injection_found(judge->submission->head, judge->submission->whole,
		judge->header, &fault))
		return REASON_OK;
	return weigh(judge, check, REASON_INJECTION, &fault);
}

static enum reason
judge_message(struct judge *judge)
{
	static enum reason (*const checks[])(struct judge *) = { judge_from,
		judge_other_authors, judge_recipients, judge_display_name,
		judge_injection };
	enum reason reason = REASON_OK;
	size_t i;

	judge->decision->local = stays_here(judge);
	if (judge->decision->local)
		return REASON_OK;
	for (i = 0; reason == REASON_OK && i < sizeof(checks) / sizeof(*checks);
	     i++)
		reason = checks[i](judge);
	return reason;
}

static enum reason
judge_submission(struct judge *judge, struct header *header)
{
	const struct submission *submission = judge->submission;
	struct decision *decision = judge->decision;
	enum header_result result = header_read(
	    submission->head, submission->whole, header, &decision->message);

	decision->trusted = users_have(
	    judge->config->trusted_users, &judge->config->host.caller);
	if (decision->trusted) {
		decision->message.text[0] = '\0';
		return REASON_OK;
	}
	switch (result) {
	case HEADER_OK:
		return judge_message(judge);
	case HEADER_TOO_LONG:
		fault_set(&decision->message,
		    "The message header is longer "
		    "than %zu bytes (header_size_limit); shorten it.",
		    judge->config->header_size_limit);
		return REASON_SIZE;
	case HEADER_AMBIGUOUS:
	default:
		return REASON_FROM_AMBIGUOUS;
	}
}

void
policy_judge(const struct config *config, const struct submission *submission,
    struct header *header, struct decision *decision)
{
	struct judge judge = { .config = config,
		.submission = submission,
		.header = header,
		.decision = decision };

	*decision = (struct decision){ .from = { submission->head.ptr, 0 } };
	decision->reason = judge_submission(&judge, header);
}
