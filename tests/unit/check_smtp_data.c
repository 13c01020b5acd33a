/* SPDX-License-Identifier: ISC */
/*
 * Where the data of a message ends, and what is in it, however its lines are
 * cut.
 */

#include "scratch.h"
#include "suite.h"

#include "wrapper/smtp_data.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define DATA_MAX 256

/* What came of some bytes. */
struct outcome {
	enum smtp_data_kind kind; /* TEXT: they end before it does */
	const char *fault;
	size_t taken; /* bytes up to the end, or the fault */
	size_t len;
	char text[DATA_MAX]; /* with an LF for every line end */
};

static void
take(struct outcome *outcome, const struct smtp_data_piece *piece)
{
	ck_assert_uint_le(
	    outcome->len + piece->text.len + 1, sizeof(outcome->text));
	memcpy(outcome->text + outcome->len, piece->text.ptr, piece->text.len);
	outcome->len += piece->text.len;
	if (piece->ends)
		outcome->text[outcome->len++] = '\n';
}

/*
 * The next line of the bytes, or a piece of it: `size` bytes at most, and not
 * cut behind a CR.
 */
static struct str
cut(struct str rest, size_t size, bool *is_line)
{
	const char *lf = memchr(rest.ptr, '\n', rest.len);
	struct str raw = rest;

	if (lf != NULL)
		raw.len = (size_t)(lf - rest.ptr) + 1;
	*is_line = lf != NULL;
	if (raw.len <= size)
		return raw;
	*is_line = false;
	raw.len = size;
	if (raw.ptr[size - 1] == '\r')
		raw.len--;
	return raw;
}

static void
read_data(struct str bytes, bool lf, size_t size, struct outcome *outcome)
{
	struct smtp_data data;
	struct smtp_data_piece piece = { .starts = true };
	struct str rest = bytes, raw;
	bool is_line, starts = true;

	*outcome = (struct outcome){ .kind = SMTP_DATA_TEXT };
	smtp_data_open(&data, lf);
	while (rest.len > 0 && outcome->kind == SMTP_DATA_TEXT) {
		raw = cut(rest, size, &is_line);
		outcome->kind = smtp_data_read(&data, raw, is_line, &piece);
		rest = str_from(rest, raw.len);
		if (outcome->kind != SMTP_DATA_TEXT)
			continue;
		ck_assert(piece.starts == starts);
		ck_assert(piece.ends == is_line);
		starts = is_line;
		take(outcome, &piece);
	}
	outcome->fault = outcome->kind == SMTP_DATA_BROKEN ||
		outcome->kind == SMTP_DATA_BAD ?
	    data.fault :
	    NULL;
	outcome->taken = bytes.len - rest.len;
}

enum {
	CRLF = 1,
	LF = 2,
	BOTH = CRLF | LF,
};

#define LINE_ENDS "has a dot alone between line ends"
#define RETURNS "has a dot alone between carriage returns"
#define NUL "holds a NUL byte"

