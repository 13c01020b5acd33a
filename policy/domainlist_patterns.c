/* SPDX-License-Identifier: ISC */
/*
 * Writing a domain list out as names and tails.
 *
 * All names and tails are collected, from the lists and from their files.
 * Whether one is allowed, domainlist_match() says itself: of a tail, by a name
 * that nobody has and that ends so.  Two names that fit the same patterns get
 * the same answer, and tails that fit one name are tails of each other; so the
 * longest one that fits decides, whatever the order and negation of the items.
 */

#include "domainlist_patterns.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "domainlist_set.h"
#include "itemfile.h"
#include "lookup_walk.h"

/* What stands before a tail to make a name that no list has. */
#define PROBE "truefrom-probe-7q"

struct collector {
	const struct domainlists *set;
	struct arena *arena;
	struct domainlist_patterns *patterns;
	size_t room;
	struct fault *fault;
};

static bool
refuse_memory(struct collector *collector)
{
	fault_set(collector->fault,
	    "There is no memory to write the domain lists out; try again.");
	return false;
}

static bool
keep(struct collector *collector, const char *text, bool tail)
{
	struct domainlist_patterns *patterns = collector->patterns;
	struct domainlist_pattern *items = patterns->items;

	/* Before those that are there twice are thrown out. */
	if (patterns->count == (size_t)4 * DOMAINLIST_PATTERNS_MAX) {
		fault_set(collector->fault,
		    "The domain lists have more than %d names; that many "
		    "cannot be written out.",
		    DOMAINLIST_PATTERNS_MAX);
		return false;
	}
	if (patterns->count == collector->room) {
		collector->room = collector->room * 2 + 64;
		items = realloc(items, collector->room * sizeof(*items));
		if (items == NULL)
			return refuse_memory(collector);
		patterns->items = items;
	}
	items += patterns->count;
	*items = (struct domainlist_pattern){ .tail = tail };
	items->text = arena_copy(collector->arena, str_of(text));
	if (items->text == NULL)
		return refuse_memory(collector);
	patterns->count++;
	return true;
}

/* What is no domain name no message can be From. */
static bool
keep_name(struct collector *collector, struct str name)
{
	char domain[DOMAIN_SIZE];

	if (domain_canonical(name, domain) != DOMAIN_OK)
		return true;
	return keep(collector, domain, false);
}

static bool
keep_tail(struct collector *collector, struct str tail)
{
	char text[1 + DOMAIN_SIZE];
	size_t i;

	if (tail.len >= sizeof(text) - sizeof(PROBE))
		return true;
	text[0] = '.';
	if (tail.len > 1 && tail.ptr[0] == '.' &&
	    domain_canonical(str_from(tail, 1), text + 1) == DOMAIN_OK)
		return keep(collector, text, true);
	for (i = 0; i < tail.len; i++) {
		if ((unsigned char)tail.ptr[i] <= ' ' || tail.ptr[i] == 0x7f ||
		    strchr("()<>,;:\"@\\", tail.ptr[i]) != NULL)
			return true;
		text[i] = ascii_lower(tail.ptr[i]);
	}
	text[i] = '\0';
	return keep(collector, text, true);
}

/* A key that partial lookups reach by what follows its affix. */
static bool
keep_partial(
    struct collector *collector, const struct lookup *lookup, struct str key)
{
	struct str affix = lookup->affix, bare = affix;
	char tail[1 + LOOKUP_KEY_MAX + 1] = ".";

	if (bare.len > 1 && bare.ptr[bare.len - 1] == '.')
		bare.len--;
	if (key.len < affix.len || memcmp(key.ptr, affix.ptr, affix.len) != 0)
		return key.len != bare.len ||
		    memcmp(key.ptr, bare.ptr, bare.len) != 0 ||
		    keep_tail(collector, str_of(""));
	key = str_from(key, affix.len);
	if (key.len == 0)
		return keep_tail(collector, key);
	memcpy(tail + 1, key.ptr, key.len);
	return keep_name(collector, key) &&
	    keep_tail(collector, (struct str){ tail, key.len + 1 });
}

