/* SPDX-License-Identifier: ISC */
/*
 * Logins and what each may send as, in the patterns of Postfix's
 * local_login_sender_maps (postconf(5)):
 *
 *	user@domain	the mailbox, and user+EXTENSION@domain
 *	@domain		all mailboxes of the domain, not of its subdomains
 *	*		all
 *
 * All are blind to ASCII case.  The others that Postfix has, `user` and `<>`,
 * fit senders without a domain, which no author is.
 *
 * Postfix takes off what follows a recipient_delimiter, and has none unless
 * it is told of one.  Here it is `+`, and a pattern may have an extension, too.
 */

#include <string.h>

#include "listitem.h"
#include "owner_source.h"

#define DELIMITER "+"

#define LOCAL_MAX 255 /* no address is longer */

/*
 * Writes the local part without quotes and escapes; false when it is too long,
 * or is no text.
 */
static bool
unquote(struct str local, char text[LOCAL_MAX + 1])
{
	size_t i, len = 0;

	text[0] = '\0';
	if (local.len > LOCAL_MAX || memchr(local.ptr, '\0', local.len) != NULL)
		return false;
	for (i = 0; i < local.len; i++) {
		if (local.ptr[i] == '"')
			continue;
		if (local.ptr[i] == '\\' && i + 1 < local.len)
			i++;
		text[len++] = local.ptr[i];
	}
	text[len] = '\0';
	return true;
}

/* Is it the local part, or what is left of that without its extension? */
static bool
local_fits(struct str pattern, struct str local)
{
	char want[LOCAL_MAX + 1], text[LOCAL_MAX + 1];
	struct str is;

	if (!unquote(pattern, want) || !unquote(local, text))
		return false;
	is = str_of(text);
	if (str_is_nocase(is, want))
		return true;
	is.len = strcspn(text, DELIMITER);
	return is.len > 0 && str_is_nocase(is, want);
}

/* Splits a pattern at its last @; false when it has none. */
static bool
split(struct str pattern, struct str *local, struct str *domain)
{
	const char *at = memrchr(pattern.ptr, '@', pattern.len);

	if (at == NULL)
		return false;
	*local = (struct str){ pattern.ptr, (size_t)(at - pattern.ptr) };
	*domain = str_from(pattern, local->len + 1);
	return true;
}

static bool
fits(struct str pattern, struct str sender, struct subject *subject)
{
	struct str local, domain;
	const char *unicode;

	if (str_is(pattern, "*"))
		return true;
	if (!split(pattern, &local, &domain))
		return false;
	if (!str_is_nocase(domain, subject->name) &&
	    ((unicode = subject_unicode(subject)) == NULL ||
		!str_is_nocase(domain, unicode)))
		return false;
	return local.len == 0 || local_fits(local, sender);
}

static enum owner_says
ask(const struct owner_source *source, const struct owner_query *query,
    struct subject *subject, struct domainlist_rule *rule, struct fault *fault)
{
	char data[LOOKUP_DATA_MAX + 1];
	struct str text, pattern;
	enum lookup_result result;
	unsigned line;

	result = lookup_data(&source->lookup, query->login, source->owner,
	    &source->place, data, &line, fault);
	if (result != LOOKUP_YES)
		return result == LOOKUP_NO ? OWNER_SAYS_NOTHING :
					     OWNER_SAYS_FAULT;
	listitem_rule_in(source->text, source->lookup.path, line, rule);
	text = str_of(data);
	while (owner_word(&text, &pattern))
		if (fits(pattern, query->local, subject))
			return OWNER_SAYS_YES;
	return OWNER_SAYS_NO;
}

static bool
example(const struct owner_source *source, const char *login,
    struct owner_offer *offer)
{
	char data[LOOKUP_DATA_MAX + 1];
	struct fault fault;
	struct str text, pattern, local, domain;
	unsigned line;

	if (lookup_data(&source->lookup, login, source->owner, &source->place,
		data, &line, &fault) != LOOKUP_YES)
		return false;
	text = str_of(data);
	while (owner_word(&text, &pattern))
		if (split(pattern, &local, &domain) &&
		    offer->take(offer, local, domain))
			return true;
	return false;
}

const struct owner_kind owner_by_login = {
	.ask = ask,
	.example = example,
	.check = owner_check_lookup,
};
