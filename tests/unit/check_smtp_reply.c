/* SPDX-License-Identifier: ISC */
/*
 * Replies of an MTA, and what a client gets of them.
 */

#include "scratch.h"
#include "suite.h"

#include "wrapper/smtp_reply.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct smtp_reply reply;
static struct smtp_stream stream;

static bool
read_reply(struct str bytes)
{
	bool got;
	int fd = scratch_message(bytes);

	smtp_stream_open(&stream, fd);
	got = smtp_reply_read(&reply, &stream, 1);
	(void)close(fd);
	return got;
}

static const struct {
	struct str bytes;
	int code;
	const char *text;
} good[] = {
	{ BYTES("250 OK\r\n"), 250, "250 OK\r\n" },
	{ BYTES("250 OK\n"), 250, "250 OK\r\n" },
	{ BYTES("250\r\n"), 250, "250 \r\n" },
	{ BYTES("250 \r\n"), 250, "250 \r\n" },
	{ BYTES("354 Go on\r\n250 later\r\n"), 354, "354 Go on\r\n" },
	{ BYTES("250-a\r\n250-b\r\n250 c\r\n"), 250,
	    "250-a\r\n250-b\r\n250 c\r\n" },
	{ BYTES("250-\n250-\n250\n"), 250, "250-\r\n250-\r\n250 \r\n" },
	{ BYTES("250-a\r\n550 b\r\n"), 550, "250-a\r\n550 b\r\n" },
	{ BYTES("550 5.7.1 g\xc3\xb6\r\n"), 550, "550 5.7.1 g\xc3\xb6\r\n" },
};

START_TEST(is_read)
{
	ck_assert(read_reply(good[_i].bytes));
	ck_assert_int_eq(reply.code, good[_i].code);
	ck_assert_str_eq(reply.text, good[_i].text);
	ck_assert_uint_eq(reply.len, strlen(good[_i].text));
}
END_TEST

static const struct str garbage[] = {
	BYTES(""),
	BYTES("\r\n"),
	BYTES("25\r\n"),
	BYTES("hello\r\n"),
	BYTES("2x0 OK\r\n"),
	BYTES("2500\r\n"),
	BYTES("250OK\r\n"),
	BYTES("250\tOK\r\n"),
	BYTES("250_OK\r\n"),
	BYTES("000 OK\r\n"),
	BYTES("<html>\r\n250 OK\r\n"),
	BYTES("250 OK"),
	BYTES("250-OK\r\n"),
	BYTES("250-OK\r\nhello\r\n"),
	BYTES("250-OK\r\n250"),
	BYTES("\xb2\xb5\xb0 OK\r\n"),
	BYTES("\0\0\0\r\n"),
};

START_TEST(is_garbage)
{
	ck_assert(!read_reply(garbage[_i]));
}
END_TEST

/* Replies as long as they may be, and longer ones, in lines of any length. */
START_TEST(too_long)
{
	static char text[2 * SMTP_STREAM_SIZE];
	size_t size, line, at;

	for (line = 7; line <= SMTP_REPLY_SIZE; line = line * 2 - 1)
		for (size = SMTP_REPLY_SIZE - 8; size < SMTP_REPLY_SIZE + 8;
		     size++) {
			for (at = 0; at < size; at += line) {
				memset(text + at, 'x', line);
				memcpy(text + at, "250-", 4);
				memcpy(text + at + line - 2, "\r\n", 2);
			}
			memcpy(text + at, "250 \r\n", 6);
			ck_assert(read_reply((struct str){ text, at + 6 }) ==
			    (at + 6 < SMTP_REPLY_SIZE));
			ck_assert_uint_lt(reply.len, SMTP_REPLY_SIZE);
			ck_assert_uint_eq(reply.len, strlen(reply.text));
		}
	memset(text, 'x', sizeof(text));
	memcpy(text, "250 ", 4);
	text[sizeof(text) - 1] = '\n';
	ck_assert(!read_reply((struct str){ text, sizeof(text) }));
}
END_TEST

