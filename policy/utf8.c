/* SPDX-License-Identifier: ISC */
/*
 * Decoding UTF-8 strictly: every lenient decoder is a second reading.
 */

#include "utf8.h"

/* The length that a first byte announces; 0 when it cannot be one. */
static size_t
announced(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first <= 0xdf)
		return 2;
	if (first >= 0xe0 && first <= 0xef)
		return 3;
	return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

size_t
utf8_decode(struct str s, uint32_t *code_point)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t i, len = announced((unsigned char)s.ptr[0]);
	uint32_t c;

	if (len == 0 || len > s.len)
		return 0;
	c = (unsigned char)s.ptr[0];
	if (len > 1)
		c &= 0x7fU >> len;
	for (i = 1; i < len; i++) {
		if (((unsigned char)s.ptr[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | ((unsigned char)s.ptr[i] & 0x3f);
	}
	if (c < least[len] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	*code_point = c;
	return len;
}
