/* SPDX-License-Identifier: ISC */
/*
 * One item of a domain list (Exim specification, 10.8 and 10.3).
 *
 * What Exim understands and truefrom does not is a complaint, never an item
 * that silently matches nothing.
 */

#include "listitem.h"

#include <stdio.h>
#include <string.h>

#include "interface.h"

/* Does the text hold something that only Exim could expand or match? */
static const char *
complain(const char *s)
{
	if (s[0] == '^' || strncmp(s, "\\N^", 3) == 0)
		return "is a regular expression, which is not supported; list "
		       "the domains, or write *.DOMAIN";
	if (strchr(s, '$') != NULL)
		return "needs expansion, which is not supported; write what "
		       "it expands to";
	if (strchr(s, '\\') != NULL)
		return "has a backslash in it, which is not supported; write "
		       "the character that it stands for";
	if (s[0] == '@' && s[1] != '\0' && strcmp(s, "@[]") != 0)
		return "is not supported; of the items that begin with @ use "
		       "@ or @[]";
	return NULL;
}

/*
 * Puts the canonical form of a name or tail with U-labels, where it has one,
 * in its place.  A tail has one only where it begins at a label.
 */
static const char *
canonicalise(struct listitem *item, char canonical[DOMAIN_SIZE + 1])
{
	static const char no_idn[] =
	    "is an internationalised name, and libidn2 cannot be loaded; "
	    "install libidn2, or write the name with xn-- labels";
	bool dotted = item->kind == LISTITEM_TAIL && item->name[0] == '.';
	struct str name = str_of(item->name + (dotted ? 1 : 0));
	char *domain = canonical + (dotted ? 1 : 0);

	if (str_is_ascii(str_of(item->name)))
		return NULL;
	canonical[0] = '.';
	switch (domain_canonical(name, domain)) {
	case DOMAIN_NO_IDN:
		return no_idn;
	case DOMAIN_OK:
		if (dotted || item->kind == LISTITEM_NAME)
			item->name = canonical;
		break;
	case DOMAIN_BAD:
		break;
	}
	return NULL;
}

const char *
listitem_parse(const char *text, enum listitem_scope scope,
    char canonical[DOMAIN_SIZE + 1], struct listitem *item)
{
	const char *s = text, *complaint;

	memset(item, 0, sizeof(*item));
	item->text = text;
	if (*s == '!') {
		item->negated = true;
		for (s++; ascii_is_space(*s); s++)
			;
	}
	complaint = complain(s);
	if (complaint != NULL)
		return complaint;

	item->kind = LISTITEM_NAME;
	if (*s == '*')
		item->kind = LISTITEM_TAIL;
	else if (strcmp(s, "@") == 0)
		item->kind = LISTITEM_HOSTNAME;
	else if (strcmp(s, "@[]") == 0)
		item->kind = LISTITEM_INTERFACE;
	else if (*s == '/' && scope == LISTITEM_IN_LIST)
		item->kind = LISTITEM_FILE;
	else if (*s == '+' && scope == LISTITEM_IN_LIST)
		item->kind = LISTITEM_LIST;
	else if (strchr(s, ';') != NULL)
		item->kind = LISTITEM_LOOKUP;

	if (item->kind == LISTITEM_LOOKUP)
		return lookup_parse(s, &item->lookup);
	if (item->kind == LISTITEM_TAIL || item->kind == LISTITEM_LIST)
		s++;
	item->name = item->written = s;
	if (item->kind == LISTITEM_TAIL || item->kind == LISTITEM_NAME)
		return canonicalise(item, canonical);
	return NULL;
}

static bool
form_matches(enum listitem_kind kind, const char *name, const char *subject)
{
	struct str s = str_of(subject);
	size_t len = strlen(name);

	if (kind == LISTITEM_TAIL && s.len > len)
		s = str_from(s, s.len - len);
	return str_is_nocase(s, name);
}

static bool
name_matches(const struct listitem *item, struct subject *subject)
{
	const char *unicode;

	if (form_matches(item->kind, item->name, subject->name))
		return true;
	unicode = subject_unicode(subject);
	return unicode != NULL &&
	    form_matches(item->kind, item->written, unicode);
}

static enum domainlist_match
match_hostname(const struct listitem *item, const struct subject *subject,
    const struct domainlist_host *host, struct fault *fault)
{
	const char *name = NULL;

	if (host->primary_hostname != NULL)
		name = host->primary_hostname(host->context);
	if (name == NULL) {
		listitem_fault(fault, &item->place, item->text,
		    "stands for the name of this host, which cannot be found "
		    "out; write the name itself");
		return DOMAINLIST_FAULT;
	}
	return str_is_nocase(str_of(name), subject->name) ? DOMAINLIST_YES :
							    DOMAINLIST_NO;
}

static enum domainlist_match
match_interface(const struct listitem *item, const struct subject *subject,
    struct fault *fault)
{
	switch (interface_has(subject->name)) {
	case INTERFACE_YES:
		return DOMAINLIST_YES;
	case INTERFACE_NO:
		return DOMAINLIST_NO;
	default:
		listitem_fault(fault, &item->place, item->text,
		    "stands for the addresses of this host, which cannot be "
		    "found out; write the addresses themselves");
		return DOMAINLIST_FAULT;
	}
}

/* Looks for either form of the subject, and sets the rule to where it is. */
static enum domainlist_match
match_lookup(const struct listitem *item, struct subject *subject, uid_t owner,
    struct domainlist_rule *rule, struct fault *fault)
{
	enum lookup_result result;
	unsigned line;

	result = lookup_subject(
	    &item->lookup, subject, owner, &item->place, NULL, &line, fault);
	if (result == LOOKUP_FAULT)
		return DOMAINLIST_FAULT;
	if (result == LOOKUP_NO)
		return DOMAINLIST_NO;
	listitem_rule_in(item->text, item->lookup.path, line, rule);
	return DOMAINLIST_YES;
}

enum domainlist_match
listitem_match(const struct listitem *item, struct subject *subject,
    const struct domainlist_host *host, struct domainlist_rule *rule,
    struct fault *fault)
{
	enum domainlist_match result;

	switch (item->kind) {
	case LISTITEM_LOOKUP:
		return match_lookup(item, subject, host->owner, rule, fault);
	case LISTITEM_HOSTNAME:
		result = match_hostname(item, subject, host, fault);
		break;
	case LISTITEM_INTERFACE:
		result = match_interface(item, subject, fault);
		break;
	default:
		result = name_matches(item, subject) ? DOMAINLIST_YES :
						       DOMAINLIST_NO;
		break;
	}
	if (result == DOMAINLIST_YES)
		listitem_rule(item, rule);
	return result;
}

void
listitem_rule(const struct listitem *item, struct domainlist_rule *rule)
{
	listitem_rule_in(item->text, item->place.file, item->place.line, rule);
}

void
listitem_rule_in(const char *text, const char *path, unsigned line,
    struct domainlist_rule *rule)
{
	if (line > 0)
		(void)snprintf(rule->text, sizeof(rule->text), "%s %s:%u", text,
		    path, line);
	else
		(void)snprintf(
		    rule->text, sizeof(rule->text), "%s %s", text, path);
}

void
listitem_fault(struct fault *fault, const struct listfile_place *place,
    const char *text, const char *complaint)
{
	fault_set(fault, "%s:%u: \"%s\" %s.", place->file, place->line, text,
	    complaint);
}
