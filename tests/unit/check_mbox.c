/* SPDX-License-Identifier: ISC */
/*
 * The `From SENDER DATE` line, as Exim's default uucp_from_pattern has it.
 */

#include "scratch.h"
#include "suite.h"

#include "policy/mbox.h"

#include <check.h>

static const struct {
	struct str line;
	const char *sender; /* NULL: the line does not match */
} lines[] = {
	/* `Wdy Mon D`, as mbox files have it. */
	{ BYTES("From joe Fri Jan  5 12:35:01 2024"), "joe" },
	{ BYTES("From joe Fri Jan 15 12:35 GMT 1996"), "joe" },
	{ BYTES("From joe Fri, Jan 15 12:35"), "joe" },
	{ BYTES("From joe Jan 5 12:35"), "joe" },
	{ BYTES("From a@x.example Fri Jan  5 1:3"), "a@x.example" },
	{ BYTES("From a@x.example Fri Jan  5 1:35pm"), "a@x.example" },
	/* `Wdy D Mon YY`, as UUCP has it. */
	{ BYTES("From joe Fri, 7 Jan 97 14:00:00 GMT"), "joe" },
	{ BYTES("From joe Fri 17 Jan 1997 14:00"), "joe" },
	{ BYTES("From joe 7 Jan 97 14:00"), "joe" },
	/* Any white space; any word for the sender, the month and the day. */
	{ BYTES("From \t joe\tFri\x0bJan\f5\r12:35"), "joe" },
	{ BYTES("From\tjoe Fri Jan 5 12:35"), "joe" },
	{ BYTES("From a!b!c xxx yyy 99 99:99"), "a!b!c" },
	{ BYTES("From Fri Fri Jan 5 12:35"), "Fri" },
	{ BYTES("From Fri Jan 5 12:35"), "Fri" },
	{ BYTES("From <> Fri Jan 5 12:35"), "<>" },
	{ BYTES("From \xff\xfe Fri Jan 5 12:35"), "\xff\xfe" },
	/* Whatever follows the minute. */
	{ BYTES("From joe Fri Jan 5 12:3"), "joe" },
	{ BYTES("From joe Fri Jan 5 12:35:\0"), "joe" },
	{ BYTES("From joe Fri Jan 5 12:35 remote from x"), "joe" },

	{ BYTES(""), NULL },
	{ BYTES("From"), NULL },
	{ BYTES("From "), NULL },
	{ BYTES("From joe"), NULL },
	{ BYTES("From joe nonsense"), NULL },
	{ BYTES("from joe Fri Jan 5 12:35"), NULL },
	{ BYTES("FROM joe Fri Jan 5 12:35"), NULL },
	{ BYTES(">From joe Fri Jan 5 12:35"), NULL },
	{ BYTES("From: joe Fri Jan 5 12:35"), NULL },
	{ BYTES("Fromjoe Fri Jan 5 12:35"), NULL },
	{ BYTES("From joe Fri Jan 5"), NULL },
	{ BYTES("From joe Fri Jan 5 12"), NULL },
	{ BYTES("From joe Fri Jan 5 12:"), NULL },
	{ BYTES("From joe Fri Jan 5 :35"), NULL },
	{ BYTES("From joe Fri Jan 5 123:35"), NULL },
	{ BYTES("From joe Fri Jan 5 12.35"), NULL },
	{ BYTES("From joe Fri Jan 123 12:35"), NULL },
	{ BYTES("From joe Fri Jan x 12:35"), NULL },
	{ BYTES("From joe Frid Jan 5 12:35"), NULL },
	{ BYTES("From joe Fr Jan 5 12:35"), NULL },
	{ BYTES("From joe Fri; Jan 5 12:35"), NULL },
	{ BYTES("From joe Fri Janu 5 12:35"), NULL },
	{ BYTES("From joe Fri J4n 5 12:35"), NULL },
	{ BYTES("From joe 5 Jan 12:35:01"), NULL },
	{ BYTES("From joe 7 Jan 197 14:00"), NULL },
	{ BYTES("From joe 7 Jan 19977 14:00"), NULL },
	{ BYTES("From \"a b\" Fri Jan 5 12:35"), NULL },
	{ BYTES("From joe\0 Fri Jan 5\0 12:35"), NULL },
};

START_TEST(line)
{
	static const char untouched[] = "untouched";
	struct str sender = STR("untouched");

	sender.ptr = untouched;
	ck_assert_int_eq(
	    mbox_line_read(lines[_i].line, &sender), lines[_i].sender != NULL);
	if (lines[_i].sender == NULL)
		ck_assert_ptr_eq(sender.ptr, untouched);
	else
		ck_assert(str_is(sender, lines[_i].sender));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("mbox");
	TCase *tcase = tcase_create("lines");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, line, 0, COUNT(lines));
	return suite_run(suite);
}
