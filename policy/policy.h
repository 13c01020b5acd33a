/* SPDX-License-Identifier: ISC */
#ifndef POLICY_POLICY_H
#define POLICY_POLICY_H

/*
 * The decision: may this message go out as it is?
 */

#include "config.h"
#include "decision.h"
#include "header.h"

/* One message as it is about to be handed to the MTA. */
struct submission {
	struct str head; /* the message, or its first bytes */
	bool whole;	 /* head is all of it */
	/* Every -f and -r, as given: MTAs differ on which of them counts. */
	const char *const *senders;
	size_t sender_count;
};

/*
 * Judges a submission.  `header` is set unless the reason is SIZE or
 * FROM_AMBIGUOUS; `decision` always.  Views in both point into the head, into
 * the sender or into the configuration.  Lists are opened as they are reached.
 */
void policy_judge(const struct config *, const struct submission *,
    struct header *, struct decision *);

#endif
