/* SPDX-License-Identifier: ISC */
/*
 * Domain lists beyond the table of what Exim does: the rule that a match rests
 * on, lists in lists, files of items, and what is not opened.
 */

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "listtest.h"

static const struct {
	const char *list;
	const char *domain;
	const char *rule; /* NULL: no */
} rules[] = {
	{ "a.example", "a.example", "a.example /etc/test.conf:9" },
	{ "x : A.example", "a.EXAMPLE", "A.example /etc/test.conf:9" },
	{ "*.example", "a.example", "*.example /etc/test.conf:9" },
	{ "@", "mx.example.net", "@ /etc/test.conf:9" },
	{ "@", "MX.example.NET", "@ /etc/test.conf:9" },
	{ "@[]", "[127.0.0.1]", "@[] /etc/test.conf:9" },
	{ "@[]", "[127.0.0.2]", NULL },
	{ "@[]", "[127.0.0.1", NULL },
	{ "@[]", "[]", NULL },
	{ "@[]", "", NULL },
	{ "@[]", "127.0.0.1", NULL },
	{ "@[]", "[ipv6:127.0.0.1]", NULL },
	{ "[192.0.2.1]", "[192.0.2.1]", "[192.0.2.1] /etc/test.conf:9" },
	{ "<; [IPv6:2001:db8::1]", "[ipv6:2001:db8::1]",
	    "[IPv6:2001:db8::1] /etc/test.conf:9" },
	{ "[IPv6::2001::db8::::1]", "[ipv6:2001:db8::1]",
	    "[IPv6:2001:db8::1] /etc/test.conf:9" },
	{ "lsearch;@F@/keys", "a.example", "lsearch;@F@/keys @F@/keys:2" },
	{ "lsearch; @F@/keys", "a.example", "lsearch; @F@/keys @F@/keys:2" },
	{ "partial-lsearch;@F@/keys", "x.w.example",
	    "partial-lsearch;@F@/keys @F@/keys:3" },
	{ "nwildlsearch;@F@/wild", "x.c.example",
	    "nwildlsearch;@F@/wild @F@/wild:2" },
	{ "dsearch;@F@", "keys", "dsearch;@F@ @F@" },
	{ "dsearch;@F@", "KEYS", "dsearch;@F@ @F@" },

	/* what a list says at its end is its last item's doing */
	{ "!a.example", "b.example", "!a.example /etc/test.conf:9" },
	{ "x : ! lsearch;@F@/keys", "b.example",
	    "! lsearch;@F@/keys /etc/test.conf:9" },
	{ "!x : y", "b.example", NULL },
	{ "!+two", "b.example", "!+two /etc/test.conf:9" },
	{ "!+two", "a.example", NULL },

	/* lists in lists */
	{ "+one", "a.example", "a.example /etc/test.conf:1" },
	{ "+three", "a.example", "a.example /etc/test.conf:1" },
	{ "+three", "c.example", "c.example /etc/test.conf:3" },
	{ "+three : d.example", "d.example", "d.example /etc/test.conf:9" },
	{ "+not", "d.example", "! a.example /etc/test.conf:4" },
	{ "+not", "a.example", NULL },
	{ "!+not : *", "a.example", "* /etc/test.conf:9" },
	{ "!+not : *", "b.example", NULL },
	{ "! +not", "a.example", "! +not /etc/test.conf:9" },
	{ "+empty", "a.example", NULL },
	{ "!+empty", "a.example", "!+empty /etc/test.conf:9" },
	{ "+empty : +empty : +one", "a.example", "a.example /etc/test.conf:1" },

	/* files of items */
	{ "@F@/items", "x.tail.example", "*.tail.example @F@/items:4" },
	{ "@F@/items", "no.example", NULL },
	{ "@F@/items : *", "no.example", NULL },
	{ "!@F@/items : *", "no.example", "!no.example @F@/items:3" },
	{ "!@F@/items : *", "x.tail.example", NULL },
	{ "!@F@/items : *", "z.example", "* /etc/test.conf:9" },
	{ "!@F@/items", "z.example", "!@F@/items /etc/test.conf:9" },
	{ "@F@/items", "hash", "hash @F@/items:5" },
	{ "@F@/items", "a.example", "lsearch;@F@/keys @F@/keys:2" },
	{ "@F@/items", "upper.example", "UPPER.example @F@/items:7" },
	{ "@F@/items", "mx.example.net", "@ @F@/items:8" },
	{ "@F@/items", "a.b:c.d", "a.b:c.d @F@/items:10" },
	{ "@F@/items", "a.b", NULL },
	{ "@F@/items", "wild", "dsearch;@F@ @F@" },
};

