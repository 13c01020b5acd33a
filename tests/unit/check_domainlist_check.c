/* SPDX-License-Identifier: ISC */
/*
 * What domainlists_check() finds out about the files that lists name.
 */

#include <sys/stat.h>

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "listtest.h"

static struct {
	unsigned count[DOMAINLIST_UNUSABLE + 1];
	char sentence[FAULT_SIZE]; /* the last one */
} found;

static void
note(void *context, enum domainlist_finding finding, const char *path,
    const char *sentence)
{
	ck_assert_ptr_eq(context, &found);
	ck_assert_int_eq(path[0], '/');
	found.count[finding]++;
	if (finding == DOMAINLIST_USABLE)
		ck_assert_ptr_null(sentence);
	else
		(void)strlcpy(found.sentence, sentence, sizeof(found.sentence));
}

static unsigned
check_all(void)
{
	memset(&found, 0, sizeof(found));
	return domainlists_check(listtest.set, note, &found);
}

static void
set_mode(const char *name, mode_t mode)
{
	char path[128];

	(void)snprintf(path, sizeof(path), "%s/%s", listtest.dir.path, name);
	ck_assert_int_eq(chmod(path, mode), 0);
}

START_TEST(nothing_to_open)
{
	ck_assert_ptr_nonnull(listtest_add("one", "a : *.b : @ : @[]", 1));
	ck_assert_ptr_nonnull(listtest_add("two", "+one", 2));
	ck_assert_uint_eq(check_all(), 0);
	ck_assert_uint_eq(found.count[DOMAINLIST_USABLE], 0);
}
END_TEST

START_TEST(all_is_well)
{
	static const char *const cdb[] = { "a", NULL };

	listdir_cdb(&listtest.dir, "x.cdb", cdb);
	ck_assert_ptr_nonnull(listtest_add(
	    "one", "lsearch;@F@/keys : !partial-lsearch*;@F@/keys", 1));
	ck_assert_ptr_nonnull(listtest_add("two",
	    "+one : cdb;@F@/x.cdb : dsearch;@F@ : wildlsearch;@F@/wild", 2));
	ck_assert_uint_eq(check_all(), 0);
	ck_assert_uint_eq(found.count[DOMAINLIST_USABLE], 5);
	/* and the two lookups in a file of items, and the file itself */
	ck_assert_ptr_nonnull(listtest_add("three", "@F@/items", 3));
	ck_assert_uint_eq(check_all(), 0);
	ck_assert_uint_eq(found.count[DOMAINLIST_USABLE], 8);
}
END_TEST

static const struct {
	const char *list;
	const char *file; /* content of @F@/file */
	mode_t mode;
	enum domainlist_finding want;
	const char *sentence;
} findings[] = {
	{ "lsearch;@F@/file", "# none\n", 0644, DOMAINLIST_EMPTY,
	    "@F@/file (named at /etc/test.conf:5) has no domain in it and "
	    "allows nothing; add domains, or take it out of the list." },
	{ "@F@/file", "# none\n\n", 0644, DOMAINLIST_EMPTY,
	    "@F@/file (named at /etc/test.conf:5) has no domain in it and "
	    "allows nothing; add domains, or take it out of the list." },
	{ "lsearch;@F@/file", "a\n", 0640, DOMAINLIST_PRIVATE,
	    "@F@/file (named at /etc/test.conf:5) cannot be read by every "
	    "user (mode 0640); run `chmod a+r @F@/file`." },
	{ "@F@/file", "a\n", 0600, DOMAINLIST_PRIVATE,
	    "@F@/file (named at /etc/test.conf:5) cannot be read by every "
	    "user (mode 0600); run `chmod a+r @F@/file`." },
	{ "lsearch;@F@/file", "a\n", 0664, DOMAINLIST_UNUSABLE,
	    "@F@/file (named at /etc/test.conf:5) can be changed by others "
	    "than its owner (mode 0664); run `chmod go-w @F@/file`." },
	{ "lsearch;@F@/none", "", 0644, DOMAINLIST_UNUSABLE,
	    "@F@/none (named at /etc/test.conf:5) cannot be opened: No such "
	    "file or directory; create it, or name another." },
	{ "@F@/none", "", 0644, DOMAINLIST_UNUSABLE,
	    "@F@/none (named at /etc/test.conf:5) cannot be opened: No such "
	    "file or directory; create it, or name another." },
	{ "cdb;@F@/file", "a\n", 0644, DOMAINLIST_UNUSABLE,
	    "@F@/file is not a whole cdb file; make it anew with cdb -c." },
	{ "nwildlsearch;@F@/file", "a\n^b\n", 0644, DOMAINLIST_UNUSABLE,
	    "@F@/file:2: \"^b\" is a regular expression, which is not "
	    "supported; list the domains, or write *.DOMAIN." },
	{ "@F@/file", "a\n^b\n", 0644, DOMAINLIST_UNUSABLE,
	    "@F@/file:2: \"^b\" is a regular expression, which is not "
	    "supported; list the domains, or write *.DOMAIN." },
	{ "@F@/file", "lsearch;@F@/none\n", 0644, DOMAINLIST_UNUSABLE,
	    "@F@/none (named at @F@/file:1) cannot be opened: No such file "
	    "or directory; create it, or name another." },
};

START_TEST(one_finding)
{
	listdir_print(&listtest.dir, "file", findings[_i].file);
	set_mode("file", findings[_i].mode);
	ck_assert_ptr_nonnull(listtest_add("one", findings[_i].list, 5));
	ck_assert_uint_eq(
	    check_all(), findings[_i].want == DOMAINLIST_UNUSABLE ? 1 : 0);
	ck_assert_uint_eq(found.count[findings[_i].want], 1);
	listtest_assert(found.sentence, findings[_i].sentence);
}
END_TEST

START_TEST(private_directory)
{
	ck_assert_ptr_nonnull(listtest_add("one", "dsearch;@F@", 5));
	ck_assert_int_eq(chmod(listtest.dir.path, 0754), 0);
	ck_assert_uint_eq(check_all(), 0);
	ck_assert_uint_eq(found.count[DOMAINLIST_PRIVATE], 1);
	listtest_assert(found.sentence,
	    "@F@ (named at /etc/test.conf:5) cannot be read by every user "
	    "(mode 0754); run `chmod a+rx @F@`.");
}
END_TEST

START_TEST(every_file_is_tried)
{
	ck_assert_ptr_nonnull(
	    listtest_add("one", "* : lsearch;@F@/no : @F@/keys : @F@/no", 1));
	ck_assert_ptr_nonnull(listtest_add("", "cdb;@F@/no", 2));
	ck_assert_uint_eq(check_all(), 3);
	ck_assert_uint_eq(found.count[DOMAINLIST_UNUSABLE], 3);
	ck_assert_uint_eq(found.count[DOMAINLIST_USABLE], 1);
}
END_TEST

static void
add_tests(TCase *tcase)
{
	tcase_add_test(tcase, nothing_to_open);
	tcase_add_test(tcase, all_is_well);
	tcase_add_loop_test(tcase, one_finding, 0, COUNT(findings));
	tcase_add_test(tcase, private_directory);
	tcase_add_test(tcase, every_file_is_tried);
}

int
main(void)
{
	return listtest_run("domainlists_check", add_tests);
}
