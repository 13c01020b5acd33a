/* SPDX-License-Identifier: ISC */
/*
 * Who may use a domain: sources, of which the first that knows decides.
 *
 *	lsearch;FILE	(any lookup that has data) whose logins own the domain
 *	cpanel;DIR	cPanel's file about each login
 *	login;FILE	what Postfix calls local_login_sender_maps
 */

#include "owner.h"

#include <string.h>

#include "listcount.h"
#include "listitem.h"
#include "listsplit.h"
#include "lookup_kind.h"
#include "owner_source.h"

/*
 * How many mailboxes are tried out until one is found that can be given for an
 * example: each costs a look into the files.
 */
#define OWNER_EXAMPLES_TRIED 8

struct owners {
	struct owner_source *sources; /* in order */
	struct owner_source **end;
	uid_t owner;
};

/* The path of `KIND;PATH`, when that is the kind; else NULL. */
static const char *
path_of(const char *text, const char *kind)
{
	size_t len = strlen(kind);

	if (strncmp(text, kind, len) != 0 || text[len] != ';')
		return NULL;
	text += len + 1;
	while (ascii_is_space(*text))
		text++;
	return text;
}

/* Returns NULL or the complaint. */
static const char *
parse_source(struct owner_source *source)
{
	const char *path = path_of(source->text, "cpanel"), *complaint;

	source->kind = &owner_by_cpanel;
	if (path == NULL) {
		path = path_of(source->text, "login");
		source->kind = &owner_by_login;
	}
	if (path != NULL) {
		source->lookup = lookup_of_logins(path);
		return path[0] == '/' ?
		    NULL :
		    "has no absolute path behind its kind; write one that "
		    "begins with /";
	}
	source->kind = &owner_by_lookup;
	if (strchr(source->text, ';') == NULL)
		return "does not say where owners stand; write it as in "
		       "lsearch;/etc/userdomains, cpanel;/var/cpanel/users or "
		       "login;/etc/login_senders";
	complaint = lookup_parse(source->text, &source->lookup);
	if (complaint != NULL)
		return complaint;
	if (!lookup_has_data(&source->lookup))
		return "has no data that could name an owner; use lsearch, "
		       "wildlsearch, nwildlsearch, cdb, cpanel or login";
	return NULL;
}

static const char no_memory[] = "cannot be kept: out of memory; try again";

/* Adds the source; returns NULL or the complaint. */
static const char *
add_source(struct owners *owners, struct arena *arena, const char *text,
    const struct listfile_place *place)
{
	struct owner_source *source = arena_alloc(arena, sizeof(*source));

	if (source == NULL)
		return no_memory;
	source->text = arena_copy(arena, str_of(text));
	if (source->text == NULL)
		return no_memory;
	source->place = *place;
	source->owner = owners->owner;
	*owners->end = source;
	owners->end = &source->next;
	return parse_source(source);
}

/* Adds all sources of the value; false with the fault set. */
static bool
add_sources(struct owners *owners, struct arena *arena, struct str value,
    const struct listfile_place *place, struct fault *fault)
{
	char *text = arena_alloc(arena, value.len + 1);
	struct listsplit split;
	const char *complaint = text == NULL ? no_memory : NULL;

	listsplit_open(&split, value);
	while (complaint == NULL && listsplit_next(&split, text))
		complaint = add_source(owners, arena, text, place);
	if (complaint == NULL && owners->sources == NULL)
		complaint = "names no source; write one as in "
			    "lsearch;/etc/userdomains";
	if (complaint != NULL)
		listitem_fault(fault, place,
		    text == NULL || text[0] == '\0' ? "owner" : text,
		    complaint);
	return complaint == NULL;
}

struct owners *
owners_parse(struct arena *arena, struct str value,
    const struct listfile_place *place, uid_t owner, struct fault *fault)
{
	struct owners *owners = arena_alloc(arena, sizeof(*owners));
	const char *file = arena_copy(arena, str_of(place->file));
	struct listfile_place kept = { file, place->line };

	if (owners == NULL || file == NULL) {
		listitem_fault(fault, place, "owner", no_memory);
		return NULL;
	}
	if (memchr(value.ptr, '\0', value.len) != NULL) {
		listitem_fault(fault, place, "owner",
		    "has a NUL byte in it; write it in plain text");
		return NULL;
	}
	owners->end = &owners->sources;
	owners->owner = owner;
	if (!add_sources(owners, arena, value, &kept, fault))
		return NULL;
	return owners;
}

