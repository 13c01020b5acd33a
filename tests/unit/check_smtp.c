/* SPDX-License-Identifier: ISC */
/*
 * Sessions: what the client is told, and what the MTA gets, when either does
 * what it should not.
 */

#include "scratch.h"
#include "session.h"
#include "suite.h"

#include <sys/resource.h>
#include <sys/wait.h>

#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ALLOW                                                                  \
	"primary_hostname = good.example\n"                                    \
	"from_domains = good.example\n"
#define MAIL "MAIL FROM:<a@good.example>\r\n"
#define RCPT "RCPT TO:<r@rcpt.example>\r\n"
#define GOOD "From: a@good.example\r\n\r\nhi\r\n.\r\n"
#define BAD "From: ceo@bank.example\r\n\r\nhi\r\n.\r\n"
#define MESSAGE MAIL RCPT "DATA\r\n"
#define QUIT "QUIT\r\n"

/* How long a time is that goes by faster, and what else there may be to do. */
#define MILLISECONDS(seconds) ((seconds)*1000 / SESSION_HURRY + 2000)

static const struct session_result *result;

static void
run(const char *script, const char *client)
{
	result = session_run(ALLOW, script, str_of(client));
}

static void
check_no_child(void)
{
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
	ck_assert_int_eq(errno, ECHILD);
}

static void
check(const char *codes, const char *sent, const char *log, int status)
{
	ck_assert(result->begun);
	ck_assert_str_eq(result->codes, codes);
	ck_assert_str_eq(result->sent, sent);
	ck_assert_str_eq(result->log, log);
	ck_assert_int_eq(result->status, status);
	check_no_child();
}

/* The MTA is as it should be; its status is 7 after QUIT. */
static const struct {
	const char *lines;
	const char *client;
	const char *codes;
	const char *sent;
	const char *log;
} sessions[] = {
	{ "", QUIT, "220 221", QUIT, "" },
	{ "", "EHLO x\r\n" MESSAGE GOOD QUIT, "220 250 250 250 354 250 221",
	    "EHLO x\r\n" MESSAGE GOOD QUIT, "a" },
	/* A refusal, and what comes behind it. */
	{ "", MESSAGE BAD MESSAGE GOOD QUIT,
	    "220 250 250 354 550 250 250 354 250 221",
	    MAIL RCPT "RSET\r\n" MESSAGE GOOD QUIT, "ra" },
	{ "", MESSAGE GOOD MESSAGE BAD QUIT,
	    "220 250 250 354 250 250 250 354 550 221",
	    MESSAGE GOOD MAIL RCPT "RSET\r\n" QUIT, "ar" },
	{ "mode = monitor\n", MESSAGE BAD QUIT, "220 250 250 354 250 221",
	    MESSAGE BAD QUIT, "m" },
	/* Commands that are answered without the MTA. */
	{ "", "FOO\r\nSTARTTLS\r\nAUTH x\r\n\r\nBDAT 1\r\n" QUIT,
	    "220 500 502 502 500 502 221", QUIT, "" },
	{ "", "DATA\r\n" GOOD QUIT, "220 503 500 500 500 500 221", QUIT, "" },
	{ "", MAIL "DATA\r\n" QUIT, "220 250 503 221", MAIL QUIT, "" },
	{ "", RCPT "DATA\r\n" QUIT, "220 250 503 221", RCPT QUIT, "" },
	{ "", MAIL MAIL QUIT, "220 250 503 221", MAIL QUIT, "" },
	{ "", MAIL RCPT "RSET\r\nDATA\r\n" QUIT, "220 250 250 250 503 221",
	    MAIL RCPT "RSET\r\n" QUIT, "" },
	{ "", MESSAGE GOOD "DATA\r\n" QUIT, "220 250 250 354 250 503 221",
	    MESSAGE GOOD QUIT, "a" },
	{ "", "mail from:a\r\nrcpt to:b\r\ndata\r\n" GOOD "quit\r\n",
	    "220 250 250 354 250 221",
	    "MAIL FROM:<a>\r\nRCPT TO:<b>\r\nDATA\r\n" GOOD QUIT, "a" },
	/* Nothing is read behind QUIT. */
	{ "", QUIT MESSAGE GOOD, "220 221", QUIT, "" },
};

