/* SPDX-License-Identifier: ISC */
/*
 * The options that say more than from_domains: who calls, as whom, and what
 * is set.
 */

#include "callargv.h"
#include "judging.h"
#include "listdir.h"
#include "scratch.h"
#include "suite.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define PLAIN "sendmail -i r@x.example"
#define BASE                                                                   \
	"domainlist allow_domains = free.example\n"                            \
	"domainlist local_domains = lab.example : joe.example\n"               \
	"from_domains = joe.example : two.example : shop.example : "           \
	"ann.example : free.example : lab.example : team.example : "           \
	"nobody.example\n"
#define OWNERS "owner = lsearch;@F@/owners\n"
#define PANEL "owner = cpanel;@F@/users : lsearch;@F@/owners\n"
#define LOGINS "owner = login;@F@/logins\n"
#define FROM(address) "From: " address "\nTo: r@x.example\n\nb\n"
#define ANOTHER "belongs to another account"

/* A call, and what comes of it.  What is NULL is as it mostly is. */
struct call {
	const char *lines;
	const char *words; /* PLAIN */
	const char *message;
	enum reason reason;
	const char *says;    /* in the sentence */
	const char *login;   /* joe */
	const char *group;   /* users */
	const char *mailbox; /* whose it is told to be */
	bool root;
	bool trusted;
	bool local;
};

#define CALL(LINES, WORDS, MESSAGE, REASON)                                    \
	.lines = LINES, .words = WORDS, .message = MESSAGE, .reason = REASON

static struct listdir dir;

static void
setup(void)
{
	char path[128];

	listdir_open(&dir);
	listdir_print(&dir, "owners",
	    "joe.example: joe\nshop.example: joe, ann\nann.example: ann\n"
	    "team.example: ann\nlab.example: ann\n");
	listdir_print(&dir, "logins",
	    "joe: info@team.example, @joe.example\nann: *\nroot: "
	    "@ann.example\n");
	listdir_print(&dir, "senders",
	    "joe: web@joe.example\nann: ann@bank.example\n"
	    "eve: \"a b\"@joe.example\n");
	(void)snprintf(path, sizeof(path), "%s/users", dir.path);
	ck_assert_int_eq(mkdir(path, 0711), 0);
	listdir_print(&dir, "users/joe", "DNS=joe.example\nDNS1=two.example\n");
	listdir_print(&dir, "users/ann", "DNS=ann.example\n");
}

static void
teardown(void)
{
	listdir_close(&dir);
}

/* A configuration of BASE and these lines. */
static struct config *
configure(const char *lines)
{
	char text[4096], *expanded;
	struct config *config;

	(void)snprintf(text, sizeof(text), BASE "%s", lines);
	expanded = listdir_expand(&dir, text);
	config = judging_configure(expanded);
	free(expanded);
	return config;
}

static void
check_call(const struct call *call)
{
	struct judging judging;
	const struct decision *decision = &judging.submit.outgoing.decision;
	struct config *config;
	struct callargv argv;

	judging_as(call->login == NULL ? "joe" : call->login, call->root,
	    call->group == NULL ? "users" : call->group);
	config = configure(call->lines);
	callargv_words(call->words == NULL ? PLAIN : call->words, &argv);
	judging_call(
	    &judging, config, argv.argc, argv.argv, str_of(call->message));
	ck_assert_msg(decision->reason == call->reason, "%s%s: %s: %s",
	    call->lines, call->message, reason_word(decision->reason),
	    decision->message.text);
	ck_assert_int_eq(
	    decision->message.text[0] == '\0', decision->reason == REASON_OK);
	ck_assert_msg(call->says == NULL ||
		strstr(decision->message.text, call->says) != NULL,
	    "%s", decision->message.text);
	if (call->mailbox != NULL)
		ck_assert_str_eq(decision->mailbox, call->mailbox);
	ck_assert_int_eq(decision->trusted, call->trusted);
	ck_assert_int_eq(decision->local, call->local);
	ck_assert(!decision->rewritten);
	/* What goes on is what came. */
	if (decision->reason == REASON_OK)
		ck_assert_str_eq(judging_sent(&judging).ptr, call->message);
	judging_close(&judging);
	config_close(config);
}

