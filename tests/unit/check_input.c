/* SPDX-License-Identifier: ISC */
/*
 * Reading stdin: the lone dot that may end a message, however the bytes come
 * in pieces; files, pipes and terminals.
 */

#include "scratch.h"
#include "suite.h"

#include "wrapper/input.h"

#include <sys/socket.h>
#include <sys/wait.h>

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define MESSAGE_MAX 64

/* What is read of a message without -i; with it, that is always all. */
static const struct {
	struct str message;
	struct str read;
} messages[] = {
	{ BYTES(""), BYTES("") },
	{ BYTES("a\nb\n"), BYTES("a\nb\n") },
	{ BYTES("a\nb"), BYTES("a\nb") },
	{ BYTES("a\n.\nb\n"), BYTES("a\n") },
	{ BYTES("a\r\n.\r\nb\r\n"), BYTES("a\r\n") },
	{ BYTES("a\r\n.\nb"), BYTES("a\r\n") },
	{ BYTES("a\n.\r\nb"), BYTES("a\n") },
	{ BYTES(".\na\n"), BYTES("") },
	{ BYTES(".\r\na\n"), BYTES("") },
	{ BYTES("a\n.\n"), BYTES("a\n") },
	{ BYTES("\n.\n"), BYTES("\n") },
	{ BYTES("a\n.\n.\n"), BYTES("a\n") },
	/* Not a lone dot. */
	{ BYTES("a\n..\nb\n"), BYTES("a\n..\nb\n") },
	{ BYTES("a\n .\nb\n"), BYTES("a\n .\nb\n") },
	{ BYTES("a\n. \nb\n"), BYTES("a\n. \nb\n") },
	{ BYTES("a\n.b\n"), BYTES("a\n.b\n") },
	{ BYTES("a.\nb\n"), BYTES("a.\nb\n") },
	{ BYTES("a\n.\rb\n"), BYTES("a\n.\rb\n") },
	{ BYTES("a\n.\r\r\nb\n"), BYTES("a\n.\r\r\nb\n") },
	{ BYTES("a\r.\rb"), BYTES("a\r.\rb") },
	{ BYTES("a\n\r.\nb\n"), BYTES("a\n\r.\nb\n") },
	{ BYTES("a\n.\0\nb\n"), BYTES("a\n.\0\nb\n") },
	{ BYTES("\0\n.\n\0"), BYTES("\0\n") },
	{ BYTES("..\n.\nb"), BYTES("..\n") },
	{ BYTES(".\r.\n.\nb"), BYTES(".\r.\n") },
	/* The end of the file is no end of a line. */
	{ BYTES("a\n."), BYTES("a\n.") },
	{ BYTES("a\n.\r"), BYTES("a\n.\r") },
	{ BYTES("."), BYTES(".") },
	{ BYTES(".\r"), BYTES(".\r") },
	{ BYTES("a\n\n."), BYTES("a\n\n.") },
};

/* Reads everything in pieces of at most `size` bytes; returns the length. */
static size_t
read_all(struct input *input, char *out, size_t size)
{
	char *piece = malloc(size);
	size_t len = 0;
	ssize_t n;

	ck_assert_ptr_nonnull(piece);
	while ((n = input_read(input, piece, size)) > 0) {
		ck_assert_uint_le((size_t)n, size);
		ck_assert_uint_le(len + (size_t)n, MESSAGE_MAX);
		memcpy(out + len, piece, (size_t)n);
		len += (size_t)n;
	}
	ck_assert_int_eq(n, 0);
	ck_assert_int_eq(input_read(input, piece, size), 0);
	free(piece);
	return len;
}

static void
check_read(int fd, bool dot_ends, size_t size, struct str want)
{
	char out[MESSAGE_MAX];
	struct input input;
	size_t len;

	input_open(&input, fd, dot_ends);
	len = read_all(&input, out, size);
	ck_assert_uint_eq(len, want.len);
	ck_assert_mem_eq(out, want.ptr, len);
}

START_TEST(whole)
{
	struct str message = messages[_i].message;
	size_t size;
	int fd;

	for (size = 3; size <= MESSAGE_MAX; size++) {
		fd = scratch_message(message);
		check_read(fd, true, size, messages[_i].read);
		(void)close(fd);
		fd = scratch_message(message);
		check_read(fd, false, size, message);
		(void)close(fd);
	}
}
END_TEST

static void
send_piece(int fd, struct str message, size_t from, size_t to)
{
	if (from < to)
		ck_assert_int_eq(
		    send(fd, message.ptr + from, to - from, MSG_NOSIGNAL),
		    (ssize_t)(to - from));
}

/* A read from such a socket gives what one write put there, and no more. */
static void
check_pieces(
    struct str message, size_t i, size_t j, bool dot_ends, struct str want)
{
	int fds[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fds), 0);
	send_piece(fds[0], message, 0, i);
	send_piece(fds[0], message, i, j);
	send_piece(fds[0], message, j, message.len);
	(void)close(fds[0]);
	check_read(fds[1], dot_ends, MESSAGE_MAX, want);
	(void)close(fds[1]);
}

START_TEST(in_pieces)
{
	struct str message = messages[_i].message;
	size_t i, j;

	for (i = 0; i <= message.len; i++)
		for (j = i; j <= message.len; j++) {
			check_pieces(message, i, j, true, messages[_i].read);
			check_pieces(message, i, j, false, message);
		}
}
END_TEST