static const struct {
	struct str bytes;
	int modes;
	enum smtp_data_kind kind;
	size_t left; /* bytes that are none of its business */
	struct str text;
	const char *fault;
} cases[] = {
	/* The end. */
	{ BYTES(".\r\n"), CRLF, SMTP_DATA_END, 0, BYTES(""), NULL },
	{ BYTES("a\r\n.\r\n"), CRLF, SMTP_DATA_END, 0, BYTES("a\n"), NULL },
	{ BYTES("\r\n.\r\n"), CRLF, SMTP_DATA_END, 0, BYTES("\n"), NULL },
	{ BYTES("a\r\n.\r\nQUIT\r\n"), CRLF, SMTP_DATA_END, 6, BYTES("a\n"),
	    NULL },
	{ BYTES("a\r\n.\r\n.\r\n"), CRLF, SMTP_DATA_END, 3, BYTES("a\n"),
	    NULL },
	{ BYTES(".\n"), LF, SMTP_DATA_END, 0, BYTES(""), NULL },
	{ BYTES("a\n.\nb\n"), LF, SMTP_DATA_END, 2, BYTES("a\n"), NULL },
	{ BYTES("\n.\n"), LF, SMTP_DATA_END, 0, BYTES("\n"), NULL },
	/* A stray LF is mended as long as no dot is near. */
	{ BYTES("a\nb\r\n.\r\n"), CRLF, SMTP_DATA_END, 0, BYTES("a\nb\n"),
	    NULL },
	{ BYTES("a\r\nb\n.\n"), LF, SMTP_DATA_END, 0, BYTES("a\nb\n"), NULL },
	/* Stuffed dots. */
	{ BYTES("..\r\n...\r\n.a\r\n..b\r\n.\r\n"), CRLF, SMTP_DATA_END, 0,
	    BYTES(".\n..\na\n.b\n"), NULL },
	{ BYTES("..\n...\n.a\n.\n"), LF, SMTP_DATA_END, 0, BYTES(".\n..\na\n"),
	    NULL },
	{ BYTES("a\n..\r\n.\r\n"), CRLF, SMTP_DATA_END, 0, BYTES("a\n.\n"),
	    NULL },
	/* No dot alone. */
	{ BYTES(". \r\n .\r\na.\r\n.\t\r\n"), CRLF, SMTP_DATA_TEXT, 0,
	    BYTES(" \n .\na.\n\t\n"), NULL },
	{ BYTES(".\x85\r\n\x85.\r\n"), CRLF, SMTP_DATA_TEXT, 0,
	    BYTES("\x85\n\x85.\n"), NULL },
	{ BYTES("a\rb\r\n"), BOTH, SMTP_DATA_TEXT, 0, BYTES("a\rb\n"), NULL },
	{ BYTES("a\r..\rb\r\n"), BOTH, SMTP_DATA_TEXT, 0, BYTES("a\r..\rb\n"),
	    NULL },
	{ BYTES("a\r.b\rc.\r\n"), BOTH, SMTP_DATA_TEXT, 0, BYTES("a\r.b\rc.\n"),
	    NULL },
	{ BYTES("a\r\r\n"), BOTH, SMTP_DATA_TEXT, 0, BYTES("a\r\n"), NULL },
	/* Between line ends that are not all proper. */
	{ BYTES("a\n.\r\n"), CRLF, SMTP_DATA_BROKEN, 0, BYTES("a\n"),
	    LINE_ENDS },
	{ BYTES("a\r\n.\n"), BOTH, SMTP_DATA_BROKEN, 0, BYTES("a\n"),
	    LINE_ENDS },
	{ BYTES("a\n.\n"), CRLF, SMTP_DATA_BROKEN, 0, BYTES("a\n"), LINE_ENDS },
	{ BYTES(".\n"), CRLF, SMTP_DATA_BROKEN, 0, BYTES(""), LINE_ENDS },
	{ BYTES(".\r\n"), LF, SMTP_DATA_BROKEN, 0, BYTES(""), LINE_ENDS },
	{ BYTES("a\n.\r\n"), LF, SMTP_DATA_BROKEN, 0, BYTES("a\n"), LINE_ENDS },
	{ BYTES("a\r\n.\r\n"), LF, SMTP_DATA_BROKEN, 0, BYTES("a\n"),
	    LINE_ENDS },
	{ BYTES("a\r\r\n.\r\n"), CRLF, SMTP_DATA_BROKEN, 0, BYTES("a\r\n"),
	    LINE_ENDS },
	{ BYTES("\r\r\n.\r\n"), CRLF, SMTP_DATA_BROKEN, 0, BYTES("\r\n"),
	    LINE_ENDS },
	{ BYTES("a\r\r\n.\n"), BOTH, SMTP_DATA_BROKEN, 0, BYTES("a\r\n"),
	    LINE_ENDS },
	/* Between CRs. */
	{ BYTES("a\r.\rb\r\n"), BOTH, SMTP_DATA_BROKEN, 0, BYTES(""), RETURNS },
	{ BYTES("a\r.\r\n"), BOTH, SMTP_DATA_BROKEN, 0, BYTES(""), RETURNS },
	{ BYTES("a\r.\n"), BOTH, SMTP_DATA_BROKEN, 0, BYTES(""), RETURNS },
	{ BYTES(".\rb\r\n"), BOTH, SMTP_DATA_BROKEN, 0, BYTES(""), RETURNS },
	{ BYTES(".\r\r\n"), BOTH, SMTP_DATA_BROKEN, 0, BYTES(""), RETURNS },
	{ BYTES("\r.\r\n"), BOTH, SMTP_DATA_BROKEN, 0, BYTES(""), RETURNS },
	{ BYTES("a\r.\r.\r\n"), BOTH, SMTP_DATA_BROKEN, 0, BYTES(""), RETURNS },
	{ BYTES("..\r.\r\n"), BOTH, SMTP_DATA_BROKEN, 0, BYTES(""), RETURNS },
	{ BYTES("a\r\r.\r\r\n"), BOTH, SMTP_DATA_BROKEN, 0, BYTES(""),
	    RETURNS },
	/* NUL. */
	{ BYTES("\0\r\n"), BOTH, SMTP_DATA_BAD, 0, BYTES(""), NUL },
	{ BYTES("a\r\n\0.\r\n"), BOTH, SMTP_DATA_BAD, 0, BYTES("a\n"), NUL },
	{ BYTES("a\r\n.\0\r\n"), BOTH, SMTP_DATA_BAD, 0, BYTES("a\n"), NUL },
};

