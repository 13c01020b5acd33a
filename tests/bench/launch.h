/* SPDX-License-Identifier: ISC */
/*
 * Starting a program the way a web form's interpreter does, at a cost that is
 * small and always the same.
 */

#ifndef BENCH_LAUNCH_H
#define BENCH_LAUNCH_H

#include <sys/types.h>

/*
 * From here on programs start as the user `id`, a number, with neither groups
 * nor capabilities.  The caller is root, and can be again (launch_as_root).
 */
void launch_as(const char *id);

/* Runs `act` as root, between two launches. */
void launch_as_root(void (*act)(void *), void *context);

/* Starts argv[0], which must exist, on the file `input`, stdout unheard. */
pid_t launch(const char *input, char *argv[]);

/* Nanoseconds since some moment. */
long long launch_now(void);

/* A number above 0, or the end. */
long launch_number(const char *word);

#endif
