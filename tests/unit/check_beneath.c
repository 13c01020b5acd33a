/* SPDX-License-Identifier: ISC */
/*
 * A directory below another one, by openat2(2) and without it.
 */

#include "scratch.h"
#include "suite.h"

#include "wrapper/beneath.h"

#include <sys/stat.h>

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NAME_50 "12345678901234567890123456789012345678901234567890"
#define NAME_255 NAME_50 NAME_50 NAME_50 NAME_50 NAME_50 "12345"

static const struct {
	const char *path;
	bool is;
} paths[] = {
	{ "a", true },
	{ "a/b", true },
	{ "logs/mail.log", true },
	{ ".hidden/..a/...", true },
	{ NAME_255, true },
	{ NAME_255 "6", false },
	{ "", false },
	{ "/", false },
	{ "/a", false },
	{ "a/", false },
	{ "a//b", false },
	{ ".", false },
	{ "..", false },
	{ "a/..", false },
	{ "../a", false },
	{ "a/../b", false },
	{ "a/.", false },
	{ "./a", false },
};

START_TEST(is_path)
{
	ck_assert_int_eq(beneath_is_path(paths[_i].path), paths[_i].is);
}
END_TEST

static const struct {
	const char *path;
	int error, or_error;
} openings[] = {
	{ "", 0, 0 },
	{ "d", 0, 0 },
	{ "d/e", 0, 0 },
	{ "none", ENOENT, ENOENT },
	{ "d/none/e", ENOENT, ENOENT },
	{ "file", ENOTDIR, ENOTDIR },
	{ "file/e", ENOTDIR, ENOTDIR },
	{ "link", ELOOP, ENOTDIR },
	{ "link/e", ELOOP, ENOTDIR },
	{ "d/out", ELOOP, ENOTDIR },
	{ "d/out/e", ELOOP, ENOTDIR },
	{ NAME_255 "6", ENAMETOOLONG, ENAMETOOLONG },
};

typedef int open_function(int, const char *);

static void
check_opening(open_function *function, int directory, int i)
{
	int fd = function(directory, openings[i].path);

	if (openings[i].error == 0) {
		ck_assert_int_ne(fd, -1);
		(void)close(fd);
	} else {
		ck_assert_int_eq(fd, -1);
		ck_assert(errno == openings[i].error ||
		    errno == openings[i].or_error);
	}
}

START_TEST(opening)
{
	const char *out = scratch_path("top/d/out"),
		   *e = scratch_path("top/d/e"),
		   *link = scratch_path("top/link"), *d = scratch_path("top/d"),
		   *file = scratch_path("top/file"), *top = scratch_path("top");
	int directory;

	ck_assert_int_eq(mkdir(top, 0700), 0);
	ck_assert_int_eq(mkdir(d, 0700), 0);
	ck_assert_int_eq(mkdir(e, 0700), 0);
	ck_assert_int_eq(symlink("d", link), 0);
	ck_assert_int_eq(symlink("/", out), 0);
	(void)close(open(file, O_WRONLY | O_CREAT, 0600));
	directory = open(top, O_PATH | O_DIRECTORY);
	check_opening(beneath_open, directory, _i);
	check_opening(beneath_walk, directory, _i);
	(void)close(directory);
}
END_TEST

/* What is mounted there may be a filesystem that never answers. */
START_TEST(mounted)
{
	int directory = open("/", O_PATH | O_DIRECTORY);

	if (access("/proc/self", F_OK) == -1)
		return;
	ck_assert_int_eq(beneath_open(directory, "proc"), -1);
	ck_assert_int_eq(errno, EXDEV);
	ck_assert_int_eq(beneath_walk(directory, "proc"), -1);
	ck_assert_int_eq(errno, EXDEV);
	(void)close(directory);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("beneath");
	TCase *tcase = tcase_create("paths");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, is_path, 0, COUNT(paths));
	tcase_add_loop_test(tcase, opening, 0, COUNT(openings));
	tcase_add_test(tcase, mounted);
	return suite_run(suite);
}
