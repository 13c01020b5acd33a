/* SPDX-License-Identifier: ISC */
/*
 * What the same words mean to Exim, and to the MTAs that are not Exim.
 */

#include "callargv.h"
#include "scratch.h"
#include "suite.h"

#include "wrapper/args.h"
#include "wrapper/args_values.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static const char *const classes[] = {
	[ARGS_SUBMIT] = "submit",
	[ARGS_PASS] = "pass",
	[ARGS_REFUSE] = "refuse",
};

/*
 * A call by an ordinary user: the class, and how many words are left for
 * recipients, with the arguments in Exim's reading and in sendmail's.
 */
static const struct {
	const char *words;
	struct {
		enum args_class class;
		int recipients;
	} exim, sendmail;
} calls[] = {
	/* What mutt and Sympa use. */
	{ "sendmail -oem -oi -N failure -R hdrs -- r@x", { ARGS_REFUSE, 5 },
	    { ARGS_SUBMIT, 1 } },
	{ "sendmail -oi -f a@x -N failure -R hdrs -- r@x", { ARGS_REFUSE, 5 },
	    { ARGS_SUBMIT, 1 } },
	{ "sendmail -oi -odi -oem -N success,delay,failure -Vabc123 -f a@x -- "
	  "r@x",
	    { ARGS_REFUSE, 6 }, { ARGS_SUBMIT, 1 } },

	/* -N */
	{ "sendmail -N r@x", { ARGS_SUBMIT, 1 }, { ARGS_REFUSE, 0 } },
	{ "sendmail -N never r@x", { ARGS_SUBMIT, 2 }, { ARGS_SUBMIT, 1 } },
	{ "sendmail -Nnever r@x", { ARGS_REFUSE, 1 }, { ARGS_SUBMIT, 1 } },
	{ "sendmail -N -t", { ARGS_SUBMIT, 0 }, { ARGS_REFUSE, 0 } },
	{ "sendmail -t -N", { ARGS_SUBMIT, 0 }, { ARGS_REFUSE, 0 } },
	{ "sendmail -N -fa@x r@x", { ARGS_SUBMIT, 1 }, { ARGS_REFUSE, 1 } },
	{ "sendmail -Nsometimes r@x", { ARGS_REFUSE, 1 }, { ARGS_REFUSE, 1 } },
	{ "sendmail -N never,delay r@x", { ARGS_SUBMIT, 2 },
	    { ARGS_REFUSE, 1 } },

	/* -R */
	{ "sendmail -R hdrs r@x", { ARGS_REFUSE, 1 }, { ARGS_SUBMIT, 1 } },
	{ "sendmail -Rfull -t", { ARGS_REFUSE, 0 }, { ARGS_SUBMIT, 0 } },
	{ "sendmail -R bank.example r@x", { ARGS_REFUSE, 1 },
	    { ARGS_REFUSE, 1 } },
	{ "sendmail -R", { ARGS_REFUSE, 0 }, { ARGS_REFUSE, 0 } },
	{ "sendmail -R -t", { ARGS_REFUSE, 0 }, { ARGS_REFUSE, 0 } },
	{ "sendmail -Rhdrs -t -bs", { ARGS_REFUSE, 0 }, { ARGS_REFUSE, 0 } },

	/* -V; of two bytes they are delimiters to Postfix, or an option. */
	{ "sendmail -V id1 r@x", { ARGS_REFUSE, 2 }, { ARGS_SUBMIT, 1 } },
	{ "sendmail -Vid1 r@x", { ARGS_REFUSE, 1 }, { ARGS_SUBMIT, 1 } },
	{ "sendmail -V -C /x r@x", { ARGS_REFUSE, 1 }, { ARGS_REFUSE, 2 } },
	{ "sendmail -V id r@x", { ARGS_REFUSE, 2 }, { ARGS_REFUSE, 1 } },
	{ "sendmail -V+= r@x", { ARGS_REFUSE, 1 }, { ARGS_REFUSE, 1 } },
	{ "sendmail -V -t", { ARGS_REFUSE, 0 }, { ARGS_REFUSE, 0 } },
	{ "sendmail -t -V", { ARGS_REFUSE, 0 }, { ARGS_REFUSE, 0 } },

	/* Values that are one to one of them alone. */
	{ "sendmail -h 5 r@x", { ARGS_SUBMIT, 1 }, { ARGS_SUBMIT, 1 } },
	{ "sendmail -h r@x", { ARGS_SUBMIT, 1 }, { ARGS_SUBMIT, 0 } },
	{ "sendmail -h -t r@x", { ARGS_SUBMIT, 1 }, { ARGS_SUBMIT, 1 } },
	{ "sendmail -or 5s r@x", { ARGS_SUBMIT, 1 }, { ARGS_SUBMIT, 2 } },
	{ "sendmail -or5s r@x", { ARGS_SUBMIT, 1 }, { ARGS_SUBMIT, 1 } },
	{ "sendmail -os r@x -i", { ARGS_SUBMIT, 0 }, { ARGS_REFUSE, 2 } },

	/* Files, debugging. */
	{ "sendmail -oA /x r@x", { ARGS_SUBMIT, 1 }, { ARGS_REFUSE, 2 } },
	{ "sendmail -oA/x r@x", { ARGS_SUBMIT, 1 }, { ARGS_REFUSE, 1 } },
	{ "sendmail -bi -oA/x", { ARGS_PASS, 0 }, { ARGS_REFUSE, 0 } },
	{ "sendmail -oB5 r@x", { ARGS_SUBMIT, 1 }, { ARGS_REFUSE, 1 } },
	{ "sendmail -X /x r@x", { ARGS_REFUSE, 1 }, { ARGS_REFUSE, 1 } },
	{ "sendmail -XV r@x", { ARGS_REFUSE, 1 }, { ARGS_REFUSE, 1 } },
	{ "sendmail -OQueueDirectory=/x r@x", { ARGS_REFUSE, 1 },
	    { ARGS_REFUSE, 1 } },
	{ "sendmail -ODeliveryMode=b r@x", { ARGS_SUBMIT, 1 },
	    { ARGS_SUBMIT, 1 } },
	{ "sendmail -dropcr r@x", { ARGS_SUBMIT, 1 }, { ARGS_REFUSE, 1 } },
	{ "sendmail -tls-on-connect r@x", { ARGS_SUBMIT, 1 },
	    { ARGS_REFUSE, 1 } },

	/* Some send all the same when asked to verify. */
	{ "sendmail -bv r@x", { ARGS_PASS, 1 }, { ARGS_REFUSE, 1 } },
	{ "sendmail -bvs r@x", { ARGS_PASS, 1 }, { ARGS_REFUSE, 1 } },

	/* No bundles for either, and options end where Exim's do. */
	{ "sendmail -ti", { ARGS_SUBMIT, 0 }, { ARGS_SUBMIT, 0 } },
	{ "sendmail -it", { ARGS_SUBMIT, 0 }, { ARGS_SUBMIT, 0 } },
	{ "sendmail -itf a@x", { ARGS_REFUSE, 1 }, { ARGS_REFUSE, 1 } },
	{ "sendmail -iN never", { ARGS_REFUSE, 1 }, { ARGS_REFUSE, 1 } },
	{ "sendmail r@x -N never", { ARGS_REFUSE, 3 }, { ARGS_REFUSE, 3 } },
	{ "sendmail -- -N never", { ARGS_REFUSE, 2 }, { ARGS_REFUSE, 2 } },

	/* What is alike. */
	{ "sendmail -t -i", { ARGS_SUBMIT, 0 }, { ARGS_SUBMIT, 0 } },
	{ "sendmail -FCronDaemon -i -B8BITMIME -oem root", { ARGS_SUBMIT, 1 },
	    { ARGS_SUBMIT, 1 } },
	{ "sendmail -bp", { ARGS_PASS, 0 }, { ARGS_PASS, 0 } },
	{ "sendmail -bi", { ARGS_PASS, 0 }, { ARGS_PASS, 0 } },
	{ "mailq", { ARGS_PASS, 0 }, { ARGS_PASS, 0 } },
	{ "newaliases", { ARGS_PASS, 0 }, { ARGS_PASS, 0 } },
	{ "mailq r@x", { ARGS_REFUSE, 1 }, { ARGS_REFUSE, 1 } },
	{ "sendmail -C /x r@x", { ARGS_REFUSE, 1 }, { ARGS_REFUSE, 1 } },
};

