/* SPDX-License-Identifier: ISC */
/*
 * An Exim configuration as lines (Exim specification, chapter 6), for comparing
 * two of them.
 */

#include "exim_lines.h"

#include <string.h>

/* Copies a line, runs of blanks as one, none at its ends; returns the end. */
static char *
squeeze_line(char *to, const char *from, const char *end)
{
	char *start = to;

	for (; from < end; from++)
		if (!ascii_is_space(*from))
			*to++ = *from;
		else if (to > start && to[-1] != ' ')
			*to++ = ' ';
	while (to > start && to[-1] == ' ')
		to--;
	return to;
}

/*
 * Makes lines comparable, in place: blanks squeezed, continued lines joined,
 * comments and empty lines gone.
 */
void
exim_squeeze(char *text)
{
	char *to = text, *line = text, *joined = text;

	while (*line != '\0') {
		char *end = strchrnul(line, '\n');
		char *next = *end == '\0' ? end : end + 1;
		bool more;

		to = squeeze_line(to, line, end);
		more = to > joined && to[-1] == '\\';
		if (more)
			to--;
		else if (to > joined && *joined != '#')
			*to++ = '\n';
		else
			to = joined;
		if (!more)
			joined = to;
		line = next;
	}
	*to = '\0';
}

struct str
exim_next_line(struct str *rest)
{
	const char *lf = memchr(rest->ptr, '\n', rest->len);
	struct str line = *rest;

	if (lf != NULL)
		line.len = (size_t)(lf - rest->ptr);
	*rest = str_from(*rest, line.len + 1);
	return line;
}

bool
exim_is_label(struct str line)
{
	return line.len > 1 && line.ptr[line.len - 1] == ':' &&
	    memchr(line.ptr, ' ', line.len) == NULL;
}

bool
exim_has_line(struct str text, struct str wanted)
{
	while (text.len > 0) {
		struct str line = exim_next_line(&text);

		if (line.len == wanted.len &&
		    memcmp(line.ptr, wanted.ptr, line.len) == 0)
			return true;
	}
	return false;
}

/* The statements of the ACL of that name; false when there is none. */
bool
exim_find_acl(struct str text, struct str name, struct str *acl)
{
	while (text.len > 0) {
		struct str line = exim_next_line(&text);

		if (!exim_is_label(line) || line.len - 1 != name.len ||
		    memcmp(line.ptr, name.ptr, name.len) != 0)
			continue;
		*acl = (struct str){ text.ptr, 0 };
		while (text.len > 0) {
			line = exim_next_line(&text);
			if (exim_is_label(line) || str_starts(line, "begin "))
				break;
			acl->len = (size_t)(line.ptr + line.len - acl->ptr);
		}
		return true;
	}
	return false;
}

/* `NAME = VALUE`, whether there are blanks or not. */
bool
exim_is_setting(struct str line, const char *name, struct str *value)
{
	if (!str_starts(line, name))
		return false;
	*value = str_trim(str_from(line, strlen(name)));
	if (!str_starts(*value, "="))
		return false;
	*value = str_trim(str_from(*value, 1));
	return true;
}

/* The value of an option of the main section; empty when it is not set. */
struct str
exim_option(struct str text, const char *name)
{
	struct str value;

	while (text.len > 0) {
		struct str line = exim_next_line(&text);

		if (str_starts(line, "begin "))
			break;
		if (str_starts(line, "hide "))
			line = str_from(line, strlen("hide "));
		if (exim_is_setting(line, name, &value))
			return value;
	}
	return (struct str){ "", 0 };
}
