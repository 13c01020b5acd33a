/* SPDX-License-Identifier: ISC */
/*
 * Three ways to write a word: bare, in single quotes, and with escapes.
 */

#include "shellword.h"

#include "policy/utf8.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* How many bytes at the start of s a terminal shows as they are, or 0. */
static size_t
shown_bytes(struct str s)
{
	uint32_t c;
	size_t len = utf8_decode(s, &c);

	return c < ' ' || (c >= 0x7f && c < 0xa0) ? 0 : len;
}

static bool
is_bare(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!ascii_is_alnum(s.ptr[i]) &&
		    (s.ptr[i] == '\0' ||
			strchr("-._/:@%+,=", s.ptr[i]) == NULL))
			return false;
	return s.len > 0;
}

static bool
is_shown(struct str s)
{
	size_t len;

	for (; s.len > 0; s = str_from(s, len)) {
		len = shown_bytes(s);
		if (len == 0)
			return false;
	}
	return true;
}

/* Within '...' a quote can only be written by leaving them. */
static size_t
quote(struct str s, char *out)
{
	size_t i, len = 0;

	out[len++] = '\'';
	for (i = 0; i < s.len; i++) {
		if (s.ptr[i] == '\'')
			len += strlcpy(out + len, "'\\'", sizeof("'\\'"));
		out[len++] = s.ptr[i];
	}
	out[len++] = '\'';
	return len;
}

static size_t
escape(struct str s, char *out)
{
	size_t plain, len = strlcpy(out, "$'", sizeof("$'"));

	for (; s.len > 0; s = str_from(s, plain)) {
		plain = shown_bytes(s);
		if (plain == 0) {
			plain = 1;
			len += (size_t)sprintf(out + len, "\\%03o",
			    (unsigned)(unsigned char)s.ptr[0]);
			continue;
		}
		if (s.ptr[0] == '\'' || s.ptr[0] == '\\')
			out[len++] = '\\';
		memcpy(out + len, s.ptr, plain);
		len += plain;
	}
	out[len++] = '\'';
	return len;
}

size_t
shellword(struct str s, char *out)
{
	size_t len = s.len;

	if (is_bare(s))
		memcpy(out, s.ptr, len);
	else if (is_shown(s))
		len = quote(s, out);
	else
		len = escape(s, out);
	out[len] = '\0';
	return len;
}
