/* SPDX-License-Identifier: ISC */
/*
 * Address lists, and whom -t sends to.
 */

#include "scratch.h"
#include "suite.h"

#include "policy/header.h"
#include "policy/recipient_set.h"
#include "policy/recipients.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOUND_SIZE 1024

/*
 * Values of To; the addresses, with | between; and how many recipients Exim
 * 4.96, Postfix 3.7 and sendmail 8.17 put into their queues for it, none when
 * they refuse the message.
 */
static const struct {
	const char *value;
	const char *addresses;
	unsigned mta[3];
} lists[] = {
	{ "a@x", "a@x", { 1, 1, 1 } },
	{ "Joe <a@x>", "a@x", { 1, 1, 1 } },
	{ "Joe B <a@x>, b@x", "a@x|b@x", { 2, 2, 2 } },
	{ "a@x b@y", "a@x|b@y", { 0, 2, 2 } },
	{ "Joe Smith", "Joe|Smith", { 0, 2, 2 } },
	{ "joe smith a@x", "joe|smith|a@x", { 0, 3, 3 } },
	{ "a@x (Joe) b@y", "a@x|b@y", { 0, 2, 0 } },
	{ "<a@x> <b@y>", "a@x|b@y", { 0, 2, 1 } },
	{ "<a@x> b@y", "a@x|b@y", { 0, 2, 1 } },
	{ "a@x <b@y>", "b@y", { 0, 1, 1 } },
	{ "a@x b@y <c@z>", "c@z", { 0, 1, 1 } },
	{ "a@x; b@y", "a@x|b@y", { 0, 2, 0 } },
	{ "<a@x>; <b@y>", "a@x|b@y", { 0, 2, 1 } },
	{ "g: a@x, b@y;", "a@x|b@y", { 2, 2, 2 } },
	{ "g: a@x, b@y;, c@z", "a@x|b@y|c@z", { 3, 3, 3 } },
	{ "g: a@x, b@y; c@z", "a@x|b@y|c@z", { 2, 3, 1 } },
	{ "undisclosed-recipients:;", "", { 0, 0, 0 } },
	{ "g: a@x, b@y", "a@x|b@y", { 2, 2, 2 } },
	{ "g:;, a@x", "a@x", { 1, 1, 1 } },
	{ "g: a@x; h: b@y;", "a@x|b@y", { 1, 1, 0 } },
	{ "p q: a@x b@y: c@z", "a@x|b@y|c@z", { 0, 3, 3 } },
	{ "a@x b@y : c@z", "a@x|b@y|c@z", { 0, 2, 3 } },
	{ "a@x b@y : c@z;", "a@x|b@y|c@z", { 0, 1, 1 } },
	{ "a@x : b@y", "a@x|b@y", { 0, 1, 2 } },
	{ "<a@x, b@y>", "a@x|b@y", { 0, 1, 0 } },
	{ "<a@x, b@y", "a@x|b@y", { 0, 2, 0 } },
	{ "a@x>, b@y", "a@x|b@y", { 1, 2, 0 } },
	{ "<<a@x>, b@y>", "a@x|b@y", { 0, 1, 0 } },
	{ "<a@x <b@y>", "a@x|b@y", { 0, 1, 0 } },
	{ "<@r,@s:a@x>, b@y", "a@x|b@y", { 2, 2, 2 } },
	{ "@r,@s:a@x, b@y", "@r|@s|a@x|b@y", { 2, 3, 2 } },
	{ "\"Q, R\" <a@x>", "a@x", { 1, 1, 1 } },
	{ "\"Q, R <a@x>, b@y", "\"Q, R <a@x>, b@y", { 0, 1, 0 } },
	{ "a@x, \"b, c@y", "a@x|\"b, c@y", { 1, 2, 0 } },
	{ "\"a@x, b@y\"", "\"a@x, b@y\"", { 1, 1, 1 } },
	{ "Q\\, R <a@x>, b@y", "Q\\|a@x|b@y", { 2, 2, 3 } },
	{ "a\\,b@x", "a\\|b@x", { 1, 1, 2 } },
	{ "\\\"a@x, b@y\\\"", "\\\"a@x|b@y\\\"", { 1, 2, 2 } },
	{ "\\\"a, b@y\\\" <c@z>", "\\\"a|c@z", { 1, 2, 2 } },
	{ "(a@x, b@y) c@z", "c@z", { 1, 1, 1 } },
	{ "(a (b, c) d) a@x, b@y", "a@x|b@y", { 2, 2, 2 } },
	{ "(a, (b) a@x, b@y", "", { 0, 0, 0 } },
	{ "a@x, (b@y, c@z", "a@x", { 1, 1, 0 } },
	{ "a@x (b, \\) c), b@y", "a@x|b@y", { 2, 2, 2 } },
	{ "(a\\(b) a@x, b@y)", "a@x|b@y)", { 1, 2, 0 } },
	{ "a) a@x, b@y", "a)|a@x|b@y", { 1, 2, 0 } },
	{ "=?utf-8?q?a,_b?= <a@x>", "=?utf-8?q?a|a@x", { 2, 2, 2 } },
	{ "=?utf-8?q?a=2C_b?= <a@x>", "a@x", { 1, 1, 1 } },
	{ "=?utf-8?q?a?= =?utf-8?q?b?= <a@x>", "a@x", { 1, 1, 1 } },
	{ "a@x,\n b@y", "a@x|b@y", { 2, 2, 2 } },
	{ "a@x\n b@y", "a@x|b@y", { 0, 2, 2 } },
	{ "Joe\n <a@x>,\n\tb@y", "a@x|b@y", { 2, 2, 2 } },
	{ "a@x,,b@y, ,", "a@x|b@y", { 2, 2, 2 } },
	{ "a @ x, b@y", "a @ x|b@y", { 2, 2, 2 } },
	{ "a@[IPv6:::1], b@y", "a@[IPv6:::1]|b@y", { 2, 2, 2 } },
	{ "a@[1,2], b@y", "a@[1|2]|b@y", { 1, 2, 3 } },
	{ "a@x, a@x, A@x", "a@x|a@x|A@x", { 3, 3, 2 } },
	{ "a@x,b@y;c@z", "a@x|b@y|c@z", { 1, 3, 1 } },
	{ "Joe. J. Smith <a@x>", "a@x", { 1, 1, 1 } },
	{ "a@x\tb@y c@z", "a@x|b@y|c@z", { 0, 3, 3 } },
	{ "<a@x>,<b@y>", "a@x|b@y", { 2, 2, 2 } },
	{ "<a@x><b@y>", "a@x|b@y", { 0, 2, 1 } },
	{ "<>", "", { 0, 0, 0 } },
	{ "<>, a@x", "a@x", { 1, 1, 1 } },
	{ "a b", "a|b", { 0, 2, 2 } },
	{ "a", "a", { 1, 1, 1 } },
	{ "a,b", "a|b", { 2, 2, 2 } },
	{ "\"a b\"@x, c@y", "\"a b\"@x|c@y", { 2, 2, 2 } },
	{ "\"a b\" c@y", "\"a b\"|c@y", { 0, 2, 2 } },
	{ "\"a\"<b@y>\"c\"<d@z>", "b@y|d@z", { 0, 2, 1 } },
	{ "a@x,b@y : c@z;", "a@x|b@y|c@z", { 1, 2, 2 } },
	{ "m\xc3"
	  "\xbc"
	  "ller, a@x",
	    "m\xc3"
	    "\xbc"
	    "ller|a@x",
	    { 2, 2, 2 } },
	{ "a@x\x0b"
	  "b@y",
	    "a@x|b@y", { 0, 1, 2 } },
	{ "a@x\x0c"
	  "b@y",
	    "a@x|b@y", { 0, 1, 2 } },
	{ "a@x\xc2"
	  "\xa0"
	  "b@y",
	    "a@x\xc2"
	    "\xa0"
	    "b@y",
	    { 0, 1, 0 } },
	{ "a@x/b@y", "a@x/b@y", { 0, 1, 0 } },
	{ "a@x|b@y", "a@x|b@y", { 0, 1, 0 } },
	{ "a@x\\ b@y", "a@x\\|b@y", { 0, 1, 2 } },
	{ "[a@x] b@y", "[a@x]|b@y", { 0, 2, 2 } },
	{ "[a@x, b@y]", "[a@x|b@y]", { 0, 1, 2 } },
	{ "\"a@x\" b@y", "\"a@x\"|b@y", { 0, 2, 2 } },
	{ "\"a@x\" \"b@y\"", "\"a@x\"|\"b@y\"", { 0, 2, 2 } },
	{ "<a@x b@y>", "a@x b@y", { 0, 1, 0 } },
	{ "<a@x>, <b@y", "a@x|b@y", { 1, 2, 0 } },
	{ "\"", "\"", { 0, 1, 0 } },
	{ "(", "", { 0, 0, 0 } },
	{ "\",a@x,b@y", "\",a@x,b@y", { 0, 1, 0 } },
	{ "(,a@x,b@y", "", { 0, 0, 0 } },
	{ "(,a@x,b@y), c@z", "c@z", { 1, 1, 1 } },
	{ "\",a@x,b@y\", c@z", "\",a@x,b@y\"|c@z", { 2, 2, 1 } },
	{ "\"a@x\\\", b@y, c@z", "\"a@x\\\", b@y, c@z", { 0, 1, 0 } },
	{ "<a@x, (b>) c@y>, d@z", "a@x|c@y|d@z", { 1, 2, 0 } },
	{ "<\"a>\", b@x, \"c\"@y>, d@z", "\"a>\"|b@x|\"c\"@y|d@z",
	    { 1, 2, 0 } },
	{ "[,(] a@x, b@y)", "[|a@x|b@y", { 0, 3, 1 } },
	{ "x [\"],\"a@x, b@y, \"", "x|a@x|b@y", { 1, 3, 2 } },
	{ "a@x[]b@y[]c@z", "a@x|[]|b@y|[]|c@z", { 0, 5, 0 } },
	{ "a@x>b@y", "a@x|b@y", { 0, 2, 0 } },
	{ "a@x b@y <: <c@z>", "a@x|b@y|:|c@z", { 0, 3, 0 } },
	{ "a@x b@y : <c@z>", "a@x|b@y|c@z", { 0, 3, 1 } },
	{ "a@x <b@y : c@z <d@w>", "a@x|b@y|:|c@z|d@w", { 0, 2, 0 } },
	{ "\"a@x\"\"b@y\"c@z", "\"a@x\"|\"b@y\"|c@z", { 0, 3, 1 } },
	{ "a@x. b@y. c@z.", "a@x.|b@y.|c@z.", { 0, 1, 3 } },
	{ "a@x .b@y", "a@x|.b@y", { 0, 1, 2 } },
	{ "<@r,b@s,c@t:a@x>", "@r|b@s|c@t|a@x", { 0, 1, 0 } },
};

