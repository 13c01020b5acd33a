/* SPDX-License-Identifier: ISC */
/*
 * Who may use a domain, by lookups and by several sources, one after the other.
 */

#include "ownertest.h"

#include <stdio.h>
#include <string.h>

#define CPANEL                                                                 \
	"a.example: joe\nb.example: jane\n"                                    \
	"shop.a.example: joe\nXN--K-0GA.example: joe\n*: nobody\n"

static const struct {
	const char *value;
	const char *file; /* @F@/f */
	const char *login;
	const char *domain;
	enum owner_result want;
	const char *rule;
} rows[] = {
	/* cPanel's file, whose last line owns the world only by a `*` */
	{ "lsearch;@F@/f", CPANEL, "joe", "a.example", OWNER_YES,
	    "lsearch;@F@/f @F@/f:1" },
	{ "lsearch;@F@/f", CPANEL, "jane", "a.example", OWNER_NO,
	    "lsearch;@F@/f @F@/f:1" },
	{ "lsearch;@F@/f", CPANEL, "nobody", "a.example", OWNER_NO, NULL },
	{ "lsearch;@F@/f", CPANEL, "nobody", "c.example", OWNER_NO, "" },
	{ "lsearch;@F@/f", CPANEL, "nobody", "*", OWNER_YES, NULL },
	{ "lsearch*;@F@/f", CPANEL, "nobody", "c.example", OWNER_YES,
	    "lsearch*;@F@/f @F@/f:5" },
	{ "lsearch*;@F@/f", CPANEL, "nobody", "a.example", OWNER_NO, NULL },
	{ "lsearch*;@F@/f", CPANEL, "joe", "c.example", OWNER_NO, NULL },

	/* logins, byte for byte */
	{ "lsearch;@F@/f", "a: x, joe ,y\n", "joe", "a", OWNER_YES, NULL },
	{ "lsearch;@F@/f", "a: x joe y\n", "joe", "a", OWNER_YES, NULL },
	{ "lsearch;@F@/f", "a x\n\tjoe,\n y\n", "joe", "a", OWNER_YES, NULL },
	{ "lsearch;@F@/f", "A: joe\n", "joe", "a", OWNER_YES, NULL },
	{ "lsearch;@F@/f", "a: Joe\n", "joe", "a", OWNER_NO, NULL },
	{ "lsearch;@F@/f", "a: joel jo \"joe\" *\n", "joe", "a", OWNER_NO,
	    NULL },
	{ "lsearch;@F@/f", "a: ,, ,\n", "", "a", OWNER_NO, NULL },
	{ "lsearch;@F@/f", "a\n", "joe", "a", OWNER_NO, NULL },
	{ "lsearch;@F@/f", "a: jane\na: joe\n", "joe", "a", OWNER_NO, NULL },
	{ "lsearch;@F@/f", "a: nobody\n", "nobody", "a", OWNER_YES, NULL },
	{ "lsearch*;@F@/f", "*: joe\n", "joe", "", OWNER_NO, "" },

	/* subdomains */
	{ "lsearch;@F@/f", "a.b: joe\n", "joe", "x.a.b", OWNER_NO, NULL },
	{ "partial-lsearch;@F@/f", "*.a.b: joe\n", "joe", "x.a.b", OWNER_YES,
	    NULL },
	{ "partial-lsearch;@F@/f", "*.a.b: joe\n", "joe", "a.b", OWNER_YES,
	    NULL },
	{ "partial()lsearch;@F@/f", "a.b: joe\n", "joe", "y.x.a.b", OWNER_YES,
	    NULL },
	{ "partial()lsearch;@F@/f", "a.b: joe\nx.a.b: jane\n", "joe", "x.a.b",
	    OWNER_NO, NULL },
	{ "nwildlsearch;@F@/f", "a.b: joe\n*.a.b: joe\n", "joe", "x.a.b",
	    OWNER_YES, "nwildlsearch;@F@/f @F@/f:2" },

	/* names with U-labels, whichever way the file has them */
	{ "lsearch;@F@/f", CPANEL, "joe", "xn--k-0ga.example", OWNER_YES,
	    NULL },
	{ "lsearch;@F@/f", "\303\266k.example: joe\n", "joe",
	    "xn--k-0ga.example", OWNER_YES, NULL },

	/* the first source that knows decides */
	{ "lsearch;@F@/f : lsearch;@F@/none", "a: jane\n", "joe", "a", OWNER_NO,
	    NULL },
	{ "lsearch;@F@/f : lsearch;@F@/none", "b: joe\n", "joe", "a",
	    OWNER_FAULT, NULL },
	{ "lsearch;@F@/f : lsearch;@F@/more", "a: jane\n", "joe", "a", OWNER_NO,
	    NULL },
	{ "lsearch;@F@/f : lsearch;@F@/more", "b: jane\n", "joe", "a",
	    OWNER_YES, "lsearch;@F@/more @F@/more:1" },
	{ "login;@F@/f : lsearch;@F@/more", "joe: @b\n", "joe", "a", OWNER_NO,
	    "login;@F@/f @F@/f:1" },
	{ "login;@F@/f : lsearch;@F@/more", "Joe: @b\n", "joe", "a", OWNER_YES,
	    NULL },
	{ "cpanel;@F@/users : lsearch;@F@/more", "", "jane", "a", OWNER_NO,
	    "lsearch;@F@/more @F@/more:1" },
	{ "<; lsearch;;@F@/f ; lsearch;;@F@/more", "b: x\n", "joe", "a",
	    OWNER_YES, NULL },
};

