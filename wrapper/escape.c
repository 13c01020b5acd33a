/* SPDX-License-Identifier: ISC */
/*
 * A log line that a sender can end, or a terminal that it can program, is the
 * sender's.
 */

#include "escape.h"

#include "policy/utf8.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum style {
	LINE,
	QUOTED,
	WORD,
};

#define ESCAPED 4 /* \xNN; no character in UTF-8 takes more */

static bool
is_fold(char c)
{
	return c == '\r' || c == '\n' || c == '\t';
}

static bool
is_word(char c)
{
	return ascii_is_alnum(c) ||
	    (c != '\0' && strchr("-._/:@+~", c) != NULL);
}

/*
 * How many bytes at the start of s can stand as they are: a printable one, or
 * a character in UTF-8 that is no control (U+0080 to U+009F are, for some
 * terminals).  0 for what must be escaped.
 */
static size_t
plain_bytes(struct str s, enum style style)
{
	uint32_t c;
	size_t len = utf8_decode(s, &c);

	if (len == 0 || c < ' ' || c == 0x7f || (c >= 0x80 && c < 0xa0))
		return 0;
	if (style == QUOTED && (c >= 0x80 || c == '"' || c == '\\'))
		return 0;
	if (style == WORD && !is_word(s.ptr[0]))
		return 0;
	return len;
}

static size_t
escape(struct str s, char *out, size_t size, enum style style)
{
	static const char cut[] = "...";
	size_t len = 0, plain;

	for (; s.len > 0; s = str_from(s, plain)) {
		/* The cut must fit behind whatever is written here. */
		if (len + ESCAPED + sizeof(cut) > size) {
			memcpy(out + len, cut, sizeof(cut) - 1);
			len += sizeof(cut) - 1;
			break;
		}
		plain = plain_bytes(s, style);
		if (plain > 0) {
			memcpy(out + len, s.ptr, plain);
			len += plain;
			continue;
		}
		plain = 1;
		if (style == WORD || !is_fold(s.ptr[0])) {
			(void)snprintf(out + len, ESCAPED + 1, "\\x%02x",
			    (unsigned)(unsigned char)s.ptr[0]);
			len += ESCAPED;
		} else if (len > 0 && out[len - 1] != ' ') {
			out[len++] = ' ';
		}
	}
	out[len] = '\0';
	return len;
}

size_t
escape_line(struct str s, char *out, size_t size)
{
	return escape(s, out, size, LINE);
}

size_t
escape_quoted(struct str s, char *out, size_t size)
{
	return escape(s, out, size, QUOTED);
}

size_t
escape_word(struct str s, char *out, size_t size)
{
	return escape(s, out, size, WORD);
}
