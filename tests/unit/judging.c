/* SPDX-License-Identifier: ISC */
/*
 * From arguments and a message to a decision, as the program goes.
 */

#include "callargv.h"
#include "judging.h"
#include "scratch.h"

#include "wrapper/smtp_batch.h"

#include <check.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *
lab(void)
{
	return "lab.example";
}

static const char *
nothing(void)
{
	return NULL;
}

static const char *caller_login = "root";
static const char *caller_group = "root";

static const char *
login(void)
{
	return caller_login;
}

static bool
in_group(const char *name)
{
	return strcmp(name, caller_group) == 0;
}

struct config_host judging_host = { .primary_hostname = lab,
	.mailname = nothing,
	.caller = { login, in_group } };

void
judging_as(const char *name, bool is_root, const char *group)
{
	caller_login = name;
	caller_group = group;
	judging_host.root = is_root;
}

static void
complain(void *context, const struct fault *fault)
{
	(void)context;
	ck_abort_msg("%s", fault->text);
}

struct config *
judging_configure(const char *lines)
{
	char text[8192];
	int len =
	    snprintf(text, sizeof(text), "mta = /usr/sbin/exim4\n%s\n", lines);

	ck_assert_int_lt(len, (int)sizeof(text));
	judging_host.owner = geteuid();
	return config_open(
	    scratch_write("truefrom.conf", (struct str){ text, (size_t)len }),
	    &judging_host, complain, NULL);
}

static void
keep_decision(void *context, const struct smtp_message *message,
    const struct smtp_envelope *envelope)
{
	struct judging *judging = context;

	(void)envelope;
	judging->submit.outgoing.decision = message->outgoing.decision;
	judging->submit.outgoing.decision.from = str_of("");
}

/* What the client of a session says, as a batch; the last message counts. */
static void
judge_batch(struct judging *judging, const struct config *config, int fd)
{
	const struct smtp_host host = { .config = config,
		.args = &judging->args,
		.log = keep_decision,
		.context = judging };
	struct fault fault;

	(void)smtp_batch_read(&host, fd, &judging->submit.spool, &fault);
}

void
judging_call(struct judging *judging, const struct config *config, int argc,
    char *argv[], struct str message)
{
	int fd = scratch_message(message);

	submit_open(&judging->submit, fd);
	submit_read_args(
	    &judging->submit, argc, argv, false, config, &judging->args);
	if (judging->args.class == ARGS_SUBMIT)
		submit_judge(&judging->submit, config, &judging->args, argc,
		    argv, str_of(""));
	else if (judging->args.class == ARGS_SMTP ||
	    judging->args.class == ARGS_BATCH)
		judge_batch(judging, config, fd);
	else
		submit_decide(&judging->submit,
		    judging->args.class == ARGS_REFUSE ? REASON_USAGE :
							 REASON_OK,
		    "%s", judging->args.fault.text);
	(void)close(fd);
}

void
judging_message(struct judging *judging, const char *lines, const char *words,
    struct str message)
{
	struct config *config = judging_configure(lines);
	struct callargv call;

	callargv_words(words, &call);
	judging_call(judging, config, call.argc, call.argv, message);
	config_close(config);
}

void
judging_close(struct judging *judging)
{
	spool_close(&judging->submit.spool);
}

struct str
judging_sent(const struct judging *judging)
{
	static char bytes[65536];
	ssize_t n = 0;

	if (judging->submit.spool.fd != -1)
		n = pread(judging->submit.spool.fd, bytes, sizeof(bytes), 0);
	ck_assert_int_ge(n, 0);
	return (struct str){ bytes, (size_t)n };
}

const char *
judging_word(const struct judging *judging)
{
	static char word[DOMAIN_SIZE + 16];
	const struct decision *decision = &judging->submit.outgoing.decision;

	if (decision->reason != REASON_OK &&
	    decision->reason != REASON_FROM_DOMAIN)
		return reason_word(decision->reason);
	(void)snprintf(word, sizeof(word), "judge:%s", decision->domain);
	return word;
}
