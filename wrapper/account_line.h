/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_ACCOUNT_LINE_H
#define WRAPPER_ACCOUNT_LINE_H

/*
 * A message that was refused, told to whoever sent it in a line of text.
 */

#include <stddef.h>
#include <time.h>

#include "policy/str.h"

#define ACCOUNT_LINE_SIZE 4096 /* at most, with its LF */

/* What was refused; pointers may be NULL where nothing is known. */
struct account_refusal {
	time_t time;
	const char *script; /* claimed */
	struct str from;
	long recipients;
	const char *sentence;
	const char *advice;
};

/*
 * Writes `TIME key="value" ...` and LF, without a NUL, to `line` of
 * ACCOUNT_LINE_SIZE bytes, and returns the length.  Values that are too long
 * are cut, and the cut shown.
 */
size_t account_line(const struct account_refusal *, char *line);

#endif
