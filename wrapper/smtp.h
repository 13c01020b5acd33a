/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_SMTP_H
#define WRAPPER_SMTP_H

/*
 * SMTP on stdin and stdout: `sendmail -bs`.
 */

#include "args.h"
#include "smtp_message.h"

/*
 * What a session needs of its caller.  `log` is called once for each message,
 * with its decision made; an accepted one is about to be handed over.
 */
struct smtp_host {
	const struct config *config;
	const struct args *args;
	char *const *argv; /* the MTA's, as they came */
	struct str trace;  /* the field to be added to each, or empty */
	void (*log)(void *context, const struct smtp_message *,
	    const struct smtp_envelope *);
	void *context;
};

/*
 * Starts the MTA and relays a session from the descriptor `in` to it, and its
 * replies to `out`, judging each message on the way.  True, with the MTA's exit
 * status, when the session is over; false, with the fault set and nothing
 * written, if it cannot begin.
 */
bool smtp_relay(
    const struct smtp_host *, int in, int out, int *status, struct fault *);

#endif
