/* SPDX-License-Identifier: ISC */
/*
 * A batch is the client's half of a session (Exim specification, 48.6): the
 * same commands in a row, their lines all ending in LF, or all in CRLF, as the
 * first does.  Who sent it hears one verdict only, so a batch goes out as a
 * whole or not at all.
 */

#include "smtp_batch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct batch {
	const struct smtp_host *host;
	struct config config; /* the host's, but for on_refusal */
	struct spool *spool;  /* NULL when it is read for the log */
	bool begun, lf, over;
	struct smtp_envelope envelope;
	struct smtp_command command;
	struct smtp_message message;
	struct smtp_stream client;
};

static bool
append(void *context, struct str bytes)
{
	struct batch *batch = context;

	return batch->spool == NULL ||
	    spool_append(batch->spool, bytes.ptr, bytes.len);
}

static bool
begin_data(void *context)
{
	return append(context, str_of("DATA\r\n"));
}

/* What is to be told is not of the message that was read last. */
static struct decision *
forget_message(struct batch *batch)
{
	struct smtp_message *message = &batch->message;

	message->size = -1;
	message->outgoing.header = (struct header){ .message_id = { "", 0 } };
	message->outgoing.decision = (struct decision){ .from = { "", 0 } };
	return &message->outgoing.decision;
}

/* The batch cannot be `done`, for a reason that errno or its like gives. */
static enum reason
fail(struct batch *batch, const char *done, int error)
{
	struct decision *decision = forget_message(batch);

	decision->reason = REASON_SYSTEM;
	fault_set(&decision->message,
	    "The batch cannot be %s: %s; nothing was sent, try again.", done,
	    strerror(error));
	return REASON_SYSTEM;
}

static enum reason
fail_to_keep(struct batch *batch)
{
	return fail(batch, "kept for checking", errno);
}

static enum reason
refuse_command(struct batch *batch, const char *why)
{
	struct decision *decision = forget_message(batch);

	decision->reason = REASON_SMTP;
	fault_set(
	    &decision->message, "A command of the batch is refused: %s", why);
	return REASON_SMTP;
}

static enum reason
take_message(struct batch *batch)
{
	struct smtp_message *message = &batch->message;
	const struct smtp_host *host = batch->host;

	if (!batch->envelope.mail || batch->envelope.recipients == 0)
		return refuse_command(
		    batch, "DATA comes before MAIL and RCPT; put it after.");
	if (smtp_message_read(message, &batch->client, batch->lf,
		&batch->envelope) == SMTP_MESSAGE_SENT) {
		if (batch->spool == NULL)
			host->log(host->context, message, &batch->envelope);
		smtp_envelope_forget(&batch->envelope);
		return REASON_OK;
	}
	return message->outgoing.decision.reason == REASON_MTA ?
	    fail_to_keep(batch) :
	    message->outgoing.decision.reason;
}

static enum reason
take_command(struct batch *batch)
{
	struct smtp_command *command = &batch->command;
	struct smtp_envelope *envelope = &batch->envelope;

	if (command->status != NULL)
		return refuse_command(batch, command->fault);
	switch (command->verb) {
	case SMTP_DATA:
		return take_message(batch);
	case SMTP_MAIL:
		if (envelope->mail)
			return refuse_command(batch,
			    "MAIL comes twice for one message; put RSET before "
			    "the second.");
		smtp_envelope_take(envelope, &batch->config, command);
		break;
	case SMTP_RCPT:
		smtp_envelope_take(envelope, &batch->config, command);
		break;
	case SMTP_EHLO:
	case SMTP_HELO:
	case SMTP_RSET:
		smtp_envelope_forget(envelope);
		break;
	case SMTP_QUIT:
		batch->over = true;
		break;
	default:
		break;
	}
	return append(batch, (struct str){ command->text, command->len }) ?
	    REASON_OK :
	    fail_to_keep(batch);
}

static enum reason
take_line(struct batch *batch, struct str line, bool whole)
{
	if (!batch->begun)
		batch->lf = line.len < 2 || line.ptr[line.len - 2] != '\r';
	batch->begun = true;
	if (str_trim(line).len == 0)
		return REASON_OK;
	if (whole)
		smtp_command_read(&batch->command, line);
	else
		smtp_command_too_long(&batch->command);
	return take_command(batch);
}

static enum reason
read_batch(struct batch *batch, int fd)
{
	enum reason reason = REASON_OK;
	struct smtp_sink sink = { begin_data, append, batch };
	struct str line;

	if (!smtp_message_open(
		&batch->message, &batch->config, batch->host->args, &sink))
		reason = fail_to_keep(batch);
	batch->message.trace = batch->host->trace;
	smtp_stream_open(&batch->client, fd);
	while (reason == REASON_OK && !batch->over) {
		enum smtp_stream_result got =
		    smtp_stream_line(&batch->client, -1, -1, &line);

		if (got == SMTP_STREAM_END) {
			if (batch->client.error != 0)
				reason = fail(batch, "read to its end",
				    batch->client.error);
			break;
		}
		/* The last line of a file may lack its LF. */
		reason = take_line(batch, line,
		    got == SMTP_STREAM_LINE || batch->client.ended);
	}
	return reason;
}

/*
 * Nothing is rewritten in a batch: the log could not tell it any more.  What is
 * read for the log has the trace in it already, which takes no room.
 */
static void
open_batch(
    struct batch *batch, const struct smtp_host *host, struct spool *spool)
{
	*batch = (struct batch){
		.host = host, .config = *host->config, .spool = spool
	};
	batch->config.on_refusal = CONFIG_REFUSE;
	if (spool != NULL)
		return;
	batch->config.header_size_limit += 2 * host->trace.len;
	if (batch->config.message_size_limit != 0)
		batch->config.message_size_limit += 2 * (off_t)host->trace.len;
}

enum reason
smtp_batch_read(const struct smtp_host *host, int fd, struct spool *spool,
    struct fault *fault)
{
	struct batch *batch = calloc(1, sizeof(*batch));
	enum reason reason;

	spool->fd = -1;
	if (batch == NULL) {
		fault_set(fault, "There is no memory for a batch; try again.");
		return REASON_SYSTEM;
	}
	open_batch(batch, host, spool);
	reason =
	    spool_open(spool) ? read_batch(batch, fd) : fail_to_keep(batch);
	if (reason == REASON_OK && !spool_seal(spool))
		reason = fail_to_keep(batch);
	if (reason == REASON_OK) {
		/* All of it may go: that is what the log shall say. */
		smtp_message_close(&batch->message);
		open_batch(batch, host, NULL);
		reason = read_batch(batch, spool->fd);
	}
	if (reason == REASON_OK && !spool_rewind(spool))
		reason = fail_to_keep(batch);
	if (reason != REASON_OK) {
		host->log(host->context, &batch->message, &batch->envelope);
		spool_close(spool);
	}
	*fault = batch->message.outgoing.decision.message;
	smtp_message_close(&batch->message);
	free(batch);
	return reason;
}
