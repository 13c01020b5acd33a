/* SPDX-License-Identifier: ISC */
/*
 * Trying out, at leisure, every file that domain lists name: what would only
 * come to light with the message that happens to reach it.
 */

#include "domainlist.h"

#include "domainlist_set.h"
#include "itemfile.h"

/* Who is told of the findings, and the count of the worst of them. */
struct check {
	const struct domainlist_host *host;
	void (*report)(void *, enum domainlist_finding, const char *);
	void *context;
	unsigned unusable;
};

static void
tell(struct check *check, enum domainlist_finding finding,
    const struct fault *fault)
{
	if (finding == DOMAINLIST_UNUSABLE)
		check->unusable++;
	check->report(check->context, finding,
	    finding == DOMAINLIST_USABLE ? NULL : fault->text);
}

/*
 * Reports on a file that can be used.  One that is private is of no use to
 * most callers, for they read it with their own rights.
 */
static void
report_usable(struct check *check, const char *path, const struct stat *st,
    bool empty, const struct listfile_place *place)
{
	mode_t need = S_ISDIR(st->st_mode) ? S_IROTH | S_IXOTH : S_IROTH;
	struct fault fault;

	if ((st->st_mode & need) != need) {
		fault_set(&fault,
		    "%s (named at %s:%u) cannot be read by every user "
		    "(mode %04o); run `chmod a+%s %s`.",
		    path, place->file, place->line,
		    (unsigned)(st->st_mode & 07777),
		    S_ISDIR(st->st_mode) ? "rx" : "r", path);
		tell(check, DOMAINLIST_PRIVATE, &fault);
	} else if (empty) {
		fault_set(&fault,
		    "%s (named at %s:%u) has no domain in it and allows "
		    "nothing; add domains, or take it out of the list.",
		    path, place->file, place->line);
		tell(check, DOMAINLIST_EMPTY, &fault);
	} else {
		tell(check, DOMAINLIST_USABLE, NULL);
	}
}

static void
check_lookup(struct check *check, const struct listitem *item)
{
	struct fault fault;
	struct stat st;
	enum lookup_result result;

	result = lookup_check(
	    &item->lookup, check->host->owner, &item->place, &st, &fault);
	if (result == LOOKUP_FAULT)
		tell(check, DOMAINLIST_UNUSABLE, &fault);
	else
		report_usable(check, item->lookup.path, &st,
		    result == LOOKUP_NO, &item->place);
}

/* A file of items is checked to its end or first fault, lookups in it too. */
static void
check_itemfile(struct check *check, const struct listitem *item)
{
	struct itemfile file;
	struct listitem line;
	struct fault fault;
	struct stat st;
	bool empty = true;
	int more;

	if (itemfile_open(&file, item, check->host->owner, &st, &fault) == -1) {
		tell(check, DOMAINLIST_UNUSABLE, &fault);
		return;
	}
	while ((more = itemfile_next(&file, &line, &fault)) == 1) {
		empty = false;
		if (line.kind == LISTITEM_LOOKUP)
			check_lookup(check, &line);
	}
	itemfile_close(&file);
	if (more == -1)
		tell(check, DOMAINLIST_UNUSABLE, &fault);
	else
		report_usable(check, item->name, &st, empty, &item->place);
}

static void
check_list(struct check *check, const struct domainlist *list)
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
    void (*report)(void *, enum domainlist_finding, const char *),
    void *context)
{
	struct check check = { &set->host, report, context, 0 };
	const struct domainlist *list;

	for (list = set->lists; list != NULL; list = list->next)
		check_list(&check, list);
	return check.unusable;
}
