/* SPDX-License-Identifier: ISC */
/*
 * Going through all the names that domain lists and their files hold.
 */

#include "domainlist_names.h"

#include <dirent.h>
#include <string.h>
#include <unistd.h>

#include "domainlist_set.h"
#include "itemfile.h"
#include "lookup_walk.h"

struct names {
	const struct domainlists *set;
	bool (*each)(void *, bool, struct str);
	void *context;
	struct fault *fault;
};

static bool
tell(struct names *names, bool tail, struct str text)
{
	return names->each(names->context, tail, text);
}

/* A key that partial lookups reach by what follows its affix. */
static bool
keep_partial(struct names *names, const struct lookup *lookup, struct str key)
{
	struct str affix = lookup->affix, bare = affix;
	char tail[1 + LOOKUP_KEY_MAX + 1] = ".";

	if (bare.len > 1 && bare.ptr[bare.len - 1] == '.')
		bare.len--;
	if (key.len < affix.len || memcmp(key.ptr, affix.ptr, affix.len) != 0)
		return key.len != bare.len ||
		    memcmp(key.ptr, bare.ptr, bare.len) != 0 ||
		    tell(names, true, str_of(""));
	key = str_from(key, affix.len);
	if (key.len == 0)
		return tell(names, true, key);
	memcpy(tail + 1, key.ptr, key.len);
	return tell(names, false, key) &&
	    tell(names, true, (struct str){ tail, key.len + 1 });
}

static bool
keep_key(struct names *names, const struct lookup *lookup, struct str key)
{
	bool wild = lookup->kind == &lookup_wildlsearch ||
	    lookup->kind == &lookup_nwildlsearch;

	if ((wild && str_starts(key, "*")) ||
	    (lookup->star && str_is(key, "*")))
		return tell(names, true, str_from(key, 1));
	if (lookup->partial != -1 && !keep_partial(names, lookup, key))
		return false;
	return tell(names, false, key);
}

static bool
collect_text(struct names *names, const struct listitem *item)
{
	struct lookup_walk walk;
	bool kept = true;
	int more = -1;

	if (lookup_walk_open(&walk, &item->lookup, names->set->host.owner,
		&item->place, names->fault) == -1)
		return false;
	while (kept && (more = lookup_walk_next(&walk, names->fault)) == 1)
		kept = keep_key(names, &item->lookup, str_of(walk.key));
	lookup_walk_close(&walk);
	return kept && more == 0;
}

static bool
collect_directory(struct names *names, const struct listitem *item)
{
	const char *path = item->lookup.path;
	struct stat st;
	struct dirent *entry;
	bool kept = true;
	int fd = listfile_open(path, LISTFILE_DIRECTORY, names->set->host.owner,
	    &item->place, &st, names->fault);
	DIR *dir = fd == -1 ? NULL : fdopendir(fd);

	if (dir == NULL) {
		if (fd != -1) {
			listfile_unreadable(path, names->fault);
			(void)close(fd);
		}
		return false;
	}
	while (kept && (entry = readdir(dir)) != NULL)
		kept = keep_key(names, &item->lookup, str_of(entry->d_name));
	(void)closedir(dir);
	return kept;
}

static bool
collect_lookup(struct names *names, const struct listitem *item)
{
	if (lookup_is_text(&item->lookup))
		return collect_text(names, item);
	if (item->lookup.kind == &lookup_dsearch)
		return collect_directory(names, item);
	listitem_fault(names->fault, &item->place, item->text,
	    "cannot be written out; name the text file that it is made of");
	return false;
}

static bool
collect_item(struct names *names, const struct listitem *item)
{
	const struct domainlist_host *host = &names->set->host;
	const char *name = NULL;

	switch (item->kind) {
	case LISTITEM_NAME:
		return tell(names, false, str_of(item->name));
	case LISTITEM_TAIL:
		return tell(names, true, str_of(item->name));
	case LISTITEM_HOSTNAME:
		if (host->primary_hostname != NULL)
			name = host->primary_hostname(host->context);
		return name == NULL || tell(names, false, str_of(name));
	case LISTITEM_LOOKUP:
		return collect_lookup(names, item);
	case LISTITEM_FILE:
	case LISTITEM_INTERFACE:
	case LISTITEM_LIST: /* is one of the set */
	default:
		return true;
	}
}

/* A file of items has no such file in it. */
static bool
collect_file(struct names *names, const struct listitem *item)
{
	struct itemfile file;
	struct listitem line;
	struct stat st;
	bool kept = true;
	int more = -1;

	if (itemfile_open(
		&file, item, names->set->host.owner, &st, names->fault) == -1)
		return false;
	while (kept && (more = itemfile_next(&file, &line, names->fault)) == 1)
		kept = collect_item(names, &line);
	itemfile_close(&file);
	return kept && more == 0;
}

bool
domainlist_names(const struct domainlists *set,
    bool (*each)(void *, bool, struct str), void *context, struct fault *fault)
{
	struct names names = { set, each, context, fault };
	const struct domainlist *list;
	const struct domainlist_item *item;

	for (list = set->lists; list != NULL; list = list->next)
		for (item = list->items; item != NULL; item = item->next)
			if (item->item.kind == LISTITEM_FILE ?
				!collect_file(&names, &item->item) :
				!collect_item(&names, &item->item))
				return false;
	return true;
}
