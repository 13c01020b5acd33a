/* SPDX-License-Identifier: ISC */
/*
 * Random configurations, callers and messages: what one check refuses, no
 * other makes good, and what is not set has no say.
 */

#include "judging.h"
#include "scratch.h"
#include "suite.h"

#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define ROUNDS 250 /* a seed */
#define SEEDS 20
#define LENGTH(table) (sizeof(table) / sizeof(*(table)))

static const char base[] =
    "domainlist local_domains = good.example\n"
    "domainlist allow_domains = free.example\n"
    "from_domains = good.example : other.example : free.example : "
    "lab.example\n";

/* A check, and what there is to be set before it can be. */
static const struct {
	const char *line; /* %s: the file of owners */
	size_t needs;	  /* that one, if not itself */
} checks[] = {
	{ "owner = lsearch;%s\n", 0 },
	{ "sender_check = domain\n", 1 },
	{ "sender_check = owner\n", 0 },
	{ "display_name_check = reject\n", 3 },
	{ "max_recipients = 2\n", 4 },
	{ "header_check = reject\n", 5 },
	{ "from_headers = from : sender : resent-from : resent-sender : "
	  "reply-to\n",
	    6 },
	{ "from_headers = from : sender : resent-from : resent-sender : "
	  "x-author : return-path\n",
	    7 },
};

/* What weighs nothing, or excepts some from all checks alike. */
static const char *const others[] = {
	"local_recipients = pass\n",
	"trusted_users = ann :list\n",
	"trusted_users = nobody :none\n",
	"mta_family = sendmail\n",
	"mode = monitor\n",
	"trace_header = yes\n",
	"account_log = log\n",
	"on_refusal = rewrite\n",
	"enforce_users = joe\nmonitor_users = :users\n",
};

static uint64_t state;

static size_t
pick(size_t count)
{
	state = state * 6364136223846793005 + 1442695040888963407;
	return (size_t)(state >> 33) % count;
}

#define PICK(table) ((table)[pick(LENGTH(table))])

static const char *
random_address(void)
{
	static const char *const addresses[] = { "a@good.example",
		"a@good.example", "a@good.example", "joe@lab.example",
		"ann@lab.example", "joe", "x@other.example", "x@free.example",
		"ceo@bank.example", "Joe <a@GOOD.example>",
		"\"ceo@bank.example\" <a@good.example>", "a@good.example (Joe)",
		"a@good.example, b@good.example", "<>", "", "a b" };

	return PICK(addresses);
}

static void
write_message(char *text, size_t size)
{
	static const char *const names[] = { "From", "From", "From", "Sender",
		"Reply-To", "To", "To", "Cc", "Bcc", "Resent-From", "Subject",
		"X-Author", "Return-Path", "DKIM-Signature", "X-Truefrom" };
	static const char *const ends[] = { "\n", "\n", "\r\n" };
	const char *end = PICK(ends);
	size_t fields = pick(6), len = 0;

	if (pick(10) == 0)
		len += (size_t)snprintf(text, size,
		    "From %s Fri Jan  5 12:35:00 2024%s", random_address(),
		    end);
	if (pick(8) > 0)
		len += (size_t)snprintf(text + len, size - len, "From: %s%s",
		    random_address(), end);
	while (fields-- > 0)
		len += (size_t)snprintf(text + len, size - len, "%s: %s%s",
		    names[3 + pick(LENGTH(names) - 3)], random_address(), end);
	(void)snprintf(text + len, size - len, "%sb\nFrom: c%s", end, end);
}

static void
write_call(struct submission *submission)
{
	static const char *const words[] = { "a@good.example", "b@x.example",
		"joe", "a@good.example,c@x.example d@x.example" };
	static const char *senders[3];
	static char *recipients[3];
	static char texts[3][64];
	size_t i;

	submission->sender_count = pick(4) == 0 ? pick(3) : 0;
	for (i = 0; i < submission->sender_count; i++)
		senders[i] = random_address();
	submission->recipient_count = pick(4);
	for (i = 0; i < submission->recipient_count; i++) {
		(void)strlcpy(texts[i], PICK(words), sizeof(texts[i]));
		recipients[i] = texts[i];
	}
	submission->header_recipients = pick(2) == 0;
	submission->taken = pick(4) == 0 ? (unsigned)pick(4) : 0;
	submission->taken_foreign = submission->taken > 0 && pick(2) == 0;
	submission->senders = senders;
	submission->recipients = recipients;
}

/* Two that set the same option do not go together. */
static bool
clash(unsigned set, size_t check)
{
	return (check == 1 && (set & 1U << 2) != 0) ||
	    (check == 2 && (set & 1U << 1) != 0) ||
	    (check == 6 && (set & 1U << 7) != 0) ||
	    (check == 7 && (set & 1U << 6) != 0);
}

