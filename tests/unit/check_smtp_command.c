/* SPDX-License-Identifier: ISC */
/*
 * Which commands of SMTP go on, and what is written for them.
 */

#include "scratch.h"
#include "suite.h"

#include "wrapper/smtp_command.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct smtp_command command, again;

/* Commands that go on: what they are, and are written as. */
static const struct {
	const char *line;
	enum smtp_verb verb;
	const char *text; /* without its CRLF */
	const char *address;
} good[] = {
	{ "EHLO client.example", SMTP_EHLO, "EHLO client.example", "" },
	{ "ehlo [127.0.0.1]", SMTP_EHLO, "EHLO [127.0.0.1]", "" },
	{ "EHLO", SMTP_EHLO, "EHLO", "" },
	{ "HELO  x ", SMTP_HELO, "HELO x", "" },
	{ "DATA", SMTP_DATA, "DATA", "" },
	{ "  data  ", SMTP_DATA, "DATA", "" },
	{ "HELP", SMTP_HELP, "HELP", "" },
	{ "HELP mail", SMTP_HELP, "HELP mail", "" },
	{ "NOOP", SMTP_NOOP, "NOOP", "" },
	{ "Noop anything", SMTP_NOOP, "NOOP", "" },
	{ "QUIT", SMTP_QUIT, "QUIT", "" },
	{ "QUIT now", SMTP_QUIT, "QUIT", "" },
	{ "RSET", SMTP_RSET, "RSET", "" },
	{ "rset x", SMTP_RSET, "RSET", "" },
	{ "VRFY root", SMTP_VRFY, "VRFY root", "" },
	/* Senders. */
	{ "MAIL FROM:<a@b.example>", SMTP_MAIL, "MAIL FROM:<a@b.example>",
	    "a@b.example" },
	{ "mail from: <a@b.example>", SMTP_MAIL, "MAIL FROM:<a@b.example>",
	    "a@b.example" },
	{ "MAIL FROM:a@b.example", SMTP_MAIL, "MAIL FROM:<a@b.example>",
	    "a@b.example" },
	{ "MAIL FROM:  a@b.example  SIZE=1", SMTP_MAIL,
	    "MAIL FROM:<a@b.example> SIZE=1", "a@b.example" },
	{ "MAIL FROM:<>", SMTP_MAIL, "MAIL FROM:<>", "" },
	{ "MAIL FROM:<root>", SMTP_MAIL, "MAIL FROM:<root>", "root" },
	{ "MAIL FROM:<\"a b\"@c.example>", SMTP_MAIL,
	    "MAIL FROM:<\"a b\"@c.example>", "\"a b\"@c.example" },
	{ "MAIL FROM:\"a b\"@c.example", SMTP_MAIL,
	    "MAIL FROM:<\"a b\"@c.example>", "\"a b\"@c.example" },
	{ "MAIL FROM:<\"a\\\"b\"@c.example>", SMTP_MAIL,
	    "MAIL FROM:<\"a\\\"b\"@c.example>", "\"a\\\"b\"@c.example" },
	{ "MAIL FROM:<@r.example:a@b.example>", SMTP_MAIL,
	    "MAIL FROM:<a@b.example>", "a@b.example" },
	{ "MAIL FROM:<@r.example,@s.example:a@b.example>", SMTP_MAIL,
	    "MAIL FROM:<a@b.example>", "a@b.example" },
	{ "MAIL FROM:<@r.example:@s.example:a@b.example>", SMTP_MAIL,
	    "MAIL FROM:<a@b.example>", "a@b.example" },
	{ "MAIL FROM:<g\xc3\xb6@b.example> SMTPUTF8", SMTP_MAIL,
	    "MAIL FROM:<g\xc3\xb6@b.example> SMTPUTF8", "g\xc3\xb6@b.example" },
	/* Their parameters. */
	{ "MAIL FROM:<a@b.example> SIZE=100 BODY=8BITMIME", SMTP_MAIL,
	    "MAIL FROM:<a@b.example> SIZE=100 BODY=8BITMIME", "a@b.example" },
	{ "MAIL FROM:<a@b.example>   body=7bit  ret=hdrs", SMTP_MAIL,
	    "MAIL FROM:<a@b.example> body=7bit ret=hdrs", "a@b.example" },
	{ "MAIL FROM:<a@b.example> ENVID=x RET=FULL SMTPUTF8", SMTP_MAIL,
	    "MAIL FROM:<a@b.example> ENVID=x RET=FULL SMTPUTF8",
	    "a@b.example" },
	{ "RCPT TO:<a@b.example> NOTIFY=NEVER", SMTP_RCPT,
	    "RCPT TO:<a@b.example> NOTIFY=NEVER", "a@b.example" },
	{ "RCPT TO:<a@b.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;x",
	    SMTP_RCPT,
	    "RCPT TO:<a@b.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;x",
	    "a@b.example" },
	/* Recipients. */
	{ "RCPT TO:<a@b.example>", SMTP_RCPT, "RCPT TO:<a@b.example>",
	    "a@b.example" },
	{ "rcpt to:root", SMTP_RCPT, "RCPT TO:<root>", "root" },
	{ "RCPT TO: <\"a b\"@c.example>", SMTP_RCPT,
	    "RCPT TO:<\"a b\"@c.example>", "\"a b\"@c.example" },
	{ "RCPT TO:<\"a>b\"@c.example> NOTIFY=NEVER", SMTP_RCPT,
	    "RCPT TO:<\"a>b\"@c.example> NOTIFY=NEVER", "\"a>b\"@c.example" },
	{ "RCPT TO:<@r.example:@s.example:a@b.example>", SMTP_RCPT,
	    "RCPT TO:<a@b.example>", "a@b.example" },
};

