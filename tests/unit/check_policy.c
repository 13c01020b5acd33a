/* SPDX-License-Identifier: ISC */
/*
 * The decision: messages whose From an MTA would make, and what the
 * configuration has to say.
 */

#include "judging.h"
#include "scratch.h"
#include "suite.h"

#include <sys/resource.h>

#include <check.h>
#include <stdio.h>
#include <string.h>

#define ALLOW_OK                                                               \
	"primary_hostname = lab.example\n"                                     \
	"from_domains = ok.example"
#define ALLOW_LAB_OK                                                           \
	"primary_hostname = lab.example\n"                                     \
	"from_domains = lab.example : ok.example"
#define PLAIN "sendmail -i r@x.example"

/* Messages without a From, of which an MTA makes one. */
static const struct {
	const char *lines;
	const char *sender; /* -f, or NULL */
	struct str message;
	enum reason reason;
	const char *mailbox;
} made[] = {
	{ ALLOW_LAB_OK, NULL, BYTES("To: r@x\n\nb\n"), REASON_OK,
	    "root@lab.example" },
	{ ALLOW_LAB_OK, NULL, BYTES(""), REASON_OK, "root@lab.example" },
	{ ALLOW_LAB_OK, NULL, BYTES("body\nFrom: a@bank.example\n"), REASON_OK,
	    "root@lab.example" },
	{ ALLOW_OK, NULL, BYTES("To: r@x\n\nb\n"), REASON_FROM_DOMAIN,
	    "root@lab.example" },
	{ ALLOW_LAB_OK, "a@ok.example", BYTES("To: r@x\n\nb\n"), REASON_OK,
	    "a@ok.example" },
	{ ALLOW_LAB_OK, "ceo@bank.example", BYTES("To: r@x\n\nb\n"),
	    REASON_FROM_DOMAIN, "ceo@bank.example" },
	{ ALLOW_LAB_OK, "joe", BYTES("To: r@x\n\nb\n"), REASON_OK,
	    "joe@lab.example" },
	{ ALLOW_LAB_OK, "", BYTES("To: r@x\n\nb\n"), REASON_OK,
	    "root@lab.example" },
	{ ALLOW_LAB_OK, "<>", BYTES("To: r@x\n\nb\n"), REASON_OK,
	    "root@lab.example" },
	/* The MTA may go by the login whatever -f says. */
	{ ALLOW_OK, "a@ok.example", BYTES("To: r@x\n\nb\n"), REASON_FROM_DOMAIN,
	    "root@lab.example" },
	{ ALLOW_OK, "<>", BYTES("To: r@x\n\nb\n"), REASON_FROM_DOMAIN,
	    "root@lab.example" },
	/* With a From, the envelope sender is not what readers see. */
	{ ALLOW_OK, "b@bank.example", BYTES("From: a@ok.example\n\nb\n"),
	    REASON_OK, "a@ok.example" },
	/* The sender in a `From ` line, which Exim may prefer to an -f. */
	{ ALLOW_LAB_OK, NULL,
	    BYTES(
		"From ceo@bank.example Fri Jan  5 12:35:01 2024\nTo: r@x\n\n"),
	    REASON_FROM_DOMAIN, "ceo@bank.example" },
	{ ALLOW_LAB_OK, NULL,
	    BYTES("From a@ok.example Fri Jan  5 12:35:01 2024\nTo: r@x\n\n"),
	    REASON_OK, "a@ok.example" },
	{ ALLOW_LAB_OK, NULL,
	    BYTES("From joe Fri Jan  5 12:35:01 2024\nTo: r@x\n\n"), REASON_OK,
	    "joe@lab.example" },
	{ ALLOW_LAB_OK, "a@ok.example",
	    BYTES(
		"From ceo@bank.example Fri Jan  5 12:35:01 2024\nTo: r@x\n\n"),
	    REASON_FROM_DOMAIN, "ceo@bank.example" },
	{ ALLOW_LAB_OK, NULL,
	    BYTES("From a@b@c Fri Jan  5 12:35:01 2024\nTo: r@x\n\n"),
	    REASON_FROM_AMBIGUOUS, "root@lab.example" },
/* Exim reads the line with its folds, and any white space in it. */
#define DATE "Thu Jan 01 00:00:00 1970"
	{ ALLOW_LAB_OK, NULL,
	    BYTES("From ceo@bank.example\n " DATE "\nTo: r@x\n\n"),
	    REASON_FROM_DOMAIN, "ceo@bank.example" },
	{ ALLOW_LAB_OK, NULL,
	    BYTES("From\n ceo@bank.example " DATE "\nTo: r@x\n\n"),
	    REASON_FROM_DOMAIN, "ceo@bank.example" },
	{ ALLOW_LAB_OK, NULL,
	    BYTES("From\vceo@bank.example " DATE "\nTo: r@x\n\n"),
	    REASON_FROM_DOMAIN, "ceo@bank.example" },
	{ ALLOW_LAB_OK, NULL,
	    BYTES("From\fceo@bank.example " DATE "\nTo: r@x\n\n"),
	    REASON_FROM_DOMAIN, "ceo@bank.example" },
	{ ALLOW_LAB_OK, NULL,
	    BYTES("From\rceo@bank.example " DATE "\nTo: r@x\n\n"),
	    REASON_FROM_AMBIGUOUS, "" },
	/* Exim takes the last sender that it can parse. */
	{ ALLOW_LAB_OK, NULL,
	    BYTES("From ceo@bank.example " DATE "\nFrom a@ok.example. " DATE
		  "\nTo: r@x\n\n"),
	    REASON_FROM_AMBIGUOUS, "" },
	{ ALLOW_LAB_OK, NULL, BYTES("From <> " DATE "\nTo: r@x\n\n"), REASON_OK,
	    "root@lab.example" },
	/* Honest text that begins with the word. */
	{ ALLOW_LAB_OK, NULL, BYTES("From now on:\n  backups at night\n"),
	    REASON_OK, "root@lab.example" },
	/* Exim adds only a Resent-From to these. */
	{ ALLOW_LAB_OK, NULL, BYTES("Resent-To: r@x\n\nb\n"),
	    REASON_FROM_AMBIGUOUS, "" },
	{ ALLOW_LAB_OK, "a@ok.example", BYTES("RESENT-DATE: x\n\nb\n"),
	    REASON_FROM_AMBIGUOUS, "" },
};

