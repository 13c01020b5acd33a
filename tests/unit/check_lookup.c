/* SPDX-License-Identifier: ISC */
/*
 * The grammar of lookups, and the order in which they try keys.
 */

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "lookuptest.h"
#include "suite.h"

static const struct {
	const char *kind;
	const char *file;
	const char *key;
	unsigned line;
} orders[] = {
	/* the `*` default comes last */
	{ "lsearch*", "*\na\n", "a", 2 },
	{ "lsearch*", "*\na\n", "b", 1 },
	{ "lsearch*", "*\n", "", 1 },
	{ "lsearch*", "a\n", "b", 0 },

	/* partial: at least two dots remain */
	{ "partial-lsearch", "*.b.c\n", "b.c", 1 },
	{ "partial-lsearch", "*.b.c\n", "a.b.c", 1 },
	{ "partial-lsearch", "*.b.c\n", "x.a.b.c", 1 },
	{ "partial-lsearch", "b.c\n", "a.b.c", 0 },
	{ "partial-lsearch", "*.c\n", "a.b.c", 0 },
	{ "partial-lsearch", "*.b.c\na.b.c\n", "a.b.c", 2 },
	{ "partial-lsearch", "*.b.c\n*.a.b.c\n", "x.a.b.c", 2 },
	{ "partial1-lsearch", "*.c\n", "a.b.c", 1 },
	{ "partial1-lsearch", "*\n", "a.b.c", 0 },
	{ "partial0-lsearch", "*\n", "a.b.c", 1 },
	{ "partial0-lsearch", "*\n", "a", 1 },
	{ "partial0-lsearch", "*\n", "", 1 },
	{ "partial3-lsearch", "*.c.d\n", "a.b.c.d", 0 },
	{ "partial3-lsearch", "*.b.c.d\n", "a.b.c.d", 1 },
	{ "partial99999999999-lsearch", "*.c.d\n", "a.b.c.d", 0 },
	{ "partial(.)lsearch", ".b.c\n", "a.b.c", 1 },
	{ "partial(.)lsearch", ".b.c\n", "b.c", 1 },
	{ "partial0(.)lsearch", ".\n", "a.b", 1 },
	{ "partial()lsearch", "b.c\n", "a.b.c", 1 },
	{ "partial0()lsearch", "c\n", "a.b.c", 1 },
	{ "partial1(*@)lsearch", "*@b.c\n", "a.b.c", 1 },
	{ "partial-lsearch*", "*\n", "a.b.c", 1 },
	{ "partial-lsearch*", "*\n*.b.c\n", "a.b.c", 2 },

	/* wild keys */
	{ "wildlsearch", "*.b\n", "a.b", 1 },
	{ "wildlsearch", "*.B\n", "a.b", 1 },
	{ "wildlsearch", "*.b\n", "b", 0 },
	{ "wildlsearch", "*b\n", "ab", 1 },
	{ "wildlsearch", "*b\n", "b", 1 },
	{ "wildlsearch", "*\n", "b", 1 },
	{ "wildlsearch", "\"*.b\"\n", "a.b", 1 },
	{ "wildlsearch", "\" *.b \"\n", "a.b", 1 },
	{ "wildlsearch", "a.*.c\n", "a.b.c", 0 },
	{ "wildlsearch", "a\n", "a", 1 },
	{ "wildlsearch", "@\n", "a", 0 },
	{ "wildlsearch", "+b\n", "a", 0 },
	{ "wildlsearch", "a\n^x\n", "a", 1 },
	{ "nwildlsearch", "*.b\n", "a.b", 1 },
	{ "nwildlsearch", "\\N^a\n$b\n", "a.b", 0 },
	{ "nwildlsearch*", "*\n", "", 1 },
	{ "partial-nwildlsearch", "*.b.c\n", "a.b.c", 1 },
};

START_TEST(order_of_keys)
{
	char item[128];
	unsigned line;
	enum lookup_result result;

	(void)snprintf(item, sizeof(item), "%s;@F@/list", orders[_i].kind);
	listdir_print(&lookuptest_dir, "list", orders[_i].file);
	result = lookuptest_find(item, orders[_i].key, &line);
	ck_assert_msg(result == (orders[_i].line > 0 ? LOOKUP_YES : LOOKUP_NO),
	    "%s: \"%s\" in \"%s\"", orders[_i].kind, orders[_i].key,
	    orders[_i].file);
	ck_assert_uint_eq(line, orders[_i].line);
}
END_TEST

