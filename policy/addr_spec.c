/* SPDX-License-Identifier: ISC */
/*
 * addr-spec of RFC 5322 3.4.1: local-part [ "@" domain ].
 *
 * Blanks may stand around the parts (RFC 5322 4.4), but not inside one: a
 * reader that stops there shows another address.  Comments may stand around
 * the whole only, since some readers make them part of the domain.  Specials in
 * a quoted local part are legal, and read as another address by readers that
 * look for the first `@` or for angle brackets.
 */

#include "address_parser.h"

#include <string.h>

#define ADDRESS_MAX 255 /* RFC 5321 4.5.3.1.3, and Exim's limit */

/* atext and dots, and 8-bit bytes (RFC 6531). */
static bool
is_local_byte(char c)
{
	return ascii_is_alnum(c) || (unsigned char)c >= 0x80 ||
	    strchr("!#$%&'*+-/=?^_`{|}~.", c) != NULL;
}

/*
 * A local part alone is mail from this host (`root`), unless something in it,
 * or beside it, is an address to some readers: bang and percent paths, X.400
 * names, look-alikes of the at sign, an address in quotes.
 */
static enum address_result
check_unqualified(struct address_parser *p)
{
	struct str local = p->mailbox->local;
	size_t i;

	if (p->survey.quoted_at)
		return address_refuse(p, ADDRESS_AMBIGUOUS,
		    "has an @ only in quotes; write the address outside of "
		    "them");
	for (i = 0; i < local.len; i++)
		if ((unsigned char)local.ptr[i] >= 0x80 ||
		    strchr("!%/|", local.ptr[i]) != NULL)
			return address_refuse(p, ADDRESS_AMBIGUOUS,
			    "has no domain and is more than a login name; "
			    "write it as name@domain");
	return ADDRESS_OK;
}

/* The end of the local part at i: dots, and atoms or quoted strings between. */
static size_t
local_part_end(struct str spec, size_t i)
{
	size_t start = i;

	while (i < spec.len) {
		bool word_start = i == start || spec.ptr[i - 1] == '.';
		bool quote_end = i > start && spec.ptr[i - 1] == '"';

		if (word_start && spec.ptr[i] == '"')
			i = address_skip_quoted(spec, i);
		else if (is_local_byte(spec.ptr[i]) &&
		    (!quote_end || spec.ptr[i] == '.'))
			i++;
		else
			break;
	}
	return i;
}

/* Would a reader that decodes encoded words (RFC 2047) find one in it? */
static bool
holds_encoded_word(struct str s)
{
	const char *open = memmem(s.ptr, s.len, "=?", 2);

	if (open == NULL)
		return false;
	s = str_from(s, (size_t)(open - s.ptr) + 2);
	return memmem(s.ptr, s.len, "?=", 2) != NULL;
}

static bool
holds_any(struct str s, const char *bytes)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (strchr(bytes, s.ptr[i]) != NULL)
			return true;
	return false;
}

/* Bytes that sendmail 8.17 escapes for itself, and leaves so, in domains. */
static bool
holds_mangled(struct str domain)
{
	size_t i;

	for (i = 0; i < domain.len; i++)
		if ((unsigned char)domain.ptr[i] >= 0x80 &&
		    (unsigned char)domain.ptr[i] < 0xa0)
			return true;
	return false;
}

static bool
is_domain_byte(char c)
{
	return !ascii_is_space(c) && strchr("()<>,;:\"@\\[]", c) == NULL;
}

static size_t
domain_end(struct str spec, size_t i)
{
	if (i < spec.len && spec.ptr[i] == '[') {
		i++;
		while (i < spec.len &&
		    (is_domain_byte(spec.ptr[i]) || spec.ptr[i] == ':'))
			i++;
		if (i < spec.len && spec.ptr[i] == ']')
			i++;
		return i;
	}
	while (i < spec.len && is_domain_byte(spec.ptr[i]))
		i++;
	return i;
}

/* Something stands at i, behind a part that ended at `end`. */
static enum address_result
refuse_rest(struct address_parser *p, struct str spec, size_t end, size_t i)
{
	if (spec.ptr[i] == '.' || spec.ptr[end - 1] == '.')
		return address_refuse(p, ADDRESS_AMBIGUOUS,
		    "has a blank or a comment inside its address; remove it");
	if (spec.ptr[i] == '@')
		return address_refuse(p, ADDRESS_AMBIGUOUS,
		    "has more than one @; write one address, name@domain");
	return address_refuse(p, ADDRESS_MALFORMED,
	    "is not one address; write it as name@domain or \"Name\" "
	    "<name@domain>");
}