START_TEST(made_from)
{
	struct config *config = judging_configure(made[_i].lines);
	struct submission submission = { .head = made[_i].message,
		.whole = true,
		.senders = &made[_i].sender,
		.sender_count = made[_i].sender != NULL };
	struct decision decision;
	struct header header;

	policy_judge(config, &submission, &header, &decision);
	ck_assert_str_eq(
	    reason_word(decision.reason), reason_word(made[_i].reason));
	ck_assert_str_eq(decision.mailbox, made[_i].mailbox);
	ck_assert_int_eq(
	    decision.reason == REASON_OK, decision.message.text[0] == '\0');
	config_close(config);
}
END_TEST

static const struct {
	const char *setting;
	const char *sentence;
} rejects[] = {
	{ "",
	    "Sorry, you don't have permission to send email from this server "
	    "with a header that states the email is from bank.example." },
	{ "reject_message = No.", "No." },
	{ "reject_message = %d", "bank.example" },
	{ "reject_message = %d is not ours; %d%d",
	    "bank.example is not ours; bank.examplebank.example" },
	{ "reject_message = 100% %s %n %%d %", "100% %s %n %bank.example %" },
};

START_TEST(reject_message)
{
	struct judging judging;
	char lines[512];

	(void)snprintf(
	    lines, sizeof(lines), ALLOW_OK "\n%s", rejects[_i].setting);
	judging_message(
	    &judging, lines, PLAIN, STR("From: x <CEO@BANK.example>\n\nb\n"));
	ck_assert_int_eq(
	    judging.submit.outgoing.decision.reason, REASON_FROM_DOMAIN);
	ck_assert_str_eq(judging.submit.outgoing.decision.message.text,
	    rejects[_i].sentence);
	judging_close(&judging);
}
END_TEST

