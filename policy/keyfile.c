/* SPDX-License-Identifier: ISC */
/*
 * The keys of text files (Exim specification, 9.3, lsearch; truefrom agrees
 * with what Exim 4.96 was seen to do where the specification is silent).
 *
 * A key ends at a colon or white space, or is quoted and has escapes; `#` and
 * white space begin lines without a key.  Exim looks at the first 4095 bytes
 * of a line only, and a NUL hides the rest of its line and the line after it.
 *
 * The data end at a line that is empty or begins with `#`, whatever follows:
 * the specification would go on after it, Exim does not.
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
quoted_key(struct segment line, struct str *rest)
{
	size_t n = 0;

	*rest = (struct str){ line.ptr + 1, line.len - 1 };
	while (rest->len > 0 && rest->ptr[0] != '"') {
		char c = rest->ptr[0];

		*rest = str_from(*rest, 1);
		line.ptr[n++] = c == '\\' ? take_escape(rest) : c;
	}
	*rest = str_from(*rest, 1);
	return (struct str){ line.ptr, n };
}

/*
 * The key at the start of a line, or an empty view when it has none; the rest
 * is what follows it.
 */
static struct str
line_key(struct segment line, struct str *rest)
{
	struct str key = { line.ptr, 0 };

	if (line.len == 0 || line.ptr[0] == '#')
		return key;
	if (line.ptr[0] == '"')
		return quoted_key(line, rest);
	while (key.len < line.len && line.ptr[key.len] != ':' &&
	    !ascii_is_space(line.ptr[key.len]))
		key.len++;
	*rest = (struct str){ line.ptr + key.len, line.len - key.len };
	return key;
}

void
keyfile_open(struct keyfile *keys, int fd, const char *wanted)
{
	lines_open(&keys->lines, fd);
	keys->line_ended = true;
	keys->rest = (struct str){ "", 0 };
	keys->scans = wanted != NULL;
	if (keys->scans)
		keyscan_open(&keys->scan, wanted);
}

/*
 * The next segment, perhaps of a line that went on before.  To Exim the bytes
 * after a NUL are not there, their newline neither.  Inline, for it is called
 * for every line of files that have a hundred thousand.
 */
static inline int
next_segment(struct keyfile *keys, struct segment *line, bool *continued)
{
	int more = lines_next(&keys->lines, line);
	const char *nul;

	if (more != 1)
		return more;
	*continued = !keys->line_ended;
	nul = memchr(line->ptr, '\0', line->len);
	keys->holds_nul = nul != NULL;
	if (nul != NULL)
		line->len = (size_t)(nul - line->ptr);
	keys->line_ended = line->len > 0 && line->ptr[line->len - 1] == '\n';
	return 1;
}

/* Takes white space off where the line ends, not where it is cut. */
static void
trim_end(const struct keyfile *keys, struct segment *line)
{
	while (keys->line_ended && line->len > 0 &&
	    ascii_is_space(line->ptr[line->len - 1]))
		line->len--;
}

/* Goes past lines without the key that is wanted, as far as that is easy. */
static void
pass_lines(struct keyfile *keys)
{
	struct segment held = lines_held(&keys->lines);
	unsigned count = 0;
	size_t passed = keyscan_pass(&keys->scan, held.ptr, held.len, &count);

	lines_pass(&keys->lines, passed, count);
}

/*
 * The next segment that may begin with a key that is wanted; 1, 0 and -1 as of
 * lines_next().
 */
static inline int
next_segment_wanted(struct keyfile *keys, struct segment *line, bool *continued)
{
	if (keys->scans && keys->line_ended)
		pass_lines(keys);
	return next_segment(keys, line, continued);
}

int
keyfile_next(struct keyfile *keys, struct str *key)
{
	struct segment line;
	bool continued;
	int more;

	while ((more = next_segment_wanted(keys, &line, &continued)) == 1) {
		if (continued)
			continue;
		trim_end(keys, &line);
		*key = line_key(line, &keys->rest);
		if (key->len > 0)
			return 1;
	}
	return more;
}

static struct str
skip_space(struct str s)
{
	while (s.len > 0 && ascii_is_space(s.ptr[0]))
		s = str_from(s, 1);
	return s;
}

/* Where data are gathered. */
struct gathered {
	char *data;
	size_t size;
	size_t len;
};

static bool
gather(struct gathered *to, struct str s)
{
	if (s.len >= to->size - to->len)
		return false;
	memcpy(to->data + to->len, s.ptr, s.len);
	to->len += s.len;
	to->data[to->len] = '\0';
	return true;
}

/*
 * The next segment, if it is a part of the data; white space that begins a
 * line stands for one blank.  1, 0 and -1 as of lines_next().
 */
static int
next_data(struct keyfile *keys, struct str *s, bool *blank)
{
	struct segment line;
	bool continued;
	int more = next_segment(keys, &line, &continued);

	if (more != 1)
		return more;
	trim_end(keys, &line);
	*s = (struct str){ line.ptr, line.len };
	*blank = !continued;
	if (continued)
		return 1;
	if (s->len == 0 || !ascii_is_space(s->ptr[0])) {
		lines_back(&keys->lines, line);
		keys->line_ended = true;
		return 0;
	}
	*s = skip_space(*s);
	return 1;
}

enum keyfile_result
keyfile_data(struct keyfile *keys, char *data, size_t size)
{
	struct gathered to = { data, size, 0 };
	struct str s = skip_space(keys->rest);
	bool blank = false;
	int more = 1;

	data[0] = '\0';
	if (str_starts(s, ":"))
		s = skip_space(str_from(s, 1));
	while (more == 1) {
		if (keys->holds_nul)
			return KEYFILE_NUL;
		if ((blank && !gather(&to, str_of(" "))) || !gather(&to, s))
			return KEYFILE_LONG;
		more = next_data(keys, &s, &blank);
	}
	return more == -1 ? KEYFILE_UNREADABLE : KEYFILE_OK;
}