/*
 * What holds words that nothing can be delivered to, such as `[x]` or `@r`:
 * Postfix puts them into its queue all the same.
 */
static const struct {
	const char *value;
	const char *addresses;
} without[] = {
	{ "", "" },
	{ " \r\n\t", "" },
	{ ",,;:,", "" },
	{ "Undisclosed recipients:", "" },
	{ "<", "" },
	{ "<,a@x", "a@x" },
	{ "<@a:", "@a:" },
	{ "[(] a@x, b@y, c@z)", "a@x|b@y|c@z" },
	{ "[\"] a@x, b@y \"", "a@x|b@y" },
	{ "[\\](] a@x, b@y)", "a@x|b@y" },
	{ "[<]a@x b@y [>]", "a@x|b@y" },
	{ "<@r,@s:a@x, b@y", "@r,@s:a@x|b@y" },
};

struct found {
	char text[FOUND_SIZE];
	unsigned count;
	unsigned most; /* before the callback has enough */
};

static bool
note(void *context, struct str address)
{
	struct found *found = context;
	size_t len = strlen(found->text);

	ck_assert_uint_gt(address.len, 0);
	(void)snprintf(found->text + len, sizeof(found->text) - len, "%s%.*s",
	    found->count > 0 ? "|" : "", (int)address.len, address.ptr);
	return ++found->count != found->most;
}

