/* SPDX-License-Identifier: ISC */
/*
 * Telling quoted strings, comments (RFC 5322 3.2.2, 3.2.4) and the specials
 * outside of them apart, and what readers are known to misread in them.
 */

#include "address_parser.h"

#include <string.h>

static bool
is_control(char c)
{
	return ((unsigned char)c < ' ' && !ascii_is_fws(c)) || c == 0x7f;
}

/* Past the quoted string that opens at i; value.len + 1 when it never ends. */
size_t
address_skip_quoted(struct str value, size_t i)
{
	for (i++; i < value.len; i++) {
		if (value.ptr[i] == '"')
			return i + 1;
		if (value.ptr[i] == '\\')
			i++;
	}
	return value.len + 1;
}

/* Past the comment, and those nested in it, that opens at i; likewise. */
static size_t
skip_comment(struct str value, size_t i)
{
	size_t depth = 0;

	for (; i < value.len; i++) {
		if (value.ptr[i] == '(') {
			depth++;
		} else if (value.ptr[i] == ')') {
			if (--depth == 0)
				return i + 1;
		} else if (value.ptr[i] == '\\') {
			i++;
		}
	}
	return value.len + 1;
}

/* Past blanks and comments; survey() has seen that every comment ends. */
size_t
address_skip_cfws(struct str value, size_t i)
{
	while (i < value.len) {
		if (value.ptr[i] == '(')
			i = skip_comment(value, i);
		else if (ascii_is_fws(value.ptr[i]))
			i++;
		else
			break;
	}
	return i;
}

/* Notes a byte that stands outside of quotes and comments. */
static void
survey_special(struct address_survey *survey, char c, size_t i)
{
	bool inside = survey->angles > survey->angle_ends;

	switch (c) {
	case '<':
		if (survey->angles++ == 0)
			survey->open = i;
		break;
	case '>':
		if (survey->angle_ends++ == 0)
			survey->close = i;
		break;
	case ',':
		survey->commas += !inside;
		break;
	case '@':
		survey->phrase_at |= !inside;
		break;
	case ':':
		survey->phrase_colon |= !inside;
		break;
	case '\\':
		survey->phrase_backslash |= !inside;
		break;
	case ';':
	case '[':
	case ']':
		survey->phrase_loose |= !inside;
		break;
	default:
		break;
	}
}

static bool
holds(struct str value, size_t from, size_t to, char c)
{
	return memchr(value.ptr + from, c, to - from) != NULL;
}

/*
 * A quoted string is no obstacle to readers that look for `@` and `<` alone.
 * A name in quotes they leave alone, until a quoted pair is in it as well.
 */
static enum address_result
survey_quoted(struct address_parser *p, size_t *i)
{
	size_t start = *i;

	*i = address_skip_quoted(p->value, start);
	if (*i > p->value.len)
		return address_refuse(p, ADDRESS_MALFORMED,
		    "opens a quote that never closes; add the second \"");
	p->survey.quoted_at |= holds(p->value, start, *i, '@');
	if (holds(p->value, start, *i, '\\') && holds(p->value, start, *i, '@'))
		return address_refuse(p, ADDRESS_AMBIGUOUS,
		    "has a backslash and an @ in one quoted string; remove "
		    "one of them");
	return ADDRESS_OK;
}

static enum address_result
survey_comment(struct address_parser *p, size_t *i)
{
	size_t start = *i;

	*i = skip_comment(p->value, start);
	if (*i > p->value.len)
		return address_refuse(p, ADDRESS_AMBIGUOUS,
		    "opens a comment that never closes; add the `)` or "
		    "quote the name");
	p->survey.odd_comment |= holds(p->value, start + 1, *i, '(') ||
	    holds(p->value, start, *i, '\\');
	if (holds(p->value, start, *i, '@') ||
	    holds(p->value, start, *i, '<') || holds(p->value, start, *i, '>'))
		return address_refuse(p, ADDRESS_AMBIGUOUS,
		    "has an address in a comment, which some readers take "
		    "for the author; remove it");
	return ADDRESS_OK;
}

enum address_result
address_take_survey(struct address_parser *p)
{
	struct str value = p->value;
	enum address_result result = ADDRESS_OK;
	size_t i;

	for (i = 0; i < value.len; i++)
		if (is_control(value.ptr[i]))
			return address_refuse(p, ADDRESS_MALFORMED,
			    "holds a control byte; remove it");
	for (i = 0; i < value.len && result == ADDRESS_OK;) {
		if (value.ptr[i] == '"') {
			result = survey_quoted(p, &i);
		} else if (value.ptr[i] == '(') {
			result = survey_comment(p, &i);
		} else if (value.ptr[i] == ')') {
			result = address_refuse(p, ADDRESS_MALFORMED,
			    "closes a comment that is not open; remove the "
			    "`)` or quote the name");
		} else {
			survey_special(&p->survey, value.ptr[i], i);
			i++;
		}
	}
	return result;
}