bool
owner_word(struct str *text, struct str *word)
{
	bool quoted = false;
	size_t len;

	while (text->len > 0 &&
	    (text->ptr[0] == ',' || ascii_is_space(text->ptr[0])))
		*text = str_from(*text, 1);
	for (len = 0; len < text->len; len++) {
		char c = text->ptr[len];

		if (c == '\\' && len + 1 < text->len)
			len++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == ',' || ascii_is_space(c)))
			break;
	}
	*word = (struct str){ text->ptr, len };
	*text = str_from(*text, len);
	return len > 0;
}

enum owner_result
owners_match(const struct owners *owners, const struct owner_query *query,
    struct domainlist_rule *rule, struct fault *fault)
{
	const struct owner_source *source;
	struct subject subject;

	rule->text[0] = '\0';
	/* Neither nothing, nor what is longer than any domain, is one. */
	if (query->domain[0] == '\0' || !subject_set(&subject, query->domain))
		return OWNER_NO;
	for (source = owners->sources; source != NULL; source = source->next)
		switch (
		    source->kind->ask(source, query, &subject, rule, fault)) {
		case OWNER_SAYS_YES:
			return OWNER_YES;
		case OWNER_SAYS_NO:
			return OWNER_NO;
		case OWNER_SAYS_FAULT:
			return OWNER_FAULT;
		case OWNER_SAYS_NOTHING:
			break;
		}
	return OWNER_NO;
}

/* One source may offer what another denies, so all are asked. */
static bool
is_granted(
    const struct owner_offer *offer, struct str local, const char *canonical)
{
	struct owner_query query = { offer->login, local, canonical };
	struct domainlist_rule rule;
	struct fault fault;

	return owners_match(offer->owners, &query, &rule, &fault) == OWNER_YES;
}

static bool
take_offer(struct owner_offer *offer, struct str local, struct str domain)
{
	char canonical[DOMAIN_SIZE];

	if (domain_canonical(domain, canonical) != DOMAIN_OK)
		return false;
	offer->tries++;
	if (is_granted(offer, local, canonical)) {
		(void)strlcpy(offer->domain, canonical, DOMAIN_SIZE);
		offer->taken = true;
	}
	return offer->taken || offer->tries == OWNER_EXAMPLES_TRIED;
}

bool
owners_example(
    const struct owners *owners, const char *login, char domain[DOMAIN_SIZE])
{
	struct owner_offer offer = { .take = take_offer,
		.owners = owners,
		.login = login,
		.domain = domain };
	const struct owner_source *source;

	domain[0] = '\0';
	for (source = owners->sources; source != NULL; source = source->next)
		if (source->kind->example(source, login, &offer))
			break;
	return offer.taken;
}

void
owners_read(const struct owners *owners,
    void (*tell)(void *, const char *, const char *), void *context)
{
	const struct owner_source *source;

	for (source = owners->sources; source != NULL; source = source->next)
		tell(context, source->text, source->lookup.path);
}

struct owner_listing {
	struct owner_offer offer;
	void (*each)(void *, struct str, const char *);
	void *context;
};

static bool
take_all(struct owner_offer *offer, struct str local, struct str domain)
{
	struct owner_listing *listing = (struct owner_listing *)offer;
	char canonical[DOMAIN_SIZE];

	if (domain_canonical(domain, canonical) == DOMAIN_OK &&
	    is_granted(offer, local, canonical))
		listing->each(listing->context, local, canonical);
	return false;
}

void
owners_each(const struct owners *owners, const char *login,
    void (*each)(void *, struct str, const char *), void *context)
{
	struct owner_listing listing = {
		.offer = { .take = take_all, .owners = owners, .login = login },
		.each = each,
		.context = context
	};
	const struct owner_source *source;

	for (source = owners->sources; source != NULL; source = source->next)
		(void)source->kind->example(source, login, &listing.offer);
}

unsigned
owners_check(const struct owners *owners,
    void (*report)(void *, enum domainlist_finding, const char *, const char *),
    void *context)
{
	struct listcheck check = { owners->owner, report, context, 0 };
	const struct owner_source *source;

	for (source = owners->sources; source != NULL; source = source->next)
		source->kind->check(source, &check);
	return check.unusable;
}

void
owners_count(const struct owners *owners,
    void (*tell)(void *, const struct listcount *), void *context)
{
	const struct owner_source *source;
	struct listcount count;

	for (source = owners->sources; source != NULL; source = source->next) {
		struct lookup lookup = source->lookup;

		/* cPanel's is a directory, with a file for each login. */
		if (source->kind == &owner_by_cpanel)
			lookup.kind = &lookup_dsearch;
		count.text = source->text;
		listcount_lookup(&count, &lookup, owners->owner);
		tell(context, &count);
	}
}
