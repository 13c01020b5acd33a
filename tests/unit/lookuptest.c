/* SPDX-License-Identifier: ISC */
/*
 * Looking things up in the files of one test.
 */

#include "lookuptest.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct listdir lookuptest_dir;
struct fault lookuptest_fault;

const struct listfile_place lookuptest_place = { "/etc/test.conf", 7 };

void
lookuptest_setup(void)
{
	listdir_open(&lookuptest_dir);
}

void
lookuptest_teardown(void)
{
	listdir_close(&lookuptest_dir);
}

enum lookup_result
lookuptest_find(const char *item, const char *key, unsigned *line)
{
	struct lookup lookup;
	enum lookup_result result;
	char *text = listdir_expand(&lookuptest_dir, item);
	const char *complaint = lookup_parse(text, &lookup);

	ck_assert_msg(complaint == NULL, "%s %s", text, complaint);
	result = lookup_find(
	    &lookup, key, getuid(), &lookuptest_place, line, &lookuptest_fault);
	free(text);
	return result;
}

enum lookup_result
lookuptest_check(const char *item)
{
	struct lookup lookup;
	struct stat st;
	enum lookup_result result;
	char *text = listdir_expand(&lookuptest_dir, item);

	ck_assert_ptr_null(lookup_parse(text, &lookup));
	result = lookup_check(
	    &lookup, getuid(), &lookuptest_place, &st, &lookuptest_fault);
	free(text);
	return result;
}

void
lookuptest_fault_has(const char *words)
{
	char *expanded = listdir_expand(&lookuptest_dir, words);

	ck_assert_msg(strstr(lookuptest_fault.text, expanded) != NULL,
	    "\"%s\" lacks \"%s\"", lookuptest_fault.text, expanded);
	free(expanded);
}

void
lookuptest_path(const char *name, char path[128])
{
	(void)snprintf(path, 128, "%s/%s", lookuptest_dir.path, name);
}
