/* SPDX-License-Identifier: ISC */
/*
 * What sources of owners give for an example, and what owners_check() finds
 * out about their files.
 */

#include <sys/stat.h>

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "ownertest.h"

static const struct {
	const char *value;
	const char *file; /* @F@/f */
	const char *want; /* for joe */
} examples[] = {
	{ "lsearch;@F@/f", "a: jane\nb: jane, joe\nc: joe\n", "b" },
	{ "lsearch;@F@/f", "a: Joe joel\n", "" },
	{ "lsearch;@F@/f", "", "" },
	{ "lsearch;@F@/f", "B.Example: joe\n", "b.example" },
	{ "lsearch;@F@/f", "\303\266k.example: joe\n", "xn--k-0ga.example" },
	{ "lsearch;@F@/f", "*: joe\n", "" },
	{ "lsearch*;@F@/f", "*: joe\n", "" },
	{ "partial-lsearch;@F@/f", "*.a.b: joe\nc.d: joe\n", "c.d" },
	{ "nwildlsearch;@F@/f", "*.a.b: joe\nc.d: joe\n", "c.d" },

	/* never another's: a line above has it, or a source before */
	{ "lsearch;@F@/f", "a: jane\na: joe\n", "" },
	{ "lsearch;@F@/f", "a: jane\na: joe\nb: joe\n", "b" },
	{ "lsearch;@F@/f", "\"a\\0b\": joe\na: jane\n", "" },
	{ "lsearch;@F@/other : lsearch;@F@/f", "a: joe\nc: joe\n", "c" },
	{ "login;@F@/logins : lsearch;@F@/f", "a: joe\n", "p.example" },
	{ "lsearch;@F@/f : login;@F@/logins", "p.example: jane\n", "q" },

	/* a file that is of no use */
	{ "lsearch;@F@/none : cpanel;@F@/users", "", "" },
	{ "cpanel;@F@/users : lsearch;@F@/none", "", "main.example" },
	{ "cdb;@F@/f : cpanel;@F@/users", "", "" },

	{ "cpanel;@F@/users", "", "main.example" },
	{ "login;@F@/logins", "", "p.example" },
	{ "login;@F@/f", "joe: *\n", "" },
	{ "login;@F@/f", "joe: joe <> @ @. x@y z\n", "y" },
};

START_TEST(example)
{
	listdir_print(&ownertest.dir, "f", examples[_i].file);
	listdir_print(&ownertest.dir, "other", "a: jane\nb: jane\n");
	listdir_print(&ownertest.dir, "logins",
	    "jane: @a\njoe: *.x, joe+shop@p.example @q\n");
	ownertest_account("jane", "DNS=jane.example\n");
	ownertest_account("joe", "XDNS1=x\nDNS=main.example\nDNS1=b\n");
	ck_assert_str_eq(
	    ownertest_example(examples[_i].value, "joe"), examples[_i].want);
}
END_TEST

/* No more than a few are tried, each by reading the files anew. */
START_TEST(example_after_many)
{
	static char file[4096];
	size_t n = 0;
	int i;

	for (i = 0; i < 20; i++)
		n += (size_t)sprintf(file + n, "a%d: jane\na%d: joe\n", i, i);
	(void)strlcpy(file + n, "b: joe\n", sizeof(file) - n);
	listdir_print(&ownertest.dir, "f", file);
	ck_assert_str_eq(ownertest_example("lsearch;@F@/f", "joe"), "");
}
END_TEST

static struct {
	unsigned count[DOMAINLIST_UNUSABLE + 1];
	char sentence[FAULT_SIZE]; /* the last one */
} found;

static void
note(void *context, enum domainlist_finding finding, const char *path,
    const char *sentence)
{
	ck_assert_ptr_eq(context, &found);
	ck_assert_int_eq(path[0], '/');
	found.count[finding]++;
	if (finding == DOMAINLIST_USABLE)
		ck_assert_ptr_null(sentence);
	else
		(void)strlcpy(found.sentence, sentence, sizeof(found.sentence));
}

static unsigned
check_all(const char *value)
{
	ck_assert_msg(ownertest_parse(value), "%s", ownertest.fault.text);
	memset(&found, 0, sizeof(found));
	return owners_check(ownertest.owners, note, &found);
}

static void
set_mode(const char *name, mode_t mode)
{
	char path[128];

	(void)snprintf(path, sizeof(path), "%s/%s", ownertest.dir.path, name);
	ck_assert_int_eq(chmod(path, mode), 0);
}

START_TEST(all_is_well)
{
	static const char *const cdb[] = { "a", NULL };

	listdir_cdb(&ownertest.dir, "x.cdb", cdb);
	listdir_print(&ownertest.dir, "f", "a: joe\n");
	ownertest_account("joe", "DNS=a\n");
	set_mode("users/joe", 0640);
	ck_assert_uint_eq(check_all("partial-lsearch*;@F@/f : login;@F@/f : "
				    "cpanel;@F@/users : cdb;@F@/x.cdb"),
	    0);
	ck_assert_uint_eq(found.count[DOMAINLIST_USABLE], 4);
}
END_TEST

