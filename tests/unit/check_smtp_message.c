/* SPDX-License-Identifier: ISC */
/*
 * A message of a session, from the line after DATA to a sink.
 */

#include "judging.h"
#include "scratch.h"
#include "suite.h"

#include "wrapper/smtp_message.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ALLOW                                                                  \
	"primary_hostname = good.example\n"                                    \
	"from_domains = good.example\n"
#define GOOD "From: a@good.example\r\n\r\n"
#define BAD "From: ceo@bank.example\r\n\r\n"

/* A sink that refuses to begin, or to take more than so many bytes. */
static struct {
	bool refuses;
	size_t limit;
	unsigned begun;
	size_t len;
	size_t size; /* of the memory for the bytes */
	char *bytes;
} sink;

static bool
begin(void *context)
{
	ck_assert_ptr_eq(context, &sink);
	sink.begun++;
	return !sink.refuses;
}

static bool
write_to(void *context, struct str bytes)
{
	suite_assert(context == &sink);
	suite_assert(sink.begun == 1);
	if (sink.limit != 0 && sink.len + bytes.len > sink.limit)
		return false;
	if (sink.len + bytes.len >= sink.size) {
		sink.size = 2 * (sink.len + bytes.len + 1);
		sink.bytes = realloc(sink.bytes, sink.size);
	}
	suite_assert(sink.bytes != NULL);
	memcpy(sink.bytes + sink.len, bytes.ptr, bytes.len);
	sink.len += bytes.len;
	sink.bytes[sink.len] = '\0';
	return true;
}

static const struct smtp_sink sinks = { begin, write_to, &sink };
static const struct args no_args;
static struct config *config;
static struct smtp_message message;
static struct smtp_stream client;
static struct smtp_envelope envelope = { .mail = true, .recipients = 1 };

static void
open_message(const char *lines)
{
	config = judging_configure(lines);
	ck_assert(smtp_message_open(&message, config, &no_args, &sinks));
}

static enum smtp_message_result
next_message(bool lf)
{
	sink.begun = 0;
	sink.len = 0;
	return smtp_message_read(&message, &client, lf, &envelope);
}

static enum smtp_message_result
read_message(const char *lines, struct str bytes, bool lf)
{
	open_message(lines);
	smtp_stream_open(&client, scratch_message(bytes));
	return next_message(lf);
}

static void
close_message(void)
{
	smtp_message_close(&message);
	config_close(config);
	(void)close(client.fd);
}

static void
check_sent(const char *want)
{
	ck_assert_uint_eq(sink.begun, 1);
	ck_assert_uint_eq(sink.len, strlen(want));
	ck_assert_str_eq(sink.bytes, want);
}

static void
check_refused(enum reason reason)
{
	ck_assert_int_eq(message.outgoing.decision.reason, reason);
	ck_assert_str_ne(message.outgoing.decision.message.text, "");
}

/* Messages as they come, and as they go. */
static const struct {
	const char *from;
	bool lf;
	const char *to;
} sent[] = {
	{ GOOD ".\r\n", false, GOOD ".\r\n" },
	{ GOOD "a\r\n.\r\nQUIT\r\n", false, GOOD "a\r\n.\r\n" },
	{ GOOD "..\r\n...\r\n.a\r\na..\r\n.\r\n", false,
	    GOOD "..\r\n...\r\na\r\na..\r\n.\r\n" },
	{ GOOD "a\nb\r\n.\r\n", false, GOOD "a\r\nb\r\n.\r\n" },
	{ GOOD "a\n..b\n..\r\n.\r\n", false, GOOD "a\r\n..b\r\n..\r\n.\r\n" },
	{ GOOD "a\rb\r\n.\r\n", false, GOOD "a\rb\r\n.\r\n" },
	{ "From: a@good.example\n\n..a\n.\n", true, GOOD "..a\r\n.\r\n" },
	{ "From: a@good.example\r\n.\r\n", false,
	    "From: a@good.example\r\n.\r\n" },
};