static struct found
walk(struct str value)
{
	struct found found = { .count = 0 };
	struct recipients list;
	struct str address;

	recipients_open(&list, value);
	while (recipients_next(&list, &address))
		(void)note(&found, address);
	return found;
}

START_TEST(counted)
{
	struct found found = walk(str_of(lists[_i].value));
	size_t i;

	ck_assert_str_eq(found.text, lists[_i].addresses);
	for (i = 0; i < 3; i++)
		ck_assert_uint_ge(found.count, lists[_i].mta[i]);
}
END_TEST

START_TEST(empty)
{
	struct found found = walk(str_of(without[_i].value));

	ck_assert_str_eq(found.text, without[_i].addresses);
}
END_TEST

START_TEST(domain)
{
	struct str a = recipients_domain(STR("\"a@b\"@X.example"));

	ck_assert(str_is(a, "X.example"));
	ck_assert_uint_eq(recipients_domain(STR("a")).len, 0);
	ck_assert_uint_eq(recipients_domain(STR("a@")).len, 0);
	ck_assert_uint_eq(recipients_domain(STR("")).len, 0);
}
END_TEST

/* Headers, and whom -t sends to, by the MTA that sends to the most. */
static const struct {
	const char *head;
	const char *addresses;
} headers[] = {
	{ "To: a@x\nCc: b@x\nBCC:c@x\n\nTo: d@x\n", "a@x|b@x|c@x" },
	{ "To: a@x\nto: b@x\n", "a@x|b@x" },
	{ "To : a@x\nCc\t: b@x\n", "a@x|b@x" },
	{ "To\x0b: a@x\nCc\n : b@x\n", "a@x|b@x" },
	{ "To: a@x\r\n (c),\r\n b@x\r\nSubject: s@x\r\n", "a@x|b@x" },
	{ "To: a@x\nApparently-To: b@x\n", "a@x|b@x" },
	{ "X-To: a@x\nReply-To: b@x\nDelivered-To: c@x\nT\xc3\xb6: d@x\n", "" },
	{ "", "" },
	{ "To: a@x\nno field\nTo: b@x\n", "a@x" },
	/* Resent. */
	{ "To: a@x\nResent-To: b@x\nCc: c@x\n", "b@x" },
	{ "Resent-Bcc : b@x\nTo: a@x\nRESENT-CC: c@x\n", "b@x|c@x" },
	{ "Resent-To:\nTo: a@x\n", "" },
	/* Exim and sendmail send to nobody, Postfix as if it were not there. */
	{ "To: a@x\nResent-From: b@x\n", "a@x" },
	{ "To: a@x\nResent-Date: x\nResent-X: y\n", "a@x" },
	/* Some MTAs end the header before they come to it. */
	{ "To: a@x\nResent-To\x0b: b@x\n", "a@x|b@x" },
	{ "To: a@x\n: odd\nResent-To: b@x\n", "a@x|b@x" },
	{ "To: a@x\n\xc3\xb6: odd\nResent-To: b@x\n", "a@x|b@x" },
	{ "To: a@x\n: odd\nResent-From: b@x\n", "a@x" },
	{ "Resent-To: b@x\n: odd\nTo: a@x\n", "b@x" },
};

