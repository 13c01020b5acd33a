/* SPDX-License-Identifier: ISC */
#ifndef FUZZ_FAILING_H
#define FUZZ_FAILING_H

/*
 * System calls and calls for memory that fail when they are told to.  The
 * linker (-Wl,--wrap=X) puts __wrap_X() in the place of X().
 */

/*
 * After `countdown` more calls one fails; `how` says with which errno and, when
 * odd, that those after it fail, too.
 */
void failing_arm(unsigned char countdown, unsigned char how);
void failing_disarm(void);

/* Unmaps the file that was mapped last: the program keeps it to its end. */
void failing_unmap(void);

#endif
