/* SPDX-License-Identifier: ISC */
/*
 * A set of domain lists for one test.
 */

#include "listtest.h"
#include "suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct listtest listtest;

static const char *
hostname(void *context)
{
	(void)context;
	listtest.hostname_asked++;
	return listtest.hostname;
}

void
listtest_setup(void)
{
	struct domainlist_host host = { hostname, NULL, getuid() };

	listtest.hostname_asked = 0;
	listtest.hostname = "mx.example.net";
	listdir_open(&listtest.dir);
	listtest.arena = arena_open();
	listtest.set = domainlists_open(listtest.arena, &host);
	ck_assert_ptr_nonnull(listtest.set);
	listdir_print(
	    &listtest.dir, "keys", "# domains\na.example\n*.w.example: x\n");
	listdir_print(&listtest.dir, "wild", "b.example\n*.c.example\n");
	listdir_print(&listtest.dir, "items",
	    "# items\n\n"
	    "!no.example\n"
	    "  *.tail.example  # and a comment\n"
	    "hash#.example\n"
	    "lsearch;@F@/keys\n"
	    "UPPER.example\n"
	    "@\n"
	    "+keys\n"
	    "a.b:c.d\n"
	    "dsearch;@F@\r\n");
}

void
listtest_teardown(void)
{
	arena_close(listtest.arena);
	listdir_close(&listtest.dir);
}

struct domainlist *
listtest_add(const char *name, const char *text, unsigned line)
{
	char *expanded = listdir_expand(&listtest.dir, text);
	struct domainlist *list = domainlists_add(listtest.set, str_of(name),
	    str_of(expanded), "/etc/test.conf", line, &listtest.fault);

	free(expanded);
	return list;
}

enum domainlist_match
listtest_match(const char *text, const char *domain)
{
	struct domainlist *list = listtest_add("", text, 9);

	ck_assert_msg(list != NULL, "%s: %s", text, listtest.fault.text);
	listtest.rule.text[0] = listtest.fault.text[0] = '\0';
	return domainlist_match(list, domain, &listtest.rule, &listtest.fault);
}

void
listtest_assert(const char *text, const char *want)
{
	char *expanded = listdir_expand(&listtest.dir, want);

	ck_assert_str_eq(text, expanded);
	free(expanded);
}

int
listtest_run(const char *name, void (*add_tests)(TCase *))
{
	Suite *suite = suite_create(name);
	TCase *tcase = tcase_create(name);

	tcase_add_checked_fixture(tcase, listtest_setup, listtest_teardown);
	add_tests(tcase);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
