/* SPDX-License-Identifier: ISC */
/*
 * The keys of text files (Exim specification, 9.3, lsearch; truefrom agrees
 * with what Exim 4.96 was seen to do where the specification is silent).
 *
 * A key ends at a colon or white space, or is quoted and has escapes; `#` and
 * white space begin lines without a key.  Exim looks at the first 4095 bytes
 * of a line only, and a NUL hides the rest of its line and the line after it.
 */

#include "keyfile.h"

#include <string.h>

/* The value of the octal or hexadecimal digit, or -1. */
static int
digit_value(char c, int base)
{
	int value = -1;

	if (c >= '0' && c <= '9')
		value = c - '0';
	else if (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f')
		value = ascii_lower(c) - 'a' + 10;
	return value < base ? value : -1;
}

/* Takes up to `most` digits off s and returns their value as a byte. */
static char
take_digits(struct str *s, size_t most, int base)
{
	int value = 0;

	while (most-- > 0 && s->len > 0 && digit_value(s->ptr[0], base) >= 0) {
		value = value * base + digit_value(s->ptr[0], base);
		*s = str_from(*s, 1);
	}
	return (char)(unsigned char)value;
}

/* Takes an escape off s, which begins with what follows the backslash. */
static char
take_escape(struct str *s)
{
	static const char letters[] = "bfnrtv", meant[] = "\b\f\n\r\t\v";
	const char *letter;
	char c;

	if (s->len == 0)
		return '\\';
	if (digit_value(s->ptr[0], 8) >= 0)
		return take_digits(s, 3, 8);
	c = s->ptr[0];
	*s = str_from(*s, 1);
	if (c == 'x')
		return take_digits(s, 2, 16);
	letter = memchr(letters, c, sizeof(letters) - 1);
	return letter != NULL ? meant[letter - letters] : c;
}

/*
 * The key that a quote begins, without quotes and escapes.  It is written
 * over the line, since it cannot be longer.
 */
static struct str
quoted_key(char *line, size_t len)
{
	struct str rest = { line + 1, len - 1 };
	size_t n = 0;

	while (rest.len > 0 && rest.ptr[0] != '"') {
		char c = rest.ptr[0];

		rest = str_from(rest, 1);
		line[n++] = c == '\\' ? take_escape(&rest) : c;
	}
	return (struct str){ line, n };
}

/* The key at the start of a line, or an empty view when it has none. */
static struct str
line_key(struct segment line)
{
	struct str key = { line.ptr, 0 };

	if (line.len == 0 || line.ptr[0] == '#')
		return key;
	if (line.ptr[0] == '"')
		return quoted_key(line.ptr, line.len);
	while (key.len < line.len && line.ptr[key.len] != ':' &&
	    !ascii_is_space(line.ptr[key.len]))
		key.len++;
	return key;
}

int
keyfile_open(struct keyfile *keys, int fd, char first)
{
	keys->line_ended = true;
	keys->first = first;
	return lines_open(&keys->lines, fd);
}

/* To Exim the bytes after a NUL are not there, their newline neither. */
static void
cut_at_nul(struct segment *line)
{
	const char *nul = memchr(line->ptr, '\0', line->len);

	if (nul != NULL)
		line->len = (size_t)(nul - line->ptr);
}

int
keyfile_next(struct keyfile *keys, struct str *key)
{
	struct segment line;
	int more;

	while ((more = lines_next(&keys->lines, &line)) == 1) {
		bool continued = !keys->line_ended;

		cut_at_nul(&line);
		keys->line_ended =
		    line.len > 0 && line.ptr[line.len - 1] == '\n';
		if (continued)
			continue;
		if (keys->first != '\0' && line.len > 0 &&
		    ascii_lower(line.ptr[0]) != keys->first &&
		    line.ptr[0] != '"')
			continue;
		while (keys->line_ended && line.len > 0 &&
		    ascii_is_space(line.ptr[line.len - 1]))
			line.len--;
		*key = line_key(line);
		if (key->len > 0)
			return 1;
	}
	return more;
}
