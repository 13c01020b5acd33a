/* SPDX-License-Identifier: ISC */
/*
 * Messages from elsewhere: every header that was measured on Exim, and calls
 * that play arguments and message against one another.
 */

#include "callargv.h"
#include "corpus.h"
#include "judging.h"
#include "suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define PLAIN "sendmail -i r@x.example"
#define ALLOW_OK                                                               \
	"primary_hostname = lab.example\n"                                     \
	"from_domains = ok.example"
#define ALLOW_GOOD                                                             \
	"primary_hostname = good.example\n"                                    \
	"from_domains = good.example"

static struct corpus *from_table, *header_table, *combos;

/*
 * Does truefrom's outcome in a row agree with Exim's?  Exim's is a domain, in
 * any case, or `-` for an address that it could make nothing of.
 */
static bool
agrees_with_exim(const char *exim, const char *truefrom)
{
	if (strcmp(exim, "-") == 0)
		return strncmp(truefrom, "from-", 5) == 0;
	return strncmp(truefrom, "judge:", 6) == 0 &&
	    str_is_nocase(str_of(truefrom + 6), exim);
}

static void
check_row(const struct corpus *table, int row, const struct judging *judging)
{
	const char *want = corpus_text(table, row, "truefrom");

	ck_assert_msg(strcmp(judging_word(judging), want) == 0,
	    "row %s: %s, not %s: %s", corpus_text(table, row, "id"),
	    judging_word(judging), want,
	    judging->submit.outgoing.decision.message.text);
	ck_assert_msg(agrees_with_exim(corpus_text(table, row, "exim"), want) ||
		corpus_text(table, row, "why")[0] != '\0',
	    "row %s: it does not say why Exim is not followed",
	    corpus_text(table, row, "id"));
}

START_TEST(from_row)
{
	static const char rest[] = "To: r@x.example\n\nb\n";
	struct str headers = corpus_field(from_table, _i, "headers");
	size_t size = headers.len + sizeof(rest) - 1;
	char *message = malloc(size);
	struct judging judging;

	ck_assert_ptr_nonnull(message);
	memcpy(message, headers.ptr, headers.len);
	memcpy(message + headers.len, rest, sizeof(rest) - 1);
	judging_message(
	    &judging, ALLOW_OK, PLAIN, (struct str){ message, size });
	check_row(from_table, _i, &judging);
	judging_close(&judging);
	free(message);
}
END_TEST

START_TEST(header_row)
{
	bool dot = strcmp(corpus_text(header_table, _i, "mode"), "dot") == 0;
	struct judging judging;

	judging_message(&judging, ALLOW_OK,
	    dot ? "sendmail r@x.example" : PLAIN,
	    corpus_field(header_table, _i, "message"));
	check_row(header_table, _i, &judging);
	judging_close(&judging);
}
END_TEST

/* Is the outcome one of those that the case's author would have? */
static bool
is_expected(const char *verdict, const struct judging *judging)
{
	const char *outcome = judging_word(judging);
	bool judged = strncmp(outcome, "judge:", 6) == 0;

	if (strcmp(verdict, "host") == 0)
		return strcmp(outcome, "judge:good.example") == 0;
	if (strcmp(verdict, "refuse") == 0)
		return !judged;
	if (strncmp(verdict, "refuse|", 7) == 0)
		return !judged || strcmp(outcome, verdict + 7) == 0;
	return strcmp(outcome, verdict) == 0;
}

START_TEST(combination)
{
	const char *want = corpus_text(combos, _i, "truefrom");
	struct config *config = judging_configure(ALLOW_GOOD);
	struct callargv call;
	struct judging judging;

	callargv_json(corpus_text(combos, _i, "argv_json"), &call);
	judging_call(&judging, config, call.argc, call.argv,
	    corpus_field(combos, _i, "stdin"));
	ck_assert_msg(strcmp(judging_word(&judging), want) == 0,
	    "%s: %s, not %s: %s", corpus_text(combos, _i, "id"),
	    judging_word(&judging), want,
	    judging.submit.outgoing.decision.message.text);
	ck_assert_msg(
	    is_expected(corpus_text(combos, _i, "verdict"), &judging) ||
		corpus_text(combos, _i, "why")[0] != '\0',
	    "%s: it does not say why", corpus_text(combos, _i, "id"));
	judging_close(&judging);
	config_close(config);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("policy_corpus");
	TCase *tcase = tcase_create("tables");

	from_table = corpus_open("exim/from_table.tsv", 165);
	header_table = corpus_open("exim/hdr_table.tsv", 82);
	combos = corpus_open("combo_cases.tsv", 17);
	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, from_row, 0, corpus_rows(from_table));
	tcase_add_loop_test(tcase, header_row, 0, corpus_rows(header_table));
	tcase_add_loop_test(tcase, combination, 0, corpus_rows(combos));
	return suite_run_here(suite);
}
