/* SPDX-License-Identifier: ISC */
/*
 * Domain lists written out: the first pattern that fits a domain must say of it
 * what domainlist_match() says.
 */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "listtest.h"
#include "policy/domainlist_patterns.h"

#define KEYS "lsearch;@F@/keys"

static const char *const lists[] = {
	"",
	"a.example",
	"*.example",
	"*example",
	"*",
	"@ : @[] : [192.0.2.1]",
	"!a.example",
	"!a.example : *.example",
	"*.example : !a.example",
	"!*.b.example : x.b.example : *.example",
	"x.b.example : !*.b.example : *.example",
	"!+none : a.example",
	"+ends_in_no : c.example",
	"!+ends_in_no : *",
	"+ends_in_no",
	"!+one",
	KEYS,
	"!" KEYS " : *",
	"lsearch*;@F@/keys",
	"partial-" KEYS,
	"partial1-" KEYS,
	"partial0-" KEYS,
	"partial(.)" KEYS,
	"partial0(.)" KEYS,
	"wildlsearch;@F@/wild",
	"!nwildlsearch;@F@/wild : *.example",
	"partial-nwildlsearch;@F@/wild",
	"dsearch;@F@",
	"@F@/items",
	"!@F@/items : *",
	"B\xc3\xbc"
	"cher.example : *.\xc3\xb6.example",
	"UPPER.example : *.UPPER.org",
};

static const char *const domains[] = {
	"a.example",
	"b.example",
	"c.example",
	"x.a.example",
	"x.b.example",
	"y.x.b.example",
	"c.b.example",
	"example",
	"myexample",
	"example.org",
	"www.example.org",
	"deep.www.example.org",
	"mx.example.net",
	"[192.0.2.1]",
	"xn--bcher-kva.example",
	"www.xn--nda.example",
	"upper.example",
	"x.upper.org",
	"upper.org",
	"wild.example",
	"in.wild.example",
	"in.directory.example",
	"nobody.invalid",
};

static void
setup(void)
{
	listtest.hostname = "mx.example.net";
	listdir_print(&listtest.dir, "keys",
	    "a.example: x\nb.example\n*.example.org: y\n.b.example\n"
	    "*: z\n*.c.b.example\nB\xc3\xbc"
	    "cher.example\n\"a b\"\n");
	listdir_print(&listtest.dir, "wild",
	    "wild.example\n*.wild.example\n*.b.example\n*rg\n");
	listdir_print(&listtest.dir, "items",
	    "!c.b.example\n*.b.example\n" KEYS "\nUPPER.example # x\n@\n");
	listdir_print(&listtest.dir, "in.directory.example", "");
	listtest_add("none", "", 1);
	listtest_add("one", "a.example", 2);
	listtest_add("ends_in_no", "b.example : !a.example", 3);
}

/* What the patterns say; an address in brackets has none. */
static bool
first_says(const struct domainlist_patterns *patterns, const char *domain)
{
	size_t i, len = strlen(domain);

	for (i = 0; i < patterns->count; i++) {
		const struct domainlist_pattern *item = &patterns->items[i];
		size_t tail = strlen(item->text);

		if (item->tail ? len >= tail &&
			    strcmp(domain + len - tail, item->text) == 0 :
				 strcmp(domain, item->text) == 0)
			return item->allowed;
	}
	return false;
}

/* The patterns of a list without a name. */
static bool
write_out(const char *text, struct domainlist_patterns *patterns)
{
	const struct domainlist *list = listtest_add("", text, 9);

	ck_assert_msg(list != NULL, "%s: %s", text, listtest.fault.text);
	return domainlist_patterns(
	    list, listtest.arena, patterns, &listtest.fault);
}