/* Does a comment stand inside the address, or anywhere in angle brackets? */
static bool
has_comment(const struct address_parser *p, struct str spec, struct str domain)
{
	struct str local = p->mailbox->local;
	const char *local_end = local.ptr + local.len;
	struct str before = { spec.ptr, (size_t)(local.ptr - spec.ptr) };
	struct str between = { local_end, (size_t)(domain.ptr - local_end) };
	struct str after =
	    str_from(spec, (size_t)(domain.ptr - spec.ptr) + domain.len);

	if (p->survey.angles > 0 &&
	    (holds_any(before, "(") || holds_any(after, "(")))
		return true;
	return holds_any(between, "(");
}

/* What servers and readers do not agree about, name or no name. */
static enum address_result
check_domain(struct address_parser *p, struct str spec, struct str domain)
{
	if (domain.len > 0 && has_comment(p, spec, domain))
		return address_refuse(p, ADDRESS_AMBIGUOUS,
		    "has a comment inside its address; remove it");
	if (holds_mangled(domain))
		return address_refuse(p, ADDRESS_MALFORMED,
		    "has a domain that not all servers can carry; write it "
		    "as an A-label (xn--...)");
	if (p->mailbox->local.len + domain.len > ADDRESS_MAX)
		return address_refuse(p, ADDRESS_MALFORMED,
		    "is longer than 255 bytes; shorten it");
	return ADDRESS_OK;
}

/* The domain behind the @ at i. */
static enum address_result
parse_domain(struct address_parser *p, struct str spec, size_t i)
{
	size_t start = address_skip_cfws(spec, i + 1);
	size_t end = domain_end(spec, start);
	size_t rest = address_skip_cfws(spec, end);
	struct str domain = { spec.ptr + start, end - start };
	enum address_result result;

	if (rest < spec.len && domain.len > 0)
		return refuse_rest(p, spec, end, rest);
	result = check_domain(p, spec, domain);
	if (result != ADDRESS_OK)
		return result;
	switch (domain_canonical(domain, p->mailbox->domain)) {
	case DOMAIN_OK:
		p->mailbox->qualified = true;
		return ADDRESS_OK;
	case DOMAIN_NO_IDN:
		return address_refuse(p, ADDRESS_MALFORMED,
		    "has an internationalised domain, and libidn2 is not "
		    "installed; write the domain as an A-label (xn--...)");
	case DOMAIN_BAD:
	default:
		return address_refuse(p, ADDRESS_MALFORMED,
		    "has no valid domain name after its @; write it as "
		    "name@domain");
	}
}

enum address_result
addr_spec_parse(struct address_parser *p, struct str spec)
{
	size_t start = address_skip_cfws(spec, 0);
	size_t end = local_part_end(spec, start);
	size_t rest = address_skip_cfws(spec, end);
	struct str local = { spec.ptr + start, end - start };

	if (start == spec.len)
		return address_refuse(p, ADDRESS_MALFORMED,
		    "names no address; write it as name@domain");
	if (spec.ptr[start] == '@' && memchr(spec.ptr, ':', spec.len) != NULL)
		return address_refuse(p, ADDRESS_AMBIGUOUS,
		    "has a source route, which servers remove; write the "
		    "address alone");
	if (local.len == 0)
		return address_refuse(p, ADDRESS_MALFORMED,
		    "has nothing that can stand before the @ of an address; "
		    "write it as name@domain");
	if (holds_any(local, "@<>"))
		return address_refuse(p, ADDRESS_AMBIGUOUS,
		    "has an @ or angle brackets in its quoted local part; "
		    "write the address without them");
	if (holds_encoded_word(local))
		return address_refuse(p, ADDRESS_AMBIGUOUS,
		    "has an encoded word in the address; encode only the "
		    "display name");
	if (local.len > ADDRESS_MAX)
		return address_refuse(p, ADDRESS_MALFORMED,
		    "is longer than 255 bytes; shorten it");
	if (p->survey.angles == 0 && p->survey.odd_comment)
		return address_refuse(p, ADDRESS_AMBIGUOUS,
		    "has a comment in a comment, or a backslash in one; "
		    "write it as \"Name\" <name@domain>");
	p->mailbox->local = local;
	if (rest == spec.len)
		return check_unqualified(p);
	if (spec.ptr[rest] != '@')
		return refuse_rest(p, spec, end, rest);
	return parse_domain(p, spec, rest);
}
