/* SPDX-License-Identifier: ISC */
/*
 * Batches: all of one goes, written afresh, or none.
 */

#include "judging.h"
#include "scratch.h"
#include "suite.h"

#include "wrapper/smtp_batch.h"

#include <sys/resource.h>

#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ALLOW                                                                  \
	"primary_hostname = good.example\n"                                    \
	"from_domains = good.example\n"
#define ENVELOPE                                                               \
	"MAIL FROM:<a@good.example>\r\nRCPT TO:<r@rcpt.example>\r\nDATA\r\n"
#define GOOD "From: a@good.example\r\n\r\nhi\r\n.\r\n"
#define BAD "From: ceo@bank.example\r\n\r\nhi\r\n.\r\n"

static struct spool spool;
static struct fault fault;
static struct str trace = { "", 0 };

/* What was logged: a letter for each message. */
static char logged[4096];

static void
note(void *context, const struct smtp_message *message,
    const struct smtp_envelope *envelope)
{
	size_t len = strlen(logged);

	ck_assert_ptr_eq(context, logged);
	ck_assert_ptr_nonnull(envelope);
	ck_assert_uint_lt(len, sizeof(logged) - 1);
	if (message->outgoing.decision.reason == REASON_OK)
		logged[len] = 'a';
	else if (smtp_message_passes(message))
		logged[len] = 'm';
	else
		logged[len] = 'r';
}

static enum reason
read_fd(const char *lines, int fd)
{
	static const struct args args;
	static char *const argv[] = { NULL };
	struct config *config = judging_configure(lines);
	struct smtp_host host = { .config = config,
		.args = &args,
		.argv = argv,
		.trace = trace,
		.log = note,
		.context = logged };
	enum reason reason;

	memset(logged, 0, sizeof(logged));
	reason = smtp_batch_read(&host, fd, &spool, &fault);
	config_close(config);
	return reason;
}

static enum reason
read_batch(const char *lines, struct str bytes)
{
	int fd = scratch_message(bytes);
	enum reason reason = read_fd(lines, fd);

	(void)close(fd);
	return reason;
}

static void
check_spool(const char *want)
{
	size_t size = strlen(want);
	char *got = malloc(size + 1);

	ck_assert_ptr_nonnull(got);
	ck_assert_int_eq(spool.size, (off_t)size);
	ck_assert_int_eq(read(spool.fd, got, size + 1), (ssize_t)size);
	ck_assert_mem_eq(got, want, size);
	spool_close(&spool);
	free(got);
}

static const struct {
	const char *lines;
	const char *from, *to;
	const char *log;
} sent[] = {
	{ "", "", "", "" },
	{ "", "\n\r\n \n", "", "" },
	{ "", "QUIT\r\n", "QUIT\r\n", "" },
	{ "", ENVELOPE GOOD, ENVELOPE GOOD, "a" },
	{ "", ENVELOPE GOOD "QUIT\r\n", ENVELOPE GOOD "QUIT\r\n", "a" },
	/* Lines that end in LF, as the first does. */
	{ "",
	    "helo x\nmail from:a@good.example\nrcpt to:r\ndata\n"
	    "From: a@good.example\n\n..\n.a\n.\n",
	    "HELO x\r\nMAIL FROM:<a@good.example>\r\nRCPT TO:<r>\r\nDATA\r\n"
	    "From: a@good.example\r\n\r\n..\r\na\r\n.\r\n",
	    "a" },
	/* Blank lines between commands, and what stands behind QUIT. */
	{ "", "\r\n" ENVELOPE GOOD "\r\n" ENVELOPE GOOD "\r\nQUIT\r\nDATA\r\n",
	    ENVELOPE GOOD ENVELOPE GOOD "QUIT\r\n", "aa" },
	/* The last line may lack its end. */
	{ "", ENVELOPE GOOD "QUIT", ENVELOPE GOOD "QUIT\r\n", "a" },
	{ "", "HELO x", "HELO x\r\n", "" },
	/* A sender who is taken back. */
	{ "", "MAIL FROM:<ceo@bank.example>\r\nRSET\r\n" ENVELOPE GOOD,
	    "MAIL FROM:<ceo@bank.example>\r\nRSET\r\n" ENVELOPE GOOD, "a" },
	{ "", "MAIL FROM:<ceo@bank.example>\r\nEHLO x\r\n" ENVELOPE GOOD,
	    "MAIL FROM:<ceo@bank.example>\r\nEHLO x\r\n" ENVELOPE GOOD, "a" },
	/* Only watched. */
	{ "mode = monitor\n", ENVELOPE BAD ENVELOPE GOOD,
	    ENVELOPE BAD ENVELOPE GOOD, "ma" },
};

