/* SPDX-License-Identifier: ISC */
/*
 * What follows from each reason.
 */

#include "scratch.h"
#include "suite.h"

#include "policy/decision.h"

#include <check.h>

/* The words are in logs, and the statuses in callers: neither may change. */
static const struct {
	enum reason reason;
	const char *word;
	int status;
	bool policy;
} reasons[] = {
	{ REASON_OK, "ok", 0, false },
	{ REASON_FROM_DOMAIN, "from-domain", 77, true },
	{ REASON_FROM_MALFORMED, "from-malformed", 65, true },
	{ REASON_FROM_MULTIPLE, "from-multiple", 65, true },
	{ REASON_FROM_AMBIGUOUS, "from-ambiguous", 65, true },
	{ REASON_SIZE, "size", 65, true },
	{ REASON_USAGE, "usage", 64, true },
	{ REASON_CONFIG, "config", 78, false },
	{ REASON_SYSTEM, "system", 71, false },
	{ REASON_MTA, "mta", 69, false },
	{ REASON_OWNER, "owner", 77, true },
	{ REASON_SENDER, "sender", 77, true },
	{ REASON_RECIPIENTS, "recipients", 77, true },
	{ REASON_DISPLAY_NAME, "display-name", 65, true },
	{ REASON_INJECTION, "injection", 65, true },
	{ REASON_SMTP, "smtp", 65, false },
};

START_TEST(outcome)
{
	enum reason reason = reasons[_i].reason;

	ck_assert_str_eq(reason_word(reason), reasons[_i].word);
	ck_assert_int_eq(reason_status(reason), reasons[_i].status);
	ck_assert_int_eq(reason_is_policy(reason), reasons[_i].policy);
}
END_TEST

/* PHP takes 75 for success, and shells 127 for a missing program. */
START_TEST(status)
{
	int reason;

	ck_assert_int_eq(COUNT(reasons), REASON_MTA + 1);
	for (reason = REASON_OK; reason <= REASON_MTA; reason++) {
		int code = reason_status((enum reason)reason);

		ck_assert_int_ne(code, 75);
		ck_assert_int_lt(code, 126);
		ck_assert_int_eq(code == 0, reason == REASON_OK);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("decision");
	TCase *tcase = tcase_create("reasons");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, outcome, 0, COUNT(reasons));
	tcase_add_test(tcase, status);
	return suite_run(suite);
}
