/* SPDX-License-Identifier: ISC */
#ifndef TESTS_LOOKUPTEST_H
#define TESTS_LOOKUPTEST_H

/*
 * Looking things up in the files of one test.
 */

#include "listdir.h"
#include "policy/lookup.h"

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

/* Every list stands at /etc/test.conf:7. */
extern const struct listfile_place lookuptest_place;

extern struct listdir lookuptest_dir;
extern struct fault lookuptest_fault; /* of the last lookup or check */

/* For tcase_add_checked_fixture(). */
void lookuptest_setup(void);
void lookuptest_teardown(void);

/* Looks up a key in, or checks, `KIND;PATH` with @F@ expanded. */
enum lookup_result lookuptest_find(
    const char *item, const char *key, unsigned *line);
enum lookup_result lookuptest_check(const char *item);

/* Asserts that the fault's sentence holds the words, @F@ expanded. */
void lookuptest_fault_has(const char *words);

/* Writes DIR/NAME to path. */
void lookuptest_path(const char *name, char path[128]);

#endif
