/* SPDX-License-Identifier: ISC */
/*
 * Canonical forms of domains.
 */

#include <check.h>
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include "suite.h"

#include "policy/domain.h"

/* Set by tests of a host without libidn2. */
static bool without_idn;

void *
dlopen(const char *name, int flags)
{
	union {
		void *object;
		void *(*function)(const char *, int);
	} next;

	if (without_idn && strstr(name, "libidn2") != NULL)
		return NULL;
	next.object = dlsym(RTLD_NEXT, "dlopen");
	return next.function(name, flags);
}

static const char *const l63 = "abcdefghijklmnopqrstuvwxyz"
			       "abcdefghijklmnopqrstuvwxyz01234567890";

static const struct {
	const char *written;
	const char *canonical; /* NULL: refused */
} names[] = {
	{ "example.org", "example.org" },
	{ "EXAMPLE.Org", "example.org" },
	{ "localhost", "localhost" },
	{ "example.org.", "example.org" },
	{ "_dmarc.example.org", "_dmarc.example.org" },
	{ "a_b.example", "a_b.example" },
	{ "trailing-.example", "trailing-.example" },
	{ "3com.example", "3com.example" },
	{ "1.2.3.4", "1.2.3.4" },
	{ "", NULL },
	{ ".", NULL },
	{ "example.org..", NULL },
	{ ".example.org", NULL },
	{ "example..org", NULL },
	{ "-example.org", NULL },
	{ "www.-example.org", NULL },
	{ "exa mple.org", NULL },
	{ "example.org ", NULL },
	{ "exam\tple.org", NULL },
	{ "example.org\n", NULL },
	{ "a@b.example", NULL },
	{ "a/b.example", NULL },
	{ "a:b.example", NULL },
	{ "a*b.example", NULL },
	{ "\"a\".example", NULL },
	{ "(a).example", NULL },

	/* literals */
	{ "[192.0.2.1]", "[192.0.2.1]" },
	{ "[IPv6:2001:DB8::1]", "[ipv6:2001:db8::1]" },
	{ "[ipv6:::1]", "[ipv6:::1]" },
	{ "[]", NULL },
	{ "[", NULL },
	{ "[192.0.2.1", NULL },
	{ "[192.0.2.1].", NULL },
	{ "[192.0.2]", NULL },
	{ "[192.0.2.256]", NULL },
	{ "[ 192.0.2.1]", NULL },
	{ "[2001:db8::1]", NULL },
	{ "[IPv6:192.0.2.1]", NULL },
	{ "[IPv6:]", NULL },
	{ "[IPv6:fe80::1%eth0]", NULL },
	{ "[example.org]", NULL },
	{ "[x-tag:anything]", NULL },
	{ "[IPv6:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000]",
	    NULL },

	/* A-labels are kept, even those that no U-label stands for */
	{ "xn--k-0ga.example", "xn--k-0ga.example" },
	{ "XN--K-0GA.example", "xn--k-0ga.example" },
	{ "xn--bank-.example", NULL },
	{ "xn--.example", NULL },
	{ "xn--a.example", "xn--a.example" },

	/* U-labels */
	{ "\303\266k.example", "xn--k-0ga.example" },
	{ "\303\226K.EXAMPLE", "xn--k-0ga.example" },
	{ "\303\266k.example.", "xn--k-0ga.example" },
	{ "stra\303\237e.example", "xn--strae-oqa.example" },
	{ "\346\227\245\346\234\254.jp", "xn--wgv71a.jp" },
	{ "\303\266.xn--k-0ga.example", "xn--nda.xn--k-0ga.example" },
	{ "\303\266.XN--K-0GA.example", "xn--nda.xn--k-0ga.example" },
	{ "\303\266.xn--bank-.example", NULL },
	{ "\303\266..example", NULL },
	{ "-\303\266.example", NULL },
	{ "a@\303\266.example", NULL },
	{ "\303\266 k.example", NULL },

	/* what would be read as one name and compared as another */
	{ "\357\275\202ank.example", NULL },	 /* full-width b */
	{ "\357\274\221.example", NULL },	 /* full-width 1 */
	{ "bank\343\200\202example", NULL },	 /* U+3002 for a dot */
	{ "\303\266\357\274\216example", NULL }, /* U+FF0E for a dot */
	{ "\342\204\252.example", NULL },	 /* Kelvin sign */
	{ "a\342\200\215b.example", NULL },	 /* ZWJ */
	{ "a\342\200\214b.example", NULL },	 /* ZWNJ */
	{ "ba\302\255nk.example", NULL },	 /* soft hyphen */
	{ "ba\342\200\213nk.example", NULL },	 /* zero-width space */
	{ "o\314\210k.example", NULL },		 /* NFD */
	{ "\357\254\201.example", NULL },	 /* ligature fi */
	{ "\342\221\240.example", NULL },	 /* circled 1 */
	{ "\303\266.\357\275\202ank", NULL },	 /* in another label */

	/* not UTF-8 */
	{ "\366k.example", NULL },
	{ "\303.example", NULL },
	{ "\303", NULL },
	{ "\300\257.example", NULL },	      /* overlong */
	{ "\355\240\200.example", NULL },     /* surrogate */
	{ "\364\220\200\200.example", NULL }, /* past U+10FFFF */
	{ "\370\210\200\200\200.example", NULL },
};

