/* SPDX-License-Identifier: ISC */
/*
 * U-labels to A-labels and back (RFC 5891, UTS #46) by libidn2.
 *
 * UTS #46 maps much that looks like something else: full-width letters become
 * ASCII, ideographic full stops become dots, soft hyphens vanish.  A name that
 * depends on this is refused: its reader would see one domain and the policy
 * would judge another.  What passes is what IDNA users rely on: case mapping.
 */

#include "idn.h"
#include "library.h"
#include "utf8.h"

#include <idn2.h>
#include <stdint.h>
#include <string.h>

#define BAD_CODE_POINT UINT32_MAX

typedef int idn2_map(const char *, char **, int);
typedef void idn2_release(void *);

union symbol {
	void *object;
	idn2_map *map;
	idn2_release *release;
};

struct idn2 {
	union symbol to_ascii;
	union symbol to_unicode;
	union symbol release;
};

static bool
load_idn2(struct idn2 *idn2)
{
	const struct library_function functions[] = {
		{ "idn2_to_ascii_8z", &idn2->to_ascii.object },
		{ "idn2_to_unicode_8z8z", &idn2->to_unicode.object },
		{ "idn2_free", &idn2->release.object },
	};

	return library_load(
	    "libidn2.so.0", functions, sizeof(functions) / sizeof(*functions));
}

/* Takes one code point off NUL-terminated text; BAD_CODE_POINT: no UTF-8. */
static uint32_t
next_code_point(const char **cursor)
{
	uint32_t c;
	size_t len =
	    utf8_decode((struct str){ *cursor, strnlen(*cursor, 3) + 1 }, &c);

	*cursor += len;
	return len == 0 ? BAD_CODE_POINT : c;
}

/*
 * Does the mapped label show its reader what the written one does?  As many
 * code points, ASCII where there was ASCII, and nowhere else.
 */
static bool
label_looks_alike(const char *written, const char *mapped)
{
	uint32_t from;

	do {
		uint32_t to = next_code_point(&mapped);

		from = next_code_point(&written);
		if (from < 0x80 ? to != (uint32_t)ascii_lower((char)from) :
				  to < 0x80 || to == BAD_CODE_POINT)
			return false;
	} while (from != '.' && from != 0);
	return true;
}

static bool
label_is_ascii(const char *label)
{
	return str_is_ascii((struct str){ label, strcspn(label, ".") });
}

/*
 * The same for a whole name.  A label that was written in ASCII, an A-label
 * among them, must be kept; the others are held against their U-labels.
 */
static bool
looks_alike(const char *written, const char *ascii, const char *unicode)
{
	for (;;) {
		if (!label_looks_alike(
			written, label_is_ascii(written) ? ascii : unicode))
			return false;
		written += strcspn(written, ".");
		ascii += strcspn(ascii, ".");
		unicode += strcspn(unicode, ".");
		if (*written != *ascii || *written != *unicode)
			return false;
		if (*written == '\0')
			return true;
		written++;
		ascii++;
		unicode++;
	}
}

static bool
is_utf8(const char *s)
{
	uint32_t c;

	do
		c = next_code_point(&s);
	while (c != 0 && c != BAD_CODE_POINT);
	return c == 0;
}

/* Runs one mapping; true when it succeeds and its result fits. */
static bool
map(const struct idn2 *idn2, idn2_map *function, const char *name,
    char result[DOMAIN_SIZE])
{
	char *mapped = NULL;
	bool fits = false;

	if (function(name, &mapped, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) ==
	    IDN2_OK)
		fits = strlcpy(result, mapped, DOMAIN_SIZE) < DOMAIN_SIZE;
	idn2->release.release(mapped);
	return fits;
}

enum domain_result
idn_to_ascii(const char *name, char ascii[DOMAIN_SIZE])
{
	struct idn2 idn2;
	char unicode[DOMAIN_SIZE];

	if (!is_utf8(name))
		return DOMAIN_BAD;
	if (!load_idn2(&idn2))
		return DOMAIN_NO_IDN;
	if (!map(&idn2, idn2.to_ascii.map, name, ascii) ||
	    !map(&idn2, idn2.to_unicode.map, ascii, unicode) ||
	    !looks_alike(name, ascii, unicode))
		return DOMAIN_BAD;
	return DOMAIN_OK;
}

bool
idn_to_unicode(const char *name, char unicode[DOMAIN_SIZE])
{
	struct idn2 idn2;
	char ascii[DOMAIN_SIZE];

	return load_idn2(&idn2) &&
	    map(&idn2, idn2.to_unicode.map, name, unicode) &&
	    map(&idn2, idn2.to_ascii.map, unicode, ascii) &&
	    strcmp(ascii, name) == 0;
}
