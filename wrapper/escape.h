/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_ESCAPE_H
#define WRAPPER_ESCAPE_H

/*
 * Bytes that came from anybody, made fit for a terminal, a log or a line.
 */

#include <stddef.h>

#include "policy/str.h"

/*
 * Writes s to `out` of `size` (at least 8) bytes, NUL-terminated, and returns
 * the length. Blanks that fold a header line become a space; controls and what
 * is not UTF-8 become \xNN, as do, for a quoted value, backslash and double
 * quote, and all that is not ASCII.  What does not fit is cut, and the cut
 * shown by "...".
 */
size_t escape_line(struct str, char *out, size_t size);
size_t escape_quoted(struct str, char *out, size_t size);

/*
 * The same for a value that stands bare in a header field: all but letters,
 * digits and -._/:@+~ become \xNN, so that it is one word, in which nobody
 * finds a comment, a quoted string or an encoded word.
 */
size_t escape_word(struct str, char *out, size_t size);

#endif
