/* SPDX-License-Identifier: ISC */
/*
 * Text in an Exim configuration: what an expansion or a list would take for
 * syntax is written as an escape (Exim specification, 11.1 and 6.21).
 */

#include "exim_rules.h"

#include <grp.h>
#include <pwd.h>
#include <string.h>

void
exim_print_text(FILE *out, const char *text)
{
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c < ' ' || c == 0x7f || strchr("\\${}", c) != NULL)
			(void)fprintf(out, "\\x%02x", c);
		else
			(void)fputc(c, out);
	}
}

void
exim_print_list_item(FILE *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == ':')
			(void)fputc(':', out);
		(void)fputc(*text, out);
	}
}

void
exim_print_lookup(FILE *out, const char *key, const char *text,
    const char *path, const char *found, const char *missing)
{
	(void)fprintf(
	    out, "${lookup{%s}%.*s{", key, (int)strcspn(text, ";"), text);
	exim_print_text(out, path);
	(void)fprintf(out, "}{%s}{%s}}", found, missing);
}

static void
print_uid(FILE *out, uid_t uid)
{
	(void)fprintf(out, "%lu,", (unsigned long)uid);
}

static bool
is_member(const struct group *group, const struct passwd *passwd)
{
	char *const *name;

	if (passwd->pw_gid == group->gr_gid)
		return true;
	for (name = group->gr_mem; *name != NULL; name++)
		if (strcmp(*name, passwd->pw_name) == 0)
			return true;
	return false;
}

static void
print_members(FILE *out, const char *name)
{
	const struct group *group = getgrnam(name);
	const struct passwd *passwd;

	if (group == NULL)
		return;
	setpwent();
	while ((passwd = getpwent()) != NULL)
		if (is_member(group, passwd))
			print_uid(out, passwd->pw_uid);
	endpwent();
}

static void
print_user(void *context, const char *name)
{
	const struct passwd *passwd;

	if (name[0] == ':') {
		print_members(context, name + 1);
		return;
	}
	passwd = getpwnam(name);
	if (passwd != NULL)
		print_uid(context, passwd->pw_uid);
}

void
exim_print_uids(FILE *out, const struct users *users)
{
	users_read(users, print_user, out);
}