START_TEST(of_header)
{
	struct str head = str_of(headers[_i].head);
	struct found found = { .count = 0 }, first = { .most = 1 };
	struct header header;
	struct fault fault;

	ck_assert_int_eq(header_read(head, true, &header, &fault), HEADER_OK);
	recipients_of_header(head, &header, note, &found);
	ck_assert_str_eq(found.text, headers[_i].addresses);
	recipients_of_header(head, &header, note, &first);
	ck_assert_uint_eq(first.count, found.count > 0);
}
END_TEST

START_TEST(arguments)
{
	struct recipient_set set = { .count = 0 };
	char names[40][16];
	size_t i;

	ck_assert(!recipient_set_has(&set, STR("a@x")));
	ck_assert(recipient_set_add(&set, STR("Joe <a@x>, c@x")));
	ck_assert(recipient_set_add(&set, STR("alice")));
	ck_assert(recipient_set_has(&set, STR("a@x")));
	ck_assert(recipient_set_has(&set, STR("c@x")));
	ck_assert(!recipient_set_has(&set, STR("A@x")));
	ck_assert(!recipient_set_has(&set, STR("b@x")));
	ck_assert(!recipient_set_has(&set, STR("alice")));
	for (i = 0; i < 40; i++) {
		(void)snprintf(names[i], sizeof(names[i]), "n%zu@x", i);
		ck_assert(recipient_set_add(&set, str_of(names[i])));
	}
	for (i = 0; i < 40; i++)
		ck_assert(recipient_set_has(&set, str_of(names[i])));
	ck_assert(!recipient_set_has(&set, STR("n40@x")));
	recipient_set_free(&set);
	ck_assert(!recipient_set_has(&set, STR("a@x")));
}
END_TEST

/* Repeated to 1 MiB; the time limit of a test is what fails. */
static const char *const pathological[] = { "<", ">", "\"", "(", ")", "\\", ",",
	":", "a@b:", "a@x,", "a ", "<@a,@a", "<@a:", "<(\"@", "a.\"b\".",
	"a @ ", "(a)", "x(a)@", "g:;", "[", "<a@x>", "<a@x> ", "\"\"", "()",
	"(<" };

START_TEST(large)
{
	size_t size = (size_t)1 << 20, i, count = 0;
	const char *piece = pathological[_i];
	char *value = malloc(size);
	struct recipients list;
	struct str address;

	ck_assert_ptr_nonnull(value);
	for (i = 0; i < size; i++)
		value[i] = piece[i % strlen(piece)];
	recipients_open(&list, (struct str){ value, size });
	while (recipients_next(&list, &address))
		count++;
	ck_assert_uint_le(count, size);
	free(value);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("recipients");
	TCase *tests = tcase_create("recipients");

	suite_add_tcase(suite, tests);
	tcase_add_loop_test(tests, counted, 0, COUNT(lists));
	tcase_add_loop_test(tests, empty, 0, COUNT(without));
	tcase_add_test(tests, domain);
	tcase_add_loop_test(tests, of_header, 0, COUNT(headers));
	tcase_add_test(tests, arguments);
	tcase_add_loop_test(tests, large, 0, COUNT(pathological));
	return suite_run_here(suite);
}