START_TEST(byte_by_byte)
{
	struct str message = messages[_i].message;
	size_t i;
	int fds[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fds), 0);
	for (i = 0; i < message.len; i++)
		send_piece(fds[0], message, i, i + 1);
	(void)close(fds[0]);
	check_read(fds[1], true, MESSAGE_MAX, messages[_i].read);
	(void)close(fds[1]);
}
END_TEST

/* What stands behind the end stays where it is, for whoever reads next. */
START_TEST(nothing_past_the_dot)
{
	struct input input;
	char out[MESSAGE_MAX];
	int fds[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fds), 0);
	send_piece(fds[0], str_of("a\n.\n"), 0, 4);
	send_piece(fds[0], str_of("next"), 0, 4);
	input_open(&input, fds[1], true);
	ck_assert_uint_eq(read_all(&input, out, sizeof(out)), 2);
	input_drain(&input);
	ck_assert_int_eq(recv(fds[1], out, sizeof(out), MSG_DONTWAIT), 4);
	ck_assert_mem_eq(out, "next", 4);
	(void)close(fds[0]);
	(void)close(fds[1]);
}
END_TEST

START_TEST(drain)
{
	struct input input;
	char byte;
	int fds[2];

	ck_assert_int_eq(pipe(fds), 0);
	ck_assert_int_eq(write(fds[1], "a\nb\n.", 5), 5);
	(void)close(fds[1]);
	input_open(&input, fds[0], true);
	ck_assert_int_eq(input.start, -1);
	input_drain(&input);
	ck_assert_int_eq(read(fds[0], &byte, 1), 0);
	input_restore(&input); /* a pipe stays as it is */
	(void)close(fds[0]);
}
END_TEST

START_TEST(file_offset)
{
	struct input input;
	char out[MESSAGE_MAX];
	int fd = scratch_message(str_of("before\nmessage\n"));

	ck_assert_int_eq(lseek(fd, 7, SEEK_SET), 7);
	input_open(&input, fd, false);
	ck_assert_int_eq(input.start, 7);
	ck_assert_uint_eq(read_all(&input, out, sizeof(out)), 8);
	ck_assert_mem_eq(out, "message\n", 8);
	input_drain(&input);
	ck_assert_int_eq(lseek(fd, 0, SEEK_CUR), 15);
	input_restore(&input);
	ck_assert_int_eq(lseek(fd, 0, SEEK_CUR), 7);
	(void)close(fd);
}
END_TEST

/* A descriptor that a caller left non-blocking is waited for. */
START_TEST(non_blocking)
{
	static const char *const pieces[] = { "a\n", ".", "b\n.", "\n" };
	struct input input;
	char out[MESSAGE_MAX];
	pid_t writer;
	int fds[2], i, status;

	ck_assert_int_eq(pipe2(fds, O_NONBLOCK), 0);
	writer = fork();
	if (writer == 0) {
		for (i = 0; i < 4; i++) {
			(void)usleep(20000);
			if (write(fds[1], pieces[i], strlen(pieces[i])) == -1)
				_exit(1);
		}
		_exit(0);
	}
	input_open(&input, fds[0], true);
	ck_assert_uint_eq(read_all(&input, out, sizeof(out)), 5);
	ck_assert_mem_eq(out, "a\n.b\n", 5);
	ck_assert_int_eq(waitpid(writer, &status, 0), writer);
	ck_assert_int_eq(status, 0);
	(void)close(fds[0]);
	(void)close(fds[1]);
}
END_TEST

START_TEST(read_error)
{
	struct input input;
	char out[MESSAGE_MAX];
	int fd = open("/", O_RDONLY | O_DIRECTORY);

	input_open(&input, fd, true);
	ck_assert_int_eq(input_read(&input, out, sizeof(out)), -1);
	ck_assert_int_eq(errno, EISDIR);
	input_open(&input, fd, false);
	ck_assert_int_eq(input_read(&input, out, sizeof(out)), -1);
	input_drain(&input); /* gives up */
	(void)close(fd);
	input_open(&input, -1, true);
	ck_assert_int_eq(input_read(&input, out, sizeof(out)), -1);
	ck_assert_int_eq(errno, EBADF);
}
END_TEST

/* A person ends a message with a dot, and none is waited for to drain it. */
START_TEST(terminal)
{
	struct input input;
	char out[MESSAGE_MAX];
	int person = posix_openpt(O_RDWR | O_NOCTTY), fd;

	ck_assert_int_ne(person, -1);
	ck_assert_int_eq(grantpt(person), 0);
	ck_assert_int_eq(unlockpt(person), 0);
	fd = open(ptsname(person), O_RDWR | O_NOCTTY);
	ck_assert_int_ne(fd, -1);
	ck_assert_int_eq(write(person, "a\n.\nb\n", 6), 6);
	input_open(&input, fd, true);
	ck_assert_uint_eq(read_all(&input, out, sizeof(out)), 2);
	input_open(&input, fd, false);
	input_drain(&input); /* or it would wait for ever */
	(void)close(fd);
	(void)close(person);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("input");
	TCase *tcase = tcase_create("reading");

	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 30);
	tcase_add_loop_test(tcase, whole, 0, COUNT(messages));
	tcase_add_loop_test(tcase, in_pieces, 0, COUNT(messages));
	tcase_add_loop_test(tcase, byte_by_byte, 0, COUNT(messages));
	tcase_add_test(tcase, nothing_past_the_dot);
	tcase_add_test(tcase, drain);
	tcase_add_test(tcase, file_offset);
	tcase_add_test(tcase, non_blocking);
	tcase_add_test(tcase, read_error);
	tcase_add_test(tcase, terminal);
	return suite_run(suite);
}
