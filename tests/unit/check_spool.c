/* SPDX-License-Identifier: ISC */
/*
 * The private copy of a message: whole, unchangeable, in memory or not.
 */

#include "scratch.h"
#include "suite.h"

#include "wrapper/spool.h"

#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ALL_SEALS (F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)
#define MEMORY ((size_t)SPOOL_MEMORY_MAX)

/* Fills a spool from a file of the bytes. */
static enum spool_result
fill(struct spool *spool, struct str bytes, off_t limit)
{
	int fd = scratch_message(bytes);
	struct input input;
	enum spool_result result;

	input_open(&input, fd, false);
	result = spool_fill(spool, &input, limit);
	/* Well or not, the message was read to its end. */
	ck_assert_int_eq(lseek(fd, 0, SEEK_CUR), (off_t)bytes.len);
	(void)close(fd);
	return result;
}

/* Bytes that no shift and no swap leaves the same. */
static struct str
pattern(size_t size)
{
	static char bytes[4 * MEMORY];
	size_t i;

	ck_assert_uint_le(size, sizeof(bytes));
	for (i = 0; i < size; i++)
		bytes[i] = (char)(i * 31 + (i >> 8) * 17 + (i >> 16) * 7);
	return (struct str){ bytes, size };
}

/* The descriptor holds the bytes, and nobody else has a way to them. */
static void
check_holds(const struct spool *spool, struct str want)
{
	struct stat st;
	char *copy = malloc(want.len + 1);

	ck_assert_ptr_nonnull(copy);
	ck_assert_int_eq(spool->size, (off_t)want.len);
	ck_assert(spool_rewind(spool));
	ck_assert_int_eq(
	    read(spool->fd, copy, want.len + 1), (ssize_t)want.len);
	ck_assert_mem_eq(copy, want.ptr, want.len);
	free(copy);
	ck_assert_int_eq(fstat(spool->fd, &st), 0);
	ck_assert_int_eq(st.st_size, (off_t)want.len);
	ck_assert_uint_eq(st.st_nlink, 0);
	ck_assert_int_eq(fcntl(spool->fd, F_GETFD), FD_CLOEXEC);
	ck_assert_int_eq(spool->in_file, fcntl(spool->fd, F_GET_SEALS) == -1);
	if (spool->in_file) {
		ck_assert_int_eq(st.st_mode & 07777, 0600);
	} else {
		ck_assert_int_eq(fcntl(spool->fd, F_GET_SEALS), ALL_SEALS);
		ck_assert_int_eq(pwrite(spool->fd, "x", 1, 0), -1);
		ck_assert_int_eq(ftruncate(spool->fd, 0), want.len ? -1 : 0);
	}
}

static const struct {
	size_t size;
	bool in_file;
} sizes[] = {
	{ 0, false },
	{ 1, false },
	{ 65535, false },
	{ 65536, false },
	{ 65537, false },
	{ MEMORY - 1, false },
	{ MEMORY, false },
	{ MEMORY + 1, true },
	{ MEMORY + 65536, true },
	{ 3 * MEMORY + 7, true },
};

START_TEST(filled)
{
	struct str bytes = pattern(sizes[_i].size);
	struct spool spool;

	ck_assert_int_eq(fill(&spool, bytes, 0), SPOOL_OK);
	ck_assert_int_eq(spool.in_file, sizes[_i].in_file);
	check_holds(&spool, bytes);
	spool_close(&spool);
	ck_assert_int_eq(spool.fd, -1);
	spool_close(&spool); /* does no harm */
}
END_TEST

START_TEST(size_limit)
{
	struct str bytes = pattern(sizes[_i].size);
	struct spool spool;
	off_t size = (off_t)bytes.len;

	if (size < 2)
		return;
	ck_assert_int_eq(fill(&spool, bytes, size), SPOOL_OK);
	spool_close(&spool);
	ck_assert_int_eq(fill(&spool, bytes, size + 1), SPOOL_OK);
	spool_close(&spool);
	ck_assert_int_eq(fill(&spool, bytes, size - 1), SPOOL_TOO_LARGE);
	ck_assert_int_eq(spool.fd, -1);
	ck_assert_int_eq(fill(&spool, bytes, 1), SPOOL_TOO_LARGE);
	ck_assert_int_eq(spool.fd, -1);
}
END_TEST

