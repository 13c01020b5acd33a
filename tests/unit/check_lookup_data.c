/* SPDX-License-Identifier: ISC */
/*
 * What stands beside the keys of lookups: as Exim 4.96 was seen to have it,
 * where it is neither too long nor binary.
 */

#include <check.h>
#include <cdb.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lookuptest.h"
#include "policy/lookup_walk.h"
#include "suite.h"

static char found[LOOKUP_DATA_MAX + 1];

static enum lookup_result
data_of(const char *item, const char *key)
{
	char *text = listdir_expand(&lookuptest_dir, item);
	struct lookup lookup;
	enum lookup_result result;
	unsigned line;

	ck_assert_ptr_null(lookup_parse(text, &lookup));
	memset(found, 'x', sizeof(found));
	result = lookup_data(&lookup, key, getuid(), &lookuptest_place, found,
	    &line, &lookuptest_fault);
	free(text);
	return result;
}

static const struct {
	const char *file;
	const char *data; /* of the key `a` */
} lines[] = {
	{ "a", "" },
	{ "a\n", "" },
	{ "a:\n", "" },
	{ "a\tb\n", "b" },
	{ "a\vb\n", "b" },
	{ "a:\tb\n", "b" },
	{ "a :b\n", "b" },
	{ "a   :   u , v\n\t w   \n     z\n", "u , v w z" },
	{ "a: :b\n", ":b" },
	{ "a:: b\n", ": b" },
	{ "a: b \n", "b" },
	{ "a: b ", "b " },
	{ "a: b\r\n c\r\n", "b c" },
	{ "a:\n  b\n", " b" },
	{ "a: b\n c\nd\n e\n", "b c" },
	{ "a: b\n c # d\n", "b c # d" },
	{ "a: b\n   ", "b " },
	{ "a: b\n c", "b c" },
	{ "a:b,c\n\t,\td\n", "b,c ,\td" },
	{ "b: c\n f\na: d\na: e\n", "d" },

	/* quoted keys, and quotes that are data */
	{ "a: \"b c\"\n", "\"b c\"" },
	{ "\"a\" b\n", "b" },
	{ "\"a\":b\n", "b" },
	{ "\"a\"b: c\n", "b: c" },
	{ "\"\\x61\": b\n", "b" },
	{ "\"a", "" },

	/* an empty line and a comment end it */
	{ "a: b\n\n c\n d\n", "b" },
	{ "a: b\n   \n c\n", "b" },
	{ "a: b\n#\n c\n", "b" },
	{ "a:\n\n b\n", "" },
};

START_TEST(beside_a_key)
{
	listdir_print(&lookuptest_dir, "list", lines[_i].file);
	ck_assert_int_eq(data_of("lsearch;@F@/list", "a"), LOOKUP_YES);
	ck_assert_str_eq(found, lines[_i].data);
	ck_assert_int_eq(data_of("nwildlsearch;@F@/list", "a"), LOOKUP_YES);
	ck_assert_str_eq(found, lines[_i].data);
}
END_TEST

START_TEST(of_the_key_that_is_found)
{
	listdir_print(
	    &lookuptest_dir, "list", "a.b.c: one\n*.b.c: two\n*: three\n x\n");
	(void)data_of("partial-lsearch*;@F@/list", "a.b.c");
	ck_assert_str_eq(found, "one");
	(void)data_of("partial-lsearch*;@F@/list", "x.b.c");
	ck_assert_str_eq(found, "two");
	(void)data_of("wildlsearch;@F@/list", "x.b.c");
	ck_assert_str_eq(found, "two");
	(void)data_of("partial-lsearch*;@F@/list", "x");
	ck_assert_str_eq(found, "three x");
	ck_assert_int_eq(data_of("lsearch;@F@/list", "x"), LOOKUP_NO);
	ck_assert_str_eq(found, "");
}
END_TEST

