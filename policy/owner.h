/* SPDX-License-Identifier: ISC */
#ifndef POLICY_OWNER_H
#define POLICY_OWNER_H

/*
 * Whose is a domain?  The sources that the option `owner` names know:
 *
 *	lsearch;FILE	or any other lookup but dsearch: a domain and, beside
 *			it, the logins that own it, with commas or blanks
 *			between them (cPanel's /etc/userdomains)
 *	cpanel;DIR	a file for each login, named as it is, with lines
 *			DNS=DOMAIN, DNS1=DOMAIN, ... (/var/cpanel/users)
 *	login;FILE	an lsearch file of logins and, beside each, what it may
 *			send as: user@domain, @domain, *
 *
 * Logins are compared byte for byte.
 */

#include "arena.h"
#include "domain.h"
#include "domainlist.h"
#include "fault.h"
#include "listfile.h"
#include "str.h"

struct owners; /* the sources of one configuration */

/*
 * Parses the value of `owner`, which stands at `place`: sources between colons,
 * as items of a domain list are.  The arena owns the result, with a copy of all
 * that it needs; `owner` is who besides root may own the files.  NULL with the
 * fault set when there is no source, when one is not understood, or when there
 * is no memory.
 */
struct owners *owners_parse(struct arena *, struct str value,
    const struct listfile_place *place, uid_t owner, struct fault *);

struct owner_query {
	const char *login;
	struct str local;   /* of the mailbox, as written, perhaps quoted */
	const char *domain; /* in canonical form */
};

enum owner_result {
	OWNER_YES,
	OWNER_NO,
	OWNER_FAULT, /* a file could not be trusted or read */
};

/*
 * May the login use the mailbox?  The first source that knows the domain (a
 * login source: the login) decides; none: no.  A cpanel source knows only what
 * the login has: another's domain is for the next source to deny.  Files are
 * opened when their source is reached, cPanel's not at all for a login that
 * could be a path.  On YES and NO the rule says what decided, `SOURCE
 * FILE:LINE`, and is empty when nothing did; on FAULT the fault says which
 * file, and what to do.
 */
enum owner_result owners_match(const struct owners *,
    const struct owner_query *, struct domainlist_rule *, struct fault *);

/*
 * A domain in which the login may use a mailbox, for a sentence, from sources
 * that can tell: cpanel, login, and lookups in text files, which are read once.
 * owners_match() has said yes to what is given, so it is never another's; no
 * more than a few are tried.  False when none is found.
 */
bool owners_example(
    const struct owners *, const char *login, char domain[DOMAIN_SIZE]);

/*
 * Tells of each source, in order: `KIND;PATH` as it is written, and the part
 * that is the path.
 */
void owners_read(const struct owners *,
    void (*tell)(void *, const char *text, const char *path), void *context);

/*
 * Tells of every mailbox that these sources offer the login and owners_match()
 * says yes to; an empty local part stands for any.  The same may be told twice.
 * Wild keys are not told of, nor is what a file that cannot be used has.
 */
void owners_each(const struct owners *, const char *login,
    void (*each)(void *, struct str local, const char *domain), void *context);

/*
 * Opens every file, as domainlists_check() does, and reads text to its end;
 * cPanel's files as far as the caller can list their directory.
 */
unsigned owners_check(const struct owners *,
    void (*report)(void *, enum domainlist_finding, const char *path,
	const char *sentence),
    void *context);

#endif