/* Of a message that ends at a lone dot, what follows is not kept. */
START_TEST(to_the_dot)
{
	int fd = scratch_message(str_of("a\n.\nb\n"));
	struct input input;
	struct spool spool;

	input_open(&input, fd, true);
	ck_assert_int_eq(spool_fill(&spool, &input, 2), SPOOL_OK);
	check_holds(&spool, str_of("a\n"));
	spool_close(&spool);
	(void)close(fd);
}
END_TEST

START_TEST(unreadable)
{
	int fd = open("/", O_RDONLY | O_DIRECTORY);
	struct input input;
	struct spool spool;

	input_open(&input, fd, true);
	ck_assert_int_eq(spool_fill(&spool, &input, 0), SPOOL_UNREADABLE);
	ck_assert_int_eq(errno, EISDIR);
	ck_assert_int_eq(spool.fd, -1);
	(void)close(fd);
}
END_TEST

/* A full disk, as a limit on the size of files has it. */
START_TEST(disk_full)
{
	struct str bytes = pattern(sizes[_i].size);
	struct rlimit before, small;
	struct spool spool;
	enum spool_result result;
	int fd = scratch_message(bytes), error;
	struct input input;

	(void)signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
	small = before;
	small.rlim_cur = 4096;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
	input_open(&input, fd, false);
	result = spool_fill(&spool, &input, 0);
	error = errno;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
	ck_assert_int_eq(lseek(fd, 0, SEEK_CUR), (off_t)bytes.len);
	if (bytes.len <= 4096) {
		ck_assert_int_eq(result, SPOOL_OK);
		spool_close(&spool);
	} else {
		ck_assert_int_eq(result, SPOOL_FAILED);
		ck_assert_int_eq(error, EFBIG);
		ck_assert_int_eq(spool.fd, -1);
	}
	(void)close(fd);
}
END_TEST

/* Room in memory, but none for the larger file. */
START_TEST(disk_full_late)
{
	struct str bytes = pattern(2 * MEMORY);
	struct rlimit limit;
	struct spool spool;
	int fd = scratch_message(bytes);
	struct input input;

	(void)signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = (rlim_t)SPOOL_MEMORY_MAX + 100;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	input_open(&input, fd, false);
	ck_assert_int_eq(spool_fill(&spool, &input, 0), SPOOL_FAILED);
	ck_assert_int_eq(errno, EFBIG);
	ck_assert_int_eq(spool.fd, -1);
	(void)close(fd);
}
END_TEST

START_TEST(no_descriptor)
{
	struct str bytes = pattern(2 * MEMORY);
	int fd = scratch_message(bytes), spare;
	struct rlimit limit, none;
	struct input input;
	struct spool spool;

	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
	none = limit;
	none.rlim_cur = 0;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &none), 0);
	input_open(&input, fd, false);
	ck_assert_int_eq(spool_fill(&spool, &input, 0), SPOOL_FAILED);
	ck_assert_int_eq(errno, EMFILE);
	ck_assert_int_eq(lseek(fd, 0, SEEK_CUR), (off_t)bytes.len);

	/* One for the memory file, none for the one on disk. */
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	spare = dup(fd);
	(void)close(spare);
	none.rlim_cur = (rlim_t)spare + 1;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &none), 0);
	(void)lseek(fd, 0, SEEK_SET);
	input_open(&input, fd, false);
	ck_assert_int_eq(spool_fill(&spool, &input, 0), SPOOL_FAILED);
	ck_assert_int_eq(errno, EMFILE);
	ck_assert_int_eq(spool.fd, -1);
	ck_assert_int_eq(lseek(fd, 0, SEEK_CUR), (off_t)bytes.len);
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	(void)close(fd);
}
END_TEST

START_TEST(head)
{
	struct str bytes = pattern(sizes[_i].size), mapped;
	size_t limits[] = { 1, 100, 4096, MEMORY, MEMORY + 1, 1 << 30 };
	struct spool spool;
	size_t i, len;

	ck_assert_int_eq(fill(&spool, bytes, 0), SPOOL_OK);
	for (i = 0; i < sizeof(limits) / sizeof(*limits); i++) {
		len = bytes.len < limits[i] ? bytes.len : limits[i];
		ck_assert(spool_head(&spool, limits[i], &mapped));
		ck_assert_uint_eq(mapped.len, len);
		ck_assert_mem_eq(mapped.ptr, bytes.ptr, len);
	}
	spool_close(&spool);
}
END_TEST

