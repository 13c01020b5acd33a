/* SPDX-License-Identifier: ISC */
#ifndef POLICY_STR_H
#define POLICY_STR_H

/*
 * A view of bytes that somebody else owns.  Mail holds NUL bytes and list
 * files may too, so lengths are carried, never looked for.
 */

#include <stdbool.h>
#include <stddef.h>

struct str {
	const char *ptr; /* never NULL, not NUL-terminated */
	size_t len;
};

/* The view of a C string, which must outlive it. */
struct str str_of(const char *);

/* The bytes of s from offset on; empty when offset is past the end. */
static inline struct str
str_from(struct str s, size_t offset)
{
	if (offset > s.len)
		offset = s.len;
	return (struct str){ s.ptr + offset, s.len - offset };
}

/* s without the blanks (SP, TAB, CR, LF) at both ends. */
struct str str_trim(struct str);

/* Equality with a C string: byte for byte, or blind to ASCII case. */
bool str_is(struct str, const char *);
bool str_is_nocase(struct str, const char *);

/* Has it no byte above 127? */
bool str_is_ascii(struct str);

/* Does s begin with the C string, byte for byte? */
bool str_starts(struct str, const char *);

/*
 * ASCII only, whatever the locale: mail and domain lists are compared in
 * ASCII case, and isalpha(3) would read the caller's locale.  Inline, being
 * asked of byte after byte.
 */
static inline char
ascii_lower(char c)
{
	return (c >= 'A' && c <= 'Z') ? (char)(c - 'A' + 'a') : c;
}

static inline bool
ascii_is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z');
}

/* SP or TAB. */
static inline bool
ascii_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* SP, TAB, CR, LF: RFC 5322 FWS. */
static inline bool
ascii_is_fws(char c)
{
	return ascii_is_blank(c) || c == '\r' || c == '\n';
}

/* Exim's isspace(): SP, TAB, LF, VT, FF, CR. */
static inline bool
ascii_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

#endif
