/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_ACCOUNT_LOG_H
#define WRAPPER_ACCOUNT_LOG_H

/*
 * A log in the home of whoever called, of the messages of his that were
 * refused: he reads no system log.
 *
 * What is done is done with his rights, and he may do whatever he likes to the
 * file meanwhile.  He cannot have anything written outside his home, or into
 * anything but a plain file of his, or hold up the program.
 */

#include <sys/types.h>

#include "account_line.h"

#include "policy/fault.h"

#define ACCOUNT_LOG_SIZE (1L << 20) /* before it is moved to FILE.1 */

/*
 * May the log have that name?  It is relative, below the home by plain names,
 * and leaves room for the `.1`.
 */
bool account_log_is_name(const char *);

/*
 * Appends a line, in one piece, to the log of that name under the home that
 * the password database has for `uid`; it is made, mode 0600, if it is not
 * there.  False, with a sentence for the system log, if that cannot be done.
 * SIGXFSZ must not kill.
 */
bool account_log_write(uid_t uid, const char *home, const char *name,
    const struct account_refusal *, struct fault *);

#endif
