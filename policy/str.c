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
str_trim(struct str s)
{
	while (s.len > 0 && ascii_is_fws(s.ptr[0]))
		s = str_from(s, 1);
	while (s.len > 0 && ascii_is_fws(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

/* Most words differ in their first byte: neither length is asked for. */
bool
str_is(struct str s, const char *word)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (word[i] == '\0' || s.ptr[i] != word[i])
			return false;
	return word[i] == '\0';
}

bool
str_is_nocase(struct str s, const char *word)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (word[i] == '\0' ||
		    ascii_lower(s.ptr[i]) != ascii_lower(word[i]))
			return false;
	return word[i] == '\0';
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