/* Whatever the setting's length, the sentence is cut, not overrun. */
START_TEST(reject_message_long)
{
	static char lines[4096];
	struct judging judging;
	size_t len, i;

	for (i = FAULT_SIZE - 40; i < FAULT_SIZE + 40; i++) {
		(void)strlcpy(
		    lines, ALLOW_OK "\nreject_message = ", sizeof(lines));
		len = strlen(lines);
		memset(lines + len, 'x', i);
		(void)strlcpy(lines + len + i, "%d%d", sizeof(lines) - len - i);
		judging_message(
		    &judging, lines, PLAIN, STR("From: a@bank.example\n\n"));
		len = strlen(judging.submit.outgoing.decision.message.text);
		ck_assert_uint_eq(
		    len, i + 24 < FAULT_SIZE - 1 ? i + 24 : FAULT_SIZE - 1);
		judging_close(&judging);
	}
}
END_TEST

static const char *
no_name(void)
{
	return NULL;
}

static const char *
bad_name(void)
{
	return "no domain name";
}

static const char *
mailname(void)
{
	return "Mail.Example";
}

static const char *
hostname(void)
{
	return "host.example";
}

static const struct {
	const char *lines;
	const char *(*mailname)(void);
	const char *(*hostname)(void);
	const char *domain; /* NULL: the configuration is at fault */
	const char *sentence;
} qualifying[] = {
	{ "qualify_domain = Q.Example\nprimary_hostname = p.example", mailname,
	    hostname, "q.example", NULL },
	{ "primary_hostname = p.example", mailname, hostname, "mail.example",
	    NULL },
	{ "primary_hostname = P.Example", no_name, hostname, "p.example",
	    NULL },
	{ "", no_name, hostname, "host.example", NULL },
	{ "", no_name, no_name, NULL, "the name of this host" },
	{ "", no_name, bad_name, NULL, "the name of this host" },
	{ "primary_hostname = p.example", bad_name, hostname, NULL,
	    "/etc/mailname" },
	{ "qualify_domain = q.example", bad_name, no_name, "q.example", NULL },
};

START_TEST(qualify_domain)
{
	const struct decision *decision;
	struct judging judging;
	char lines[512];

	judging_host.mailname = qualifying[_i].mailname;
	judging_host.primary_hostname = qualifying[_i].hostname;
	(void)snprintf(
	    lines, sizeof(lines), "from_domains = *\n%s", qualifying[_i].lines);
	judging_message(
	    &judging, lines, PLAIN, STR("From: root (Cron Daemon)\n\nb\n"));
	decision = &judging.submit.outgoing.decision;
	if (qualifying[_i].domain == NULL) {
		ck_assert_int_eq(decision->reason, REASON_CONFIG);
		ck_assert_ptr_nonnull(
		    strstr(decision->message.text, qualifying[_i].sentence));
	} else {
		ck_assert_int_eq(decision->reason, REASON_OK);
		ck_assert_str_eq(decision->domain, qualifying[_i].domain);
	}
	judging_close(&judging);
}
END_TEST

/* Without an unqualified address nobody asks for the domain. */
START_TEST(qualify_domain_not_needed)
{
	struct judging judging;

	judging_host.mailname = bad_name;
	judging_message(&judging, "from_domains = ok.example", PLAIN,
	    STR("From: a@ok.example\n\nb\n"));
	ck_assert_int_eq(judging.submit.outgoing.decision.reason, REASON_OK);
	judging_close(&judging);
}
END_TEST

