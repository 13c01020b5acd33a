/* SPDX-License-Identifier: ISC */
/*
 * Words for a shell: as they should be written, and as bash reads them.
 */

#include "scratch.h"
#include "suite.h"

#include "wrapper/ctl/shellword.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	struct str bytes;
	const char *word;
} words[] = {
	{ BYTES(""), "''" },
	{ BYTES("/usr/sbin/exim4"), "/usr/sbin/exim4" },
	{ BYTES("a-b_c.d:e@f%g+h,i=j"), "a-b_c.d:e@f%g+h,i=j" },
	{ BYTES("a b"), "'a b'" },
	{ BYTES("~root"), "'~root'" },
	{ BYTES("#1"), "'#1'" },
	{ BYTES("$(id)`id`\\"), "'$(id)`id`\\'" },
	{ BYTES("it's"), "'it'\\''s'" },
	{ BYTES("'"), "''\\'''" },
	{ BYTES("J\xc3\xb6"
		"e"),
	    "'J\xc3\xb6"
	    "e'" },
	{ BYTES("a\nb"), "$'a\\012b'" },
	{ BYTES("\x1b[2J"), "$'\\033[2J'" },
	{ BYTES("a\xff"), "$'a\\377'" },
	{ BYTES("\x7f\xc2\x9b"), "$'\\177\\302\\233'" },
	{ BYTES("it's\t\\"), "$'it\\'s\\011\\\\'" },
	{ BYTES("\n1"), "$'\\0121'" },
};

START_TEST(word)
{
	char out[SHELLWORD_SIZE(64)], command[1024], read[64];
	FILE *shell;
	size_t len;

	ck_assert_uint_eq(shellword(words[_i].bytes, out), strlen(out));
	ck_assert_str_eq(out, words[_i].word);
	(void)snprintf(command, sizeof(command),
	    "exec bash -c 'eval \"printf %%s $1\"' - \"$(cat <<'@'\n%s\n@\n)\"",
	    out);
	shell = popen(command, "re");
	ck_assert_ptr_nonnull(shell);
	len = fread(read, 1, sizeof(read), shell);
	ck_assert_int_eq(pclose(shell), 0);
	ck_assert_uint_eq(len, words[_i].bytes.len);
	ck_assert_mem_eq(read, words[_i].bytes.ptr, len);
}
END_TEST

/* Whatever the bytes, a word has room, and nothing for a terminal to act on. */
START_TEST(room)
{
	char bytes[64], *out = malloc(SHELLWORD_SIZE(sizeof(bytes)));
	size_t i, len;

	memset(bytes, _i, sizeof(bytes));
	ck_assert_ptr_nonnull(out);
	len = shellword((struct str){ bytes, sizeof(bytes) }, out);
	ck_assert_uint_eq(len, strlen(out));
	ck_assert_uint_lt(len, SHELLWORD_SIZE(sizeof(bytes)));
	for (i = 0; i < len; i++)
		ck_assert(out[i] >= ' ' && out[i] < 0x7f);
	free(out);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("shellword");
	TCase *tcase = tcase_create("words");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, word, 0, COUNT(words));
	tcase_add_loop_test(tcase, room, 0, 256);
	return suite_run_here(suite);
}
