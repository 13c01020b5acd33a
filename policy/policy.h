/* SPDX-License-Identifier: ISC */
#ifndef POLICY_POLICY_H
#define POLICY_POLICY_H

/*
 * The decision: may this message go out as it is?
 */

#include "config.h"
#include "decision.h"
#include "header.h"
#include "rewrite.h"

/* One message as it is about to be handed to the MTA. */
struct submission {
	struct str head; /* the message, or its first bytes */
	bool whole;	 /* head is all of it */
	/* Every -f and -r, as given: MTAs differ on which of them counts. */
	const char *const *senders;
	size_t sender_count;
	const char *full_name;	 /* that the MTA puts into a From, or NULL */
	char *const *recipients; /* arguments, each perhaps with several */
	size_t recipient_count;
	bool header_recipients; /* -t: those in the header, too */
	unsigned taken;		/* by RCPT */
	bool taken_foreign;	/* one of those is not in local_domains */
};

/*
 * Is the recipient's domain in local_domains (or has it none, and the MTA adds
 * its own)?  False also when that cannot be found out.
 */
bool policy_is_local(const struct config *, struct str address);

/*
 * Would sender_check let this envelope sender of the caller pass?  The decision
 * tells why not, as policy_judge() would.
 */
bool policy_judge_sender(
    const struct config *, const char *sender, struct decision *);

/*
 * The address that a rewritten message is From (on_refusal).  False with the
 * fault set when there is none, or may be none.
 */
bool policy_rewrite_address(
    const struct config *, char address[DECISION_MAILBOX_SIZE], struct fault *);

/*
 * May a message that was refused go out From that address instead?  Then what
 * is to be changed in its head is set, but for the trace.
 */
bool policy_rewrite_from(const struct config *, const struct submission *,
    const struct header *, const struct decision *, const char *address,
    struct rewrite *);

/*
 * Judges a submission.  `header` is set unless the reason is SIZE or
 * FROM_AMBIGUOUS; `decision` always.  Views in both point into the head, into
 * the sender or into the configuration.  Lists are opened as they are reached.
 */
void policy_judge(const struct config *, const struct submission *,
    struct header *, struct decision *);

#endif