START_TEST(is_sent)
{
	ck_assert_int_eq(
	    read_message(ALLOW, str_of(sent[_i].from), sent[_i].lf),
	    SMTP_MESSAGE_SENT);
	ck_assert_int_eq(message.outgoing.decision.reason, REASON_OK);
	ck_assert(smtp_message_passes(&message));
	check_sent(sent[_i].to);
	smtp_message_close(&message);
	config_close(config);
}
END_TEST

static const struct {
	const char *lines;
	struct str message;
	enum smtp_message_result result;
	enum reason reason;
} refused[] = {
	{ "", BYTES(BAD "a\r\n.\r\n"), SMTP_MESSAGE_REFUSED,
	    REASON_FROM_DOMAIN },
	{ "", BYTES("From: x y\r\n\r\n.\r\n"), SMTP_MESSAGE_REFUSED,
	    REASON_FROM_MALFORMED },
	{ "", BYTES("From: a@good.example\r\n" BAD ".\r\n"),
	    SMTP_MESSAGE_REFUSED, REASON_FROM_MULTIPLE },
	{ "", BYTES("From: a@good.example\rFrom: b@bank.example\r\n\r\n.\r\n"),
	    SMTP_MESSAGE_REFUSED, REASON_FROM_AMBIGUOUS },
	/* A stuffed dot does not hide a From, nor make one. */
	{ "", BYTES("." BAD ".\r\n"), SMTP_MESSAGE_REFUSED,
	    REASON_FROM_DOMAIN },
	/* SMTP knows no mbox. */
	{ "",
	    BYTES("From a@good.example Fri Jan  5 12:35:00 2024\r\n" GOOD
		  ".\r\n"),
	    SMTP_MESSAGE_REFUSED, REASON_FROM_AMBIGUOUS },
	{ "mode = monitor\n",
	    BYTES("From a@good.example Fri Jan  5 12:35:00 2024\r\n" GOOD
		  ".\r\n"),
	    SMTP_MESSAGE_SENT, REASON_FROM_AMBIGUOUS },
	/* Without an end. */
	{ "", BYTES(""), SMTP_MESSAGE_BROKEN, REASON_SMTP },
	{ "", BYTES(GOOD), SMTP_MESSAGE_BROKEN, REASON_SMTP },
	{ "", BYTES(GOOD "a"), SMTP_MESSAGE_BROKEN, REASON_SMTP },
	{ "", BYTES(GOOD "."), SMTP_MESSAGE_BROKEN, REASON_SMTP },
	{ "", BYTES(GOOD ".\r"), SMTP_MESSAGE_BROKEN, REASON_SMTP },
	{ "mode = monitor\n", BYTES(GOOD), SMTP_MESSAGE_BROKEN, REASON_SMTP },
	/* With too many. */
	{ "", BYTES(GOOD "a\n.\r\nb\r\n.\r\n"), SMTP_MESSAGE_BROKEN,
	    REASON_SMTP },
	{ "", BYTES(GOOD "a\r.\rb\r\n.\r\n"), SMTP_MESSAGE_BROKEN,
	    REASON_SMTP },
	{ "", BYTES(GOOD "\0\r\n.\r\n"), SMTP_MESSAGE_REFUSED, REASON_SMTP },
	{ "mode = monitor\n", BYTES(GOOD "a\n.\r\nb\r\n.\r\n"),
	    SMTP_MESSAGE_BROKEN, REASON_SMTP },
	/* Too large. */
	{ "message_size_limit = 32\n", BYTES(GOOD "1234567890\r\n.\r\n"),
	    SMTP_MESSAGE_REFUSED, REASON_SIZE },
	{ "header_size_limit = 20\n", BYTES(GOOD ".\r\n"), SMTP_MESSAGE_REFUSED,
	    REASON_SIZE },
	{ "header_size_limit = 1\n", BYTES(GOOD ".\r\n"), SMTP_MESSAGE_REFUSED,
	    REASON_SIZE },
	/* Only watched. */
	{ "mode = monitor\n", BYTES(BAD ".\r\n"), SMTP_MESSAGE_SENT,
	    REASON_FROM_DOMAIN },
	{ "mode = monitor\nmessage_size_limit = 32\n",
	    BYTES(BAD "1234567890\r\n.\r\n"), SMTP_MESSAGE_SENT,
	    REASON_FROM_DOMAIN },
	{ "mode = monitor\nheader_size_limit = 20\n", BYTES(GOOD ".\r\n"),
	    SMTP_MESSAGE_SENT, REASON_SIZE },
	/* A list that cannot be read is no matter of policy. */
	{ "mode = monitor\nfrom_domains = /nonexistent/list\n",
	    BYTES(GOOD ".\r\n"), SMTP_MESSAGE_REFUSED, REASON_CONFIG },
};

