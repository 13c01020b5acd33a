/* SPDX-License-Identifier: ISC */
/*
 * The one mailbox of a From value: generous where only one can be meant,
 * strict where readers could see another.
 */

#include "scratch.h"
#include "suite.h"

#include "policy/address.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

/* Values that name one mailbox; a NULL domain is one the MTA adds. */
static const struct {
	struct str value;
	const char *local;
	const char *domain;
} mailboxes[] = {
	{ BYTES("a@ok.example"), "a", "ok.example" },
	{ BYTES("A@OK.Example"), "A", "ok.example" },
	{ BYTES("<a@ok.example>"), "a", "ok.example" },
	{ BYTES(" \t a@ok.example \r\n"), "a", "ok.example" },
	{ BYTES("Joe <a@ok.example>"), "a", "ok.example" },
	{ BYTES("Joe<a@ok.example>"), "a", "ok.example" },
	{ BYTES("\"Joe, X\" <a@ok.example>"), "a", "ok.example" },
	{ BYTES("\"b@bad.example\" <a@ok.example>"), "a", "ok.example" },
	{ BYTES("\"b\\\\\" <a@ok.example>"), "a", "ok.example" },
	{ BYTES("a.n.other <a@ok.example>"), "a", "ok.example" },
	{ BYTES("a@ok.example <a@ok.example>"), "a", "ok.example" },
	{ BYTES("\"\" <a@ok.example>"), "a", "ok.example" },
	{ BYTES("Joe < a@ok.example >"), "a", "ok.example" },

	/* Comments around every part. */
	{ BYTES("a@ok.example (Joe)"), "a", "ok.example" },
	{ BYTES("(c) a@ok.example"), "a", "ok.example" },
	{ BYTES("(c)(d (e) \\) \"f) <a@ok.example>"), "a", "ok.example" },
	{ BYTES("(c)(d) a@ok.example (e)"), "a", "ok.example" },
	{ BYTES("\"b@bad.example [x];\" <a@ok.example>"), "a", "ok.example" },
	{ BYTES("Joe (n(e)st) <a@ok.example> (t)"), "a", "ok.example" },

	/* Local parts. */
	{ BYTES("\"a b\"@ok.example"), "\"a b\"", "ok.example" },
	{ BYTES("\"a\\\"b\"@ok.example"), "\"a\\\"b\"", "ok.example" },
	{ BYTES("\"a\".b@ok.example"), "\"a\".b", "ok.example" },
	{ BYTES("a..b@ok.example"), "a..b", "ok.example" },
	{ BYTES(".a@ok.example"), ".a", "ok.example" },
	{ BYTES("a.@ok.example"), "a.", "ok.example" },
	{ BYTES("a%b.example@ok.example"), "a%b.example", "ok.example" },
	{ BYTES("host!user@ok.example"), "host!user", "ok.example" },
	{ BYTES("!#$%&'*+-/=?^_`{|}~@ok.example"), "!#$%&'*+-/=?^_`{|}~",
	    "ok.example" },
	{ BYTES("j\xc3\xb6"
		"e@ok.example"),
	    "j\xc3\xb6"
	    "e",
	    "ok.example" },
	{ BYTES("\xff@ok.example"), "\xff", "ok.example" },
	{ BYTES("a\n @ok.example"), "a", "ok.example" },

	/* Names that Exim's strict parser balks at. */
	{ BYTES("[Site] Name <a@ok.example>"), "a", "ok.example" },
	{ BYTES("Joe; x <a@ok.example>"), "a", "ok.example" },
	{ BYTES("Joe [x] <a@ok.example>"), "a", "ok.example" },
	{ BYTES("J. O'Neil & Co. <a@ok.example>"), "a", "ok.example" },
	{ BYTES("J\xf6"
		"e <a@ok.example>"),
	    "a", "ok.example" },
	{ BYTES("J\xc3\xb6"
		"e <a@ok.example>"),
	    "a", "ok.example" },
	{ BYTES("=?utf-8?q?Last=2C_First?= <a@ok.example>"), "a",
	    "ok.example" },
	{ BYTES("=?utf-8?q?a_b?= =?utf-8?q?c?= <a@ok.example>"), "a",
	    "ok.example" },
	{ BYTES("Joe\n <a@ok.example>"), "a", "ok.example" },
	{ BYTES("\r\n\tJoe\r\n <a@ok.example>\r\n (c)"), "a", "ok.example" },

	/* What an encoded word says is no syntax. */
	{ BYTES("=?utf-8?q?x=40ok.example_=28?= <b@bad.example>"), "b",
	    "bad.example" },
	{ BYTES("=?utf-8?b?PGFAb2suZXhhbXBsZT4gKA==?= <b@bad.example>"), "b",
	    "bad.example" },
	{ BYTES("\"=?utf-8?q?X=22_=3Ca=40ok.example=3E_=28?=\" "
		"<b@bad.example>"),
	    "b", "bad.example" },

	/* Domains. */
	{ BYTES("a@ok.example."), "a", "ok.example" },
	{ BYTES("<a@ok.example.>"), "a", "ok.example" },
	{ BYTES("a@o_k.example"), "a", "o_k.example" },
	{ BYTES("a@ok-.example"), "a", "ok-.example" },
	{ BYTES("a@localhost"), "a", "localhost" },
	{ BYTES("a@1"), "a", "1" },
	{ BYTES("a@127.0.0.1"), "a", "127.0.0.1" },
	{ BYTES("a@[127.0.0.1]"), "a", "[127.0.0.1]" },
	{ BYTES("<a@[127.0.0.1]> (c)"), "a", "[127.0.0.1]" },
	{ BYTES("a@[IPv6:::1]"), "a", "[ipv6:::1]" },
	{ BYTES("a@b\xc3\xbc"
		"cher.example"),
	    "a", "xn--bcher-kva.example" },
	{ BYTES("a@XN--bcher-kva.example"), "a", "xn--bcher-kva.example" },

	/* Logins of this host. */
	{ BYTES("root"), "root", NULL },
	{ BYTES("<root>"), "root", NULL },
	{ BYTES("Joe <joe>"), "joe", NULL },
	{ BYTES("\"joe\""), "\"joe\"", NULL },
	{ BYTES("root (Cron Daemon)"), "root", NULL },
	{ BYTES("www-data"), "www-data", NULL },
	{ BYTES("a.b+c"), "a.b+c", NULL },
};