START_TEST(row)
{
	enum owner_result result;

	listdir_print(&ownertest.dir, "f", rows[_i].file);
	listdir_print(&ownertest.dir, "more", "a: joe\n");
	result =
	    ownertest_match(rows[_i].value, rows[_i].login, rows[_i].domain);
	ck_assert_msg(result == rows[_i].want, "%s, %s: %d %s", rows[_i].value,
	    rows[_i].file, result, ownertest.fault.text);
	if (rows[_i].rule != NULL)
		ownertest_assert(ownertest.rule.text, rows[_i].rule);
}
END_TEST

START_TEST(too_long_a_domain)
{
	char domain[300];

	memset(domain, 'a', sizeof(domain));
	domain[sizeof(domain) - 1] = '\0';
	listdir_print(&ownertest.dir, "f", "*: joe\n");
	ck_assert_int_eq(
	    ownertest_match("lsearch*;@F@/f", "joe", domain), OWNER_NO);
}
END_TEST

static const struct {
	const char *value;
	const char *file;
	const char *sentence;
} faults[] = {
	{ "lsearch;@F@/none", "",
	    "@F@/none (named at /etc/test.conf:7) cannot be opened: No such "
	    "file or directory; create it, or name another." },
	{ "login;@F@/none", "",
	    "@F@/none (named at /etc/test.conf:7) cannot be opened: No such "
	    "file or directory; create it, or name another." },
	{ "lsearch;@F@/f", "a: joe\n x\1\n",
	    "@F@/f:1: the data of this key are not text: they have a NUL byte "
	    "in them; write the file in plain text." },
	{ "cdb;@F@/f", "a: joe\n",
	    "@F@/f is not a whole cdb file; make it anew with cdb -c." },
};

START_TEST(fault)
{
	char file[64], *at;

	(void)strlcpy(file, faults[_i].file, sizeof(file));
	at = strchr(file, '\1');
	if (at != NULL)
		*at = '\0';
	listdir_write(&ownertest.dir, "f", file, strlen(faults[_i].file));
	ck_assert_int_eq(
	    ownertest_match(faults[_i].value, "joe", "a"), OWNER_FAULT);
	ownertest_assert(ownertest.fault.text, faults[_i].sentence);
}
END_TEST