START_TEST(list_fault)
{
	const struct decision *decision;
	struct judging judging;
	char lines[2048];

	(void)snprintf(lines, sizeof(lines),
	    "from_domains = ok.example : lsearch;%s", scratch_path("none"));
	judging_message(
	    &judging, lines, PLAIN, STR("From: a@ok.example\n\nb\n"));
	ck_assert_int_eq(judging.submit.outgoing.decision.reason, REASON_OK);
	judging_close(&judging);
	judging_message(
	    &judging, lines, PLAIN, STR("From: a@bank.example\n\nb\n"));
	decision = &judging.submit.outgoing.decision;
	ck_assert_int_eq(decision->reason, REASON_CONFIG);
	ck_assert_ptr_nonnull(
	    strstr(decision->message.text, scratch_path("none")));
	ck_assert_str_eq(decision->rule.text, "");
	judging_close(&judging);
}
END_TEST

/* The list may be as it should be: the caller is to try again. */
START_TEST(list_not_opened)
{
	const char *list = scratch_write("list", str_of("bank.example\n"));
	struct submission submission = {
		.head = str_of("From: a@bank.example\n\nb\n"), .whole = true
	};
	struct rlimit before, none;
	struct decision decision;
	struct config *config;
	struct header header;
	char lines[2048];

	(void)snprintf(lines, sizeof(lines), "from_domains = lsearch;%s", list);
	config = judging_configure(lines);
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = before;
	none.rlim_cur = 0;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &none), 0);
	policy_judge(config, &submission, &header, &decision);
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &before), 0);
	ck_assert_str_eq(
	    reason_word(decision.reason), reason_word(REASON_SYSTEM));
	ck_assert_ptr_nonnull(strstr(decision.message.text, list));
	policy_judge(config, &submission, &header, &decision);
	ck_assert_int_eq(decision.reason, REASON_OK);
	config_close(config);
}
END_TEST

/* What the log and the caller are told of an accepted message. */
START_TEST(accepted)
{
	const struct decision *decision;
	struct judging judging;

	judging_message(&judging, ALLOW_OK, PLAIN,
	    STR("From:  =?utf-8?q?J?= \n <A@Ok.Example> \nMessage-ID: <1@x>\n"
		"\nb\n"));
	decision = &judging.submit.outgoing.decision;
	ck_assert_int_eq(decision->reason, REASON_OK);
	ck_assert(str_is(decision->from, "=?utf-8?q?J?= \n <A@Ok.Example>"));
	ck_assert_str_eq(decision->mailbox, "A@ok.example");
	ck_assert_str_eq(decision->message.text, "");
	ck_assert_ptr_nonnull(strstr(decision->rule.text, "ok.example"));
	ck_assert_ptr_nonnull(strstr(decision->rule.text, "truefrom.conf:3"));
	ck_assert(str_is(
	    str_trim(judging.submit.outgoing.header.message_id), "<1@x>"));
	judging_close(&judging);
}
END_TEST

START_TEST(several_from)
{
	struct judging judging;

	judging_message(&judging, ALLOW_OK, PLAIN,
	    STR("From: a@ok.example\nFrom: a@ok.example\nfrom:\n\nb\n"));
	ck_assert_int_eq(
	    judging.submit.outgoing.decision.reason, REASON_FROM_MULTIPLE);
	ck_assert_ptr_nonnull(
	    strstr(judging.submit.outgoing.decision.message.text, " 3 From"));
	judging_close(&judging);
}
END_TEST

/* A sender that a reader of the log could not make out is no overrun. */
START_TEST(long_local_part)
{
	char message[600] = "From: ";
	struct judging judging;
	size_t len = strlen(message);

	memset(message + len, 'y', 230);
	(void)strlcpy(message + len + 230, "@ok.example\n\n", 100);
	judging_message(&judging, ALLOW_OK, PLAIN, str_of(message));
	ck_assert_int_eq(judging.submit.outgoing.decision.reason, REASON_OK);
	ck_assert_str_eq(judging.submit.outgoing.decision.domain, "ok.example");
	judging_close(&judging);
}
END_TEST

