/* SPDX-License-Identifier: ISC */
#ifndef POLICY_DOMAINLIST_H
#define POLICY_DOMAINLIST_H

/*
 * Domain lists in Exim's own grammar (Exim specification, chapter 10), so that
 * an administrator can paste the lines of an Exim configuration.
 */

#include <sys/types.h>

#include <stdbool.h>

#include "arena.h"
#include "fault.h"
#include "str.h"

enum domainlist_match {
	DOMAINLIST_NO,
	DOMAINLIST_YES,
	DOMAINLIST_FAULT, /* a list file could not be trusted or read */
};

#define DOMAINLIST_RULE_SIZE 1024

/* What a match rests on, for people: `ITEM FILE:LINE`. */
struct domainlist_rule {
	char text[DOMAINLIST_RULE_SIZE];
};

/* What a list is matched against besides the domain itself. */
struct domainlist_host {
	/*
	 * The primary host name for `@`, asked only when an `@` is reached.
	 * NULL when it cannot be found out.
	 */
	const char *(*primary_hostname)(void *);
	void *context;
	uid_t owner; /* besides root, who may own list files */
};

struct domainlists; /* the named lists of one configuration */
struct domainlist;  /* one of them, or one without a name */

/* An empty set in the arena, which owns all that follows; NULL: no memory. */
struct domainlists *domainlists_open(
    struct arena *, const struct domainlist_host *);

/*
 * Parses the text of a list that stands at file:line and adds it to the set
 * under its name.  An empty name adds a list that no +NAME can refer to.
 * `+NAME` may refer only to a list defined before, so lists cannot be
 * circular.  NULL with the fault set when an item is not understood or not
 * supported, when the name is taken, or when there is no memory.
 */
struct domainlist *domainlists_add(struct domainlists *, struct str name,
    struct str text, const char *file, unsigned line, struct fault *);

/* The list of that name; NULL without one. */
const struct domainlist *domainlists_find(
    const struct domainlists *, const char *name);

/*
 * Is the domain (compared blind to ASCII case) in the list?  Files are opened
 * only when their item is reached.  On YES `rule` says by what item; on FAULT
 * `fault` says which file, and what to do.
 */
enum domainlist_match domainlist_match(const struct domainlist *,
    const char *domain, struct domainlist_rule *rule, struct fault *fault);

/*
 * Tells of the lists of a set one after the other, in the order in which they
 * were added: of the list's name, empty for one without, and then of each of
 * its items.  For whoever has to write them in another program's words.
 */
struct listitem;
struct domainlist_reader {
	void (*list)(void *context, const char *name);
	void (*item)(void *context, const struct listitem *);
	void *context;
};
void domainlists_read(
    const struct domainlists *, const struct domainlist_reader *);

/* What domainlists_check() found out about one file. */
enum domainlist_finding {
	DOMAINLIST_USABLE,
	DOMAINLIST_EMPTY,    /* warning: allows nothing */
	DOMAINLIST_PRIVATE,  /* warning: ordinary users cannot read it */
	DOMAINLIST_UNUSABLE, /* error */
};

/*
 * Opens every file that any list of the set names and reports on each, by its
 * path and with a sentence, NULL for USABLE.  Returns the number of UNUSABLE
 * ones.
 */
unsigned domainlists_check(const struct domainlists *,
    void (*report)(void *, enum domainlist_finding, const char *path,
	const char *sentence),
    void *context);

#endif
