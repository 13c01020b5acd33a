/* SPDX-License-Identifier: ISC */
#ifndef POLICY_KEYFILE_H
#define POLICY_KEYFILE_H

/*
 * Text files with a key at the start of each line, which lsearch and its wild
 * relations look through.
 */

#include "keyscan.h"
#include "lines.h"
#include "str.h"

/* To be used through the functions below; lines.line may be read. */
struct keyfile {
	bool line_ended; /* the segment before was the end of its line */
	bool holds_nul;	 /* it held a NUL, and was cut there */
	struct str rest; /* of the line, behind the key */
	bool scans;	 /* for one key */
	struct keyscan scan;
	struct lines lines; /* large, so last */
};

/*
 * Starts at the first key of an open file, which remains the caller's.  When
 * `wanted` is not NULL, keys that are not this one, which is not empty, may be
 * left out; it is compared blind to ASCII case.
 */
void keyfile_open(struct keyfile *, int fd, const char *wanted);

/*
 * 1: the next key, which is not empty and lasts until the next call; 0: the
 * end of the file; -1: errno.
 */
int keyfile_next(struct keyfile *, struct str *key);

enum keyfile_result {
	KEYFILE_OK,
	KEYFILE_LONG,	    /* the data and a NUL do not fit */
	KEYFILE_NUL,	    /* there is a NUL among the data */
	KEYFILE_UNREADABLE, /* errno */
};

/*
 * Writes to `data` what stands beside the key that was found last: what
 * follows it, and the lines after it that begin with white space.  The key
 * lasts no longer, lines.line is no more the key's, and there is no second
 * asking; keyfile_next() goes on with the next key.
 */
enum keyfile_result keyfile_data(struct keyfile *, char *data, size_t size);

#endif
