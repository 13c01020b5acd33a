/* SPDX-License-Identifier: ISC */
/*
 * Names that show another address, and honest ones that come near it; more of
 * them are in tests/corpus/display_names.tsv.
 */

#include <check.h>
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include "corpus.h"
#include "suite.h"

#include "policy/address.h"
#include "policy/display_name.h"

/* Set by tests of a host without it. */
static const char *missing_library;

void *
dlopen(const char *name, int flags)
{
	union {
		void *object;
		void *(*function)(const char *, int);
	} next;

	if (missing_library != NULL && strstr(name, missing_library) != NULL)
		return NULL;
	next.object = dlsym(RTLD_NEXT, "dlopen");
	return next.function(name, flags);
}

/*
 * A sanitizer's view of thread-local storage goes stale in the processes that
 * libcheck forks, and its leak check dies of the modules that iconv(3) loads.
 */
const char *__asan_default_options(void);
const char *
__asan_default_options(void)
{
	return "intercept_tls_get_addr=0";
}

static struct corpus *table;

static const char *
word_of(enum display_name_result result)
{
	switch (result) {
	case DISPLAY_NAME_CLEAN:
		return "clean";
	case DISPLAY_NAME_SHOWS:
		return "shows";
	case DISPLAY_NAME_UNCLEAR:
		return "unclear";
	case DISPLAY_NAME_FAULT:
	default:
		return "fault";
	}
}

/* The mailbox's domain is that of the value, or good.example if it has none. */
static enum display_name_result
judge(struct str value, struct fault *fault)
{
	struct mailbox mailbox;

	ck_assert_msg(
	    address_parse(value, "From header", &mailbox, fault) == ADDRESS_OK,
	    "%s", fault->text);
	fault->text[0] = '\0';
	return display_name_check(value, "From header",
	    mailbox.qualified ? mailbox.domain : "good.example", fault);
}

START_TEST(row)
{
	struct fault fault;
	const char *result =
	    word_of(judge(corpus_field(table, _i, "from"), &fault));

	ck_assert_msg(strcmp(result, corpus_text(table, _i, "verdict")) == 0,
	    "row %s: %s: %s", corpus_text(table, _i, "id"), result, fault.text);
	ck_assert_msg((fault.text[0] == '\0') == (strcmp(result, "clean") == 0),
	    "row %s: %s and `%s`", corpus_text(table, _i, "id"), result,
	    fault.text);
}
END_TEST

/* The sentences, with what was found in its simple form. */
static const struct {
	const char *value, *sentence;
} sentences[] = {
	{ "\"Jane, CEO@Bank.Example!\" <shop@good.example>",
	    "The name in the From header shows the address "
	    "`ceo@bank.example`, but the message is from good.example; remove "
	    "the address from the name." },
	{ "=?utf-8?b?Y2Vv77ygYmFua+OAgmV4YW1wbGU=?= <shop@good.example>",
	    "The name in the From header shows the address "
	    "`ceo@bank.example`, but the message is from good.example; remove "
	    "the address from the name." },
	{ "=?utf-8?q?50%=?= <shop@good.example>",
	    "The From header has an encoded word in its name that not all "
	    "readers decode, or not to the same; write the name as UTF-8 in "
	    "whole encoded words (RFC 2047)." },
};

START_TEST(sentence)
{
	struct fault fault;

	(void)judge(str_of(sentences[_i].value), &fault);
	ck_assert_str_eq(fault.text, sentences[_i].sentence);
}
END_TEST