START_TEST(mailbox)
{
	const char *domain = mailboxes[_i].domain;
	struct mailbox found;
	struct fault fault = { .text = "" };

	ck_assert_msg(address_parse(mailboxes[_i].value, "From header", &found,
			  &fault) == ADDRESS_OK,
	    "%s", fault.text);
	ck_assert(str_is(found.local, mailboxes[_i].local));
	ck_assert_int_eq(found.qualified, domain != NULL);
	ck_assert_str_eq(found.domain, domain == NULL ? "" : domain);
}
END_TEST

static const struct {
	enum address_result result;
	struct str value;
} refused[] = {
	/* Nothing there. */
	{ ADDRESS_MALFORMED, BYTES("") },
	{ ADDRESS_MALFORMED, BYTES(" \t\r\n ") },
	{ ADDRESS_MALFORMED, BYTES("<>") },
	{ ADDRESS_MALFORMED, BYTES("< >") },
	{ ADDRESS_MALFORMED, BYTES("Joe <>") },
	{ ADDRESS_MALFORMED, BYTES("()") },
	{ ADDRESS_MALFORMED, BYTES("<()>") },
	{ ADDRESS_MALFORMED, BYTES("@ok.example") },
	{ ADDRESS_MALFORMED, BYTES("<@ok.example>") },
	{ ADDRESS_MALFORMED, BYTES("a@") },
	{ ADDRESS_MALFORMED, BYTES("a@ (c)") },

	/* Angle brackets. */
	{ ADDRESS_MALFORMED, BYTES("Joe <a@ok.example") },
	{ ADDRESS_MALFORMED, BYTES("Joe a@ok.example>") },
	{ ADDRESS_MALFORMED, BYTES("<<a@ok.example>>") },
	{ ADDRESS_MALFORMED, BYTES("<a@ok.example>>") },
	{ ADDRESS_MALFORMED, BYTES(">a@ok.example<") },
	{ ADDRESS_MALFORMED, BYTES("<a@ok.example> <b@bad.example>") },
	{ ADDRESS_MALFORMED, BYTES("Joe <a@ok.example> junk") },
	{ ADDRESS_MALFORMED, BYTES("<a@ok.example> \"junk\"") },
	{ ADDRESS_MALFORMED, BYTES("<a@ok.example,b@bad.example>") },

	/* Words beside an address. */
	{ ADDRESS_MALFORMED, BYTES("Joe Bloggs") },
	{ ADDRESS_MALFORMED, BYTES("\"Joe\" a@ok.example") },
	{ ADDRESS_MALFORMED, BYTES("a b@ok.example") },
	{ ADDRESS_MALFORMED, BYTES("a@ok.example b") },
	{ ADDRESS_MALFORMED, BYTES("a@ok.example\n b@bad.example") },
	{ ADDRESS_MALFORMED, BYTES("mailto:a@ok.example") },
	{ ADDRESS_MALFORMED, BYTES("a@ok.example;") },
	{ ADDRESS_MALFORMED, BYTES("a@ok.example:25") },
	{ ADDRESS_MALFORMED, BYTES("a@ok.example/x") },
	{ ADDRESS_MALFORMED, BYTES("a\\@b@ok.example") },

	/* Groups. */
	{ ADDRESS_MALFORMED, BYTES("Grp:;") },
	{ ADDRESS_MALFORMED, BYTES("Grp: a@ok.example;") },
	{ ADDRESS_MALFORMED, BYTES("Grp: <a@ok.example>;") },
	{ ADDRESS_MALFORMED, BYTES("Joe: <a@ok.example>") },
	{ ADDRESS_MULTIPLE, BYTES("Grp: a@ok.example, b@bad.example;") },

	/* Several. */
	{ ADDRESS_MULTIPLE, BYTES("a@ok.example,b@ok.example") },
	{ ADDRESS_MULTIPLE, BYTES("a@ok.example, <b@bad.example>") },
	{ ADDRESS_MULTIPLE, BYTES("a@ok.example,") },
	{ ADDRESS_MULTIPLE, BYTES(",a@ok.example") },
	{ ADDRESS_MULTIPLE, BYTES("Joe, X <a@ok.example>") },
	{ ADDRESS_MULTIPLE, BYTES(",") },
	{ ADDRESS_MULTIPLE, BYTES("a,b") },

	/* Addresses where some readers look for one. */
	{ ADDRESS_AMBIGUOUS, BYTES("\"Joe\\\" <x@y>\" <a@ok.example>") },
	{ ADDRESS_AMBIGUOUS, BYTES("Joe <(c)a@ok.example>") },
	{ ADDRESS_AMBIGUOUS, BYTES("Joe <a@ok.example(d)>") },
	{ ADDRESS_AMBIGUOUS, BYTES("a (c) @ ok.example") },
	{ ADDRESS_AMBIGUOUS, BYTES("a @ (d) ok.example") },
	{ ADDRESS_AMBIGUOUS, BYTES("(<b>) a@ok.example") },
	{ ADDRESS_AMBIGUOUS, BYTES("(b>) a@ok.example") },
	{ ADDRESS_AMBIGUOUS, BYTES("a@ok.exampl <a@ok.example>") },
	{ ADDRESS_AMBIGUOUS, BYTES("a@bk.example <a@ok.example>") },
	{ ADDRESS_AMBIGUOUS, BYTES("a@ok@b <a@ok@b>") },
	{ ADDRESS_AMBIGUOUS, BYTES("a@ok.example (x(y).bad.example)") },
	{ ADDRESS_AMBIGUOUS, BYTES("a@ok.example (x\\))") },
	{ ADDRESS_AMBIGUOUS, BYTES("root (x(y)z)") },
	{ ADDRESS_AMBIGUOUS, BYTES("\"b@bad\" [x] <a@ok.example>") },
	{ ADDRESS_AMBIGUOUS, BYTES("\"b@bad\"; <a@ok.example>") },
	{ ADDRESS_AMBIGUOUS, BYTES("a@ok.example (b@bad.example, c)") },
	{ ADDRESS_AMBIGUOUS, BYTES("\"a@b\"@ok.example") },
	{ ADDRESS_AMBIGUOUS, BYTES("\"a<b>\"@ok.example") },
	{ ADDRESS_MALFORMED,
	    BYTES("a@B\xc3\x9c"
		  "CHER.example") },
	{ ADDRESS_MALFORMED, BYTES("a@xn--ok-.example") },

	/* Quotes and comments that do not close, or close nothing. */
	{ ADDRESS_MALFORMED, BYTES("\"Joe <a@ok.example>") },
	{ ADDRESS_MALFORMED, BYTES("\"Joe\\\" <a@ok.example>") },
	{ ADDRESS_MALFORMED, BYTES("a@ok.example \"") },
	{ ADDRESS_MALFORMED, BYTES("a@ok.example)") },
	{ ADDRESS_MALFORMED, BYTES("Joe) <a@ok.example>") },
	{ ADDRESS_AMBIGUOUS, BYTES("a@ok.example (") },
	{ ADDRESS_AMBIGUOUS, BYTES("a@ok.example (unclosed <b@bad.example>") },
	{ ADDRESS_AMBIGUOUS, BYTES("<a@ok.example> (x, b@bad.example") },
	{ ADDRESS_AMBIGUOUS, BYTES("(a (b) c a@ok.example") },
	{ ADDRESS_AMBIGUOUS, BYTES("(a \\) a@ok.example") },

	/* More than one @. */
	{ ADDRESS_AMBIGUOUS, BYTES("a@b@ok.example") },
	{ ADDRESS_AMBIGUOUS, BYTES("<a@b@ok.example>") },
	{ ADDRESS_AMBIGUOUS, BYTES("a@ok.example <b@bad.example>") },
	{ ADDRESS_AMBIGUOUS, BYTES("Joe @home <a@ok.example>") },
	{ ADDRESS_AMBIGUOUS, BYTES("a@ok.example@bad.example") },
	{ ADDRESS_AMBIGUOUS, BYTES("a@[127.0.0.1]@bad.example") },

	/* Source routes. */
	{ ADDRESS_AMBIGUOUS, BYTES("@r.example:a@ok.example") },
	{ ADDRESS_AMBIGUOUS, BYTES("<@r.example,@s.example:a@ok.example>") },
	{ ADDRESS_AMBIGUOUS, BYTES("<@r.example:a>") },

	/* Blanks and comments inside of parts. */
	{ ADDRESS_AMBIGUOUS, BYTES("a@ok. example") },
	{ ADDRESS_AMBIGUOUS, BYTES("a@ok .example") },
	{ ADDRESS_AMBIGUOUS, BYTES("a@ok.\n example") },
	{ ADDRESS_AMBIGUOUS, BYTES("a@ok(c).example") },
	{ ADDRESS_AMBIGUOUS, BYTES("a.(c)b@ok.example") },
	{ ADDRESS_AMBIGUOUS, BYTES("a .b@ok.example") },
	{ ADDRESS_AMBIGUOUS, BYTES("Joe \\(x <a@ok.example>") },
	{ ADDRESS_AMBIGUOUS, BYTES("Joe \\x <a@ok.example>") },

	/* Encoded words in the address. */
	{ ADDRESS_AMBIGUOUS, BYTES("=?utf-8?q?a=40ok.example?=") },
	{ ADDRESS_AMBIGUOUS, BYTES("=?utf-8?q?a?=@ok.example") },
	{ ADDRESS_AMBIGUOUS, BYTES("<=?utf-8?q?a=40ok.example?=>") },
	{ ADDRESS_MALFORMED, BYTES("a@=?utf-8?q?ok?=.example") },
	{ ADDRESS_MALFORMED, BYTES("a@ok=?utf-8?q?=2Eexample?=") },

	/* No domain, but more than a login. */
	{ ADDRESS_AMBIGUOUS, BYTES("bad.example!ceo") },
	{ ADDRESS_AMBIGUOUS, BYTES("ceo%bad.example") },
	{ ADDRESS_AMBIGUOUS, BYTES("/C=x/O=y") },
	{ ADDRESS_AMBIGUOUS, BYTES("a|b") },
	{ ADDRESS_AMBIGUOUS, BYTES("\"ceo@bad.example\"") },
	{ ADDRESS_AMBIGUOUS, BYTES("\"ceo@bad.example\" <root>") },
	{ ADDRESS_AMBIGUOUS, BYTES("root (ceo@bad.example)") },
	{ ADDRESS_AMBIGUOUS,
	    BYTES("ceo\xef\xbc\xa0"
		  "bad.example") },
	{ ADDRESS_AMBIGUOUS,
	    BYTES("j\xc3\xb6"
		  "e") },

	/* Domains that are none. */
	{ ADDRESS_MALFORMED, BYTES("a@.") },
	{ ADDRESS_MALFORMED, BYTES("a@ok..example") },
	{ ADDRESS_MALFORMED, BYTES("a@.ok.example") },
	{ ADDRESS_MALFORMED, BYTES("a@ok.example..") },
	{ ADDRESS_MALFORMED, BYTES("a@-ok.example") },
	{ ADDRESS_MALFORMED, BYTES("a@ok.-example") },
	{ ADDRESS_MALFORMED, BYTES("a@*.example") },
	{ ADDRESS_MALFORMED, BYTES("a@\"ok\".example") },
	{ ADDRESS_MALFORMED, BYTES("a@[foo]") },
	{ ADDRESS_MALFORMED, BYTES("a@[127.0.0.1") },
	{ ADDRESS_AMBIGUOUS, BYTES("a@[127.0.0.1].example") },
	{ ADDRESS_MALFORMED, BYTES("a@[127.0.0.256]") },
	{ ADDRESS_MALFORMED, BYTES("a@[::1]") },
	{ ADDRESS_MALFORMED, BYTES("a@[]") },
	{ ADDRESS_MALFORMED, BYTES("a@\xff.example") },
	/* Full-width letters, an ideographic dot, a soft hyphen, a joiner. */
	{ ADDRESS_MALFORMED, BYTES("a@\xef\xbd\x8f\xef\xbd\x8b.example") },
	{ ADDRESS_MALFORMED,
	    BYTES("a@ok\xe3\x80\x82"
		  "example") },
	{ ADDRESS_MALFORMED,
	    BYTES("a@o\xc2\xad"
		  "k.example") },
	{ ADDRESS_MALFORMED, BYTES("a@o\xe2\x80\x8bk.example") },

	/* Control bytes, wherever they stand. */
	{ ADDRESS_MALFORMED, BYTES("a@ok.example\0b@bad.example") },
	{ ADDRESS_MALFORMED, BYTES("\0a@ok.example") },
	{ ADDRESS_MALFORMED, BYTES("a@ok.example\0") },
	{ ADDRESS_MALFORMED, BYTES("a@ok.example\x0b") },
	{ ADDRESS_MALFORMED, BYTES("a@ok.example\x7f") },
	{ ADDRESS_MALFORMED,
	    BYTES("a\x01"
		  "b@ok.example") },
	{ ADDRESS_MALFORMED, BYTES("\"a\x01\" <a@ok.example>") },
	{ ADDRESS_MALFORMED, BYTES("Joe\x7f <a@ok.example>") },
	{ ADDRESS_MALFORMED, BYTES("(a\x1b) a@ok.example") },
};

