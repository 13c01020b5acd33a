/* SPDX-License-Identifier: ISC */
#ifndef POLICY_LISTSPLIT_H
#define POLICY_LISTSPLIT_H

/*
 * Exim's grammar of lists (Exim specification, 6.21): items between colons,
 * or between what follows a `<` at the start; a doubled separator stands for
 * itself; white space around items does not count.
 */

#include <stdbool.h>

#include "str.h"

struct listsplit {
	struct str rest;
	char separator;
};

void listsplit_open(struct listsplit *, struct str list);

/*
 * Writes the next item, possibly empty, to `item`, which must have room for
 * the whole list and a NUL.  False when there is no more.
 */
bool listsplit_next(struct listsplit *, char *item);

#endif