START_TEST(session)
{
	char lines[256];

	(void)snprintf(lines, sizeof(lines), ALLOW "%s", sessions[_i].lines);
	result = session_run(lines, "", str_of(sessions[_i].client));
	check(sessions[_i].codes, sessions[_i].sent, sessions[_i].log,
	    SESSION_STATUS);
}
END_TEST

/* Both are cut off where nobody can say where the message ends. */
START_TEST(broken_data)
{
	static const char *const data[] = {
		"From: a@good.example\r\n\r\nhi\n.\r\n",
		"From: a@good.example\r\n\r\nhi\r.\r\n",
		"From: a@good.example\r\n\r\nhi\r\n.\n",
		"From: ceo@bank.example\r\n\r\nhi\n.\r\n",
	};
	char client[512];
	int i;

	for (i = 0; i < COUNT(data); i++) {
		(void)snprintf(client, sizeof(client),
		    MESSAGE "%s" MESSAGE GOOD QUIT, data[i]);
		run("", client);
		check("220 250 250 354 554", MAIL RCPT, "r", 0);
	}
}
END_TEST

/* What begins to go on is not ended, if it is to be refused. */
START_TEST(too_large_on_the_way)
{
	result = session_run(ALLOW "header_size_limit = 30\n"
				   "message_size_limit = 60\n",
	    "",
	    STR(MESSAGE "From: a@good.example\r\n\r\n0123456789012345678\r\n"
			"0123456789012345678\r\n.\r\n" MESSAGE GOOD));
	ck_assert_str_eq(result->codes, "220 250 250 354 552");
	ck_assert_ptr_null(strstr(result->sent, "\r\n.\r\n"));
	ck_assert_str_eq(result->log, "r");
	check_no_child();
}
END_TEST

/* A session of two messages, in which the MTA does one thing wrong. */
static const char client_words[] =
    "EHLO x\r\n" MESSAGE GOOD MAIL RCPT "DATA\r\n" GOOD QUIT;

/* Where that may be, and the replies before. */
static const struct {
	const char *script;
	const char *codes;
} points[] = {
	{ "", "" },
	{ ".", "220" },
	{ "..", "220 250" },
	{ "...", "220 250 250" },
	{ "....", "220 250 250 250 354" },
	{ ".....", "220 250 250 250 354" },
	{ "......", "220 250 250 250 354 250" },
	{ ".........", "220 250 250 250 354 250 250 250 354" },
	{ "..........", "220 250 250 250 354 250 250 250 354 250" },
};

static void
run_at(int point, char how)
{
	char script[32];

	(void)snprintf(
	    script, sizeof(script), "%s%c", points[point].script, how);
	run(script, client_words);
}

static void
check_at(int point, const char *after)
{
	char codes[256];

	(void)snprintf(codes, sizeof(codes), "%s%s%s", points[point].codes,
	    points[point].codes[0] == '\0' ? "" : " ", after);
	ck_assert_msg(strcmp(result->codes, codes) == 0, "%s, not %s",
	    result->codes, codes);
}

/* The client hears of it at once, and the session is over. */
START_TEST(mta_ends)
{
	static const char how[] = { SESSION_EXIT, SESSION_KILLED, SESSION_HALF,
		SESSION_ENOUGH };
	size_t i;

	for (i = 0; i < sizeof(how); i++) {
		run_at(_i, how[i]);
		check_at(_i, "421");
		ck_assert_int_eq(result->status,
		    how[i] == SESSION_KILLED ? 71 : SESSION_STATUS);
		check_no_child();
	}
}
END_TEST

START_TEST(mta_talks_garbage)
{
	run_at(_i, SESSION_GARBAGE);
	check_at(_i, "421");
	check_no_child();
	run_at(_i, SESSION_ENDLESS);
	check_at(_i, "421");
	check_no_child();
}
END_TEST

