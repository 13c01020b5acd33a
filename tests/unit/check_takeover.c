/* SPDX-License-Identifier: ISC */
/*
 * Taking names over and giving them back, in a directory for a root, with a
 * dpkg-divert that fails when it is told to.
 */

#include "scratch.h"
#include "suite.h"

#include "wrapper/ctl/takeover.h"

#include <sys/stat.h>

#include <check.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What a name was; links are told from files by `->`. */
enum was { WAS_FILE, WAS_LINK, WAS_ABSENT, WAS_KINDS };

static const enum takeover_way ways[] = { TAKEOVER_RENAME, TAKEOVER_DPKG };

static char root[512];
static struct takeover takeover;
static struct fault fault;

static const char *
in_root(const char *path)
{
	static char paths[4][1024];
	static unsigned next;
	char *full = paths[next++ % 4];

	(void)snprintf(full, sizeof(paths[0]), "%s%s", root, path);
	return full;
}

static void
put(const char *path, const char *text, mode_t mode)
{
	FILE *file = fopen(path, "w");

	if (file == NULL || fputs(text, file) == EOF || fclose(file) == EOF ||
	    chmod(path, mode) == -1)
		err(1, "%s", path);
}

/* The text of a file, or `-> TEXT` of a link; empty when there is none. */
static const char *
seen(const char *path)
{
	static char text[1024];
	FILE *file;

	memset(text, 0, sizeof(text));
	(void)strlcpy(text, "-> ", sizeof(text));
	if (readlink(path, text + 3, sizeof(text) - 4) != -1)
		return text;
	memset(text, 0, sizeof(text));
	file = fopen(path, "r");
	if (file == NULL)
		return "";
	(void)!fread(text, 1, sizeof(text) - 1, file);
	(void)fclose(file);
	return text;
}

/* It keeps its books in root/db, and counts its calls in root/calls. */
static const char divert[] =
    "#!/bin/sh\n"
    "cd \"${0%/*}\" && touch db && echo >> calls\n"
    "test \"$(wc -l < calls)\" != \"$(cat fails)\" || exit 2\n"
    "for name; do :; done\n"
    "case $1 in\n"
    "--listpackage) ! grep -qx \"$name\" db || echo LOCAL ;;\n"
    "--truename) ! grep -qx \"$name\" db || echo \"$name.distrib\" ;;\n"
    "--add) echo \"$name\" >> db ;;\n"
    "--remove) grep -vx \"$name\" db > new; mv new db ;;\n"
    "esac\n";

static void
make_root(void)
{
	static const char *const directories[] = { "/usr", "/usr/sbin",
		"/usr/lib", "/usr/bin", "/var", "/var/lib" };
	static char program[1024];
	size_t i;

	(void)snprintf(root, sizeof(root), "%s/unit/root.XXXXXX", BUILD);
	if (mkdtemp(root) == NULL)
		err(1, "%s", root);
	for (i = 0; i < sizeof(directories) / sizeof(*directories); i++)
		if (mkdir(in_root(directories[i]), 0755) == -1)
			err(1, "mkdir");
	(void)snprintf(program, sizeof(program), "%s/dpkg-divert", root);
	put(program, divert, 0755);
	put(in_root("/fails"), "0\n", 0644);
	/* What stands for truefrom beside this program. */
	if (symlink("/bin/true", BUILD "/unit/truefrom") == -1 &&
	    errno != EEXIST)
		err(1, "truefrom");
	ck_assert_msg(takeover_open(&takeover, root, &fault), "%s", fault.text);
	takeover.dpkg_divert = program;
}

static void
remove_root(void)
{
	char command[1024];

	(void)snprintf(command, sizeof(command), "rm -rf '%s'", root);
	ck_assert_int_eq(system(command), 0);
}

static void
make_name(const struct takeover_name *name, enum was was)
{
	if (was == WAS_FILE)
		put(name->path, "the real one", 0755);
	else if (was == WAS_LINK && symlink("exim4", name->path) == -1)
		err(1, "%s", name->path);
}

