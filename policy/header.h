/* SPDX-License-Identifier: ISC */
#ifndef POLICY_HEADER_H
#define POLICY_HEADER_H

/*
 * The header section of a message as MTAs read it: where it ends, how its
 * lines end, and every From in it.
 */

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"
#include "str.h"

enum header_result {
	HEADER_OK,
	HEADER_AMBIGUOUS, /* MTAs or readers would not agree on the From */
	HEADER_TOO_LONG,  /* no end within the bytes given */
};

struct header {
	bool known;	      /* HEADER_OK: what follows can be gone by */
	size_t size;	      /* bytes from the start to the body */
	bool mixed_line_ends; /* some lines end in LF, others in CRLF */
	unsigned from_count;
	struct str from;       /* the first From's value, folds and all */
	struct str message_id; /* the first Message-ID's value, likewise */
	bool resent;	       /* there is a Resent- field */
	/* Of the leading lines `From SENDER DATE`: how many, and the last. */
	unsigned mbox_senders;
	struct str mbox_sender;
};

/*
 * Reads the header section at the start of a message.  `head` holds the whole
 * message, or (when `whole` is false) its first bytes; a header that does not
 * end in them is HEADER_TOO_LONG.  The views in `header` point into `head`.
 * On HEADER_AMBIGUOUS the fault says which line, and how to write it properly.
 * Time is linear in the header's size; nothing is allocated.
 */
enum header_result header_read(
    struct str head, bool whole, struct header *, struct fault *);

#endif
