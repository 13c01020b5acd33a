/* SPDX-License-Identifier: ISC */
/*
 * Sources of owners for one test.
 */

#include "ownertest.h"

#include <sys/stat.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "suite.h"

struct ownertest ownertest;

static void
setup(void)
{
	char path[128];

	listdir_open(&ownertest.dir);
	(void)snprintf(path, sizeof(path), "%s/users", ownertest.dir.path);
	ck_assert_int_eq(mkdir(path, 0711), 0);
	ck_assert_int_eq(chmod(path, 0711), 0);
	ownertest.arena = arena_open();
	ck_assert_ptr_nonnull(ownertest.arena);
}

static void
teardown(void)
{
	arena_close(ownertest.arena);
	listdir_close(&ownertest.dir);
}

bool
ownertest_parse(const char *value)
{
	/* Both go away, for the sources must have copies. */
	char *expanded = listdir_expand(&ownertest.dir, value);
	char *file = strdup("/etc/test.conf");
	struct listfile_place place = { file, 7 };

	ck_assert_ptr_nonnull(file);
	ownertest.owners = owners_parse(ownertest.arena, str_of(expanded),
	    &place, getuid(), &ownertest.fault);
	free(file);
	free(expanded);
	return ownertest.owners != NULL;
}

enum owner_result
ownertest_match_local(
    const char *value, const char *login, struct str local, const char *domain)
{
	struct owner_query query = { login, local, domain };

	ck_assert_msg(
	    ownertest_parse(value), "%s: %s", value, ownertest.fault.text);
	fault_set(&ownertest.fault, "%s", "");
	(void)strlcpy(ownertest.rule.text, "unset", 8);
	return owners_match(
	    ownertest.owners, &query, &ownertest.rule, &ownertest.fault);
}

enum owner_result
ownertest_match(const char *value, const char *login, const char *domain)
{
	return ownertest_match_local(value, login, str_of("user"), domain);
}

const char *
ownertest_example(const char *value, const char *login)
{
	static char domain[DOMAIN_SIZE];

	ck_assert_msg(
	    ownertest_parse(value), "%s: %s", value, ownertest.fault.text);
	memset(domain, 'x', sizeof(domain));
	ck_assert_int_eq(
	    owners_example(ownertest.owners, login, domain), domain[0] != '\0');
	return domain;
}

void
ownertest_account(const char *login, const char *text)
{
	char name[128];

	(void)snprintf(name, sizeof(name), "users/%s", login);
	listdir_print(&ownertest.dir, name, text);
}

void
ownertest_assert(const char *text, const char *want)
{
	char *expanded = listdir_expand(&ownertest.dir, want);

	ck_assert_str_eq(text, expanded);
	free(expanded);
}

int
ownertest_run(const char *name, void (*add_tests)(TCase *))
{
	Suite *suite = suite_create(name);
	TCase *tcase = tcase_create(name);

	tcase_add_checked_fixture(tcase, setup, teardown);
	add_tests(tcase);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
