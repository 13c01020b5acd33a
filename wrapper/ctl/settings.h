/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_CTL_SETTINGS_H
#define WRAPPER_CTL_SETTINGS_H

/*
 * Setting options in the administrator's truefrom.conf.
 */

#include <stdbool.h>

#include "policy/fault.h"

/* What to set; NULL leaves an option as it is. */
struct settings {
	const char *mta;
	const char *mode;
};

/*
 * Changes those lines of the file and no other, all at one instant, and says so
 * on standard output.  False with the fault set, and the file as it was.
 */
bool settings_write(const char *path, const struct settings *, struct fault *);

/* Removes what a settings_write() that was killed may have left. */
bool settings_abandon(const char *path, struct fault *);

#endif