static void
read_line(struct smtp_command *result, const char *line, const char *end)
{
	char text[4096];
	int len = snprintf(text, sizeof(text), "%s%s", line, end);

	ck_assert_int_lt(len, (int)sizeof(text));
	smtp_command_read(result, (struct str){ text, (size_t)len });
}

static void
check_text(const struct smtp_command *result, const char *want)
{
	char text[SMTP_COMMAND_SIZE + 4];

	(void)snprintf(text, sizeof(text), "%s\r\n", want);
	ck_assert_uint_eq(result->len, strlen(text));
	ck_assert_mem_eq(result->text, text, result->len);
}

/* What is written is, when it is read in its turn, written the same. */
static void
check_again(void)
{
	smtp_command_read(&again, (struct str){ command.text, command.len });
	ck_assert_msg(again.status == NULL, "%s", again.fault);
	ck_assert_int_eq(again.verb, command.verb);
	ck_assert_uint_eq(again.len, command.len);
	ck_assert_mem_eq(again.text, command.text, command.len);
	ck_assert_str_eq(again.address, command.address);
}

START_TEST(goes_on)
{
	static const char *const ends[] = { "\r\n", "\n", "" };
	int i;

	for (i = 0; i < COUNT(ends); i++) {
		read_line(&command, good[_i].line, ends[i]);
		ck_assert_msg(command.status == NULL, "%s: %s", good[_i].line,
		    command.fault);
		ck_assert_int_eq(command.verb, good[_i].verb);
		check_text(&command, good[_i].text);
		ck_assert_str_eq(command.address, good[_i].address);
		check_again();
	}
}
END_TEST

