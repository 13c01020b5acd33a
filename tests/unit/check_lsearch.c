/* SPDX-License-Identifier: ISC */
/*
 * Keys of lsearch files in every spelling, and files that are odd.
 */

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lookuptest.h"
#include "policy/keyfile.h"
#include "suite.h"

static const struct {
	const char *file;
	const char *key;
	unsigned line; /* where it is found, or 0 */
} keys[] = {
	{ "a.example\n", "a.example", 1 },
	{ "A.Example\n", "a.example", 1 },
	{ "a.example", "a.example", 1 },
	{ "a.example\r\n", "a.example", 1 },
	{ "a.example:", "a.example", 1 },
	{ "a.example: data\n", "a.example", 1 },
	{ "a.example\tdata\n", "a.example", 1 },
	{ "a.example\vdata\n", "a.example", 1 },
	{ "b\na.example\n", "a.example", 2 },
	{ "b\n\n\n#\n c\na.example\n", "a.example", 6 },
	{ "b: a.example\n", "a.example", 0 },
	{ "b:\n a.example\n", "a.example", 0 },
	{ " a.example\n", "a.example", 0 },
	{ "\ta.example\n", "a.example", 0 },
	{ "#a.example\n", "a.example", 0 },
	{ "#a.example\n", "#a.example", 0 },
	{ "a.example.\n", "a.example", 0 },
	{ "a.exampl\n", "a.example", 0 },
	{ "a.examples\n", "a.example", 0 },
	{ "*\n", "a.example", 0 },
	{ "*.example\n", "a.example", 0 },
	{ "a#b\n", "a#b", 1 },
	{ ":a\n", "a", 0 },
	{ ":\n", "", 0 },
	{ "\"\"\n", "", 0 },
	{ "", "a", 0 },
	{ "\n", "a", 0 },

	/* quoted */
	{ "\"a.example\"\n", "a.example", 1 },
	{ "\"A.Example\": x\n", "a.example", 1 },
	{ "\"a.example\"x\n", "a.example", 1 },
	{ "\"a.example\n", "a.example", 1 },
	{ "\"a.example \n", "a.example", 1 },
	{ "\"a.example ", "a.example", 0 },
	{ "\"a.example \"", "a.example ", 1 },
	{ "\"a:b\"", "a:b", 1 },
	{ "\"\\x61.example\"", "a.example", 1 },
	{ "\"\\x61b\"", "ab", 1 },
	{ "\"\\x6\"", "\006", 1 },
	{ "\"\\xg\"", "\\xg", 0 },
	{ "\"\\141.example\"", "a.example", 1 },
	{ "\"\\1412\"", "a2", 1 },
	{ "\"\\8\"", "8", 1 },
	{ "\"a\\.example\"", "a.example", 1 },
	{ "\"a\\\"b\"", "a\"b", 1 },
	{ "\"a\\\\b\"", "a\\b", 1 },
	{ "\"a\\tb\\n\"", "a\tb\n", 1 },
	{ "\"a\\", "a\\", 1 },

	/* a byte order mark is a part of the first key */
	{ "\357\273\277a\nb\n", "a", 0 },
	{ "\357\273\277a\nb\n", "b", 2 },
};

START_TEST(lsearch_key)
{
	unsigned line;
	enum lookup_result result;

	listdir_print(&lookuptest_dir, "list", keys[_i].file);
	result = lookuptest_find("lsearch;@F@/list", keys[_i].key, &line);
	ck_assert_int_eq(result, keys[_i].line > 0 ? LOOKUP_YES : LOOKUP_NO);
	ck_assert_uint_eq(line, keys[_i].line);
}
END_TEST

/* Exim's fgets(3) sees 4095 bytes at a time and stops at a NUL. */
START_TEST(lsearch_long_lines)
{
	static char file[20000];
	static const size_t lengths[] = { 4000, 4093, 4094, 4095, 4096, 8189,
		8190, 8191, 12285 };
	unsigned line;
	size_t len = lengths[_i];

	memset(file, 'x', len);
	memcpy(file, "a: ", 3);
	(void)strlcpy(file + len, " b\nc\n", sizeof(file) - len);
	listdir_print(&lookuptest_dir, "list", file);
	ck_assert_int_eq(
	    lookuptest_find("lsearch;@F@/list", "a", &line), LOOKUP_YES);
	ck_assert_uint_eq(line, 1);
	ck_assert_int_eq(
	    lookuptest_find("lsearch;@F@/list", "b", &line), LOOKUP_NO);
	ck_assert_int_eq(
	    lookuptest_find("lsearch;@F@/list", "c", &line), LOOKUP_YES);
	ck_assert_uint_eq(line, 2);
}
END_TEST