/* Whose a domain is. */
static const struct call owners[] = {
	/* Without the option nobody is asked. */
	{ CALL("", NULL, FROM("x@ann.example"), REASON_OK) },
	{ CALL(OWNERS, NULL, FROM("x@joe.example"), REASON_OK),
	    .mailbox = "x@joe.example" },
	{ CALL(OWNERS, NULL, FROM("X <x@JOE.example>"), REASON_OK) },
	/* The MTA makes ceo@lab.example of it, which is not joe's. */
	{ CALL(OWNERS, NULL, FROM("ceo"), REASON_OWNER) },
	{ CALL(
	    OWNERS, "sendmail -f ceo -i r@x", "To: r@x\n\nb\n", REASON_OWNER) },
	{ CALL(OWNERS, NULL, FROM("Joe <joe>"), REASON_OK) },
	{ CALL(OWNERS, NULL, FROM("root (Cron Daemon)"), REASON_OK) },
	{ CALL(OWNERS, NULL, FROM("root@lab.example"), REASON_OWNER) },
	{ CALL(OWNERS, NULL, FROM("x@shop.example"), REASON_OK) },
	{ CALL(OWNERS, NULL, FROM("x@shop.example"), REASON_OK),
	    .login = "ann" },
	{ CALL(OWNERS, NULL, FROM("x@ann.example"), REASON_OWNER),
	    .says = "Sorry, ann.example " ANOTHER
		    " on this server; send as an address at one of your own "
		    "domains "
		    "(for example joe.example)." },
	{ CALL(OWNERS, NULL, FROM("x@joe.example"), REASON_OWNER),
	    .says = "(for example shop.example)", .login = "ann" },
	{ CALL(OWNERS, NULL, FROM("x@shop.example"), REASON_OWNER),
	    .says = ANOTHER
	    " on this server; send as an address at one of your own "
	    "domains.",
	    .login = "eve" },
	/* Logins are compared byte for byte. */
	{ CALL(OWNERS, NULL, FROM("x@joe.example"), REASON_OWNER),
	    .login = "Joe" },
	{ CALL(OWNERS, NULL, FROM("x@joe.example"), REASON_OWNER),
	    .login = "" },
	/* A domain that no source knows is nobody's. */
	{ CALL(OWNERS, NULL, FROM("x@nobody.example"), REASON_OWNER) },
	/* Nor does a source make good what from_domains does not have. */
	{ CALL(LOGINS, NULL, FROM("x@bank.example"), REASON_FROM_DOMAIN),
	    .login = "ann" },
	/* Free to all, and to root. */
	{ CALL(OWNERS, NULL, FROM("x@free.example"), REASON_OK) },
	{ CALL(OWNERS, NULL, FROM("x@free.example"), REASON_OK),
	    .login = "eve" },
	{ CALL(OWNERS, NULL, FROM("x@ann.example"), REASON_OK), .login = "root",
	    .root = true },
	{ CALL(OWNERS, NULL, FROM("x@bank.example"), REASON_FROM_DOMAIN),
	    .login = "root", .root = true },
	{ CALL(OWNERS, NULL, FROM("x@ann.example"), REASON_OWNER),
	    .login = "root" },
	/* On the host's own domain a login has its own name. */
	{ CALL(OWNERS, NULL, FROM("joe@lab.example"), REASON_OK),
	    .mailbox = "joe@lab.example" },
	{ CALL(OWNERS, NULL, FROM("Joe@LAB.example"), REASON_OK) },
	{ CALL(OWNERS, NULL, FROM("ann@lab.example"), REASON_OWNER) },
	{ CALL(OWNERS, NULL, FROM("info@lab.example"), REASON_OWNER),
	    .login = "ann" },
	{ CALL(OWNERS, NULL, FROM("joe+x@lab.example"), REASON_OWNER) },
	{ CALL(OWNERS "qualify_domain = ann.example\n", NULL,
	    FROM("joe@ann.example"), REASON_OK) },
	{ CALL(OWNERS "qualify_domain = ann.example\n", NULL,
	      FROM("x@ann.example"), REASON_OWNER),
	    .login = "ann" },
	{ CALL(OWNERS "qualify_domain = free.example\n", NULL,
	    FROM("x@free.example"), REASON_OK) },
	/* The From that the MTA makes. */
	{ CALL(OWNERS, NULL, "To: r@x.example\n\nb\n", REASON_OK),
	    .mailbox = "joe@lab.example" },
	{ CALL(OWNERS, "sendmail -i -f x@joe.example r@x.example",
	      "To: r@x.example\n\nb\n", REASON_OK),
	    .mailbox = "x@joe.example" },
	{ CALL(OWNERS, "sendmail -i -f x@ann.example r@x.example",
	    "To: r@x.example\n\nb\n", REASON_OWNER) },
	{ CALL(OWNERS, NULL,
	    "From x@ann.example Fri Jan  5 12:35:00 2024\nTo: r@x.example\n\n",
	    REASON_OWNER) },
	/* cPanel knows what the account has; for the rest the next is asked. */
	{ CALL(PANEL, NULL, FROM("x@two.example"), REASON_OK) },
	{ CALL(PANEL, NULL, FROM("x@shop.example"), REASON_OK) },
	{ CALL(PANEL, NULL, FROM("x@ann.example"), REASON_OWNER),
	    .says = "(for example joe.example)" },
	{ CALL(PANEL, NULL, FROM("x@two.example"), REASON_OWNER),
	    .says = "(for example ann.example)", .login = "ann" },
	{ CALL(PANEL, NULL, FROM("x@joe.example"), REASON_OWNER),
	    .login = "../users/joe" },
	{ CALL("owner = cpanel;@F@/users\n", NULL, FROM("x@shop.example"),
	    REASON_OWNER) },
	/* By login. */
	{ CALL(LOGINS, NULL, FROM("info@team.example"), REASON_OK) },
	{ CALL(LOGINS, NULL, FROM("x@team.example"), REASON_OWNER) },
	{ CALL(LOGINS, NULL, FROM("x@joe.example"), REASON_OK) },
	{ CALL(LOGINS, NULL, FROM("x@team.example"), REASON_OK),
	    .login = "ann" },
	{ CALL(LOGINS, NULL, FROM("x@joe.example"), REASON_OWNER),
	    .login = "eve" },
	/* A file that cannot be read decides nothing. */
	{ CALL("owner = lsearch;@F@/none\n", NULL, FROM("x@joe.example"),
	      REASON_CONFIG),
	    .says = "none" },
	{ CALL("owner = lsearch;@F@/none\n", NULL, FROM("x@free.example"),
	    REASON_OK) },
	{ CALL("owner = lsearch;@F@/none\n", NULL, FROM("x@joe.example"),
	      REASON_OK),
	    .login = "root", .root = true },
};

START_TEST(owner)
{
	check_call(&owners[_i]);
}
END_TEST

/* No domain of another is ever named but the one that was written. */
START_TEST(owner_tells_no_other)
{
	static const char *const lines[] = { OWNERS, PANEL, LOGINS };
	static const char *const logins[] = { "joe", "ann", "eve", "" };
	static const char *const theirs[][3] = { { "ann.example", NULL },
		{ "joe.example", "two.example", NULL },
		{ "joe.example", "ann.example", "shop.example" },
		{ "joe.example", "ann.example", "shop.example" } };
	struct judging judging;
	int line, login, i;

	for (line = 0; line < COUNT(lines); line++)
		for (login = 0; login < COUNT(logins); login++) {
			struct config *config = configure(lines[line]);
			struct callargv argv;

			judging_as(logins[login], false, "users");
			callargv_words(PLAIN, &argv);
			judging_call(&judging, config, argv.argc, argv.argv,
			    STR(FROM("x@nobody.example")));
			for (i = 0; i < 3 && theirs[login][i] != NULL; i++)
				ck_assert_ptr_null(
				    strstr(judging.submit.outgoing.decision
					       .message.text,
					theirs[login][i]));
			judging_close(&judging);
			config_close(config);
		}
}
END_TEST

#define SENDER(flags) "sendmail -i " flags " r@x.example"
#define MBOX(sender)                                                           \
	"From " sender " Fri Jan  5 12:35:00 2024\n" FROM("x@joe.example")
#define DOMAIN_CHECK "sender_check = domain\n"
#define OWNER_CHECK OWNERS "sender_check = owner\n"
#define GOOD FROM("x@joe.example")

