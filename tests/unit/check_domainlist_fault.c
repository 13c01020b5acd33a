/* SPDX-License-Identifier: ISC */
/*
 * The sentences for lists, and lines of files, that are not understood.
 */

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "listtest.h"

static const struct {
	const char *list;
	const char *sentence;
} errors[] = {
	{ "a : ^b",
	    "\"^b\" is a regular expression, which is not supported; "
	    "list the domains, or write *.DOMAIN" },
	{ "!^b",
	    "\"!^b\" is a regular expression, which is not supported; "
	    "list the domains, or write *.DOMAIN" },
	{ "\\N^b\\N",
	    "\"\\N^b\\N\" is a regular expression, which is not "
	    "supported; list the domains, or write *.DOMAIN" },
	{ "$x",
	    "\"$x\" needs expansion, which is not supported; write what "
	    "it expands to" },
	{ "a : ${lookup{x}",
	    "\"${lookup{x}\" needs expansion, which is not "
	    "supported; write what it expands to" },
	{ "a\\.b",
	    "\"a\\.b\" has a backslash in it, which is not supported; "
	    "write the character that it stands for" },
	{ "@mx_any",
	    "\"@mx_any\" is not supported; of the items that begin "
	    "with @ use @ or @[]" },
	{ "! @x",
	    "\"! @x\" is not supported; of the items that begin with @ "
	    "use @ or @[]" },
	{ "a : mysql;select x",
	    "\"mysql;select x\" is a lookup of a kind "
	    "that is not supported; use lsearch, "
	    "wildlsearch, nwildlsearch, cdb or dsearch" },
	{ "lsearch*@;/a",
	    "\"lsearch*@;/a\" has the default \"*@\", which is "
	    "not supported; write \"*\"" },
	{ "lsearch;a",
	    "\"lsearch;a\" does not name its file by an absolute "
	    "path; write one that begins with /" },
	{ "+none",
	    "\"+none\" names no domain list that is defined above; "
	    "define it, or correct the name" },
	{ "!+",
	    "\"!+\" names no domain list that is defined above; define "
	    "it, or correct the name" },
};

START_TEST(item_that_is_not_understood)
{
	char sentence[FAULT_SIZE];

	ck_assert_ptr_null(listtest_add("", errors[_i].list, 12));
	(void)snprintf(sentence, sizeof(sentence), "/etc/test.conf:12: %s.",
	    errors[_i].sentence);
	ck_assert_str_eq(listtest.fault.text, sentence);
}
END_TEST

START_TEST(name_is_taken)
{
	ck_assert_ptr_nonnull(listtest_add("one", "a", 1));
	ck_assert_ptr_null(listtest_add("one", "b", 2));
	ck_assert_str_eq(listtest.fault.text,
	    "/etc/test.conf:2: \"one\" is defined twice as a domain list; "
	    "rename one of them.");
	ck_assert_ptr_nonnull(listtest_add("", "a", 3));
	ck_assert_ptr_nonnull(listtest_add("", "b", 4));
}
END_TEST

START_TEST(list_in_itself)
{
	ck_assert_ptr_null(listtest_add("one", "a : +one", 1));
	ck_assert_str_eq(listtest.fault.text,
	    "/etc/test.conf:1: \"+one\" names no domain list that is "
	    "defined above; define it, or correct the name.");
}
END_TEST

START_TEST(nul_in_a_list)
{
	static const char text[] = "a\0b";

	ck_assert_ptr_null(domainlists_add(listtest.set, str_of("one"),
	    (struct str){ text, 3 }, "/etc/test.conf", 1, &listtest.fault));
	ck_assert_str_eq(listtest.fault.text,
	    "/etc/test.conf:1: \"one\" has a NUL byte in it; write the list "
	    "in plain text.");
}
END_TEST

static const struct {
	const char *line;
	const char *sentence; /* after FILE:LINE:, without its stop */
} file_faults[] = {
	{ "^b",
	    "\"^b\" is a regular expression, which is not supported; list "
	    "the domains, or write *.DOMAIN" },
	{ "! $x",
	    "\"! $x\" needs expansion, which is not supported; write "
	    "what it expands to" },
	{ "mysql;x",
	    "\"mysql;x\" is a lookup of a kind that is not "
	    "supported; use lsearch, wildlsearch, nwildlsearch, cdb "
	    "or dsearch" },
	{ "lsearch;x",
	    "\"lsearch;x\" does not name its file by an absolute "
	    "path; write one that begins with /" },
	{ "@mx_any",
	    "\"@mx_any\" is not supported; of the items that begin "
	    "with @ use @ or @[]" },
};

START_TEST(line_that_is_not_understood)
{
	char file[128], sentence[FAULT_SIZE];

	(void)snprintf(file, sizeof(file), "a.example\n\n%s\nb.example\n",
	    file_faults[_i].line);
	listdir_print(&listtest.dir, "file", file);
	ck_assert_int_eq(
	    listtest_match("@F@/file", "a.example"), DOMAINLIST_YES);
	ck_assert_int_eq(
	    listtest_match("@F@/file", "b.example"), DOMAINLIST_FAULT);
	(void)snprintf(sentence, sizeof(sentence), "@F@/file:3: %s.",
	    file_faults[_i].sentence);
	listtest_assert(listtest.fault.text, sentence);
}
END_TEST

START_TEST(long_lines_of_a_file)
{
	static char file[20000];

	memset(file, 'x', 9000);
	(void)strlcpy(file + 9000, "\na.example\n", 100);
	file[0] = '#';
	file[5000] = ' '; /* what Exim would take for an item */
	listdir_print(&listtest.dir, "file", file);
	ck_assert_int_eq(
	    listtest_match("@F@/file", "a.example"), DOMAINLIST_YES);
	listtest_assert(listtest.rule.text, "a.example @F@/file:2");
	file[0] = 'x';
	listdir_print(&listtest.dir, "file", file);
	ck_assert_int_eq(
	    listtest_match("@F@/file", "a.example"), DOMAINLIST_FAULT);
	listtest_assert(listtest.fault.text,
	    "@F@/file:1: line is longer than 4094 bytes; write one item a "
	    "line.");
}
END_TEST

START_TEST(fault_names_the_line_that_names_the_file)
{
	listdir_print(&listtest.dir, "file", "a\nlsearch;@F@/none\n");
	ck_assert_ptr_nonnull(listtest_add("inner", "lsearch;@F@/none", 4));
	ck_assert_int_eq(listtest_match("+inner", "b"), DOMAINLIST_FAULT);
	listtest_assert(listtest.fault.text,
	    "@F@/none (named at /etc/test.conf:4) cannot be opened: No such "
	    "file or directory; create it, or name another.");
	ck_assert_int_eq(listtest_match("@F@/file", "b"), DOMAINLIST_FAULT);
	listtest_assert(listtest.fault.text,
	    "@F@/none (named at @F@/file:2) cannot be opened: No such file "
	    "or directory; create it, or name another.");
}
END_TEST

static void
add_tests(TCase *tcase)
{
	tcase_add_loop_test(
	    tcase, item_that_is_not_understood, 0, COUNT(errors));
	tcase_add_test(tcase, name_is_taken);
	tcase_add_test(tcase, list_in_itself);
	tcase_add_test(tcase, nul_in_a_list);
	tcase_add_loop_test(
	    tcase, line_that_is_not_understood, 0, COUNT(file_faults));
	tcase_add_test(tcase, long_lines_of_a_file);
	tcase_add_test(tcase, fault_names_the_line_that_names_the_file);
}

int
main(void)
{
	return listtest_run("domainlist faults", add_tests);
}
