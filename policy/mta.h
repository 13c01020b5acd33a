/* SPDX-License-Identifier: ISC */
#ifndef POLICY_MTA_H
#define POLICY_MTA_H

/*
 * The two places of an MTA's sendmail.  `truefromctl enable` moves it from NAME
 * to NAME.distrib, and `disable` back.  The option `mta` may name the second at
 * all times: where nothing is there, the first is meant.
 */

#include <limits.h>
#include <stdbool.h>

#define MTA_SUFFIX ".distrib"

/* Of NAME.distrib, NAME; false when the path is none such. */
bool mta_elsewhere(const char *path, char name[PATH_MAX]);

/* The file itself, with every link followed; false when there is none. */
bool mta_resolve(const char *path, char file[PATH_MAX]);

#endif
