/* SPDX-License-Identifier: ISC */
/*
 * Files that the C library knows how to read, but only without asking anybody
 * else (fgetpwent(3)); /etc/hosts (hosts(5)) it reads together with the DNS.
 */

#include "sysfiles.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define BLANKS " \t\r\n"

/* musl reads 1024 bytes at a time, and some servers have many users. */
static char buffer[16384];

static FILE *
open_file(const char *path)
{
	FILE *file = fopen(path, "re");

	if (file != NULL)
		(void)setvbuf(file, buffer, _IOFBF, sizeof(buffer));
	return file;
}

bool
sysfiles_find_user(uid_t uid, struct sysfiles_user *user)
{
	FILE *file = open_file("/etc/passwd");
	const struct passwd *passwd = NULL;
	bool found = false;

	while (!found && file != NULL && (passwd = fgetpwent(file)) != NULL)
		found = passwd->pw_uid == uid &&
		    strlen(passwd->pw_name) < sizeof(user->login);
	if (found) {
		(void)strlcpy(
		    user->login, passwd->pw_name, SYSFILES_LOGIN_SIZE);
		(void)strlcpy(user->home, passwd->pw_dir, SYSFILES_HOME_SIZE);
		user->group = passwd->pw_gid;
	}
	if (file != NULL)
		(void)fclose(file);
	return found;
}

static bool
is_member(const struct sysfiles_user *user, const struct group *group)
{
	char **member;

	if (group->gr_gid == user->group)
		return true;
	for (member = group->gr_mem; *member != NULL; member++)
		if (strcmp(*member, user->login) == 0)
			return true;
	return false;
}

bool
sysfiles_in_group(const struct sysfiles_user *user, const char *name)
{
	FILE *file = open_file("/etc/group");
	const struct group *group;
	bool found = false;

	while (file != NULL && (group = fgetgrent(file)) != NULL)
		if (strcmp(group->gr_name, name) == 0) {
			found = is_member(user, group);
			break;
		}
	if (file != NULL)
		(void)fclose(file);
	return found;
}

/* The first name on a line `ADDRESS NAME...` that has the host; or NULL. */
static const char *
first_name(char *line, const char *host)
{
	unsigned char address[sizeof(struct in6_addr)];
	const char *word, *first;
	char *rest;

	line[strcspn(line, "#")] = '\0';
	word = strtok_r(line, BLANKS, &rest);
	if (word == NULL ||
	    (inet_pton(AF_INET, word, address) != 1 &&
		inet_pton(AF_INET6, word, address) != 1))
		return NULL;
	first = word = strtok_r(NULL, BLANKS, &rest);
	while (word != NULL && strcasecmp(word, host) != 0)
		word = strtok_r(NULL, BLANKS, &rest);
	return word == NULL ? NULL : first;
}

bool
sysfiles_find_host(const char *host, char *name, size_t size)
{
	FILE *file = open_file("/etc/hosts");
	const char *found = NULL;
	char line[4096];

	while (found == NULL && file != NULL &&
	    fgets(line, sizeof(line), file) != NULL)
		found = first_name(line, host);
	if (file != NULL)
		(void)fclose(file);
	return found != NULL && strlcpy(name, found, size) < size;
}