START_TEST(refusal)
{
	struct mailbox found;
	struct fault fault = { .text = "" };

	ck_assert_int_eq(
	    address_parse(refused[_i].value, "From header", &found, &fault),
	    refused[_i].result);
	ck_assert_ptr_eq(strstr(fault.text, "The From header `"), fault.text);
	ck_assert_str_eq(found.domain, "");
}
END_TEST

/* The sentence quotes the start of a long value, and names its place. */
START_TEST(sentence)
{
	char value[200];
	struct mailbox found;
	struct fault fault;

	memset(value, 'x', sizeof(value));
	value[100] = ',';
	ck_assert_int_eq(address_parse((struct str){ value, sizeof(value) },
			     "sender (-f)", &found, &fault),
	    ADDRESS_MULTIPLE);
	ck_assert_ptr_eq(
	    strstr(fault.text, "The sender (-f) `xxx"), fault.text);
	ck_assert_ptr_nonnull(strstr(fault.text, "xxx...` names several"));
	ck_assert_uint_lt(strlen(fault.text), sizeof(value) + 60);
}
END_TEST

/* A value of up to ADDRESS_VALUE_MAX bytes; the blanks around do not count. */
START_TEST(value_length)
{
	char value[ADDRESS_VALUE_MAX + 10];
	size_t len;
	struct mailbox found;
	struct fault fault;

	memset(value, ' ', sizeof(value));
	for (len = ADDRESS_VALUE_MAX - 1; len <= ADDRESS_VALUE_MAX + 1; len++) {
		memset(value, ' ', len - 6);
		value[0] = 'x';
		memcpy(value + len - 6, " <a@x>", 6);
		ck_assert_int_eq(
		    address_parse((struct str){ value, sizeof(value) }, "x",
			&found, &fault),
		    len <= ADDRESS_VALUE_MAX ? ADDRESS_OK : ADDRESS_MALFORMED);
	}
}
END_TEST

