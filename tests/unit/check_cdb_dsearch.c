/* SPDX-License-Identifier: ISC */
/*
 * cdb files, broken ones too, and directories.
 */

#include <sys/stat.h>

#include <check.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "lookuptest.h"
#include "suite.h"

START_TEST(cdb_keys)
{
	static const char *const keys_of_cdb[] = { "a.example", "UPPER",
		"*.wild.example", "*", NULL };
	unsigned line = 1;

	listdir_cdb(&lookuptest_dir, "x.cdb", keys_of_cdb);
	ck_assert_int_eq(
	    lookuptest_find("cdb;@F@/x.cdb", "a.example", &line), LOOKUP_YES);
	ck_assert_uint_eq(line, 0);
	ck_assert_int_eq(
	    lookuptest_find("cdb;@F@/x.cdb", "upper", &line), LOOKUP_NO);
	ck_assert_int_eq(
	    lookuptest_find("cdb;@F@/x.cdb", "a.exampl", &line), LOOKUP_NO);
	ck_assert_int_eq(
	    lookuptest_find("cdb;@F@/x.cdb", "", &line), LOOKUP_NO);
	ck_assert_int_eq(
	    lookuptest_find("cdb*;@F@/x.cdb", "b", &line), LOOKUP_YES);
	ck_assert_int_eq(
	    lookuptest_find("partial-cdb;@F@/x.cdb", "a.wild.example", &line),
	    LOOKUP_YES);
	ck_assert_int_eq(lookuptest_check("cdb;@F@/x.cdb"), LOOKUP_YES);
}
END_TEST

START_TEST(cdb_without_keys)
{
	static const char *const none[] = { NULL };
	unsigned line;

	listdir_cdb(&lookuptest_dir, "x.cdb", none);
	ck_assert_int_eq(
	    lookuptest_find("cdb;@F@/x.cdb", "a", &line), LOOKUP_NO);
	ck_assert_int_eq(lookuptest_check("cdb;@F@/x.cdb"), LOOKUP_NO);
}
END_TEST

/* Cut anywhere, a cdb is a fault and never a silent no. */
START_TEST(cdb_that_is_cut)
{
	static const char *const one[] = { "a.example", NULL };
	char path[128];
	struct stat st;
	unsigned line;
	off_t size;

	listdir_cdb(&lookuptest_dir, "x.cdb", one);
	lookuptest_path("x.cdb", path);
	ck_assert_int_eq(stat(path, &st), 0);
	for (size = st.st_size - 1; size >= 0; size -= 11) {
		ck_assert_int_eq(truncate(path, size), 0);
		ck_assert_int_eq(
		    lookuptest_find("cdb;@F@/x.cdb", "a.example", &line),
		    LOOKUP_FAULT);
		lookuptest_fault_has(
		    "@F@/x.cdb is not a whole cdb file; make it anew");
	}
}
END_TEST

START_TEST(cdb_that_is_text)
{
	static char text[8192];
	unsigned line;

	memset(text, 'a', sizeof(text));
	listdir_write(&lookuptest_dir, "x.cdb", text, sizeof(text));
	ck_assert_int_eq(
	    lookuptest_find("cdb;@F@/x.cdb", "a.example", &line), LOOKUP_FAULT);
	lookuptest_fault_has("is not a whole cdb file");
}
END_TEST

/* A record that points out of the file, in a header that looks well. */
START_TEST(cdb_with_a_bad_record)
{
	static const char *const one[] = { "a.example", NULL };
	static const unsigned char bad[] = { 0xff, 0xff, 0xff, 0x7f };
	char path[128];
	unsigned line;
	off_t slot;
	int fd;

	listdir_cdb(&lookuptest_dir, "x.cdb", one);
	lookuptest_path("x.cdb", path);
	fd = open(path, O_RDWR | O_CLOEXEC);
	/* Two slots end the file; make both point astray. */
	for (slot = -4; slot >= -12; slot -= 8) {
		ck_assert_int_ne(lseek(fd, slot, SEEK_END), -1);
		ck_assert_int_eq(write(fd, bad, sizeof(bad)), sizeof(bad));
	}
	ck_assert_int_eq(close(fd), 0);
	ck_assert_int_eq(
	    lookuptest_find("cdb;@F@/x.cdb", "a.example", &line), LOOKUP_FAULT);
	lookuptest_fault_has("is not a whole cdb file");
}
END_TEST

START_TEST(dsearch_entries)
{
	char path[128];
	unsigned line = 1;

	lookuptest_path("tree", path);
	ck_assert_int_eq(mkdir(path, 0755), 0);
	ck_assert_int_eq(lookuptest_check("dsearch;@F@/tree"), LOOKUP_NO);
	lookuptest_path("tree/sub.example", path);
	ck_assert_int_eq(mkdir(path, 0755), 0);
	lookuptest_path("tree/link.example", path);
	ck_assert_int_eq(symlink("/nonexistent", path), 0);
	listdir_print(&lookuptest_dir, "tree/a.example", "");
	listdir_print(&lookuptest_dir, "tree/*.w.example", "");

	ck_assert_int_eq(
	    lookuptest_find("dsearch;@F@/tree", "a.example", &line),
	    LOOKUP_YES);
	ck_assert_uint_eq(line, 0);
	ck_assert_int_eq(
	    lookuptest_find("dsearch;@F@/tree", "sub.example", &line),
	    LOOKUP_YES);
	ck_assert_int_eq(
	    lookuptest_find("dsearch;@F@/tree", "link.example", &line),
	    LOOKUP_YES);
	ck_assert_int_eq(
	    lookuptest_find("dsearch;@F@/tree", "b", &line), LOOKUP_NO);
	ck_assert_int_eq(
	    lookuptest_find("dsearch;@F@/tree", "", &line), LOOKUP_NO);
	ck_assert_int_eq(
	    lookuptest_find("partial-dsearch;@F@/tree", "a.w.example", &line),
	    LOOKUP_YES);
	ck_assert_int_eq(
	    lookuptest_find("dsearch;@F@/tree", "a/b", &line), LOOKUP_FAULT);
	lookuptest_fault_has("it has a slash in it");
	ck_assert_int_eq(lookuptest_check("dsearch;@F@/tree"), LOOKUP_YES);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("cdb and dsearch");
	TCase *tcase = tcase_create("cdb and dsearch");

	tcase_add_checked_fixture(tcase, lookuptest_setup, lookuptest_teardown);
	tcase_add_test(tcase, cdb_keys);
	tcase_add_test(tcase, cdb_without_keys);
	tcase_add_test(tcase, cdb_that_is_cut);
	tcase_add_test(tcase, cdb_that_is_text);
	tcase_add_test(tcase, cdb_with_a_bad_record);
	tcase_add_test(tcase, dsearch_entries);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
