/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_CTL_READFILE_H
#define WRAPPER_CTL_READFILE_H

/*
 * Whole files of other programs, which may be anything.
 */

#include "policy/arena.h"
#include "policy/fault.h"

#define READFILE_MAX ((size_t)1 << 20)

/*
 * Reads a regular file of at most READFILE_MAX bytes into the arena.  It never
 * blocks.  False, with the fault set to why as the end of a sentence that
 * begins with the path; fault->error is 0 unless it cannot be opened.
 */
bool readfile(
    struct arena *, const char *path, struct str *bytes, struct fault *);

#endif