static void
check_original(const struct takeover_name *name, enum was was)
{
	ck_assert_str_eq(seen(name->path),
	    was == WAS_FILE	? "the real one" :
		was == WAS_LINK ? "-> exim4" :
				  "");
	ck_assert_str_eq(seen(name->kept), "");
	ck_assert_str_eq(seen(name->fresh), "");
	ck_assert_str_eq(seen(name->old), "");
	ck_assert_str_eq(seen(in_root("/db")), "");
}

static void
check_taken(const struct takeover_name *name, enum was was)
{
	ck_assert_str_eq(seen(name->path), "-> " BUILD "/unit/truefrom");
	ck_assert_str_eq(seen(name->kept),
	    was == WAS_FILE	? "the real one" :
		was == WAS_LINK ? "-> exim4" :
				  "");
	ck_assert_int_eq(
	    seen(in_root("/db"))[0] != '\0', takeover.way == TAKEOVER_DPKG);
}

static bool
take(const struct takeover_name *name)
{
	return takeover_keep(&takeover, name, &fault) &&
	    takeover_take(&takeover, name, &fault);
}

/* In and out, twice each, whatever the name was. */
START_TEST(there_and_back)
{
	const struct takeover_name *name = &takeover.names[0];
	enum was was = (enum was)(_i % WAS_KINDS);
	int twice;

	make_root();
	takeover.way = ways[_i / WAS_KINDS];
	takeover.begun = true;
	make_name(name, was);
	ck_assert(takeover_check(&takeover, name, &fault));
	for (twice = 0; twice < 2; twice++) {
		ck_assert_msg(take(name), "%s", fault.text);
		check_taken(name, was);
	}
	for (twice = 0; twice < 2; twice++) {
		ck_assert_msg(takeover_restore(&takeover, name, &fault), "%s",
		    fault.text);
		check_original(name, was);
	}
	remove_root();
}
END_TEST

/*
 * dpkg-divert fails at any of its calls: there is a sentence and the name is
 * something; the same call, or the other one, then finishes.
 */
#define CALLS_MAX 6

START_TEST(divert_fails)
{
	const struct takeover_name *name = &takeover.names[0];
	enum was was = (enum was)(_i % WAS_KINDS);
	char fails[16];
	bool ended = false;

	make_root();
	takeover.way = TAKEOVER_DPKG;
	takeover.begun = true;
	make_name(name, was);
	(void)snprintf(fails, sizeof(fails), "%d\n", 1 + _i / WAS_KINDS);
	put(in_root("/fails"), fails, 0644);
	while (!ended) {
		fault.text[0] = '\0';
		ended = take(name) && takeover_restore(&takeover, name, &fault);
		ck_assert(ended || strstr(fault.text, "failed") != NULL);
		ck_assert(was == WAS_ABSENT || seen(name->path)[0] != '\0');
	}
	check_original(name, was);
	remove_root();
}
END_TEST

START_TEST(stranger)
{
	const struct takeover_name *name = &takeover.names[0];

	make_root();
	takeover.way = TAKEOVER_DPKG;
	make_name(name, WAS_FILE);
	put(name->kept, "mine", 0644);
	ck_assert(!takeover_check(&takeover, name, &fault));
	ck_assert_ptr_nonnull(strstr(fault.text, "is there already"));
	/* Nothing was begun: what is kept there is nobody's. */
	ck_assert(takeover_restore(&takeover, name, &fault));
	ck_assert_str_eq(seen(name->kept), "mine");
	ck_assert_int_eq(unlink(name->kept), 0);

	takeover.begun = true;
	ck_assert(take(name));
	ck_assert_int_eq(unlink(name->path), 0);
	put(name->path, "a stranger", 0644);
	/* Killed after it was set aside, and called again. */
	ck_assert(takeover_keep(&takeover, name, &fault));
	ck_assert(take(name));
	check_taken(name, WAS_FILE);
	ck_assert_str_eq(seen(name->old), "a stranger");
	ck_assert_int_eq(unlink(name->old), 0);
	ck_assert(takeover_restore(&takeover, name, &fault));
	check_original(name, WAS_FILE);
	remove_root();
}
END_TEST

