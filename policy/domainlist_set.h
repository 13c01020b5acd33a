/* SPDX-License-Identifier: ISC */
#ifndef POLICY_DOMAINLIST_SET_H
#define POLICY_DOMAINLIST_SET_H

/*
 * The parsed lists of one configuration, as domainlist.c and
 * domainlist_check.c share them.  All of it is the arena's.
 */

#include "domainlist.h"
#include "listitem.h"

/* +NAME goes no deeper than this: a list is matched without recursion. */
#define DOMAINLIST_DEPTH_MAX 16

struct domainlist_item {
	struct domainlist_item *next;
	struct listitem item;
	const struct domainlist *list; /* of a LISTITEM_LIST */
};

struct domainlist {
	struct domainlist *next;
	const char *name;
	unsigned depth; /* 1 when it refers to no other list */
	const struct domainlists *set;
	struct domainlist_item *items; /* in order */
	struct domainlist_item **items_end;
};

struct domainlists {
	struct arena *arena;
	struct domainlist_host host;
	struct domainlist *lists; /* in order */
	struct domainlist **lists_end;
};

#endif
