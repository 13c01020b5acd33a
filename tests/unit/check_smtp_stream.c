/* SPDX-License-Identifier: ISC */
/*
 * Lines from a peer, however they come, and bytes to one who may not take them.
 */

#include "scratch.h"
#include "suite.h"

#include "wrapper/smtp_stream.h"

#include <sys/socket.h>

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static struct smtp_stream stream;
static struct str line;

static void
expect(enum smtp_stream_result want, struct str bytes)
{
	ck_assert_int_eq(smtp_stream_line(&stream, -1, 1, &line), want);
	ck_assert_uint_eq(line.len, bytes.len);
	ck_assert_mem_eq(line.ptr, bytes.ptr, bytes.len);
}

static void
expect_end(void)
{
	expect(SMTP_STREAM_END, STR(""));
	expect(SMTP_STREAM_END, STR(""));
}

static void
open_file(struct str bytes)
{
	smtp_stream_open(&stream, scratch_message(bytes));
}

START_TEST(lines)
{
	open_file(STR("a\r\n\nb\rc\n\0\n"));
	expect(SMTP_STREAM_LINE, STR("a\r\n"));
	expect(SMTP_STREAM_LINE, STR("\n"));
	expect(SMTP_STREAM_LINE, STR("b\rc\n"));
	expect(SMTP_STREAM_LINE, STR("\0\n"));
	expect_end();
}
END_TEST

START_TEST(end_without_lf)
{
	open_file(STR("a\nb\r"));
	expect(SMTP_STREAM_LINE, STR("a\n"));
	expect(SMTP_STREAM_PIECE, STR("b\r"));
	ck_assert(stream.ended);
	expect_end();
	open_file(STR(""));
	expect_end();
}
END_TEST

/* A read from such a socket gives what one write put there, and no more. */
START_TEST(across_reads)
{
	struct str text = STR("one\r\n.\r\n\ntwo");
	size_t i, j;
	int fds[2];

	for (i = 1; i < text.len; i++)
		for (j = i + 1; j < text.len; j++) {
			ck_assert_int_eq(
			    socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fds), 0);
			(void)send(fds[0], text.ptr, i, 0);
			(void)send(fds[0], text.ptr + i, j - i, 0);
			(void)send(fds[0], text.ptr + j, text.len - j, 0);
			(void)close(fds[0]);
			smtp_stream_open(&stream, fds[1]);
			expect(SMTP_STREAM_LINE, STR("one\r\n"));
			expect(SMTP_STREAM_LINE, STR(".\r\n"));
			expect(SMTP_STREAM_LINE, STR("\n"));
			expect(SMTP_STREAM_PIECE, STR("two"));
			expect_end();
			(void)close(fds[1]);
		}
}
END_TEST

/* Lines around the buffer's size, ending in each of these. */
static const struct str tails[] = { BYTES("\n"), BYTES("\r\n"), BYTES("\r\r\n"),
	BYTES("\r.\r\n"), BYTES("\r.\rx\n"), BYTES("\n.\r\n"),
	BYTES("\r\r\r\r\r\n"), BYTES("x"), BYTES("\r") };

static void
check_long(struct str tail, size_t fill)
{
	char *text = malloc(fill + tail.len + 4);
	struct str rest = { text, fill + tail.len + 4 };
	bool cut;

	ck_assert_ptr_nonnull(text);
	memset(text, 'x', fill);
	memcpy(text + fill, tail.ptr, tail.len);
	memcpy(text + fill + tail.len, "\nab\n", 4);
	open_file(rest);
	while (rest.len > 0) {
		const char *lf = memchr(rest.ptr, '\n', rest.len);
		enum smtp_stream_result got =
		    smtp_stream_line(&stream, -1, 1, &line);

		ck_assert_uint_gt(line.len, 0);
		ck_assert_uint_le(line.len, SMTP_STREAM_SIZE);
		ck_assert_mem_eq(line.ptr, rest.ptr, line.len);
		cut = line.ptr[line.len - 1] != '\n';
		ck_assert_int_eq(
		    got, cut ? SMTP_STREAM_PIECE : SMTP_STREAM_LINE);
		ck_assert(cut || (size_t)(lf - rest.ptr) + 1 == line.len);
		rest = str_from(rest, line.len);
		/* A CRLF stays whole. */
		ck_assert(line.ptr[line.len - 1] != '\r' || rest.len == 0 ||
		    rest.ptr[0] != '\n');
	}
	expect_end();
	(void)close(stream.fd);
	free(text);
}