static const struct call senders[] = {
	{ CALL("", SENDER("-f x@bank.example"), GOOD, REASON_OK) },
	{ CALL("sender_check = off\n", SENDER("-f x@bank.example"), GOOD,
	    REASON_OK) },
	{ CALL(OWNERS, SENDER("-f x@ann.example"), GOOD, REASON_OK) },
	{ CALL(DOMAIN_CHECK, SENDER("-f x@bank.example"), GOOD, REASON_SENDER),
	    .says = "Sorry, the envelope sender x@bank.example is not of a "
		    "domain of "
		    "this server; use an address at one of your own domains." },
	{ CALL(DOMAIN_CHECK, SENDER("-fx@bank.example"), GOOD, REASON_SENDER) },
	{ CALL(DOMAIN_CHECK, SENDER("-rx@bank.example"), GOOD, REASON_SENDER) },
	{ CALL(
	    DOMAIN_CHECK, SENDER("-r x@bank.example"), GOOD, REASON_SENDER) },
	{ CALL(DOMAIN_CHECK, SENDER("-f x@ann.example"), GOOD, REASON_OK),
	    .mailbox = "x@joe.example" },
	/* Each of them, wherever. */
	{ CALL(DOMAIN_CHECK, SENDER("-f x@joe.example -f x@bank.example"), GOOD,
	    REASON_SENDER) },
	{ CALL(DOMAIN_CHECK, SENDER("-f x@bank.example -r x@joe.example"), GOOD,
	    REASON_SENDER) },
	{ CALL(DOMAIN_CHECK, NULL, MBOX("x@bank.example"), REASON_SENDER),
	    .says = "`From ` line" },
	{ CALL(DOMAIN_CHECK, SENDER("-f x@joe.example"), MBOX("x@bank.example"),
	    REASON_SENDER) },
	{ CALL(DOMAIN_CHECK, NULL, MBOX("x@joe.example"), REASON_OK) },
	{ CALL(DOMAIN_CHECK, NULL, MBOX("joe"), REASON_OK) },
	/* Nobody's. */
	{ CALL(DOMAIN_CHECK, SENDER("-f <>"), GOOD, REASON_OK) },
	{ CALL(DOMAIN_CHECK, SENDER("-f ''"), GOOD, REASON_OK) },
	{ CALL(DOMAIN_CHECK, NULL, MBOX("<>"), REASON_OK) },
	{ CALL(OWNER_CHECK, SENDER("-f <>"), GOOD, REASON_OK) },
	/* Without a domain the MTA's is added. */
	{ CALL(DOMAIN_CHECK, SENDER("-f x"), GOOD, REASON_OK) },
	{ CALL(DOMAIN_CHECK "qualify_domain = bank.example\n", SENDER("-f x"),
	      GOOD, REASON_SENDER),
	    .says = "x@bank.example" },
	/* The owner's. */
	{ CALL(OWNER_CHECK, SENDER("-f x@joe.example"), GOOD, REASON_OK) },
	{ CALL(OWNER_CHECK, SENDER("-f x@ann.example"), GOOD, REASON_SENDER),
	    .says = "x@ann.example " ANOTHER },
	{ CALL(OWNER_CHECK, SENDER("-f x@bank.example"), GOOD, REASON_SENDER),
	    .says = "is not of a domain" },
	{ CALL(OWNER_CHECK, SENDER("-f joe@lab.example"), GOOD, REASON_OK) },
	{ CALL(
	    OWNER_CHECK, SENDER("-f ann@lab.example"), GOOD, REASON_SENDER) },
	{ CALL(OWNER_CHECK, SENDER("-f x@free.example"), GOOD, REASON_OK) },
	{ CALL(OWNER_CHECK, NULL, MBOX("x@ann.example"), REASON_SENDER) },
	{ CALL(OWNER_CHECK, SENDER("-f x@ann.example"), GOOD, REASON_OK),
	    .login = "root", .root = true },
	{ CALL(
	    OWNERS DOMAIN_CHECK, SENDER("-f x@ann.example"), GOOD, REASON_OK) },
	/* The From is judged first. */
	{ CALL(DOMAIN_CHECK, SENDER("-f x@bank.example"),
	      FROM("x@evil.example"), REASON_FROM_DOMAIN),
	    .mailbox = "x@evil.example" },
};

START_TEST(sender)
{
	check_call(&senders[_i]);
}
END_TEST

#define WITH(field) "From: x@joe.example\n" field "\nTo: r@x.example\n\nb\n"

static const struct call headers[] = {
	{ CALL("", NULL, WITH("Sender: x@bank.example"), REASON_FROM_DOMAIN),
	    .mailbox = "x@bank.example" },
	{ CALL("", NULL, WITH("SENDER : x@bank.example"), REASON_FROM_DOMAIN) },
	{ CALL(
	    "", NULL, WITH("Sender:\n x@bank.example"), REASON_FROM_DOMAIN) },
	{ CALL("", NULL, WITH("Resent-From: x@bank.example"),
	    REASON_FROM_DOMAIN) },
	{ CALL("", NULL, WITH("Resent-Sender: x@bank.example"),
	    REASON_FROM_DOMAIN) },
	{ CALL("", NULL, WITH("Reply-To: x@bank.example"), REASON_OK) },
	{ CALL("", NULL, WITH("Return-Path: <x@bank.example>"), REASON_OK) },
	/* What is told is the From. */
	{ CALL("", NULL, WITH("Sender: x@ann.example"), REASON_OK),
	    .mailbox = "x@joe.example" },
	{ CALL("", NULL,
	      WITH("Sender: x@ann.example\nResent-From: y@shop.example"),
	      REASON_OK),
	    .mailbox = "x@joe.example" },
	/* Each must pass. */
	{ CALL("", NULL, WITH("Sender: x@ann.example\nSender: x@bank.example"),
	    REASON_FROM_DOMAIN) },
	{ CALL("", NULL, WITH("Sender: x@bank.example\nSender: x@ann.example"),
	    REASON_FROM_DOMAIN) },
	{ CALL("", NULL, WITH("Sender: a@joe.example, b@joe.example"),
	      REASON_FROM_MULTIPLE),
	    .says = "The sender header `a@joe.example" },
	{ CALL("", NULL, WITH("Sender:"), REASON_FROM_MALFORMED) },
	{ CALL("", NULL, WITH("Resent-From: a b"), REASON_FROM_MALFORMED) },
	{ CALL(OWNERS, NULL, WITH("Sender: x@ann.example"), REASON_OWNER),
	    .says = "(for example joe.example)" },
	/* Above the From, too. */
	{ CALL("", NULL, "Sender: x@bank.example\nFrom: x@joe.example\n\nb\n",
	    REASON_FROM_DOMAIN) },
	{ CALL("", NULL, "Sender: x@bank.example\n\nb\n", REASON_FROM_DOMAIN) },
	{ CALL("", NULL, "Sender: x@joe.example\n\nb\n", REASON_OK),
	    .mailbox = "joe@lab.example" },
	/* In the body they are text. */
	{ CALL("", NULL, "From: x@joe.example\n\nSender: x@bank.example\n",
	    REASON_OK) },
	/* Others. */
	{ CALL("from_headers = from\n", NULL, WITH("Sender: x@bank.example"),
	    REASON_OK) },
	{ CALL("from_headers = From : Reply-To\n", NULL,
	    WITH("Reply-To: x@bank.example"), REASON_FROM_DOMAIN) },
	{ CALL("from_headers = from : reply-to\n", NULL,
	    WITH("Sender: x@bank.example\nResent-From: x@bank.example"),
	    REASON_OK) },
	{ CALL("from_headers = X-Sender:from\n", NULL,
	    WITH("x-sender: x@bank.example"), REASON_FROM_DOMAIN) },
};