static const struct {
	const char *library, *value;
	enum display_name_result result;
	const char *package; /* in the sentence */
} missing[] = {
	{ "libgmime", "=?utf-8?q?Jane?= <a@good.example>", DISPLAY_NAME_FAULT,
	    "libgmime-3.0-0" },
	{ "libgmime", "\"=?utf-8?q?Jane?=\" <a@good.example>",
	    DISPLAY_NAME_FAULT, "libgmime-3.0-0" },
	{ "libgmime", "Jane <a@good.example>", DISPLAY_NAME_CLEAN, "" },
	{ "libgmime", "J\xc3\xb6rg <a@good.example>", DISPLAY_NAME_CLEAN, "" },
	/* What is found without it is no less found. */
	{ "libgmime", "\"a@b.example\" =?utf-8?q?J?= <a@good.example>",
	    DISPLAY_NAME_SHOWS, "" },
	{ "libglib", "J\xc3\xb6rg <a@good.example>", DISPLAY_NAME_FAULT,
	    "libglib2.0-0" },
	{ "libglib", "Jane <a@good.example>", DISPLAY_NAME_CLEAN, "" },
	{ "libidn2",
	    "\"a@b\xc3\xbc"
	    "cher.example\" <a@good.example>",
	    DISPLAY_NAME_FAULT, "libidn2-0" },
	{ "libidn2", "J\xc3\xb6rg <a@good.example>", DISPLAY_NAME_CLEAN, "" },
};

START_TEST(without_library)
{
	struct fault fault;

	missing_library = missing[_i].library;
	ck_assert_int_eq(
	    judge(str_of(missing[_i].value), &fault), missing[_i].result);
	ck_assert_ptr_nonnull(strstr(fault.text, missing[_i].package));
}
END_TEST

/* Libraries that take milliseconds are left alone where nothing needs them. */
START_TEST(plain_name)
{
	struct fault fault;

	missing_library = "lib";
	ck_assert_int_eq(judge(str_of("\"Jane = ? at shop@good.example\" "
				      "<a@good.example> (C)"),
			     &fault),
	    DISPLAY_NAME_CLEAN);
}
END_TEST

/* A mailbox without a domain gets the one that the caller says. */
START_TEST(qualified_domain)
{
	struct str value = str_of("=?utf-8?q?a=40good.example?= <root>");
	struct fault fault;

	ck_assert_int_eq(
	    display_name_check(value, "From header", "good.example", &fault),
	    DISPLAY_NAME_CLEAN);
	ck_assert_int_eq(
	    display_name_check(value, "From header", "lab.example", &fault),
	    DISPLAY_NAME_SHOWS);
}
END_TEST

/* The longest and the dullest that may be tried end, and soon. */
static const char *const pieces[] = { "a", "@", "a@", "a@b.", "a@bank.example ",
	".", "=?", "=?utf-8?q?",
	"=?utf-8?q?=40?=", "=?utf-8?b?YUBi?=", "?=", "=?utf-8?q?a?= ", "\"",
	"\"\" ", "(", "()", "\\", "\xff", "\xef\xb7\xba", "\xe2\x80\x8b",
	"\xef\xbc\xa0", "\xcc\x81", " ", "\r\n ", "<", ">" };

START_TEST(repeated)
{
	char value[ADDRESS_VALUE_MAX];
	struct fault fault = { .text = "" };
	size_t i, len = strlen(pieces[_i]);

	for (i = 0; i < sizeof(value); i++)
		value[i] = pieces[_i][i % len];
	memcpy(value + sizeof(value) - 19, "x <shop@good.example>", 19);
	/* Parsed or not: there is no value that it may not be given. */
	(void)display_name_check(
	    (struct str){ value, sizeof(value) }, "x", "good.example", &fault);
	(void)display_name_check(
	    (struct str){ value, 500 }, "x", "good.example", &fault);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("display_name");
	TCase *tcase = tcase_create("names");

	table = corpus_open("display_names.tsv", 130);
	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, row, 0, corpus_rows(table));
	tcase_add_loop_test(
	    tcase, sentence, 0, sizeof(sentences) / sizeof(*sentences));
	tcase_add_loop_test(
	    tcase, without_library, 0, sizeof(missing) / sizeof(*missing));
	tcase_add_test(tcase, plain_name);
	tcase_add_test(tcase, qualified_domain);
	tcase_add_loop_test(
	    tcase, repeated, 0, sizeof(pieces) / sizeof(*pieces));
	return suite_run(suite);
}
