/* SPDX-License-Identifier: ISC */
#ifndef UNIT_OWNERTEST_H
#define UNIT_OWNERTEST_H

/*
 * The value of `owner` for one test, at /etc/test.conf:7 as it were, and the
 * files that it names.
 */

#include <check.h>

#include "listdir.h"
#include "policy/owner.h"

#define COUNT(table) ((int)(sizeof(table) / sizeof(*(table))))

struct ownertest {
	struct listdir dir;
	struct arena *arena;
	struct owners *owners;	     /* of the last ownertest_parse() */
	struct domainlist_rule rule; /* of the last match */
	struct fault fault;	     /* of the last match or parse */
};

extern struct ownertest ownertest;

/* Parses the value with @F@ expanded; false when it is not understood. */
bool ownertest_parse(const char *value);

/* Asks the sources of such a value, which must be understood. */
enum owner_result ownertest_match(
    const char *value, const char *login, const char *domain);
enum owner_result ownertest_match_local(
    const char *value, const char *login, struct str local, const char *domain);

/* The example that they give, or an empty string. */
const char *ownertest_example(const char *value, const char *login);

/* Writes a file about a cPanel account to users/LOGIN. */
void ownertest_account(const char *login, const char *text);

/* Asserts that a text is the one wanted, with @F@ expanded. */
void ownertest_assert(const char *text, const char *want);

/* Runs a suite of one test case; the status for main(). */
int ownertest_run(const char *name, void (*add_tests)(TCase *));

#endif