START_TEST(mta_says_more)
{
	run_at(_i, SESSION_MULTI);
	ck_assert_int_eq(result->status, SESSION_STATUS);
	ck_assert_str_eq(
	    result->codes, "220 250 250 250 354 250 250 250 354 250 221");
	ck_assert_str_eq(result->sent, client_words);
	/* Of an answer to EHLO, only what truefrom knows. */
	if (strcmp(points[_i].script, ".") == 0)
		ck_assert_ptr_null(strstr(result->replies, "CHUNKING"));
	check_no_child();
}
END_TEST

/* Refusals of the MTA's, at each point. */
static const struct {
	const char *script;
	const char *codes; /* X for the refusal's */
	const char *sent;
	const char *log;
} refusals[] = {
	{ "X", "X", "", "" },
	{ ".X", "220 X 250 250 354 250 250 250 354 250 221", client_words,
	    "aa" },
	/* MAIL: then RCPT goes on, but no DATA. */
	{ "..X", "220 250 X 250 503 500 500 500 500 250 250 354 250 221",
	    "EHLO x\r\n" MAIL RCPT MESSAGE GOOD QUIT, "a" },
	/* RCPT. */
	{ "...X", "220 250 250 X 503 500 500 500 500 503 250 354 250 221",
	    "EHLO x\r\n" MAIL RCPT RCPT "DATA\r\n" GOOD QUIT, "a" },
	/* DATA, of which the client hears at the message's end. */
	{ "....X", "220 250 250 250 354 X 250 250 354 250 221",
	    "EHLO x\r\n" MESSAGE "RSET\r\n" MESSAGE GOOD QUIT, "aa" },
	/* The message. */
	{ ".....X", "220 250 250 250 354 X 250 250 354 250 221", client_words,
	    "aa" },
	/* QUIT. */
	{ "..........X", "220 250 250 250 354 250 250 250 354 250 X",
	    client_words, "aa" },
};

/* `s` with `code` for every X. */
static const char *
fill_in(const char *s, const char *code, char text[256])
{
	char *at = text;

	for (; *s != '\0'; s++)
		if (*s == 'X')
			at = stpcpy(at, code);
		else
			*at++ = *s;
	*at = '\0';
	return text;
}

static void
check_refusal(int i, const char *how, const char *code)
{
	char script[256], codes[256];

	run(fill_in(refusals[i].script, how, script), client_words);
	(void)fill_in(refusals[i].codes, code, codes);
	ck_assert_msg(strcmp(result->codes, codes) == 0, "%s, not %s",
	    result->codes, codes);
	ck_assert_str_eq(result->sent, refusals[i].sent);
	check_no_child();
}

START_TEST(mta_refuses)
{
	check_refusal(_i, "4", "451");
	check_refusal(_i, "5", "550");
}
END_TEST

/* Its answer to what truefrom says of its own, and answers out of place. */
START_TEST(mta_refuses_rset)
{
	/* RSET after a refusal: 451, and the session goes on. */
	run("...4", MESSAGE BAD MESSAGE GOOD QUIT);
	check("220 250 250 354 550 250 250 354 250 221",
	    MAIL RCPT "RSET\r\n" MESSAGE GOOD QUIT, "ra", SESSION_STATUS);
	/* It ends there: the client is told of its message. */
	run("...x", MESSAGE BAD MESSAGE GOOD QUIT);
	check("220 250 250 354 550", MAIL RCPT "RSET\r\n", "r", SESSION_STATUS);
	/* 354 to anything but DATA is nothing to go on. */
	run(".3..", "EHLO x\r\n" MESSAGE GOOD QUIT);
	ck_assert_int_eq(strncmp(result->codes, "220 354", 7), 0);
}
END_TEST