START_TEST(from_headers)
{
	check_call(&headers[_i]);
}
END_TEST

#define SHOWS "From: \"ceo@bank.example\" <x@joe.example>\n\nb\n"
#define NAMED "From: Ceo <x@joe.example>\n\nb\n"
#define TWICE "From: x@joe.example\nTo: a@x\nTo: b@x\n\nb\n"

/* A check that is off, logs, or refuses. */
static const struct {
	const char *lines;
	const char *message;
	enum reason reason, noted;
} noted[] = {
	{ "", SHOWS, REASON_OK, REASON_OK },
	{ "display_name_check = off\n", SHOWS, REASON_OK, REASON_OK },
	{ "display_name_check = log\n", SHOWS, REASON_OK, REASON_DISPLAY_NAME },
	{ "display_name_check = reject\n", SHOWS, REASON_DISPLAY_NAME,
	    REASON_OK },
	{ "display_name_check = reject\n", NAMED, REASON_OK, REASON_OK },
	{ "display_name_check = log\n", NAMED, REASON_OK, REASON_OK },
	{ "display_name_check = reject\n",
	    "From: \"x@joe.example\" <x@joe.example>\n\nb\n", REASON_OK,
	    REASON_OK },
	{ "display_name_check = reject\n",
	    "From: x@joe.example (ceo@bank.example)\n\nb\n",
	    REASON_FROM_AMBIGUOUS, REASON_OK },
	{ "display_name_check = reject\n", "To: r@x\n\nb\n", REASON_OK,
	    REASON_OK },
	{ "header_check = off\n", TWICE, REASON_OK, REASON_OK },
	{ "header_check = log\n", TWICE, REASON_OK, REASON_INJECTION },
	{ "header_check = reject\n", TWICE, REASON_INJECTION, REASON_OK },
	{ "header_check = reject\n", NAMED, REASON_OK, REASON_OK },
	/* The first is noted; one that refuses does. */
	{ "header_check = log\ndisplay_name_check = log\n",
	    "To: a@x\nTo: b@x\n" SHOWS, REASON_OK, REASON_DISPLAY_NAME },
	{ "header_check = reject\ndisplay_name_check = log\n",
	    "To: a@x\nTo: b@x\n" SHOWS, REASON_INJECTION, REASON_DISPLAY_NAME },
	{ "header_check = log\ndisplay_name_check = reject\n",
	    "To: a@x\nTo: b@x\n" SHOWS, REASON_DISPLAY_NAME, REASON_OK },
	/* Neither is asked about what is refused already. */
	{ "header_check = log\n", "To: a@x\nTo: b@x\nFrom: x@bank.example\n\n",
	    REASON_FROM_DOMAIN, REASON_OK },
};

START_TEST(checks)
{
	struct config *config = configure(noted[_i].lines);
	struct judging judging;
	const struct decision *decision = &judging.submit.outgoing.decision;
	struct callargv argv;

	judging_as("joe", false, "users");
	callargv_words(PLAIN, &argv);
	judging_call(
	    &judging, config, argv.argc, argv.argv, str_of(noted[_i].message));
	ck_assert_str_eq(
	    reason_word(decision->reason), reason_word(noted[_i].reason));
	ck_assert_str_eq(
	    reason_word(decision->noted), reason_word(noted[_i].noted));
	ck_assert_int_eq(
	    decision->note.text[0] != '\0', decision->noted != REASON_OK);
	ck_assert_int_eq(
	    decision->message.text[0] != '\0', decision->reason != REASON_OK);
	judging_close(&judging);
	config_close(config);
}
END_TEST

#define TWO "max_recipients = 2\n"
#define SENDMAIL "mta_family = sendmail\n"
#define TO(fields) "From: x@joe.example\n" fields "\n\nb\n"

