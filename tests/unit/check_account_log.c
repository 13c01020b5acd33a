/* SPDX-License-Identifier: ISC */
/*
 * The log in a caller's home, and what a caller may do to it.
 */

#include "scratch.h"
#include "suite.h"

#include "wrapper/account_log.h"

#include <sys/file.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *home, *sub, *file, *old;

static const struct account_refusal refusal = { .time = 1700000000,
	.script = "/home/alice/contact.php",
	.from = { "The Boss <ceo@bank.example>", 27 },
	.recipients = 2,
	.sentence = "Sorry, no.",
	.advice = "Put the visitor's address into Reply-To." };

#define LINE                                                                   \
	"2023-11-14T22:13:20+00:00 "                                           \
	"claimed-script=\"/home/alice/contact.php\" "                          \
	"from=\"The Boss <ceo@bank.example>\" recipients=\"2\" "               \
	"message=\"Sorry, no.\" "                                              \
	"advice=\"Put the visitor's address into Reply-To.\"\n"

/* A home with a directory in it; what a test makes there goes away first. */
static void
make_home(void)
{
	(void)setenv("TZ", "UTC", 1);
	(void)scratch_path("home/sub/log");
	(void)scratch_path("home/sub/log.1");
	(void)scratch_path("home/log.1/in");
	sub = scratch_path("home/sub");
	file = scratch_path("home/log");
	old = scratch_path("home/log.1");
	(void)scratch_path("home/other");
	(void)scratch_path("home/gone/log");
	(void)scratch_path("home/gone");
	home = scratch_path("home");
	ck_assert_int_eq(mkdir(home, 0711), 0);
	ck_assert_int_eq(mkdir(sub, 0755), 0);
}

static bool
append(const char *name)
{
	struct fault fault;

	return account_log_write(getuid(), home, name, &refusal, &fault);
}

static off_t
size_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == -1 ? -1 : st.st_size;
}

static void
make_file(const char *path, off_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT, 0600);

	ck_assert_int_ne(fd, -1);
	ck_assert_int_eq(ftruncate(fd, size), 0);
	if (size > 0)
		ck_assert_int_eq(pwrite(fd, "\n", 1, size - 1), 1);
	(void)close(fd);
}

static void
check_content(const char *path, const char *content)
{
	char bytes[8192];
	int fd = open(path, O_RDONLY);
	ssize_t len = read(fd, bytes, sizeof(bytes) - 1);

	ck_assert_int_ge(len, 0);
	bytes[len] = '\0';
	ck_assert_str_eq(bytes, content);
	(void)close(fd);
}

START_TEST(appends)
{
	struct stat st;

	make_home();
	ck_assert(append("log"));
	check_content(file, LINE);
	ck_assert(append("log"));
	check_content(file, LINE LINE);
	ck_assert_int_eq(stat(file, &st), 0);
	ck_assert_uint_eq(st.st_mode, S_IFREG | 0600);
	ck_assert(append("sub/log"));
	check_content(scratch_path("home/sub/log"), LINE);
}
END_TEST

/* A disk that was full has left half a line. */
START_TEST(mends)
{
	make_home();
	make_file(file, 1);
	ck_assert_int_eq(truncate(file, 0), 0);
	ck_assert_int_eq(truncate(file, 3), 0);
	ck_assert(append("log"));
	ck_assert_int_eq(size_of(file), 3 + 1 + (off_t)strlen(LINE));
}
END_TEST

static const char *const bad_names[] = { "", "/", "/etc/log", "..", "../log",
	"sub/../log", "sub//log", "sub/", "./log" };

START_TEST(name)
{
	struct fault fault;

	make_home();
	ck_assert(!account_log_is_name(bad_names[_i]));
	ck_assert(!account_log_write(
	    getuid(), home, bad_names[_i], &refusal, &fault));
	ck_assert_ptr_nonnull(strstr(fault.text, "set account_log"));
}
END_TEST