/* Without diversions a file at the name is what an update has brought. */
START_TEST(update)
{
	const struct takeover_name *name = &takeover.names[0];

	make_root();
	takeover.way = TAKEOVER_RENAME;
	takeover.begun = true;
	make_name(name, WAS_LINK);
	ck_assert(take(name));
	ck_assert_int_eq(unlink(name->path), 0);
	make_name(name, WAS_FILE);
	if (_i == 1)
		ck_assert(take(name));
	ck_assert(takeover_restore(&takeover, name, &fault));
	check_original(name, WAS_FILE);
	remove_root();
}
END_TEST

/* Links from name to name: behind the last of them is the MTA. */
static const struct {
	const char *sbin, *lib; /* what they lead to; "" is a program */
	int found;		/* the name; -1: none */
} chains[] = {
	{ "", NULL, 0 },
	{ "", "../sbin/sendmail", 0 },
	{ "../lib/sendmail", "", 1 },
	{ NULL, "", 1 },
	{ "../../dpkg-divert", "", 0 },
	{ "nowhere", NULL, -1 },
	{ NULL, NULL, -1 },
	{ "../lib/sendmail", "../sbin/sendmail", -1 },
	{ "sendmail", NULL, -1 },
};

START_TEST(chain)
{
	const char *const texts[] = { chains[_i].sbin, chains[_i].lib };
	char mta[PATH_MAX];
	bool found;
	int i;

	make_root();
	takeover.way = TAKEOVER_RENAME;
	for (i = 0; i < 2; i++) {
		if (texts[i] == NULL)
			continue;
		if (texts[i][0] == '\0')
			put(takeover.names[i].path, "#!/bin/sh\n", 0755);
		else if (symlink(texts[i], takeover.names[i].path) == -1)
			err(1, "symlink");
	}
	found = takeover_find_mta(&takeover, mta, &fault);
	ck_assert_int_eq(found, chains[_i].found != -1);
	if (found) {
		ck_assert_str_eq(mta, takeover.names[chains[_i].found].kept);
		/* The same when it is done. */
		for (i = 0; i < 2; i++)
			ck_assert(take(&takeover.names[i]));
		ck_assert(takeover_find_mta(&takeover, mta, &fault));
		ck_assert_str_eq(mta, takeover.names[chains[_i].found].kept);
	}
	remove_root();
}
END_TEST

START_TEST(record)
{
	make_root();
	takeover.way = TAKEOVER_ALTERNATIVES;
	(void)strlcpy(takeover.group, "mta", sizeof(takeover.group));
	(void)strlcpy(takeover.before, "/usr/sbin/x", sizeof(takeover.before));
	ck_assert(!takeover.begun);
	ck_assert_msg(takeover_record(&takeover, &fault), "%s", fault.text);
	ck_assert(takeover_open(&takeover, root, &fault));
	ck_assert(takeover.begun);
	ck_assert_int_eq(takeover.way, TAKEOVER_ALTERNATIVES);
	ck_assert_str_eq(takeover.group, "mta");
	ck_assert_str_eq(takeover.before, "/usr/sbin/x");
	ck_assert(takeover_forget(&takeover, &fault));
	ck_assert_int_eq(access(in_root("/var/lib/truefrom"), F_OK), -1);
	ck_assert(takeover_forget(&takeover, &fault));
	ck_assert(takeover_open(&takeover, root, &fault));
	ck_assert(!takeover.begun);
	ck_assert_int_eq(mkdir(in_root("/var/lib/truefrom"), 0755), 0);
	put(in_root("/var/lib/truefrom/enabled"), "by magic\n", 0644);
	ck_assert(!takeover_open(&takeover, root, &fault));
	ck_assert_ptr_nonnull(strstr(fault.text, "is no record"));
	remove_root();
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("takeover");
	TCase *tcase = tcase_create("names");

	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, there_and_back, 0, WAS_KINDS * COUNT(ways));
	tcase_add_loop_test(tcase, divert_fails, 0, WAS_KINDS * CALLS_MAX);
	tcase_add_test(tcase, stranger);
	tcase_add_loop_test(tcase, update, 0, 2);
	tcase_add_loop_test(tcase, chain, 0, COUNT(chains));
	tcase_add_test(tcase, record);
	return suite_run(suite);
}
