/* SPDX-License-Identifier: ISC */
/*
 * Domain lists (Exim specification, chapter 10): parsing them, and walking
 * them from left to right until an item decides.
 */

#include "domainlist.h"

#include <string.h>

#include "domainlist_set.h"
#include "itemfile.h"
#include "listsplit.h"

struct domainlists *
domainlists_open(struct arena *arena, const struct domainlist_host *host)
{
	struct domainlists *set = arena_alloc(arena, sizeof(*set));

	if (set == NULL)
		return NULL;
	set->arena = arena;
	set->host = *host;
	set->lists_end = &set->lists;
	return set;
}

const struct domainlist *
domainlists_find(const struct domainlists *set, const char *name)
{
	const struct domainlist *list;

	for (list = set->lists; list != NULL; list = list->next)
		if (list->name[0] != '\0' && strcmp(list->name, name) == 0)
			return list;
	return NULL;
}

/* Resolves +NAME; returns NULL or the complaint. */
static const char *
refer(struct domainlist *list, struct domainlist_item *item)
{
	item->list = domainlists_find(list->set, item->item.name);
	if (item->list == NULL)
		return "names no domain list that is defined above; define "
		       "it, or correct the name";
	if (item->list->depth + 1 > list->depth)
		list->depth = item->list->depth + 1;
	if (list->depth > DOMAINLIST_DEPTH_MAX)
		return "nests lists too deeply; write the items of the inner "
		       "lists here";
	return NULL;
}

static const char no_memory[] = "cannot be kept: out of memory; try again";

/* Adds the item; returns NULL or the complaint. */
static const char *
add_item(struct domainlist *list, const char *text,
    const struct listfile_place *place)
{
	struct arena *arena = list->set->arena;
	struct domainlist_item *item = arena_alloc(arena, sizeof(*item));
	const char *copy = arena_copy(arena, str_of(text));
	char canonical[DOMAIN_SIZE + 1];
	const char *complaint;

	if (item == NULL || copy == NULL)
		return no_memory;
	complaint =
	    listitem_parse(copy, LISTITEM_IN_LIST, canonical, &item->item);
	if (complaint != NULL)
		return complaint;
	item->item.place = *place;
	if (item->item.name == canonical) {
		item->item.name = arena_copy(arena, str_of(canonical));
		if (item->item.name == NULL)
			return no_memory;
	}
	*list->items_end = item;
	list->items_end = &item->next;
	return item->item.kind == LISTITEM_LIST ? refer(list, item) : NULL;
}

/* Adds all items of the text; false with the fault set. */
static bool
add_items(struct domainlist *list, struct str text,
    const struct listfile_place *place, struct fault *fault)
{
	struct listsplit split;
	char *item = arena_alloc(list->set->arena, text.len + 1);

	if (item == NULL) {
		listitem_fault(fault, place, list->name, no_memory);
		return false;
	}
	listsplit_open(&split, text);
	while (listsplit_next(&split, item)) {
		const char *complaint = add_item(list, item, place);

		if (complaint != NULL) {
			listitem_fault(fault, place, item, complaint);
			return false;
		}
	}
	return true;
}

struct domainlist *
domainlists_add(struct domainlists *set, struct str name, struct str text,
    const char *file, unsigned line, struct fault *fault)
{
	struct domainlist *list = arena_alloc(set->arena, sizeof(*list));
	struct listfile_place place = { NULL, line };

	place.file = arena_copy(set->arena, str_of(file));
	if (list != NULL)
		list->name = arena_copy(set->arena, name);
	if (list == NULL || list->name == NULL || place.file == NULL) {
		fault_set(fault,
		    "%s:%u: out of memory for a domain list; try again.", file,
		    line);
		return NULL;
	}
	list->set = set;
	list->depth = 1;
	list->items_end = &list->items;
	if (domainlists_find(set, list->name) != NULL) {
		listitem_fault(fault, &place, list->name,
		    "is defined twice as a domain list; rename one of them");
		return NULL;
	}
	if (memchr(text.ptr, '\0', text.len) != NULL) {
		listitem_fault(fault, &place, list->name,
		    "has a NUL byte in it; write the list in plain text");
		return NULL;
	}
	if (!add_items(list, text, &place, fault))
		return NULL;
	*set->lists_end = list;
	set->lists_end = &list->next;
	return list;
}

void
domainlists_read(
    const struct domainlists *set, const struct domainlist_reader *reader)
{
	const struct domainlist *list;
	const struct domainlist_item *item;

	for (list = set->lists; list != NULL; list = list->next) {
		reader->list(reader->context, list->name);
		for (item = list->items; item != NULL; item = item->next)
			reader->item(reader->context, &item->item);
	}
}

/* How far the walk has come in one list. */
struct frame {
	const struct domainlist_item *tried; /* the last item, or NULL */
	const struct domainlist_item *next;
	bool negated; /* the last item, wherever it stands */
};

static struct frame
frame_of(const struct domainlist *list)
{
	return (struct frame){ NULL, list->items, false };
}

/* Tries an item that is not a list, and notes whether it was negated. */
static enum domainlist_match
try_item(const struct domainlists *set, struct frame *frame,
    struct subject *subject, struct domainlist_rule *rule, struct fault *fault)
{
	const struct listitem *item = &frame->tried->item;
	enum domainlist_match result;
	bool line_negated;

	if (item->kind != LISTITEM_FILE)
		return listitem_match(item, subject, &set->host, rule, fault);
	result = itemfile_match(
	    item, subject, &set->host, &line_negated, rule, fault);
	frame->negated = item->negated != line_negated;
	return result;
}

/*
 * What a list says after its last tried item: that item's match turned over
 * by its negation.  So a list that ends with a negated item says yes to all
 * that comes to its end, as in Exim.
 */
static enum domainlist_match
conclude(const struct frame *frame, enum domainlist_match last,
    struct domainlist_rule *rule)
{
	if (!frame->negated)
		return last;
	if (last == DOMAINLIST_YES)
		return DOMAINLIST_NO;
	listitem_rule(&frame->tried->item, rule);
	return DOMAINLIST_YES;
}

/* Walks the list, and the lists in it, on a stack of its own. */
static enum domainlist_match
walk(const struct domainlist *list, struct subject *subject,
    struct domainlist_rule *rule, struct fault *fault)
{
	struct frame stack[DOMAINLIST_DEPTH_MAX], *frame = stack;
	enum domainlist_match last = DOMAINLIST_NO; /* of the frame's item */

	*frame = frame_of(list);
	while (last != DOMAINLIST_FAULT) {
		if (last == DOMAINLIST_YES || frame->next == NULL) {
			last = conclude(frame, last, rule);
			if (frame == stack)
				break;
			frame--;
			continue;
		}
		frame->tried = frame->next;
		frame->next = frame->tried->next;
		frame->negated = frame->tried->item.negated;
		if (frame->tried->item.kind == LISTITEM_LIST) {
			frame[1] = frame_of(frame->tried->list);
			frame++;
			last = DOMAINLIST_NO;
		} else {
			last = try_item(list->set, frame, subject, rule, fault);
		}
	}
	return last;
}

enum domainlist_match
domainlist_match(const struct domainlist *list, const char *domain,
    struct domainlist_rule *rule, struct fault *fault)
{
	struct subject subject;

	if (!subject_set(&subject, domain)) {
		fault_set(fault,
		    "\"%.64s...\" is longer than a domain can be; send from "
		    "a shorter one.",
		    domain);
		return DOMAINLIST_FAULT;
	}
	return walk(list, &subject, rule, fault);
}
