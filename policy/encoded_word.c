/* SPDX-License-Identifier: ISC */
/*
 * Encoded words (RFC 2047; RFC 2231 5 for the language) by GMime, which knows
 * what mailers make of them: words in the midst of others, with blanks inside,
 * in charsets by wrong names.
 *
 * It is told nothing about which readers would differ, so words that they do
 * differ about are looked for first: what is no base64, half an escape, and
 * charsets whose byte order is a guess.  Padding that is missing is added.
 *
 * GMime's prototypes are written here: its headers would bring those of GLib
 * and seven more libraries, and the two calls have been the same since 3.0.
 */

#include "encoded_word.h"
#include "library.h"

#include <string.h>

#define LENGTH(array) (sizeof(array) / sizeof(*(array)))

typedef void init_call(void);
typedef char *decode_call(void *options, const char *);
typedef void free_call(void *);

union symbol {
	void *object;
	init_call *init;
	decode_call *decode;
	free_call *release;
};

struct gmime {
	union symbol init;
	union symbol decode;
	union symbol release;
};

/* The parts of `=?charset*language?encoding?encoded?=`. */
struct word {
	struct str charset;
	char encoding; /* in lower case */
	struct str encoded;
};

/* Loaded and initialised once: GMime counts its users. */
static struct gmime *
load_gmime(void)
{
	static struct gmime gmime;
	static const struct library_function functions[] = {
		{ "g_mime_init", &gmime.init.object },
		{ "g_mime_utils_header_decode_text", &gmime.decode.object },
		/* Of GLib, which GMime is linked with. */
		{ "g_free", &gmime.release.object },
	};
	static bool loaded;

	if (loaded)
		return &gmime;
	loaded =
	    library_load("libgmime-3.0.so.0", functions, LENGTH(functions));
	if (!loaded)
		return NULL;
	gmime.init.init();
	return &gmime;
}

bool
encoded_word_present(struct str s)
{
	return memmem(s.ptr, s.len, "=?", 2) != NULL;
}

/* Takes off what stands before `mark`, and the mark; false: it is not there. */
static bool
take_until(struct str *s, const char *mark, struct str *taken)
{
	const char *at = memmem(s->ptr, s->len, mark, strlen(mark));

	if (at == NULL)
		return false;
	*taken = (struct str){ s->ptr, (size_t)(at - s->ptr) };
	*s = str_from(*s, taken->len + strlen(mark));
	return true;
}

/* Takes an encoded word off the start of s, if one is there. */
static bool
take_word(struct str *s, struct word *word)
{
	struct str rest = *s, encoding, language;

	if (!str_starts(rest, "=?"))
		return false;
	rest = str_from(rest, 2);
	if (!take_until(&rest, "?", &word->charset) ||
	    !take_until(&rest, "?", &encoding) ||
	    !take_until(&rest, "?=", &word->encoded))
		return false;
	language = word->charset;
	(void)take_until(&language, "*", &word->charset);
	if (word->charset.len == 0 ||
	    (!str_is_nocase(encoding, "b") && !str_is_nocase(encoding, "q")))
		return false;
	word->encoding = ascii_lower(encoding.ptr[0]);
	*s = rest;
	return true;
}

static bool
is_hex(char c)
{
	return c != '\0' && strchr("0123456789abcdefABCDEF", c) != NULL;
}

/* Is every `=` followed by two digits? */
static bool
is_whole_q(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (s.ptr[i] == '=' &&
		    (i + 2 >= s.len || !is_hex(s.ptr[i + 1]) ||
			!is_hex(s.ptr[i + 2])))
			return false;
	return true;
}

/*
 * Is it base64 with all the padding, with none, or with too little?  Says how
 * many `=` are missing.
 */
static bool
is_whole_b(struct str s, size_t *missing)
{
	size_t i, digits;

	for (i = 0; i < s.len &&
	     (ascii_is_alnum(s.ptr[i]) || s.ptr[i] == '+' || s.ptr[i] == '/');)
		i++;
	for (digits = i; i < s.len && s.ptr[i] == '=';)
		i++;
	*missing = (4 - s.len % 4) % 4;
	return i == s.len && digits % 4 != 1 && s.len - digits <= 2 &&
	    *missing <= 2;
}

/* Does its charset leave open which byte of a pair is the first? */
static bool
is_unordered(struct str charset)
{
	static const char *const names[] = { "utf-16", "utf16", "utf-32",
		"utf32", "ucs-2", "ucs2", "ucs-4", "ucs4", "unicode",
		"iso-10646", "iso10646", "csunicode", "csucs" };
	size_t i, len;

	for (i = 0; i < LENGTH(names); i++) {
		len = strlen(names[i]);
		if (charset.len >= len &&
		    str_is_nocase((struct str){ charset.ptr, len }, names[i]))
			return true;
	}
	return false;
}

static void
add_word(struct text *text, struct str raw, size_t padding)
{
	text_add(text, (struct str){ raw.ptr, raw.len - 2 });
	while (padding-- > 0)
		text_add_byte(text, '=');
	text_add(text, str_of("?="));
}

/* Past the blanks between two words, which are not shown (RFC 2047 6.2). */
static struct str
skip_between_words(struct str s)
{
	struct str rest = s, next;
	struct word word;

	while (rest.len > 0 && ascii_is_fws(rest.ptr[0]))
		rest = str_from(rest, 1);
	next = rest;
	return take_word(&rest, &word) ? next : s;
}

/* Writes what GMime is to decode; false for a word that readers differ about.
 */
static bool
prepare(struct str s, bool apart, struct text *text)
{
	struct word word;

	text_clear(text);
	while (s.len > 0) {
		struct str raw = s;
		size_t padding = 0;

		if (!take_word(&s, &word)) {
			text_add_byte(text, s.ptr[0]);
			s = str_from(s, 1);
			continue;
		}
		raw.len -= s.len;
		if (is_unordered(word.charset) ||
		    !(word.encoding == 'q' ?
			    is_whole_q(word.encoded) :
			    is_whole_b(word.encoded, &padding)))
			return false;
		add_word(text, raw, padding);
		if (apart) {
			text_add_byte(text, '\1');
			s = skip_between_words(s);
		}
	}
	return true;
}

/* Is there something that a more lenient reader would decode once more? */
static bool
holds_leftover(struct str s)
{
	struct str before;

	return take_until(&s, "=?", &before) && take_until(&s, "?=", &before);
}

enum encoded_word_result
encoded_word_decode(struct str s, bool apart, struct text *text)
{
	/*
	 * GMime returns a string that a decoded NUL ends.  No name can forge
	 * both of the marks at its end.
	 */
	const char *mark = apart ? " \2" : " \3";
	struct gmime *gmime;
	char *decoded;
	size_t len;

	if (!prepare(s, apart, text))
		return ENCODED_WORD_ODD;
	text_add(text, str_of(mark));
	if (text->full)
		return ENCODED_WORD_ODD;
	gmime = load_gmime();
	if (gmime == NULL)
		return ENCODED_WORD_NO_LIBRARY;
	decoded = gmime->decode.decode(NULL, text_view(text).ptr);
	text_clear(text);
	if (decoded == NULL)
		return ENCODED_WORD_ODD;
	text_add(text, str_of(decoded));
	gmime->release.release(decoded);
	len = text->len;
	if (text->full || len < 2 ||
	    memcmp(text->bytes + len - 2, mark, 2) != 0)
		return ENCODED_WORD_ODD;
	text->len -= 2;
	return holds_leftover(text_view(text)) ? ENCODED_WORD_ODD :
						 ENCODED_WORD_OK;
}
