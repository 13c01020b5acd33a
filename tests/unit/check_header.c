/* SPDX-License-Identifier: ISC */
/*
 * The header section: where it ends, and every From in it.
 */

#include "scratch.h"
#include "suite.h"

#include "policy/header.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define FROM_LINE "From joe Fri Jan  5 12:35:01 2024"

/*
 * Messages that MTAs agree on.  `body` is what follows the header section;
 * strings that are NULL are to be empty.
 */
static const struct {
	struct str message;
	struct str body;
	unsigned from_count;
	const char *from; /* without the blanks around it, like the others */
	const char *message_id;
	const char *mbox_sender;
	bool mixed, resent;
} agreed[] = {
	/* Ends of the header section. */
	{ BYTES(""), .body = BYTES("") },
	{ BYTES("\n"), .body = BYTES("") },
	{ BYTES("\r\n"), .body = BYTES("") },
	{ BYTES("\nFrom: a@x\n\nb\n"), .body = BYTES("From: a@x\n\nb\n") },
	{ BYTES("\r\nFrom: a@x\r\n"), .body = BYTES("From: a@x\r\n") },
	{ BYTES("body"), .body = BYTES("body") },
	{ BYTES("body\nFrom: a@x\n\n"), .body = BYTES("body\nFrom: a@x\n\n") },
	{ BYTES(" \nFrom: a@x\n\n"), .body = BYTES(" \nFrom: a@x\n\n") },
	{ BYTES("\t\nFrom: a@x\n\n"), .body = BYTES("\t\nFrom: a@x\n\n") },
	{ BYTES(" X: y\nFrom: a@x\n\n"),
	    .body = BYTES(" X: y\nFrom: a@x\n\n") },
	{ BYTES("X: y"), .body = BYTES("") },
	{ BYTES("X: y\n"), .body = BYTES("") },
	{ BYTES("X: y\n\n"), .body = BYTES("") },
	{ BYTES("X: y\n\nb\0c\rd"), .body = BYTES("b\0c\rd") },
	{ BYTES("X: y\r\n\r\n\r\nb"), .body = BYTES("\r\nb") },
	{ BYTES("X: y\nno field\nFrom: a@x\n\n"),
	    .body = BYTES("no field\nFrom: a@x\n\n") },
	{ BYTES("X: y\n.\nFrom: a@x\n\n"), .body = BYTES(".\nFrom: a@x\n\n") },
	{ BYTES("X: y\nno\rfield\n"), .body = BYTES("no\rfield\n") },
	{ BYTES("X: y\nA B: c\nFrom: a@x\n"),
	    .body = BYTES("A B: c\nFrom: a@x\n") },
	{ BYTES("X: y\n\x01Y: c\nFrom: a@x\n"),
	    .body = BYTES("\x01Y: c\nFrom: a@x\n") },
	{ BYTES("X: y\n\x7fY: c\nFrom: a@x\n"),
	    .body = BYTES("\x7fY: c\nFrom: a@x\n") },
	{ BYTES("X: y\nY\x01: c\nFrom: a@x\n"),
	    .body = BYTES("Y\x01: c\nFrom: a@x\n") },
	{ BYTES("X: y\n\r\r\nFrom: a@x\n"), .body = BYTES("\r\r\nFrom: a@x\n"),
	    .mixed = true },
	{ BYTES("X: y\nFrom"), .body = BYTES("From") },
	{ BYTES("X: y\nFrom\n: a@x\n"), .body = BYTES("From\n: a@x\n") },
	{ BYTES("X: y\n\nFrom: a@x\n"), .body = BYTES("From: a@x\n") },

	/* From in all its honest forms. */
	{ BYTES("From: a@x\n\nb"), .body = BYTES("b"), 1, "a@x" },
	{ BYTES("From:a@x\n\nb"), .body = BYTES("b"), 1, "a@x" },
	{ BYTES("from: a@x\n\nb"), .body = BYTES("b"), 1, "a@x" },
	{ BYTES("FROM:\ta@x \n\nb"), .body = BYTES("b"), 1, "a@x" },
	{ BYTES("fRoM: a@x\r\n\r\nb"), .body = BYTES("b"), 1, "a@x" },
	{ BYTES("From: a@x"), .body = BYTES(""), 1, "a@x" },
	{ BYTES("From:"), .body = BYTES(""), 1, NULL },
	{ BYTES("From:\n\nb"), .body = BYTES("b"), 1, NULL },
	{ BYTES("From:\n a@x\n\nb"), .body = BYTES("b"), 1, "a@x" },
	{ BYTES("From: Joe\n <a@x>\n\t(c)\nX: y\n\n"), .body = BYTES(""), 1,
	    "Joe\n <a@x>\n\t(c)" },
	{ BYTES("From: Joe\r\n <a@x>\r\nX: y\r\n\r\n"), .body = BYTES(""), 1,
	    "Joe\r\n <a@x>" },
	{ BYTES("From: a@x\n \n\t\nX: y\n\n"), .body = BYTES(""), 1, "a@x" },
	{ BYTES("From: a@x\n \nFrom: b@y\n\n"), .body = BYTES(""), 2, "a@x" },
	{ BYTES("X: y\n From: b@y\nFrom: a@x\n\n"), .body = BYTES(""), 1,
	    "a@x" },
	{ BYTES("X: y\nFrom: a@x\n fold"), .body = BYTES(""), 1, "a@x\n fold" },
	{ BYTES("From: a@x\nno field\nFrom: b@y\n"),
	    .body = BYTES("no field\nFrom: b@y\n"), 1, "a@x" },
	{ BYTES("From: a@x\nX: y\n more\n\n"), .body = BYTES(""), 1, "a@x" },
	{ BYTES("From: a@x\xff\n\n"), .body = BYTES(""), 1, "a@x\xff" },
	{ BYTES("From:: a@x\n\n"), .body = BYTES(""), 1, ": a@x" },

	/* Several; the first is kept, and folds of the second do not count. */
	{ BYTES("From: a@x\nFrom: b@y\n c\n\n"), .body = BYTES(""), 2, "a@x" },
	{ BYTES("From: a@x\nX: y\nFROM:\nfrom:c\n\n"), .body = BYTES(""), 3,
	    "a@x" },
	{ BYTES("From:\nFrom: a@x\n\n"), .body = BYTES(""), 2, NULL },

	/* Names that only begin or end like one. */
	{ BYTES("X-From: a@x\nFrom-X: b@y\nFro: c\nFromm: d\n\n"),
	    .body = BYTES("") },
	{ BYTES("Resent-From: a@x\n\n"), .body = BYTES(""), .resent = true },
	{ BYTES("RESENT-to: a@x\nFrom: b@y\n\n"), .body = BYTES(""), 1, "b@y",
	    .resent = true },
	{ BYTES("Resent: a@x\n\n"), .body = BYTES("") },
	{ BYTES("X: Resent-To: a\n Resent-To: b\n\nResent-To: c\n"),
	    .body = BYTES("Resent-To: c\n") },

	/* Line ends. */
	{ BYTES("X: y\r\nFrom: a@x\n\nb"), .body = BYTES("b"), 1, "a@x",
	    .mixed = true },
	{ BYTES("X: y\nFrom: a@x\r\n\nb"), .body = BYTES("b"), 1, "a@x",
	    .mixed = true },
	{ BYTES("From: a@x\r\n\nb"), .body = BYTES("b"), 1, "a@x",
	    .mixed = true },
	{ BYTES("From: a@x\n\r\nb"), .body = BYTES("b"), 1, "a@x",
	    .mixed = true },
	{ BYTES("From: a@x\n\nb\r\nc"), .body = BYTES("b\r\nc"), 1, "a@x" },
	{ BYTES("From: a@x\r\nX: y"), .body = BYTES(""), 1, "a@x" },
	{ BYTES("From: a@x\n fold\r\nX: y"), .body = BYTES(""), 1, "a@x\n fold",
	    .mixed = true },
	{ BYTES("From: a@x\r\nno field\nb"), .body = BYTES("no field\nb"), 1,
	    "a@x", .mixed = true },
	{ BYTES(FROM_LINE "\r\nFrom: a@x\n\nb"), .body = BYTES("b"), 1, "a@x",
	    NULL, "joe", .mixed = true },

	/* Message-ID, for the log. */
	{ BYTES("Message-ID: <1@x>\n\n"), .body = BYTES(""),
	    .message_id = "<1@x>" },
	{ BYTES("MESSAGE-id:\n <1@x>\n\n"), .body = BYTES(""),
	    .message_id = "<1@x>" },
	{ BYTES("Message-ID: <1@x>\nMessage-ID: <2@x>\n\n"), .body = BYTES(""),
	    .message_id = "<1@x>" },
	{ BYTES("From: a@x\n b\nMessage-ID: <1@x>\n c\n\n"), .body = BYTES(""),
	    1, "a@x\n b", "<1@x>\n c" },

	/* Lines of an mbox. */
	{ BYTES(FROM_LINE "\nFrom: a@x\n\nb"), .body = BYTES("b"), 1, "a@x",
	    NULL, "joe" },
	{ BYTES(FROM_LINE "\n\nb"), .body = BYTES("b"), .mbox_sender = "joe" },
	{ BYTES(FROM_LINE "\nFrom bob Fri Jan  5 12:35\nFrom: a@x\n\n"),
	    .body = BYTES(""), 1, "a@x", NULL, "bob" },
	{ BYTES(FROM_LINE), .body = BYTES(""), .mbox_sender = "joe" },
	{ BYTES("From joe nonsense\nTo: b@y\n\nb"), .body = BYTES("b") },
	{ BYTES("X: y\n" FROM_LINE "\nFrom: a@x\n"),
	    .body = BYTES(FROM_LINE "\nFrom: a@x\n") },
	{ BYTES("from joe Fri Jan  5 12:35:01 2024\nFrom: a@x\n"),
	    .body = BYTES("from joe Fri Jan  5 12:35:01 2024\nFrom: a@x\n") },

	/* Odd fields do no harm where no From comes after. */
	{ BYTES("From: a@x\n: y\nSub\xc3\xa4: z\nV\x0b: w\n\nb"),
	    .body = BYTES("b"), 1, "a@x" },
	{ BYTES("From: a@x\nV\n : w\n\nb"), .body = BYTES("b"), 1, "a@x" },
	{ BYTES(": y\nX: z\n\nb"), .body = BYTES("b") },
	{ BYTES("Subject : s\nFrom: a@x\n\nb"), .body = BYTES("b"), 1, "a@x" },
	{ BYTES("Subject \t : s\nFrom: a@x\n\nb"), .body = BYTES("b"), 1,
	    "a@x" },
};

