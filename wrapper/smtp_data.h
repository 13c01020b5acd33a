/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_SMTP_DATA_H
#define WRAPPER_SMTP_DATA_H

/*
 * What follows DATA, up to the line that ends it (RFC 5321 4.5.2).
 */

#include <stdbool.h>

#include "policy/str.h"

enum smtp_data_kind {
	SMTP_DATA_TEXT,
	SMTP_DATA_END,
	SMTP_DATA_BAD,	  /* it cannot be passed on; its end is still to come */
	SMTP_DATA_BROKEN, /* nobody can say for sure where the message ends */
};

/* What a line ends in, so far. */
enum smtp_data_tail {
	SMTP_TAIL_BREAK, /* nothing, or a CR: to some a line begins here */
	SMTP_TAIL_DOT,	 /* a dot behind that */
	SMTP_TAIL_OTHER,
};

struct smtp_data {
	bool lf;	  /* lines end in LF, as in a batch or on a terminal */
	bool in_line;	  /* the last piece did not end its line */
	bool line_proper; /* the last line ended as lines must */
	enum smtp_data_tail tail;
	const char *fault; /* BAD, BROKEN: the second half of a sentence */
};

struct smtp_data_piece {
	struct str text;   /* without line end and stuffed dot */
	bool starts, ends; /* a line */
};

/* Begins after the line with DATA. */
void smtp_data_open(struct smtp_data *, bool lf);

/*
 * Reads a line, or a piece of a long one as smtp_stream_line() cuts them.
 * The piece is set on TEXT, and its view is of `raw`.
 */
enum smtp_data_kind smtp_data_read(
    struct smtp_data *, struct str raw, bool is_line, struct smtp_data_piece *);

#endif