static const struct call recipients[] = {
	{ CALL(TWO, "sendmail -i a@x b@x", GOOD, REASON_OK) },
	{ CALL(TWO, "sendmail -i a@x b@x c@x", GOOD, REASON_RECIPIENTS),
	    .says = "has 3 recipients, and 2 are allowed (max_recipients)" },
	{ CALL(TWO, "sendmail -i a@x,b@x c@x", GOOD, REASON_RECIPIENTS) },
	{ CALL(TWO, "sendmail -i a@x,b@x", GOOD, REASON_OK) },
	{ CALL("", "sendmail -i a@x b@x c@x", GOOD, REASON_OK) },
	{ CALL("max_recipients = 0\n", "sendmail -i a@x b@x c@x", GOOD,
	    REASON_OK) },
	/* The header counts with -t. */
	{ CALL(TWO, "sendmail -i a@x", TO("To: a@x, b@x, c@x"), REASON_OK) },
	{ CALL(TWO, "sendmail -t -i", TO("To: a@x, b@x"), REASON_OK) },
	{ CALL(TWO, "sendmail -t -i", TO("To: a@x, b@x, c@x"),
	    REASON_RECIPIENTS) },
	{ CALL(TWO, "sendmail -t -i", TO("To: a@x\nCc: b@x\nBcc: c@x"),
	    REASON_RECIPIENTS) },
	{ CALL(TWO, "sendmail -t -i", TO("To: a@x\nBcc: b@x"), REASON_OK) },
	{ CALL(TWO, "sendmail -t -i", TO("Bcc: a@x,\n b@x,\n\tc@x"),
	    REASON_RECIPIENTS) },
	{ CALL(TWO, "sendmail -t -i", TO("To: all: a@x, b@x, c@x;"),
	    REASON_RECIPIENTS) },
	{ CALL(
	    TWO, "sendmail -t -i", TO("Subject: a@x, b@x, c@x"), REASON_OK) },
	/* Arguments are added, or may be; what both name counts once. */
	{ CALL(TWO, "sendmail -t -i c@x", TO("To: a@x, b@x, c@x"),
	      REASON_RECIPIENTS),
	    .says = "3 recipients" },
	{ CALL(TWO, "sendmail -t -i b@x", TO("To: a@x, b@x"), REASON_OK) },
	{ CALL(TWO, "sendmail -t -i d@x", TO("To: a@x, b@x, c@x"),
	      REASON_RECIPIENTS),
	    .says = "4 recipients" },
	{ CALL(TWO SENDMAIL, "sendmail -t -i c@x", TO("To: a@x, b@x, c@x"),
	      REASON_RECIPIENTS),
	    .says = "3 recipients" },
	{ CALL(TWO SENDMAIL, "sendmail -t -i c@x", TO("To: a@x, b@x"),
	    REASON_RECIPIENTS) },
	{ CALL(TWO SENDMAIL, "sendmail -t -i c@x", TO("To: a@x"), REASON_OK) },
	/* In a batch, those of RCPT. */
	{ CALL(TWO, "sendmail -bS",
	    "MAIL FROM:<x@joe.example>\nRCPT TO:<a@x.example>\n"
	    "RCPT TO:<b@x.example>\nRCPT TO:<c@x.example>\nDATA\n" GOOD ".\n",
	    REASON_RECIPIENTS) },
};

START_TEST(max_recipients)
{
	check_call(&recipients[_i]);
}
END_TEST

#define EVIL FROM("x@bank.example")
#define LOCAL "local_recipients = pass\n"

static const struct call callers[] = {
	{ CALL("trusted_users = joe\n", NULL, EVIL, REASON_OK),
	    .trusted = true },
	{ CALL("trusted_users = ann joe\n", NULL, "From: a\nFrom: b\n\n",
	      REASON_OK),
	    .trusted = true },
	{ CALL(
	      "trusted_users = joe\n", NULL, "From: a\rFrom: b\n\n", REASON_OK),
	    .trusted = true },
	{ CALL("trusted_users = joe\nmax_recipients = 1\n",
	      "sendmail -i a@x b@x", GOOD, REASON_OK),
	    .trusted = true },
	{ CALL("trusted_users = ann\n", NULL, EVIL, REASON_FROM_DOMAIN) },
	{ CALL("trusted_users = JOE\n", NULL, EVIL, REASON_FROM_DOMAIN) },
	{ CALL("trusted_users =\n", NULL, EVIL, REASON_FROM_DOMAIN) },
	{ CALL("trusted_users = :list\n", NULL, EVIL, REASON_OK),
	    .group = "list", .trusted = true },
	{ CALL("trusted_users = ann :list\n", NULL, EVIL, REASON_FROM_DOMAIN) },
	{ CALL("trusted_users = list\n", NULL, EVIL, REASON_FROM_DOMAIN),
	    .group = "list" },
	{ CALL("trusted_users = :joe\n", NULL, EVIL, REASON_FROM_DOMAIN) },
	/* Root is nobody special to from_domains. */
	{ CALL("", NULL, EVIL, REASON_FROM_DOMAIN), .login = "root",
	    .root = true },
	/* Mail that stays. */
	{ CALL(LOCAL, "sendmail -i a@joe.example", EVIL, REASON_OK),
	    .local = true },
	{ CALL(LOCAL, "sendmail -i a", EVIL, REASON_OK), .local = true },
	{ CALL(LOCAL, "sendmail -i a@LAB.example,b@joe.example", EVIL,
	      REASON_OK),
	    .local = true },
	{ CALL(LOCAL, "sendmail -i a@joe.example b@x.example", EVIL,
	    REASON_FROM_DOMAIN) },
	{ CALL(LOCAL, "sendmail -i a@two.example", EVIL, REASON_FROM_DOMAIN) },
	{ CALL(LOCAL, "sendmail -i", EVIL, REASON_FROM_DOMAIN) },
	{ CALL(LOCAL, "sendmail -t -i",
	      "From: x@bank.example\nTo: a@joe.example\n\n", REASON_OK),
	    .local = true },
	{ CALL(LOCAL, "sendmail -t -i",
	    "From: x@bank.example\nTo: a@joe.example\nBcc: b@x.example\n\n",
	    REASON_FROM_DOMAIN) },
	{ CALL(LOCAL, "sendmail -t -i b@x.example",
	    "From: x@bank.example\nTo: a@joe.example\nBcc: b@x.example\n\n",
	    REASON_FROM_DOMAIN) },
	/* What some MTA takes for a way abroad, or does not know. */
	{ CALL(LOCAL, "sendmail -t -i",
	    "From: x@bank.example\nTo: v%x.example@joe.example\n\n",
	    REASON_FROM_DOMAIN) },
	{ CALL(LOCAL, "sendmail -t -i",
	    "From: x@bank.example\nTo: x.example!v@joe.example\n\n",
	    REASON_FROM_DOMAIN) },
	{ CALL(LOCAL, "sendmail -t -i",
	    "From: x@bank.example\nTo: \"v@x.example\"@joe.example\n\n",
	    REASON_FROM_DOMAIN) },
	{ CALL(LOCAL, "sendmail -t -i",
	    "From: x@bank.example\nResent-Apparently-To: a@joe.example\n"
	    "To: v@x.example\n\n",
	    REASON_FROM_DOMAIN) },
	{ CALL(LOCAL SENDMAIL, "sendmail -t -i b@x.example",
	    "From: x@bank.example\nTo: a@joe.example\n\n",
	    REASON_FROM_DOMAIN) },
	{ CALL(LOCAL, "sendmail -t -i", "From: x@bank.example\n\n",
	    REASON_FROM_DOMAIN) },
	{ CALL(LOCAL, "sendmail -i a@joe.example", "From: a\rFrom: b\n\n",
	    REASON_FROM_AMBIGUOUS) },
	{ CALL(LOCAL "qualify_domain = x.example\n", "sendmail -i a", EVIL,
	    REASON_FROM_DOMAIN) },
	{ CALL("local_recipients = judge\n", "sendmail -i a@joe.example", EVIL,
	    REASON_FROM_DOMAIN) },
	{ CALL(LOCAL, "sendmail -bS",
	    "MAIL FROM:<x@joe.example>\nRCPT TO:<a@joe.example>\n"
	    "RCPT TO:<c@x.example>\nDATA\n" EVIL ".\n",
	    REASON_FROM_DOMAIN) },
};

