/* SPDX-License-Identifier: ISC */
/*
 * Owners that stand beside their domain, as in cPanel's /etc/userdomains.
 *
 * A domain that is a key without data has no owner.  What stands beside a key
 * `*` counts only for lookups that look for it: cPanel's last line, `*:
 * nobody`, gives the world away to `lsearch*`, not to `lsearch`.
 */

#include "listitem.h"
#include "lookup_walk.h"
#include "owner_source.h"

/* Is the login one of the words?  Logins that differ in case are two. */
static bool
names(const char *data, const char *login)
{
	struct str text = str_of(data), word;

	while (owner_word(&text, &word))
		if (str_is(word, login))
			return true;
	return false;
}

static enum owner_says
ask(const struct owner_source *source, const struct owner_query *query,
    struct subject *subject, struct domainlist_rule *rule, struct fault *fault)
{
	char data[LOOKUP_DATA_MAX + 1];
	enum lookup_result result;
	unsigned line;

	result = lookup_subject(&source->lookup, subject, source->owner,
	    &source->place, data, &line, fault);
	if (result != LOOKUP_YES)
		return result == LOOKUP_NO ? OWNER_SAYS_NOTHING :
					     OWNER_SAYS_FAULT;
	listitem_rule_in(source->text, source->lookup.path, line, rule);
	return names(data, query->login) ? OWNER_SAYS_YES : OWNER_SAYS_NO;
}

static bool
example(const struct owner_source *source, const char *login,
    struct owner_offer *offer)
{
	struct lookup_walk walk;
	struct fault fault;
	bool enough = false;

	if (!lookup_is_text(&source->lookup) ||
	    lookup_walk_open(&walk, &source->lookup, source->owner,
		&source->place, &fault) == -1)
		return false;
	while (!enough && lookup_walk_next(&walk, &fault) == 1)
		if (names(walk.data, login))
			enough =
			    offer->take(offer, str_of(""), str_of(walk.key));
	lookup_walk_close(&walk);
	return enough;
}

/* Has any key data?  -1 with the fault set when some cannot be had. */
static int
find_data(const struct owner_source *source, struct fault *fault)
{
	struct lookup_walk walk;
	bool found = false;
	int more;

	if (lookup_walk_open(&walk, &source->lookup, source->owner,
		&source->place, fault) == -1)
		return -1;
	while ((more = lookup_walk_next(&walk, fault)) == 1)
		if (walk.data[0] != '\0')
			found = true;
	lookup_walk_close(&walk);
	return more == -1 ? -1 : found;
}

void
owner_check_lookup(const struct owner_source *source, struct listcheck *check)
{
	struct fault fault;
	struct stat st;
	int found = 1;
	enum lookup_result result = lookup_check(
	    &source->lookup, source->owner, &source->place, &st, &fault);

	if (result == LOOKUP_YES && lookup_is_text(&source->lookup))
		found = find_data(source, &fault);
	if (result == LOOKUP_FAULT || found == -1)
		listcheck_tell(
		    check, DOMAINLIST_UNUSABLE, source->lookup.path, &fault);
	else
		listcheck_usable(check, source->lookup.path, &st,
		    result == LOOKUP_NO || found == 0 ? "login" : NULL,
		    &source->place);
}

const struct owner_kind owner_by_lookup = {
	.ask = ask,
	.example = example,
	.check = owner_check_lookup,
};