/* RFC 5321 4.5.3.1.3, without the angle brackets and the @. */
START_TEST(address_length)
{
	char value[400];
	size_t len;
	struct mailbox found;
	struct fault fault;

	memset(value, 'x', sizeof(value));
	for (len = 230; len < 250; len++) {
		memcpy(value + len, "@ok.example", 11);
		ck_assert_int_eq(address_parse((struct str){ value, len + 11 },
				     "x", &found, &fault),
		    len + 11 <= 250 ? ADDRESS_OK : ADDRESS_MALFORMED);
		memset(value + len, 'x', 11);
	}
}
END_TEST

/* Where sendmail would cut a value, an address must not be. */
static const struct {
	const char *before, *after; /* what fills the value */
	char filler;
	size_t length; /* of the filler */
	enum address_result result;
} cuts[] = {
	{ "", " <a@ok.example>", 'x', 235, ADDRESS_OK },
	{ "", " <a@ok.example>", 'x', 236, ADDRESS_MALFORMED },
	{ "", " <a@ok.example>", 'x', 246, ADDRESS_MALFORMED },
	{ "", " <a@ok.example>", 'x', 258, ADDRESS_MALFORMED },
	{ "", " <a@ok.example>", 'x', 259, ADDRESS_OK },
	{ "", " <a@ok.example>", 'x', 985, ADDRESS_OK },
	{ "", " <a@ok.example>", 'x', 986, ADDRESS_MALFORMED },
	{ "\"", " b@bad\" <a@ok.example>", 'x', 300, ADDRESS_MALFORMED },
	{ "\"b@bad ", "\" <a@ok.example>", 'x', 300, ADDRESS_MALFORMED },
	{ "Joe ", "<a@ok.example>", ' ', 4000, ADDRESS_OK },
};

