/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_CTL_LOCK_H
#define WRAPPER_CTL_LOCK_H

/*
 * One `enable` or `disable` at a time.
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

#endif
