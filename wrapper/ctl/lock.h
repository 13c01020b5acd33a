/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_CTL_LOCK_H
#define WRAPPER_CTL_LOCK_H

/*
 * One `enable` or `disable` at a time, and none while dpkg unpacks packages.
 */

#include <stdbool.h>

#include "policy/fault.h"

/*
 * Waits for any other one, for a minute at most; the lock is held until the end
 * of this process and of the programs that it runs.  False with the fault set.
 */
bool lock_take(struct fault *);

/* Takes away the file that it is taken on. */
void lock_remove(void);

/*
 * Keeps dpkg and apt from starting, until the end of this process.  Waits for
 * those that are at work, for a minute at most; not for those that wait for
 * this process, which a package's script may have started.  False with the
 * fault set.
 */
bool lock_dpkg(struct fault *);

#endif
