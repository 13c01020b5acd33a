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
	*submit = (struct submit){ .spool = { .fd = -1 } };
	submit->decision.from = str_of("");
	submit->header.message_id = str_of("");
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
	struct fault *message = &submit->decision.message;
	va_list ap;

	submit->decision.reason = reason;
	va_start(ap, format);
	(void)vsnprintf(message->text, sizeof(message->text), format, ap);
	va_end(ap);
}

static void
keep_first(void *context, const struct fault *fault)
{
	struct submit *submit = context;

	if (submit->decision.reason == REASON_OK)
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
	off_t limit =
	    config->mode == CONFIG_MONITOR ? 0 : config->message_size_limit;

	switch (spool_fill(&submit->spool, &submit->input, limit)) {
	case SPOOL_OK:
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

/*
 * Exim folds fields into one another where line ends are mixed, so what it
 * gets is the header as it was judged: with lines that end in LF.
 */
static void
mend_line_ends(struct submit *submit, struct str head)
{
	struct str section = { head.ptr, submit->header.size };

	if (submit->header.mixed_line_ends &&
	    !spool_normalise(&submit->spool, section))
		submit_decide(submit, REASON_SYSTEM,
		    "The message cannot be kept for sending: %s; nothing was "
		    "sent, try again.",
		    strerror(errno));
}

void
submit_judge(
    struct submit *submit, const struct config *config, const struct args *args)
{
	struct submission submission = { .senders = args->senders,
		.sender_count = args->sender_count };

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
	policy_judge(config, &submission, &submit->header, &submit->decision);
	mend_line_ends(submit, submission.head);
}
