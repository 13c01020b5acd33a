/* SPDX-License-Identifier: ISC */
#ifndef POLICY_KEYFILE_H
#define POLICY_KEYFILE_H

/*
 * Text files with a key at the start of each line, which lsearch and its wild
 * relations look through.
 */

#include "lines.h"
#include "str.h"

/* To be used through the functions below; lines.line may be read. */
struct keyfile {
	struct lines lines;
	bool line_ended; /* the segment before was the end of its line */
	char first;
};

/*
 * Starts at the first key of an open file, which remains the caller's.  When
 * `first` is not NUL, keys that do not begin with it, blind to ASCII case, may
 * be left out.  -1 with errno.
 */
int keyfile_open(struct keyfile *, int fd, char first);

/*
 * 1: the next key, which is not empty and lasts until the next call; 0: the
 * end of the file; -1: errno.
 */
int keyfile_next(struct keyfile *, struct str *key);

#endif
