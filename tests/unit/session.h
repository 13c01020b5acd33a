/* SPDX-License-Identifier: ISC */
#ifndef UNIT_SESSION_H
#define UNIT_SESSION_H

/*
 * SMTP sessions with an MTA that does as a script says: this very program,
 * started anew.
 */

#include "wrapper/smtp.h"

#include "policy/config.h"

/* What the MTA does in its turn, from the greeting on. */
#define SESSION_FINE '.'   /* and where the script has ended */
#define SESSION_LATER '4'  /* 451 */
#define SESSION_NEVER '5'  /* 550 */
#define SESSION_ENOUGH 'q' /* 421, and it ends */
#define SESSION_MULTI 'm'  /* fine, in three lines */
#define SESSION_GO_ON '3'  /* 354 */
#define SESSION_GARBAGE 'g'
#define SESSION_ENDLESS 'l' /* a reply that does not end */
#define SESSION_HALF 'h'    /* half a reply, and it ends */
#define SESSION_EXIT 'x'    /* it ends without a word */
#define SESSION_KILLED 'k'  /* by a signal */
#define SESSION_STALL 's'   /* nothing, for ever */
#define SESSION_UNASKED 'u' /* fine, and a little later a 421 */
#define SESSION_TORN 't'    /* to DATA: 354, and it ends amid the message */
#define SESSION_FULL 'f'    /* to DATA: 354, and it reads no more */

#define SESSION_STATUS 7 /* with which it ends */

/* What came of a session. */
struct session_result {
	bool begun;
	int status;
	char *replies;	 /* what the client got */
	char codes[256]; /* of that, a blank between any two */
	char *sent;	 /* what the MTA got */
	/* A letter a message: accepted, monitor, rejected, (re)written. */
	char log[256];
	long long milliseconds;
};

/* The first thing in main(): in the MTA's process it does not return. */
void session_be_mta(int argc, char *argv[]);

/*
 * Relays what `in` holds to such an MTA, on a configuration of these lines.
 * The client's side of `out` is -1 for a file of which `replies` are read.  The
 * result lasts until the next call; no child is left behind but one that
 * stalls.
 */
const struct session_result *session_relay(
    const char *lines, const char *script, int in, int out);

/* The same for a client who sends all of that and then is gone. */
const struct session_result *session_run(
    const char *lines, const char *script, struct str client);

/*
 * From then on time goes by so much faster for who waits in poll(2); only in
 * programs that the linker puts __wrap_poll() into.
 */
#define SESSION_HURRY 300
void session_hurry(void);

#endif