START_TEST(is_refused)
{
	char lines[512];

	(void)snprintf(lines, sizeof(lines), "%s%s",
	    strstr(refused[_i].lines, "from_domains") == NULL ?
		ALLOW :
		"primary_hostname = good.example\n",
	    refused[_i].lines);
	ck_assert_int_eq(read_message(lines, refused[_i].message, false),
	    refused[_i].result);
	check_refused(refused[_i].reason);
	ck_assert(smtp_message_passes(&message) ==
	    (refused[_i].result == SMTP_MESSAGE_SENT));
	if (refused[_i].result == SMTP_MESSAGE_SENT)
		ck_assert_uint_eq(sink.len, refused[_i].message.len);
	else
		ck_assert_uint_eq(sink.begun, 0);
}
END_TEST

/* Behind a refused message, and a good one, the next is read. */
START_TEST(one_after_another)
{
	static const char text[] = BAD "x\r\n..\r\n.\r\n" GOOD "1\r\n.\r\n" BAD
				       ".\r\n" GOOD "2\r\n.\r\n";

	ck_assert_int_eq(
	    read_message(ALLOW, str_of(text), false), SMTP_MESSAGE_REFUSED);
	check_refused(REASON_FROM_DOMAIN);
	ck_assert_int_eq(next_message(false), SMTP_MESSAGE_SENT);
	ck_assert_int_eq(message.outgoing.decision.reason, REASON_OK);
	check_sent(GOOD "1\r\n.\r\n");
	ck_assert_int_eq(next_message(false), SMTP_MESSAGE_REFUSED);
	check_refused(REASON_FROM_DOMAIN);
	ck_assert_uint_eq(sink.begun, 0);
	ck_assert_int_eq(next_message(false), SMTP_MESSAGE_SENT);
	check_sent(GOOD "2\r\n.\r\n");
	ck_assert_int_eq(next_message(false), SMTP_MESSAGE_BROKEN);
}
END_TEST

/* Appends to a message that is made, with room for it. */
static char *
repeat(const char *head, const char *line, size_t count, const char *tail)
{
	size_t len = strlen(line), i;
	char *text = malloc(strlen(head) + len * count + strlen(tail) + 1);
	char *at = text;

	ck_assert_ptr_nonnull(text);
	at = stpcpy(at, head);
	for (i = 0; i < count; i++)
		at = stpcpy(at, line);
	(void)stpcpy(at, tail);
	return text;
}

/*
 * Bodies that go on as they come, around and above the length that is held,
 * with lines around and above that of a buffer; a dot is stuffed at the start
 * of a line, and nowhere else.
 */
