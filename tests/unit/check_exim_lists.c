/* SPDX-License-Identifier: ISC */
/*
 * Every subject and list of the table of what Exim was seen to do, which says
 * itself where truefrom is to differ and why.
 */

#include <sys/stat.h>

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "listdir.h"
#include "suite.h"
#include "policy/domainlist.h"

#define CORPUS TESTS "/corpus/exim/"
#define ROWS_MAX 400

/* The named lists of the configuration that the table was made with. */
static const struct {
	const char *name;
	const char *text;
} named[] = {
	{ "local_domains", "@ : localhost : local.example" },
	{ "remote_domains", "lsearch;@F@/remotedomains" },
	{ "allow_domains", "allowed.example : *.wild.example" },
	{ "neg", "!a.example" },
	{ "neg2", "b.example" },
	{ "mix", "! +neg2 : *" },
	{ "semi", "<; a ; b:c.example ; lsearch;;@F@/ls1" },
	{ "emptyl", "" },
	{ "missing", "lsearch;@F@/missing" },
};

static struct {
	char text[512];
	char *subject;
	char *list;
	const char *want;
	unsigned line;
} rows[ROWS_MAX];
static int row_count;

static struct listdir dir;

/* Decodes \xNN, and (empty), in place. */
static void
decode(char *s)
{
	char *to = s;
	unsigned byte;

	if (strcmp(s, "(empty)") == 0)
		*s = '\0';
	while (*s != '\0') {
		if (sscanf(s, "\\x%2x", &byte) == 1) {
			*to++ = (char)(unsigned char)byte;
			s += 4;
		} else {
			*to++ = *s++;
		}
	}
	*to = '\0';
}

static void
read_rows(void)
{
	FILE *f = fopen(CORPUS "dom_table.tsv", "r");
	char *exim, *own, *cursor;
	unsigned line = 0;

	while (f != NULL && row_count < ROWS_MAX &&
	    fgets(rows[row_count].text, sizeof(rows[0].text), f) != NULL) {
		cursor = rows[row_count].text;
		line++;
		if (*cursor == '#')
			continue;
		cursor[strcspn(cursor, "\n")] = '\0';
		rows[row_count].subject = strsep(&cursor, "\t");
		rows[row_count].list = strsep(&cursor, "\t");
		exim = strsep(&cursor, "\t");
		own = strsep(&cursor, "\t");
		rows[row_count].want = own != NULL ? own : exim;
		rows[row_count].line = line;
		decode(rows[row_count].subject);
		decode(rows[row_count].list);
		row_count++;
	}
	if (f != NULL)
		(void)fclose(f);
}

static void
lay_out(void)
{
	static const char *const files[] = { "bom", "empty", "long", "ls1",
		"nul", "plainlist", "remotedomains", "star", "starat",
		"unread" };
	char path[128];
	size_t i;

	listdir_open(&dir);
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		(void)snprintf(
		    path, sizeof(path), CORPUS "fixtures/%s", files[i]);
		listdir_copy(&dir, files[i], path);
	}
	(void)snprintf(path, sizeof(path), "%s/dir", dir.path);
	ck_assert_int_eq(mkdir(path, 0755), 0);
	(void)snprintf(path, sizeof(path), "%s/dir/dsdir.example", dir.path);
	ck_assert_int_eq(mkdir(path, 0755), 0);
	(void)snprintf(path, sizeof(path), "%s/dir/dslink.example", dir.path);
	ck_assert_int_eq(symlink("/nonexistent", path), 0);
	listdir_print(&dir, "dir/ds.example", "");
}

static void
clear_away(void)
{
	listdir_close(&dir);
}

static const char *
hostname(void *context)
{
	return context;
}

static struct domainlist *
add(struct domainlists *set, const char *name, const char *text, unsigned line,
    struct fault *fault)
{
	char *expanded = listdir_expand(&dir, text);
	struct domainlist *list = domainlists_add(
	    set, str_of(name), str_of(expanded), "dom_table.tsv", line, fault);

	free(expanded);
	return list;
}

START_TEST(row)
{
	static const char *const words[] = { "no", "yes", "fault" };
	static char name[] = "lab.example";
	struct domainlist_host host = { hostname, name, getuid() };
	struct arena *arena = arena_open();
	struct domainlists *set = domainlists_open(arena, &host);
	struct domainlist *list;
	struct domainlist_rule rule;
	struct fault fault = { .text = "" };
	const char *got = "error";
	size_t i;

	for (i = 0; i < sizeof(named) / sizeof(named[0]); i++)
		ck_assert_ptr_nonnull(
		    add(set, named[i].name, named[i].text, 1, &fault));
	list = add(set, "", rows[_i].list, rows[_i].line, &fault);
	if (list != NULL)
		got = words[domainlist_match(
		    list, rows[_i].subject, &rule, &fault)];
	ck_assert_msg(strcmp(got, rows[_i].want) == 0,
	    "dom_table.tsv:%u: \"%s\" in \"%s\" is %s, not %s (%s)",
	    rows[_i].line, rows[_i].subject, rows[_i].list, got, rows[_i].want,
	    fault.text);
	arena_close(arena);
}
END_TEST

START_TEST(table_is_there)
{
	ck_assert_int_ge(row_count, 172);
	ck_assert_int_lt(row_count, ROWS_MAX);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lists as in Exim");
	TCase *tcase = tcase_create("table");

	read_rows();
	tcase_add_unchecked_fixture(tcase, lay_out, clear_away);
	tcase_add_test(tcase, table_is_there);
	tcase_add_loop_test(tcase, row, 0, row_count);
	suite_add_tcase(suite, tcase);
	return suite_run_here(suite);
}