START_TEST(is_sent)
{
	char lines[256];

	(void)snprintf(lines, sizeof(lines), ALLOW "%s", sent[_i].lines);
	ck_assert_msg(read_batch(lines, str_of(sent[_i].from)) == REASON_OK,
	    "%s", fault.text);
	check_spool(sent[_i].to);
	ck_assert_str_eq(logged, sent[_i].log);
}
END_TEST

static const struct {
	struct str bytes;
	enum reason reason;
	const char *word; /* of the sentence */
} refused[] = {
	{ BYTES(ENVELOPE BAD), REASON_FROM_DOMAIN, "bank.example" },
	{ BYTES(ENVELOPE BAD ENVELOPE GOOD), REASON_FROM_DOMAIN,
	    "bank.example" },
	{ BYTES(ENVELOPE GOOD ENVELOPE BAD), REASON_FROM_DOMAIN,
	    "bank.example" },
	{ BYTES(ENVELOPE GOOD ENVELOPE "From: a@good.example\r\n"), REASON_SMTP,
	    "to its end" },
	{ BYTES(ENVELOPE GOOD "STARTTLS\r\n"), REASON_SMTP, "command" },
	{ BYTES(ENVELOPE GOOD "FOO\r\n"), REASON_SMTP, "not known" },
	{ BYTES("MAIL FROM:<a@good.example>\r\nMAIL FROM:<b@x.example>\r\n"),
	    REASON_SMTP, "twice" },
	{ BYTES("DATA\r\n" GOOD), REASON_SMTP, "DATA comes before" },
	{ BYTES("MAIL FROM:<a@good.example>\r\nDATA\r\n" GOOD), REASON_SMTP,
	    "DATA comes before" },
	{ BYTES("RCPT TO:<a@good.example>\r\nDATA\r\n" GOOD), REASON_SMTP,
	    "DATA comes before" },
	{ BYTES(ENVELOPE GOOD "DATA\r\n" GOOD), REASON_SMTP,
	    "DATA comes before" },
	{ BYTES("MAIL FROM:<a@good.example>\r\nRCPT TO:<r>\r\nRSET\r\n"
		"DATA\r\n" GOOD),
	    REASON_SMTP, "DATA comes before" },
	{ BYTES("RCPT TO:<|cmd>\r\n"), REASON_SMTP, "recipient" },
	{ BYTES("NOOP\0\r\n"), REASON_SMTP, "control byte" },
	/* Ends that are not as the batch's first. */
	{ BYTES(ENVELOPE "From: a@good.example\r\n\r\nhi\n.\r\nx\r\n.\r\n"),
	    REASON_SMTP, "dot alone" },
	{ BYTES("HELO x\n" ENVELOPE GOOD), REASON_SMTP, "dot alone" },
	/* Nobody's From is the sender's. */
	{ BYTES("MAIL FROM:<ceo@bank.example>\r\nRCPT TO:<r>\r\nDATA\r\n"
		"Subject: x\r\n\r\n.\r\n"),
	    REASON_FROM_DOMAIN, "bank.example" },
	/* One sender is not the next message's. */
	{ BYTES(ENVELOPE GOOD "RCPT TO:<r>\r\nDATA\r\n" GOOD), REASON_SMTP,
	    "DATA comes before" },
};

START_TEST(is_refused)
{
	ck_assert_int_eq(
	    read_batch(ALLOW, refused[_i].bytes), refused[_i].reason);
	ck_assert_msg(
	    strstr(fault.text, refused[_i].word) != NULL, "%s", fault.text);
	ck_assert_int_eq(spool.fd, -1);
	/* Only the one that was refused: the others did not go. */
	ck_assert_str_eq(logged, "r");
}
END_TEST

/* A batch that cannot be read to its end is not whole. */
START_TEST(unreadable)
{
	ck_assert_int_eq(read_fd(ALLOW, open("/", O_RDONLY)), REASON_SYSTEM);
	ck_assert_msg(
	    strstr(fault.text, "cannot be read") != NULL, "%s", fault.text);
	ck_assert_int_eq(spool.fd, -1);
	ck_assert_str_eq(logged, "r");
}
END_TEST

static char *
repeat(const char *s, size_t count)
{
	size_t len = strlen(s), i;
	char *text = malloc(len * count + 1);

	ck_assert_ptr_nonnull(text);
	for (i = 0; i < count; i++)
		memcpy(text + i * len, s, len + 1);
	return text;
}

START_TEST(command_too_long)
{
	char *word = repeat("x", 200000);

	ck_assert_int_eq(read_batch(ALLOW, str_of(word)), REASON_SMTP);
	ck_assert_msg(strstr(fault.text, "too long") != NULL, "%s", fault.text);
	free(word);
}
END_TEST