START_TEST(streams_on)
{
	static const char *const lines[] = { "x\r\n", "..\r\n", "\r\n",
		"0123456789012345678901234567890123456789\r\n", "x", ".x" };
	static const char *const limits[] = { "64", "100", "65536", "70K",
		"1M" };
	const char *line = lines[_i / COUNT(limits)];
	char options[256];
	size_t count = 150000 / strlen(line);
	char *text = repeat(GOOD "..", line, count, "\r\n.\r\nQUIT\r\n");

	(void)snprintf(options, sizeof(options),
	    ALLOW "message_size_limit = 0\nheader_size_limit = %s\n",
	    limits[_i % COUNT(limits)]);
	ck_assert_int_eq(
	    read_message(options, str_of(text), false), SMTP_MESSAGE_SENT);
	text[strlen(text) - strlen("QUIT\r\n")] = '\0';
	check_sent(text);
	ck_assert_uint_eq((size_t)message.size,
	    strlen(text) - strlen("..\r\n") -
		(strcmp(line, "..\r\n") == 0 ? count - 1 : 0));
	free(text);
}
END_TEST

/* Only what fits is held; what does not is judged on. */
START_TEST(header_at_the_limit)
{
	char options[256];
	size_t limit, size = strlen(GOOD);

	for (limit = 1; limit < size + 20; limit++) {
		(void)snprintf(options, sizeof(options),
		    ALLOW "header_size_limit = %zu\n", limit);
		ck_assert_int_eq(read_message(options,
				     str_of(GOOD "0123456789\r\n.\r\n"), false),
		    limit < size ? SMTP_MESSAGE_REFUSED : SMTP_MESSAGE_SENT);
		ck_assert_uint_le(message.head_len, limit);
		close_message();
	}
}
END_TEST

/* Too large is too large, also for a message that has begun to go on. */
START_TEST(size_limit)
{
	static const char options[] =
	    ALLOW "header_size_limit = 100\nmessage_size_limit = 1000\n";
	size_t size = strlen(GOOD), count;
	char *text;

	for (count = (1000 - size) / 10 - 1; count <= (1000 - size) / 10 + 1;
	     count++) {
		bool fits = size + count * 10 <= 1000;

		text = repeat(GOOD, "01234567\r\n", count, ".\r\n");
		ck_assert_int_eq(read_message(options, str_of(text), false),
		    fits ? SMTP_MESSAGE_SENT : SMTP_MESSAGE_REFUSED);
		ck_assert(message.begun);
		if (fits)
			check_sent(text);
		else
			check_refused(REASON_SIZE);
		ck_assert_uint_le(sink.len, 1000 + strlen(".\r\n"));
		free(text);
		close_message();
	}
}
END_TEST

/* Without a From the MTA makes one, of the sender or the login. */
START_TEST(envelope_sender)
{
	static const struct {
		const char *sender;
		enum reason reason;
	} senders[] = {
		{ "", REASON_OK },
		{ "a@good.example", REASON_OK },
		{ "a", REASON_OK },
		{ "ceo@bank.example", REASON_FROM_DOMAIN },
		{ "a b", REASON_FROM_MALFORMED },
	};
	int i;

	for (i = 0; i < COUNT(senders); i++) {
		(void)strlcpy(envelope.sender, senders[i].sender,
		    sizeof(envelope.sender));
		(void)read_message(
		    ALLOW, str_of("To: r@x.example\r\n\r\n.\r\n"), false);
		ck_assert_int_eq(
		    message.outgoing.decision.reason, senders[i].reason);
		ck_assert_uint_eq(sink.begun, senders[i].reason == REASON_OK);
		close_message();
		/* With one it does not matter. */
		(void)read_message(ALLOW, str_of(GOOD ".\r\n"), false);
		ck_assert_int_eq(message.outgoing.decision.reason, REASON_OK);
		close_message();
	}
}
END_TEST

/* The senders of the command line are judged, too. */
START_TEST(argument_sender)
{
	static const struct args args = { .senders = { "a@good.example",
					      "ceo@bank.example" },
		.sender_count = 2 };

	open_message(ALLOW);
	message.args = &args;
	smtp_stream_open(
	    &client, scratch_message(str_of("To: r@x.example\r\n\r\n.\r\n")));
	ck_assert_int_eq(next_message(false), SMTP_MESSAGE_REFUSED);
	check_refused(REASON_FROM_DOMAIN);
}
END_TEST