static bool
keep_key(
    struct collector *collector, const struct lookup *lookup, struct str key)
{
	bool wild = lookup->kind == &lookup_wildlsearch ||
	    lookup->kind == &lookup_nwildlsearch;

	if ((wild && str_starts(key, "*")) ||
	    (lookup->star && str_is(key, "*")))
		return keep_tail(collector, str_from(key, 1));
	if (lookup->partial != -1 && !keep_partial(collector, lookup, key))
		return false;
	return keep_name(collector, key);
}

static bool
collect_text(struct collector *collector, const struct listitem *item)
{
	struct lookup_walk walk;
	bool kept = true;
	int more = -1;

	if (lookup_walk_open(&walk, &item->lookup, collector->set->host.owner,
		&item->place, collector->fault) == -1)
		return false;
	while (kept && (more = lookup_walk_next(&walk, collector->fault)) == 1)
		kept = keep_key(collector, &item->lookup, str_of(walk.key));
	lookup_walk_close(&walk);
	return kept && more == 0;
}

static bool
collect_directory(struct collector *collector, const struct listitem *item)
{
	const char *path = item->lookup.path;
	struct stat st;
	struct dirent *entry;
	bool kept = true;
	int fd = listfile_open(path, LISTFILE_DIRECTORY,
	    collector->set->host.owner, &item->place, &st, collector->fault);
	DIR *dir = fd == -1 ? NULL : fdopendir(fd);

	if (dir == NULL) {
		if (fd != -1) {
			listfile_unreadable(path, collector->fault);
			(void)close(fd);
		}
		return false;
	}
	while (kept && (entry = readdir(dir)) != NULL)
		kept =
		    keep_key(collector, &item->lookup, str_of(entry->d_name));
	(void)closedir(dir);
	return kept;
}

static bool
collect_lookup(struct collector *collector, const struct listitem *item)
{
	if (lookup_is_text(&item->lookup))
		return collect_text(collector, item);
	if (item->lookup.kind == &lookup_dsearch)
		return collect_directory(collector, item);
	listitem_fault(collector->fault, &item->place, item->text,
	    "cannot be written out; name the text file that it is made of");
	return false;
}

static bool collect_item(struct collector *, const struct listitem *);

/* A file of items has no such file in it, so this goes no deeper. */
static bool
collect_file(struct collector *collector, const struct listitem *item)
{
	struct itemfile file;
	struct listitem line;
	struct stat st;
	bool kept = true;
	int more = -1;

	if (itemfile_open(&file, item, collector->set->host.owner, &st,
		collector->fault) == -1)
		return false;
	while (
	    kept && (more = itemfile_next(&file, &line, collector->fault)) == 1)
		kept = collect_item(collector, &line);
	itemfile_close(&file);
	return kept && more == 0;
}

static bool
collect_item(struct collector *collector, const struct listitem *item)
{
	const struct domainlist_host *host = &collector->set->host;
	const char *name = NULL;

	switch (item->kind) {
	case LISTITEM_NAME:
		return keep_name(collector, str_of(item->name));
	case LISTITEM_TAIL:
		return keep_tail(collector, str_of(item->name));
	case LISTITEM_HOSTNAME:
		if (host->primary_hostname != NULL)
			name = host->primary_hostname(host->context);
		return name == NULL || keep_name(collector, str_of(name));
	case LISTITEM_LOOKUP:
		return collect_lookup(collector, item);
	case LISTITEM_FILE:
		return collect_file(collector, item);
	case LISTITEM_INTERFACE:
	case LISTITEM_LIST: /* is one of the set */
	default:
		return true;
	}
}

/* All lists of the set: a list may end with a negated item, and so does one
 * that refers to it. */
static bool
collect(struct collector *collector)
{
	const struct domainlist *list;
	const struct domainlist_item *item;

	for (list = collector->set->lists; list != NULL; list = list->next)
		for (item = list->items; item != NULL; item = item->next)
			if (!collect_item(collector, &item->item))
				return false;
	return keep_tail(collector, str_of(""));
}

