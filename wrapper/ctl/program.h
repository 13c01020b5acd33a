/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_CTL_PROGRAM_H
#define WRAPPER_CTL_PROGRAM_H

/*
 * Other programs that a command runs.
 */

#include <stdbool.h>
#include <stddef.h>

#include "policy/fault.h"

/*
 * Runs a program, argv[0] being its path, with nothing to read.  The first line
 * that it prints goes to `line`, without its newline and cut to `size` - 1
 * bytes; the rest is dropped.  With NULL what it prints is printed.  False with
 * the fault set when it cannot be run, its exit status is not 0, or it has not
 * ended after a minute: then it is killed.
 */
bool program_run(
    const char *const argv[], char *line, size_t size, struct fault *);

#endif
