/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_OUTGOING_H
#define WRAPPER_OUTGOING_H

/*
 * A message that was judged, and what of it is handed on otherwise than it
 * came.  A message on stdin and one of SMTP go the same way.
 */

#include "report.h"

#include "policy/policy.h"

struct outgoing {
	struct header header;
	struct decision decision;
	/* The head as it is to be handed on, if it is not as it came. */
	char *head;
	size_t head_size;
	size_t header_size; /* what stands for the header there */
};

/*
 * Judges the submission, and writes its head anew where the configuration has
 * it so: From (on_refusal), the trace (empty: none), mixed line ends.
 * `line_end` is for a head without one.  outgoing_close() frees the head.
 */
void outgoing_judge(struct outgoing *, const struct config *,
    const struct submission *, struct str trace, const char *line_end);

void outgoing_close(struct outgoing *);

/* An envelope sender was replaced, which is what `decision` says. */
void outgoing_replaced(struct outgoing *, const struct decision *);

/* May it go on, as it is now? */
bool outgoing_goes(const struct config *, const struct decision *);

enum report_verdict outgoing_verdict(
    const struct config *, const struct decision *);

#endif
