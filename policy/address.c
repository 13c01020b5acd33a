/* SPDX-License-Identifier: ISC */
/*
 * The grammar of RFC 5322 3.4 for one mailbox, held narrower where readers
 * differ and wider where only one mailbox can be meant:
 *
 *	value     = phrase "<" addr-spec ">" / addr-spec
 *	phrase    = any words; "." "[" "]" ";" and 8-bit bytes are allowed
 *	addr-spec = local-part [ "@" domain ]
 *
 * with blanks and closed comments around every part, but not inside a domain:
 * one reader would join what another cuts off.  Encoded words (RFC 2047) are
 * atoms like any other.  To decode them before parsing, as Exim's $h_From:
 * does, lets the sender write the syntax.
 *
 * Two passes, each linear: take_survey() checks quotes, comments and bytes and
 * counts the specials outside them; then the mailbox is read from the part
 * that can only be the addr-spec.
 */

#include "address.h"
#include "address_parser.h"

#include <string.h>

#define QUOTE_SHOWN 80 /* bytes of a value that a sentence quotes */

enum address_result
address_refuse(
    struct address_parser *p, enum address_result result, const char *sentence)
{
	int shown =
	    p->value.len < QUOTE_SHOWN ? (int)p->value.len : QUOTE_SHOWN;

	fault_set(p->fault, "The %s `%.*s%s` %s.", p->what, shown, p->value.ptr,
	    p->value.len > QUOTE_SHOWN ? "..." : "", sentence);
	return result;
}

static bool
is_blank(char c)
{
	return ascii_is_blank(c) || c == '\r' || c == '\n';
}

static bool
is_control(char c)
{
	return ((unsigned char)c < ' ' && !is_blank(c)) || c == 0x7f;
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
		else if (is_blank(value.ptr[i]))
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
	if (holds(p->value, start, *i, '@') || holds(p->value, start, *i, '<'))
		return address_refuse(p, ADDRESS_AMBIGUOUS,
		    "has an address in a comment, which some readers take "
		    "for the author; remove it");
	return ADDRESS_OK;
}

static enum address_result
take_survey(struct address_parser *p)
{
	struct str value = p->value;
	enum address_result result = ADDRESS_OK;
	size_t i;

	p->survey.any_at = memchr(value.ptr, '@', value.len) != NULL;
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

/* `phrase <addr-spec>`: what stands outside of the angle brackets. */
static enum address_result
check_phrase(struct address_parser *p)
{
	const struct address_survey *survey = &p->survey;

	if (survey->angles != 1 || survey->angle_ends != 1 ||
	    survey->close < survey->open)
		return address_refuse(p, ADDRESS_MALFORMED,
		    "has not one `<` with one `>` behind it; write it as "
		    "\"Name\" <name@domain>");
	if (address_skip_cfws(p->value, survey->close + 1) < p->value.len)
		return address_refuse(p, ADDRESS_MALFORMED,
		    "has text after the `>`; write it as \"Name\" "
		    "<name@domain>");
	if (survey->phrase_at)
		return address_refuse(p, ADDRESS_AMBIGUOUS,
		    "has an @ in its name; put the name into double quotes");
	if (survey->phrase_colon)
		return address_refuse(p, ADDRESS_MALFORMED,
		    "has a colon in its name, which makes it a group; put "
		    "the name into double quotes");
	if (survey->phrase_backslash)
		return address_refuse(p, ADDRESS_AMBIGUOUS,
		    "has a backslash in its name; put the name into double "
		    "quotes");
	return ADDRESS_OK;
}

enum address_result
address_parse(struct str value, const char *what, struct mailbox *mailbox,
    struct fault *fault)
{
	struct address_parser p = { .value = str_trim(value),
		.what = what,
		.mailbox = mailbox,
		.fault = fault };
	struct str spec = p.value;
	enum address_result result;

	*mailbox = (struct mailbox){ .local = { value.ptr, 0 } };
	if (p.value.len > ADDRESS_VALUE_MAX)
		return address_refuse(&p, ADDRESS_MALFORMED,
		    "is longer than 8192 bytes; shorten it");
	result = take_survey(&p);
	if (result != ADDRESS_OK)
		return result;
	if (p.survey.commas > 0)
		return address_refuse(&p, ADDRESS_MULTIPLE,
		    "names several mailboxes; name one, and put a name that "
		    "holds a comma into double quotes");
	if (p.survey.angles > 0 || p.survey.angle_ends > 0) {
		result = check_phrase(&p);
		if (result != ADDRESS_OK)
			return result;
		spec = (struct str){ p.value.ptr + p.survey.open + 1,
			p.survey.close - p.survey.open - 1 };
	}
	return addr_spec_parse(&p, spec);
}