/* Writes the bytes so that each read(2) gets a piece, and waits for that. */
static void
write_in_pieces(int fd, struct str bytes, size_t size)
{
	int unread;

	while (bytes.len > 0) {
		size_t len = bytes.len < size ? bytes.len : size;

		ck_assert_int_eq(write(fd, bytes.ptr, len), (ssize_t)len);
		do
			ck_assert_int_eq(ioctl(fd, FIONREAD, &unread), 0);
		while (unread > 0);
		bytes = str_from(bytes, len);
	}
}

/* In pieces that do and do not fit into what keeps the first bytes. */
START_TEST(pieces)
{
	const size_t of[] = { 1000, 30000, 65535, 65536 };
	struct str bytes = pattern(sizes[_i].size), whole;
	struct input input;
	struct spool spool;
	int fds[2];
	size_t i;
	pid_t writer;

	for (i = 0; i < sizeof(of) / sizeof(*of); i++) {
		ck_assert_int_eq(pipe(fds), 0);
		writer = fork();
		ck_assert_int_ne(writer, -1);
		if (writer == 0) {
			(void)close(fds[0]);
			write_in_pieces(fds[1], bytes, of[i]);
			_exit(0);
		}
		(void)close(fds[1]);
		input_open(&input, fds[0], false);
		ck_assert_int_eq(spool_fill(&spool, &input, 0), SPOOL_OK);
		check_holds(&spool, bytes);
		ck_assert(spool_head(&spool, 1 << 30, &whole));
		ck_assert_uint_eq(whole.len, bytes.len);
		ck_assert_mem_eq(whole.ptr, bytes.ptr, bytes.len);
		spool_close(&spool);
		(void)close(fds[0]);
		ck_assert_int_eq(waitpid(writer, NULL, 0), writer);
	}
}
END_TEST

/* Writes into the memory file that a process has by then, by way of /proc. */
static void
write_into_spool(pid_t pid, const char *bytes, size_t len)
{
	char path[64], file[64];
	ssize_t n;
	int fd;

	for (fd = 3; fd < 100; fd++) {
		(void)snprintf(
		    path, sizeof(path), "/proc/%ld/fd/%d", (long)pid, fd);
		n = readlink(path, file, sizeof(file));
		if (n < 15 || memcmp(file, "/memfd:truefrom", 15) != 0)
			continue;
		fd = open(path, O_WRONLY);
		ck_assert_int_ne(fd, -1);
		ck_assert_int_eq(pwrite(fd, bytes, len, 0), (ssize_t)len);
		return;
	}
	ck_abort_msg("no memory file");
}

/* What is read back is what is handed over, whoever wrote it meanwhile. */
START_TEST(written_meanwhile)
{
	char handed[64] = "";
	struct input input;
	struct spool spool;
	struct str whole;
	int fds[2], status;
	pid_t writer;

	ck_assert_int_eq(pipe(fds), 0);
	writer = fork();
	ck_assert_int_ne(writer, -1);
	if (writer == 0) {
		/* When the second piece is read, the first was written. */
		write_in_pieces(fds[1], str_of("From: a\nTo: b\n\n"), 8);
		write_into_spool(getppid(), "From: c\n", 8);
		_exit(0);
	}
	(void)close(fds[1]);
	input_open(&input, fds[0], false);
	ck_assert_int_eq(spool_fill(&spool, &input, 0), SPOOL_OK);
	ck_assert_int_eq(waitpid(writer, &status, 0), writer);
	ck_assert_int_eq(status, 0);
	ck_assert(spool_head(&spool, 1 << 30, &whole));
	ck_assert_int_eq(pread(spool.fd, handed, sizeof(handed), 0), 15);
	ck_assert_str_eq(handed, "From: c\nTo: b\n\n");
	ck_assert_uint_eq(whole.len, 15);
	ck_assert_mem_eq(whole.ptr, handed, 15);
	spool_close(&spool);
	(void)close(fds[0]);
}
END_TEST

