/* SPDX-License-Identifier: ISC */
/*
 * truefrom: a sendmail that hands a message to the real one only if this
 * server may send mail From the domain it names.  See truefrom(8).
 */

#include "args.h"
#include "host.h"
#include "process.h"
#include "record.h"
#include "smtp.h"
#include "smtp_batch.h"
#include "submit.h"
#include "twin.h"

#include "policy/library.h"

#include <sys/socket.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

static const char usage[] =
    "usage: truefrom [sendmail options] [recipient ...] < message\n"
    "\n"
    "Hands the message to the mail server set in " TRUEFROM_CONFIG " if\n"
    "this server may send mail From its domain; takes sendmail's options.\n"
    "See truefrom(8), truefrom.conf(5) and truefromctl(8).\n";

struct call {
	int argc;
	char **argv;
	struct args args;
	struct config_host host;
	struct config *config; /* NULL when there is none to go by */
	struct submit submit;
	struct record record;
};

static const char *
last_sender(const struct args *args)
{
	return args->sender_count == 0 ? NULL :
					 args->senders[args->sender_count - 1];
}

static bool
is_own_name(const char *argv0)
{
	return argv0 != NULL && strcmp(args_name(argv0), "truefrom") == 0;
}

static void
record_decision(const struct call *call)
{
	const struct submit *submit = &call->submit;

	record_keep(&call->record,
	    (struct report){ .decision = &submit->outgoing.decision,
		.sender = last_sender(&call->args),
		.header = &submit->outgoing.header,
		.size = submit->size,
		.recipients = call->argc - call->args.recipients });
}

/* Tells the caller why not, with its message read to its end. */
static int
turn_away(struct call *call)
{
	struct submit *submit = &call->submit;

	if (call->args.reads_message)
		input_drain(&submit->input);
	input_restore(&submit->input);
	report_caller(&submit->outgoing.decision, call->args.smtp);
	return reason_status(submit->outgoing.decision.reason);
}

static int
refuse(struct call *call)
{
	record_decision(call);
	return turn_away(call);
}

/* The twin is needed, at any point before this, and is not there. */
static void
refuse_without_twin(void *context, const struct fault *fault)
{
	struct call *call = context;

	submit_read_args(&call->submit, call->argc, call->argv, call->host.root,
	    call->config, &call->args);
	if (call->record.host == NULL)
		record_open(&call->record, NULL, &call->host);
	submit_decide(&call->submit,
	    fault->shortage ? REASON_SYSTEM : REASON_MTA, "%s", fault->text);
	exit(refuse(call));
}

/*
 * OpenSMTPD is what it is called, and nothing by the name of truefrom.  To Exim
 * that name is as good as any.
 */
static void
name_mta(struct call *call)
{
	static char sendmail[] = "sendmail";

	if (call->config->mta_family != CONFIG_EXIM &&
	    is_own_name(call->argv[0]))
		call->argv[0] = sendmail;
}

/* Becomes the MTA; `fd` is the message, -1 for stdin as it is. */
static int
become_mta(struct call *call, int fd, bool log)
{
	struct decision *decision = &call->submit.outgoing.decision;
	struct fault fault;
	const char *mta = process_find_mta(call->config->mta, &fault);

	name_mta(call);
	if (mta != NULL) {
		if (log)
			record_decision(call);
		process_become(mta, call->argv, fd, &fault);
	}
	decision->reason = REASON_MTA;
	decision->message = fault;
	decision->trusted = decision->rewritten = false;
	return refuse(call);
}

static int
submit_message(struct call *call)
{
	struct submit *submit = &call->submit;

	/* The log will tell it; once stdin is read, it may be late to ask. */
	(void)call->host.caller.login();
	submit_judge(submit, call->config, &call->args, call->argc, call->argv,
	    str_of(call->record.field));
	if (!outgoing_goes(call->config, &submit->outgoing.decision))
		return refuse(call);
	return become_mta(call, submit->spool.fd, true);
}

/* The same for a message of an SMTP session, or of a batch. */
static void
log_message(void *context, const struct smtp_message *message,
    const struct smtp_envelope *envelope)
{
	const struct call *call = context;

	record_keep(&call->record,
	    (struct report){ .decision = &message->outgoing.decision,
		.sender = envelope->sender[0] == '\0' ? "<>" : envelope->sender,
		.header = &message->outgoing.header,
		.size = message->size,
		.recipients = envelope->recipients });
}

