/* SPDX-License-Identifier: ISC */
#ifndef POLICY_OWNER_SOURCE_H
#define POLICY_OWNER_SOURCE_H

/*
 * What owner.c (sources, one after the other) needs of each kind of them;
 * others include owner.h.
 */

#include "listcheck.h"
#include "lookup.h"
#include "owner.h"

struct owner_source {
	struct owner_source *next;
	const struct owner_kind *kind;
	const char *text; /* as written, for rules and complaints */
	struct listfile_place place;
	uid_t owner;	      /* besides root, who may own its files */
	struct lookup lookup; /* its path is the source's, of any kind */
};

/* What one source says to a query. */
enum owner_says {
	OWNER_SAYS_NOTHING, /* it does not know: the next one is asked */
	OWNER_SAYS_YES,
	OWNER_SAYS_NO,
	OWNER_SAYS_FAULT,
};

/*
 * Is told of a mailbox that may be the login's; an empty local part stands for
 * any.  True when no more are wanted.
 */
struct owner_offer {
	bool (*take)(struct owner_offer *, struct str local, struct str domain);
	const struct owners *owners;
	const char *login;
	char *domain; /* where to put the one that is taken */
	unsigned tries;
	bool taken;
};

struct owner_kind {
	/* YES and NO set the rule, a fault the fault. */
	enum owner_says (*ask)(const struct owner_source *,
	    const struct owner_query *, struct subject *,
	    struct domainlist_rule *, struct fault *);

	/* Offers what the login may have by this source; true: it is taken. */
	bool (*example)(const struct owner_source *, const char *login,
	    struct owner_offer *);

	void (*check)(const struct owner_source *, struct listcheck *);
};

extern const struct owner_kind owner_by_lookup;
extern const struct owner_kind owner_by_cpanel;
extern const struct owner_kind owner_by_login;

/*
 * Takes the next of the words that commas and blanks separate, but not inside
 * double quotes, off the text; false when there is none.
 */
bool owner_word(struct str *text, struct str *word);

/* Reports on the file of a lookup that must have data. */
void owner_check_lookup(const struct owner_source *, struct listcheck *);

#endif
