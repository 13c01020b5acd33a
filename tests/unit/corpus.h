/* SPDX-License-Identifier: ISC */
#ifndef UNIT_CORPUS_H
#define UNIT_CORPUS_H

/*
 * The tables of cases in tests/corpus: tab-separated, the first row names the
 * columns, bytes that are not printable ASCII are escaped:
 *
 *	\\  backslash   \r CR   \n LF   \t TAB   \0 NUL   \xNN any byte
 *
 * Columns whose name ends in _json hold JSON, and only its own escapes.
 */

#include <stdbool.h>
#include <stddef.h>

#include "policy/str.h"

struct corpus;

/*
 * Reads a table, named by its path below tests/corpus.  Ends the program with
 * a message when it cannot be read, is malformed, or has fewer rows than
 * `least`: a table that went missing must not pass for one without failures.
 * The table lives as long as the program.
 */
struct corpus *corpus_open(const char *name, size_t least);

int corpus_rows(const struct corpus *);

/*
 * The field of a row, from 0, in the column of that name, which there must be.
 * A NUL follows its last byte.
 */
struct str corpus_field(const struct corpus *, int row, const char *column);

/* The same for a field that holds no NUL byte. */
const char *corpus_text(const struct corpus *, int row, const char *column);

#endif