/* Lines are read in segments of 4095 bytes, of which all but the last fit. */
START_TEST(of_any_length)
{
	static char file[20000];
	size_t length;

	for (length = 4080; length <= 4100; length++) {
		memset(file, 'x', sizeof(file));
		memcpy(file, "a: ", 3);
		(void)strlcpy(file + 3 + length, "\nb: y\n", 16);
		listdir_print(&lookuptest_dir, "list", file);
		if (length > LOOKUP_DATA_MAX) {
			ck_assert_int_eq(
			    data_of("lsearch;@F@/list", "a"), LOOKUP_FAULT);
			lookuptest_fault_has(
			    "@F@/list:1: the data of this key are longer than "
			    "4095 bytes; shorten them.");
		} else {
			ck_assert_int_eq(
			    data_of("lsearch;@F@/list", "a"), LOOKUP_YES);
			ck_assert_uint_eq(strlen(found), length);
			ck_assert_uint_eq(strspn(found, "x"), length);
		}
		ck_assert_int_eq(data_of("lsearch;@F@/list", "b"), LOOKUP_YES);
		ck_assert_str_eq(found, "y");
	}
}
END_TEST

START_TEST(of_many_lines)
{
	static char file[20000];
	size_t count = 2046 + (size_t)_i, n, i;

	n = strlcpy(file, "a: b\n", sizeof(file));
	for (i = 0; i < count; i++)
		n += strlcpy(file + n, "  c\n", sizeof(file) - n);
	listdir_print(&lookuptest_dir, "list", file);
	ck_assert_int_eq(data_of("lsearch;@F@/list", "a"),
	    1 + 2 * count <= LOOKUP_DATA_MAX ? LOOKUP_YES : LOOKUP_FAULT);
}
END_TEST

START_TEST(with_a_nul)
{
	static const char file[] =
	    "a: b\0\nb: c\n d\0e\nf\nc: d\n\0\nx\nd: e\n";

	listdir_write(&lookuptest_dir, "list", file, sizeof(file) - 1);
	ck_assert_int_eq(data_of("lsearch;@F@/list", "a"), LOOKUP_FAULT);
	lookuptest_fault_has("@F@/list:1: the data of this key are not text: "
			     "they have a NUL byte in them; write the file in "
			     "plain text.");
	ck_assert_int_eq(data_of("lsearch;@F@/list", "c"), LOOKUP_YES);
	ck_assert_str_eq(found, "d");
	ck_assert_int_eq(data_of("lsearch;@F@/list", "d"), LOOKUP_YES);
	ck_assert_str_eq(found, "e");
}
END_TEST

START_TEST(among_many_keys)
{
	char *file = malloc(600000), key[32], want[64];
	size_t n = 0;
	unsigned i;

	ck_assert_ptr_nonnull(file);
	for (i = 0; i < 20000; i++)
		n += (size_t)sprintf(file + n, "d%u.example: l%u%s m\n", i, i,
		    i % 3 ? "" : "\n");
	listdir_write(&lookuptest_dir, "list", file, n);
	free(file);
	for (i = 0; i < 20000; i += 37) {
		(void)snprintf(key, sizeof(key), "d%u.example", i);
		(void)snprintf(want, sizeof(want), "l%u m", i);
		ck_assert_int_eq(data_of("lsearch;@F@/list", key), LOOKUP_YES);
		ck_assert_str_eq(found, want);
	}
}
END_TEST

static void
make_cdb(const char *name, const char *key, const char *data, unsigned len)
{
	char path[128];
	struct cdb_make cdb;
	int fd;

	lookuptest_path(name, path);
	fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	ck_assert_int_ne(fd, -1);
	ck_assert_int_eq(cdb_make_start(&cdb, fd), 0);
	ck_assert_int_eq(
	    cdb_make_add(&cdb, key, (unsigned)strlen(key), data, len), 0);
	ck_assert_int_eq(cdb_make_finish(&cdb), 0);
	ck_assert_int_eq(close(fd), 0);
}

