/* SPDX-License-Identifier: ISC */
/*
 * Bytes from anybody, made fit for one line of a terminal or a log.
 */

#include "scratch.h"
#include "suite.h"

#include "wrapper/escape.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define SIZE_LEAST 4 /* room for the mark of a cut and a NUL */

static const struct {
	struct str bytes;
	const char *line;
	const char *quoted;
} escapes[] = {
	{ BYTES(""), "", "" },
	{ BYTES("Joe <a@x.example>"), "Joe <a@x.example>",
	    "Joe <a@x.example>" },
	{ BYTES(" a  b "), " a  b ", " a  b " },
	{ BYTES("\"a\\b\""), "\"a\\b\"", "\\x22a\\x5cb\\x22" },
	{ BYTES("a\0b"), "a\\x00b", "a\\x00b" },
	{ BYTES("\x1b[2J\x07\x7f"), "\\x1b[2J\\x07\\x7f",
	    "\\x1b[2J\\x07\\x7f" },
	{ BYTES("\x0b\x0c\x08"), "\\x0b\\x0c\\x08", "\\x0b\\x0c\\x08" },
	{ BYTES("J\xc3\xb6"
		"e"),
	    "J\xc3\xb6"
	    "e",
	    "J\\xc3\\xb6e" },
	/* What is not UTF-8, and the controls that it has. */
	{ BYTES("\xff"), "\\xff", "\\xff" },
	{ BYTES("J\xf6"
		"e"),
	    "J\\xf6e", "J\\xf6e" },
	{ BYTES("\xc3"), "\\xc3", "\\xc3" },
	{ BYTES("\xc0\x8a"), "\\xc0\\x8a", "\\xc0\\x8a" },
	{ BYTES("\xe0\x80\x8a"), "\\xe0\\x80\\x8a", "\\xe0\\x80\\x8a" },
	{ BYTES("\xc2\x9b"
		"2J"),
	    "\\xc2\\x9b2J", "\\xc2\\x9b2J" },
	{ BYTES("\xc2\xa0"), "\xc2\xa0", "\\xc2\\xa0" },
	{ BYTES("\xe2\x82\xac"), "\xe2\x82\xac", "\\xe2\\x82\\xac" },
	{ BYTES("\xf0\x9f\x98\x80"), "\xf0\x9f\x98\x80",
	    "\\xf0\\x9f\\x98\\x80" },
	/* A fold is one space, and none at the start. */
	{ BYTES("a\n\tb"), "a b", "a b" },
	{ BYTES("a\r\n\tb"), "a b", "a b" },
	{ BYTES("a \n\tb"), "a b", "a b" },
	{ BYTES("a\tb"), "a b", "a b" },
	{ BYTES("\n\ta"), "a", "a" },
	{ BYTES("a\n"), "a ", "a " },
	{ BYTES("a\nuid=0"), "a uid=0", "a uid=0" },
};

START_TEST(whole)
{
	char out[256];

	ck_assert_uint_eq(
	    escape_line(escapes[_i].bytes, out, sizeof(out)), strlen(out));
	ck_assert_str_eq(out, escapes[_i].line);
	ck_assert_uint_eq(
	    escape_quoted(escapes[_i].bytes, out, sizeof(out)), strlen(out));
	ck_assert_str_eq(out, escapes[_i].quoted);
}
END_TEST

static const struct {
	struct str bytes;
	const char *word;
} words[] = {
	{ BYTES("/home/a-b_c/x.php:1@y+z~"), "/home/a-b_c/x.php:1@y+z~" },
	{ BYTES("a b\tc\r\n d"), "a\\x20b\\x09c\\x0d\\x0a\\x20d" },
	{ BYTES("\n"), "\\x0a" },
	{ BYTES("a;b=\"c\" (d\\)"),
	    "a\\x3bb\\x3d\\x22c\\x22\\x20\\x28d\\x5c\\x29" },
	{ BYTES("=?a?="), "\\x3d\\x3fa\\x3f\\x3d" },
	{ BYTES("\0\xc3\xb6\xff"), "\\x00\\xc3\\xb6\\xff" },
};

START_TEST(word)
{
	char out[256];

	ck_assert_uint_eq(
	    escape_word(words[_i].bytes, out, sizeof(out)), strlen(out));
	ck_assert_str_eq(out, words[_i].word);
}
END_TEST

typedef size_t escape_function(struct str, char *, size_t);

/*
 * Into a room too small comes the start of what comes into a large one, with
 * the mark behind it, and nothing past the end.
 */
static void
check_cut(escape_function *escape, struct str bytes, size_t size)
{
	char large[1024], *out = malloc(size);
	size_t len, large_len = escape(bytes, large, sizeof(large));

	ck_assert_ptr_nonnull(out);
	len = escape(bytes, out, size);
	ck_assert_uint_lt(len, size);
	ck_assert_uint_eq(len, strlen(out));
	if (len != large_len || strcmp(out, large) != 0) {
		ck_assert_uint_ge(len, 3);
		ck_assert_str_eq(out + len - 3, "...");
		ck_assert_mem_eq(out, large, len - 3);
	}
	free(out);
}

START_TEST(cut)
{
	char bytes[64];
	size_t i, size;

	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(i * 37);
	for (size = SIZE_LEAST; size < 400; size++)
		for (i = 0; i <= sizeof(bytes); i++) {
			check_cut(escape_line, (struct str){ bytes, i }, size);
			check_cut(
			    escape_quoted, (struct str){ bytes, i }, size);
			if (i % 8 == 0)
				check_cut(escape_word, (struct str){ bytes, i },
				    size);
		}
}
END_TEST

/* Nothing that a terminal or a log would act on ever comes out. */
START_TEST(harmless)
{
	char bytes[256], out[2048];
	size_t i, len;

	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)i;
	len =
	    escape_line((struct str){ bytes, sizeof(bytes) }, out, sizeof(out));
	for (i = 0; i < len; i++) {
		ck_assert_uint_ge((unsigned char)out[i], ' ');
		ck_assert_uint_ne((unsigned char)out[i], 0x7f);
	}
	len = escape_quoted(
	    (struct str){ bytes, sizeof(bytes) }, out, sizeof(out));
	for (i = 0; i < len; i++) {
		ck_assert_uint_ge((unsigned char)out[i], ' ');
		ck_assert_uint_lt((unsigned char)out[i], 0x7f);
		ck_assert_int_ne(out[i], '"');
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("escape");
	TCase *tcase = tcase_create("bytes");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, whole, 0, COUNT(escapes));
	tcase_add_loop_test(tcase, word, 0, COUNT(words));
	tcase_add_test(tcase, cut);
	tcase_add_test(tcase, harmless);
	return suite_run_here(suite);
}
