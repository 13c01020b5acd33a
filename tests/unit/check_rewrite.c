/* SPDX-License-Identifier: ISC */
/*
 * Heads written anew: where what is added stands, and what stays.
 */

#include "scratch.h"
#include "suite.h"

#include "policy/rewrite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define NEW "new@lab.example"
#define TRACE "X-Truefrom: uid=1\n\tpid=2\n"
#define TRACE_CRLF "X-Truefrom: uid=1\r\n\tpid=2\r\n"
#define MBOX "From joe Fri Jan  5 12:35:00 2024"

static const struct {
	struct str head;
	struct rewrite rewrite;
	struct str to;
	size_t body; /* bytes behind the header, which stay */
} heads[] = {
#define BOTH(old) "Reply-To:" old "\nX-Original-From:" old "\n"
	/* Nothing to do. */
	{ BYTES("A: b\nFrom: o@x\n\nb\n"), { 0 },
	    BYTES("A: b\nFrom: o@x\n\nb\n"), 2 },
	{ BYTES(""), { 0 }, BYTES(""), 0 },
	{ BYTES("body\n"), { 0 }, BYTES("body\n"), 5 },
	/* Line ends. */
	{ BYTES("A: b\r\nFrom: o@x\n\r\nb\r\nc\n"), { 0 },
	    BYTES("A: b\nFrom: o@x\n\nb\r\nc\n"), 5 },
	{ BYTES("A: b\n\tc\r\n\r\nb\r\n"), { 0 }, BYTES("A: b\n\tc\n\nb\r\n"),
	    3 },
	{ BYTES("A: b\r\nC: d\r\n\r\nb\n"), { 0 },
	    BYTES("A: b\r\nC: d\r\n\r\nb\n"), 2 },
	/* From, wherever it is. */
	{ BYTES("From: o@x\n\nb"), { .address = NEW },
	    BYTES("From: " NEW "\n" BOTH(" o@x") "\nb"), 1 },
	{ BYTES("A: b\nfrom: o@x\nC: d\n\nb"), { .address = NEW },
	    BYTES("A: b\nFrom: " NEW "\n" BOTH(" o@x") "C: d\n\nb"), 1 },
	{ BYTES("A: b\nFrom: o@x\n"), { .address = NEW },
	    BYTES("A: b\nFrom: " NEW "\n" BOTH(" o@x")), 0 },
	{ BYTES("A: b\nFrom: o@x"), { .address = NEW },
	    BYTES("A: b\nFrom: " NEW "\n" BOTH(" o@x")), 0 },
	{ BYTES("From:o@x\r\n\r\nb"), { .address = NEW },
	    BYTES("From: " NEW "\r\nReply-To:o@x\r\nX-Original-From:o@x\r\n"
		  "\r\nb"),
	    1 },
	{ BYTES("From: O\r\n <o@x>\r\nA: b\n\r\nb"), { .address = NEW },
	    BYTES("From: O\n <" NEW ">\n" BOTH(" O\n <o@x>") "A: b\n\nb"), 1 },
	/* Its name. */
	{ BYTES("From: O <o@x> (c)\n\n"), { .address = NEW },
	    BYTES("From: O <" NEW "> (c)\n" BOTH(" O <o@x> (c)") "\n"), 0 },
	{ BYTES("From: O <o@x> (c)\n\n"), { .address = NEW, .drop_name = true },
	    BYTES("From: " NEW "\n" BOTH(" O <o@x> (c)") "\n"), 0 },
	{ BYTES("From: o@x (a) (b (c))\n\n"), { .address = NEW },
	    BYTES("From: " NEW " (a) (b (c))\n" BOTH(" o@x (a) (b (c))") "\n"),
	    0 },
	{ BYTES("From: (a)(b)(c)o@x(d)\n\n"), { .address = NEW },
	    BYTES("From: " NEW
		  " (a) (b) (c) (d)\n" BOTH(" (a)(b)(c)o@x(d)") "\n"),
	    0 },
	{ BYTES("From: o@x (a \\) b)\n\n"), { .address = NEW },
	    BYTES("From: " NEW " (a \\) b)\n" BOTH(" o@x (a \\) b)") "\n"), 0 },
	{ BYTES("From: o@x (a)\n\n"), { .address = NEW, .drop_name = true },
	    BYTES("From: " NEW "\n" BOTH(" o@x (a)") "\n"), 0 },
	{ BYTES("From: \"(<\\\"\" <o@x>\n\n"), { .address = NEW },
	    BYTES(
		"From: \"(<\\\"\" <" NEW ">\n" BOTH(" \"(<\\\"\" <o@x>") "\n"),
	    0 },
	/* A Reply-To is enough, before or behind. */
	{ BYTES("REPLY-TO: r@x\nFrom: o@x\n\n"), { .address = NEW },
	    BYTES("REPLY-TO: r@x\nFrom: " NEW "\nX-Original-From: o@x\n\n"),
	    0 },
	{ BYTES("From: o@x\nReply-To:\n\n"), { .address = NEW },
	    BYTES("From: " NEW "\nX-Original-From: o@x\nReply-To:\n\n"), 0 },
	{ BYTES("From: o@x\n\nReply-To: r@x\n"), { .address = NEW },
	    BYTES("From: " NEW "\n" BOTH(" o@x") "\nReply-To: r@x\n"), 14 },
	/* A From where there was none: before the first field. */
	{ BYTES("A: b\n\nb"), { .address = NEW },
	    BYTES("From: " NEW "\nA: b\n\nb"), 1 },
	{ BYTES("A: b"), { .address = NEW }, BYTES("From: " NEW "\nA: b"), 0 },
	{ BYTES("A: b\r\n\r\nb"), { .address = NEW },
	    BYTES("From: " NEW "\r\nA: b\r\n\r\nb"), 1 },
	{ BYTES("body\n"), { .address = NEW }, BYTES("From: " NEW "\n\nbody\n"),
	    5 },
	{ BYTES("\nbody\n"), { .address = NEW },
	    BYTES("From: " NEW "\n\nbody\n"), 5 },
	{ BYTES("\r\nbody\n"), { .address = NEW },
	    BYTES("From: " NEW "\r\n\r\nbody\n"), 5 },
	{ BYTES(""), { .address = NEW }, BYTES("From: " NEW "\n\n"), 0 },
	{ BYTES(""), { .address = NEW, .line_end = "\r\n" },
	    BYTES("From: " NEW "\r\n\r\n"), 0 },
	{ BYTES("x"), { .address = NEW }, BYTES("From: " NEW "\n\nx"), 1 },
	/* Behind a line of an mbox. */
	{ BYTES(MBOX "\nA: b\n\nb"), { .address = NEW },
	    BYTES(MBOX "\nFrom: " NEW "\nA: b\n\nb"), 1 },
	{ BYTES(MBOX "\n\nb"), { .address = NEW },
	    BYTES(MBOX "\nFrom: " NEW "\n\nb"), 1 },
	{ BYTES(MBOX "\n"), { .address = NEW },
	    BYTES(MBOX "\nFrom: " NEW "\n\n"), 0 },
	{ BYTES(MBOX), { .address = NEW }, BYTES(MBOX "\nFrom: " NEW "\n\n"),
	    0 },
	{ BYTES(MBOX), { .trace = BYTES(TRACE) }, BYTES(MBOX "\n" TRACE "\n"),
	    0 },
	{ BYTES(MBOX "\r\n\r\nb"), { .trace = BYTES(TRACE) },
	    BYTES(MBOX "\r\n" TRACE_CRLF "\r\nb"), 1 },
	/* The trace. */
	{ BYTES("A: b\nC: d\n\nb"), { .trace = BYTES(TRACE) },
	    BYTES(TRACE "A: b\nC: d\n\nb"), 1 },
	{ BYTES("A: b\r\n\r\nb"), { .trace = BYTES(TRACE) },
	    BYTES(TRACE_CRLF "A: b\r\n\r\nb"), 1 },
	{ BYTES("A: b\r\nC: d\n\nb"), { .trace = BYTES(TRACE) },
	    BYTES(TRACE "A: b\nC: d\n\nb"), 1 },
	{ BYTES(""), { .trace = BYTES(TRACE) }, BYTES(TRACE "\n"), 0 },
	{ BYTES(""), { .trace = BYTES(TRACE), .line_end = "\r\n" },
	    BYTES(TRACE_CRLF "\r\n"), 0 },
	{ BYTES("body"), { .trace = BYTES(TRACE) }, BYTES(TRACE "\nbody"), 4 },
	{ BYTES(MBOX "\nA: b\n\n"), { .trace = BYTES(TRACE) },
	    BYTES(MBOX "\n" TRACE "A: b\n\n"), 0 },
	/* No other field of its name. */
	{ BYTES("X-Truefrom: uid=0\n more\nA: b\n\nX-Truefrom: b\n"),
	    { .trace = BYTES(TRACE) }, BYTES(TRACE "A: b\n\nX-Truefrom: b\n"),
	    14 },
	{ BYTES("A: b\nx-truefrom : uid=0\n\tmore\n\n"),
	    { .trace = BYTES(TRACE) }, BYTES(TRACE "A: b\n\n"), 0 },
	{ BYTES("X-Truefrom: 1\nX-TRUEFROM: 2\nA: b\nX-Truefrom: 3"),
	    { .trace = BYTES(TRACE) }, BYTES(TRACE "A: b\n"), 0 },
	{ BYTES("X-Truefrom: 1\n\nb"), { .trace = BYTES(TRACE) },
	    BYTES(TRACE "\nb"), 1 },
	{ BYTES("X-Truefroms: 1\n\n"), { .trace = BYTES(TRACE) },
	    BYTES(TRACE "X-Truefroms: 1\n\n"), 0 },
	/* Without one it is a field like any other. */
	{ BYTES("X-Truefrom: 1\nFrom: o@x\n\n"), { .address = NEW },
	    BYTES("X-Truefrom: 1\nFrom: " NEW "\n" BOTH(" o@x") "\n"), 0 },
	/* Both. */
	{ BYTES("X-Truefrom: 0\nFrom: o@x\nX-Truefrom: 1\nA: b\n\nb"),
	    { .address = NEW, .trace = BYTES(TRACE) },
	    BYTES(TRACE "From: " NEW "\n" BOTH(" o@x") "A: b\n\nb"), 1 },
	{ BYTES("A: b\n\nb"), { .address = NEW, .trace = BYTES(TRACE) },
	    BYTES(TRACE "From: " NEW "\nA: b\n\nb"), 1 },
	/* Any other byte stays. */
	{ BYTES("A: \xff\x01"
		"b\nFrom: o@x\n\n\0\r\n"),
	    { .address = NEW },
	    BYTES("A: \xff\x01"
		  "b\nFrom: " NEW "\n" BOTH(" o@x") "\n\0\r\n"),
	    3 },
};