START_TEST(caller)
{
	check_call(&callers[_i]);
}
END_TEST

/* Whose mail is refused, and whose is only watched. */
static const struct {
	const char *lines;
	const char *login, *group;
	enum report_verdict verdict;
} modes[] = {
	{ "", "joe", "users", REPORT_REJECT },
	{ "mode = monitor\n", "joe", "users", REPORT_MONITOR },
	{ "monitor_users = joe\n", "joe", "users", REPORT_MONITOR },
	{ "monitor_users = joe\n", "ann", "users", REPORT_REJECT },
	{ "monitor_users = :users\n", "joe", "users", REPORT_MONITOR },
	{ "monitor_users = :users\n", "joe", "list", REPORT_REJECT },
	{ "mode = monitor\nenforce_users = joe\n", "joe", "users",
	    REPORT_REJECT },
	{ "mode = monitor\nenforce_users = joe\n", "ann", "users",
	    REPORT_MONITOR },
	{ "mode = monitor\nenforce_users = :users\nmonitor_users = joe\n",
	    "joe", "users", REPORT_REJECT },
	{ "enforce_users = ann\nmonitor_users = joe, ann\n", "ann", "users",
	    REPORT_REJECT },
	{ "enforce_users = ann\nmonitor_users = joe, ann\n", "joe", "users",
	    REPORT_MONITOR },
	{ "mode = monitor\ntrusted_users = joe\nenforce_users = joe\n", "joe",
	    "users", REPORT_TRUSTED },
	/* What is only watched is not changed. */
	{ "mode = monitor\non_refusal = rewrite\n", "joe", "users",
	    REPORT_MONITOR },
	{ "monitor_users = joe\non_refusal = rewrite\n", "joe", "users",
	    REPORT_MONITOR },
	{ "on_refusal = rewrite\n", "joe", "users", REPORT_REWRITE },
	{ "mode = monitor\nenforce_users = joe\non_refusal = rewrite\n", "joe",
	    "users", REPORT_REWRITE },
	{ "trusted_users = joe\non_refusal = rewrite\n", "joe", "users",
	    REPORT_TRUSTED },
};

START_TEST(mode)
{
	struct config *config = configure(modes[_i].lines);
	struct judging judging;
	struct callargv argv;

	judging_as(modes[_i].login, false, modes[_i].group);
	callargv_words(PLAIN, &argv);
	judging_call(&judging, config, argv.argc, argv.argv, STR(EVIL));
	ck_assert_int_eq(
	    outgoing_verdict(config, &judging.submit.outgoing.decision),
	    modes[_i].verdict);
	ck_assert_int_eq(str_is(judging_sent(&judging), EVIL),
	    modes[_i].verdict != REPORT_REWRITE);
	judging_close(&judging);
	config_close(config);
}
END_TEST

