/* SPDX-License-Identifier: ISC */
#ifndef POLICY_REWRITE_H
#define POLICY_REWRITE_H

/*
 * The header of a message as it is handed on, where that is not as it came.
 */

#include "header.h"

/* The fields that are written here, and nowhere else. */
#define REWRITE_TRACE "X-Truefrom"
#define REWRITE_ORIGINAL "X-Original-From"

struct rewrite {
	const char *address;  /* what From is to name, or NULL: as it is */
	bool drop_name;	      /* its display name is not to be kept */
	struct str trace;     /* a field with LF for line ends, or empty */
	const char *line_end; /* for a head that has none of its own */
};

/*
 * Writes the head of a message with these changes: the From's address and,
 * where it had another, the old value in Reply-To (unless there is one) and in
 * X-Original-From; the trace before all other fields, and no other field of its
 * name; line ends as the head has them, or LF where the header mixes them.  All
 * else is as it was, byte for byte.  The result is malloc()ed; NULL: no memory.
 * `*header_size` is how much of it stands for header->size of the head.
 */
char *rewrite_head(struct str head, const struct header *,
    const struct rewrite *, size_t *size, size_t *header_size);

/* Is there a signature that a change would break (RFC 6376, 3.5)? */
bool rewrite_breaks(struct str head, const struct header *);

#endif
