/* SPDX-License-Identifier: ISC */
/*
 * Changing one option of a truefrom.conf: the rest stays, byte for byte.
 */

#include "scratch.h"
#include "suite.h"

#include "policy/config_edit.h"

#include <check.h>
#include <string.h>

/* `mta` is set to /new. */
static const struct {
	const char *text, *edited;
} edits[] = {
	{ "mta = /old\n", "mta = /new\n" },
	{ "mta=/old", "mta = /new" },
	{ " \tmta\t= /old \r\nmode = monitor\r\n",
	    "mta = /new \r\nmode = monitor\r\n" },
	{ "a = b\nmta = /old  # why\nmode = x\n",
	    "a = b\nmta = /new  # why\nmode = x\n" },
	{ "#mta = /x\n # mta = /y\nmta_family = exim\nmta = /old\n",
	    "#mta = /x\n # mta = /y\nmta_family = exim\nmta = /new\n" },
	{ "mta = \\\n# a comment \\\n  /old\nmode = x\n",
	    "mta = /new\nmode = x\n" },
	{ "a = b : \\\nmta = /not\nmta = /old\n",
	    "a = b : \\\nmta = /not\nmta = /new\n" },
	{ "a = b # not more \\\nmta = /old\n",
	    "a = b # not more \\\nmta = /new\n" },
	{ "reject_message = b # more \\\nmta = /not\nmta = /old\n",
	    "reject_message = b # more \\\nmta = /not\nmta = /new\n" },
	{ "\\\n\\\nmta = /old\n", "\\\n\\\nmta = /new\n" },
	{ "mta = /old \\\n", "mta = /new\n" },
	{ "mta = /old \\", "mta = /new" },
	{ "mta =\n", "mta = /new\n" },
	{ "", "mta = /new\n" },
	{ "mode = x\n", "mode = x\n\nmta = /new\n" },
	{ "mode = x", "mode = x\n\nmta = /new\n" },
	{ "mode = x \\", "mode = x \\\n\nmta = /new\n" },
	{ "mode = x \\\n", "mode = x \\\n\nmta = /new\n" },
	{ "mtas = x\n# mta = /old", "mtas = x\n# mta = /old\n\nmta = /new\n" },
	{ "mta\n", "mta\n\nmta = /new\n" },
};

START_TEST(edit)
{
	char edited[512];
	size_t len = config_edit(
	    str_of(edits[_i].text), str_of("mta"), str_of("/new"), edited);

	ck_assert_uint_le(
	    len, strlen(edits[_i].text) + strlen("mta/new") + CONFIG_EDIT_ROOM);
	edited[len] = '\0';
	ck_assert_str_eq(edited, edits[_i].edited);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("config_edit");
	TCase *tcase = tcase_create("edit");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, edit, 0, COUNT(edits));
	return suite_run(suite);
}