static void
lock_by_lease(void)
{
	const char *ready = scratch_path("home/other");

	make_file(file, 0);
	if (fork() == 0) {
		int fd = open(file, O_RDWR);

		(void)signal(SIGIO, SIG_IGN);
		if (fcntl(fd, F_SETLEASE, F_WRLCK) == -1)
			(void)unlink(file);
		make_file(ready, 0);
		(void)sleep(5);
		_exit(0);
	}
	while (access(ready, F_OK) == -1)
		(void)usleep(1000);
	if (access(file, F_OK) == -1)
		(void)!symlink("x", file); /* no leases here */
}

static void
make_link(void)
{
	(void)!symlink("other", file);
}

static void
make_link_out(void)
{
	(void)!symlink("/etc/passwd", file);
}

static void
make_fifo(void)
{
	(void)mkfifo(file, 0600);
}

static void
make_fifo_read(void)
{
	(void)mkfifo(file, 0600);
	(void)open(file, O_RDONLY | O_NONBLOCK);
}

static void
make_directory(void)
{
	(void)mkdir(file, 0700);
}

static void
make_socket(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	(void)!chdir(home);
	(void)strlcpy(address.sun_path, "log", sizeof(address.sun_path));
	(void)bind(fd, (const struct sockaddr *)&address, sizeof(address));
}

static void
make_device(void)
{
	if (mknod(file, S_IFCHR | 0600, 0x103) == -1)
		make_fifo_read();
}

static void
make_hard_link(void)
{
	make_file(scratch_path("home/other"), 0);
	(void)!link(scratch_path("home/other"), file);
}

static void
link_directory(void)
{
	(void)rename(sub, scratch_path("home/gone"));
	(void)!symlink("gone", sub);
}

static void
open_to_all(void)
{
	(void)chmod(sub, 0777);
}

static void
open_home_to_all(void)
{
	(void)chmod(home, 01777);
}

static void
remove_home(void)
{
	(void)rmdir(sub);
	(void)rmdir(home);
}

static void
no_room(void)
{
	struct rlimit limit = { 8, 8 };

	(void)signal(SIGXFSZ, SIG_IGN);
	(void)setrlimit(RLIMIT_FSIZE, &limit);
}

static void
full_with_directory(void)
{
	make_file(file, ACCOUNT_LOG_SIZE);
	(void)mkdir(old, 0700);
	make_file(scratch_path("home/log.1/in"), 0);
}

static const struct {
	const char *name;
	void (*make)(void);
	const char *sentence; /* some of it */
} tricks[] = {
	{ "log", make_link, "cannot be opened: Too many levels" },
	{ "log", make_link_out, "cannot be opened: Too many levels" },
	{ "log", make_fifo, "is no regular file" },
	{ "log", make_fifo_read, "is no regular file" },
	{ "log", make_directory, "cannot be opened: Is a directory" },
	{ "log", make_socket, "cannot be opened: No such device" },
	{ "log", make_device, "is no regular file" },
	{ "log", make_hard_link, "has another name" },
	{ "log", lock_by_lease, "cannot be opened" },
	{ "sub/log", link_directory, "has no directory that can be opened" },
	{ "gone/log", make_fifo,
	    "has no directory that can be opened: No such file" },
	{ "sub/log", open_to_all, "is in a directory that all may write to" },
	{ "log", open_home_to_all, "is in a directory that all may write to" },
	{ "log", remove_home, "has no home that can be opened" },
	{ "log", no_room, "cannot be written to: No space" },
	{ "log", full_with_directory, "is full and cannot be moved" },
};

START_TEST(trick)
{
	struct timespec start, end;
	struct fault fault;

	make_home();
	tricks[_i].make();
	(void)clock_gettime(CLOCK_MONOTONIC, &start);
	ck_assert(!account_log_write(
	    getuid(), home, tricks[_i].name, &refusal, &fault));
	(void)clock_gettime(CLOCK_MONOTONIC, &end);
	ck_assert_int_le(end.tv_sec - start.tv_sec, 1);
	ck_assert_msg(
	    strstr(fault.text, tricks[_i].sentence) != NULL, "%s", fault.text);
	ck_assert_int_le(size_of(scratch_path("home/other")), 0);
	ck_assert_int_eq(size_of(scratch_path("home/gone/log")), -1);
}
END_TEST

