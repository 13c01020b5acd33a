/* SPDX-License-Identifier: ISC */
/*
 * Appending to text of bounded length, in UTF-8 (RFC 3629).
 */

#include "text.h"

#include <string.h>

void
text_clear(struct text *text)
{
	text->len = 0;
	text->full = false;
}

void
text_add(struct text *text, struct str s)
{
	/* One byte is for the NUL of text_view(). */
	if (s.len >= sizeof(text->bytes) - text->len) {
		text->full = true;
		return;
	}
	memcpy(text->bytes + text->len, s.ptr, s.len);
	text->len += s.len;
}

void
text_add_byte(struct text *text, char c)
{
	text_add(text, (struct str){ &c, 1 });
}

void
text_add_code_point(struct text *text, uint32_t c)
{
	char bytes[4];
	size_t len = 0;

	if (c < 0x80) {
		bytes[len++] = (char)c;
	} else if (c < 0x800) {
		bytes[len++] = (char)(0xc0 | c >> 6);
	} else if (c < 0x10000) {
		bytes[len++] = (char)(0xe0 | c >> 12);
		bytes[len++] = (char)(0x80 | (c >> 6 & 0x3f));
	} else {
		bytes[len++] = (char)(0xf0 | c >> 18);
		bytes[len++] = (char)(0x80 | (c >> 12 & 0x3f));
		bytes[len++] = (char)(0x80 | (c >> 6 & 0x3f));
	}
	if (c >= 0x80)
		bytes[len++] = (char)(0x80 | (c & 0x3f));
	text_add(text, (struct str){ bytes, len });
}

struct str
text_view(struct text *text)
{
	text->bytes[text->len] = '\0';
	return (struct str){ text->bytes, text->len };
}