static bool
is_trimmed(struct str value, const char *want)
{
	return str_is(str_trim(value), want == NULL ? "" : want);
}

START_TEST(agree)
{
	struct str message = agreed[_i].message;
	struct header header;
	struct fault fault;

	ck_assert_int_eq(
	    header_read(message, true, &header, &fault), HEADER_OK);
	ck_assert_uint_le(header.size, message.len);
	ck_assert_uint_eq(message.len - header.size, agreed[_i].body.len);
	ck_assert_mem_eq(message.ptr + header.size, agreed[_i].body.ptr,
	    agreed[_i].body.len);
	ck_assert_uint_eq(header.from_count, agreed[_i].from_count);
	ck_assert(is_trimmed(header.from, agreed[_i].from));
	ck_assert(is_trimmed(header.message_id, agreed[_i].message_id));
	ck_assert(is_trimmed(header.mbox_sender, agreed[_i].mbox_sender));
	ck_assert_int_eq(header.mixed_line_ends, agreed[_i].mixed);
	ck_assert_int_eq(header.resent, agreed[_i].resent);
}
END_TEST

/*
 * A header is too long exactly when it does not end within the bytes given;
 * if it does, it reads the same with what follows cut off.
 */
START_TEST(cut)
{
	struct str message = agreed[_i].message;
	struct header whole, part;
	struct fault fault;
	size_t len;

	(void)header_read(message, true, &whole, &fault);
	for (len = 0; len <= message.len; len++) {
		enum header_result result = header_read(
		    (struct str){ message.ptr, len }, false, &part, &fault);

		if (len < whole.size)
			ck_assert_int_ne(result, HEADER_OK);
		if (result != HEADER_OK)
			continue;
		ck_assert_uint_eq(part.size, whole.size);
		ck_assert_uint_eq(part.from_count, whole.from_count);
		ck_assert_uint_eq(part.from.len, whole.from.len);
		ck_assert_int_eq(part.resent, whole.resent);
	}
}
END_TEST