START_TEST(rule_of_a_match)
{
	enum domainlist_match result;

	ck_assert_ptr_nonnull(listtest_add("one", "a.example", 1));
	ck_assert_ptr_nonnull(listtest_add("two", "+one", 2));
	ck_assert_ptr_nonnull(
	    listtest_add("three", "!b.example : +two : c.example", 3));
	ck_assert_ptr_nonnull(listtest_add("not", "! a.example", 4));
	ck_assert_ptr_nonnull(listtest_add("empty", " ", 5));
	result = listtest_match(rules[_i].list, rules[_i].domain);
	ck_assert_msg(
	    result == (rules[_i].rule ? DOMAINLIST_YES : DOMAINLIST_NO),
	    "\"%s\" in \"%s\" is %d %s%s", rules[_i].domain, rules[_i].list,
	    result, listtest.rule.text, listtest.fault.text);
	if (rules[_i].rule != NULL)
		listtest_assert(listtest.rule.text, rules[_i].rule);
}
END_TEST

START_TEST(lists_nest_so_deep)
{
	char name[16], text[32] = "a.example";
	unsigned i;

	for (i = 1; i <= 16; i++) {
		(void)snprintf(name, sizeof(name), "l%u", i);
		ck_assert_ptr_nonnull(listtest_add(name, text, i));
		(void)snprintf(text, sizeof(text), "!x : +l%u : !y", i);
	}
	ck_assert_ptr_null(listtest_add("l17", text, i));
	ck_assert_str_eq(listtest.fault.text,
	    "/etc/test.conf:17: \"+l16\" nests lists too deeply; write the "
	    "items of the inner lists here.");
	ck_assert_ptr_null(listtest_add("l18", "+l17", 18));
	ck_assert_int_eq(
	    listtest_match("a.example : +l15", "b.example"), DOMAINLIST_YES);
	ck_assert_str_eq(listtest.rule.text, "!y /etc/test.conf:2");
	ck_assert_int_eq(listtest_match("! +l15 : *", "y"), DOMAINLIST_YES);
}
END_TEST

START_TEST(nul_in_a_file)
{
	listdir_write(&listtest.dir, "file", "a\0b\nc\n\0\nd", 9);
	ck_assert_int_eq(listtest_match("@F@/file", "a"), DOMAINLIST_YES);
	ck_assert_int_eq(listtest_match("@F@/file", "b"), DOMAINLIST_NO);
	ck_assert_int_eq(listtest_match("@F@/file", "c"), DOMAINLIST_YES);
	ck_assert_int_eq(listtest_match("@F@/file", "d"), DOMAINLIST_YES);
}
END_TEST