static int
compare(const void *a, const void *b)
{
	const struct domainlist_pattern *x = a, *y = b;
	size_t x_len = strlen(x->text), y_len = strlen(y->text);

	if (x->tail != y->tail)
		return x->tail ? 1 : -1;
	if (x->tail && x_len != y_len)
		return x_len > y_len ? -1 : 1;
	return strcmp(x->text, y->text);
}

static void
sort(struct domainlist_patterns *patterns)
{
	struct domainlist_pattern *items = patterns->items;
	size_t i, kept = 0;

	qsort(items, patterns->count, sizeof(*items), compare);
	for (i = 0; i < patterns->count; i++)
		if (kept == 0 || compare(&items[kept - 1], &items[i]) != 0)
			items[kept++] = items[i];
	patterns->count = kept;
}

static bool
judge(const struct domainlist *list, struct domainlist_pattern *pattern,
    struct fault *fault)
{
	struct domainlist_rule rule;
	char probe[sizeof(PROBE) + DOMAIN_SIZE] = PROBE;
	const char *domain = pattern->text;

	if (pattern->tail) {
		(void)strlcat(probe, pattern->text, sizeof(probe));
		domain = probe;
	}
	switch (domainlist_match(list, domain, &rule, fault)) {
	case DOMAINLIST_YES:
		pattern->allowed = true;
		return true;
	case DOMAINLIST_NO:
		return true;
	default:
		return false;
	}
}

static bool
ends_in(const char *text, const char *tail)
{
	size_t len = strlen(text), tail_len = strlen(tail);

	return len >= tail_len && strcmp(text + len - tail_len, tail) == 0;
}

/* Would the next pattern that fits say the same? */
static bool
is_needless(const struct domainlist_patterns *patterns, size_t i)
{
	const struct domainlist_pattern *items = patterns->items;
	size_t j;

	for (j = i + 1; j < patterns->count; j++)
		if (items[j].tail && ends_in(items[i].text, items[j].text))
			return items[j].allowed == items[i].allowed;
	return !items[i].allowed;
}

static void
thin_out(struct domainlist_patterns *patterns)
{
	size_t i, kept = patterns->count;

	/* From the end, so that each is held against those that stay. */
	for (i = patterns->count; i-- > 0;) {
		patterns->items[kept - 1] = patterns->items[i];
		if (!is_needless(patterns, kept - 1))
			kept--;
	}
	patterns->count -= kept;
	memmove(patterns->items, patterns->items + kept,
	    patterns->count * sizeof(*patterns->items));
}

bool
domainlist_patterns(const struct domainlist *list, struct arena *arena,
    struct domainlist_patterns *patterns, struct fault *fault)
{
	struct collector collector = { .set = list->set,
		.arena = arena,
		.patterns = patterns,
		.fault = fault };
	bool good;
	size_t i;

	*patterns = (struct domainlist_patterns){ 0 };
	good = collect(&collector);
	if (good)
		sort(patterns);
	if (good && patterns->count > DOMAINLIST_PATTERNS_MAX) {
		fault_set(fault,
		    "The domain lists have %zu names; more than %d cannot be "
		    "written out.",
		    patterns->count, DOMAINLIST_PATTERNS_MAX);
		good = false;
	}
	for (i = 0; good && i < patterns->count; i++)
		good = judge(list, &patterns->items[i], fault);
	if (good) {
		thin_out(patterns);
	} else {
		free(patterns->items);
		patterns->items = NULL;
		patterns->count = 0;
	}
	return good;
}

bool
domainlist_has_interfaces(const struct domainlist *of)
{
	const struct domainlist *list;
	const struct domainlist_item *item;

	for (list = of->set->lists; list != NULL; list = list->next)
		for (item = list->items; item != NULL; item = item->next)
			if (item->item.kind == LISTITEM_INTERFACE)
				return true;
	return false;
}