static const struct {
	const char *kind;
	const char *key;
	const char *sentence;
} wild_faults[] = {
	{ "nwildlsearch", "^a",
	    "\"^a\" is a regular expression, which is "
	    "not supported; list the domains" },
	{ "nwildlsearch", "!a",
	    "is a negated key, which would match all "
	    "other domains; negate" },
	{ "nwildlsearch", "/a", "is a file within a file" },
	{ "nwildlsearch", "lsearch;/a", "is a file within a file" },
	{ "wildlsearch", "$a", "needs expansion" },
	{ "wildlsearch", "\\N^a", "needs expansion" },
	{ "wildlsearch", "^a", "is a regular expression" },
};

START_TEST(wild_key_that_is_not_supported)
{
	char item[64], file[64];
	unsigned line;

	(void)snprintf(item, sizeof(item), "%s;@F@/w", wild_faults[_i].kind);
	(void)snprintf(file, sizeof(file), "a\n%s\nb\n", wild_faults[_i].key);
	listdir_print(&lookuptest_dir, "w", file);
	ck_assert_int_eq(lookuptest_find(item, "a", &line), LOOKUP_YES);
	ck_assert_int_eq(lookuptest_find(item, "b", &line), LOOKUP_FAULT);
	lookuptest_fault_has("@F@/w:2: ");
	lookuptest_fault_has(wild_faults[_i].sentence);
	ck_assert_int_eq(lookuptest_check(item), LOOKUP_FAULT);
	lookuptest_fault_has("@F@/w:2: ");
}
END_TEST

static const struct {
	const char *text;
	const char *complaint;
} complaints[] = {
	{ "mysql;select 1", "of a kind that is not supported; use lsearch" },
	{ "dnsdb;a=b", "of a kind that is not supported" },
	{ "iplsearch;/a", "of a kind that is not supported" },
	{ "LSEARCH;/a", "of a kind that is not supported" },
	{ "lsearch ;/a", "of a kind that is not supported" },
	{ "lsearch,ret=full;/a", "of a kind that is not supported" },
	{ "dsearch,filter=lookuptest_dir;/a",
	    "of a kind that is not supported" },
	{ "lsearch*x;/a", "of a kind that is not supported" },
	{ ";/a", "of a kind that is not supported" },
	{ "*;/a", "of a kind that is not supported" },
	{ "partial-;/a", "of a kind that is not supported" },
	{ "lsearch*@;/a", "has the default \"*@\"" },
	{ "partiallsearch;/a", "has no \"-\" or \"(\"" },
	{ "partial;/a", "has no \"-\" or \"(\"" },
	{ "partial2;/a", "has no \"-\" or \"(\"" },
	{ "partial(a)lsearch;/a", "has no short affix" },
	{ "partial(.lsearch;/a", "has no short affix" },
	{ "partial(", "has no short affix" },
	{ "partial(................................)lsearch;/a",
	    "has no short affix" },
	{ "lsearch;", "an absolute path" },
	{ "lsearch", "an absolute path" },
	{ "lsearch;a", "an absolute path" },
	{ "lsearch;./a", "an absolute path" },
};

START_TEST(grammar)
{
	struct lookup lookup;
	const char *complaint = lookup_parse(complaints[_i].text, &lookup);

	ck_assert_msg(complaint != NULL, "%s", complaints[_i].text);
	ck_assert_msg(strstr(complaint, complaints[_i].complaint) != NULL,
	    "%s %s", complaints[_i].text, complaint);
}
END_TEST

START_TEST(check_of_files)
{
	listdir_print(&lookuptest_dir, "keys", "# c\n\n a\nb\n");
	listdir_print(&lookuptest_dir, "none", "# c\n\n a\n");
	listdir_print(&lookuptest_dir, "void", "");
	ck_assert_int_eq(lookuptest_check("lsearch;@F@/keys"), LOOKUP_YES);
	ck_assert_int_eq(lookuptest_check("lsearch;@F@/none"), LOOKUP_NO);
	ck_assert_int_eq(lookuptest_check("lsearch;@F@/void"), LOOKUP_NO);
	ck_assert_int_eq(lookuptest_check("nwildlsearch;@F@/keys"), LOOKUP_YES);
	ck_assert_int_eq(lookuptest_check("wildlsearch;@F@/none"), LOOKUP_NO);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lookup");
	TCase *tcase = tcase_create("lookup");

	tcase_add_checked_fixture(tcase, lookuptest_setup, lookuptest_teardown);
	tcase_add_loop_test(tcase, order_of_keys, 0, COUNT(orders));
	tcase_add_loop_test(
	    tcase, wild_key_that_is_not_supported, 0, COUNT(wild_faults));
	tcase_add_loop_test(tcase, grammar, 0, COUNT(complaints));
	tcase_add_test(tcase, check_of_files);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
