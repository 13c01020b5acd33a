/* SPDX-License-Identifier: ISC */
/*
 * Files of PHP's settings: what `php -c FILE -r 'echo ini_get(...)'` of PHP 8.2
 * says of them, for those that it reads.
 */

#include "scratch.h"
#include "suite.h"

#include "wrapper/ctl/phpini.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

/* What the last sendmail_path of a text is; NULL: it has none. */
static const struct {
	struct str text;
	const char *value;
	unsigned line, last_line;
} values[] = {
	{ BYTES(""), NULL, 0, 0 },
	{ BYTES("sendmail_path = /a -t -i\n"), "/a -t -i", 1, 1 },
	{ BYTES("sendmail_path=/a"), "/a", 1, 1 },
	{ BYTES("\tsendmail_path\t=\t/a \t\n"), "/a", 1, 1 },
	{ BYTES("; sendmail_path = /a\n"), NULL, 0, 0 },
	{ BYTES(" ;sendmail_path = /a\n"), NULL, 0, 0 },
	{ BYTES("#sendmail_path = /a\n"), NULL, 0, 0 },
	{ BYTES("sendmail_path = /a ; /b\n"), "/a", 1, 1 },
	{ BYTES("sendmail_path = /a;b\n"), "/a", 1, 1 },
	{ BYTES("sendmail_path = \"/a -t; -i\" ; c\n"), "/a -t; -i", 1, 1 },
	{ BYTES("sendmail_path = '/a -t; -i'\n"), "/a -t; -i", 1, 1 },
	{ BYTES("sendmail_path = \"/a \\\"b\\\" c\"\n"), "/a \"b\" c", 1, 1 },
	{ BYTES("sendmail_path = '/a \\b'\n"), "/a \\b", 1, 1 },
	{ BYTES("sendmail_path = \"/a \"\n"), "/a ", 1, 1 },
	{ BYTES("sendmail_path = \"/a\nb\"\nx = y\n"), "/a\nb", 1, 2 },
	{ BYTES("x = y\r\nsendmail_path = /a\r\n"), "/a", 2, 2 },
	{ BYTES("x = y\rsendmail_path = /a\r"), "/a", 2, 2 },
	{ BYTES("\xef\xbb\xbfsendmail_path = /a\n"), "/a", 1, 1 },
	{ BYTES("sendmail_path = /a\nsendmail_path = /b\n"), "/b", 2, 2 },
	{ BYTES("sendmail_path = /a\nsendmail_path =\n"), "", 2, 2 },
	{ BYTES("sendmail_path = /a\nsendmail_path = \"\"\n"), "", 2, 2 },
	{ BYTES("sendmail_path = /a\n;sendmail_path = /b\n"), "/a", 1, 1 },
	{ BYTES("Sendmail_Path = /a\n"), NULL, 0, 0 },
	{ BYTES("sendmail_path = none\n"), "", 1, 1 },
	{ BYTES("sendmail_path = Off\n"), "", 1, 1 },
	{ BYTES("sendmail_path = 'off'\n"), "off", 1, 1 },
	{ BYTES("sendmail_path = yes\n"), "1", 1, 1 },
	{ BYTES("sendmail_path = /a 'b' c\n"), "/a b c", 1, 1 },
	{ BYTES("[mail function]\n\nsendmail_path = /a\n"), "/a", 3, 3 },
	/* What PHP would stop at. */
	{ BYTES("sendmail_path = \"/a\n"), "/a\n", 1, 2 },
	{ BYTES("sendmail_path\n"), NULL, 0, 0 },
	{ BYTES("= /a\n"), NULL, 0, 0 },
	{ BYTES("[sendmail_path = /a\n"), NULL, 0, 0 },
	{ BYTES("\0\xff\x01[]\"'=\n\nsendmail_path = /a\n"), "/a", 3, 3 },
};

START_TEST(value)
{
	static struct phpini_entry entry, last;
	struct phpini ini;
	bool found = false;

	phpini_open(&ini, values[_i].text);
	while (phpini_next(&ini, &entry))
		if (strcmp(entry.key, "sendmail_path") == 0) {
			found = true;
			last = entry;
		}
	ck_assert_int_eq(found, values[_i].value != NULL);
	if (!found)
		return;
	ck_assert_str_eq(last.value, values[_i].value);
	ck_assert_uint_eq(last.line, values[_i].line);
	ck_assert_uint_eq(last.last_line, values[_i].last_line);
	ck_assert(!last.computed);
}
END_TEST

START_TEST(sections)
{
	static const char text[] = "a = 1\n[ One ] \nb = 2\n[www]; c\n"
				   "user = $pool\nphp_value[x] = y\n[]\nd = 3";
	static const char *const wanted[] = { "", "a", "One", "b", "www",
		"user", "www", "php_value[x]", "", "d" };
	struct phpini_entry entry;
	struct phpini ini;
	size_t i = 0;

	phpini_open(&ini, STR(text));
	while (phpini_next(&ini, &entry)) {
		ck_assert_uint_lt(i, sizeof(wanted) / sizeof(*wanted));
		ck_assert_str_eq(ini.section, wanted[i++]);
		ck_assert_str_eq(entry.key, wanted[i++]);
	}
	ck_assert_uint_eq(i, sizeof(wanted) / sizeof(*wanted));
}
END_TEST

/* Values that nobody but PHP can know. */
START_TEST(computed)
{
	static const struct str texts[] = { BYTES("a = ${PATH}/x"),
		BYTES("a = \"${PATH}/x\""), BYTES("a = x\0y") };
	struct phpini_entry entry;
	struct phpini ini;

	phpini_open(&ini, texts[_i]);
	ck_assert(phpini_next(&ini, &entry));
	ck_assert(entry.computed);
}
END_TEST

START_TEST(too_long)
{
	static char text[2 * PHPINI_VALUE_SIZE];
	struct phpini_entry entry;
	struct phpini ini;

	memset(text, 'x', sizeof(text));
	text[1] = '=';
	phpini_open(&ini, (struct str){ text, sizeof(text) });
	ck_assert(phpini_next(&ini, &entry));
	ck_assert(entry.computed);
	ck_assert_uint_eq(strlen(entry.value), PHPINI_VALUE_SIZE - 1);
	ck_assert(!phpini_next(&ini, &entry));
	/* A key that is none of PHP's. */
	text[1] = 'x';
	text[sizeof(text) - 2] = '=';
	phpini_open(&ini, (struct str){ text, sizeof(text) });
	ck_assert(!phpini_next(&ini, &entry));
}
END_TEST

/* No text, cut anywhere, makes it read past its end. */
START_TEST(cut)
{
	static const char text[] = "[s]\na=\"b\\\"${c}\r\n\" 'd' ; e\r\n=\n[";
	static struct phpini_entry entry;
	struct phpini ini;
	size_t len;

	for (len = 0; len <= strlen(text); len++) {
		char *copy =
		    malloc(len == 0 ? 1 : len); /* ends where it ends */

		ck_assert_ptr_nonnull(copy);
		memcpy(copy, text, len);
		phpini_open(&ini, (struct str){ copy, len });
		while (phpini_next(&ini, &entry))
			ck_assert_uint_le(entry.line, 4);
		free(copy);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("phpini");
	TCase *tcase = tcase_create("text");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, value, 0, COUNT(values));
	tcase_add_test(tcase, sections);
	tcase_add_loop_test(tcase, computed, 0, 3);
	tcase_add_test(tcase, too_long);
	tcase_add_test(tcase, cut);
	return suite_run(suite);
}
