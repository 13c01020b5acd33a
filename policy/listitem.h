/* SPDX-License-Identifier: ISC */
#ifndef POLICY_LISTITEM_H
#define POLICY_LISTITEM_H

/*
 * One item of a domain list, wherever it stands: in the list itself, or on a
 * line of a file that the list names.
 */

#include "domainlist.h"
#include "lookup.h"
#include "subject.h"

enum listitem_kind {
	LISTITEM_NAME,	    /* example.org */
	LISTITEM_TAIL,	    /* *.example.org */
	LISTITEM_HOSTNAME,  /* @ */
	LISTITEM_INTERFACE, /* @[] */
	LISTITEM_LOOKUP,    /* lsearch;/etc/localdomains */
	LISTITEM_FILE,	    /* /etc/localdomains, a file of items */
	LISTITEM_LIST,	    /* +local_domains */
};

struct listitem {
	const char *text; /* as written, for rules and complaints */
	enum listitem_kind kind;
	bool negated;
	struct listfile_place place; /* where it stands */

	/*
	 * What follows `!` and `*`, `+`; a path.  In canonical form where it
	 * is a domain with U-labels, so that either form of a subject finds it.
	 */
	const char *name;
	const char *written; /* the same as it was written */
	struct lookup lookup;
};

/* Where an item stands decides what `+NAME` and `/FILE` mean. */
enum listitem_scope {
	LISTITEM_IN_LIST,
	LISTITEM_IN_FILE, /* they are names like any other */
};

/*
 * Parses the text, without blanks around it, into the item, which points into
 * the text and into `canonical`.  Returns NULL, or what is wrong and what to
 * do, as the end of a sentence that begins with the text.
 */
const char *listitem_parse(const char *text, enum listitem_scope,
    char canonical[DOMAIN_SIZE + 1], struct listitem *);

/*
 * Does the item, leaving aside whether it is negated, match?  For all kinds
 * but LISTITEM_FILE and LISTITEM_LIST.
 */
enum domainlist_match listitem_match(const struct listitem *, struct subject *,
    const struct domainlist_host *, struct domainlist_rule *, struct fault *);

/* Sets the rule to `ITEM FILE:LINE`. */
void listitem_rule(const struct listitem *, struct domainlist_rule *);

/* Sets the rule to `TEXT PATH:LINE`, or `TEXT PATH` when the line is 0. */
void listitem_rule_in(const char *text, const char *path, unsigned line,
    struct domainlist_rule *);

/* Sets the sentence `FILE:LINE: "ITEM" COMPLAINT`. */
void listitem_fault(struct fault *, const struct listfile_place *,
    const char *text, const char *complaint);

#endif