START_TEST(lsearch_nul)
{
	static const char file[] = "a\0b\nc\nd\n\0e\nf\ng\0\n\0\nh\ni";
	static const struct {
		const char *key;
		unsigned line;
	} want[] = { { "a", 1 }, { "b", 0 }, { "c", 0 }, { "d", 3 }, { "e", 0 },
		{ "f", 0 }, { "g", 6 }, { "h", 0 }, { "i", 9 } };
	unsigned line;
	int i;

	listdir_write(&lookuptest_dir, "list", file, sizeof(file) - 1);
	for (i = 0; i < COUNT(want); i++) {
		ck_assert_msg(
		    lookuptest_find("lsearch;@F@/list", want[i].key, &line) ==
			(want[i].line > 0 ? LOOKUP_YES : LOOKUP_NO),
		    "%s", want[i].key);
		ck_assert_uint_eq(line, want[i].line);
	}
}
END_TEST

/* Keys on both sides of where blocks are read, at every offset. */
START_TEST(lsearch_many_keys)
{
	char *file = malloc(400000), key[32];
	size_t n = 0;
	unsigned i, line;

	ck_assert_ptr_nonnull(file);
	for (i = 0; i < 20000; i++)
		n += (size_t)sprintf(
		    file + n, "d%u.example%s", i, i % 3 ? "\n" : ": x\n");
	listdir_write(&lookuptest_dir, "list", file, n);
	free(file);
	for (i = 0; i < 20000; i += 37) {
		(void)snprintf(key, sizeof(key), "d%u.example", i);
		ck_assert_int_eq(
		    lookuptest_find("lsearch;@F@/list", key, &line),
		    LOOKUP_YES);
		ck_assert_uint_eq(line, i + 1);
	}
	ck_assert_int_eq(
	    lookuptest_find("lsearch;@F@/list", "d20000.example", &line),
	    LOOKUP_NO);
}
END_TEST

static unsigned long state;

/* A number from 0 to `below` - 1, always the same ones from one state. */
static unsigned
drawn(unsigned below)
{
	state = state * 6364136223846793005UL + 1442695040888963407UL;
	return (unsigned)(state >> 33) % below;
}

/*
 * Writes lines that look much alike, some of them odd: quoted, very long,
 * empty, without a key, or with a NUL; returns their size.
 */
static size_t
draw_file(char *file, size_t lines)
{
	static const char *const ends[] = { "\n", "\r\n", ": x\n", "\" \n" };
	static const char *const names[] = { "site", "\"site", "\"si\\164e",
		"SiTe", " site", "#site" };
	size_t i, n = 0, more;

	for (i = 0; i < lines; i++) {
		const char *name =
		    names[drawn(100) < 5 ? drawn(COUNT(names)) : 0];

		more = (size_t)sprintf(file + n, "%s%u.example%s", name,
		    drawn(300), ends[drawn(COUNT(ends))]);
		if (drawn(20) == 0)
			file[n + drawn((unsigned)more)] = '\0';
		n += more;
		if (drawn(300) == 0) {
			more = drawn(9000);
			memset(file + n, "s\n"[drawn(2)], more);
			n += more;
		}
	}
	return n;
}

/* What is passed by in one go has none of the keys. */
START_TEST(lsearch_passes_by)
{
	static char file[400000];
	char path[128], name[32];
	struct keyfile all;
	struct str written;
	unsigned i, line, want;
	int fd;

	state = (unsigned)_i;
	listdir_write(
	    &lookuptest_dir, "list", file, draw_file(file, 30U << drawn(8)));
	lookuptest_path("list", path);
	fd = open(path, O_RDONLY);
	ck_assert_int_ne(fd, -1);
	for (i = 0; i < 300; i++) {
		(void)snprintf(name, sizeof(name), "site%u.example", i);
		want = 0;
		keyfile_open(&all, fd, NULL);
		while (want == 0 && keyfile_next(&all, &written) == 1)
			if (str_is_nocase(written, name))
				want = all.lines.line;
		(void)lookuptest_find("lsearch;@F@/list", name, &line);
		ck_assert_msg(line == want, "%s: %u, not %u", name, line, want);
	}
	(void)close(fd);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lsearch");
	TCase *tcase = tcase_create("lsearch");

	tcase_add_checked_fixture(tcase, lookuptest_setup, lookuptest_teardown);
	tcase_add_loop_test(tcase, lsearch_key, 0, COUNT(keys));
	tcase_add_loop_test(tcase, lsearch_long_lines, 0, 9);
	tcase_add_test(tcase, lsearch_nul);
	tcase_add_test(tcase, lsearch_many_keys);
	tcase_add_loop_test(tcase, lsearch_passes_by, 0, 40);
	suite_add_tcase(suite, tcase);
	return suite_run_here(suite);
}
