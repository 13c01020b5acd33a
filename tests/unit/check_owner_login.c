/* SPDX-License-Identifier: ISC */
/*
 * Logins and their sender patterns, as Postfix reads local_login_sender_maps.
 *
 * The first rows of the table are those of its own test
 * (src/global/login_sender_match_test.c of Postfix 3.12), the others follow
 * its source; recipient_delimiter is `+-`, and a sender that has no domain gets
 * host.example, as truefrom would add it.
 */

#include "corpus.h"
#include "ownertest.h"

#include <string.h>

static struct corpus *table;

static const char *
word_for(enum owner_result result)
{
	switch (result) {
	case OWNER_YES:
		return "yes";
	case OWNER_NO:
		return ownertest.rule.text[0] == '\0' ? "unknown" : "no";
	default:
		return "fault";
	}
}

START_TEST(row)
{
	struct str file = corpus_field(table, _i, "file");
	const char *id = corpus_text(table, _i, "id");
	const char *postfix = corpus_text(table, _i, "postfix");
	const char *want = corpus_text(table, _i, "truefrom"), *is;

	listdir_write(&ownertest.dir, "f", file.ptr, file.len);
	is = word_for(ownertest_match_local("login;@F@/f",
	    corpus_text(table, _i, "login"), corpus_field(table, _i, "local"),
	    corpus_text(table, _i, "domain")));
	ck_assert_msg(strcmp(is, want) == 0, "%s: %s, not %s: %s", id, is, want,
	    ownertest.fault.text);
	ck_assert_msg(strcmp(postfix, want) == 0 ||
		(strcmp(postfix, "no") == 0 && strcmp(want, "unknown") == 0) ||
		corpus_text(table, _i, "why")[0] != '\0',
	    "%s: it does not say why Postfix is not followed", id);
}
END_TEST

/* A local part that no address can have, or that is none. */
START_TEST(odd_local_part)
{
	static char local[300];

	memset(local, 'a', sizeof(local));
	listdir_print(&ownertest.dir, "f", "joe: a@b, joe@b\nall: @b\n");
	ck_assert_int_eq(ownertest_match_local("login;@F@/f", "joe",
			     (struct str){ local, sizeof(local) }, "b"),
	    OWNER_NO);
	ck_assert_int_eq(ownertest_match_local("login;@F@/f", "joe",
			     (struct str){ "joe\0x", 5 }, "b"),
	    OWNER_NO);
	ck_assert_int_eq(ownertest_match_local(
			     "login;@F@/f", "joe", (struct str){ "", 0 }, "b"),
	    OWNER_NO);
	ck_assert_int_eq(ownertest_match_local("login;@F@/f", "all",
			     (struct str){ local, sizeof(local) }, "b"),
	    OWNER_YES);
}
END_TEST

static void
add_tests(TCase *tcase)
{
	tcase_add_loop_test(tcase, row, 0, corpus_rows(table));
	tcase_add_test(tcase, odd_local_part);
}

int
main(void)
{
	table = corpus_open("login_senders.tsv", 56);
	return ownertest_run("owner login", add_tests);
}
