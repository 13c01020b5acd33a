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

#include <stdlib.h>
#include <string.h>

#include "domainlist_names.h"
#include "domainlist_set.h"

/* What stands before a tail to make a name that no list has. */
#define PROBE "truefrom-probe-7q"

struct collector {
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

static bool
keep_either(void *context, bool tail, struct str text)
{
	return tail ? keep_tail(context, text) : keep_name(context, text);
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
	struct collector collector = {
		.arena = arena, .patterns = patterns, .fault = fault
	};
	bool good;
	size_t i;

	*patterns = (struct domainlist_patterns){ 0 };
	good = domainlist_names(list->set, keep_either, &collector, fault) &&
	    keep_tail(&collector, str_of(""));
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