static struct smtp_host
smtp_host(struct call *call)
{
	return (struct smtp_host){ .config = call->config,
		.args = &call->args,
		.argv = call->argv,
		.trace = str_of(call->record.field),
		.log = log_message,
		.context = call };
}

/* inetd's call, say: the client is not this host's. */
static bool
serves_network(void)
{
	struct sockaddr_storage address = { .ss_family = AF_UNSPEC };
	socklen_t size = sizeof(address);

	return getsockname(STDIN_FILENO, (struct sockaddr *)&address, &size) ==
	    0 &&
	    (address.ss_family == AF_INET || address.ss_family == AF_INET6);
}

static int
speak_smtp(struct call *call)
{
	struct decision *decision = &call->submit.outgoing.decision;
	const struct smtp_host host = smtp_host(call);
	int status;

	if (getuid() == 0 && serves_network())
		return become_mta(call, -1, false);
	/* Amidst a session it would be too late. */
	library_need();
	process_answer_in_smtp();
	name_mta(call);
	if (process_check_mta(call->config->mta, &decision->message) &&
	    smtp_relay(&host, STDIN_FILENO, STDOUT_FILENO, &status,
		&decision->message))
		return status;
	decision->reason =
	    decision->message.shortage ? REASON_SYSTEM : REASON_MTA;
	return refuse(call);
}

static int
submit_batch(struct call *call)
{
	struct submit *submit = &call->submit;
	const struct smtp_host host = smtp_host(call);

	library_need();
	submit->outgoing.decision.reason =
	    smtp_batch_read(&host, submit->input.fd, &submit->spool,
		&submit->outgoing.decision.message);
	if (submit->outgoing.decision.reason != REASON_OK)
		return turn_away(call);
	return become_mta(call, submit->spool.fd, false);
}

/* There is no message, and an MTA that might find one gets nothing to read. */
static int
pass(struct call *call)
{
	int fd = -1;

	if (call->args.no_input && (fd = open("/dev/null", O_RDONLY)) == -1) {
		submit_decide(&call->submit, REASON_SYSTEM,
		    "/dev/null cannot be opened: %s; nothing was done.",
		    strerror(errno));
		return refuse(call);
	}
	return become_mta(call, fd, false);
}

static int
run(struct call *call)
{
	call->config =
	    submit_configure(&call->submit, TRUEFROM_CONFIG, &call->host);
	submit_read_args(&call->submit, call->argc, call->argv, call->host.root,
	    call->config, &call->args);
	record_open(&call->record, call->config, &call->host);
	if (call->config == NULL)
		return refuse(call);
	switch (call->args.class) {
	case ARGS_SUBMIT:
		return submit_message(call);
	case ARGS_SMTP:
		return speak_smtp(call);
	case ARGS_BATCH:
		return submit_batch(call);
	case ARGS_PASS:
		return pass(call);
	case ARGS_REFUSE:
	default:
		submit_decide(
		    &call->submit, REASON_USAGE, "%s", call->args.fault.text);
		if (outgoing_goes(
			call->config, &call->submit.outgoing.decision))
			return become_mta(call, -1, true);
		return refuse(call);
	}
}

/* `truefrom --help` and `--version`: called by its own name, alone. */
static bool
answers_itself(int argc, char *argv[])
{
	if (argc != 2 || !is_own_name(argv[0]))
		return false;
	if (strcmp(argv[1], "--help") == 0)
		(void)fputs(usage, stdout);
	else if (strcmp(argv[1], "--version") == 0)
		(void)puts("truefrom " TRUEFROM_VERSION);
	else
		return false;
	return true;
}

int
main(int argc, char *argv[])
{
	static struct call call; /* not on the stack: see find_lsearch() */
	int status;

	call.argc = argc;
	call.argv = argv;
	if (!process_open_standard())
		return EX_OSERR;
	if (answers_itself(argc, argv))
		return fflush(stdout) == 0 ? EX_OK : EX_IOERR;
	process_catch_signals();
	twin_accept();
	host_open(&call.host, getuid());
	submit_open(&call.submit, STDIN_FILENO);
	twin_open(argc, argv, &call.submit, refuse_without_twin, &call);
	status = run(&call);
	config_close(call.config);
	return status;
}