static const struct {
	struct str line;
	const char *status;
} refused[] = {
	/* Not known, or not to be had. */
	{ BYTES(""), "500 5.5.1" },
	{ BYTES("FOO"), "500 5.5.1" },
	{ BYTES("MAILFROM:<a@b.example>"), "500 5.5.1" },
	{ BYTES("DATAX"), "500 5.5.1" },
	{ BYTES("STARTTLSX"), "500 5.5.1" },
	{ BYTES("From: a@b.example"), "500 5.5.1" },
	{ BYTES("XCLIENT ADDR=192.0.2.1"), "500 5.5.1" },
	{ BYTES("XFORWARD NAME=x"), "500 5.5.1" },
	{ BYTES("TURN"), "500 5.5.1" },
	{ BYTES("SEND FROM:<a@b.example>"), "500 5.5.1" },
	{ BYTES("SAML FROM:<a@b.example>"), "500 5.5.1" },
	{ BYTES("."), "500 5.5.1" },
	{ BYTES("AUTH PLAIN AGNlbwBw"), "502 5.5.1" },
	{ BYTES("BDAT 5 LAST"), "502 5.5.1" },
	{ BYTES("BURL imap://x"), "502 5.5.1" },
	{ BYTES("ETRN x"), "502 5.5.1" },
	{ BYTES("EXPN x"), "502 5.5.1" },
	{ BYTES("starttls"), "502 5.5.1" },
	{ BYTES("DATA x"), "501 5.5.4" },
	/* Control bytes. */
	{ BYTES("NOOP\0"), "500 5.5.2" },
	{ BYTES("MAIL\tFROM:<a@b.example>"), "500 5.5.2" },
	{ BYTES("MAIL FROM:<a@b.example>\rDATA"), "500 5.5.2" },
	{ BYTES("MAIL FROM:<a@b.example>\nDATA"), "500 5.5.2" },
	{ BYTES("MAIL FROM:<a\0@b.example>"), "500 5.5.2" },
	{ BYTES("RCPT TO:<a\x7f@b.example>"), "500 5.5.2" },
	{ BYTES("EHLO \x1b[m"), "500 5.5.2" },
	/* No path. */
	{ BYTES("MAIL"), "501 5.5.2" },
	{ BYTES("MAIL FROM"), "501 5.5.2" },
	{ BYTES("MAIL FROM <a@b.example>"), "501 5.5.2" },
	{ BYTES("MAIL FROM :<a@b.example>"), "501 5.5.2" },
	{ BYTES("MAIL TO:<a@b.example>"), "501 5.5.2" },
	{ BYTES("RCPT FROM:<a@b.example>"), "501 5.5.2" },
	{ BYTES("RCPT"), "501 5.5.2" },
	/* Paths without a clear end. */
	{ BYTES("MAIL FROM:<a@b.example"), "501 5.5.2" },
	{ BYTES("MAIL FROM:<"), "501 5.5.2" },
	{ BYTES("MAIL FROM:<\"a@b.example>"), "501 5.5.2" },
	{ BYTES("MAIL FROM:\"a b@c.example"), "501 5.5.2" },
	{ BYTES("MAIL FROM:<a@b.example\\>"), "501 5.5.2" },
	{ BYTES("MAIL FROM:a\\"), "501 5.5.2" },
	{ BYTES("MAIL FROM:<a@b.example>SIZE=1"), "501 5.5.2" },
	{ BYTES("MAIL FROM:<a@b.example><c@d.example>"), "501 5.5.2" },
	{ BYTES("MAIL FROM:<<a@b.example>>"), "501 5.5.2" },
	{ BYTES("MAIL FROM:<a<b@c.example>"), "501 5.5.2" },
	{ BYTES("MAIL FROM:x<a@b.example>"), "501 5.5.2" },
	{ BYTES("MAIL FROM:@r.example:<a@b.example>"), "501 5.5.2" },
	{ BYTES("RCPT TO:a>b@c.example"), "501 5.5.2" },
	{ BYTES("RCPT TO:a@b.example>"), "501 5.5.2" },
	{ BYTES("RCPT TO:x<a@b.example>"), "501 5.5.2" },
	/* Addresses that are none, or more. */
	{ BYTES("MAIL FROM:<a@b@c.example>"), "553 5.1.7" },
	{ BYTES("MAIL FROM:<a b@c.example>"), "553 5.1.7" },
	{ BYTES("MAIL FROM:<a@b.example,c@d.example>"), "553 5.1.7" },
	{ BYTES("MAIL FROM:<@r.example>"), "553 5.1.7" },
	{ BYTES("MAIL FROM:<|cmd>"), "553 5.1.7" },
	{ BYTES("MAIL FROM:<a%b@c.example>"), "553 5.1.7" },
	{ BYTES("MAIL FROM:<a!b@c.example>"), "553 5.1.7" },
	{ BYTES("MAIL FROM:<${run{x}}@c.example>"), "553 5.1.7" },
	{ BYTES("RCPT TO:<>"), "553 5.1.3" },
	{ BYTES("RCPT TO:"), "553 5.1.3" },
	{ BYTES("RCPT TO:<@r.example:>"), "553 5.1.3" },
	{ BYTES("RCPT TO:<|cmd>"), "553 5.1.3" },
	{ BYTES("RCPT TO:<@r.example:|cmd>"), "553 5.1.3" },
	{ BYTES("RCPT TO:<@r.example:@s.example:|cmd>"), "553 5.1.3" },
	{ BYTES("RCPT TO:</etc/passwd>"), "553 5.1.3" },
	{ BYTES("RCPT TO:<:include:/etc/passwd>"), "553 5.1.3" },
	{ BYTES("RCPT TO:<a%b@c.example>"), "553 5.1.3" },
	{ BYTES("RCPT TO:<-C@c.example>"), "553 5.1.3" },
	/* Parameters. */
	{ BYTES("MAIL FROM:<a@b.example> AUTH=<>"), "555 5.5.4" },
	{ BYTES("MAIL FROM:<a@b.example> BODY=BINARYMIME"), "555 5.5.4" },
	{ BYTES("MAIL FROM:<a@b.example> BODY=7BITX"), "555 5.5.4" },
	{ BYTES("MAIL FROM:<a@b.example> BODY"), "555 5.5.4" },
	{ BYTES("MAIL FROM:<a@b.example> SIZE"), "555 5.5.4" },
	{ BYTES("MAIL FROM:<a@b.example> SMTPUTF8=1"), "555 5.5.4" },
	{ BYTES("MAIL FROM:<a@b.example> NOTIFY=NEVER"), "555 5.5.4" },
	{ BYTES("MAIL FROM:<a@b.example> SIZE=1 PRDR"), "555 5.5.4" },
	{ BYTES("MAIL FROM:<a@b.example> HOLDFOR=9"), "555 5.5.4" },
	{ BYTES("MAIL FROM:<a@b.example> (x)"), "555 5.5.4" },
	{ BYTES("RCPT TO:<a@b.example> SIZE=1"), "555 5.5.4" },
	{ BYTES("RCPT TO:<a@b.example> SMTPUTF8"), "555 5.5.4" },
	{ BYTES("RCPT TO:a b@c.example"), "555 5.5.4" },
};

