/* SPDX-License-Identifier: ISC */
#ifndef POLICY_DOMAINLIST_PATTERNS_H
#define POLICY_DOMAINLIST_PATTERNS_H

/*
 * A domain list written out, for programs that cannot read its files.
 */

#include "domainlist.h"

/*
 * A name, or a tail: what names end in.  The empty tail is that of all names.
 */
struct domainlist_pattern {
	const char *text;
	bool tail;
	bool allowed;
};

/* More than this no other program could try one by one. */
#define DOMAINLIST_PATTERNS_MAX 5000

struct domainlist_patterns {
	struct domainlist_pattern *items; /* to be freed, but not the texts */
	size_t count;
};

/*
 * Writes out what domainlist_match() says: of the patterns that a domain in
 * canonical form fits, the first decides; it is in the list if that is
 * allowed, and not if there is none.  Names come before tails, longer tails
 * before shorter ones.  Patterns that change nothing are left out, and so are
 * the addresses that `@[]` stands for.
 *
 * Every file of the list's set is read.  False with the fault set when one
 * cannot be, when it cannot be gone through (cdb), when there are more than
 * DOMAINLIST_PATTERNS_MAX, or without memory.  Texts are the arena's.
 */
bool domainlist_patterns(const struct domainlist *, struct arena *,
    struct domainlist_patterns *, struct fault *);

/* Has any list of the set an item `@[]`? */
bool domainlist_has_interfaces(const struct domainlist *);

#endif
