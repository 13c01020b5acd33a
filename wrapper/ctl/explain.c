/* SPDX-License-Identifier: ISC */
/*
 * truefromctl explain: what truefrom would do with a message, and why.
 */

#include "ctl.h"

#include "wrapper/args.h"
#include "wrapper/escape.h"
#include "wrapper/host.h"
#include "wrapper/process.h"
#include "wrapper/smtp_batch.h"
#include "wrapper/submit.h"

#include <pwd.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

/* `key: value` on a line of its own, whatever the value holds. */
static void
print_value(const char *key, struct str value)
{
	char line[2 * FAULT_SIZE];

	(void)escape_line(value, line, sizeof(line));
	(void)printf("%s: %s\n", key, line[0] == '\0' ? "-" : line);
}

/* In monitor mode, too: what would be done. */
static const char *
verdict_word(const struct decision *decision)
{
	if (decision->trusted)
		return "trusted";
	if (decision->rewritten)
		return "rewrite";
	return decision->reason == REASON_OK ? "accept" : "reject";
}

static int
print_decision(const struct decision *decision, const struct config *config)
{
	struct fault fault;
	bool monitor = config != NULL &&
	    config_mode(config) == CONFIG_MONITOR &&
	    reason_is_policy(decision->reason);
	int status = monitor || decision->rewritten ?
	    EX_OK :
	    reason_status(decision->reason);

	print_value("verdict", str_of(verdict_word(decision)));
	print_value("reason", str_of(reason_word(decision->reason)));
	(void)printf("status: %d\n", status);
	print_value("from", decision->from);
	print_value("mailbox", str_of(decision->mailbox));
	print_value("domain", str_of(decision->domain));
	print_value("rule", str_of(decision->rule.text));
	print_value("owned", str_of(decision->owned.text));
	print_value("noted",
	    str_of(decision->noted == REASON_OK ?
		    "" :
		    reason_word(decision->noted)));
	print_value("note", str_of(decision->note.text));
	print_value("message", str_of(decision->message.text));
	if (config != NULL) {
		print_value("mode",
		    str_of(config_mode(config) == CONFIG_MONITOR ? "monitor" :
								   "enforce"));
		print_value("mta",
		    str_of(process_check_mta(config->mta, &fault) ?
			    config->mta :
			    fault.text));
		print_value("family",
		    str_of(config->mta_family == CONFIG_EXIM ? "exim" :
							       "sendmail"));
	}
	return status;
}

struct explained {
	const struct config *config;
	bool printed;
};

static void
print_message(void *context, const struct smtp_message *message,
    const struct smtp_envelope *envelope)
{
	struct explained *explained = context;

	(void)envelope;
	if (explained->printed)
		(void)putchar('\n');
	(void)print_decision(&message->outgoing.decision, explained->config);
	explained->printed = true;
}

/* A session as its client speaks it is a batch: each message is told of. */
static bool
explain_smtp(
    struct submit *submit, const struct config *config, const struct args *args)
{
	struct explained explained = { .config = config };
	const struct smtp_host host = { .config = config,
		.args = args,
		.log = print_message,
		.context = &explained };

	submit->outgoing.decision.reason = smtp_batch_read(&host, STDIN_FILENO,
	    &submit->spool, &submit->outgoing.decision.message);
	return explained.printed;
}

static bool
find_user(const char *name, uid_t *uid)
{
	const struct passwd *passwd;

	*uid = getuid();
	if (name == NULL)
		return true;
	passwd = getpwnam(name);
	if (passwd != NULL)
		*uid = passwd->pw_uid;
	return passwd != NULL;
}

static int
explain(int argc, char *argv[], const char *path, uid_t caller)
{
	struct config_host host;
	struct config *config;
	struct submit submit;
	struct args args;
	bool printed = false;
	int status;

	host_open(&host, caller);
	submit_open(&submit, STDIN_FILENO);
	config = submit_configure(&submit, path, &host);
	submit_read_args(&submit, argc, argv, caller == 0, config, &args);
	if (config != NULL && args.class == ARGS_REFUSE)
		submit_decide(&submit, REASON_USAGE, "%s", args.fault.text);
	else if (config != NULL && args.class == ARGS_SUBMIT)
		submit_judge(&submit, config, &args, argc, argv, str_of(""));
	else if (config != NULL && args.class != ARGS_PASS)
		printed = explain_smtp(&submit, config, &args);
	status = printed ? reason_status(submit.outgoing.decision.reason) :
			   print_decision(&submit.outgoing.decision, config);
	spool_close(&submit.spool);
	config_close(config);
	return status;
}

int
ctl_explain(int argc, char *argv[])
{
	static char name[] = "sendmail";
	const char *file = NULL, *user = NULL, *path;
	const struct ctl_option options[] = { { "-c", &file, NULL },
		{ "-u", &user, NULL }, { 0 } };
	uid_t caller;
	int next;

	next = ctl_read_options(argc, argv, options);
	if (next == 0)
		return EX_USAGE;
	if (!find_user(user, &caller))
		return ctl_usage_error("there is no user", user);
	path = ctl_config_path(file);
	if (path == NULL)
		return EX_USAGE;
	/* The words of sendmail's, with its name before them. */
	argv[next - 1] = name;
	return explain(argc - next + 1, argv + next - 1, path, caller);
}
