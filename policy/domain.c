/* SPDX-License-Identifier: ISC */
/*
 * The canonical form of a domain (RFC 5321 4.1.2, 4.1.3; RFC 5890).
 *
 * What counts as a name is Exim's rule, a little wider: letters, digits and
 * hyphens, labels that do not begin with a hyphen, and the underscore that
 * host names of the real world have.
 */

#include "domain.h"

#include <arpa/inet.h>

#include <stdint.h>
#include <string.h>

#include "idn.h"

#define LABEL_MAX 63
#define NAME_MAX_ASCII 253 /* 255 octets on the wire */

/* 253 code points of at most 4 bytes: a longer name has no A-labels. */
#define NAME_SIZE_UTF8 (253 * 4 + 1)

/*
 * An A-label that encodes nothing (`xn--bank-`) would be shown as the ASCII in
 * it by readers that decode without a check.
 */
static bool
is_label(struct str s)
{
	if (s.len >= 4 && s.ptr[s.len - 1] == '-' &&
	    str_is_nocase((struct str){ s.ptr, 4 }, "xn--"))
		return false;
	return s.len > 0;
}

/* Is this one label, or several with dots between them? */
static bool
is_name(struct str s)
{
	size_t i, label = 0;

	if (s.len == 0 || s.len > NAME_MAX_ASCII)
		return false;
	for (i = 0; i < s.len; i++) {
		char c = s.ptr[i];

		if (c == '.') {
			if (!is_label((struct str){ s.ptr + i - label, label }))
				return false;
			label = 0;
			continue;
		}
		if (!ascii_is_alnum(c) && c != '_' && (c != '-' || label == 0))
			return false;
		if (++label > LABEL_MAX)
			return false;
	}
	return is_label((struct str){ s.ptr + i - label, label });
}

/* Copies s, which must fit, in lower case. */
static void
copy_lower(struct str s, char domain[DOMAIN_SIZE])
{
	size_t i;

	for (i = 0; i < s.len; i++)
		domain[i] = ascii_lower(s.ptr[i]);
	domain[i] = '\0';
}

/* `[192.0.2.1]` or `[IPv6:2001:db8::1]`; s begins with the bracket. */
static enum domain_result
canonical_literal(struct str s, char domain[DOMAIN_SIZE])
{
	char text[INET6_ADDRSTRLEN];
	unsigned char address[sizeof(struct in6_addr)];
	struct str inner = { s.ptr + 1, s.len - 1 };
	int family = AF_INET;

	if (inner.len == 0 || inner.ptr[inner.len - 1] != ']')
		return DOMAIN_BAD;
	inner.len--;
	if (inner.len >= 5 &&
	    str_is_nocase((struct str){ inner.ptr, 5 }, "IPv6:")) {
		family = AF_INET6;
		inner = str_from(inner, 5);
	}
	/* An embedded NUL would end the text early and hide what follows. */
	if (inner.len >= sizeof(text) ||
	    memchr(inner.ptr, '\0', inner.len) != NULL)
		return DOMAIN_BAD;
	memcpy(text, inner.ptr, inner.len);
	text[inner.len] = '\0';
	if (inet_pton(family, text, address) != 1)
		return DOMAIN_BAD;
	copy_lower(s, domain);
	return DOMAIN_OK;
}

static enum domain_result
canonical_idn(struct str s, char domain[DOMAIN_SIZE])
{
	char name[NAME_SIZE_UTF8];
	enum domain_result result;

	if (s.len >= sizeof(name) || memchr(s.ptr, '\0', s.len) != NULL)
		return DOMAIN_BAD;
	memcpy(name, s.ptr, s.len);
	name[s.len] = '\0';
	result = idn_to_ascii(name, domain);
	/* Its ASCII letters must be those that any name may have. */
	if (result == DOMAIN_OK && !is_name(str_of(domain)))
		result = DOMAIN_BAD;
	if (result != DOMAIN_OK)
		domain[0] = '\0';
	return result;
}

enum domain_result
domain_canonical(struct str s, char domain[DOMAIN_SIZE])
{
	domain[0] = '\0';
	if (s.len > 0 && s.ptr[0] == '[')
		return canonical_literal(s, domain);
	if (s.len > 0 && s.ptr[s.len - 1] == '.')
		s.len--;
	if (!str_is_ascii(s))
		return canonical_idn(s, domain);
	if (!is_name(s))
		return DOMAIN_BAD;
	copy_lower(s, domain);
	return DOMAIN_OK;
}

bool
domain_unicode(const char *domain, char unicode[DOMAIN_SIZE])
{
	/* Not a test of every label: a cheap way to leave libidn2 alone. */
	return strstr(domain, "xn--") != NULL &&
	    idn_to_unicode(domain, unicode) && strcmp(domain, unicode) != 0;
}