/* Messages that MTAs or readers do not agree on, and the line to blame. */
static const struct {
	struct str message;
	const char *line;
} ambiguous[] = {
	{ BYTES("From : a@x\n\n"), "Line 1 " },
	{ BYTES("X: y\nFrom\t: a@x\n\n"), "Line 2 " },
	{ BYTES("From\x0b: a@x\n\n"), "Line 1 " },
	{ BYTES("From\x0c: a@x\n\n"), "Line 1 " },
	{ BYTES("From\n : a@x\n\n"), "Line 1 " },
	{ BYTES("From\r\n\t: a@x\r\n\r\n"), "Line 1 " },
	{ BYTES("From \n \n : a@x\n\n"), "Line 1 " },
	{ BYTES("\xef\xbb\xbf"
		"From: a@x\n\n"),
	    "Line 1 " },
	{ BYTES("\xc2\xa0"
		"From: a@x\n\n"),
	    "Line 1 " },
	{ BYTES("\xa0"
		"From: a@x\n\n"),
	    "Line 1 " },
	{ BYTES("From\xc2\xa0: a@x\n\n"), "Line 1 " },
	{ BYTES("From\xe2\x80\x8b: a@x\n\n"), "Line 1 " },
	{ BYTES("Fr\xc2\xad"
		"om: a@x\n\n"),
	    "Line 1 " },
	{ BYTES("X: y\n\x01"
		"From: a@x\n\n"),
	    "Line 2 " },
	{ BYTES("X: y\n\x7f"
		"From: a@x\n\n"),
	    "Line 2 " },
	{ BYTES("X: y\n\x0b"
		"From: a@x\n\n"),
	    "Line 2 " },
	{ BYTES("X: y\n\rFrom: a@x\n\n"), "Line 2 " },
	{ BYTES("\rFrom: a@x\n\n"), "Line 1 " },
	{ BYTES("X: y\nFrom\x01: a@x\n\n"), "Line 2 " },
	{ BYTES("X: y\nF r o m : a@x\n\n"), "Line 2 " },
	/* In a fold it is only text. */
	{ BYTES("From: b@y\nX: y\rFrom: a@x\n\n"), "Line 2 " },
	{ BYTES("X: y\n fold\r\r\n\n"), "Line 2 " },
	{ BYTES("X: y\r"), "Line 1 " },
	{ BYTES("X: y\0z\n\n"), "Line 1 " },
	{ BYTES("X: y\n z\0\n\n"), "Line 2 " },
	{ BYTES("From: a@x\0\n\n"), "Line 1 " },
	{ BYTES("Fr\0om: a@x\n\n"), "Line 1 " },
	{ BYTES("X: y\n\0\nFrom: a@x\n\n"), "Line 2 " },
	{ BYTES("X: y\nno\0field\n\n"), "Line 2 " },
	/* A doubt, and then a From. */
	{ BYTES(": y\nFrom: a@x\n\n"), "after line 1," },
	{ BYTES("X: y\nS\xc3\xa4: s\nZ: z\nFrom: a@x\n\n"), "after line 2," },
	{ BYTES("V\x0b: w\nFrom: a@x\n\n"), "after line 1," },
	{ BYTES("V\n : w\nFrom: a@x\n\n"), "after line 1," },
	{ BYTES("From: b@y\n: z\nFrom: a@x\n\n"), "after line 2," },
	{ BYTES("From joe nonsense\nFrom: a@x\n\n"), "after line 1," },
	{ BYTES("From \nFrom: a@x\n\n"), "after line 1," },
	{ BYTES(">From x\nFrom: a@x\n\n"), "after line 1," },
	{ BYTES("From\tjoe\nFrom: a@x\n\n"), "after line 1," },
	{ BYTES(FROM_LINE "\nFrom x\nFrom: a@x\n\n"), "after line 2," },
	/* Lines of an mbox with more in them. */
	{ BYTES("From \n : a@x\n\n"), "Line 1 " },
	{ BYTES("From\t\n \n\t: a@x\n\n"), "Line 1 " },
	{ BYTES(FROM_LINE "\nFrom \n : a@x\n\n"), "Line 2 " },
	{ BYTES("From joe\rFrom: a@x\n\n"), "Line 1 " },
	{ BYTES("From joe\0\nFrom: a@x\n\n"), "Line 1 " },
	{ BYTES(FROM_LINE "\n x\rFrom: b@y\nFrom: a@x\n\n"), "Line 2 " },
	{ BYTES(FROM_LINE "\n x\0\nFrom: a@x\n\n"), "Line 2 " },
};

