/* SPDX-License-Identifier: ISC */
/*
 * The command line in Exim's grammar, and what only root may say in it.
 */

#include "callargv.h"
#include "scratch.h"
#include "suite.h"

#include "wrapper/args.h"

#include "wrapper/args_values.h"

#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static const char *const classes[] = {
	[ARGS_SUBMIT] = "submit",
	[ARGS_SMTP] = "smtp",
	[ARGS_BATCH] = "batch",
	[ARGS_PASS] = "pass",
	[ARGS_REFUSE] = "refuse",
};

/*
 * A call and what is made of it.  Where `sender` is NULL there is none;
 * `recipients` is how many words are left for them.
 */
static const struct grammar {
	const char *words;
	enum args_class class;
	const char *sender;
	int recipients;
	bool headers, dot_off, smtp;
} calls[] = {
	/* Plain submissions. */
	{ "sendmail", ARGS_SUBMIT, .recipients = 0 },
	{ "sendmail r@x", ARGS_SUBMIT, .recipients = 1 },
	{ "sendmail -t", ARGS_SUBMIT, .headers = true },
	{ "sendmail -t -i", ARGS_SUBMIT, .headers = true, .dot_off = true },
	{ "sendmail -ti", ARGS_SUBMIT, .headers = true, .dot_off = true },
	{ "sendmail -it", ARGS_SUBMIT, .headers = true, .dot_off = true },
	{ "sendmail -oi r@x", ARGS_SUBMIT, .recipients = 1, .dot_off = true },
	{ "sendmail -oitrue r@x", ARGS_SUBMIT, .recipients = 1,
	    .dot_off = true },
	{ "sendmail -bm -oem -odb -om -m -v -x r@x s@y", ARGS_SUBMIT,
	    .recipients = 2 },

	/* Where the options end. */
	{ "sendmail r@x -t", ARGS_REFUSE, .recipients = 2 },
	{ "sendmail r@x -i s@y", ARGS_REFUSE, .recipients = 3 },
	{ "sendmail -i -- r@x", ARGS_SUBMIT, .recipients = 1, .dot_off = true },
	{ "sendmail -- -t", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail --", ARGS_SUBMIT, .recipients = 0 },
	{ "sendmail -i '' -t", ARGS_REFUSE, .recipients = 2, .dot_off = true },
	{ "sendmail r@x -- s@y", ARGS_REFUSE, .recipients = 3 },
	{ "sendmail - r@x", ARGS_REFUSE, .recipients = 1 },

	/* Values, attached and separate. */
	{ "sendmail -fa@x r@y", ARGS_SUBMIT, .sender = "a@x", .recipients = 1 },
	{ "sendmail -f a@x r@y", ARGS_SUBMIT, .sender = "a@x",
	    .recipients = 1 },
	{ "sendmail -ra@x r@y", ARGS_SUBMIT, .sender = "a@x", .recipients = 1 },
	{ "sendmail -r a@x r@y", ARGS_SUBMIT, .sender = "a@x",
	    .recipients = 1 },
	{ "sendmail -fa@x -f b@x r@y", ARGS_SUBMIT, .sender = "b@x",
	    .recipients = 1 },
	{ "sendmail -f a@x -rb@x r@y", ARGS_SUBMIT, .sender = "b@x",
	    .recipients = 1 },
	{ "sendmail -r a@x -f <> r@y", ARGS_SUBMIT, .sender = "<>",
	    .recipients = 1 },
	{ "sendmail -f '' r@y", ARGS_SUBMIT, .sender = "", .recipients = 1 },
	{ "sendmail -f<> r@y", ARGS_SUBMIT, .sender = "<>", .recipients = 1 },
	{ "sendmail -f -t r@y", ARGS_SUBMIT, .sender = "-t", .recipients = 1 },
	{ "sendmail -F -t r@y", ARGS_SUBMIT, .recipients = 1 },
	{ "sendmail -F -f -f a@x r@y", ARGS_SUBMIT, .sender = "a@x",
	    .recipients = 1 },
	{ "sendmail -FJoe -t", ARGS_SUBMIT, .headers = true },
	{ "sendmail -L -t r@y", ARGS_SUBMIT, .recipients = 1 },
	{ "sendmail -B 8BITMIME r@y", ARGS_SUBMIT, .recipients = 1 },
	{ "sendmail -B8BITMIME r@y", ARGS_SUBMIT, .recipients = 1 },
	{ "sendmail -B r@y", ARGS_SUBMIT, .recipients = 0 },
	{ "sendmail -oA x r@y", ARGS_SUBMIT, .recipients = 1 },
	{ "sendmail -oB 5 r@y", ARGS_SUBMIT, .recipients = 1 },
	{ "sendmail -oB r@y", ARGS_SUBMIT, .recipients = 1 },
	{ "sendmail -oB5 r@y", ARGS_SUBMIT, .recipients = 1 },
	{ "sendmail -h 5 r@y", ARGS_SUBMIT, .recipients = 1 },
	{ "sendmail -or 5s r@y", ARGS_SUBMIT, .recipients = 1 },
	{ "sendmail -os5s r@y", ARGS_SUBMIT, .recipients = 1 },
	{ "sendmail -nfoo -Ufoo r@y", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail -e m -t", ARGS_SUBMIT, .headers = true },
	{ "sendmail -f", ARGS_REFUSE, .recipients = 0 },
	{ "sendmail -F", ARGS_REFUSE, .recipients = 0 },
	{ "sendmail -t -O", ARGS_REFUSE, .headers = true },
	{ "sendmail -B", ARGS_REFUSE, .recipients = 0 },
	{ "sendmail -e", ARGS_REFUSE, .recipients = 0 },
	{ "sendmail -oBx r@y", ARGS_REFUSE, .recipients = 1 },

	/* No bundles but those that have a meaning of their own. */
	{ "sendmail -tv r@y", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail -vt r@y", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail -tX/tmp/x r@y", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail -bpt", ARGS_REFUSE, .recipients = 0 },
	{ "sendmail -bmx r@y", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail -oiX/tmp/x r@y", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail -Acx r@y", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail -Nnever r@y", ARGS_REFUSE, .recipients = 1 },

	/* Modes without a message. */
	{ "sendmail -bp", ARGS_PASS, .recipients = 0 },
	{ "sendmail -bpc", ARGS_PASS, .recipients = 0 },
	{ "sendmail -bpu", ARGS_PASS, .recipients = 0 },
	{ "sendmail -bpr", ARGS_PASS, .recipients = 0 },
	{ "sendmail -bi", ARGS_PASS, .recipients = 0 },
	{ "sendmail -bV", ARGS_PASS, .recipients = 0 },
	{ "sendmail -v -bV", ARGS_REFUSE, .recipients = 0 },
	{ "sendmail -bI:help", ARGS_PASS, .recipients = 0 },
	{ "sendmail -f a@x -bp", ARGS_REFUSE, .sender = "a@x" },
	{ "sendmail -bv r@x", ARGS_PASS, .recipients = 1 },
	{ "sendmail -bvs r@x s@y", ARGS_PASS, .recipients = 2 },
	{ "sendmail -bv -f a@x r@x", ARGS_PASS, .sender = "a@x",
	    .recipients = 1 },
	{ "sendmail -bm -bV", ARGS_REFUSE, .recipients = 0 },

	/* The same where Exim submits a message all the same. */
	{ "sendmail -bV r@x", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail -bV -- r@x", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail -bV -t", ARGS_REFUSE, .headers = true },
	{ "sendmail -t -bV", ARGS_REFUSE, .headers = true },
	{ "sendmail -bI:help r@x", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail -bp r@x", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail -bp -t", ARGS_REFUSE, .headers = true },
	{ "sendmail -bi r@x", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail -bv -t r@x", ARGS_REFUSE, .recipients = 1,
	    .headers = true },
	{ "sendmail -bv -bV r@x", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail -bV ''", ARGS_REFUSE, .recipients = 1 },

	/* Names. */
	{ "mailq", ARGS_PASS, .recipients = 0 },
	{ "/usr/bin/mailq", ARGS_PASS, .recipients = 0 },
	{ "newaliases", ARGS_PASS, .recipients = 0 },
	{ "/usr/bin/newaliases", ARGS_PASS, .recipients = 0 },
	{ "mailq r@x", ARGS_REFUSE, .recipients = 1 },
	{ "newaliases -t", ARGS_REFUSE, .headers = true },
	{ "mailq -Ac", ARGS_PASS, .recipients = 0 },
	{ "rmail r@x", ARGS_SUBMIT, .recipients = 1, .dot_off = true },
	{ "/usr/bin/rmail -t", ARGS_SUBMIT, .headers = true, .dot_off = true },
	{ "rsmtp", ARGS_BATCH, .recipients = 0 },
	{ "/usr/sbin/smtpd", ARGS_REFUSE, .recipients = 0 },
	{ "runq", ARGS_REFUSE, .recipients = 0 },
	{ "/x/hoststat", ARGS_REFUSE, .recipients = 0 },
	{ "purgestat", ARGS_REFUSE, .recipients = 0 },
	{ "mailqx", ARGS_SUBMIT, .recipients = 0 },
	{ "xmailq r@x", ARGS_SUBMIT, .recipients = 1 },
	{ "Mailq r@x", ARGS_SUBMIT, .recipients = 1 },
	{ "mailq/ r@x", ARGS_SUBMIT, .recipients = 1 },
	{ "truefrom -t", ARGS_SUBMIT, .headers = true },
	{ "'' -t", ARGS_SUBMIT, .headers = true },
	{ "-t r@x", ARGS_SUBMIT, .recipients = 1 },

	/* SMTP. */
	{ "sendmail -bs", ARGS_SMTP, .smtp = true },
	{ "sendmail -bs -i", ARGS_SMTP, .dot_off = true, .smtp = true },
	{ "sendmail -oi -bs", ARGS_REFUSE, .dot_off = true, .smtp = true },
	{ "sendmail -N -bs", ARGS_REFUSE, .smtp = true },
	{ "sendmail -N -bS", ARGS_REFUSE, .recipients = 0 },
	{ "rsmtp r@x", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail -bs -odb -oem", ARGS_SMTP, .smtp = true },
	{ "sendmail -bS", ARGS_BATCH, .recipients = 0 },
	{ "sendmail -bs -tls-on-connect", ARGS_REFUSE, .smtp = true },
	{ "sendmail -tls-on-connect r@x", ARGS_SUBMIT, .recipients = 1 },
	{ "sendmail -bs -bS", ARGS_REFUSE, .smtp = true },
	{ "sendmail -bS -bs", ARGS_REFUSE, .smtp = true },
	{ "sendmail -bS r@x", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail -bs r@x", ARGS_REFUSE, .recipients = 1, .smtp = true },
	{ "sendmail -bs -t", ARGS_REFUSE, .headers = true, .smtp = true },
	{ "sendmail -bm -bs", ARGS_REFUSE, .smtp = true },
	{ "sendmail -bs -bm", ARGS_REFUSE, .smtp = true },

	/* -O: two names alone are safe. */
	{ "sendmail -ODeliveryMode=b r@x", ARGS_SUBMIT, .recipients = 1 },
	{ "sendmail -O DeliveryMode=b r@x", ARGS_SUBMIT, .recipients = 1 },
	{ "sendmail -OErrorMode=m -t", ARGS_SUBMIT, .headers = true },
	{ "sendmail -O r@x", ARGS_REFUSE, .recipients = 0 },
	{ "sendmail -O '' r@x", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail -ODeliveryMode r@x", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail -OdeliveryMode=b r@x", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail -OQueueDirectory=/tmp r@x", ARGS_REFUSE, .recipients = 1 },

	/* Recipients and senders that are more than addresses. */
	{ "sendmail |/bin/true", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail \"|/bin/true\"", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail /etc/passwd", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail :include:/x", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail \\root", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail a%b@x", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail a%b", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail r@x ''", ARGS_REFUSE, .recipients = 2 },
	{ "sendmail r@x a\nb", ARGS_REFUSE, .recipients = 2 },
	{ "sendmail root", ARGS_SUBMIT, .recipients = 1 },
	{ "sendmail r@x,s@y", ARGS_SUBMIT, .recipients = 1 },
	{ "sendmail -f a%b@x r@y", ARGS_REFUSE, .sender = "a%b@x",
	    .recipients = 1 },
	{ "sendmail -f a!b@x r@y", ARGS_REFUSE, .sender = "a!b@x",
	    .recipients = 1 },
	{ "sendmail -f a,b@x r@y", ARGS_REFUSE, .sender = "a,b@x",
	    .recipients = 1 },
	{ "sendmail -f a@x\nb r@y", ARGS_REFUSE, .sender = "a@x\nb",
	    .recipients = 1 },
	{ "sendmail -f `id`@x r@y", ARGS_REFUSE, .sender = "`id`@x",
	    .recipients = 1 },
	{ "sendmail -f ${run{x}}@y r@y", ARGS_REFUSE, .sender = "${run{x}}@y",
	    .recipients = 1 },
	{ "sendmail -f $x@y r@y", ARGS_SUBMIT, .sender = "$x@y",
	    .recipients = 1 },
	{ "sendmail -F a\nb r@y", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail -fa -fb -fc -fd -fe -ff -fg -fh r@y", ARGS_SUBMIT,
	    .sender = "h", .recipients = 1 },
	{ "sendmail -fa -fb -fc -fd -fe -ff -fg -fh -fi r@y", ARGS_REFUSE,
	    .sender = "h", .recipients = 1 },
	/* Words in which other MTAs find other options. */
	{ "sendmail -Ufa@x r@y", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail -nX/tmp/x r@y", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail -nbs", ARGS_REFUSE, .recipients = 0 },
	{ "sendmail -or -fa@x r@y", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail -os -fa@x r@y", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail -oA -fa@x r@y", ARGS_REFUSE, .recipients = 1 },
	/* A mode that another takes back. */
	{ "sendmail -bv -bm r@y", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail -bV -bp", ARGS_REFUSE, .recipients = 0 },
	{ "mailq -bm", ARGS_REFUSE, .recipients = 0 },
	/* A mode behind words that are recipients, or values, to others. */
	{ "sendmail -os r@x -bp", ARGS_REFUSE, .recipients = 0 },
	{ "sendmail -or r@x -bV", ARGS_REFUSE, .recipients = 0 },
	{ "sendmail -h -bv r@x", ARGS_REFUSE, .recipients = 1 },
	{ "sendmail -N -bv -i r@x", ARGS_REFUSE, .recipients = 1,
	    .dot_off = true },
	{ "sendmail -bv -f a@x r@y", ARGS_PASS, .sender = "a@x",
	    .recipients = 1 },
	{ "sendmail -bm r@y", ARGS_SUBMIT, .recipients = 1 },
	{ "sendmail -fjoe -t", ARGS_SUBMIT, .sender = "joe", .headers = true },
	/* Every sender counts, for some MTA. */
	{ "sendmail -f a%b@x -f a@x r@y", ARGS_REFUSE, .sender = "a@x",
	    .recipients = 1 },
};

/* No words but the caller's own are in argv, and what is there stays. */
static void
check_call(const struct grammar *call)
{
	struct callargv argv, before;
	struct args args;
	int i;

	callargv_words(call->words, &argv);
	callargv_words(call->words, &before);
	args_read(argv.argc, argv.argv, CONFIG_EXIM, false, &args);
	ck_assert_msg(args.class == call->class, "%s: %s: %s", call->words,
	    classes[args.class], args.fault.text);
	ck_assert_int_eq(args.fault.text[0] != '\0', args.class == ARGS_REFUSE);
	ck_assert_int_eq(args.sender_count == 0, call->sender == NULL);
	if (call->sender != NULL)
		ck_assert_str_eq(
		    args.senders[args.sender_count - 1], call->sender);
	ck_assert_int_eq(argv.argc - args.recipients, call->recipients);
	ck_assert_int_eq(args.header_recipients, call->headers);
	ck_assert_int_eq(args.dot_ends, !call->dot_off);
	ck_assert_int_eq(args.smtp, call->smtp);
	ck_assert(!args.no_input);
	for (i = 0; i < argv.argc; i++)
		ck_assert_str_eq(argv.argv[i], before.argv[i]);
}

START_TEST(grammar)
{
	check_call(&calls[_i]);
}
END_TEST

/* Options that only root may give, in calls that are whole but for that. */
static const struct {
	const char *words;
	enum args_class as_root;
	const char *option; /* the word that the refusal names */
} dangerous[] = {
	{ "sendmail -C /x r@x", ARGS_SUBMIT, "`-C`" },
	{ "sendmail -C/x r@x", ARGS_SUBMIT, "`-C/x`" },
	{ "sendmail -DX=1 r@x", ARGS_SUBMIT, "`-DX=1`" },
	{ "sendmail -be ${x}", ARGS_PASS, "`-be`" },
	{ "sendmail -bem /x", ARGS_PASS, "`-bem`" },
	{ "sendmail -bf /x", ARGS_PASS, "`-bf`" },
	{ "sendmail -bF /x", ARGS_PASS, "`-bF`" },
	{ "sendmail -bt r@x", ARGS_PASS, "`-bt`" },
	{ "sendmail -bh 192.0.2.1", ARGS_PASS, "`-bh`" },
	{ "sendmail -bhc 192.0.2.1", ARGS_PASS, "`-bhc`" },
	{ "sendmail -bP", ARGS_PASS, "`-bP`" },
	{ "sendmail -bP +list", ARGS_PASS, "`-bP`" },
	{ "sendmail -brt x", ARGS_PASS, "`-brt`" },
	{ "sendmail -brw x", ARGS_PASS, "`-brw`" },
	{ "sendmail -bmalware /x", ARGS_PASS, "`-bmalware`" },
	{ "sendmail -bd", ARGS_PASS, "`-bd`" },
	{ "sendmail -bdf", ARGS_PASS, "`-bdf`" },
	{ "sendmail -bw", ARGS_PASS, "`-bw`" },
	{ "sendmail -oMa 192.0.2.1 r@x", ARGS_SUBMIT, "`-oMa`" },
	{ "sendmail -oMaa x r@x", ARGS_SUBMIT, "`-oMaa`" },
	{ "sendmail -oMai x r@x", ARGS_SUBMIT, "`-oMai`" },
	{ "sendmail -oMas x r@x", ARGS_SUBMIT, "`-oMas`" },
	{ "sendmail -oMi x r@x", ARGS_SUBMIT, "`-oMi`" },
	{ "sendmail -oMm x r@x", ARGS_SUBMIT, "`-oMm`" },
	{ "sendmail -oMr x r@x", ARGS_SUBMIT, "`-oMr`" },
	{ "sendmail -oMs x r@x", ARGS_SUBMIT, "`-oMs`" },
	{ "sendmail -oMt x r@x", ARGS_SUBMIT, "`-oMt`" },
	{ "sendmail -p smtp:x r@x", ARGS_SUBMIT, "`-p`" },
	{ "sendmail -psmtp r@x", ARGS_SUBMIT, "`-psmtp`" },
	{ "sendmail -G r@x", ARGS_SUBMIT, "`-G`" },
	{ "sendmail -E r@x", ARGS_SUBMIT, "`-E`" },
	{ "sendmail -M 1abcde-000001-AB", ARGS_PASS, "`-M`" },
	{ "sendmail -Mrm 1abcde-000001-AB", ARGS_PASS, "`-Mrm`" },
	{ "sendmail -MC x", ARGS_PASS, "`-MC`" },
	{ "sendmail -MCA", ARGS_PASS, "`-MCA`" },
	{ "sendmail -X /x r@x", ARGS_SUBMIT, "`-X`" },
	{ "sendmail -X/x r@x", ARGS_SUBMIT, "`-X/x`" },
	{ "sendmail -OLogLevel=9 r@x", ARGS_SUBMIT, "`-OLogLevel=9`" },
	{ "sendmail -O LogLevel=9 r@x", ARGS_SUBMIT, "`-O`" },
	{ "sendmail -oX 25 r@x", ARGS_SUBMIT, "`-oX`" },
	{ "sendmail -oP /x r@x", ARGS_SUBMIT, "`-oP`" },
	{ "sendmail -oPX r@x", ARGS_SUBMIT, "`-oPX`" },
	{ "sendmail -oY r@x", ARGS_SUBMIT, "`-oY`" },
	{ "sendmail -d+all r@x", ARGS_SUBMIT, "`-d+all`" },
	{ "sendmail -d r@x", ARGS_SUBMIT, "`-d`" },
	{ "sendmail -q", ARGS_PASS, "`-q`" },
	{ "sendmail -q5m", ARGS_PASS, "`-q5m`" },
	{ "sendmail -qff", ARGS_PASS, "`-qff`" },
	{ "sendmail -R x", ARGS_PASS, "`-R`" },
	{ "sendmail -Sx", ARGS_PASS, "`-Sx`" },
	{ "runq", ARGS_PASS, "`runq`" },
};

START_TEST(only_root)
{
	struct callargv argv;
	struct args args;

	callargv_words(dangerous[_i].words, &argv);
	args_read(argv.argc, argv.argv, CONFIG_EXIM, false, &args);
	ck_assert_int_eq(args.class, ARGS_REFUSE);
	ck_assert_msg(strstr(args.fault.text, dangerous[_i].option) != NULL,
	    "%s: %s", dangerous[_i].words, args.fault.text);
	args_read(argv.argc, argv.argv, CONFIG_EXIM, true, &args);
	ck_assert_msg(args.class == dangerous[_i].as_root, "%s: %s: %s",
	    dangerous[_i].words, classes[args.class], args.fault.text);
}
END_TEST

/* What no MTA's root needs is refused to root too, and named. */
static const struct {
	const char *words;
	const char *named;
} unknown[] = {
	{ "sendmail -Z r@x", "`-Z`" },
	{ "sendmail --foo=bar -t", "`--foo=bar`" },
	{ "sendmail -t -oxyz", "`-oxyz`" },
	{ "sendmail -", "`-`" },
	{ "sendmail -bD", "`-bD`" },
	{ "sendmail -ba r@x", "`-ba`" },
	{ "sendmail -b s", "`-b`" },
	{ "sendmail -oQ/x r@x", "`-oQ/x`" },
	{ "sendmail -oMx y r@x", "`-oMx`" },
	{ "sendmail -tls r@x", "`-tls`" },
	{ "sendmail -t -Z -Y", "`-Z`" }, /* the first is told */
	{ "sendmail -f", "`-f`" },
	{ "sendmail -bV r@x", "`-bV`" },
	{ "sendmail r@x -X/x", "`-X/x`" },
};

START_TEST(refused_to_all)
{
	struct callargv argv;
	struct args args;
	int privileged;

	callargv_words(unknown[_i].words, &argv);
	for (privileged = 0; privileged <= 1; privileged++) {
		args_read(
		    argv.argc, argv.argv, CONFIG_EXIM, privileged == 1, &args);
		ck_assert_int_eq(args.class, ARGS_REFUSE);
		ck_assert_msg(
		    strstr(args.fault.text, unknown[_i].named) != NULL, "%s",
		    args.fault.text);
	}
}
END_TEST

START_TEST(no_arguments)
{
	char *argv[] = { NULL };
	struct args args;

	args_read(0, argv, CONFIG_EXIM, false, &args);
	ck_assert_int_eq(args.class, ARGS_REFUSE);
	ck_assert_str_ne(args.fault.text, "");
	args_read(0, argv, CONFIG_EXIM, true, &args);
	ck_assert_int_eq(args.class, ARGS_REFUSE);
}
END_TEST

/* Exim's limits: 1024 bytes of a sender, 16384 of a recipient. */
START_TEST(lengths)
{
	static char sender[1200], recipient[16600];
	static char sendmail[] = "sendmail", option[] = "-f";
	char *argv[] = { sendmail, option, sender, recipient, NULL };
	struct args args;
	size_t len;

	for (len = 16383; len <= 16385; len++) {
		(void)strlcpy(sender, "a@x", sizeof(sender));
		memset(recipient, 'r', len);
		args_read(4, argv, CONFIG_EXIM, false, &args);
		ck_assert_int_eq(
		    args.class, len <= 16384 ? ARGS_SUBMIT : ARGS_REFUSE);
	}
	(void)strlcpy(recipient, "r@x", sizeof(recipient));
	memset(sender, ' ', 1025);
	memcpy(sender, "a@x", 3);
	args_read(4, argv, CONFIG_EXIM, false, &args);
	ck_assert_int_eq(args.class, ARGS_REFUSE);
	sender[1024] = '\0';
	args_read(4, argv, CONFIG_EXIM, false, &args);
	ck_assert_int_eq(args.class, ARGS_SUBMIT);
}
END_TEST

static const char *const words[] = { "", "-", "--", "-t", "-i", "-ti", "-oi",
	"-f", "-fa@x", "-r", "a@x", "<>", "-F", "-FJoe", "-bV", "-bp", "-bpc",
	"-bv", "-bt", "-bs", "-bm", "-bi", "-be", "-q", "-qff", "-M", "-C",
	"-C/x", "-DX", "-O", "-ODeliveryMode=b", "-ODeliveryMode=", "-X",
	"-oMa", "-oMs", "-oX", "-oB", "-oB5", "5", "-h", "-h5", "-e", "-em",
	"-L", "-p", "-G", "-B", "-d", "-z", "-bI:help", "--version", "--help",
	"-N", "failure", "-Nnever", "-R", "-Rhdrs", "hdrs", "-V", "-Vid1", "-n",
	"-Ux", "-x\n", "-Z", "-bem", "-bf", "-oi\xff", "r@x", "root", "|x",
	"/x" };
static const char *const names[] = { "sendmail", "mailq", "newaliases", "rmail",
	"rsmtp", "runq", "/usr/sbin/sendmail", "" };

/* What holds of every call, whatever is in it. */
static void
check_invariants(int argc, char *const argv[], const struct args *args)
{
	bool recipients = args->recipients < argc;

	suite_assert(args->recipients >= 1);
	suite_assert(args->recipients <= argc);
	suite_assert(
	    (args->fault.text[0] != '\0') == (args->class == ARGS_REFUSE));
	if (args->class == ARGS_PASS) {
		suite_assert(!args->reads_message);
		suite_assert(!args->header_recipients);
	}
	if (args->class == ARGS_SUBMIT) {
		suite_assert(args->reads_message);
		suite_assert(!args->smtp);
		suite_assert(!recipients || argv[args->recipients][0] != '-');
	}
}

START_TEST(random_calls)
{
	enum config_mta_family family = (enum config_mta_family)_i;
	uint32_t state = 20240101;
	long round;

	for (round = 0; round < 100000; round++) {
		struct callargv argv = { .argc = 0 };
		struct args user, root;
		char *out = argv.bytes;
		int i;

		state = state * 1664525 + 1013904223;
		argv.argc = 1 + (int)(state >> 24) % 7;
		for (i = 0; i < argv.argc; i++) {
			const char *const *from = i == 0 ? names : words;
			int count = i == 0 ? COUNT(names) : COUNT(words);

			state = state * 1664525 + 1013904223;
			argv.argv[i] =
			    strcpy(out, from[(int)(state >> 16) % count]);
			out += strlen(out) + 1;
		}
		argv.argv[argv.argc] = NULL;
		args_read(argv.argc, argv.argv, family, false, &user);
		args_read(argv.argc, argv.argv, family, true, &root);
		check_invariants(argv.argc, argv.argv, &user);
		check_invariants(argv.argc, argv.argv, &root);
		/* Rights only ever let more through. */
		suite_assert(user.reads_message == root.reads_message);
		suite_assert(user.recipients == root.recipients);
		if (user.class != ARGS_REFUSE)
			suite_assert(user.class == root.class);
	}
}
END_TEST

/* Recipients that are none, also behind a comma or a blank. */
static const struct {
	const char *recipient;
	bool good;
} recipients[] = {
	{ "a@x", true },
	{ "root", true },
	{ "a@x, Joe <b@y>,", true },
	{ "r@x, ", true },
	{ "/C=XX/S=a/@x", true },
	{ "a@x%y", true },
	{ "", false },
	{ " ", false },
	{ ",", false },
	{ "a@x,,b@y", false },
	{ "-a@x", false },
	{ "|/bin/true", false },
	{ " |/bin/true", false },
	{ "root,|/bin/true", false },
	{ "<|/bin/true>", false },
	{ "\"|/bin/true\"", false },
	{ "\\root", false },
	{ "/etc/passwd", false },
	{ "a@x, /etc/passwd", false },
	{ ":include:/etc/passwd", false },
	{ " :include:/etc/passwd", false },
	{ "a%b.example@r", false },
	{ "ok@x,a%b.example@r", false },
	{ "a@x\nb@y", false },
	{ "a@x\x7f", false },
};

START_TEST(recipient)
{
	ck_assert_int_eq(
	    args_value_recipient_fault(recipients[_i].recipient) == NULL,
	    recipients[_i].good);
}
END_TEST

/* Names that the MTA would make another From of. */
static const struct {
	const char *name;
	bool safe;
} full_names[] = {
	{ "", true },
	{ "CronDaemon", true },
	{ "Smith, John", true },
	{ "J. O'Neil & Co.", true },
	{ "M\xc3\xbcller", true },
	{ "Support (EU)", true },
	{ "Support (EU", false },
	{ "x (ceo@bank.example)", false },
	{ "\"ceo@bank.example\" <ceo@bank.example>", false },
	{ "\"", false },
	{ "x \\", false },
	{ "<ceo@bank.example>", false },
};

START_TEST(full_name)
{
	ck_assert_int_eq(
	    args_value_name_safe(full_names[_i].name), full_names[_i].safe);
}
END_TEST

/* No value may hold a control byte, whatever the option. */
static const char *const with_values[] = { "-B", "-F", "-L", "-e", "-f", "-h",
	"-oA", "-or", "-ODeliveryMode=", "-n", "-z" };

START_TEST(control_byte)
{
	char name[] = "sendmail", to[] = "r@x", word[32];
	char *argv[] = { name, word, to, NULL };
	struct args args;

	(void)snprintf(word, sizeof(word), "%s1\n2", with_values[_i]);
	args_read(3, argv, CONFIG_EXIM, true, &args);
	ck_assert_int_eq(args.class, ARGS_REFUSE);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("args");
	TCase *tcase = tcase_create("calls");

	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, grammar, 0, COUNT(calls));
	tcase_add_loop_test(tcase, only_root, 0, COUNT(dangerous));
	tcase_add_loop_test(tcase, refused_to_all, 0, COUNT(unknown));
	tcase_add_loop_test(tcase, recipient, 0, COUNT(recipients));
	tcase_add_loop_test(tcase, full_name, 0, COUNT(full_names));
	tcase_add_loop_test(tcase, control_byte, 0, COUNT(with_values));
	tcase_add_test(tcase, no_arguments);
	tcase_add_test(tcase, lengths);
	tcase_add_loop_test(
	    tcase, random_calls, CONFIG_EXIM, CONFIG_SENDMAIL + 1);
	return suite_run_here(suite);
}