START_TEST(files_are_opened_when_reached)
{
	static const char *const lists[] = {
		"a.example : lsearch;@F@/none",
		"*.example : @F@/none : dsearch;@F@/none",
		"lsearch;@F@/keys : cdb;@F@/none",
		"@F@/items : lsearch;@F@/none",
		"+names : lsearch;@F@/none",
	};
	int i;

	ck_assert_ptr_nonnull(listtest_add("names", "b : a.example", 1));
	for (i = 0; i < COUNT(lists); i++)
		ck_assert_msg(
		    listtest_match(lists[i], "a.example") == DOMAINLIST_YES,
		    "%s: %s", lists[i], listtest.fault.text);
	ck_assert_int_eq(
	    listtest_match("! a.example : lsearch;@F@/none", "a.example"),
	    DOMAINLIST_NO);
	ck_assert_int_eq(
	    listtest_match("x : lsearch;@F@/none : a.example", "a.example"),
	    DOMAINLIST_FAULT);
	listtest_assert(listtest.fault.text,
	    "@F@/none (named at /etc/test.conf:9) cannot be opened: No such "
	    "file or directory; create it, or name another.");
	ck_assert_int_eq(
	    listtest_match("!@F@/none", "a.example"), DOMAINLIST_FAULT);
}
END_TEST

START_TEST(hostname_is_asked_when_reached)
{
	listtest.hostname = NULL;
	ck_assert_int_eq(listtest_match("a : @", "a"), DOMAINLIST_YES);
	ck_assert_uint_eq(listtest.hostname_asked, 0);
	ck_assert_int_eq(listtest_match("a : @", "b"), DOMAINLIST_FAULT);
	ck_assert_uint_eq(listtest.hostname_asked, 1);
	ck_assert_str_eq(listtest.fault.text,
	    "/etc/test.conf:9: \"@\" stands for the name of this host, which "
	    "cannot be found out; write the name itself.");
}
END_TEST

START_TEST(domain_that_is_too_long)
{
	char domain[300];

	memset(domain, 'a', sizeof(domain) - 1);
	domain[sizeof(domain) - 1] = '\0';
	ck_assert_int_eq(listtest_match("*", domain), DOMAINLIST_FAULT);
	ck_assert_ptr_nonnull(strstr(
	    listtest.fault.text, "is longer than a domain can be; send from"));
	domain[255] = '\0';
	ck_assert_int_eq(listtest_match("*", domain), DOMAINLIST_YES);
	ck_assert_int_eq(listtest_match("partial0-lsearch*;@F@/keys", domain),
	    DOMAINLIST_NO);
}
END_TEST

START_TEST(thousand_domains)
{
	static char text[40000];
	char domain[32];
	unsigned i;
	size_t n = 0;

	for (i = 1; i <= 1000; i++)
		n += (size_t)snprintf(
		    text + n, sizeof(text) - n, "d%u.example\n", i);
	listdir_print(&listtest.dir, "list", text);
	for (i = 0; i < n; i++)
		if (text[i] == '\n')
			text[i] = ':';
	for (i = 1; i <= 1000; i += 111) {
		(void)snprintf(domain, sizeof(domain), "d%u.example", i);
		ck_assert_int_eq(listtest_match(text, domain), DOMAINLIST_YES);
		ck_assert_int_eq(
		    listtest_match("@F@/list", domain), DOMAINLIST_YES);
		ck_assert_int_eq(
		    listtest_match("lsearch;@F@/list", domain), DOMAINLIST_YES);
		(void)snprintf(domain, sizeof(domain), "/list:%u", i);
		ck_assert_ptr_nonnull(strstr(listtest.rule.text, domain));
	}
	ck_assert_int_eq(listtest_match(text, "d1001.example"), DOMAINLIST_NO);
	ck_assert_int_eq(
	    listtest_match("@F@/list", "d0.example"), DOMAINLIST_NO);
}
END_TEST

static void
add_tests(TCase *tcase)
{
	tcase_add_loop_test(tcase, rule_of_a_match, 0, COUNT(rules));
	tcase_add_test(tcase, lists_nest_so_deep);
	tcase_add_test(tcase, nul_in_a_file);
	tcase_add_test(tcase, files_are_opened_when_reached);
	tcase_add_test(tcase, hostname_is_asked_when_reached);
	tcase_add_test(tcase, domain_that_is_too_long);
	tcase_add_test(tcase, thousand_domains);
}

int
main(void)
{
	return listtest_run("domainlist", add_tests);
}
