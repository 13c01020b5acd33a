/* SPDX-License-Identifier: ISC */
#ifndef POLICY_LISTFILE_H
#define POLICY_LISTFILE_H

/*
 * Opening a file that decides who may send: only root, or one other user that
 * the caller trusts, may be able to change what it says.
 */

#include <sys/types.h>
#include <sys/stat.h>

#include "fault.h"

enum listfile_type {
	LISTFILE_REGULAR,
	LISTFILE_DIRECTORY,
};

/* A line of a configuration or list file, for sentences about it. */
struct listfile_place {
	const char *file;
	unsigned line;
};

/*
 * Opens the absolute path for reading and returns a close-on-exec descriptor,
 * which the caller closes.  The checks are made on the open descriptor: the
 * file is of the type asked for, owned by root or `owner`, and not writable
 * by its group or by others.  It never blocks, whatever the path names.
 * Returns -1 with the fault set, its error too when the file cannot be opened
 * rather than is not safe.
 * `named_at` is the line that names the path, NULL when none does.
 */
int listfile_open(const char *path, enum listfile_type, uid_t owner,
    const struct listfile_place *named_at, struct stat *, struct fault *);

/* Sets the fault to what errno says of reading a file that was opened. */
void listfile_unreadable(const char *path, struct fault *);

#endif