/* The MTA's end amid the message. */
START_TEST(mta_dies_in_data)
{
	size_t i, size = 300000;
	char *client = malloc(size + sizeof(MESSAGE GOOD));

	run("...t", MESSAGE GOOD MESSAGE GOOD QUIT);
	ck_assert_str_eq(result->codes, "220 250 250 354 421");
	ck_assert_int_eq(result->status, SESSION_STATUS);
	check_no_child();
	/* With more on the way than a pipe holds. */
	ck_assert_ptr_nonnull(client);
	(void)stpcpy(client, MESSAGE "From: a@good.example\r\n\r\n");
	i = strlen(client);
	memset(client + i, 'x', size - i);
	(void)stpcpy(client + size - 8, "\r\n.\r\n");
	result = session_run(
	    ALLOW "header_size_limit = 100\n", "...t", str_of(client));
	ck_assert_str_eq(result->codes, "220 250 250 354 421");
	check_no_child();
	free(client);
}
END_TEST

/* Bounded: at most so many minutes of an MTA that does not answer. */
START_TEST(mta_stalls)
{
	session_hurry();
	run_at(_i, SESSION_STALL);
	check_at(_i, "421");
	ck_assert_int_eq(result->status, 71);
	/* 10 minutes for the reply to a message, 1 for its end. */
	ck_assert_int_lt(result->milliseconds, MILLISECONDS(600 + 60 + 60));
}
END_TEST

START_TEST(mta_reads_no_more)
{
	size_t size = 1 << 20;
	char *client = malloc(size);

	ck_assert_ptr_nonnull(client);
	session_hurry();
	memset(client, 'x', size);
	memcpy(client, MESSAGE "From: a@good.example\r\n\r\n",
	    strlen(MESSAGE "From: a@good.example\r\n\r\n"));
	memcpy(client + size - 5, "\r\n.\r\n", 5);
	result = session_run(ALLOW "header_size_limit = 100\n", "...f",
	    (struct str){ client, size });
	ck_assert_str_eq(result->codes, "220 250 250 354 421");
	ck_assert_int_eq(result->status, 71);
	ck_assert_int_lt(result->milliseconds, MILLISECONDS(180 + 60 + 60));
	free(client);
}
END_TEST

START_TEST(mta_cannot_be_run)
{
	static const struct args args;
	char *argv[] = { NULL };
	struct config config = { .mta = "/nonexistent/mta",
		.header_size_limit = 1 };
	struct smtp_host host = {
		.config = &config, .args = &args, .argv = argv
	};
	struct fault fault;
	int status;

	ck_assert(
	    !smtp_relay(&host, STDIN_FILENO, STDOUT_FILENO, &status, &fault));
	ck_assert_msg(
	    strstr(fault.text, "/nonexistent/mta") != NULL, "%s", fault.text);
	check_no_child();
}
END_TEST

/* A client who sends a line now and then. */
static int
slow_client(const char *const *lines, unsigned microseconds)
{
	int fds[2];
	pid_t pid;

	ck_assert_int_eq(pipe(fds), 0);
	pid = fork();
	ck_assert_int_ne(pid, -1);
	if (pid == 0) {
		(void)close(fds[0]);
		(void)signal(SIGPIPE, SIG_IGN);
		for (; *lines != NULL; lines++) {
			(void)!write(fds[1], *lines, strlen(*lines));
			(void)usleep(microseconds);
		}
		_exit(0);
	}
	(void)close(fds[1]);
	return fds[0];
}

/* It is told at once, not at its next command. */
START_TEST(mta_ends_unasked)
{
	static const char *const lines[] = { "EHLO x\r\n", MAIL,
		RCPT "DATA\r\n", GOOD QUIT, NULL };
	int in = slow_client(lines, 400000), status;

	result = session_relay(ALLOW, ".u", in, -1);
	ck_assert_str_eq(result->codes, "220 250 421");
	ck_assert_str_eq(result->sent, "EHLO x\r\n");
	ck_assert_int_gt(waitpid(-1, &status, 0), 0);
	/* The client was read to its end, so it did not die of that. */
	ck_assert_int_eq(status, 0);
	check_no_child();
}
END_TEST