START_TEST(sink_refuses_to_begin)
{
	sink.refuses = true;
	ck_assert_int_eq(
	    read_message(ALLOW, str_of(GOOD "a\r\n.\r\n" GOOD ".\r\n"), false),
	    SMTP_MESSAGE_REFUSED);
	check_refused(REASON_MTA);
	ck_assert(!message.begun);
	ck_assert(!smtp_message_passes(&message));
	ck_assert_uint_eq(sink.len, 0);
	sink.refuses = false;
	ck_assert_int_eq(next_message(false), SMTP_MESSAGE_SENT);
}
END_TEST

/* Wherever it takes no more, the message is read to its end, and refused. */
START_TEST(sink_refuses_to_write)
{
	static const char *const options[] = { ALLOW,
		ALLOW "header_size_limit = 50\n" };
	static const char text[] =
	    GOOD "..a\r\n0123456789\r\n\r\nb\r\n0123456789\r\n.\r\n";

	for (sink.limit = 1; sink.limit < sizeof(text) - 1; sink.limit++) {
		ck_assert_int_eq(read_message(options[_i], str_of(text), false),
		    SMTP_MESSAGE_REFUSED);
		check_refused(REASON_MTA);
		ck_assert(message.begun);
		ck_assert(
		    sink.len == 0 || memcmp(sink.bytes, text, sink.len) == 0);
		ck_assert_int_eq(next_message(false), SMTP_MESSAGE_BROKEN);
		close_message();
	}
	ck_assert_int_eq(
	    read_message(options[_i], str_of(text), false), SMTP_MESSAGE_SENT);
}
END_TEST

/* A client that stops is not waited for for ever. */
START_TEST(client_stalls)
{
	int fds[2];

	ck_assert_int_eq(pipe(fds), 0);
	open_message(ALLOW);
	message.seconds = 0;
	smtp_stream_open(&client, fds[0]);
	ck_assert_int_eq(write(fds[1], GOOD, strlen(GOOD)), strlen(GOOD));
	ck_assert_int_eq(next_message(false), SMTP_MESSAGE_BROKEN);
	check_refused(REASON_SMTP);
}
END_TEST

#define REWRITE "on_refusal = rewrite\n"
#define TRACE "X-Truefrom: uid=1\n\tpid=2\n"
#define TRACED "X-Truefrom: uid=1\r\n\tpid=2\r\n"
#define INSTEAD(old)                                                           \
	"From: root@good.example\r\nReply-To:" old "\r\nX-Original-From:" old  \
	"\r\n"

/* Heads that do not go as they came. */
static const struct {
	const char *lines;
	const char *trace;
	const char *from, *to;
} changed[] = {
	{ REWRITE, "", BAD "..b\r\nc\r\n.\r\n",
	    INSTEAD(" ceo@bank.example") "\r\n..b\r\nc\r\n.\r\n" },
	{ REWRITE, "", "From:\r\n ceo@bank.example\r\n\r\n.\r\n",
	    INSTEAD("\r\n ceo@bank.example") "\r\n.\r\n" },
	/* A dot at the start of a line is stuffed, wherever the line is. */
	{ REWRITE, "", "..A: b\r\n" BAD "..\r\n.\r\n",
	    "..A: b\r\n" INSTEAD(" ceo@bank.example") "\r\n..\r\n.\r\n" },
	{ "", TRACE, "..A: b\r\n" GOOD ".\r\n",
	    TRACED "..A: b\r\n" GOOD ".\r\n" },
	/* The rest is handed on as it comes. */
	{ REWRITE "header_size_limit = 40\n", "",
	    BAD "0123456789\r\n..b0123456789012345678901234567890\r\n.\r\n",
	    INSTEAD(" ceo@bank.example") "\r\n0123456789\r\n.."
					 "b0123456789012345678901234567890\r\n"
					 ".\r\n" },
	{ REWRITE "header_size_limit = 32\n", "",
	    BAD ".."
		"\r\n.\r\n",
	    INSTEAD(" ceo@bank.example") "\r\n..\r\n.\r\n" },
	/* The trace, and no other. */
	{ "", TRACE, GOOD "b\r\n.\r\n", TRACED GOOD "b\r\n.\r\n" },
	{ "", TRACE, "X-Truefrom: uid=0\r\n x\r\n" GOOD "b\r\n.\r\n",
	    TRACED GOOD "b\r\n.\r\n" },
	{ REWRITE, TRACE, "A: b\r\n" BAD ".\r\n",
	    TRACED "A: b\r\n" INSTEAD(" ceo@bank.example") "\r\n.\r\n" },
	{ "mode = monitor\n", TRACE, BAD ".\r\n", TRACED BAD ".\r\n" },
	/* Where there is no header. */
	{ "", TRACE, "..b\r\n.\r\n", TRACED "\r\n..b\r\n.\r\n" },
	{ "", TRACE, ".\r\n", TRACED "\r\n.\r\n" },
	{ "", TRACE, "\r\nb\r\n.\r\n", TRACED "\r\nb\r\n.\r\n" },
};

