/* SPDX-License-Identifier: ISC */
/*
 * Ends of data from elsewhere: those by which a second message is smuggled into
 * one, and commands that do the same.
 */

#include "corpus.h"
#include "scratch.h"
#include "session.h"
#include "suite.h"

#include "wrapper/input.h"
#include "wrapper/smtp_data.h"

#include <check.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BYTES_MAX 1024

static struct corpus *table;

/* The sequence behind a word and before a line: its end is in it, or not. */
static struct str
make_data(struct str sequence, const char *rest, char bytes[BYTES_MAX])
{
	struct str data = { bytes, 0 };
	size_t len = strlen(rest);

	ck_assert_uint_lt(sequence.len + len + 1, BYTES_MAX);
	if (sequence.ptr[0] != '.')
		bytes[data.len++] = 'a';
	memcpy(bytes + data.len, sequence.ptr, sequence.len);
	data.len += sequence.len;
	memcpy(bytes + data.len, rest, len);
	data.len += len;
	return data;
}

static const char *
smtp_word(struct str sequence, bool lf)
{
	const char *rest = lf ? "more\n.\n" : "more\r\n.\r\n";
	char bytes[BYTES_MAX];
	struct str data = make_data(sequence, rest, bytes), line;
	enum smtp_data_kind kind = SMTP_DATA_TEXT;
	struct smtp_data state;
	struct smtp_data_piece piece;

	smtp_data_open(&state, lf);
	while (kind == SMTP_DATA_TEXT && data.len > 0) {
		const char *end = memchr(data.ptr, '\n', data.len);

		ck_assert_ptr_nonnull(end);
		line = (struct str){ data.ptr, (size_t)(end - data.ptr) + 1 };
		kind = smtp_data_read(&state, line, true, &piece);
		data = str_from(data, line.len);
	}
	if (kind == SMTP_DATA_BAD)
		return "bad";
	if (kind == SMTP_DATA_BROKEN)
		return "broken";
	return data.len > 0 ? "end" : "data";
}

static const char *
stdin_word(struct str sequence, bool dot_ends)
{
	char bytes[BYTES_MAX], read[BYTES_MAX];
	struct str data = make_data(sequence, "more\n", bytes);
	struct input input;
	size_t len = 0;
	ssize_t n;
	int fd = scratch_message(data);

	input_open(&input, fd, dot_ends);
	while ((n = input_read(&input, read + len, BYTES_MAX - len)) > 0)
		len += (size_t)n;
	(void)close(fd);
	ck_assert_mem_eq(read, bytes, len);
	return len == data.len ? "data" : "end";
}

/* The codes of the replies; the MTA refuses <bad>. */
static const char *
session_codes(struct str sequence)
{
	static char codes[256];
	char bytes[BYTES_MAX];
	struct str client;
	const struct session_result *result;
	const char *script = strstr(sequence.ptr, "<bad>") ? "..5" : "";

	client = make_data(sequence, "QUIT\r\n", bytes);
	if (bytes[0] == 'a')
		client = str_from(client, 1);
	result = session_run("primary_hostname = good.example\n"
			     "from_domains = good.example\n",
	    script, client);
	ck_assert_int_eq(strncmp(result->codes, "220 ", 4), 0);
	(void)strlcpy(codes, result->codes + 4, sizeof(codes));
	codes[strlen(codes) - strlen(" 221")] = '\0';
	ck_assert_str_eq(result->codes + 4 + strlen(codes), " 221");
	ck_assert_ptr_null(strstr(result->sent, "bank.example\r\n\r\n"));
	return codes;
}

static const char *
word_of(const char *context, const char *want, struct str sequence)
{
	if (want[0] >= '0' && want[0] <= '9')
		return session_codes(sequence);
	if (strncmp(context, "stdin", 5) == 0)
		return stdin_word(
		    sequence, strstr(context, "without -i") != NULL);
	return smtp_word(sequence, strcmp(context, "bS") == 0);
}

/* Does the outcome agree with what the case's author would have? */
static bool
is_expected(const char *expected, const char *got)
{
	if (strcmp(got, "end") == 0 || strcmp(got, "broken") == 0)
		return strcmp(expected, got) == 0;
	if (strcmp(got, "data") == 0)
		return strncmp(expected, "data", 4) == 0 ||
		    strncmp(expected, "not-end", 7) == 0;
	return true;
}

/*
 * `end` where data ends within the sequence, `data` where it does not,
 * `broken` where the message is refused since nobody knows; else codes.
 */
START_TEST(row)
{
	const char *want = corpus_text(table, _i, "truefrom");
	const char *got = word_of(corpus_text(table, _i, "context"), want,
	    corpus_field(table, _i, "sequence"));

	ck_assert_msg(strcmp(got, want) == 0, "%s: %s, not %s",
	    corpus_text(table, _i, "id"), got, want);
	ck_assert_msg(is_expected(corpus_text(table, _i, "expected"), got) ||
		corpus_text(table, _i, "why")[0] != '\0',
	    "%s: it does not say why", corpus_text(table, _i, "id"));
}
END_TEST

int
main(int argc, char *argv[])
{
	Suite *suite;
	TCase *tcase = tcase_create("table");

	session_be_mta(argc, argv);
	suite = suite_create("eod_corpus");
	table = corpus_open("eod.tsv", 35);
	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, row, 0, corpus_rows(table));
	return suite_run(suite);
}
