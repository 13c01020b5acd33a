/* SPDX-License-Identifier: ISC */
#ifndef UNIT_SUITE_H
#define UNIT_SUITE_H

/*
 * Running a libcheck suite as the environment says (CK_VERBOSITY and so on).
 */

#include <check.h>

/* Runs the suite and frees it; the exit status for main. */
int suite_run(Suite *);

#endif
