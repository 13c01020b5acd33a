/* SPDX-License-Identifier: ISC */
/*
 * One message: spooled whole, judged, and made ready to be handed over.
 */

#include "submit.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void
submit_open(struct submit *submit, int fd)
{
	*submit = (struct submit){ .spool = { .fd = -1 }, .size = -1 };
	submit->outgoing.decision.from = str_of("");
	submit->outgoing.header.message_id = str_of("");
	input_open(&submit->input, fd, true);
}

void
submit_read_args(struct submit *submit, int argc, char *const argv[],
    bool privileged, const struct config *config, struct args *args)
{
	args_read(argc, argv, config == NULL ? CONFIG_EXIM : config->mta_family,
	    privileged, args);
	submit->input.dot_ends = args->dot_ends;
}

void
submit_decide(
    struct submit *submit, enum reason reason, const char *format, ...)
{
	struct fault *message = &submit->outgoing.decision.message;
	va_list ap;

	submit->outgoing.decision.reason = reason;
	va_start(ap, format);
	(void)vsnprintf(message->text, sizeof(message->text), format, ap);
	va_end(ap);
}

static void
keep_first(void *context, const struct fault *fault)
{
	struct submit *submit = context;

	if (submit->outgoing.decision.reason == REASON_OK)
		submit_decide(submit,
		    fault->shortage ? REASON_SYSTEM : REASON_CONFIG, "%s",
		    fault->text);
}

struct config *
submit_configure(
    struct submit *submit, const char *path, const struct config_host *host)
{
	return config_open(path, host, keep_first, submit);
}

/* False, with the decision made, when there is no message to judge. */
static bool
fill_spool(struct submit *submit, const struct config *config)
{
	off_t limit = config_mode(config) == CONFIG_MONITOR ?
	    0 :
	    config->message_size_limit;

	switch (spool_fill(&submit->spool, &submit->input, limit)) {
	case SPOOL_OK:
		submit->size = submit->spool.size;
		return true;
	case SPOOL_TOO_LARGE:
		submit_decide(submit, REASON_SIZE,
		    "The message is larger than %lld bytes "
		    "(message_size_limit); make it smaller.",
		    (long long)limit);
		return false;
	case SPOOL_UNREADABLE:
		submit_decide(submit, REASON_SYSTEM,
		    "The message cannot be read from standard input: %s; "
		    "nothing was sent.",
		    strerror(errno));
		return false;
	case SPOOL_FAILED:
	default:
		submit_decide(submit, REASON_SYSTEM,
		    "The message cannot be kept for checking: %s; nothing "
		    "was sent, try again.",
		    strerror(errno));
		return false;
	}
}

/* What is handed over begins as it was judged, not as it came. */
static void
replace_head(struct submit *submit)
{
	struct outgoing *outgoing = &submit->outgoing;
	struct str header = { outgoing->head, outgoing->header_size };

	if (outgoing->head != NULL &&
	    !spool_replace(&submit->spool, outgoing->header.size, header)) {
		outgoing->decision.rewritten = false;
		submit_decide(submit, REASON_SYSTEM,
		    "The message cannot be kept for sending: %s; nothing was "
		    "sent, try again.",
		    strerror(errno));
	}
	outgoing_close(outgoing);
}

/*
 * Puts the address that may be used in the place of an envelope sender that may
 * not, in a message that does not go as it is (which it does where the sender
 * was not judged, either).  True, with the reason in `replaced`, if there was
 * one.
 */
static bool
replace_senders(const struct config *config,
    const struct submission *submission, struct args *args, int argc,
    char *argv[], struct decision *replaced)
{
	char address[DECISION_MAILBOX_SIZE];
	struct decision decision;
	struct header header;
	bool any = false;
	struct fault fault;
	size_t i;

	policy_judge(config, submission, &header, &decision);
	if (outgoing_goes(config, &decision) ||
	    !policy_rewrite_address(config, address, &fault))
		return false;
	for (i = 0; i < args->sender_count; i++)
		if (!policy_judge_sender(config, args->senders[i], &decision) &&
		    decision.reason == REASON_SENDER &&
		    args_set_sender(
			args, i, argc, argv, address, config->arena)) {
			*replaced = decision;
			any = true;
		}
	return any;
}

/*
 * Judges the message after its envelope senders.  Rare; as a part of its caller
 * it would have three pages of stack touched for each message.
 */
__attribute__((noinline)) static void
judge_with_senders(struct submit *submit, const struct config *config,
    const struct submission *submission, struct args *args, int argc,
    char *argv[], struct str trace)
{
	struct decision replaced;
	bool any =
	    replace_senders(config, submission, args, argc, argv, &replaced);

	outgoing_judge(&submit->outgoing, config, submission, trace, "\n");
	if (any)
		outgoing_replaced(&submit->outgoing, &replaced);
}

void
submit_judge(struct submit *submit, const struct config *config,
    struct args *args, int argc, char *argv[], struct str trace)
{
	struct submission submission = { .senders = args->senders,
		.sender_count = args->sender_count,
		.full_name = args->full_name,
		.recipients = argv + args->recipients,
		.recipient_count = (size_t)(argc - args->recipients),
		.header_recipients = args->header_recipients };

	if (!fill_spool(submit, config))
		return;
	if (!spool_head(
		&submit->spool, config->header_size_limit, &submission.head)) {
		submit_decide(submit, REASON_SYSTEM,
		    "The message cannot be read back: %s; nothing was sent, "
		    "try again.",
		    strerror(errno));
		return;
	}
	submission.whole = submission.head.len < config->header_size_limit;
	if (config->on_refusal == CONFIG_REWRITE && args->sender_count > 0)
		judge_with_senders(
		    submit, config, &submission, args, argc, argv, trace);
	else
		outgoing_judge(
		    &submit->outgoing, config, &submission, trace, "\n");
	replace_head(submit);
}
