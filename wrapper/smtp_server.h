/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_SMTP_SERVER_H
#define WRAPPER_SMTP_SERVER_H

/*
 * The MTA's own SMTP server behind truefrom: its `-bs`, over pipes.
 */

#include "process.h"
#include "smtp_reply.h"
#include "smtp_stream.h"

struct smtp_server {
	struct process_child child;
	bool lost; /* it ended, stalls, or makes no sense */
	size_t held;
	char out[SMTP_STREAM_SIZE]; /* written to it when full, or asked */
	struct smtp_stream from;
};

/*
 * Starts it with the arguments given, and reads its greeting.  False, with the
 * fault set, if it cannot be run.  SIGPIPE is ignored from then on.
 */
bool smtp_server_open(struct smtp_server *, const char *mta, char *const argv[],
    struct smtp_reply *greeting, struct fault *);

/* Adds to what it is to get; false when it is lost. */
bool smtp_server_write(struct smtp_server *, struct str);

/*
 * Writes a command and awaits the reply for `seconds`.  If the server is lost,
 * then or before, the reply is a 421 that says so.
 */
void smtp_server_ask(
    struct smtp_server *, struct str, int seconds, struct smtp_reply *);

/* Reads one more reply, or says why there is none, likewise. */
void smtp_server_reply(struct smtp_server *, int seconds, struct smtp_reply *);

/* It makes no sense any more; the reply becomes a 421 that says so. */
void smtp_server_lose(struct smtp_server *, struct smtp_reply *);

/* Nothing more for it; what it has not got to the end counts for nothing. */
void smtp_server_hang_up(struct smtp_server *);

/* Waits for its end; returns its exit status, see process_wait(). */
int smtp_server_close(struct smtp_server *);

#endif