START_TEST(cut)
{
	char filler[4001] = "", value[4100];
	struct mailbox found;
	struct fault fault;

	memset(filler, cuts[_i].filler, cuts[_i].length);
	(void)snprintf(value, sizeof(value), "%s%s%s", cuts[_i].before, filler,
	    cuts[_i].after);
	ck_assert_int_eq(
	    address_parse(str_of(value), "x", &found, &fault), cuts[_i].result);
}
END_TEST

/* The deepest and the longest that may be tried cost no more than others. */
static const struct str pieces[] = {
	BYTES("("),
	BYTES("()"),
	BYTES("\\"),
	BYTES("\""),
	BYTES("\"\""),
	BYTES("<"),
	BYTES(">"),
	BYTES("<>"),
	BYTES(","),
	BYTES("@"),
	BYTES("a@"),
	BYTES("."),
	BYTES("[("),
	BYTES("=?"),
	BYTES("\n "),
	BYTES(":"),
	BYTES("\xff"),
	BYTES("(\\"),
	BYTES("a(b)@(c)"),
};

START_TEST(repeated)
{
	char value[ADDRESS_VALUE_MAX];
	struct mailbox found;
	struct fault fault;
	size_t i;

	for (i = 0; i < sizeof(value); i++)
		value[i] = pieces[_i].ptr[i % pieces[_i].len];
	ck_assert_int_ne(address_parse((struct str){ value, sizeof(value) },
			     "x", &found, &fault),
	    ADDRESS_OK);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("address");
	TCase *values = tcase_create("values");

	suite_add_tcase(suite, values);
	tcase_add_loop_test(values, mailbox, 0, COUNT(mailboxes));
	tcase_add_loop_test(values, refusal, 0, COUNT(refused));
	tcase_add_test(values, sentence);
	tcase_add_test(values, value_length);
	tcase_add_test(values, address_length);
	tcase_add_loop_test(values, cut, 0, COUNT(cuts));
	tcase_add_loop_test(values, repeated, 0, COUNT(pieces));
	return suite_run_here(suite);
}
