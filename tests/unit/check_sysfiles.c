/* SPDX-License-Identifier: ISC */
/*
 * The system's files say what the C library says of them.
 */

#include <check.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "suite.h"
#include "wrapper/sysfiles.h"

#define NOBODY ((uid_t)-2)

START_TEST(finds_every_user)
{
	struct sysfiles_user user;
	const struct passwd *passwd;
	FILE *file = fopen("/etc/passwd", "re");
	unsigned users = 0;

	ck_assert_ptr_nonnull(file);
	while ((passwd = fgetpwent(file)) != NULL) {
		const struct passwd *first = getpwuid(passwd->pw_uid);

		ck_assert_ptr_nonnull(first);
		ck_assert(sysfiles_find_user(first->pw_uid, &user));
		ck_assert_str_eq(user.login, first->pw_name);
		ck_assert_str_eq(user.home, first->pw_dir);
		ck_assert_uint_eq(user.group, first->pw_gid);
		users++;
	}
	(void)fclose(file);
	ck_assert_uint_gt(users, 0);
	ck_assert(!sysfiles_find_user(NOBODY, &user));
}
END_TEST

START_TEST(knows_members)
{
	struct sysfiles_user user = { .login = "nobody at all", .group = 0 };
	struct sysfiles_user member = { .group = (gid_t)-2 };
	const struct group *group;
	FILE *file = fopen("/etc/group", "re");
	char name[64] = "";

	ck_assert_ptr_nonnull(file);
	while (name[0] == '\0' && (group = fgetgrent(file)) != NULL)
		if (group->gr_mem[0] != NULL) {
			(void)strlcpy(member.login, group->gr_mem[0],
			    sizeof(member.login));
			(void)strlcpy(name, group->gr_name, sizeof(name));
		}
	(void)fclose(file);
	ck_assert(name[0] == '\0' || sysfiles_in_group(&member, name));
	ck_assert(sysfiles_in_group(&user, "root"));
	user.group = (gid_t)-2;
	ck_assert(!sysfiles_in_group(&user, "root"));
	ck_assert(!sysfiles_in_group(&user, "no such group"));
}
END_TEST

START_TEST(finds_hosts)
{
	char name[256], little[4];
	/* A system fresh from debootstrap(8) has none. */
	bool known = access("/etc/hosts", F_OK) == 0;

	ck_assert_int_eq(
	    sysfiles_find_host("localhost", name, sizeof(name)), known);
	ck_assert_int_eq(
	    sysfiles_find_host("LOCALHOST", name, sizeof(name)), known);
	ck_assert(!sysfiles_find_host("localhost", little, sizeof(little)));
	ck_assert(!sysfiles_find_host("no.such.host", name, sizeof(name)));
	ck_assert(!sysfiles_find_host("127.0.0.1", name, sizeof(name)));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("sysfiles");
	TCase *tcase = tcase_create("sysfiles");

	tcase_add_test(tcase, finds_every_user);
	tcase_add_test(tcase, knows_members);
	tcase_add_test(tcase, finds_hosts);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
