/* SPDX-License-Identifier: ISC */
/*
 * Between a client and the MTA stands a server of its own: each command is
 * read, judged, and written afresh, one at a time, and its reply awaited.  So
 * what a client pipelines is answered in order, and no byte reaches the MTA
 * that was not understood.  To DATA it is truefrom that says 354; the MTA hears
 * of a message when that is judged, or never.
 *
 * The times are those of RFC 5321 4.5.3.2.  Nothing is written to stderr, which
 * alpine would read as a reply.
 */

#include "smtp.h"
#include "smtp_reply.h"
#include "smtp_server.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COMMAND_SECONDS 300
#define DATA_SECONDS 120
#define END_SECONDS 600
#define REPLY_SECONDS 60 /* for a client to take one */
#define LINGER_SECONDS 5

struct session {
	const struct smtp_host *host;
	int out;
	bool lf;   /* lines come from a terminal, and end in LF */
	bool over; /* nothing more is read */
	bool cut;  /* the client may not know that it is */
	struct smtp_envelope envelope;
	struct smtp_command command;
	struct smtp_reply reply;
	struct smtp_message message;
	struct smtp_stream client;
	struct smtp_server server;
};

/* Sends the reply; the session is over if nobody takes it, or it says so. */
static void
answer(struct session *session)
{
	struct str text = { session->reply.text, session->reply.len };

	if (!smtp_stream_write(session->out, text, REPLY_SECONDS))
		session->over = true;
	if (session->server.lost)
		session->over = session->cut = true;
}

static void
answer_line(struct session *session, const char *status, const char *sentence)
{
	smtp_reply_set(&session->reply, status, sentence);
	answer(session);
}

static void
ask(struct session *session, struct str command, int seconds)
{
	smtp_server_ask(&session->server, command, seconds, &session->reply);
}

static bool
is_positive(const struct session *session)
{
	return session->reply.code >= 200 && session->reply.code < 300;
}

/* The MTA begins to take a message; its reply stays if it does not. */
static bool
begin_data(void *context)
{
	struct session *session = context;

	ask(session, str_of("DATA\r\n"), DATA_SECONDS);
	return session->reply.code == 354;
}

static bool
write_data(void *context, struct str bytes)
{
	struct session *session = context;

	return smtp_server_write(&session->server, bytes);
}

/* What the MTA says to a message that it was to have. */
static void
finish_message(struct session *session)
{
	const struct smtp_message *message = &session->message;

	if (!message->swallowed) {
		process_defer_signals(true);
		ask(session, str_of(""), END_SECONDS);
		answer(session);
		process_defer_signals(false);
		return;
	}
	if (message->begun || session->reply.code < 400)
		smtp_server_lose(&session->server, &session->reply);
	answer(session);
	if (!session->over)
		ask(session, str_of("RSET\r\n"), COMMAND_SECONDS);
}

/*
 * The MTA forgets the sender and recipients of a message it is not to have, or
 * the connection if it has a part of it.
 */
static void
refuse_message(struct session *session, bool broken)
{
	const struct decision *decision = &session->message.outgoing.decision;

	if (broken || session->message.begun) {
		session->over = session->cut = true;
		smtp_server_hang_up(&session->server);
	} else {
		ask(session, str_of("RSET\r\n"), COMMAND_SECONDS);
	}
	answer_line(
	    session, reason_reply(decision->reason), decision->message.text);
}

static void
take_message(struct session *session)
{
	struct smtp_message *message = &session->message;
	enum smtp_message_result result;

	if (!session->envelope.mail || session->envelope.recipients == 0) {
		answer_line(session, "503 5.5.1",
		    "There is no sender or no recipient yet; send MAIL and "
		    "RCPT first.");
		return;
	}
	answer_line(session, "354",
	    "Enter the message, ending with \".\" on a line by itself");
	result = smtp_message_read(
	    message, &session->client, session->lf, &session->envelope);
	session->host->log(session->host->context, message, &session->envelope);
	if (result == SMTP_MESSAGE_SENT ||
	    message->outgoing.decision.reason == REASON_MTA)
		finish_message(session);
	else
		refuse_message(session, result == SMTP_MESSAGE_BROKEN);
	smtp_envelope_forget(&session->envelope);
}