static void
read_head(struct str head, struct header *header)
{
	struct fault fault;

	ck_assert_msg(header_read(head, true, header, &fault) == HEADER_OK,
	    "%s", fault.text);
}

START_TEST(head)
{
	struct rewrite rewrite = heads[_i].rewrite;
	struct header header, again;
	size_t size, header_size;
	char *bytes;

	if (rewrite.trace.ptr == NULL)
		rewrite.trace = str_of("");
	if (rewrite.line_end == NULL)
		rewrite.line_end = "\n";
	read_head(heads[_i].head, &header);
	ck_assert_uint_eq(heads[_i].head.len - header.size, heads[_i].body);
	bytes = rewrite_head(
	    heads[_i].head, &header, &rewrite, &size, &header_size);
	ck_assert_ptr_nonnull(bytes);
	ck_assert_msg(size == heads[_i].to.len &&
		memcmp(bytes, heads[_i].to.ptr, size) == 0,
	    "%.*s, not %s", (int)size, bytes, heads[_i].to.ptr);
	ck_assert_uint_eq(size - header_size, heads[_i].body);
	/* It is read as it was written. */
	read_head((struct str){ bytes, size }, &again);
	ck_assert_uint_eq(again.size, header_size);
	ck_assert(!again.mixed_line_ends);
	ck_assert_uint_eq(
	    again.from_count, rewrite.address != NULL ? 1 : header.from_count);
	free(bytes);
}
END_TEST