/* A batch may be larger than what is held in memory. */
START_TEST(many_messages)
{
	char *text = repeat(ENVELOPE GOOD, 1000);
	char *body = repeat("0123456789\r\n", 150000), *large;

	ck_assert_int_eq(read_batch(ALLOW, str_of(text)), REASON_OK);
	check_spool(text);
	ck_assert_uint_eq(strlen(logged), 1000);
	ck_assert_int_gt(asprintf(&large,
			     "%sFrom: a@good.example\r\n\r\n%s.\r\n"
			     "%s%s",
			     ENVELOPE, body, ENVELOPE, GOOD),
	    0);
	ck_assert_int_eq(read_batch(ALLOW, str_of(large)), REASON_OK);
	ck_assert(spool.in_file);
	check_spool(large);
	ck_assert_str_eq(logged, "aa");
	free(large);
	free(body);
	free(text);
}
END_TEST

/* No room on the disk: then nothing is sent. */
START_TEST(no_room)
{
	char *body = repeat("0123456789\r\n", 150000), *large;
	int fd;

	ck_assert_int_gt(
	    asprintf(&large, "%sFrom: a@good.example\r\n\r\n%s.\r\n", ENVELOPE,
		body),
	    0);
	fd = scratch_message(str_of(large));
	(void)signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(
	    setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 4096, 4096 }), 0);
	ck_assert_int_eq(read_fd(ALLOW, fd), REASON_SYSTEM);
	ck_assert_int_eq(spool.fd, -1);
	ck_assert_str_eq(logged, "r");
	ck_assert_msg(
	    strstr(fault.text, "nothing was sent") != NULL, "%s", fault.text);
	free(large);
	free(body);
}
END_TEST

/* What is refused is not rewritten, and the batch does not go. */
START_TEST(not_rewritten)
{
	static const char lines[] = ALLOW "on_refusal = rewrite\n"
					  "sender_check = domain\n";

	ck_assert_int_eq(read_batch(lines, STR(ENVELOPE GOOD ENVELOPE BAD)),
	    REASON_FROM_DOMAIN);
	ck_assert_int_eq(spool.fd, -1);
	ck_assert_str_eq(logged, "r");
	ck_assert_int_eq(read_batch(lines,
			     STR("MAIL FROM:<ceo@bank.example>\r\n"
				 "RCPT TO:<r@rcpt.example>\r\nDATA\r\n" GOOD)),
	    REASON_SENDER);
	ck_assert_int_eq(spool.fd, -1);
	ck_assert_int_eq(read_batch(lines, STR(ENVELOPE GOOD)), REASON_OK);
	check_spool(ENVELOPE GOOD);
}
END_TEST

/* Each message gets the trace, once; as does one that is only watched. */
START_TEST(traced)
{
	trace = str_of("X-Truefrom: uid=1\n\tpid=2\n");
	ck_assert_int_eq(
	    read_batch(ALLOW "mode = monitor\n",
		STR(ENVELOPE GOOD ENVELOPE "X-Truefrom: uid=0\r\n" BAD)),
	    REASON_OK);
	ck_assert_str_eq(logged, "am");
	check_spool(ENVELOPE "X-Truefrom: uid=1\r\n\tpid=2\r\n" GOOD ENVELOPE
			     "X-Truefrom: uid=1\r\n\tpid=2\r\n" BAD);
}
END_TEST

/* A header that has room without the trace goes with it, too. */
START_TEST(traced_at_the_limit)
{
	trace = str_of("X-Truefrom: uid=1\n\tpid=2\n");
	ck_assert_int_eq(
	    read_batch(ALLOW "header_size_limit = 30\n", STR(ENVELOPE GOOD)),
	    REASON_OK);
	ck_assert_str_eq(logged, "a");
	spool_close(&spool);
	ck_assert_int_eq(
	    read_batch(ALLOW "message_size_limit = 30\n", STR(ENVELOPE GOOD)),
	    REASON_OK);
	spool_close(&spool);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("smtp_batch");
	TCase *tcase = tcase_create("batches");

	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, is_sent, 0, COUNT(sent));
	tcase_add_loop_test(tcase, is_refused, 0, COUNT(refused));
	tcase_add_test(tcase, unreadable);
	tcase_add_test(tcase, command_too_long);
	tcase_add_test(tcase, many_messages);
	tcase_add_test(tcase, no_room);
	tcase_add_test(tcase, not_rewritten);
	tcase_add_test(tcase, traced);
	tcase_add_test(tcase, traced_at_the_limit);
	return suite_run(suite);
}