/* Relays a command, and its reply. */
static void
relay(struct session *session)
{
	struct smtp_command *command = &session->command;

	ask(session, (struct str){ command->text, command->len },
	    COMMAND_SECONDS);
	if (command->verb == SMTP_EHLO && is_positive(session))
		smtp_reply_filter_extensions(&session->reply);
	answer(session);
}

static void
obey(struct session *session)
{
	const struct config *config = session->host->config;
	struct smtp_command *command = &session->command;
	struct smtp_envelope *envelope = &session->envelope;

	if (command->status != NULL) {
		answer_line(session, command->status, command->fault);
		return;
	}
	if (command->verb == SMTP_DATA) {
		take_message(session);
		return;
	}
	if (command->verb == SMTP_MAIL && envelope->mail) {
		answer_line(session, "503 5.5.1",
		    "There is a sender already; send RSET first.");
		return;
	}
	if (command->verb == SMTP_MAIL)
		smtp_envelope_offer(envelope, config, command);
	relay(session);
	switch (command->verb) {
	case SMTP_MAIL:
	case SMTP_RCPT:
		if (is_positive(session))
			smtp_envelope_take(envelope, config, command);
		break;
	case SMTP_EHLO:
	case SMTP_HELO:
	case SMTP_RSET:
		smtp_envelope_forget(&session->envelope);
		break;
	case SMTP_QUIT:
		session->over = true;
		break;
	default:
		break;
	}
}

/* Takes the rest of a line that is no command. */
static void
skip_line(struct session *session)
{
	struct str line;

	while (smtp_stream_line(&session->client, -1, COMMAND_SECONDS, &line) ==
	    SMTP_STREAM_PIECE)
		continue;
	smtp_command_too_long(&session->command);
	obey(session);
}

/* What the MTA has to say to a client that went without QUIT. */
static void
relay_last_words(struct session *session)
{
	smtp_server_hang_up(&session->server);
	if (smtp_reply_read(
		&session->reply, &session->server.from, LINGER_SECONDS))
		answer(session);
}

static void
converse(struct session *session)
{
	struct str line;

	while (!session->over) {
		switch (smtp_stream_line(&session->client,
		    session->server.from.fd, COMMAND_SECONDS, &line)) {
		case SMTP_STREAM_LINE:
			smtp_command_read(&session->command, line);
			obey(session);
			break;
		case SMTP_STREAM_PIECE:
			skip_line(session);
			break;
		case SMTP_STREAM_OTHER:
			/* The MTA speaks unasked only to end the session. */
			smtp_server_reply(&session->server, 0, &session->reply);
			session->server.lost = true;
			answer(session);
			break;
		case SMTP_STREAM_TIMEOUT:
			session->over = session->cut = true;
			answer_line(session, "421 4.4.2",
			    "No command came for too long; begin a new "
			    "session.");
			break;
		case SMTP_STREAM_END:
		default:
			session->over = true;
			relay_last_words(session);
			break;
		}
	}
}

/*
 * A client that was cut off reads to the end before it is done writing; it
 * shall not die of SIGPIPE over that.
 */
static void
linger(struct session *session)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (null != -1) {
		(void)dup2(null, session->out);
		(void)close(null);
	}
	smtp_stream_drain(&session->client, LINGER_SECONDS);
}

static void
open_session(
    struct session *session, const struct smtp_host *host, int in, int out)
{
	session->host = host;
	session->out = out;
	session->lf = isatty(in);
	session->message.seconds = COMMAND_SECONDS;
	session->message.trace = host->trace;
	smtp_stream_open(&session->client, in);
}

bool
smtp_relay(const struct smtp_host *host, int in, int out, int *status,
    struct fault *fault)
{
	struct session *session = calloc(1, sizeof(*session));
	struct smtp_sink sink = { begin_data, write_data, session };
	bool begun = false;

	if (session == NULL ||
	    !smtp_message_open(
		&session->message, host->config, host->args, &sink)) {
		fault_set(
		    fault, "There is no memory for a session; try again.");
		fault->shortage = true;
	} else if (smtp_server_open(&session->server, host->config->mta,
		       host->argv, &session->reply, fault)) {
		begun = true;
		open_session(session, host, in, out);
		session->over = !is_positive(session);
		answer(session);
		converse(session);
		smtp_server_hang_up(&session->server);
		if (session->cut)
			linger(session);
		*status = smtp_server_close(&session->server);
	}
	if (session != NULL)
		smtp_message_close(&session->message);
	free(session);
	return begun;
}