START_TEST(is_refused)
{
	smtp_command_read(&command, refused[_i].line);
	ck_assert_msg(command.status != NULL, "%s: goes on as %.*s",
	    refused[_i].line.ptr, (int)command.len, command.text);
	ck_assert_msg(strcmp(command.status, refused[_i].status) == 0,
	    "%s: %s %s", refused[_i].line.ptr, command.status, command.fault);
	ck_assert_str_ne(command.fault, "");
}
END_TEST

/* A sentence for the caller: what is wrong, and what to do. */
START_TEST(too_long)
{
	char line[4096];
	size_t len;

	memset(line, 'x', sizeof(line));
	memcpy(line, "EHLO ", 5);
	for (len = SMTP_COMMAND_SIZE - 64; len < sizeof(line); len++) {
		bool fits =
		    len <= SMTP_COMMAND_SIZE - sizeof("MAIL FROM:<>\r\n") - 2;

		smtp_command_read(&command, (struct str){ line, len });
		ck_assert((command.status == NULL) == fits);
		if (fits) {
			ck_assert_uint_eq(command.len, len + 2);
			ck_assert_mem_eq(command.text, line, len);
		} else {
			ck_assert_str_eq(command.status, "500 5.5.2");
			ck_assert_int_eq(command.verb, SMTP_NONE);
		}
	}
	smtp_command_too_long(&command);
	ck_assert_str_eq(command.status, "500 5.5.2");
}
END_TEST

/*
 * The longest lines, of all sorts: brackets are added where there are none,
 * blanks in front of parameters.  None may be written past the end.
 */
START_TEST(longest)
{
	static const char *const starts[] = { "MAIL FROM:", "MAIL FROM:<",
		"RCPT TO:", "RCPT TO:<", "RCPT TO:\"", "RCPT TO:<a>",
		"MAIL FROM:<a@b.example> ENVID=", "MAIL FROM:a SIZE=",
		"RCPT TO:<\"", "RCPT TO:@x:", "NOOP ", "VRFY ", "HELP " };
	static const char fills[] = "x\" \\<>@:=.";
	char line[SMTP_COMMAND_SIZE];
	size_t len = sizeof(line) - sizeof("MAIL FROM:<>\r\n"), i;

	for (i = 0; i < sizeof(fills) - 1; i++) {
		memset(line, fills[i], sizeof(line));
		memcpy(line, starts[_i], strlen(starts[_i]));
		smtp_command_read(&command, (struct str){ line, len });
		ck_assert_uint_le(command.len, sizeof(command.text));
		if (command.status == NULL)
			check_again();
	}
}
END_TEST

/* sendmail cuts an address that is longer; a route does not count. */
START_TEST(long_sender)
{
	char line[SMTP_COMMAND_SIZE];
	int i;

	for (i = 249; i <= 251; i++) {
		(void)snprintf(line, sizeof(line),
		    "MAIL FROM:<@r.example:%0*d@b.example>",
		    i - (int)strlen("@b.example"), 0);
		smtp_command_read(&command, str_of(line));
		ck_assert((command.status == NULL) == (i <= 250));
		if (command.status == NULL)
			ck_assert_uint_eq(strlen(command.address), (size_t)i);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("smtp_command");
	TCase *tcase = tcase_create("commands");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, goes_on, 0, COUNT(good));
	tcase_add_loop_test(tcase, is_refused, 0, COUNT(refused));
	tcase_add_test(tcase, too_long);
	tcase_add_loop_test(tcase, longest, 0, 13);
	tcase_add_test(tcase, long_sender);
	return suite_run_here(suite);
}