static const struct {
	const char *value;
	const char *complaint;
} complaints[] = {
	{ "",
	    "\"owner\" names no source; write one as in "
	    "lsearch;/etc/userdomains." },
	{ "  ", "\"owner\" names no source;" },
	{ "/etc/userdomains",
	    "\"/etc/userdomains\" does not say where owners stand; write it as "
	    "in lsearch;/etc/userdomains, cpanel;/var/cpanel/users or "
	    "login;/etc/login_senders." },
	{ "lsearch;/a : : lsearch;/b", "\"owner\" does not say where" },
	{ "nobody", "\"nobody\" does not say where" },
	{ "mysql;/a", "\"mysql;/a\" is a lookup of a kind that is not" },
	{ "!lsearch;/a", "\"!lsearch;/a\" is a lookup of a kind that is not" },
	{ "cpanel*;/a", "\"cpanel*;/a\" is a lookup of a kind that is not" },
	{ "dsearch;/a",
	    "\"dsearch;/a\" has no data that could name an owner; use "
	    "lsearch, wildlsearch, nwildlsearch, cdb, cpanel or login." },
	{ "lsearch;a", "\"lsearch;a\" does not name its file by an absolute" },
	{ "cpanel;users",
	    "\"cpanel;users\" has no absolute path behind its "
	    "kind; write one that begins with /." },
	{ "login;", "\"login;\" has no absolute path behind its kind" },
};

START_TEST(grammar)
{
	ck_assert(!ownertest_parse(complaints[_i].value));
	ck_assert_msg(
	    strncmp(ownertest.fault.text, "/etc/test.conf:7: ", 18) == 0 &&
		strncmp(ownertest.fault.text + 18, complaints[_i].complaint,
		    strlen(complaints[_i].complaint)) == 0,
	    "%s", ownertest.fault.text);
}
END_TEST

START_TEST(nul_in_the_value)
{
	struct listfile_place place = { "/etc/test.conf", 7 };

	ck_assert_ptr_null(owners_parse(ownertest.arena,
	    (struct str){ "lsearch;/a\0b", 12 }, &place, 0, &ownertest.fault));
	ownertest_assert(ownertest.fault.text,
	    "/etc/test.conf:7: \"owner\" has a NUL byte in it; write it in "
	    "plain text.");
}
END_TEST

/* What was told, as words. */
static void
note(void *context, struct str local, const char *domain)
{
	char *told = context;
	size_t len = strlen(told);

	(void)snprintf(told + len, 256 - len, "%.*s@%s ", (int)local.len,
	    local.ptr, domain);
}

START_TEST(all_that_a_login_owns)
{
	char joe[256] = "", jane[256] = "", nobody[256] = "";

	listdir_print(&ownertest.dir, "f", CPANEL "*.wild.example: joe\n");
	listdir_print(&ownertest.dir, "l",
	    "jane: x@a.example, @b.example, *, <>, \"q q\"@c.example, y\n");
	ck_assert(ownertest_parse("login;@F@/l : lsearch;@F@/f"));
	owners_each(ownertest.owners, "joe", note, joe);
	ck_assert_str_eq(joe, "@a.example @shop.a.example @xn--k-0ga.example ");
	owners_each(ownertest.owners, "jane", note, jane);
	ck_assert_str_eq(
	    jane, "x@a.example @b.example \"q q\"@c.example @b.example ");
	owners_each(ownertest.owners, "nobody", note, nobody);
	ck_assert_str_eq(nobody, "");
	ck_assert(ownertest_parse("lsearch;@F@/missing : lsearch;@F@/f"));
	joe[0] = '\0';
	owners_each(ownertest.owners, "joe", note, joe);
	ck_assert_str_eq(joe, "");
}
END_TEST

static void
add_tests(TCase *tcase)
{
	tcase_add_loop_test(tcase, row, 0, COUNT(rows));
	tcase_add_test(tcase, too_long_a_domain);
	tcase_add_loop_test(tcase, fault, 0, COUNT(faults));
	tcase_add_loop_test(tcase, grammar, 0, COUNT(complaints));
	tcase_add_test(tcase, nul_in_the_value);
	tcase_add_test(tcase, all_that_a_login_owns);
}

int
main(void)
{
	return ownertest_run("owner", add_tests);
}