static void
check_call(const char *words, enum config_mta_family family,
    enum args_class class, int recipients)
{
	struct callargv argv;
	struct args args;

	callargv_words(words, &argv);
	args_read(argv.argc, argv.argv, family, false, &args);
	ck_assert_msg(args.class == class, "%s: %s: %s", words,
	    classes[args.class], args.fault.text);
	ck_assert_msg(argv.argc - args.recipients == recipients,
	    "%s: %d recipients", words, argv.argc - args.recipients);
	/* An MTA that knows no modes must not find a message instead. */
	if (class == ARGS_PASS)
		ck_assert_int_eq(args.no_input, family == CONFIG_SENDMAIL);
	if (class == ARGS_SUBMIT)
		ck_assert(!args.no_input);
}

START_TEST(to_exim)
{
	check_call(calls[_i].words, CONFIG_EXIM, calls[_i].exim.class,
	    calls[_i].exim.recipients);
}
END_TEST

START_TEST(to_the_others)
{
	check_call(calls[_i].words, CONFIG_SENDMAIL, calls[_i].sendmail.class,
	    calls[_i].sendmail.recipients);
}
END_TEST

/* What only root may ask of an MTA that is not Exim. */
static const struct {
	const char *words;
	enum args_class as_root;
	bool no_input;
} for_root[] = {
	{ "sendmail -bv r@x", ARGS_PASS, false },
	{ "sendmail -bvs r@x", ARGS_PASS, false },
	{ "sendmail -oA/x r@x", ARGS_SUBMIT, false },
	{ "sendmail -oB5 r@x", ARGS_SUBMIT, false },
	{ "sendmail -X/x r@x", ARGS_SUBMIT, false },
	{ "sendmail -d0.1 r@x", ARGS_SUBMIT, false },
	{ "sendmail -bd", ARGS_PASS, true },
	{ "sendmail -q", ARGS_PASS, false },
	{ "runq", ARGS_PASS, false },
};

