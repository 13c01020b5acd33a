/* SPDX-License-Identifier: ISC */
/*
 * The times an SMTP client is to wait are those of RFC 5321 4.5.3.2.
 */

#include "smtp_server.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#define GREETING_SECONDS 300
#define BLOCK_SECONDS 180
#define END_SECONDS 60
#define LAST_WORDS_SECONDS 2

void
smtp_server_lose(struct smtp_server *server, struct smtp_reply *reply)
{
	server->lost = true;
	smtp_reply_set(reply, "421 4.3.0",
	    "The mail server ended the session; what it had whole it may still "
	    "deliver.");
}

bool
smtp_server_open(struct smtp_server *server, const char *mta,
    char *const argv[], struct smtp_reply *greeting, struct fault *fault)
{
	server->lost = false;
	server->held = 0;
	if (!process_start(mta, argv, &server->child, fault))
		return false;
	(void)signal(SIGPIPE, SIG_IGN);
	smtp_stream_open(&server->from, server->child.from);
	smtp_server_reply(server, GREETING_SECONDS, greeting);
	return true;
}

static bool
flush(struct smtp_server *server)
{
	struct str bytes = { server->out, server->held };

	server->held = 0;
	if (!server->lost &&
	    !smtp_stream_write(server->child.to, bytes, BLOCK_SECONDS))
		server->lost = true;
	return !server->lost;
}

bool
smtp_server_write(struct smtp_server *server, struct str bytes)
{
	while (bytes.len > 0 && !server->lost) {
		size_t room = sizeof(server->out) - server->held;
		size_t n = bytes.len < room ? bytes.len : room;

		memcpy(server->out + server->held, bytes.ptr, n);
		server->held += n;
		bytes = str_from(bytes, n);
		if (server->held == sizeof(server->out))
			(void)flush(server);
	}
	return !server->lost;
}

void
smtp_server_reply(
    struct smtp_server *server, int seconds, struct smtp_reply *reply)
{
	if (server->lost || !smtp_reply_read(reply, &server->from, seconds))
		smtp_server_lose(server, reply);
	else if (reply->code == 421)
		server->lost = true;
}

void
smtp_server_ask(struct smtp_server *server, struct str command, int seconds,
    struct smtp_reply *reply)
{
	/* A reply that nobody asked for would be taken for this one's. */
	server->lost |= server->from.start < server->from.end;
	(void)smtp_server_write(server, command);
	(void)flush(server);
	smtp_server_reply(server, seconds, reply);
}

void
smtp_server_hang_up(struct smtp_server *server)
{
	server->held = 0;
	if (server->child.to != -1)
		(void)close(server->child.to);
	server->child.to = -1;
}

int
smtp_server_close(struct smtp_server *server)
{
	/* It shall not die of SIGPIPE over its last words. */
	smtp_server_hang_up(server);
	smtp_stream_drain(&server->from, LAST_WORDS_SECONDS);
	return process_wait(&server->child, END_SECONDS);
}