/* Amid a message, it is told at its end. */
START_TEST(mta_ends_unasked_in_data)
{
	static const char *const lines[] = { MESSAGE,
		"From: a@good.example\r\n\r\n", "0123456789\r\n",
		".\r\n" MESSAGE GOOD, NULL };
	int in = slow_client(lines, 200000), status;

	result = session_relay(ALLOW "header_size_limit = 30\n", "..u", in, -1);
	ck_assert_str_eq(result->codes, "220 250 250 354 421");
	ck_assert_int_gt(waitpid(-1, &status, 0), 0);
	ck_assert_int_eq(status, 0);
	check_no_child();
}
END_TEST

/* The client ends after each byte: nothing of what is not whole goes on. */
START_TEST(client_ends)
{
	static const char client[] = "EHLO x\r\n" MESSAGE GOOD QUIT;
	size_t len = (size_t)_i;
	const char *sent;

	result = session_run(ALLOW, "", (struct str){ client, len });
	ck_assert(result->begun);
	sent = result->sent;
	ck_assert_int_eq(strncmp(sent, client, strlen(sent)), 0);
	/* A command that is not ended is none, nor is a message. */
	ck_assert_ptr_eq(strstr(sent, "\r\n.\r\n") == NULL ? client : NULL,
	    len < sizeof(client) - 1 - strlen(QUIT) ? client : NULL);
	ck_assert_uint_le(strlen(sent), len);
	ck_assert_int_eq(
	    result->status, len == sizeof(client) - 1 ? SESSION_STATUS : 0);
	ck_assert_int_lt(result->milliseconds, 4000);
	check_no_child();
}
END_TEST

/* One who takes no replies, or sends none of its lines. */
START_TEST(client_is_deaf)
{
	int fds[2], in;

	ck_assert_int_eq(pipe(fds), 0);
	(void)close(fds[0]);
	in = scratch_message(STR(MESSAGE GOOD QUIT));
	result = session_relay(ALLOW, "", in, fds[1]);
	ck_assert(result->begun);
	ck_assert_str_eq(result->sent, "");
	check_no_child();
}
END_TEST

START_TEST(client_is_silent)
{
	int fds[2];

	session_hurry();
	ck_assert_int_eq(pipe(fds), 0);
	ck_assert_int_eq(
	    write(fds[1], MESSAGE "From:", strlen(MESSAGE "From:")),
	    strlen(MESSAGE "From:"));
	result = session_relay(ALLOW, "", fds[0], -1);
	check("220 250 250 354 554", MAIL RCPT, "r", 0);
	ck_assert_int_lt(result->milliseconds, MILLISECONDS(300 + 60));
	ck_assert_int_eq(write(fds[1], "NOOP\r\nNO", 8), 8);
	result = session_relay(ALLOW, "", fds[0], -1);
	check("220 250 421", "NOOP\r\n", "", 0);
	ck_assert_int_lt(result->milliseconds, MILLISECONDS(300 + 60));
}
END_TEST

/* A line longer than any command, or than a buffer, is one refusal. */
START_TEST(long_commands)
{
	static char client[1 << 18];
	static const size_t sizes[] = { 2000, 3000, 65535, 65536, 65537,
		200000 };
	int i;

	for (i = 0; i < COUNT(sizes); i++) {
		memset(client, 'x', sizes[i]);
		(void)strlcpy(client + sizes[i], "\r\nNOOP\r\n" QUIT, 32);
		run("", client);
		check("220 500 250 221", "NOOP\r\n" QUIT, "", SESSION_STATUS);
		memset(client, 0, sizeof(client));
	}
}
END_TEST

static unsigned
count_descriptors(void)
{
	DIR *directory = opendir("/proc/self/fd");
	unsigned count = 0;

	ck_assert_ptr_nonnull(directory);
	while (readdir(directory) != NULL)
		count++;
	(void)closedir(directory);
	return count;
}

