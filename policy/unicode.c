/* SPDX-License-Identifier: ISC */
/*
 * Unicode's normal form KC (UAX #15) and general categories by GLib; the
 * invisible characters (DerivedCoreProperties.txt) and the look-alikes of the
 * full stop (UTS #39 confusables.txt, UTS #46) by tables.
 *
 * GLib rather than libunistring, which libidn2 brings: GMime needs it anyway,
 * and its soname has not changed in twenty years.  Its prototypes are written
 * here, so that building needs none of its headers.
 */

#include "unicode.h"
#include "library.h"
#include "utf8.h"

#include <sys/types.h>

#include <string.h>

#define LENGTH(array) (sizeof(array) / sizeof(*(array)))
#define NORMALIZE_NFKC 3 /* G_NORMALIZE_ALL_COMPOSE */

typedef char *normalise_call(const char *, ssize_t, int);
typedef int is_call(uint32_t);
typedef void free_call(void *);

union symbol {
	void *object;
	normalise_call *normalise;
	is_call *is;
	free_call *release;
};

struct glib {
	union symbol normalise;
	union symbol is_alnum;
	union symbol is_mark;
	union symbol release;
};

/* Kept: categories are asked for by the character. */
static struct glib *
load_glib(void)
{
	static struct glib glib;
	static const struct library_function functions[] = {
		{ "g_utf8_normalize", &glib.normalise.object },
		{ "g_unichar_isalnum", &glib.is_alnum.object },
		{ "g_unichar_ismark", &glib.is_mark.object },
		{ "g_free", &glib.release.object },
	};
	static bool loaded;

	if (!loaded)
		loaded = library_load(
		    "libglib-2.0.so.0", functions, LENGTH(functions));
	return loaded ? &glib : NULL;
}

bool
unicode_normalise(struct str s, struct text *text)
{
	struct glib *glib = load_glib();
	char *normal;

	text_clear(text);
	if (glib == NULL)
		return false;
	normal =
	    glib->normalise.normalise(s.ptr, (ssize_t)s.len, NORMALIZE_NFKC);
	/* NULL is for what is not UTF-8: there is no use of it. */
	if (normal == NULL)
		text->full = true;
	else
		text_add(text, str_of(normal));
	glib->release.release(normal);
	return true;
}

bool
unicode_is_word(uint32_t c)
{
	struct glib *glib;

	if (c < 0x80)
		return ascii_is_alnum((char)c);
	glib = load_glib();
	return glib != NULL && (glib->is_alnum.is(c) || glib->is_mark.is(c));
}

bool
unicode_is_doubtful(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} doubtful[] = {
		{ 0x0, 0x8 },
		{ 0xe, 0x1f },
		{ '?', '?' }, /* what GMime writes for undecodable bytes */
		{ 0x7f, 0x9f },
		{ 0xad, 0xad },
		{ 0x34f, 0x34f },
		{ 0x61c, 0x61c },
		{ 0x115f, 0x1160 },
		{ 0x17b4, 0x17b5 },
		{ 0x180b, 0x180f },
		{ 0x200a, 0x200f }, /* from the hair space on */
		{ 0x202a, 0x202e },
		{ 0x2060, 0x206f },
		{ 0x3164, 0x3164 },
		{ 0xfe00, 0xfe0f },
		{ 0xfeff, 0xfeff },
		{ 0xffa0, 0xffa0 },
		{ 0xfff0, 0xfffd }, /* up to the replacement character */
		{ 0x1bca0, 0x1bca3 },
		{ 0x1d173, 0x1d17a },
		{ 0xe0000, 0xe0fff },
	};
	size_t i;

	for (i = 0; i < LENGTH(doubtful); i++)
		if (c >= doubtful[i].first && c <= doubtful[i].last)
			return true;
	return false;
}

bool
unicode_is_dot(uint32_t c)
{
	static const uint32_t dots[] = {
		'.', 0x660, /* Arabic-Indic digit zero */
		0x6d4,	    /* Arabic full stop */
		0x6f0,	    /* extended Arabic-Indic digit zero */
		0x701,	    /* Syriac supralinear full stop */
		0x702,	    /* Syriac sublinear full stop */
		0x3002,	    /* ideographic full stop: IDNA's dot */
		0xa4f8,	    /* Lisu letter tone mya ti */
		0xa60e,	    /* Vai full stop */
		0x10a50,    /* Kharoshthi punctuation dot */
		0x1d16d,    /* musical symbol combining augmentation dot */
	};
	size_t i;

	for (i = 0; i < LENGTH(dots); i++)
		if (c == dots[i])
			return true;
	return false;
}
