/* SPDX-License-Identifier: ISC */
/*
 * Views of bytes, and the few ASCII questions asked of them.
 */

#include "str.h"

#include <string.h>

struct str
str_of(const char *s)
{
	return (struct str){ s, strlen(s) };
}

struct str
str_from(struct str s, size_t offset)
{
	if (offset > s.len)
		offset = s.len;
	return (struct str){ s.ptr + offset, s.len - offset };
}

struct str
str_trim(struct str s)
{
	while (s.len > 0 && ascii_is_fws(s.ptr[0]))
		s = str_from(s, 1);
	while (s.len > 0 && ascii_is_fws(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

bool
str_is(struct str s, const char *word)
{
	return s.len == strlen(word) && memcmp(s.ptr, word, s.len) == 0;
}

bool
str_is_nocase(struct str s, const char *word)
{
	size_t i;

	if (s.len != strlen(word))
		return false;
	for (i = 0; i < s.len; i++)
		if (ascii_lower(s.ptr[i]) != ascii_lower(word[i]))
			return false;
	return true;
}

bool
str_is_ascii(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if ((unsigned char)s.ptr[i] >= 0x80)
			return false;
	return true;
}

bool
str_starts(struct str s, const char *word)
{
	size_t len = strlen(word);

	return s.len >= len && memcmp(s.ptr, word, len) == 0;
}

char
ascii_lower(char c)
{
	return (c >= 'A' && c <= 'Z') ? (char)(c - 'A' + 'a') : c;
}

bool
ascii_is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z');
}

bool
ascii_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

bool
ascii_is_fws(char c)
{
	return ascii_is_blank(c) || c == '\r' || c == '\n';
}

bool
ascii_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}