/* Neither memory nor descriptors grow with messages, or with sessions. */
START_TEST(many_messages)
{
	static const char two[] = MESSAGE GOOD MESSAGE BAD;
	size_t len = sizeof(two) - 1, count = 500, i;
	char *client = malloc(count * len + sizeof(QUIT));
	unsigned descriptors;
	struct mallinfo2 before, after;
	struct rusage used;
	long most;

	ck_assert_ptr_nonnull(client);
	for (i = 0; i < count; i++)
		memcpy(client + i * len, two, len);
	memcpy(client + i * len, QUIT, sizeof(QUIT));
	run("", two);
	run("", client);
	ck_assert_int_eq(result->status, SESSION_STATUS);
	ck_assert_mem_eq(result->log, "arararararararararar", 20);
	descriptors = count_descriptors();
	before = mallinfo2();
	(void)getrusage(RUSAGE_SELF, &used);
	most = used.ru_maxrss;
	for (i = 0; i < 4; i++)
		run("", client);
	after = mallinfo2();
	(void)getrusage(RUSAGE_SELF, &used);
	ck_assert_uint_le(after.uordblks, before.uordblks + 4096);
	/* A sanitizer's malloc counts nothing, and keeps what is freed. */
	if (after.uordblks > 0)
		ck_assert_int_le(used.ru_maxrss, most + 4096);
	ck_assert_uint_eq(count_descriptors(), descriptors);
	check_no_child();
	free(client);
}
END_TEST

/* on_refusal = rewrite, and what else a session makes of an envelope. */
#define REWRITE "on_refusal = rewrite\n"
#define CHECK REWRITE "sender_check = domain\n"
#define OTHER "MAIL FROM:<ceo@bank.example>\r\n"
#define INSTEAD "MAIL FROM:<root@good.example>\r\n"
#define REPLACED                                                               \
	"From: root@good.example\r\n"                                          \
	"Reply-To: ceo@bank.example\r\n"                                       \
	"X-Original-From: ceo@bank.example\r\n\r\nhi\r\n.\r\n"