static struct config *
configure(unsigned set, const char *more)
{
	char lines[4096], line[1024];
	size_t i;

	(void)snprintf(lines, sizeof(lines), "%s%s", base, more);
	for (i = 0; i < LENGTH(checks); i++) {
		if ((set & 1U << i) == 0)
			continue;
		if (i == 0)
			(void)snprintf(line, sizeof(line),
			    "owner = lsearch;%s\n", scratch_path("owners"));
		(void)strlcat(
		    lines, i == 0 ? line : checks[i].line, sizeof(lines));
	}
	return judging_configure(lines);
}

static struct decision
judge(const struct config *config, const struct submission *submission)
{
	struct decision decision;
	struct header header;

	policy_judge(config, submission, &header, &decision);
	suite_assert((decision.reason == REASON_OK) ==
	    (decision.message.text[0] == '\0'));
	return decision;
}

static unsigned
random_set(void)
{
	unsigned set = 0;
	size_t i;

	for (i = 0; i < LENGTH(checks); i++)
		if (pick(3) == 0 && !clash(set, i))
			set |= 1U << i | 1U << checks[i].needs;
	return set;
}

static void
random_caller(void)
{
	static const char *const logins[] = { "joe", "joe", "ann", "root" };
	static const char *const groups[] = { "users", "list" };

	judging_as(PICK(logins), pick(8) == 0, PICK(groups));
}

/* Every check that is not set, one at a time; true if it clashes with none. */
static void
check_each(unsigned set, const char *more, const struct submission *submission,
    const struct decision *without)
{
	struct decision with;
	struct config *config;
	size_t i;

	for (i = 0; i < LENGTH(checks); i++) {
		if ((set & 1U << i) != 0 || clash(set, i) ||
		    (checks[i].needs != i &&
			(set & 1U << checks[i].needs) == 0))
			continue;
		config = configure(set | 1U << i, more);
		with = judge(config, submission);
		if (without->reason != REASON_OK && with.reason == REASON_OK)
			ck_abort_msg("%s accepts `%.*s`, which is refused: %s",
			    checks[i].line, (int)submission->head.len,
			    submission->head.ptr, without->message.text);
		suite_assert(with.reason != REASON_OK ||
		    strcmp(with.mailbox, without->mailbox) == 0);
		config_close(config);
	}
}

START_TEST(monotonic)
{
	char text[2048];
	struct submission submission = { .whole = true };
	unsigned round, accepted = 0, refused = 0;

	(void)scratch_write(
	    "owners", STR("good.example: joe\nother.example: ann\n"));
	state = (uint64_t)_i;
	for (round = 0; round < ROUNDS; round++) {
		unsigned set = random_set();
		const char *more = pick(2) == 0 ? PICK(others) : "";
		struct config *config;
		struct decision without;

		random_caller();
		write_message(text, sizeof(text));
		write_call(&submission);
		submission.head = str_of(text);
		config = configure(set, more);
		without = judge(config, &submission);
		check_each(set, more, &submission, &without);
		accepted += without.reason == REASON_OK;
		refused += without.reason != REASON_OK;
		config_close(config);
	}
	/* Both happen, or nothing was shown. */
	ck_assert_uint_gt(accepted, ROUNDS / 20);
	ck_assert_uint_gt(refused, ROUNDS / 20);
}
END_TEST

/* Said at its default, or with nothing to do, an option changes nothing. */
static const char *const neutral[] = {
	"display_name_check = off\nheader_check = off\n",
	"display_name_check = log\nheader_check = log\n",
	"sender_check = off\n",
	"max_recipients = 0\n",
	"from_headers = from : sender : resent-from : resent-sender\n",
	"local_recipients = judge\n",
	"trusted_users = nobody :none\n",
	"mode = monitor\n",
	"enforce_users = joe\nmonitor_users = :users\n",
	"on_refusal = rewrite\n",
	"on_refusal = reject\n",
	"trace_header = yes\n",
	"account_log = log\n",
	"domainlist unused = bank.example\n",
};

START_TEST(unset)
{
	char text[2048];
	struct submission submission = { .whole = true };
	unsigned round;

	state = 1000 + (uint64_t)_i;
	for (round = 0; round < ROUNDS; round++) {
		struct config *config, *same;
		struct decision before, after;

		random_caller();
		write_message(text, sizeof(text));
		write_call(&submission);
		submission.head = str_of(text);
		config = configure(0, "");
		same = configure(0, neutral[_i]);
		before = judge(config, &submission);
		after = judge(same, &submission);
		ck_assert_int_eq(before.reason, after.reason);
		ck_assert_int_eq(before.about, after.about);
		ck_assert_str_eq(before.message.text, after.message.text);
		ck_assert_str_eq(before.mailbox, after.mailbox);
		ck_assert_str_eq(before.rule.text, after.rule.text);
		config_close(config);
		config_close(same);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("policy_property");
	TCase *tcase = tcase_create("random");

	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, monotonic, 0, SEEDS);
	tcase_add_loop_test(tcase, unset, 0, COUNT(neutral));
	return suite_run(suite);
}