START_TEST(is_changed)
{
	char lines[512];

	(void)snprintf(lines, sizeof(lines), ALLOW "%s", changed[_i].lines);
	open_message(lines);
	message.trace = str_of(changed[_i].trace);
	smtp_stream_open(&client, scratch_message(str_of(changed[_i].from)));
	ck_assert_int_eq(next_message(false), SMTP_MESSAGE_SENT);
	ck_assert(smtp_message_passes(&message));
	check_sent(changed[_i].to);
	smtp_message_close(&message);
	config_close(config);
}
END_TEST

/* A head that was written anew is not the next message's. */
START_TEST(changed_once)
{
	static const char text[] =
	    BAD "1\r\n.\r\n" GOOD "2\r\n.\r\n"
		"DKIM-Signature: x\r\n" BAD ".\r\n" BAD ".\r\n";
	static const char first[] =
	    INSTEAD(" ceo@bank.example") "\r\n1\r\n.\r\n";

	ck_assert_int_eq(read_message(ALLOW REWRITE, str_of(text), false),
	    SMTP_MESSAGE_SENT);
	check_refused(REASON_FROM_DOMAIN);
	ck_assert(message.outgoing.decision.rewritten);
	check_sent(first);
	ck_assert_int_eq(next_message(false), SMTP_MESSAGE_SENT);
	ck_assert_int_eq(message.outgoing.decision.reason, REASON_OK);
	ck_assert(!message.outgoing.decision.rewritten);
	check_sent(GOOD "2\r\n.\r\n");
	ck_assert_int_eq(next_message(false), SMTP_MESSAGE_REFUSED);
	ck_assert(!message.outgoing.decision.rewritten);
	ck_assert_uint_eq(sink.begun, 0);
	ck_assert_int_eq(next_message(false), SMTP_MESSAGE_SENT);
	ck_assert(message.outgoing.decision.rewritten);
	smtp_message_close(&message);
	config_close(config);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("smtp_message");
	TCase *tcase = tcase_create("messages");

	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, is_sent, 0, COUNT(sent));
	tcase_add_loop_test(tcase, is_refused, 0, COUNT(refused));
	tcase_add_test(tcase, one_after_another);
	tcase_add_loop_test(tcase, streams_on, 0, 30);
	tcase_add_test(tcase, header_at_the_limit);
	tcase_add_test(tcase, size_limit);
	tcase_add_test(tcase, envelope_sender);
	tcase_add_test(tcase, argument_sender);
	tcase_add_test(tcase, sink_refuses_to_begin);
	tcase_add_loop_test(tcase, sink_refuses_to_write, 0, 2);
	tcase_add_test(tcase, client_stalls);
	tcase_add_loop_test(tcase, is_changed, 0, COUNT(changed));
	tcase_add_test(tcase, changed_once);
	return suite_run(suite);
}
