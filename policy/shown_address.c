/* SPDX-License-Identifier: ISC */
/*
 * What a person takes for an address: `@` (RFC 5322 3.4.1) with something of a
 * name before it, and a domain with a dot and a top level of letters behind
 * it.  `Jane @home`, `@jane`, `root@localhost`, and `3@2.50` are none.
 *
 * Characters are read in their compatibility form (UAX #15, NFKC), with IDNA's
 * other dots (UTS #46) and what looks like a dot (UTS #39).  `ceo (at) bank` is
 * not read: it does not look like an address but spells one, as honest people
 * do, and there is no end of spellings.
 *
 * Characters that one reader shows nothing for, and another a gap, are read
 * both ways: left out, and as a blank.
 */

#include "shown_address.h"
#include "domain.h"
#include "unicode.h"
#include "utf8.h"

#include <string.h>

/* Longer ones are not looked for the start of: RFC 5321 4.5.3.1.1 has 64. */
#define LOCAL_MAX 256

struct search {
	const char *domain; /* of the mailbox */
	struct text *text;
	struct str found;
	bool no_idn;
};

/* The code point that s begins with; what is no UTF-8 is Latin-1. */
static size_t
take(struct str s, uint32_t *c)
{
	size_t len = utf8_decode(s, c);

	if (len > 0)
		return len;
	*c = (unsigned char)s.ptr[0];
	return 1;
}

/* Copies s, what is doubtful left out or as blanks. */
static void
settle(struct str s, bool leave_out, struct text *text)
{
	uint32_t c;

	text_clear(text);
	while (s.len > 0) {
		s = str_from(s, take(s, &c));
		if (!unicode_is_doubtful(c))
			text_add_code_point(text, c);
		else if (!leave_out)
			text_add_byte(text, ' ');
	}
}

/* Writes plain dots, blanks and ASCII in lower case for what is like them. */
static void
simplify(struct text *text)
{
	struct str rest = text_view(text);
	size_t len = 0, n;
	uint32_t c;

	for (; rest.len > 0; rest = str_from(rest, n)) {
		n = take(rest, &c);
		if (unicode_is_dot(c)) {
			text->bytes[len++] = '.';
		} else if (c <= ' ' || c == 0x1680 || c == 0x2028 ||
		    c == 0x2029 || c == 0x2800) {
			text->bytes[len++] = ' ';
		} else if (c < 0x80) {
			text->bytes[len++] = ascii_lower((char)c);
		} else {
			memmove(text->bytes + len, rest.ptr, n);
			len += n;
		}
	}
	text->len = len;
}

/*
 * Is there a name before the @ at i?  `start` is where it begins.  What a
 * handle (`Jane/@jane.social`) stands behind is not part of one.
 */
static bool
has_local_part(struct str s, size_t i, size_t *start)
{
	bool named = false;
	size_t least = i < LOCAL_MAX ? 0 : i - LOCAL_MAX;
	uint32_t c;

	while (i > least && strchr(" @(<[{,;:|/", s.ptr[i - 1]) == NULL) {
		i--;
		/* Within a character, decoding fails and gives Latin-1. */
		if ((s.ptr[i] & 0xc0) != 0x80) {
			(void)take(str_from(s, i), &c);
			named |= unicode_is_word(c);
		}
	}
	*start = i;
	return named;
}

/* The end of the label at i. */
static size_t
label_end(struct str s, size_t i)
{
	uint32_t c;
	size_t n;

	for (; i < s.len; i += n) {
		n = take(str_from(s, i), &c);
		if (c != '-' && c != '_' && !unicode_is_word(c))
			break;
	}
	return i;
}

/*
 * The domain at i: labels with single dots between.  Empty when it has no dot,
 * or when its last label is nothing that a top level can be.
 */
static struct str
domain_at(struct str s, size_t i, size_t *top)
{
	const struct str none = { s.ptr, 0 };
	size_t start, end, n;
	uint32_t c;

	while (i < s.len && s.ptr[i] == '.')
		i++;
	start = i;
	*top = i;
	end = label_end(s, i);
	while (end + 1 < s.len && s.ptr[end] == '.' &&
	    (n = label_end(s, end + 1)) > end + 1) {
		*top = end + 1;
		end = n;
	}
	if (*top == start || end < *top + 2)
		return none;
	(void)take(str_from(s, *top), &c);
	return c == '-' || (c >= '0' && c <= '9') ?
	    none :
	    (struct str){ s.ptr + start, end - start };
}

static bool
is_below(const char *name, const char *above)
{
	size_t len = strlen(name), tail = strlen(above);

	return len > tail && name[len - tail - 1] == '.' &&
	    strcmp(name + len - tail, above) == 0;
}

/* Is the domain that is shown the mailbox's, or above or below it? */
static bool
is_related(struct search *search, struct str shown)
{
	char domain[DOMAIN_SIZE];

	switch (domain_canonical(shown, domain)) {
	case DOMAIN_OK:
		return strcmp(domain, search->domain) == 0 ||
		    is_below(domain, search->domain) ||
		    is_below(search->domain, domain);
	case DOMAIN_NO_IDN:
		search->no_idn = true;
		return false;
	case DOMAIN_BAD: /* so it cannot be the mailbox's */
	default:
		return false;
	}
}

/*
 * The same where something follows with no blank between that no top level of
 * ASCII holds: a word in Japanese, or an underscore.  Either end may be the one
 * that is meant.
 */
static bool
is_honest(struct search *search, struct str shown, size_t top)
{
	size_t i = top;

	if (is_related(search, shown))
		return true;
	while (i < shown.len && shown.ptr[i] != '_' &&
	    (unsigned char)shown.ptr[i] < 0x80)
		i++;
	return i < shown.len && i > top &&
	    is_related(search, (struct str){ shown.ptr, i });
}

/* Is there an address of another domain in the text? */
static bool
search_text(struct search *search)
{
	struct str s = text_view(search->text), domain;
	size_t i, start, top;

	for (i = 0; i < s.len; i++) {
		if (s.ptr[i] != '@')
			continue;
		domain = domain_at(s, i + 1, &top);
		if (domain.len == 0 || !has_local_part(s, i, &start) ||
		    is_honest(
			search, domain, top - (size_t)(domain.ptr - s.ptr)))
			continue;
		search->found.ptr = s.ptr + start;
		search->found.len =
		    (size_t)(domain.ptr + domain.len - search->found.ptr);
		return true;
	}
	return false;
}

enum shown_result
shown_address_find(struct str s, const char *domain, struct text *text,
    struct str *address, const char **missing)
{
	struct search search = { .domain = domain, .text = text };
	struct text settled;
	int leave_out;

	for (leave_out = 0; leave_out < 2; leave_out++) {
		settle(s, leave_out, &settled);
		if (settled.full)
			return SHOWN_ODD;
		if (str_is_ascii(text_view(&settled))) {
			text_clear(text);
			text_add(text, text_view(&settled));
		} else if (!unicode_normalise(text_view(&settled), text)) {
			*missing = "libglib2.0-0";
			return SHOWN_NO_LIBRARY;
		}
		simplify(text);
		if (text->full)
			return SHOWN_ODD;
		if (search_text(&search)) {
			*missing = "libidn2-0";
			*address = search.found;
			return search.no_idn ? SHOWN_NO_LIBRARY : SHOWN_OTHER;
		}
	}
	return SHOWN_NONE;
}