static const struct {
	const char *lines;
	struct str message;
	enum reason reason;
	const char *sentence;
} limits[] = {
	{ ALLOW_OK "\nheader_size_limit = 40",
	    BYTES("From: a@ok.example\nSubject: 12345678901\n\nb"), REASON_SIZE,
	    " 40 bytes (header_size_limit)" },
	{ ALLOW_OK "\nheader_size_limit = 41",
	    BYTES("From: a@ok.example\nSubject: 12345678901\n\nb"), REASON_OK,
	    NULL },
	{ ALLOW_OK "\nheader_size_limit = 19",
	    BYTES("From: a@ok.example\nFrom: b@bank.example\n\n"), REASON_SIZE,
	    "header_size_limit" },
	{ ALLOW_OK "\nheader_size_limit = 10", BYTES("From: a@ok.example\n\n"),
	    REASON_SIZE, "header_size_limit" },
	/* The limit must not fall between a name and its colon. */
	{ ALLOW_LAB_OK "\nheader_size_limit = 10",
	    BYTES("X: y\nFrom\n : ceo@bank.example\n\nb"), REASON_SIZE,
	    "header_size_limit" },
	{ ALLOW_LAB_OK "\nheader_size_limit = 11",
	    BYTES("X: y\nFrom\n : ceo@bank.example\n\nb"), REASON_SIZE,
	    "header_size_limit" },
	{ ALLOW_OK "\nmessage_size_limit = 20",
	    BYTES("From: a@ok.example\n\nb"), REASON_SIZE,
	    "20 bytes (message_size_limit)" },
	{ ALLOW_OK "\nmessage_size_limit = 20", BYTES("From: a@ok.example\n\n"),
	    REASON_OK, NULL },
	{ ALLOW_OK "\nmessage_size_limit = 20\nmode = monitor",
	    BYTES("From: a@ok.example\n\nb"), REASON_OK, NULL },
	/* To watch is to judge all the same. */
	{ ALLOW_OK "\nmode = monitor", BYTES("From: a@bank.example\n\nb"),
	    REASON_FROM_DOMAIN, "bank.example" },
};

START_TEST(size_limits)
{
	struct judging judging;

	judging_message(&judging, limits[_i].lines, PLAIN, limits[_i].message);
	ck_assert_str_eq(reason_word(judging.submit.outgoing.decision.reason),
	    reason_word(limits[_i].reason));
	if (limits[_i].sentence != NULL)
		ck_assert_ptr_nonnull(
		    strstr(judging.submit.outgoing.decision.message.text,
			limits[_i].sentence));
	judging_close(&judging);
}
END_TEST

/* What is handed over: lines ends are mended in the header, nowhere else. */
START_TEST(mixed_line_ends)
{
	static const char want[] =
	    "To: r@x\nFrom: a@ok.example\nX: y\n\nb\r\nc\n";
	struct judging judging;
	struct str head;

	judging_message(&judging, ALLOW_OK, PLAIN,
	    STR("To: r@x\r\nFrom: a@ok.example\nX: y\r\n\r\nb\r\nc\n"));
	ck_assert_int_eq(judging.submit.outgoing.decision.reason, REASON_OK);
	ck_assert(spool_head(&judging.submit.spool, 1000, &head));
	ck_assert(str_is(head, want));
	judging_close(&judging);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("policy");
	TCase *rules = tcase_create("rules");

	suite_add_tcase(suite, rules);
	tcase_add_loop_test(rules, made_from, 0, COUNT(made));
	tcase_add_loop_test(rules, reject_message, 0, COUNT(rejects));
	tcase_add_test(rules, reject_message_long);
	tcase_add_loop_test(rules, qualify_domain, 0, COUNT(qualifying));
	tcase_add_test(rules, qualify_domain_not_needed);
	tcase_add_test(rules, list_fault);
	tcase_add_test(rules, list_not_opened);
	tcase_add_test(rules, accepted);
	tcase_add_test(rules, several_from);
	tcase_add_test(rules, long_local_part);
	tcase_add_loop_test(rules, size_limits, 0, COUNT(limits));
	tcase_add_test(rules, mixed_line_ends);
	return suite_run(suite);
}
