/* SPDX-License-Identifier: ISC */
/*
 * Host name, /etc/mailname and login, as MTAs find them out.
 */

#include "host.h"
#include "process.h"

#include <sys/socket.h>

#include <grp.h>
#include <limits.h>
#include <netdb.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define GROUPS_MAX 256
#define MAILNAME_FILE "/etc/mailname"

static struct {
	uid_t caller;
	char login[256];
	char home[PATH_MAX];
	char hostname[DOMAIN_SIZE];
	char mailname[DOMAIN_SIZE];
} host;

/* The host's full name, where its own name is short, as Exim looks for it. */
static void
qualify_hostname(void)
{
	struct addrinfo hints = { .ai_flags = AI_CANONNAME }, *found;

	if (strchr(host.hostname, '.') != NULL ||
	    getaddrinfo(host.hostname, NULL, &hints, &found) != 0)
		return;
	if (found->ai_canonname != NULL &&
	    strlen(found->ai_canonname) < sizeof(host.hostname))
		(void)strlcpy(
		    host.hostname, found->ai_canonname, sizeof(host.hostname));
	freeaddrinfo(found);
}

static const char *
primary_hostname(void)
{
	if (host.hostname[0] == '\0') {
		if (gethostname(host.hostname, sizeof(host.hostname) - 1) == -1)
			return NULL;
		qualify_hostname();
	}
	return host.hostname;
}

/* Debian policy 11.6: one line, the name for unqualified addresses. */
static const char *
mailname(void)
{
	FILE *file;

	if (host.mailname[0] != '\0')
		return host.mailname;
	file = fopen(MAILNAME_FILE, "re");
	if (file == NULL)
		return NULL;
	if (fgets(host.mailname, sizeof(host.mailname), file) == NULL)
		host.mailname[0] = '\0';
	host.mailname[strcspn(host.mailname, " \t\r\n")] = '\0';
	(void)fclose(file);
	return host.mailname[0] == '\0' ? NULL : host.mailname;
}

/* Asks the password database, once. */
static void
find_caller(void)
{
	struct passwd *passwd;

	if (host.login[0] != '\0')
		return;
	passwd = getpwuid(host.caller);
	if (passwd != NULL && strlen(passwd->pw_name) < sizeof(host.login)) {
		(void)strlcpy(host.login, passwd->pw_name, sizeof(host.login));
		(void)strlcpy(host.home, passwd->pw_dir, sizeof(host.home));
	} else {
		/* No login is written so, whoever may be called by it. */
		(void)snprintf(host.login, sizeof(host.login), "uid:%lu",
		    (unsigned long)host.caller);
	}
}

static const char *
login(void)
{
	find_caller();
	return host.login;
}

const char *
host_home(void)
{
	find_caller();
	return host.home[0] == '\0' ? NULL : host.home;
}

/* By the group database, as the caller may have dropped its groups. */
static bool
in_group(const char *name)
{
	const struct group *group = getgrnam(name);
	const struct passwd *passwd = getpwuid(host.caller);
	gid_t groups[GROUPS_MAX];
	int i, count = GROUPS_MAX;

	if (group == NULL || passwd == NULL)
		return false;
	(void)getgrouplist(passwd->pw_name, passwd->pw_gid, groups, &count);
	for (i = 0; i < count && i < GROUPS_MAX; i++)
		if (groups[i] == group->gr_gid)
			return true;
	return false;
}

void
host_open(struct config_host *answers, uid_t caller)
{
	host.caller = caller;
	host.login[0] = '\0';
	host.home[0] = '\0';
	*answers = (struct config_host){ .primary_hostname = primary_hostname,
		.mailname = mailname,
		.caller = { .login = login, .in_group = in_group },
		.root = caller == 0,
		.owner = process_owner() };
}

uid_t
host_caller(void)
{
	return host.caller;
}