START_TEST(canonical_form)
{
	char domain[DOMAIN_SIZE];
	enum domain_result result;

	result = domain_canonical(str_of(names[_i].written), domain);
	if (names[_i].canonical == NULL) {
		ck_assert_msg(result == DOMAIN_BAD, "\"%s\" became \"%s\"",
		    names[_i].written, domain);
	} else {
		ck_assert_msg(result == DOMAIN_OK, "\"%s\" was refused",
		    names[_i].written);
		ck_assert_str_eq(domain, names[_i].canonical);
	}
}
END_TEST

START_TEST(nul_is_no_part_of_a_domain)
{
	static const struct str bad[] = {
		{ "example.org\0.example", 20 },
		{ "\0", 1 },
		{ "[192.0.2.1\0]", 12 },
		{ "\303\266\0k.example", 12 },
	};
	char domain[DOMAIN_SIZE];
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_int_eq(domain_canonical(bad[i], domain), DOMAIN_BAD);
}
END_TEST

START_TEST(lengths_are_bounded)
{
	char name[400], domain[DOMAIN_SIZE];

	(void)snprintf(name, sizeof(name), "%s.example", l63);
	ck_assert_int_eq(domain_canonical(str_of(name), domain), DOMAIN_OK);
	(void)snprintf(name, sizeof(name), "%sx.example", l63);
	ck_assert_int_eq(domain_canonical(str_of(name), domain), DOMAIN_BAD);

	(void)snprintf(
	    name, sizeof(name), "%s.%s.%s.%.61s.", l63, l63, l63, l63);
	ck_assert_uint_eq(strlen(name), 254);
	ck_assert_int_eq(domain_canonical(str_of(name), domain), DOMAIN_OK);
	ck_assert_uint_eq(strlen(domain), 253);
	(void)snprintf(
	    name, sizeof(name), "%s.%s.%s.%.62s", l63, l63, l63, l63);
	ck_assert_int_eq(domain_canonical(str_of(name), domain), DOMAIN_BAD);
}
END_TEST

START_TEST(long_internationalised_name_is_refused)
{
	char name[2000] = "", domain[DOMAIN_SIZE];
	enum domain_result result = DOMAIN_OK;
	unsigned accepted = 0;

	while (result == DOMAIN_OK) {
		(void)strlcat(name, "\303\266\303\266.", sizeof(name));
		result = domain_canonical(str_of(name), domain);
		if (result == DOMAIN_OK)
			accepted++;
	}
	ck_assert_int_eq(result, DOMAIN_BAD);
	ck_assert_uint_eq(accepted, 254 / strlen("xn--ndaa."));
	while (strlcat(name, "\303\266.", sizeof(name)) < sizeof(name))
		ck_assert_int_eq(
		    domain_canonical(str_of(name), domain), DOMAIN_BAD);
}
END_TEST

START_TEST(ascii_does_not_need_libidn2)
{
	char domain[DOMAIN_SIZE], unicode[DOMAIN_SIZE];

	without_idn = true;
	ck_assert_int_eq(
	    domain_canonical(str_of("Example.org"), domain), DOMAIN_OK);
	ck_assert_int_eq(
	    domain_canonical(str_of("xn--k-0ga.org"), domain), DOMAIN_OK);
	ck_assert_int_eq(
	    domain_canonical(str_of("\303\266k.org"), domain), DOMAIN_NO_IDN);
	ck_assert(!domain_unicode("xn--k-0ga.org", unicode));
}
END_TEST

START_TEST(unicode_form)
{
	char unicode[DOMAIN_SIZE];

	ck_assert(domain_unicode("xn--k-0ga.example", unicode));
	ck_assert_str_eq(unicode, "\303\266k.example");
	ck_assert(domain_unicode("a.xn--wgv71a.jp", unicode));
	ck_assert_str_eq(unicode, "a.\346\227\245\346\234\254.jp");
}
END_TEST

START_TEST(no_unicode_form)
{
	static const char *const none[] = {
		"",
		"example.org",
		"[192.0.2.1]",
		"xn--bank-.example", /* would be read as bank.example */
		"xn--a.example",     /* no Punycode of a letter */
		"xn--k-6ea.example", /* of a capital letter, which is never
					coded */
		"xn--.example",
	};
	char unicode[DOMAIN_SIZE];

	ck_assert_msg(!domain_unicode(none[_i], unicode), "\"%s\"", none[_i]);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("domain");
	TCase *tcase = tcase_create("canonical");

	tcase_add_loop_test(
	    tcase, canonical_form, 0, (int)(sizeof(names) / sizeof(names[0])));
	tcase_add_test(tcase, nul_is_no_part_of_a_domain);
	tcase_add_test(tcase, lengths_are_bounded);
	tcase_add_test(tcase, long_internationalised_name_is_refused);
	tcase_add_test(tcase, ascii_does_not_need_libidn2);
	tcase_add_test(tcase, unicode_form);
	tcase_add_loop_test(tcase, no_unicode_form, 0, 7);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
