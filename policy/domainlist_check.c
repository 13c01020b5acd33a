/* SPDX-License-Identifier: ISC */
/*
 * Trying out, at leisure, every file that domain lists name: what would only
 * come to light with the message that happens to reach it.
 */

#include "domainlist.h"

#include "domainlist_set.h"
#include "itemfile.h"
#include "listcheck.h"

static void
check_lookup(struct listcheck *check, const struct listitem *item)
{
	struct fault fault;
	struct stat st;
	enum lookup_result result;

	result = lookup_check(
	    &item->lookup, check->owner, &item->place, &st, &fault);
	if (result == LOOKUP_FAULT)
		listcheck_tell(
		    check, DOMAINLIST_UNUSABLE, item->lookup.path, &fault);
	else
		listcheck_usable(check, item->lookup.path, &st,
		    result == LOOKUP_NO ? "domain" : NULL, &item->place);
}

/* A file of items is checked to its end or first fault, lookups in it too. */
static void
check_itemfile(struct listcheck *check, const struct listitem *item)
{
	struct itemfile file;
	struct listitem line;
	struct fault fault;
	struct stat st;
	bool empty = true;
	int more;

	if (itemfile_open(&file, item, check->owner, &st, &fault) == -1) {
		listcheck_tell(check, DOMAINLIST_UNUSABLE, item->name, &fault);
		return;
	}
	while ((more = itemfile_next(&file, &line, &fault)) == 1) {
		empty = false;
		if (line.kind == LISTITEM_LOOKUP)
			check_lookup(check, &line);
	}
	itemfile_close(&file);
	if (more == -1)
		listcheck_tell(check, DOMAINLIST_UNUSABLE, item->name, &fault);
	else
		listcheck_usable(check, item->name, &st,
		    empty ? "domain" : NULL, &item->place);
}

static void
check_list(struct listcheck *check, const struct domainlist *list)
{
	const struct domainlist_item *item;

	for (item = list->items; item != NULL; item = item->next) {
		if (item->item.kind == LISTITEM_LOOKUP)
			check_lookup(check, &item->item);
		else if (item->item.kind == LISTITEM_FILE)
			check_itemfile(check, &item->item);
	}
}

unsigned
domainlists_check(const struct domainlists *set,
    void (*report)(void *, enum domainlist_finding, const char *, const char *),
    void *context)
{
	struct listcheck check = { set->host.owner, report, context, 0 };
	const struct domainlist *list;

	for (list = set->lists; list != NULL; list = list->next)
		check_list(&check, list);
	return check.unusable;
}
