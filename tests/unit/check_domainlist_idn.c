/* SPDX-License-Identifier: ISC */
/*
 * Internationalised names, which lists and domains may spell in either form.
 */

#include <check.h>

#include "listtest.h"

/* ok.example with an o umlaut, as U-label, in upper case, and as A-label */
#define U "\303\266k.example"
#define UU "\303\226K.example"
#define A "xn--k-0ga.example"

static const struct {
	const char *list;
	const char *domain;
	enum domainlist_match want;
} idn[] = {
	{ U, A, DOMAINLIST_YES },
	{ U, U, DOMAINLIST_YES },
	{ UU, A, DOMAINLIST_YES },
	{ A, U, DOMAINLIST_YES },
	{ A, UU, DOMAINLIST_YES },
	{ A, A, DOMAINLIST_YES },
	{ "*." U, "a." A, DOMAINLIST_YES },
	{ "*." U, "a." U, DOMAINLIST_YES },
	{ "*." A, "a." U, DOMAINLIST_YES },
	{ "*." U, A, DOMAINLIST_NO },
	{ "*" U, A, DOMAINLIST_YES },
	{ "*" U, "foo" A, DOMAINLIST_NO },
	{ "!" U " : *", A, DOMAINLIST_NO },
	{ U, "xn--k-1ga.example", DOMAINLIST_NO },
	{ U, "ok.example", DOMAINLIST_NO },
	{ "\366k.example", "xn--k-0ga.example", DOMAINLIST_NO },
	{ "lsearch;@F@/u", A, DOMAINLIST_YES },
	{ "lsearch;@F@/u", U, DOMAINLIST_YES },
	{ "lsearch;@F@/a", A, DOMAINLIST_YES },
	{ "lsearch;@F@/a", UU, DOMAINLIST_YES },
	{ "lsearch;@F@/u", "xn--k-1ga.example", DOMAINLIST_NO },
	{ "partial1-lsearch;@F@/tails", "x.y." A, DOMAINLIST_YES },
	{ "nwildlsearch;@F@/tails", "x.y." A, DOMAINLIST_YES },
	{ "@F@/u", A, DOMAINLIST_YES },
	{ "@F@/a", U, DOMAINLIST_YES },
	{ "@F@/tails", "x." A, DOMAINLIST_YES },

	/* a made-up A-label is not what it would decode to */
	{ "bank.example", "xn--bank-.example", DOMAINLIST_NO },
	{ "*bank.example", "xn--bank-.example", DOMAINLIST_NO },
	{ "lsearch;@F@/bank", "xn--bank-.example", DOMAINLIST_NO },
};

START_TEST(internationalised_name)
{
	listdir_print(&listtest.dir, "u", U "\n");
	listdir_print(&listtest.dir, "a", A "\n");
	listdir_print(&listtest.dir, "tails", "*." U "\n");
	listdir_print(&listtest.dir, "bank", "bank.example\n");
	ck_assert_msg(
	    listtest_match(idn[_i].list, idn[_i].domain) == idn[_i].want,
	    "\"%s\" in \"%s\": %s", idn[_i].domain, idn[_i].list,
	    listtest.fault.text);
}
END_TEST

static void
add_tests(TCase *tcase)
{
	tcase_add_loop_test(tcase, internationalised_name, 0, COUNT(idn));
}

int
main(void)
{
	return listtest_run("domainlist idn", add_tests);
}
