/* SPDX-License-Identifier: ISC */
/*
 * How many entries there are in the files that lists and owners name.
 */

#include "listdir.h"
#include "scratch.h"
#include "suite.h"

#include "policy/config.h"
#include "policy/listcount.h"

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct listdir dir;
static char told[1024]; /* `ENTRIES ` or `? ` for each file */

static void
tell(void *context, const struct listcount *count)
{
	char text[64];

	ck_assert_ptr_eq(context, told);
	if (count->usable)
		ck_assert_int_eq(count->changed.tv_sec, 1000000000);
	else
		ck_assert(count->fault.text[0] != '\0');
	(void)snprintf(
	    text, sizeof(text), count->usable ? "%zu " : "? ", count->entries);
	(void)strlcat(told, text, sizeof(told));
}

static void
note(void *context, const struct fault *fault)
{
	(void)context;
	ck_abort_msg("%s", fault->text);
}

static const struct {
	const char *list, *owner, *want;
} cases[] = {
	{ "a.example : @ : *.x", NULL, "" },
	{ "lsearch;@F@/keys", NULL, "3 " },
	{ "a : lsearch;@F@/keys : !lsearch;@F@/empty", NULL, "3 0 " },
	{ "partial-lsearch;@F@/keys", NULL, "3 " },
	{ "nwildlsearch;@F@/keys", NULL, "3 " },
	{ "@F@/items", NULL, "2 " },
	{ "dsearch;@F@/names", NULL, "2 " },
	{ "cdb;@F@/cdb", NULL, "3 " },
	{ "lsearch;@F@/none : @F@/none : cdb;@F@/empty", NULL, "? ? ? " },
	{ "lsearch;@F@/keys", "lsearch;@F@/keys : login;@F@/keys", "3 3 3 " },
	{ "a", "cpanel;@F@/names", "2 " },
	{ "a", "cpanel;@F@/none", "? " },
};

static void
age(const char *name)
{
	const struct timespec times[2] = { { .tv_sec = 1000000000 },
		{ .tv_sec = 1000000000 } };
	char path[128];

	(void)snprintf(path, sizeof(path), "%s/%s", dir.path, name);
	ck_assert_int_eq(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void
make_files(void)
{
	static const char *const keys[] = { "a", "b", "c", NULL };
	char path[128];
	size_t i;

	listdir_print(&dir, "keys", "a: x\n# c\nb x\n  more\n\n*.c\n");
	listdir_print(&dir, "empty", "# nothing\n");
	listdir_print(&dir, "items", "a.example\n# c\n@F@/x\n");
	listdir_cdb(&dir, "cdb", keys);
	(void)snprintf(path, sizeof(path), "%s/names", dir.path);
	ck_assert_int_eq(mkdir(path, 0755), 0);
	listdir_print(&dir, "names/joe", "");
	listdir_print(&dir, "names/jane", "");
	for (i = 0; i < 5; i++)
		age((const char *[]){
		    "keys", "empty", "items", "cdb", "names" }[i]);
}

START_TEST(count)
{
	const struct config_host host = { .mta = "/m", .owner = geteuid() };
	struct config *config;
	char text[1024], path[128], *expanded;

	listdir_open(&dir);
	make_files();
	(void)snprintf(text, sizeof(text), "from_domains = %s\n%s%s\n",
	    cases[_i].list, cases[_i].owner == NULL ? "" : "owner = ",
	    cases[_i].owner == NULL ? "" : cases[_i].owner);
	expanded = listdir_expand(&dir, text);
	listdir_print(&dir, "c", expanded);
	free(expanded);
	(void)snprintf(path, sizeof(path), "%s/c", dir.path);
	config = config_open(path, &host, note, NULL);
	domainlists_count(config->lists, tell, told);
	if (config->owner != NULL)
		owners_count(config->owner, tell, told);
	ck_assert_str_eq(told, cases[_i].want);
	config_close(config);
	listdir_close(&dir);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("listcount");
	TCase *tcase = tcase_create("count");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, count, 0, COUNT(cases));
	return suite_run(suite);
}