static const struct {
	struct str header, body;
	const char *want; /* of the header */
} mixed[] = {
	{ BYTES("A: 1\r\nB: 2\n\r\n"), BYTES("b\r\nc\n"), "A: 1\nB: 2\n\n" },
	{ BYTES("A: 1\nB: 2\r\n"), BYTES(""), "A: 1\nB: 2\n" },
	{ BYTES("A: 1\r\n"), BYTES("\r\n\r\n"), "A: 1\n" },
	{ BYTES("A: 1\n\n"), BYTES("\0\r\n"), "A: 1\n\n" },
	{ BYTES(""), BYTES("\r\nb"), "" },
	/* Only a CR before an LF of the header goes. */
	{ BYTES("A: 1\r\r\nB\r: 2\n\r"), BYTES("\nb"), "A: 1\r\nB\r: 2\n\r" },
};

START_TEST(replaced)
{
	struct str header = mixed[_i].header, body = mixed[_i].body;
	char message[64], want[64];
	struct spool spool;
	size_t len = strlen(mixed[_i].want);

	memcpy(message, header.ptr, header.len);
	memcpy(message + header.len, body.ptr, body.len);
	memcpy(want, mixed[_i].want, len);
	memcpy(want + len, body.ptr, body.len);
	ck_assert_int_eq(
	    fill(&spool, (struct str){ message, header.len + body.len }, 0),
	    SPOOL_OK);
	ck_assert(spool_replace(&spool, header.len, (struct str){ want, len }));
	check_holds(&spool, (struct str){ want, len + body.len });
	spool_close(&spool);
}
END_TEST

/* A header over many blocks, and bodies on both sides of the memory's size. */
START_TEST(replaced_large)
{
	size_t lines = 40000, i, len = 0, size = sizes[_i].size;
	struct str body = pattern(size);
	char *message = malloc(lines * 6 + size + 1), *want;
	struct spool spool;

	ck_assert_ptr_nonnull(message);
	want = malloc(lines * 6 + size + 1);
	ck_assert_ptr_nonnull(want);
	for (i = 0; i < lines; i++) {
		memcpy(message + 6 * i, "A: 1\r\n", 6);
		memcpy(want + len, "A: 1\n", 5);
		len += 5;
	}
	memcpy(message + lines * 6, body.ptr, size);
	memcpy(want + len, body.ptr, size);
	ck_assert_int_eq(
	    fill(&spool, (struct str){ message, lines * 6 + size }, 0),
	    SPOOL_OK);
	ck_assert(spool_replace(&spool, lines * 6, (struct str){ want, len }));
	check_holds(&spool, (struct str){ want, len + size });
	spool_close(&spool);
	free(message);
	free(want);
}
END_TEST

/* Where there is no room for a second copy, the first one stays. */
START_TEST(not_replaced)
{
	struct rlimit before, none;
	struct spool spool;

	ck_assert_int_eq(fill(&spool, str_of("A: 1\r\nB: 2\n\n"), 0), SPOOL_OK);
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = before;
	none.rlim_cur = 0;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &none), 0);
	ck_assert(!spool_replace(&spool, 12, str_of("A: 1\nB: 2\n\n")));
	ck_assert_int_eq(errno, EMFILE);
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &before), 0);
	check_holds(&spool, str_of("A: 1\r\nB: 2\n\n"));
	spool_close(&spool);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("spool");
	TCase *tcase = tcase_create("copies");

	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 30);
	tcase_add_loop_test(tcase, filled, 0, COUNT(sizes));
	tcase_add_loop_test(tcase, size_limit, 0, COUNT(sizes));
	tcase_add_test(tcase, to_the_dot);
	tcase_add_test(tcase, unreadable);
	tcase_add_loop_test(tcase, disk_full, 0, COUNT(sizes));
	tcase_add_test(tcase, disk_full_late);
	tcase_add_test(tcase, no_descriptor);
	tcase_add_loop_test(tcase, head, 0, COUNT(sizes));
	tcase_add_loop_test(tcase, pieces, 0, COUNT(sizes));
	tcase_add_test(tcase, written_meanwhile);
	tcase_add_loop_test(tcase, replaced, 0, COUNT(mixed));
	tcase_add_loop_test(tcase, replaced_large, 0, COUNT(sizes));
	tcase_add_test(tcase, not_replaced);
	return suite_run(suite);
}