static const struct {
	const char *value;
	const char *file; /* @F@/f */
	mode_t mode;
	enum domainlist_finding want;
	const char *sentence;
} findings[] = {
	{ "lsearch;@F@/f", "# none\n", 0644, DOMAINLIST_EMPTY,
	    "@F@/f (named at /etc/test.conf:7) has no login in it and allows "
	    "nothing; add logins, or take it out of the list." },
	{ "lsearch;@F@/f", "a.example\nb.example\n", 0644, DOMAINLIST_EMPTY,
	    "@F@/f (named at /etc/test.conf:7) has no login in it and allows "
	    "nothing; add logins, or take it out of the list." },
	{ "login;@F@/f", "", 0644, DOMAINLIST_EMPTY,
	    "@F@/f (named at /etc/test.conf:7) has no login in it and allows "
	    "nothing; add logins, or take it out of the list." },
	{ "login;@F@/f", "joe: *\n", 0640, DOMAINLIST_PRIVATE,
	    "@F@/f (named at /etc/test.conf:7) cannot be read by every user "
	    "(mode 0640); run `chmod a+r @F@/f`." },
	{ "lsearch;@F@/f", "a: joe\n", 0664, DOMAINLIST_UNUSABLE,
	    "@F@/f (named at /etc/test.conf:7) can be changed by others than "
	    "its owner (mode 0664); run `chmod go-w @F@/f`." },
	{ "lsearch;@F@/none", "", 0644, DOMAINLIST_UNUSABLE,
	    "@F@/none (named at /etc/test.conf:7) cannot be opened: No such "
	    "file or directory; create it, or name another." },
	{ "nwildlsearch;@F@/f", "a: joe\n^b: joe\n", 0644, DOMAINLIST_UNUSABLE,
	    "@F@/f:2: \"^b\" is a regular expression, which is not supported; "
	    "list the domains, or write *.DOMAIN." },
	{ "cpanel;@F@/none", "", 0644, DOMAINLIST_UNUSABLE,
	    "@F@/none (named at /etc/test.conf:7) cannot be opened: No such "
	    "file or directory; create it, or name another." },
	{ "cpanel;@F@/f", "", 0644, DOMAINLIST_UNUSABLE,
	    "@F@/f (named at /etc/test.conf:7) is not a directory; name one." },
	{ "cpanel;@F@/users", "", 0644, DOMAINLIST_EMPTY,
	    "@F@/users (named at /etc/test.conf:7) has no account in it and "
	    "allows nothing; name the directory that has, or take it out." },
};

START_TEST(one_finding)
{
	listdir_print(&ownertest.dir, "f", findings[_i].file);
	set_mode("f", findings[_i].mode);
	ck_assert_uint_eq(check_all(findings[_i].value),
	    findings[_i].want == DOMAINLIST_UNUSABLE ? 1 : 0);
	ck_assert_uint_eq(found.count[findings[_i].want], 1);
	ownertest_assert(found.sentence, findings[_i].sentence);
}
END_TEST

/* Every entry is read, not only the first. */
START_TEST(long_data)
{
	static char file[6000];

	memset(file, 'x', sizeof(file));
	memcpy(file, "a: joe\nb: ", 10);
	file[sizeof(file) - 1] = '\0';
	listdir_print(&ownertest.dir, "f", file);
	ck_assert_uint_eq(check_all("login;@F@/f"), 1);
	ownertest_assert(found.sentence,
	    "@F@/f:2: the data of this key are longer than 4095 bytes; "
	    "shorten them.");
}
END_TEST

START_TEST(directory_of_accounts)
{
	ownertest_account("jane", "DNS=a\n");
	ownertest_account("joe", "DNS=a\n");
	ownertest_account(".hidden", "DNS=a\n");
	set_mode("users/joe", 0660);
	set_mode("users/.hidden", 0660);
	ck_assert_uint_eq(check_all("cpanel;@F@/users"), 1);
	ownertest_assert(found.sentence,
	    "@F@/users/joe (named at /etc/test.conf:7) can be changed by "
	    "others than its owner (mode 0660); run `chmod go-w "
	    "@F@/users/joe`.");
	set_mode("users", 0750);
	(void)check_all("cpanel;@F@/users");
	ownertest_assert(found.sentence,
	    "@F@/users (named at /etc/test.conf:7) cannot be searched by every "
	    "user (mode 0750); run `chmod a+x @F@/users`.");
	ck_assert_uint_eq(found.count[DOMAINLIST_PRIVATE], 1);
}
END_TEST

static void
add_tests(TCase *tcase)
{
	tcase_add_loop_test(tcase, example, 0, COUNT(examples));
	tcase_add_test(tcase, example_after_many);
	tcase_add_test(tcase, all_is_well);
	tcase_add_loop_test(tcase, one_finding, 0, COUNT(findings));
	tcase_add_test(tcase, long_data);
	tcase_add_test(tcase, directory_of_accounts);
}

int
main(void)
{
	return ownertest_run("owner check", add_tests);
}