START_TEST(long_lines)
{
	size_t fill;

	for (fill = SMTP_STREAM_SIZE - 8; fill <= SMTP_STREAM_SIZE + 2; fill++)
		check_long(tails[_i], fill);
	check_long(tails[_i], 2 * SMTP_STREAM_SIZE);
}
END_TEST

/* Nothing but CRs: there is always some progress. */
START_TEST(returns_only)
{
	char *text = malloc(3 * SMTP_STREAM_SIZE);
	size_t size = 3 * SMTP_STREAM_SIZE, len = 0;

	ck_assert_ptr_nonnull(text);
	memset(text, '\r', size);
	open_file((struct str){ text, size });
	while (smtp_stream_line(&stream, -1, 1, &line) == SMTP_STREAM_PIECE) {
		ck_assert_uint_gt(line.len, 0);
		len += line.len;
	}
	ck_assert_uint_eq(len, size);
	expect_end();
	free(text);
}
END_TEST

static long long
now(void)
{
	struct timespec time;

	(void)clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

/* A peer that says nothing, or half a line, is not waited for too long. */
START_TEST(timeouts)
{
	long long start = now();
	int fds[2];

	ck_assert_int_eq(pipe(fds), 0);
	smtp_stream_open(&stream, fds[0]);
	ck_assert_int_eq(
	    smtp_stream_line(&stream, -1, 0, &line), SMTP_STREAM_TIMEOUT);
	ck_assert_int_lt(now() - start, 900);
	ck_assert_int_eq(write(fds[1], "half", 4), 4);
	ck_assert_int_eq(
	    smtp_stream_line(&stream, -1, 1, &line), SMTP_STREAM_TIMEOUT);
	ck_assert_int_ge(now() - start, 900);
	ck_assert_int_lt(now() - start, 9000);
	/* It is not lost. */
	ck_assert_int_eq(write(fds[1], " a line\n", 8), 8);
	expect(SMTP_STREAM_LINE, STR("half a line\n"));
	(void)close(fds[1]);
	expect_end();
}
END_TEST

/* The other descriptor comes first, but not before a line that is here. */
START_TEST(other)
{
	int fds[2], others[2];

	ck_assert_int_eq(pipe(fds), 0);
	ck_assert_int_eq(pipe(others), 0);
	smtp_stream_open(&stream, fds[0]);
	ck_assert_int_eq(write(fds[1], "a\nb\nc", 5), 5);
	ck_assert_int_eq(
	    smtp_stream_line(&stream, others[0], 1, &line), SMTP_STREAM_LINE);
	ck_assert_int_eq(write(others[1], "!", 1), 1);
	ck_assert_int_eq(
	    smtp_stream_line(&stream, others[0], 1, &line), SMTP_STREAM_LINE);
	ck_assert_uint_eq(line.len, 2);
	ck_assert_int_eq(
	    smtp_stream_line(&stream, others[0], 1, &line), SMTP_STREAM_OTHER);
	/* Without it the line goes on where it was. */
	ck_assert_int_eq(write(fds[1], "\n", 1), 1);
	expect(SMTP_STREAM_LINE, STR("c\n"));
	/* Its end is a word, too. */
	ck_assert_int_eq(read(others[0], &(char){ 0 }, 1), 1);
	ck_assert_int_eq(smtp_stream_line(&stream, others[0], 0, &line),
	    SMTP_STREAM_TIMEOUT);
	(void)close(others[1]);
	ck_assert_int_eq(
	    smtp_stream_line(&stream, others[0], 1, &line), SMTP_STREAM_OTHER);
}
END_TEST

/* What cannot be read has ended. */
START_TEST(unreadable)
{
	smtp_stream_open(&stream, open("/", O_RDONLY | O_DIRECTORY));
	expect_end();
	ck_assert_int_eq(stream.error, EISDIR);
	smtp_stream_open(&stream, 1000);
	ck_assert_int_eq(stream.error, 0);
	expect_end();
	ck_assert_int_eq(stream.error, EBADF);
}
END_TEST

START_TEST(non_blocking)
{
	int fds[2];

	ck_assert_int_eq(pipe2(fds, O_NONBLOCK), 0);
	smtp_stream_open(&stream, fds[0]);
	ck_assert_int_eq(
	    smtp_stream_line(&stream, -1, 0, &line), SMTP_STREAM_TIMEOUT);
	ck_assert_int_eq(write(fds[1], "a\n", 2), 2);
	expect(SMTP_STREAM_LINE, STR("a\n"));
}
END_TEST

static void
ignore(int signal)
{
	(void)signal;
}

/* A signal that is caught is no answer. */
START_TEST(interrupted)
{
	struct sigaction action = { .sa_handler = ignore };
	struct itimerspec often = { { 0, 20000000 }, { 0, 20000000 } };
	long long start = now();
	timer_t timer;
	pid_t writer;
	int fds[2];

	ck_assert_int_eq(pipe(fds), 0);
	ck_assert_int_eq(sigaction(SIGALRM, &action, NULL), 0);
	ck_assert_int_eq(timer_create(CLOCK_MONOTONIC, NULL, &timer), 0);
	ck_assert_int_eq(timer_settime(timer, 0, &often, NULL), 0);
	smtp_stream_open(&stream, fds[0]);
	writer = fork();
	if (writer == 0) {
		(void)usleep(300000);
		_exit(write(fds[1], "a\n", 2) == 2 ? 0 : 1);
	}
	expect(SMTP_STREAM_LINE, STR("a\n"));
	ck_assert_int_eq(timer_delete(timer), 0);
	ck_assert_int_lt(now() - start, 5000);
}
END_TEST

START_TEST(write_all)
{
	char text[3 * PIPE_BUF], got[sizeof(text)];
	int fds[2];

	memset(text, 'x', sizeof(text));
	ck_assert_int_eq(pipe(fds), 0);
	ck_assert(
	    smtp_stream_write(fds[1], (struct str){ text, sizeof(text) }, 1));
	ck_assert_int_eq(read(fds[0], got, sizeof(got)), (ssize_t)sizeof(text));
	ck_assert_mem_eq(got, text, sizeof(text));
	ck_assert(smtp_stream_write(fds[1], STR(""), 0));
}
END_TEST

START_TEST(write_closed)
{
	int fds[2];

	(void)signal(SIGPIPE, SIG_IGN);
	ck_assert_int_eq(pipe(fds), 0);
	(void)close(fds[0]);
	ck_assert(!smtp_stream_write(fds[1], STR("x"), 1));
	(void)close(fds[1]);
	ck_assert(!smtp_stream_write(fds[1], STR("x"), 1));
}
END_TEST

/* One who does not read is not waited for too long, and not blocked by. */
START_TEST(write_full)
{
	static char text[1 << 20];
	long long start = now();
	int fds[2];

	ck_assert_int_eq(pipe(fds), 0);
	ck_assert(
	    !smtp_stream_write(fds[1], (struct str){ text, sizeof(text) }, 1));
	ck_assert_int_ge(now() - start, 900);
	ck_assert_int_lt(now() - start, 9000);
	ck_assert(!smtp_stream_write(fds[1], STR("x"), 0));
	ck_assert_int_eq(fcntl(fds[1], F_GETFL) & O_NONBLOCK, 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("smtp_stream");
	TCase *tcase = tcase_create("stream");

	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 30);
	tcase_add_test(tcase, lines);
	tcase_add_test(tcase, end_without_lf);
	tcase_add_test(tcase, across_reads);
	tcase_add_loop_test(tcase, long_lines, 0, COUNT(tails));
	tcase_add_test(tcase, returns_only);
	tcase_add_test(tcase, timeouts);
	tcase_add_test(tcase, other);
	tcase_add_test(tcase, unreadable);
	tcase_add_test(tcase, non_blocking);
	tcase_add_test(tcase, interrupted);
	tcase_add_test(tcase, write_all);
	tcase_add_test(tcase, write_closed);
	tcase_add_test(tcase, write_full);
	return suite_run(suite);
}