START_TEST(in_a_cdb)
{
	static char data[4097];

	memset(data, 'y', sizeof(data));
	make_cdb("x", "a", "b, c\n", 5);
	ck_assert_int_eq(data_of("cdb;@F@/x", "a"), LOOKUP_YES);
	ck_assert_str_eq(found, "b, c\n");
	make_cdb("x", "*.b.c", "", 0);
	ck_assert_int_eq(data_of("partial-cdb;@F@/x", "a.b.c"), LOOKUP_YES);
	ck_assert_str_eq(found, "");
	make_cdb("x", "a", data, 4095);
	ck_assert_int_eq(data_of("cdb;@F@/x", "a"), LOOKUP_YES);
	ck_assert_uint_eq(strlen(found), 4095);
	make_cdb("x", "a", data, 4096);
	ck_assert_int_eq(data_of("cdb;@F@/x", "a"), LOOKUP_FAULT);
	lookuptest_fault_has("@F@/x: the data of a key are longer than");
	make_cdb("x", "a", "b\0c", 3);
	ck_assert_int_eq(data_of("cdb;@F@/x", "a"), LOOKUP_FAULT);
	lookuptest_fault_has("@F@/x: the data of a key are not text");
}
END_TEST

static enum lookup_result
data_of_login(const char *login)
{
	char path[128];
	struct lookup lookup;
	unsigned line;

	lookuptest_path("list", path);
	lookup = lookup_of_logins(path);
	return lookup_data(
	    &lookup, login, getuid(), NULL, found, &line, &lookuptest_fault);
}

/* Joe is not joe. */
START_TEST(logins)
{
	listdir_print(&lookuptest_dir, "list", "Joe: x\njoe: y\n\"u:1\": z\n");
	ck_assert_int_eq(data_of_login("joe"), LOOKUP_YES);
	ck_assert_str_eq(found, "y");
	ck_assert_int_eq(data_of_login("Joe"), LOOKUP_YES);
	ck_assert_str_eq(found, "x");
	ck_assert_int_eq(data_of_login("u:1"), LOOKUP_YES);
	ck_assert_int_eq(data_of_login("JOE"), LOOKUP_NO);
}
END_TEST

START_TEST(walk)
{
	static struct lookup_walk all;
	char path[128];
	struct lookup lookup;

	listdir_print(&lookuptest_dir, "list",
	    "# c\nA: x\n y\n\n z\nb\n\"c d\" : e\n f\n  g");
	lookuptest_path("list", path);
	lookup = lookup_of_logins(path);
	ck_assert_int_eq(
	    lookup_walk_open(&all, &lookup, getuid(), NULL, &lookuptest_fault),
	    0);
	ck_assert_int_eq(lookup_walk_next(&all, &lookuptest_fault), 1);
	ck_assert_str_eq(all.key, "A");
	ck_assert_str_eq(all.data, "x y");
	ck_assert_uint_eq(all.line, 2);
	ck_assert_int_eq(lookup_walk_next(&all, &lookuptest_fault), 1);
	ck_assert_str_eq(all.key, "b");
	ck_assert_str_eq(all.data, "");
	ck_assert_uint_eq(all.line, 6);
	ck_assert_int_eq(lookup_walk_next(&all, &lookuptest_fault), 1);
	ck_assert_str_eq(all.key, "c d");
	ck_assert_str_eq(all.data, "e f g");
	ck_assert_int_eq(lookup_walk_next(&all, &lookuptest_fault), 0);
	lookup_walk_close(&all);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lookup data");
	TCase *tcase = tcase_create("lookup data");

	tcase_add_checked_fixture(tcase, lookuptest_setup, lookuptest_teardown);
	tcase_add_loop_test(tcase, beside_a_key, 0, COUNT(lines));
	tcase_add_test(tcase, of_the_key_that_is_found);
	tcase_add_test(tcase, of_any_length);
	tcase_add_loop_test(tcase, of_many_lines, 0, 3);
	tcase_add_test(tcase, with_a_nul);
	tcase_add_test(tcase, among_many_keys);
	tcase_add_test(tcase, in_a_cdb);
	tcase_add_test(tcase, logins);
	tcase_add_test(tcase, walk);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
