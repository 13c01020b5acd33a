/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_BENEATH_H
#define WRAPPER_BENEATH_H

/*
 * Opening a directory under another one whose owner may move, replace or link
 * whatever is in it at any time.
 */

#include <stdbool.h>

/*
 * Is it a relative path of plain names: none of them empty, `.`, `..` or longer
 * than a file's may be?
 */
bool beneath_is_path(const char *path);

/*
 * Opens the directory `path`, which is such a path or "", as O_PATH.  No
 * symbolic link is followed and no mount entered.  -1 with errno set if it is
 * not there like that.
 */
int beneath_open(int directory, const char *path);

/* The same a component at a time, for a kernel without openat2(2). */
int beneath_walk(int directory, const char *path);

#endif
