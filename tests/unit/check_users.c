/* SPDX-License-Identifier: ISC */
/*
 * Lists of logins and groups.
 */

#include "scratch.h"
#include "suite.h"

#include "policy/users.h"

#include <check.h>
#include <string.h>

static unsigned logins, groups; /* how often each was asked for */

static const char *
login(void)
{
	logins++;
	return "joe";
}

static bool
in_group(const char *name)
{
	groups++;
	return strcmp(name, "users") == 0 || strcmp(name, "joe's") == 0;
}

static const struct users_caller caller = { login, in_group };

static const struct {
	struct str text;
	const char *wrong; /* the name that is, or NULL */
	bool has;
} lists[] = {
	{ BYTES(""), NULL, false },
	{ BYTES(" \t,, "), NULL, false },
	{ BYTES("joe"), NULL, true },
	{ BYTES("ann joe"), NULL, true },
	{ BYTES("ann,joe,eve"), NULL, true },
	{ BYTES("  ann ,\tjoe  "), NULL, true },
	{ BYTES("Joe JOE joey jo oe"), NULL, false },
	{ BYTES(":users"), NULL, true },
	{ BYTES("ann :users"), NULL, true },
	{ BYTES(":joe's"), NULL, true },
	{ BYTES("users"), NULL, false },
	{ BYTES(":joe :USERS :user"), NULL, false },
	{ BYTES("ann, :wheel"), NULL, false },
	{ BYTES(":"), ":", false },
	{ BYTES("joe : users"), ":", false },
	{ BYTES("joe:users"), "joe:users", false },
	{ BYTES("ann ::users joe"), "::users", false },
	{ BYTES("joe:"), "joe:", false },
};

START_TEST(list)
{
	struct arena *arena = arena_open();
	struct str wrong;
	const struct users *users = users_parse(arena, lists[_i].text, &wrong);

	ck_assert_int_eq(users == NULL, lists[_i].wrong != NULL);
	ck_assert(
	    str_is(wrong, lists[_i].wrong == NULL ? "" : lists[_i].wrong));
	ck_assert_int_eq(users_have(users, &caller), lists[_i].has);
	arena_close(arena);
}
END_TEST

/* Only what is needed is asked for. */
START_TEST(asks)
{
	struct arena *arena = arena_open();
	struct str wrong;

	ck_assert(!users_have(NULL, &caller));
	ck_assert(!users_have(users_parse(arena, STR(""), &wrong), &caller));
	ck_assert_uint_eq(logins + groups, 0);
	ck_assert(
	    users_have(users_parse(arena, STR("joe :wheel"), &wrong), &caller));
	ck_assert_uint_eq(groups, 0);
	ck_assert(
	    users_have(users_parse(arena, STR(":users ann"), &wrong), &caller));
	ck_assert_uint_eq(logins, 1);
	arena_close(arena);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("users");
	TCase *tcase = tcase_create("lists");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, list, 0, COUNT(lists));
	tcase_add_test(tcase, asks);
	return suite_run(suite);
}