START_TEST(in_time)
{
	int fds[2];

	ck_assert_int_eq(pipe(fds), 0);
	smtp_stream_open(&stream, fds[0]);
	ck_assert_int_eq(write(fds[1], "250-a\r\n", 7), 7);
	ck_assert(!smtp_reply_read(&reply, &stream, 0));
}
END_TEST

static const struct {
	const char *from, *to;
} answers[] = {
	{ "250 x\r\n", "250 x\r\n" },
	{ "250-x\r\n250 PIPELINING\r\n", "250-x\r\n250 PIPELINING\r\n" },
	{ "250-x\r\n250-SIZE 52428800\r\n250-CHUNKING\r\n250 HELP\r\n",
	    "250-x\r\n250-SIZE 52428800\r\n250 HELP\r\n" },
	{ "250-x\r\n250-8BITMIME\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n",
	    "250-x\r\n250 8BITMIME\r\n" },
	{ "250-x\r\n250-STARTTLS\r\n250 CHUNKING\r\n", "250 x\r\n" },
	/* The first line is a greeting, whatever it says. */
	{ "250-CHUNKING\r\n250 CHUNKING\r\n", "250 CHUNKING\r\n" },
	{ "250-x\r\n250-dsn\r\n250-EnhancedStatusCodes\r\n250-VRFY\r\n"
	  "250 SMTPUTF8\r\n",
	    "250-x\r\n250-dsn\r\n250-EnhancedStatusCodes\r\n250-VRFY\r\n"
	    "250 SMTPUTF8\r\n" },
	{ "250-x\r\n250-BINARYMIME\r\n250-PRDR\r\n250-BURL imap\r\n250-ETRN\r\n"
	  "250-AUTH=LOGIN\r\n250-XCLIENT\r\n250-LIMITS RCPTMAX=1\r\n"
	  "250-REQUIRETLS\r\n250-SIZEX\r\n250-\r\n250 X-SIZE\r\n",
	    "250 x\r\n" },
	{ "250-x\r\n250 \r\n", "250 x\r\n" },
};

START_TEST(extensions)
{
	ck_assert(read_reply(str_of(answers[_i].from)));
	smtp_reply_filter_extensions(&reply);
	ck_assert_str_eq(reply.text, answers[_i].to);
	ck_assert_uint_eq(reply.len, strlen(answers[_i].to));
	ck_assert_int_eq(reply.code, 250);
}
END_TEST

/* A sentence may hold what a message held. */
START_TEST(made)
{
	char sentence[2048];

	smtp_reply_set(&reply, "550 5.7.1", "Not From\r\n250 \x01g\xc3\xb6");
	ck_assert_int_eq(reply.code, 550);
	ck_assert_str_eq(
	    reply.text, "550 5.7.1 Not From 250 \\x01g\xc3\xb6\r\n");
	ck_assert_uint_eq(reply.len, strlen(reply.text));
	memset(sentence, 'x', sizeof(sentence) - 1);
	sentence[sizeof(sentence) - 1] = '\0';
	smtp_reply_set(&reply, "550 5.7.1", sentence);
	ck_assert_uint_le(reply.len, 512);
	ck_assert_uint_gt(reply.len, 480);
	ck_assert_mem_eq(reply.text + reply.len - 5, "...\r\n", 5);
	smtp_reply_set(&reply, "354", "Go on");
	ck_assert_str_eq(reply.text, "354 Go on\r\n");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("smtp_reply");
	TCase *tcase = tcase_create("replies");

	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 30);
	tcase_add_loop_test(tcase, is_read, 0, COUNT(good));
	tcase_add_loop_test(tcase, is_garbage, 0, COUNT(garbage));
	tcase_add_test(tcase, too_long);
	tcase_add_test(tcase, in_time);
	tcase_add_loop_test(tcase, extensions, 0, COUNT(answers));
	tcase_add_test(tcase, made);
	return suite_run(suite);
}
