/* SPDX-License-Identifier: ISC */
/*
 * Lines and field names (RFC 5322 2.2) by the rules of Exim 4.96, Postfix 3.7
 * and sendmail 8.17, and where these differ.
 */

#include "header_line.h"

#include <string.h>

#define FIELD_NAME_MAX 100

struct header_line
header_line_at(struct str rest)
{
	const char *lf = memchr(rest.ptr, '\n', rest.len);
	struct header_line line = { rest, rest, rest.len, false, false };

	if (lf == NULL)
		return line;
	line.text.len = (size_t)(lf - rest.ptr);
	line.size = line.text.len + 1;
	if (line.text.len > 0 && lf[-1] == '\r') {
		line.text.len--;
		line.crlf = true;
	} else {
		line.lf = true;
	}
	return line;
}

/* Exim's rule for the bytes of a field name. */
static bool
is_name_byte(char c)
{
	return (unsigned char)c > ' ' && c != 0x7f && c != ':';
}

/*
 * Where a field's colon is: past the name and the white space behind it, which
 * for Exim may hold folds.  False when there is none; `colon` is then where it
 * should have been.
 */
static bool
find_colon(struct str rest, size_t *name_len, size_t *colon)
{
	size_t i = 0;

	while (i < rest.len && is_name_byte(rest.ptr[i]))
		i++;
	*name_len = i;
	while (i < rest.len && ascii_is_space(rest.ptr[i])) {
		*colon = i++;
		if (rest.ptr[*colon] == '\n' && i < rest.len &&
		    !ascii_is_blank(rest.ptr[i]))
			return false;
	}
	*colon = i;
	return i < rest.len && rest.ptr[i] == ':';
}

/*
 * Do all MTAs take `rest` to begin with a field, given where its colon is?  To
 * sendmail a name of more than 100 bytes is none, nor is one after two dashes,
 * which part the bodies of MIME; Postfix looks for the colon in the first 2048
 * bytes only.
 */
static bool
is_plain_field(struct str rest, size_t name_len, size_t colon)
{
	size_t i;

	if (colon > FIELD_NAME_MAX || str_starts(rest, "--"))
		return false;
	for (i = 0; i < name_len; i++)
		if ((unsigned char)rest.ptr[i] > 0x7e)
			return false;
	for (i = name_len; i < colon; i++)
		if (!ascii_is_blank(rest.ptr[i]))
			return false;
	return name_len > 0;
}

enum header_line_kind
header_line_classify(const struct header_line *line, bool first, bool whole)
{
	size_t name_len, colon;

	if (!whole && !line->lf && !line->crlf)
		return HEADER_LINE_CUT;
	if (line->text.len == 0)
		return HEADER_LINE_EMPTY;
	if (ascii_is_blank(line->text.ptr[0]))
		return first ? HEADER_LINE_BODY : HEADER_LINE_FOLD;
	if (!find_colon(line->rest, &name_len, &colon)) {
		if (!whole && colon == line->rest.len)
			return HEADER_LINE_CUT;
		return HEADER_LINE_BODY;
	}
	if (!is_plain_field(line->rest, name_len, colon))
		return HEADER_LINE_ODD_FIELD;
	return HEADER_LINE_FIELD;
}

static bool
is_near_from(struct str text)
{
	static const char from[] = "from";
	size_t i, seen = 0;

	for (i = 0; i < text.len && text.ptr[i] != ':'; i++) {
		if ((unsigned char)text.ptr[i] <= ' ' ||
		    (unsigned char)text.ptr[i] >= 0x7f || text.ptr[i] == '>')
			continue;
		if (seen == strlen(from) ||
		    ascii_lower(text.ptr[i]) != from[seen])
			return false;
		seen++;
	}
	return seen == strlen(from) && i < text.len;
}

bool
header_line_near_from(const struct header_line *line)
{
	size_t name_len, colon;

	return is_near_from(line->text) ||
	    (find_colon(line->rest, &name_len, &colon) &&
		is_near_from((struct str){ line->rest.ptr, colon + 1 }));
}
