/* SPDX-License-Identifier: ISC */
/*
 * The same policy as for a message on stdin, which sees the same bytes of it:
 * all, or as many as a header may be long.  Memory is bounded by that.
 */

#include "smtp_message.h"
#include "smtp_data.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool
smtp_message_open(struct smtp_message *message, const struct config *config,
    const struct args *args, const struct smtp_sink *sink)
{
	*message = (struct smtp_message){
		.config = config, .args = args, .sink = sink, .seconds = -1
	};
	message->head = malloc(config->header_size_limit);
	return message->head != NULL;
}

void
smtp_message_close(struct smtp_message *message)
{
	outgoing_close(&message->outgoing);
	free(message->head);
}

__attribute__((format(printf, 3, 4))) static void
refuse(
    struct smtp_message *message, enum reason reason, const char *format, ...)
{
	struct fault *fault = &message->outgoing.decision.message;
	va_list ap;

	message->swallowed = true;
	message->outgoing.decision.trusted = false;
	message->outgoing.decision.rewritten = false;
	message->outgoing.decision.reason = reason;
	va_start(ap, format);
	(void)vsnprintf(fault->text, sizeof(fault->text), format, ap);
	va_end(ap);
}

bool
smtp_message_passes(const struct smtp_message *message)
{
	return outgoing_goes(message->config, &message->outgoing.decision);
}

/* Writes a line, or a part of one, with its dot stuffed. */
static bool
write_text(
    const struct smtp_sink *sink, struct str text, bool starts, bool ends)
{
	if (starts && text.len > 0 && text.ptr[0] == '.' &&
	    !sink->write(sink->context, str_of(".")))
		return false;
	return sink->write(sink->context, text) &&
	    (!ends || sink->write(sink->context, str_of("\r\n")));
}

/* Hands on what is held; true unless the sink takes no more. */
static bool
write_head(const struct smtp_message *message)
{
	const struct outgoing *outgoing = &message->outgoing;
	struct str rest = { message->head, message->head_len };
	const char *lf;
	bool taken = true;

	if (outgoing->head != NULL)
		rest = (struct str){ outgoing->head, outgoing->head_size };
	while (taken && rest.len > 0) {
		struct str line = rest;

		lf = memchr(rest.ptr, '\n', rest.len);
		if (lf != NULL)
			line.len = (size_t)(lf - rest.ptr) + 1;
		taken = write_text(message->sink, line, true, false);
		rest = str_from(rest, line.len);
	}
	return taken;
}

/* SMTP knows no mbox: Postfix drops such a line, Exim ends the header there. */
static void
judge_mbox_line(struct smtp_message *message)
{
	struct outgoing *outgoing = &message->outgoing;

	if ((outgoing->decision.reason == REASON_OK ||
		outgoing->decision.rewritten) &&
	    !outgoing->decision.trusted && outgoing->header.mbox_senders > 0) {
		refuse(message, REASON_FROM_AMBIGUOUS,
		    "The message begins with a `From ` line, which mail "
		    "servers read differently; remove it.");
	}
}

/* Judges what is held, and begins to hand it on if that may be. */
static void
judge(struct smtp_message *message, bool whole,
    const struct smtp_envelope *envelope)
{
	const char *senders[ARGS_SENDERS_MAX + 1];
	struct outgoing *outgoing = &message->outgoing;
	struct submission submission = { .head = { message->head,
					     message->head_len },
		.whole = whole,
		.senders = senders,
		.sender_count = message->args->sender_count,
		.full_name = message->args->full_name,
		.taken = envelope->recipients,
		.taken_foreign = envelope->foreign };

	memcpy(senders, message->args->senders, sizeof(message->args->senders));
	senders[submission.sender_count++] = envelope->sender;
	outgoing_judge(
	    outgoing, message->config, &submission, message->trace, "\r\n");
	if (envelope->replaced)
		outgoing_replaced(outgoing, &envelope->refused);
	judge_mbox_line(message);
	message->swallowed = !smtp_message_passes(message);
	if (message->swallowed)
		return;
	message->begun = message->sink->begin(message->sink->context);
	if (!message->begun || !write_head(message))
		refuse(message, REASON_MTA, "The mail server did not take it.");
}

