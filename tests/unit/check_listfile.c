/* SPDX-License-Identifier: ISC */
/*
 * Which files are believed: their type, owner and mode.
 */

#include <sys/stat.h>

#include <check.h>
#include <fcntl.h>
#include <unistd.h>

#include "lookuptest.h"
#include "suite.h"

#define NOBODY 65534

START_TEST(missing_file)
{
	unsigned line;

	ck_assert_int_eq(
	    lookuptest_find("lsearch;@F@/none", "a", &line), LOOKUP_FAULT);
	lookuptest_fault_has(
	    "@F@/none (named at /etc/test.conf:7) cannot be opened: "
	    "No such file or directory; create it");
	ck_assert_int_eq(lookuptest_check("cdb;@F@/none"), LOOKUP_FAULT);
	ck_assert_int_eq(
	    lookuptest_find("dsearch;@F@/none", "a", &line), LOOKUP_FAULT);
	listdir_print(&lookuptest_dir, "file", "");
	ck_assert_int_eq(
	    lookuptest_find("lsearch;@F@/file/x", "a", &line), LOOKUP_FAULT);
	lookuptest_fault_has("Not a directory");
}
END_TEST

static const struct {
	mode_t mode;
	bool safe;
} modes[] = {
	{ 0644, true },
	{ 0444, true },
	{ 0755, true },
	{ 0640, true },
	{ 0400, true },
	{ 0664, false },
	{ 0646, false },
	{ 0666, false },
	{ 0620, false },
	{ 01777, false },
};

START_TEST(mode_of_file)
{
	char path[128];
	unsigned line;

	listdir_print(&lookuptest_dir, "list", "a\n");
	lookuptest_path("list", path);
	ck_assert_int_eq(chmod(path, modes[_i].mode), 0);
	ck_assert_int_eq(lookuptest_find("lsearch;@F@/list", "a", &line),
	    modes[_i].safe ? LOOKUP_YES : LOOKUP_FAULT);
	if (!modes[_i].safe) {
		lookuptest_fault_has(
		    "@F@/list (named at /etc/test.conf:7) can be "
		    "changed by others than its owner (mode ");
		lookuptest_fault_has("; run `chmod go-w @F@/list");
	}
}
END_TEST

START_TEST(mode_of_directory)
{
	unsigned line;

	ck_assert_int_eq(chmod(lookuptest_dir.path, 0775), 0);
	ck_assert_int_eq(
	    lookuptest_find("dsearch;@F@", "a", &line), LOOKUP_FAULT);
	lookuptest_fault_has("can be changed by others");
}
END_TEST

/* A file of the caller's own is not trusted unless it is `owner`. */
START_TEST(owner_of_file)
{
	struct stat st;
	char path[128];
	uid_t trusted = getuid() + 1;

	listdir_print(&lookuptest_dir, "list", "a\n");
	lookuptest_path("list", path);
	if (getuid() == 0)
		ck_assert_int_eq(chown(path, NOBODY, (gid_t)-1), 0);
	ck_assert_int_eq(listfile_open(path, LISTFILE_REGULAR, trusted,
			     &lookuptest_place, &st, &lookuptest_fault),
	    -1);
	lookuptest_fault_has(
	    "@F@/list (named at /etc/test.conf:7) belongs to user ");
	lookuptest_fault_has(", who could change it; run `chown root @F@/list");
}
END_TEST

START_TEST(type_of_file)
{
	char path[128];
	unsigned line;

	lookuptest_path("fifo", path);
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	ck_assert_int_eq(
	    lookuptest_find("lsearch;@F@/fifo", "a", &line), LOOKUP_FAULT);
	lookuptest_fault_has(
	    "@F@/fifo (named at /etc/test.conf:7) is not a regular "
	    "file");
	ck_assert_int_eq(
	    lookuptest_find("lsearch;@F@", "a", &line), LOOKUP_FAULT);
	lookuptest_fault_has("is not a regular file");
	listdir_print(&lookuptest_dir, "list", "a\n");
	ck_assert_int_eq(
	    lookuptest_find("dsearch;@F@/list", "a", &line), LOOKUP_FAULT);
	lookuptest_fault_has("is not a directory");
	ck_assert_int_eq(
	    lookuptest_find("lsearch;/dev/null", "a", &line), LOOKUP_FAULT);
}
END_TEST

START_TEST(link_to_a_safe_file)
{
	char path[128], target[128];
	unsigned line;

	listdir_print(&lookuptest_dir, "list", "a\n");
	lookuptest_path("link", path);
	lookuptest_path("list", target);
	ck_assert_int_eq(symlink(target, path), 0);
	ck_assert_int_eq(
	    lookuptest_find("lsearch;@F@/link", "a", &line), LOOKUP_YES);
	ck_assert_int_eq(chmod(target, 0666), 0);
	ck_assert_int_eq(
	    lookuptest_find("lsearch;@F@/link", "a", &line), LOOKUP_FAULT);
}
END_TEST

START_TEST(unreadable_file)
{
	char path[128];
	unsigned line;
	enum lookup_result result;

	listdir_print(&lookuptest_dir, "list", "a\n");
	lookuptest_path("list", path);
	ck_assert_int_eq(chmod(path, 0), 0);
	if (getuid() == 0)
		ck_assert_int_eq(seteuid(NOBODY), 0);
	result = lookuptest_find("lsearch;@F@/list", "a", &line);
	if (getuid() == 0)
		ck_assert_int_eq(seteuid(0), 0);
	ck_assert_int_eq(result, LOOKUP_FAULT);
	lookuptest_fault_has(
	    "cannot be opened: Permission denied; let every user read "
	    "it (chmod a+r)");
}
END_TEST

START_TEST(place_may_be_left_out)
{
	struct stat st;
	int fd;

	listdir_print(&lookuptest_dir, "list", "a\n");
	ck_assert_int_eq(listfile_open("/nonexistent", LISTFILE_REGULAR,
			     getuid(), NULL, &st, &lookuptest_fault),
	    -1);
	ck_assert_str_eq(lookuptest_fault.text,
	    "/nonexistent cannot be opened: No such file or directory; "
	    "create it, or name another.");
	ck_assert_int_eq(listfile_open("relative", LISTFILE_REGULAR, getuid(),
			     NULL, &st, &lookuptest_fault),
	    -1);
	lookuptest_fault_has(
	    "\"relative\" is not an absolute path; begin it with /");
	fd = listfile_open(lookuptest_dir.path, LISTFILE_DIRECTORY, getuid(),
	    NULL, &st, &lookuptest_fault);
	ck_assert_int_ne(fd, -1);
	ck_assert_int_ne(fcntl(fd, F_GETFD) & FD_CLOEXEC, 0);
	ck_assert_int_eq(close(fd), 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("listfile");
	TCase *tcase = tcase_create("listfile");

	tcase_add_checked_fixture(tcase, lookuptest_setup, lookuptest_teardown);
	tcase_add_test(tcase, missing_file);
	tcase_add_loop_test(tcase, mode_of_file, 0, COUNT(modes));
	tcase_add_test(tcase, mode_of_directory);
	tcase_add_test(tcase, owner_of_file);
	tcase_add_test(tcase, type_of_file);
	tcase_add_test(tcase, link_to_a_safe_file);
	tcase_add_test(tcase, unreadable_file);
	tcase_add_test(tcase, place_may_be_left_out);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
