/* SPDX-License-Identifier: ISC */
#ifndef TESTS_LISTTEST_H
#define TESTS_LISTTEST_H

/*
 * A set of domain lists for one test, in /etc/test.conf as it were, and some
 * files for them.
 */

#include <check.h>

#include "listdir.h"
#include "policy/domainlist.h"

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

struct listtest {
	struct listdir dir;
	struct arena *arena;
	struct domainlists *set;
	struct domainlist_rule rule; /* of the last match */
	struct fault fault;	     /* of the last match or parse */
	const char *hostname;	     /* what `@` stands for */
	unsigned hostname_asked;
};

extern struct listtest listtest;

/* For tcase_add_checked_fixture(). */
void listtest_setup(void);
void listtest_teardown(void);

/* Adds a list, with @F@ expanded. */
struct domainlist *listtest_add(
    const char *name, const char *text, unsigned line);

/* Matches a list without a name, which stands on line 9. */
enum domainlist_match listtest_match(const char *text, const char *domain);

/* Asserts that a text is the one wanted, with @F@ expanded. */
void listtest_assert(const char *text, const char *want);

/* Runs a suite of one test case, and frees both: the status for main(). */
int listtest_run(const char *name, void (*add_tests)(TCase *));

#endif
