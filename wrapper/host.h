/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_HOST_H
#define WRAPPER_HOST_H

/*
 * What this host says about itself and about the caller.  Each is found out
 * when it is first asked for, and then kept.
 */

#include <sys/types.h>

#include "policy/config.h"

/*
 * The answers for policy/.  The caller is the real uid of the process, or
 * another one for `truefromctl explain -u`.
 */
void host_open(struct config_host *, uid_t caller);

uid_t host_caller(void);

/* The caller's home by the password database; NULL without one. */
const char *host_home(void);

#endif
