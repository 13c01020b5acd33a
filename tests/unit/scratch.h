/* SPDX-License-Identifier: ISC */
#ifndef UNIT_SCRATCH_H
#define UNIT_SCRATCH_H

/*
 * Files that a test needs: in a private directory of the build folder, which
 * goes away with the process that made it.
 */

#include "policy/str.h"

/* The bytes of a literal that may hold NUL: in a table, and as a value. */
#define BYTES(literal)                                                         \
	{                                                                      \
		(literal), sizeof(literal) - 1                                 \
	}
#define STR(literal) ((struct str)BYTES(literal))

/* How many rows a table has, for tcase_add_loop_test(). */
#define COUNT(table) ((int)(sizeof(table) / sizeof(*(table))))

/*
 * The absolute path of a file of that name in the directory, whether or not
 * there is one.  It lasts as long as the process.
 */
const char *scratch_path(const char *name);

/* Writes such a file, mode 0644, and returns its path. */
const char *scratch_write(const char *name, struct str);

/* An open memory file that holds the bytes, at its start. */
int scratch_message(struct str);

#endif
