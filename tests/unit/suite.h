/* SPDX-License-Identifier: ISC */
#ifndef UNIT_SUITE_H
#define UNIT_SUITE_H

/*
 * Running a libcheck suite as the environment says (CK_VERBOSITY and so on).
 */

#include <check.h>

/*
 * ck_assert() for what is asked a hundred thousand times: libcheck writes down
 * each of its own, and reads all of that when the test has ended, which takes
 * longer than the test.
 */
#define suite_assert(holds)                                                    \
	((holds) ? (void)0 : ck_abort_msg("'%s' does not hold", #holds))

/* Runs the suite and frees it; the exit status for main. */
int suite_run(Suite *);

/*
 * The same, all in this process, which costs a table of many cases a tenth: for
 * cases that leave nothing behind for the next.  One that crashes, or computes
 * for minutes, takes the program with it, and its plan is never printed.
 */
int suite_run_here(Suite *);

#endif