/* There is room for what grows most. */
START_TEST(room)
{
	static char text[4096], trace[4096];
	struct rewrite rewrite = { .address = NEW, .line_end = "\n" };
	struct header header;
	size_t count, i, size, header_size;
	char *at, *bytes;

	for (i = 0; i < sizeof(trace) / 4; i++)
		memcpy(trace + 4 * i, "A:b\n", 4);
	rewrite.trace = (struct str){ trace, sizeof(trace) };
	for (count = 0; count < 1000; count += 37) {
		at = stpcpy(text, "From: ");
		for (i = 0; i < count; i++)
			at = stpcpy(at, "()");
		(void)stpcpy(at, "o@x\r\n\r\n");
		read_head(str_of(text), &header);
		bytes = rewrite_head(
		    str_of(text), &header, &rewrite, &size, &header_size);
		ck_assert_uint_gt(size, 5 * sizeof(trace) / 4 + 7 * count);
		free(bytes);
	}
}
END_TEST

static const struct {
	struct str head;
	bool breaks;
} signatures[] = {
	{ BYTES("From: o@x\n\n"), false },
	{ BYTES("DKIM-Signature: x\nFrom: o@x\n\n"), true },
	{ BYTES("From: o@x\ndkim-signature :\n x\n\n"), true },
	{ BYTES("From: o@x\nX-DKIM-Signature: x\n\n"), false },
	{ BYTES("From: o@x\nA: b\n DKIM-Signature: x\n\n"), false },
	{ BYTES("From: o@x\n\nDKIM-Signature: x\n"), false },
	{ BYTES(""), false },
};

START_TEST(signature)
{
	struct header header;

	read_head(signatures[_i].head, &header);
	ck_assert_int_eq(rewrite_breaks(signatures[_i].head, &header),
	    signatures[_i].breaks);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("rewrite");
	TCase *tcase = tcase_create("heads");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, head, 0, COUNT(heads));
	tcase_add_test(tcase, room);
	tcase_add_loop_test(tcase, signature, 0, COUNT(signatures));
	return suite_run(suite);
}