static void
check_case(int i, bool lf)
{
	struct str bytes = cases[i].bytes, want = cases[i].text;
	struct outcome outcome;

	read_data(bytes, lf, DATA_MAX, &outcome);
	ck_assert_int_eq(outcome.kind, cases[i].kind);
	ck_assert_uint_eq(outcome.taken, bytes.len - cases[i].left);
	ck_assert_uint_eq(outcome.len, want.len);
	ck_assert_mem_eq(outcome.text, want.ptr, want.len);
	if (cases[i].fault != NULL)
		ck_assert_msg(str_starts(str_of(outcome.fault), cases[i].fault),
		    "%s", outcome.fault);
}

START_TEST(whole_lines)
{
	if (cases[_i].modes & CRLF)
		check_case(_i, false);
	if (cases[_i].modes & LF)
		check_case(_i, true);
}
END_TEST

/*
 * A long line that holds the case's, cut in pieces of every size: what is in it
 * does not hang on where the cuts are.
 */
static void
check_cuts(struct str bytes, bool lf)
{
	char long_line[DATA_MAX] = "0123456789";
	struct str whole = { long_line, 10 + bytes.len };
	struct outcome want, got;
	size_t size;

	memcpy(long_line + 10, bytes.ptr, bytes.len);
	read_data(whole, lf, DATA_MAX, &want);
	/* A piece of a line is never so short that a dot could be alone. */
	for (size = 4; size <= whole.len; size++) {
		read_data(whole, lf, size, &got);
		ck_assert_int_eq(got.kind, want.kind);
		if (want.kind == SMTP_DATA_BROKEN || want.kind == SMTP_DATA_BAD)
			continue;
		ck_assert_uint_eq(got.taken, want.taken);
		ck_assert_uint_eq(got.len, want.len);
		ck_assert_mem_eq(got.text, want.text, want.len);
	}
}

START_TEST(in_pieces)
{
	check_cuts(cases[_i].bytes, false);
	check_cuts(cases[_i].bytes, true);
}
END_TEST

/* A CR at the end of a piece, and one behind it. */
START_TEST(proper_end_in_pieces)
{
	struct smtp_data data;
	struct smtp_data_piece piece;

	smtp_data_open(&data, false);
	ck_assert_int_eq(
	    smtp_data_read(&data, STR("a\r"), false, &piece), SMTP_DATA_TEXT);
	ck_assert_int_eq(
	    smtp_data_read(&data, STR("\r\n"), true, &piece), SMTP_DATA_TEXT);
	ck_assert_uint_eq(piece.text.len, 0);
	ck_assert_int_eq(smtp_data_read(&data, STR(".\r\n"), true, &piece),
	    SMTP_DATA_BROKEN);
	smtp_data_open(&data, false);
	ck_assert_int_eq(
	    smtp_data_read(&data, STR("a"), false, &piece), SMTP_DATA_TEXT);
	ck_assert_int_eq(
	    smtp_data_read(&data, STR("\r\n"), true, &piece), SMTP_DATA_TEXT);
	ck_assert_int_eq(
	    smtp_data_read(&data, STR(".\r\n"), true, &piece), SMTP_DATA_END);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("smtp_data");
	TCase *tcase = tcase_create("data");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, whole_lines, 0, COUNT(cases));
	tcase_add_loop_test(tcase, in_pieces, 0, COUNT(cases));
	tcase_add_test(tcase, proper_end_in_pieces);
	return suite_run(suite);
}