START_TEST(only_root)
{
	struct callargv argv;
	struct args args;

	callargv_words(for_root[_i].words, &argv);
	args_read(argv.argc, argv.argv, CONFIG_SENDMAIL, false, &args);
	ck_assert_int_eq(args.class, ARGS_REFUSE);
	args_read(argv.argc, argv.argv, CONFIG_SENDMAIL, true, &args);
	ck_assert_msg(args.class == for_root[_i].as_root, "%s: %s: %s",
	    for_root[_i].words, classes[args.class], args.fault.text);
	ck_assert_int_eq(args.no_input, for_root[_i].no_input);
}
END_TEST

static const struct {
	char option;
	const char *value;
	bool safe;
} dsn[] = {
	{ 'N', "never", true },
	{ 'N', "NEVER", true },
	{ 'N', "failure", true },
	{ 'N', "success,failure,delay", true },
	{ 'N', "Success,Delay", true },
	{ 'N', "", false },
	{ 'N', "never,failure", false },
	{ 'N', "failure,", false },
	{ 'N', ",failure", false },
	{ 'N', "failure delay", false },
	{ 'N', "failure\r\nRCPT TO:<x@y>", false },
	{ 'R', "hdrs", true },
	{ 'R', "FULL", true },
	{ 'R', "", false },
	{ 'R', "hdrs AUTH=<>", false },
	{ 'R', "bank.example", false },
	{ 'V', "QQ314159", true },
	{ 'V', "list+2Bname/42@x", true },
	{ 'V', "abc", true },
	{ 'V', "ab", false },
	{ 'V', "", false },
	{ 'V', "-abc", false },
	{ 'V', "a b c", false },
	{ 'V', "a\tb\tc", false },
	{ 'V', "abc\x7f", false },
	{ 'V', "abc\xc3\xa9", false },
	{ 'V',
	    "0123456789012345678901234567890123456789012345678901234567890123"
	    "456789012345678901234567890123456789",
	    true },
	{ 'V',
	    "0123456789012345678901234567890123456789012345678901234567890123"
	    "4567890123456789012345678901234567890",
	    false },
};

START_TEST(dsn_value)
{
	ck_assert_msg(
	    args_value_dsn_safe(dsn[_i].option, dsn[_i].value) == dsn[_i].safe,
	    "-%c %s", dsn[_i].option, dsn[_i].value);
}
END_TEST

/* The last part of argv[0]. */
START_TEST(name)
{
	ck_assert_str_eq(args_name("/usr/sbin/sendmail"), "sendmail");
	ck_assert_str_eq(args_name("mailq"), "mailq");
	ck_assert_str_eq(args_name("x/"), "");
	ck_assert_str_eq(args_name(""), "");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("args_family");
	TCase *tcase = tcase_create("tables");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, to_exim, 0, COUNT(calls));
	tcase_add_loop_test(tcase, to_the_others, 0, COUNT(calls));
	tcase_add_loop_test(tcase, only_root, 0, COUNT(for_root));
	tcase_add_loop_test(tcase, dsn_value, 0, COUNT(dsn));
	tcase_add_test(tcase, name);
	return suite_run_here(suite);
}