START_TEST(disagree)
{
	struct header header;
	struct fault fault = { .text = "" };

	ck_assert_int_eq(
	    header_read(ambiguous[_i].message, true, &header, &fault),
	    HEADER_AMBIGUOUS);
	ck_assert_msg(strstr(fault.text, ambiguous[_i].line) != NULL,
	    "%s lacks `%s`", fault.text, ambiguous[_i].line);
	ck_assert_int_eq(fault.text[strlen(fault.text) - 1], '.');
}
END_TEST

/* A piece over and over, up to the size of the longest header. */
static const struct {
	struct str piece;
	enum header_result whole;
	enum header_result cut;
} pathological[] = {
	{ BYTES("a"), HEADER_OK, HEADER_TOO_LONG },
	{ BYTES(":"), HEADER_OK, HEADER_TOO_LONG },
	{ BYTES("\0"), HEADER_AMBIGUOUS, HEADER_TOO_LONG },
	{ BYTES("\r"), HEADER_OK, HEADER_TOO_LONG },
	{ BYTES(" "), HEADER_OK, HEADER_TOO_LONG },
	{ BYTES(".\n"), HEADER_OK, HEADER_OK },
	{ BYTES("\r\n"), HEADER_OK, HEADER_OK },
	{ BYTES("a: b\n"), HEADER_OK, HEADER_TOO_LONG },
	{ BYTES("a:\n \n\t\n"), HEADER_OK, HEADER_TOO_LONG },
	{ BYTES("a\n "), HEADER_OK, HEADER_OK },
	{ BYTES("a\n :"), HEADER_OK, HEADER_TOO_LONG },
	{ BYTES("\xff:\n"), HEADER_OK, HEADER_TOO_LONG },
	{ BYTES("From:"), HEADER_OK, HEADER_TOO_LONG },
	{ BYTES("From: a@x\n"), HEADER_OK, HEADER_TOO_LONG },
	{ BYTES("From: a@x\n "), HEADER_OK, HEADER_TOO_LONG },
	{ BYTES("From "), HEADER_OK, HEADER_TOO_LONG },
	{ BYTES(FROM_LINE "\n"), HEADER_OK, HEADER_TOO_LONG },
	{ BYTES(FROM_LINE "\n \n"), HEADER_OK, HEADER_TOO_LONG },
	{ BYTES("From a\n\t"), HEADER_OK, HEADER_TOO_LONG },
};

START_TEST(large)
{
	size_t size = (size_t)1 << 20, i;
	struct str piece = pathological[_i].piece;
	char *message = malloc(size);
	struct header header;
	struct fault fault;

	ck_assert_ptr_nonnull(message);
	for (i = 0; i < size; i++)
		message[i] = piece.ptr[i % piece.len];
	ck_assert_int_eq(
	    header_read((struct str){ message, size }, true, &header, &fault),
	    pathological[_i].whole);
	ck_assert_int_eq(
	    header_read((struct str){ message, size }, false, &header, &fault),
	    pathological[_i].cut);
	free(message);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("header");
	TCase *lines = tcase_create("lines");

	suite_add_tcase(suite, lines);
	tcase_add_loop_test(lines, agree, 0, COUNT(agreed));
	tcase_add_loop_test(lines, cut, 0, COUNT(agreed));
	tcase_add_loop_test(lines, disagree, 0, COUNT(ambiguous));
	tcase_add_loop_test(lines, large, 0, COUNT(pathological));
	return suite_run_here(suite);
}