START_TEST(patterns_say_what_the_list_says)
{
	struct domainlist_patterns patterns;
	int i;

	ck_assert_msg(
	    write_out(lists[_i], &patterns), "%s", listtest.fault.text);
	for (i = 0; i < COUNT(domains); i++) {
		bool want =
		    listtest_match(lists[_i], domains[i]) == DOMAINLIST_YES;

		ck_assert_msg(first_says(&patterns, domains[i]) == want,
		    "\"%s\": %s is %s in it", lists[_i], domains[i],
		    want ? "" : "not");
	}
	free(patterns.items);
}
END_TEST

START_TEST(nothing_is_said_twice)
{
	static const struct domainlist_pattern want[] = {
		{ "c.x.example", false, false },
		{ "x.org", false, true },
		{ ".x.example", true, true },
	};
	struct domainlist_patterns patterns;
	size_t i;

	ck_assert(write_out("!c.x.example : *.x.example : a.x.example : "
			    "*.b.x.example : x.org : X.ORG : no host",
	    &patterns));
	ck_assert_uint_eq(patterns.count, COUNT(want));
	for (i = 0; i < patterns.count; i++) {
		ck_assert_str_eq(patterns.items[i].text, want[i].text);
		ck_assert(patterns.items[i].tail == want[i].tail);
		ck_assert(patterns.items[i].allowed == want[i].allowed);
	}
	free(patterns.items);
}
END_TEST

START_TEST(missing_file)
{
	struct domainlist_patterns patterns;

	ck_assert(!write_out("a.example : lsearch;@F@/missing", &patterns));
	ck_assert_ptr_nonnull(strstr(listtest.fault.text, "/missing (named"));
	ck_assert_ptr_null(patterns.items);
}
END_TEST

START_TEST(cdb_is_not_gone_through)
{
	static const char *const keys[] = { "a.example", NULL };
	struct domainlist_patterns patterns;

	listdir_cdb(&listtest.dir, "cdb", keys);
	ck_assert(!write_out("cdb;@F@/cdb", &patterns));
	listtest_assert(listtest.fault.text,
	    "/etc/test.conf:9: \"cdb;@F@/cdb\" cannot be written out; name "
	    "the text file that it is made of.");
}
END_TEST

START_TEST(too_many_to_write_out)
{
	static char text[DOMAINLIST_PATTERNS_MAX * 5 * 16];
	struct domainlist_patterns patterns;
	size_t n = 0;
	int i;

	for (i = 0; i <= DOMAINLIST_PATTERNS_MAX; i++)
		n += (size_t)snprintf(
		    text + n, sizeof(text) - n, "d%d.example\n", i);
	listdir_print(&listtest.dir, "many", text);
	ck_assert(!write_out("lsearch;@F@/many", &patterns));
	ck_assert_ptr_nonnull(strstr(listtest.fault.text,
	    "names; more than 5000 cannot be written out."));
	for (; i <= 4 * DOMAINLIST_PATTERNS_MAX; i++)
		n += (size_t)snprintf(
		    text + n, sizeof(text) - n, "d%d.example\n", i);
	listdir_print(&listtest.dir, "many", text);
	ck_assert(!write_out("a.example", &patterns));
	ck_assert_str_eq(listtest.fault.text,
	    "The domain lists have more than 5000 names; that many cannot be "
	    "written out.");
}
END_TEST

START_TEST(interfaces_are_noticed)
{
	const struct domainlist *list = listtest_add("", "a.example", 9);

	ck_assert(!domainlist_has_interfaces(list));
	list = listtest_add("", "!@[]", 10);
	ck_assert(domainlist_has_interfaces(list));
}
END_TEST

static void
add_tests(TCase *tcase)
{
	tcase_add_checked_fixture(tcase, setup, NULL);
	tcase_add_loop_test(
	    tcase, patterns_say_what_the_list_says, 0, COUNT(lists));
	tcase_add_test(tcase, nothing_is_said_twice);
	tcase_add_test(tcase, missing_file);
	tcase_add_test(tcase, cdb_is_not_gone_through);
	tcase_add_test(tcase, too_many_to_write_out);
	tcase_add_test(tcase, interfaces_are_noticed);
}

int
main(void)
{
	return listtest_run("domainlist_patterns", add_tests);
}