static bool
is_too_large(const struct smtp_message *message)
{
	off_t limit = message->config->message_size_limit;

	/* It is asked for every line, and the mode may need a database. */
	return limit != 0 && message->size > limit &&
	    config_mode(message->config) != CONFIG_MONITOR;
}

static void
hold(struct smtp_message *message, struct str text)
{
	memcpy(message->head + message->head_len, text.ptr, text.len);
	message->head_len += text.len;
}

/*
 * Takes the next of the message's bytes: holds them while there is room, and
 * judges when there is none.
 */
static void
take(struct smtp_message *message, const struct smtp_data_piece *piece,
    const struct smtp_envelope *envelope)
{
	size_t line_end = piece->ends ? strlen("\r\n") : 0;
	size_t room = message->config->header_size_limit - message->head_len;

	message->size += (off_t)(piece->text.len + line_end);
	if (!message->swallowed && is_too_large(message))
		refuse(message, REASON_SIZE,
		    "The message is larger than %lld bytes "
		    "(message_size_limit); make it smaller.",
		    (long long)message->config->message_size_limit);
	if (!message->swallowed && !message->begun) {
		if (piece->text.len + line_end <= room) {
			hold(message, piece->text);
			hold(message, (struct str){ "\r\n", line_end });
			return;
		}
		judge(message, false, envelope);
	}
	if (!message->swallowed &&
	    !write_text(message->sink, piece->text, piece->starts, piece->ends))
		refuse(message, REASON_MTA, "The mail server did not take it.");
}

/* At the end of data: the message is whole. */
static enum smtp_message_result
conclude(struct smtp_message *message, const struct smtp_envelope *envelope)
{
	const struct smtp_sink *sink = message->sink;

	if (!message->swallowed && !message->begun)
		judge(message, true, envelope);
	if (!message->swallowed && !sink->write(sink->context, str_of(".\r\n")))
		refuse(message, REASON_MTA, "The mail server did not take it.");
	return message->swallowed ? SMTP_MESSAGE_REFUSED : SMTP_MESSAGE_SENT;
}

static enum smtp_message_result
break_off(struct smtp_message *message, const char *fault)
{
	refuse(message, REASON_SMTP, "The message %s.", fault);
	return SMTP_MESSAGE_BROKEN;
}

enum smtp_message_result
smtp_message_read(struct smtp_message *message, struct smtp_stream *client,
    bool lf, const struct smtp_envelope *envelope)
{
	struct smtp_data data;
	struct smtp_data_piece piece;
	struct str line;

	outgoing_close(&message->outgoing);
	message->head_len = 0;
	message->size = 0;
	message->begun = message->swallowed = false;
	message->outgoing.header = (struct header){ .message_id = { "", 0 } };
	message->outgoing.decision = (struct decision){ .from = { "", 0 } };
	smtp_data_open(&data, lf);
	for (;;) {
		enum smtp_stream_result got =
		    smtp_stream_line(client, -1, message->seconds, &line);

		if (got != SMTP_STREAM_LINE && got != SMTP_STREAM_PIECE)
			return break_off(message,
			    "does not end in a line with a lone dot; send it "
			    "to its end");
		switch (smtp_data_read(
		    &data, line, got == SMTP_STREAM_LINE, &piece)) {
		case SMTP_DATA_TEXT:
			take(message, &piece, envelope);
			break;
		case SMTP_DATA_BAD:
			refuse(message, REASON_SMTP, "The message %s.",
			    data.fault);
			break;
		case SMTP_DATA_END:
			return conclude(message, envelope);
		case SMTP_DATA_BROKEN:
		default:
			return break_off(message, data.fault);
		}
	}
}
