/* SPDX-License-Identifier: ISC */
/*
 * cPanel's files about its accounts.
 */

#include <sys/stat.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ownertest.h"

/* As cPanel 102 writes it, abridged. */
#define ACCOUNT                                                                \
	"# cPanel user file for joe\n"                                         \
	"BACKUP=1\nCONTACTEMAIL=joe@private.example\n"                         \
	"DNS=main.example\n"                                                   \
	"DNS1=addon.example\n"                                                 \
	"DNS10=sub.main.example\n"                                             \
	"DNS2=XN--K-0GA.example\n"                                             \
	"DOMAIN=wrong.example\nIP=192.0.2.1\nOWNER=root\nUSER=joe\n"           \
	"XDNS1=former.example\n"

static const struct {
	const char *account;
	const char *domain;
	enum owner_result want;
	const char *rule;
} rows[] = {
	{ ACCOUNT, "main.example", OWNER_YES,
	    "cpanel;@F@/users @F@/users/joe:4" },
	{ ACCOUNT, "addon.example", OWNER_YES,
	    "cpanel;@F@/users @F@/users/joe:5" },
	{ ACCOUNT, "sub.main.example", OWNER_YES, NULL },
	{ ACCOUNT, "xn--k-0ga.example", OWNER_YES, NULL },
	{ ACCOUNT, "former.example", OWNER_NO, "" },
	{ ACCOUNT, "other.main.example", OWNER_NO, "" },
	{ ACCOUNT, "private.example", OWNER_NO, "" },
	{ ACCOUNT, "wrong.example", OWNER_NO, "" },
	{ ACCOUNT, "192.0.2.1", OWNER_NO, "" },
	{ "", "a", OWNER_NO, "" },
	{ "DNS=A\n", "a", OWNER_YES, NULL },
	{ "DNS=a", "a", OWNER_YES, NULL },
	{ "DNS=a\r\n", "a", OWNER_YES, NULL },
	{ "DNS =a\n", "a", OWNER_YES, NULL },
	{ "DNS= a\n", "a", OWNER_YES, NULL },
	{ "DNS=\n", "a", OWNER_NO, NULL },
	{ "DNS\n", "a", OWNER_NO, NULL },
	{ "DNS", "a", OWNER_NO, NULL },
	{ "DNS=b a\n", "a", OWNER_NO, NULL },
	{ "DNS=*\n", "a", OWNER_NO, NULL },
	{ " DNS=a\n", "a", OWNER_NO, NULL },
	{ "#DNS=a\n", "a", OWNER_NO, NULL },
	{ "dns=a\n", "a", OWNER_NO, NULL },
	{ "DNSx=a\n", "a", OWNER_NO, NULL },
	{ "DNS1x=a\n", "a", OWNER_NO, NULL },
	{ "XDNS=a\n", "a", OWNER_NO, NULL },
	{ "DNS3=\303\266k.example\n", "xn--k-0ga.example", OWNER_YES, NULL },
};

START_TEST(row)
{
	enum owner_result result;

	ownertest_account("joe", rows[_i].account);
	result = ownertest_match("cpanel;@F@/users", "joe", rows[_i].domain);
	ck_assert_msg(result == rows[_i].want, "%s: %s %s", rows[_i].domain,
	    rows[_i].account, ownertest.fault.text);
	if (rows[_i].rule != NULL)
		ownertest_assert(ownertest.rule.text, rows[_i].rule);
}
END_TEST

/* What a line is cut into is no line. */
START_TEST(long_line)
{
	static char file[9000];
	size_t at;

	for (at = 4085; at < 4105; at++) {
		memset(file, 'x', sizeof(file));
		(void)strlcpy(file + at, "DNS=a\nDNS1=b\n", 16);
		ownertest_account("joe", file);
		ck_assert_int_eq(
		    ownertest_match("cpanel;@F@/users", "joe", "a"), OWNER_NO);
		ck_assert_int_eq(
		    ownertest_match("cpanel;@F@/users", "joe", "b"), OWNER_YES);
	}
}
END_TEST

/* Logins that have no file, or whose file would be elsewhere. */
START_TEST(login_that_is_a_path)
{
	static const char *const logins[] = { "", ".", "..", "../f", "./joe",
		"/etc/passwd", "users/joe", "joe/", ".joe", "Joe", "joe ",
		"none" };
	static char longest[300], path[5000];

	listdir_print(&ownertest.dir, "f", "DNS=a\n");
	ownertest_account("joe", "DNS=a\n");
	ownertest_account(".joe", "DNS=a\n");
	ck_assert_int_eq(
	    ownertest_match("cpanel;@F@/users", logins[_i % 12], "a"),
	    OWNER_NO);
	ck_assert_str_eq(ownertest.rule.text, "");
	memset(longest, 'a', sizeof(longest) - 1);
	ck_assert_int_eq(
	    ownertest_match("cpanel;@F@/users", longest, "a"), OWNER_NO);
	memset(path, 'a', sizeof(path) - 1);
	ck_assert_int_eq(
	    ownertest_match("cpanel;@F@/users", path, "a"), OWNER_NO);
}
END_TEST

START_TEST(no_directory)
{
	ck_assert_int_eq(
	    ownertest_match("cpanel;@F@/none", "joe", "a"), OWNER_NO);
}
END_TEST

START_TEST(file_that_others_can_write)
{
	char path[128];

	ownertest_account("joe", "DNS=a\n");
	(void)snprintf(path, sizeof(path), "%s/users/joe", ownertest.dir.path);
	ck_assert_int_eq(chmod(path, 0640), 0);
	ck_assert_int_eq(
	    ownertest_match("cpanel;@F@/users", "joe", "a"), OWNER_YES);
	ck_assert_int_eq(chmod(path, 0660), 0);
	ck_assert_int_eq(
	    ownertest_match("cpanel;@F@/users", "joe", "a"), OWNER_FAULT);
	ownertest_assert(ownertest.fault.text,
	    "@F@/users/joe (named at /etc/test.conf:7) can be changed by "
	    "others than its owner (mode 0660); run `chmod go-w "
	    "@F@/users/joe`.");
}
END_TEST

START_TEST(file_that_cannot_be_read)
{
	char path[128];
	uid_t uid = geteuid();

	ownertest_account("joe", "DNS=a\n");
	(void)snprintf(path, sizeof(path), "%s/users/joe", ownertest.dir.path);
	ck_assert_int_eq(chmod(path, 0200), 0);
	if (uid == 0)
		ck_assert_int_eq(seteuid(65534), 0);
	ck_assert_int_eq(
	    ownertest_match("cpanel;@F@/users", "joe", "a"), OWNER_FAULT);
	if (uid == 0)
		ck_assert_int_eq(seteuid(0), 0);
	ownertest_assert(ownertest.fault.text,
	    "@F@/users/joe (named at /etc/test.conf:7) cannot be opened: "
	    "Permission denied; let its account read it (chgrp joe, chmod "
	    "g+r).");
}
END_TEST

static void
add_tests(TCase *tcase)
{
	tcase_add_loop_test(tcase, row, 0, COUNT(rows));
	tcase_add_test(tcase, long_line);
	tcase_add_loop_test(tcase, login_that_is_a_path, 0, 12);
	tcase_add_test(tcase, no_directory);
	tcase_add_test(tcase, file_that_others_can_write);
	tcase_add_test(tcase, file_that_cannot_be_read);
}

int
main(void)
{
	return ownertest_run("owner cpanel", add_tests);
}