static const char *const bad_homes[] = { "", "/", "//", "home", "." };

START_TEST(bad_home)
{
	struct fault fault;

	ck_assert(!account_log_write(
	    getuid(), bad_homes[_i], "log", &refusal, &fault));
	ck_assert_ptr_nonnull(strstr(fault.text, "has no home"));
}
END_TEST

START_TEST(not_the_owner)
{
	struct fault fault;

	make_home();
	ck_assert(
	    !account_log_write(getuid() + 1, home, "log", &refusal, &fault));
	ck_assert_ptr_nonnull(strstr(fault.text, "somebody else's"));
	ck_assert_int_eq(size_of(file), -1);
	if (getuid() != 0)
		return;
	/* The file is, and then a directory on the way. */
	make_file(file, 0);
	ck_assert_int_eq(chown(file, 1, 1), 0);
	ck_assert(!append("log"));
	ck_assert_int_eq(chown(sub, 1, 1), 0);
	ck_assert(!append("sub/log"));
}
END_TEST

START_TEST(rotates)
{
	make_home();
	make_file(file, ACCOUNT_LOG_SIZE - 10);
	make_file(old, 5);
	ck_assert(append("log"));
	check_content(file, LINE);
	ck_assert_int_eq(size_of(old), ACCOUNT_LOG_SIZE - 10);
}
END_TEST

/* What a link for the old file points to stays as it is. */
START_TEST(rotates_over_link)
{
	struct stat st;

	make_home();
	make_file(scratch_path("home/other"), 5);
	ck_assert_int_eq(symlink("other", old), 0);
	make_file(file, ACCOUNT_LOG_SIZE);
	ck_assert(append("log"));
	ck_assert_int_eq(lstat(old, &st), 0);
	ck_assert(S_ISREG(st.st_mode));
	ck_assert_int_eq(size_of(scratch_path("home/other")), 5);
}
END_TEST

/* An owner who holds the lock stops the moving, but nothing else. */
START_TEST(locked)
{
	int fd;

	make_home();
	make_file(file, ACCOUNT_LOG_SIZE);
	fd = open(file, O_RDONLY);
	ck_assert_int_eq(flock(fd, LOCK_SH), 0);
	ck_assert(append("log"));
	ck_assert_int_eq(size_of(old), -1);
	ck_assert_int_eq(truncate(file, 2 * ACCOUNT_LOG_SIZE), 0);
	ck_assert(!append("log"));
	(void)close(fd);
	ck_assert(append("log"));
	check_content(file, LINE);
}
END_TEST

/* A directory that becomes a link out, and back, all the time. */
START_TEST(swapped)
{
	const char *gone = scratch_path("home/gone"),
		   *outside = scratch_path("outside");
	int i;
	pid_t pid;

	make_home();
	ck_assert_int_eq(mkdir(outside, 0700), 0);
	pid = fork();
	if (pid == 0)
		for (;;) {
			(void)rename(sub, gone);
			(void)!symlink(outside, sub);
			(void)unlink(sub);
			(void)rename(gone, sub);
		}
	for (i = 0; i < 3000; i++)
		(void)append("sub/log");
	(void)kill(pid, SIGKILL);
	(void)waitpid(pid, NULL, 0);
	ck_assert_int_eq(rmdir(outside), 0);
	(void)unlink(sub);
	(void)rename(gone, sub);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("account_log");
	TCase *tcase = tcase_create("files");

	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, appends);
	tcase_add_test(tcase, mends);
	tcase_add_loop_test(tcase, name, 0, COUNT(bad_names));
	tcase_add_loop_test(tcase, trick, 0, COUNT(tricks));
	tcase_add_loop_test(tcase, bad_home, 0, COUNT(bad_homes));
	tcase_add_test(tcase, not_the_owner);
	tcase_add_test(tcase, rotates);
	tcase_add_test(tcase, rotates_over_link);
	tcase_add_test(tcase, locked);
	tcase_add_test(tcase, swapped);
	return suite_run(suite);
}
