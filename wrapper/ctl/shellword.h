/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_CTL_SHELLWORD_H
#define WRAPPER_CTL_SHELLWORD_H

/*
 * A word for a shell's command line (POSIX.1-2024, Shell Command Language, 2.2)
 * that can be copied from a terminal.
 */

#include <stddef.h>

#include "policy/str.h"

/* Room for the word of a string of this length, and a NUL. */
#define SHELLWORD_SIZE(LENGTH) (4 * (LENGTH) + 4)

/*
 * Writes the string, quoted where it must be, to `out`, with a NUL, and returns
 * the length.  Bytes that no terminal should see, and what is not UTF-8, become
 * octal escapes in $'...', which dash does not know yet.
 */
size_t shellword(struct str, char *out);

#endif
