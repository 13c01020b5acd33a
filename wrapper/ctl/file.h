/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_CTL_FILE_H
#define WRAPPER_CTL_FILE_H

/*
 * Files that change at one instant, and stay changed if the power fails then.
 * On error each returns false with the fault set.
 */

#include <sys/stat.h>

#include <stdbool.h>

#include "policy/fault.h"
#include "policy/str.h"

/* `A` and `B` into a path of PATH_MAX bytes; false when that is too long. */
bool file_name(char *path, const char *a, const char *b, struct fault *);

/*
 * Puts the bytes into the file of that name, or in its place, with the mode and
 * the owner of `like`.  Meanwhile they are in PATH.truefrom-new.
 */
bool file_write(const char *path, struct str bytes, const struct stat *like,
    struct fault *);

/* Removes what a file_write() that was killed may have left. */
bool file_abandon(const char *path, struct fault *);

/*
 * All bytes of a file that has no more than `max`, and a NUL behind them; the
 * caller frees them.  NULL with the fault set on error.
 */
char *file_read(const char *path, size_t max, size_t *len, struct fault *);

/* Makes the name, whatever it is now, a symbolic link, by way of `fresh`. */
bool file_link(
    const char *path, const char *to, const char *fresh, struct fault *);

/*
 * Gives the file, which may be a symbolic link, another name.  There is none
 * of that name yet.
 */
bool file_keep(const char *path, const char *kept, struct fault *);

/* Renames, or removes if there is one. */
bool file_rename(const char *from, const char *to, struct fault *);
bool file_remove(const char *path, struct fault *);

/* The text of a symbolic link, of PATH_MAX bytes; false when it is none. */
bool file_target(const char *path, char *text);

#endif
