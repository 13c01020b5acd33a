/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_SMTP_ENVELOPE_H
#define WRAPPER_SMTP_ENVELOPE_H

/*
 * What MAIL and RCPT said of the message to come.
 */

#include "smtp_command.h"

#include "policy/policy.h"

struct smtp_envelope {
	bool mail;
	unsigned recipients;
	bool foreign;  /* one of them is not in local_domains */
	bool replaced; /* the sender stands in for one that may not be used */
	struct decision refused; /* and why */
	char sender[SMTP_COMMAND_SIZE];
};

/* No message is to come. */
void smtp_envelope_forget(struct smtp_envelope *);

/*
 * Before a MAIL goes to the MTA: a sender that may not be used is replaced in
 * it, where the configuration has it so (on_refusal).
 */
void smtp_envelope_offer(
    struct smtp_envelope *, const struct config *, struct smtp_command *);

/* The MTA took the MAIL or the RCPT. */
void smtp_envelope_take(
    struct smtp_envelope *, const struct config *, const struct smtp_command *);

#endif
