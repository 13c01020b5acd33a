/* SPDX-License-Identifier: ISC */
/*
 * postfix-rules, section auth: smtpd_sender_login_maps, which says by envelope
 * sender who may use it after he has authenticated.
 *
 * Postfix asks for an address without its quotes, and takes the answer apart
 * at blanks and commas; so addresses that have these fit no pattern, and are
 * nobody's.  The first pattern that fits decides: addresses come before
 * domains, and have the logins of their domain, too.
 */

#include "postfix.h"

#include "policy/lookup_walk.h"
#include "policy/owner_source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GRANTS_MAX 5000

#define USER "([^@,+%[:space:]]+)"
#define EXTENSION "(\\+[^@,[:space:]]*)?"
/* The login forms of cPanel. */
#define OWN "${1}@%s ${1}+%s ${1}%%%s"

struct grant {
	const char *user; /* empty: all of the domain's */
	const char *domain;
	const char *login;
};

struct grants {
	const struct postfix *postfix;
	struct grant *items;
	size_t count;
};

/* The first of the grants for a domain is said, the rest is silence. */
static int
compare(const void *a, const void *b)
{
	const struct grant *x = a, *y = b;
	int order;

	if ((x->user[0] == '\0') != (y->user[0] == '\0'))
		return x->user[0] == '\0' ? 1 : -1;
	order = strcmp(x->domain, y->domain);
	return order != 0 ? order : strcmp(x->user, y->user);
}

static bool
is_login(const char *login)
{
	return login[0] != '\0' && login[strcspn(login, ", \t\r\n\"")] == '\0';
}

/* Adds what a word of auth_map grants; false when there are too many. */
static bool
add(struct grants *grants, const char *login, struct str word)
{
	struct arena *arena = grants->postfix->config->arena;
	const char *at = memrchr(word.ptr, '@', word.len);
	struct grant *grant = &grants->items[grants->count];
	char domain[DOMAIN_SIZE];
	char *c;

	if (at == NULL ||
	    domain_canonical(str_from(word, (size_t)(at - word.ptr) + 1),
		domain) != DOMAIN_OK ||
	    !postfix_allows(grants->postfix, domain))
		return true;
	if (grants->count == GRANTS_MAX)
		return false;
	word.len = (size_t)(at - word.ptr);
	grant->user = c = arena_copy(arena, word);
	grant->domain = arena_copy(arena, str_of(domain));
	grant->login = arena_copy(arena, str_of(login));
	if (c == NULL || grant->domain == NULL || grant->login == NULL)
		return false;
	for (; *c != '\0'; c++)
		*c = ascii_lower(*c);
	if (grant->user[strcspn(grant->user, "@, \t\r\n\"\\")] == '\0')
		grants->count++;
	return true;
}

static bool
read_map(struct grants *grants, struct fault *fault)
{
	const struct config *config = grants->postfix->config;
	struct lookup_walk walk;
	struct str text, word;
	bool room = true;
	int more;

	if (lookup_walk_open(&walk, &config->auth_map, config->host.owner, NULL,
		fault) == -1)
		return false;
	while (room && (more = lookup_walk_next(&walk, fault)) == 1) {
		text = str_of(walk.data);
		if (!is_login(walk.key))
			continue;
		while (room && owner_word(&text, &word))
			room = add(grants, walk.key, word);
	}
	lookup_walk_close(&walk);
	if (!room)
		fault_set(fault,
		    "%s grants more than %d addresses, which cannot be written "
		    "out; grant domains.",
		    config->auth_map.path, GRANTS_MAX);
	return room && more == 0;
}

static void
print_own(const char *domain)
{
	(void)printf(" " OWN, domain, domain, domain);
}

/* Those of a domain also hold its addresses. */
static void
print_logins(const struct grants *grants, const struct grant *of)
{
	size_t i;

	for (i = 0; i < grants->count; i++) {
		const struct grant *grant = &grants->items[i];

		if (strcmp(grant->domain, of->domain) != 0 ||
		    (grant->user[0] != '\0' &&
			strcmp(grant->user, of->user) != 0))
			continue;
		(void)putchar(' ');
		postfix_print_result(grant->login);
	}
	(void)putchar('\n');
}

static void
print_grants(const struct grants *grants)
{
	size_t i;

	for (i = 0; i < grants->count; i++) {
		const struct grant *grant = &grants->items[i];

		if (i > 0 && compare(grant - 1, grant) == 0)
			continue;
		(void)fputs("/^", stdout);
		if (grant->user[0] == '\0') {
			(void)fputs(USER, stdout);
		} else {
			(void)putchar('(');
			postfix_print_literal(grant->user);
			(void)putchar(')');
		}
		(void)fputs(EXTENSION "@", stdout);
		postfix_print_literal(grant->domain);
		(void)fputs("$/", stdout);
		print_own(grant->domain);
		print_logins(grants, grant);
	}
}

static bool
print_map(const struct postfix *postfix)
{
	struct grants grants = { .postfix = postfix };
	struct fault fault;
	bool good;

	if (!lookup_is_text(&postfix->config->auth_map)) {
		(void)fprintf(stderr,
		    "%s: auth_map cannot be written out; name the text file "
		    "that it is made of.\n",
		    postfix->path);
		return false;
	}
	grants.items = calloc(GRANTS_MAX + 1, sizeof(*grants.items));
	if (grants.items == NULL) {
		(void)fputs(
		    "There is no memory for auth_map; try again.\n", stderr);
		return false;
	}
	good = read_map(&grants, &fault);
	if (good) {
		qsort(
		    grants.items, grants.count, sizeof(*grants.items), compare);
		print_grants(&grants);
	} else {
		(void)fprintf(stderr, "%s\n", fault.text);
	}
	free(grants.items);
	return good;
}

bool
postfix_print_auth(const struct postfix *postfix)
{
	postfix_remark("Who may use an envelope sender after he has "
		       "authenticated: smtpd_sender_login_maps.");
	if (postfix->config->auth_match == CONFIG_AUTH_DOMAIN)
		postfix_remark("auth_match is `domain`, which Postfix cannot "
			       "compare: it has to be his own address.");
	if (postfix->config->auth_match == CONFIG_AUTH_MAP &&
	    !print_map(postfix))
		return false;
	(void)puts("/^" USER EXTENSION
		   "@([^@,[:space:]]+)$/ ${1}@${3} ${1}+${3} ${1}%${3}");
	return true;
}