static const struct {
	const char *lines;
	const char *client;
	const char *codes;
	const char *sent;
	const char *log;
} envelopes[] = {
	/* The sender. */
	{ CHECK, OTHER RCPT "DATA\r\n" GOOD QUIT, "220 250 250 354 250 221",
	    INSTEAD RCPT "DATA\r\n" GOOD QUIT, "w" },
	{ CHECK, MESSAGE GOOD QUIT, "220 250 250 354 250 221",
	    MESSAGE GOOD QUIT, "a" },
	{ "sender_check = domain\n", OTHER RCPT "DATA\r\n" GOOD QUIT,
	    "220 250 250 354 550 221", OTHER RCPT "RSET\r\n" QUIT, "r" },
	{ REWRITE, OTHER RCPT "DATA\r\n" GOOD QUIT, "220 250 250 354 250 221",
	    OTHER RCPT "DATA\r\n" GOOD QUIT, "a" },
	{ CHECK "mode = monitor\n", OTHER RCPT "DATA\r\n" GOOD QUIT,
	    "220 250 250 354 250 221", OTHER RCPT "DATA\r\n" GOOD QUIT, "m" },
	{ CHECK "trusted_users = root\n", OTHER RCPT "DATA\r\n" BAD QUIT,
	    "220 250 250 354 250 221", OTHER RCPT "DATA\r\n" BAD QUIT, "a" },
	{ CHECK, "MAIL FROM:<>\r\n" RCPT "DATA\r\n" GOOD QUIT,
	    "220 250 250 354 250 221",
	    "MAIL FROM:<>\r\n" RCPT "DATA\r\n" GOOD QUIT, "a" },
	{ CHECK, "mail from:ceo@bank.example BODY=8BITMIME SIZE=9\r\n" QUIT,
	    "220 250 221",
	    "MAIL FROM:<root@good.example> BODY=8BITMIME SIZE=9\r\n" QUIT, "" },
	/* It is that message's alone. */
	{ CHECK, OTHER "RSET\r\n" MESSAGE GOOD QUIT,
	    "220 250 250 250 250 354 250 221",
	    INSTEAD "RSET\r\n" MESSAGE GOOD QUIT, "a" },
	{ CHECK, OTHER "EHLO x\r\n" MESSAGE GOOD QUIT,
	    "220 250 250 250 250 354 250 221",
	    INSTEAD "EHLO x\r\n" MESSAGE GOOD QUIT, "a" },
	{ CHECK, OTHER RCPT "DATA\r\n" GOOD MESSAGE GOOD QUIT,
	    "220 250 250 354 250 250 250 354 250 221",
	    INSTEAD RCPT "DATA\r\n" GOOD MESSAGE GOOD QUIT, "wa" },
	{ CHECK, OTHER OTHER RCPT "DATA\r\n" GOOD QUIT,
	    "220 250 503 250 354 250 221", INSTEAD RCPT "DATA\r\n" GOOD QUIT,
	    "w" },
	/* None may be used. */
	{ CHECK "qualify_domain = x.example\n", OTHER RCPT "DATA\r\n" GOOD QUIT,
	    "220 250 250 354 550 221",
	    "MAIL FROM:<root@x.example>\r\n" RCPT "RSET\r\n" QUIT, "r" },
	/* The From. */
	{ REWRITE, MESSAGE BAD QUIT, "220 250 250 354 250 221",
	    MESSAGE REPLACED QUIT, "w" },
	{ CHECK, OTHER RCPT "DATA\r\n" BAD MESSAGE GOOD QUIT,
	    "220 250 250 354 250 250 250 354 250 221",
	    INSTEAD RCPT "DATA\r\n" REPLACED MESSAGE GOOD QUIT, "wa" },
	{ REWRITE, MESSAGE "DKIM-Signature: x\r\n" BAD MESSAGE BAD QUIT,
	    "220 250 250 354 550 250 250 354 250 221",
	    MAIL RCPT "RSET\r\n" MESSAGE REPLACED QUIT, "rw" },
	{ REWRITE, MESSAGE "From joe Fri Jan  5 12:35:00 2024\r\n" BAD QUIT,
	    "220 250 250 354 550 221", MAIL RCPT "RSET\r\n" QUIT, "r" },
	/* Recipients. */
	{ "max_recipients = 2\n", MAIL RCPT RCPT "DATA\r\n" GOOD QUIT,
	    "220 250 250 250 354 250 221", MAIL RCPT RCPT "DATA\r\n" GOOD QUIT,
	    "a" },
	{ "max_recipients = 2\n",
	    MAIL RCPT RCPT RCPT "DATA\r\n" GOOD MESSAGE GOOD QUIT,
	    "220 250 250 250 250 354 550 250 250 354 250 221",
	    MAIL RCPT RCPT RCPT "RSET\r\n" MESSAGE GOOD QUIT, "ra" },
	{ "max_recipients = 1\n", MAIL RCPT "RSET\r\n" MESSAGE GOOD QUIT,
	    "220 250 250 250 250 250 354 250 221",
	    MAIL RCPT "RSET\r\n" MESSAGE GOOD QUIT, "a" },
	{ "max_recipients = 1\n", MESSAGE "To: a@x, b@x, c@x\r\n" GOOD QUIT,
	    "220 250 250 354 250 221",
	    MESSAGE "To: a@x, b@x, c@x\r\n" GOOD QUIT, "a" },
#define LOCAL                                                                  \
	"local_recipients = pass\n"                                            \
	"domainlist local_domains = rcpt.example\n"
	{ LOCAL, MESSAGE BAD QUIT, "220 250 250 354 250 221", MESSAGE BAD QUIT,
	    "a" },
	{ LOCAL, MAIL RCPT "RCPT TO:<r@x.example>\r\nDATA\r\n" BAD QUIT,
	    "220 250 250 250 354 550 221",
	    MAIL RCPT "RCPT TO:<r@x.example>\r\nRSET\r\n" QUIT, "r" },
	{ LOCAL,
	    MAIL
	    "RCPT TO:<r@x.example>\r\nRSET\r\n" MESSAGE BAD MESSAGE BAD QUIT,
	    "220 250 250 250 250 250 354 250 250 250 354 250 221",
	    MAIL
	    "RCPT TO:<r@x.example>\r\nRSET\r\n" MESSAGE BAD MESSAGE BAD QUIT,
	    "aa" },
	{ LOCAL, MAIL "RCPT TO:<r>\r\nDATA\r\n" BAD QUIT,
	    "220 250 250 354 550 221", MAIL "RCPT TO:<r>\r\nRSET\r\n" QUIT,
	    "r" },
	{ LOCAL REWRITE, MESSAGE BAD QUIT, "220 250 250 354 250 221",
	    MESSAGE BAD QUIT, "a" },
};