/* on_refusal = rewrite: what goes on instead. */
static const struct {
	const char *lines;
	const char *words; /* NULL: PLAIN */
	const char *from, *to;
	const char *sent_by; /* the words handed on; NULL: the same */
	enum reason reason;
} rewritten[] = {
#define OLD "ceo@bank.example"
#define NEW "joe@lab.example"
#define BOTH(old) "Reply-To: " old "\nX-Original-From: " old "\n"
#define REST "To: r@x.example\n\nFrom: b\n"
	{ "", NULL, "From: " OLD "\n" REST, "From: " NEW "\n" BOTH(OLD) REST,
	    NULL, REASON_FROM_DOMAIN },
	{ "", NULL, "From: The Ceo <" OLD ">\n" REST,
	    "From: The Ceo <" NEW ">\n" BOTH("The Ceo <" OLD ">") REST, NULL,
	    REASON_FROM_DOMAIN },
	{ "", NULL, "X-A: b\nfrom:\n <" OLD "> (Ceo)\n" REST,
	    "X-A: b\nFrom:\n <" NEW "> (Ceo)\n"
	    "Reply-To:\n <" OLD "> (Ceo)\nX-Original-From:\n <" OLD
	    "> (Ceo)\n" REST,
	    NULL, REASON_FROM_DOMAIN },
	{ "", NULL, "From: " OLD " (The Ceo)\n" REST,
	    "From: " NEW " (The Ceo)\n" BOTH(OLD " (The Ceo)") REST, NULL,
	    REASON_FROM_DOMAIN },
	{ "", NULL, "From: \"Ceo, The\" <" OLD ">\n" REST,
	    "From: \"Ceo, The\" <" NEW ">\n" BOTH("\"Ceo, The\" <" OLD ">")
		REST,
	    NULL, REASON_FROM_DOMAIN },
	/* Brackets that are none. */
	{ "", NULL, "From: \"a <b\" <" OLD ">\n" REST,
	    "From: \"a <b\" <" NEW ">\n" BOTH("\"a <b\" <" OLD ">") REST, NULL,
	    REASON_FROM_DOMAIN },
	{ "", NULL, "From: (The Ceo) " OLD "\n" REST,
	    "From: " NEW " (The Ceo)\n" BOTH("(The Ceo) " OLD) REST, NULL,
	    REASON_FROM_DOMAIN },
	{ "", NULL, "From: (The) \"a(b\"@bank.example ( Ceo)\n" REST,
	    "From: " NEW
	    " (The) ( Ceo)\n" BOTH("(The) \"a(b\"@bank.example ( Ceo)") REST,
	    NULL, REASON_FROM_DOMAIN },
	/* A name that shows an address is no name. */
	{ "", NULL, "From: \"" OLD "\" <" OLD ">\n" REST,
	    "From: " NEW "\n" BOTH("\"" OLD "\" <" OLD ">") REST, NULL,
	    REASON_FROM_DOMAIN },
	{ "display_name_check = reject\n", NULL,
	    "From: \"" OLD "\" <" OLD ">\n" REST,
	    "From: " NEW "\n" BOTH("\"" OLD "\" <" OLD ">") REST, NULL,
	    REASON_FROM_DOMAIN },
	/* A Reply-To stays, wherever it is. */
	{ "", NULL, "From: " OLD "\nreply-to: a@b.example\n" REST,
	    "From: " NEW "\nX-Original-From: " OLD
	    "\nreply-to: a@b.example\n" REST,
	    NULL, REASON_FROM_DOMAIN },
	{ "", NULL, "Reply-To: a@b.example\nFrom: " OLD "\n" REST,
	    "Reply-To: a@b.example\nFrom: " NEW "\nX-Original-From: " OLD
	    "\n" REST,
	    NULL, REASON_FROM_DOMAIN },
	/* Another's domain, of this server. */
	{ OWNERS, NULL, "From: Ann <x@ann.example>\n" REST,
	    "From: Ann <" NEW ">\n" BOTH("Ann <x@ann.example>") REST, NULL,
	    REASON_OWNER },
	/* The From that the MTA would make. */
	{ "", SENDER("-f " OLD), REST, "From: " NEW "\n" REST, NULL,
	    REASON_FROM_DOMAIN },
	/* Where there is no header at all. */
	{ "", SENDER("-f " OLD), "hello\n", "From: " NEW "\n\nhello\n", NULL,
	    REASON_FROM_DOMAIN },
	{ "", SENDER("-f " OLD), "\nhello\n", "From: " NEW "\n\nhello\n", NULL,
	    REASON_FROM_DOMAIN },
	{ "", NULL, "From: " OLD "\n", "From: " NEW "\n" BOTH(OLD), NULL,
	    REASON_FROM_DOMAIN },
	/* By a file. */
	{ "rewrite_from = lsearch;@F@/senders\n", NULL,
	    "From: Ceo <" OLD ">\n" REST,
	    "From: Ceo <web@joe.example>\n" BOTH("Ceo <" OLD ">") REST, NULL,
	    REASON_FROM_DOMAIN },
	{ OWNERS "rewrite_from = lsearch;@F@/senders\n", NULL,
	    "From: Ceo <" OLD ">\n" REST,
	    "From: Ceo <web@joe.example>\n" BOTH("Ceo <" OLD ">") REST, NULL,
	    REASON_FROM_DOMAIN },
	/* The envelope sender. */
	{ DOMAIN_CHECK, SENDER("-f " OLD), GOOD, GOOD, SENDER("-f " NEW),
	    REASON_SENDER },
	{ DOMAIN_CHECK, SENDER("-f" OLD), GOOD, GOOD, SENDER("-f" NEW),
	    REASON_SENDER },
	{ DOMAIN_CHECK, SENDER("-r" OLD), GOOD, GOOD, SENDER("-r" NEW),
	    REASON_SENDER },
	{ DOMAIN_CHECK, SENDER("-f a@joe.example -r " OLD " -f" OLD), GOOD,
	    GOOD, SENDER("-f a@joe.example -r " NEW " -f" NEW), REASON_SENDER },
	{ OWNER_CHECK, SENDER("-f x@ann.example"), GOOD, GOOD,
	    SENDER("-f " NEW), REASON_SENDER },
	/* It breaks no signature. */
	{ DOMAIN_CHECK, SENDER("-f " OLD), "DKIM-Signature: x\n" GOOD,
	    "DKIM-Signature: x\n" GOOD, SENDER("-f " NEW), REASON_SENDER },
	/* Both. */
	{ DOMAIN_CHECK, SENDER("-f " OLD), "From: " OLD "\n" REST,
	    "From: " NEW "\n" BOTH(OLD) REST, SENDER("-f " NEW),
	    REASON_FROM_DOMAIN },
	{ DOMAIN_CHECK, SENDER("-f " OLD), REST, REST, SENDER("-f " NEW),
	    REASON_SENDER },
};

/* The same text with other line ends. */
static const char *
with_line_ends(const char *text, bool crlf, char *copy, size_t size)
{
	size_t len = 0;

	for (; *text != '\0'; text++) {
		ck_assert_uint_lt(len + 2, size);
		if (crlf && *text == '\n')
			copy[len++] = '\r';
		copy[len++] = *text;
	}
	copy[len] = '\0';
	return copy;
}

static void
check_words(const struct callargv *argv, const char *want)
{
	struct callargv wanted;
	int i;

	callargv_words(want, &wanted);
	ck_assert_int_eq(argv->argc, wanted.argc);
	for (i = 0; i < wanted.argc; i++)
		ck_assert_str_eq(argv->argv[i], wanted.argv[i]);
}

/* Judges a call of joe's where refusals are rewritten; config_close() it. */
static struct config *
call_rewriting(struct judging *judging, const char *lines, const char *words,
    const char *message, struct callargv *argv)
{
	char text[2048];
	struct config *config;

	judging_as("joe", false, "users");
	(void)snprintf(text, sizeof(text), "%son_refusal = rewrite\n", lines);
	config = configure(text);
	callargv_words(words, argv);
	judging_call(judging, config, argv->argc, argv->argv, str_of(message));
	return config;
}

START_TEST(rewrite)
{
	int row = _i / 2;
	bool crlf = _i % 2 == 1;
	const char *words =
	    rewritten[row].words == NULL ? PLAIN : rewritten[row].words;
	char from[1024], to[1024];
	struct judging judging;
	const struct decision *decision = &judging.submit.outgoing.decision;
	struct callargv argv;
	struct config *config;
	struct str sent;

	config = call_rewriting(&judging, rewritten[row].lines, words,
	    with_line_ends(rewritten[row].from, crlf, from, sizeof(from)),
	    &argv);
	ck_assert_msg(decision->rewritten, "%s: %s", rewritten[row].from,
	    decision->message.text);
	ck_assert_int_eq(decision->reason, rewritten[row].reason);
	ck_assert_str_ne(decision->message.text, "");
	(void)with_line_ends(rewritten[row].to, crlf, to, sizeof(to));
	sent = judging_sent(&judging);
	ck_assert_msg(
	    str_is(sent, to), "%.*s, not %s", (int)sent.len, sent.ptr, to);
	check_words(&argv,
	    rewritten[row].sent_by == NULL ? words : rewritten[row].sent_by);
	judging_close(&judging);
	config_close(config);
}
END_TEST

