/* SPDX-License-Identifier: ISC */
/*
 * Address lists (RFC 5322 3.4, 4.4), as split by Exim's
 * parse_find_address_end(), by Postfix's tok822_parse() and by sendmail's
 * sendtolist():
 *
 * - All three end an address at a comma outside of quotes and comments; a comma
 *   in the encoded word of a name is one.  Sendmail does so behind a backslash
 *   as well, and all but Exim inside of `<` without `>`.
 * - Postfix ends one at a semicolon, and adds the commas that it misses: after
 *   `>`, and between words where no `<` follows.  Sendmail does the latter,
 * too, in a value without any of `,;<(`.
 * - Postfix lets no syntax into a domain literal, the others know no literals:
 *   from one with syntax in it on, nothing is taken for syntax that protects.
 * - What stands before a colon is the name of a group, unless it holds an @:
 *   then Postfix may deliver to it.
 */

#include "recipients.h"

#include <string.h>

/*
 * Past what stands at i: a quoted string, a comment with those nested in it, a
 * backslash with the special that it shields, or a byte.
 */
static size_t
skip_item(struct str s, size_t i)
{
	char open = s.ptr[i++];
	size_t depth = 1;

	if (open == '\\')
		return i < s.len && strchr("\"()<>\\", s.ptr[i]) != NULL &&
			s.ptr[i] != '\0' ?
		    i + 1 :
		    i;
	if (open != '"' && open != '(')
		return i;
	for (; i < s.len && depth > 0; i++) {
		if (s.ptr[i] == '\\')
			i += i + 1 < s.len;
		else if (s.ptr[i] == (open == '"' ? '"' : ')'))
			depth--;
		else if (s.ptr[i] == '(' && open == '(')
			depth++;
	}
	return i;
}

static size_t
skip_cfws(struct str s, size_t i)
{
	while (i < s.len && (ascii_is_space(s.ptr[i]) || s.ptr[i] == '('))
		i = skip_item(s, i);
	return i;
}

/* Without the blanks and comments at both ends. */
static struct str
strip(struct str s)
{
	size_t i, end = 0, next;

	s = str_from(s, skip_cfws(s, 0));
	for (i = 0; i < s.len; i = skip_cfws(s, next))
		end = next = skip_item(s, i);
	s.len = end;
	return s;
}

/*
 * Past the route that begins at i: `@a,@b:`.  Nothing else is one, or addresses
 * could hide in it.
 */
static size_t
skip_route(struct str s, size_t i)
{
	size_t end;

	for (end = i; end < s.len; end++) {
		char c = s.ptr[end];

		if (c == '@') {
			if (end > i && s.ptr[end - 1] != ',')
				return i;
		} else if (c == ':') {
			return end > i ? end + 1 : i;
		} else if (end == i || s.ptr[end - 1] == ',' ||
		    (!ascii_is_alnum(c) && strchr("-._,", c) == NULL)) {
			return i;
		}
	}
	return i;
}

/*
 * Do a blank, a comment, or the end of a quoted string or domain literal part
 * words?  Around an @ they do not, and a dot may join the latter to the next.
 */
static bool
parts_words(struct str s, size_t end, size_t next, bool quoted)
{
	char left = s.ptr[end - 1], right = s.ptr[next];

	if (left == '@' || right == '@')
		return false;
	if (next > end)
		return true;
	return (quoted || left == ']' || right == '"' || right == '[') &&
	    left != '.' && right != '.';
}

/* A word without the brackets at its ends: they have no counterparts. */
static struct str
bare(struct str word)
{
	while (word.len > 0 && word.ptr[0] == '<')
		word = str_from(word, 1);
	while (word.len > 0 && word.ptr[word.len - 1] == '>')
		word.len--;
	return word;
}

static struct str
take_word(struct str *words)
{
	struct str s = str_from(*words, skip_cfws(*words, 0));
	size_t i = 0, end = 0;
	bool quoted = false;

	while (i < s.len) {
		if (i > 0 && parts_words(s, end, i, quoted || s.ptr[i] == '"'))
			break;
		quoted = s.ptr[i] == '"';
		end = skip_item(s, i);
		i = skip_cfws(s, end);
	}
	*words = str_from(s, i);
	return bare((struct str){ s.ptr, end });
}

void
recipients_open(struct recipients *list, struct str value)
{
	list->rest = value;
	list->words = (struct str){ value.ptr, 0 };
	list->literal = list->disputed = false;
}

/* What is before a colon: the name of a group, or addresses all the same. */
static struct str
take_group_name(struct str name)
{
	if (memchr(name.ptr, '@', name.len) == NULL)
		name.len = 0;
	return name;
}

/* Is a byte in a domain literal opaque to Postfix, and to others syntax? */
static bool
is_disputed(char c)
{
	return c == '"' || c == '(' || c == '\\' || c == '<' || c == '>';
}

static void
take_words(struct recipients *list, size_t len, size_t size)
{
	list->words = (struct str){ list->rest.ptr, len };
	list->rest = str_from(list->rest, size);
}

/*
 * Reads on to the end of an address in angle brackets, which it returns, or to
 * the end of a part without them, whose words are then addresses.
 */
static struct str
take_part(struct recipients *list)
{
	struct str s = list->rest, none = { s.ptr, 0 };
	size_t i = 0, next, open = 0; /* behind the last `<` */

	for (; i < s.len; i = next) {
		char c = s.ptr[i];

		if (list->literal && is_disputed(c)) {
			list->disputed = true;
			return none;
		}
		next = skip_item(s, i);
		if (c == '<' && open > 0) {
			take_words(list, i, i);
			return none;
		}
		if (c == '<') {
			open = next = skip_route(s, next);
		} else if (c == '>' && open > 0) {
			list->rest = str_from(s, next);
			return strip((struct str){ s.ptr + open, i - open });
		} else if (strchr(",;>", c) != NULL && c != '\0') {
			break;
		} else if (c == ':' && open == 0 && !list->literal) {
			take_words(list, i, next);
			list->words = take_group_name(list->words);
			return none;
		}
		list->literal = c == '[' || (list->literal && c != ']');
	}
	take_words(list, i, i + 1);
	return none;
}

/* Whatever is no syntax to anybody. */
static struct str
take_disputed(struct recipients *list)
{
	struct str s = list->rest;
	size_t i = 0;

	while (i < s.len && !ascii_is_space(s.ptr[i]) &&
	    (strchr(",;:\"()<>[]\\", s.ptr[i]) == NULL || s.ptr[i] == '\0'))
		i++;
	list->rest = str_from(s, i + 1);
	return (struct str){ s.ptr, i };
}

bool
recipients_next(struct recipients *list, struct str *address)
{
	for (;;) {
		while (list->words.len > 0) {
			*address = take_word(&list->words);
			if (address->len > 0)
				return true;
		}
		if (list->rest.len == 0)
			return false;
		*address =
		    list->disputed ? take_disputed(list) : take_part(list);
		if (address->len > 0)
			return true;
	}
}

struct str
recipients_domain(struct str address)
{
	size_t i = address.len;

	while (i > 0 && address.ptr[i - 1] != '@')
		i--;
	return str_from(address, i > 0 ? i : address.len);
}