START_TEST(envelope)
{
	char lines[512];

	(void)snprintf(lines, sizeof(lines), ALLOW "%s", envelopes[_i].lines);
	result = session_run(lines, "", str_of(envelopes[_i].client));
	check(envelopes[_i].codes, envelopes[_i].sent, envelopes[_i].log,
	    SESSION_STATUS);
}
END_TEST

/* What the MTA did not take does not count. */
START_TEST(refused_by_mta)
{
	result = session_run(ALLOW "max_recipients = 1\n", "..5",
	    STR(MAIL RCPT RCPT "DATA\r\n" GOOD QUIT));
	check("220 250 550 250 354 250 221",
	    MAIL RCPT RCPT "DATA\r\n" GOOD QUIT, "a", SESSION_STATUS);
	result = session_run(ALLOW LOCAL, "..5",
	    STR(MAIL "RCPT TO:<r@x.example>\r\n" RCPT "DATA\r\n" BAD QUIT));
	check("220 250 550 250 354 250 221",
	    MAIL "RCPT TO:<r@x.example>\r\n" RCPT "DATA\r\n" BAD QUIT, "a",
	    SESSION_STATUS);
	/* Nor does a sender. */
	result = session_run(ALLOW CHECK, ".5", STR(OTHER MESSAGE GOOD QUIT));
	check("220 550 250 250 354 250 221", INSTEAD MESSAGE GOOD QUIT, "a",
	    SESSION_STATUS);
}
END_TEST

int
main(int argc, char *argv[])
{
	Suite *suite;
	TCase *tcase = tcase_create("sessions"), *slow = tcase_create("slow");

	session_be_mta(argc, argv);
	suite = suite_create("smtp");
	suite_add_tcase(suite, tcase);
	suite_add_tcase(suite, slow);
	tcase_set_timeout(tcase, 60);
	tcase_set_timeout(slow, 120);
	tcase_add_loop_test(tcase, envelope, 0, COUNT(envelopes));
	tcase_add_test(tcase, refused_by_mta);
	tcase_add_loop_test(tcase, session, 0, COUNT(sessions));
	tcase_add_test(tcase, broken_data);
	tcase_add_test(tcase, too_large_on_the_way);
	tcase_add_loop_test(tcase, mta_ends, 0, COUNT(points));
	tcase_add_loop_test(tcase, mta_talks_garbage, 0, COUNT(points));
	tcase_add_loop_test(tcase, mta_says_more, 0, COUNT(points));
	tcase_add_loop_test(tcase, mta_refuses, 0, COUNT(refusals));
	tcase_add_test(tcase, mta_refuses_rset);
	tcase_add_test(tcase, mta_dies_in_data);
	tcase_add_loop_test(slow, mta_stalls, 0, 6);
	tcase_add_test(slow, mta_reads_no_more);
	tcase_add_test(tcase, mta_cannot_be_run);
	tcase_add_test(tcase, mta_ends_unasked);
	tcase_add_test(tcase, mta_ends_unasked_in_data);
	tcase_add_loop_test(
	    tcase, client_ends, 0, (int)sizeof("EHLO x\r\n" MESSAGE GOOD QUIT));
	tcase_add_test(tcase, client_is_deaf);
	tcase_add_test(slow, client_is_silent);
	tcase_add_test(tcase, long_commands);
	tcase_add_test(slow, many_messages);
	return suite_run(suite);
}
