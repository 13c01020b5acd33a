/* SPDX-License-Identifier: ISC */
/*
 * Command lines from elsewhere: what hostile and honest callers were seen to
 * use, and what Exim was measured to do with each option before a recipient.
 */

#include "callargv.h"
#include "corpus.h"
#include "judging.h"
#include "suite.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static struct corpus *cases, *measured;

static const char *const classes[] = {
	[ARGS_SUBMIT] = "submit",
	[ARGS_SMTP] = "smtp",
	[ARGS_BATCH] = "batch",
	[ARGS_PASS] = "pass",
	[ARGS_REFUSE] = "refuse",
};

/*
 * A hostile or an honest call.  Where the arguments let it pass as a message
 * that has no From, the decision is the policy's.
 */
START_TEST(hostile)
{
	const char *expected = corpus_text(cases, _i, "expected");
	struct config *config = judging_configure(
	    "primary_hostname = good.example\nfrom_domains = good.example");
	struct callargv argv;
	struct judging judging;
	enum reason reason;

	callargv_json(corpus_text(cases, _i, "argv_json"), &argv);
	judging_call(&judging, config, argv.argc, argv.argv,
	    str_of("To: r@rcpt.example\nSubject: x\n\nbody\n"));
	reason = judging.submit.outgoing.decision.reason;
	if (strcmp(expected, "inspect") != 0)
		ck_assert_msg(
		    (strcmp(expected, "pass") == 0) == (reason == REASON_OK),
		    "%s: %s: %s %s: %s", corpus_text(cases, _i, "id"), expected,
		    classes[judging.args.class], reason_word(reason),
		    judging.submit.outgoing.decision.message.text);
	judging_close(&judging);
	config_close(config);
}
END_TEST

START_TEST(measured_on_exim)
{
	const char *exim = corpus_text(measured, _i, "exim");
	const char *want = corpus_text(measured, _i, "truefrom");
	char words[256];
	struct callargv argv;
	struct args args;

	(void)snprintf(words, sizeof(words), "sendmail %s",
	    corpus_text(measured, _i, "args"));
	callargv_words(words, &argv);
	args_read(argv.argc, argv.argv, CONFIG_EXIM, false, &args);
	ck_assert_msg(strcmp(classes[args.class], want) == 0, "%s: %s", words,
	    classes[args.class]);
	if (strcmp(exim, "delivered") == 0 || strcmp(exim, "unknown") == 0)
		ck_assert_int_ne(args.class, ARGS_PASS);
	if (strcmp(want,
		strcmp(exim, "delivered") == 0 ? "submit" : "refuse") != 0)
		ck_assert_msg(corpus_text(measured, _i, "why")[0] != '\0',
		    "%s: it does not say why", words);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("args_corpus");
	TCase *tcase = tcase_create("tables");

	cases = corpus_open("argv_cases.tsv", 141);
	measured = corpus_open("exim/opts.tsv", 178);
	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, hostile, 0, corpus_rows(cases));
	tcase_add_loop_test(tcase, measured_on_exim, 0, corpus_rows(measured));
	return suite_run_here(suite);
}
