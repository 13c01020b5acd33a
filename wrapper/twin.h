/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_TWIN_H
#define WRAPPER_TWIN_H

/*
 * truefrom is linked statically, because the dynamic linker takes longer than
 * all that it does for most messages.  For the rest it has a twin: the same
 * program, linked with the shared libraries of the system, in whose favour it
 * steps back before anything was logged or handed on.  The twin then does all
 * of it anew.
 *
 * A truefrom that was linked dynamically needs none, and is the twin of one
 * that was not.
 */

#include <sys/stat.h>

#include <stdbool.h>

#include "submit.h"

/*
 * From here on the twin takes over when a shared library is needed: with this
 * argv, which is copied, and with the message of `submit`, as it came.  If it
 * cannot, `fail` is called with what to say, and must not return.
 */
void twin_open(int argc, char *const argv[], const struct submit *,
    void (*fail)(void *context, const struct fault *), void *context);

/*
 * In the twin: notes which program stepped back, and removes what it left in
 * the environment to say so.
 */
void twin_accept(void);

/* Did that program step back for this process? */
bool twin_stands_in_for(const struct stat *);

#endif
