/* SPDX-License-Identifier: ISC */
#ifndef POLICY_LISTCOUNT_H
#define POLICY_LISTCOUNT_H

/*
 * How much there is in the files that lists and owners name, and how old they
 * are: what an administrator sees at a glance that an update has emptied.
 */

#include "domainlist.h"
#include "lookup.h"
#include "owner.h"

struct listcount {
	const char *text; /* the item or source, as written */
	bool usable;	  /* if not, see the fault, and nothing else */
	size_t entries;
	struct timespec changed;
	struct fault fault;
};

/* Counts the keys of a lookup's file, by reading all of it. */
void listcount_lookup(struct listcount *, const struct lookup *, uid_t owner);

/* Tells of every file that the set's lists, or the owners, name, in order. */
void domainlists_count(const struct domainlists *,
    void (*tell)(void *, const struct listcount *), void *context);
void owners_count(const struct owners *,
    void (*tell)(void *, const struct listcount *), void *context);

#endif