/* And what does not go on, or goes on as it came. */
static const struct {
	const char *lines;
	const char *words; /* NULL: PLAIN */
	const char *message;
	enum reason reason;
} kept[] = {
	{ "", NULL, GOOD, REASON_OK },
	{ DOMAIN_CHECK, SENDER("-f a@joe.example"), GOOD, REASON_OK },
	{ DOMAIN_CHECK, SENDER("-f <>"), GOOD, REASON_OK },
	{ "", SENDER("-f " OLD), GOOD, REASON_OK },
	/* A change would break it. */
	{ "", NULL, "DKIM-Signature: x\nFrom: " OLD "\n\n",
	    REASON_FROM_DOMAIN },
	{ "", NULL, "From: " OLD "\ndkim-signature: x\n\n",
	    REASON_FROM_DOMAIN },
	/* Nobody knows which of it to change. */
	{ "", NULL, "From: " OLD "\nFrom: " OLD "\n\n", REASON_FROM_MULTIPLE },
	{ "", NULL, "From: " OLD ", a@joe.example\n\n", REASON_FROM_MULTIPLE },
	{ "", NULL, "From: a b\n\n", REASON_FROM_MALFORMED },
	{ "", NULL, "From: " OLD "\rFrom: a@joe.example\n\n",
	    REASON_FROM_AMBIGUOUS },
	/* It is not From alone. */
	{ "", NULL, "From: a@joe.example\nSender: " OLD "\n\n",
	    REASON_FROM_DOMAIN },
	{ "", NULL, "From: " OLD "\nSender: " OLD "\n\n", REASON_FROM_DOMAIN },
	{ "from_headers = from : reply-to\n", NULL, "From: " OLD "\n\n",
	    REASON_FROM_DOMAIN },
	{ DOMAIN_CHECK, NULL, MBOX(OLD), REASON_SENDER },
	{ DOMAIN_CHECK, SENDER("-f " OLD), MBOX(OLD), REASON_SENDER },
	/* Other reasons. */
	{ "max_recipients = 1\n", "sendmail -i a@x b@x", "From: " OLD "\n\n",
	    REASON_FROM_DOMAIN },
	{ "max_recipients = 1\n", "sendmail -i a@x b@x", GOOD,
	    REASON_RECIPIENTS },
	{ "display_name_check = reject\n", NULL, SHOWS, REASON_DISPLAY_NAME },
	{ "header_check = reject\n", NULL, TWICE, REASON_INJECTION },
	{ "header_check = reject\n", NULL,
	    "To: a@x\nTo: b@x\nFrom: " OLD "\n\n", REASON_FROM_DOMAIN },
	/* No address to send as, or none that may be used. */
	{ "qualify_domain = bank.example\n", NULL, "From: " OLD "\n\n",
	    REASON_FROM_DOMAIN },
	{ "rewrite_from = lsearch;@F@/none\n", NULL, "From: " OLD "\n\n",
	    REASON_FROM_DOMAIN },
	{ "rewrite_from = lsearch;@F@/logins\n", NULL, "From: " OLD "\n\n",
	    REASON_FROM_DOMAIN },
	/* Who is not judged is not changed. */
	{ DOMAIN_CHECK "trusted_users = joe\n", SENDER("-f " OLD),
	    "From: " OLD "\n\n", REASON_OK },
	{ DOMAIN_CHECK LOCAL, "sendmail -i -f " OLD " a@joe.example",
	    "From: " OLD "\n\n", REASON_OK },
	{ DOMAIN_CHECK "mode = monitor\n", SENDER("-f " OLD), GOOD,
	    REASON_SENDER },
	{ "monitor_users = joe\n", NULL, "From: " OLD "\n\n",
	    REASON_FROM_DOMAIN },
	/* A batch goes as it is, or not at all. */
	{ DOMAIN_CHECK, "sendmail -bS",
	    "MAIL FROM:<" OLD ">\nRCPT TO:<a@x.example>\nDATA\n" GOOD ".\n",
	    REASON_SENDER },
	{ "", "sendmail -bS",
	    "MAIL FROM:<x@joe.example>\nRCPT TO:<a@x.example>\nDATA\n"
	    "From: " OLD "\n\n.\n",
	    REASON_FROM_DOMAIN },
};

START_TEST(no_rewrite)
{
	const char *words = kept[_i].words == NULL ? PLAIN : kept[_i].words;
	struct judging judging;
	const struct decision *decision = &judging.submit.outgoing.decision;
	struct callargv argv;
	struct config *config;

	config = call_rewriting(
	    &judging, kept[_i].lines, words, kept[_i].message, &argv);
	ck_assert_str_eq(
	    reason_word(decision->reason), reason_word(kept[_i].reason));
	ck_assert(!decision->rewritten);
	if (strstr(words, "-bS") == NULL)
		ck_assert(str_is(judging_sent(&judging), kept[_i].message));
	if (decision->reason == REASON_OK)
		check_words(&argv, words);
	judging_close(&judging);
	config_close(config);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("policy_options");
	TCase *tcase = tcase_create("options");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, owner, 0, COUNT(owners));
	tcase_add_test(tcase, owner_tells_no_other);
	tcase_add_loop_test(tcase, sender, 0, COUNT(senders));
	tcase_add_loop_test(tcase, from_headers, 0, COUNT(headers));
	tcase_add_loop_test(tcase, checks, 0, COUNT(noted));
	tcase_add_loop_test(tcase, max_recipients, 0, COUNT(recipients));
	tcase_add_loop_test(tcase, caller, 0, COUNT(callers));
	tcase_add_loop_test(tcase, mode, 0, COUNT(modes));
	tcase_add_loop_test(tcase, rewrite, 0, 2 * COUNT(rewritten));
	tcase_add_loop_test(tcase, no_rewrite, 0, COUNT(kept));
	return suite_run(suite);
}
