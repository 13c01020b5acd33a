/* SPDX-License-Identifier: ISC */
#ifndef POLICY_TEXT_H
#define POLICY_TEXT_H

/*
 * Text of bounded length that is being made.
 */

#include <stdint.h>

#include "str.h"

/*
 * address_parse() lets 1000 bytes pass, with runs of blanks counted as one.
 * This is room for what charsets and Unicode's mappings make of them.
 */
#define TEXT_SIZE 16384

struct text {
	size_t len;
	bool full; /* something had no room; what is there is no use */
	char bytes[TEXT_SIZE];
};

void text_clear(struct text *);
void text_add_byte(struct text *, char);
void text_add(struct text *, struct str);

/* Adds a code point as UTF-8. */
void text_add_code_point(struct text *, uint32_t);

/* What is there; a NUL follows its last byte. */
struct str text_view(struct text *);

#endif
