/* SPDX-License-Identifier: ISC */
#ifndef POLICY_HEADER_LINE_H
#define POLICY_HEADER_LINE_H

/*
 * One line of a header section: what the MTAs take it for.
 */

#include "str.h"

struct header_line {
	struct str rest; /* from its first byte to the last one known */
	struct str text; /* without its line end */
	size_t size;	 /* with it */
	bool lf, crlf;	 /* how it ends; neither where there is no more */
};

enum header_line_kind {
	HEADER_LINE_EMPTY,
	HEADER_LINE_FOLD,
	HEADER_LINE_FIELD,
	HEADER_LINE_ODD_FIELD, /* a field for some MTAs only */
	HEADER_LINE_BODY,      /* neither field nor fold */
	HEADER_LINE_CUT,       /* cannot be told from the bytes known */
};

/* The line that `rest` begins with; views point into it. */
struct header_line header_line_at(struct str rest);

/*
 * What kind of line it is.  The first of a message cannot be a fold; `whole`
 * says that the message ends with the bytes known.
 */
enum header_line_kind header_line_classify(
    const struct header_line *, bool first, bool whole);

/*
 * Would a careless reader take the line for a From?  It is one when nothing but
 * `From` is left of the name without blanks, folds, controls, 8-bit bytes,
 * invisible characters, and the `>` that an mbox puts before lines.
 */
bool header_line_near_from(const struct header_line *);

#endif
