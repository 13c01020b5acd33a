/* SPDX-License-Identifier: ISC */
/*
 * Host name, /etc/mailname and login, as MTAs find them out.
 */

#include "host.h"
#include "process.h"
#include "sysfiles.h"

#include "policy/library.h"

#include <sys/socket.h>

#include <grp.h>
#include <netdb.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define GROUPS_MAX 256
#define MAILNAME_FILE "/etc/mailname"

static struct {
	uid_t caller;
	struct sysfiles_user user; /* without a login: not asked for */
	bool in_passwd;		   /* the file */
	char hostname[DOMAIN_SIZE];
	char mailname[DOMAIN_SIZE];
} host;

/* Asks the DNS, and whatever else nsswitch.conf(5) names. */
static void
resolve_hostname(void)
{
	struct addrinfo hints = { .ai_flags = AI_CANONNAME }, *found;

	library_need();
	if (getaddrinfo(host.hostname, NULL, &hints, &found) != 0)
		return;
	if (found->ai_canonname != NULL &&
	    strlen(found->ai_canonname) < sizeof(host.hostname))
		(void)strlcpy(
		    host.hostname, found->ai_canonname, sizeof(host.hostname));
	freeaddrinfo(found);
}

/* The host's full name, where its own name is short, as Exim looks for it. */
static void
qualify_hostname(void)
{
	char name[DOMAIN_SIZE];

	if (strchr(host.hostname, '.') != NULL)
		return;
	if (sysfiles_find_host(host.hostname, name, sizeof(name)))
		(void)strlcpy(host.hostname, name, sizeof(host.hostname));
	else
		resolve_hostname();
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

/* Asks the password database, whose first source is always the file; once. */
static void
find_caller(void)
{
	struct sysfiles_user *user = &host.user;
	const struct passwd *passwd;

	if (user->login[0] != '\0')
		return;
	host.in_passwd = sysfiles_find_user(host.caller, user);
	if (host.in_passwd)
		return;
	library_need();
	passwd = getpwuid(host.caller);
	if (passwd != NULL && strlen(passwd->pw_name) < sizeof(user->login)) {
		(void)strlcpy(
		    user->login, passwd->pw_name, sizeof(user->login));
		(void)strlcpy(user->home, passwd->pw_dir, sizeof(user->home));
	} else {
		/* No login is written so, whoever may be called by it. */
		(void)snprintf(user->login, sizeof(user->login), "uid:%lu",
		    (unsigned long)host.caller);
	}
}

static const char *
login(void)
{
	find_caller();
	return host.user.login;
}

const char *
host_home(void)
{
	find_caller();
	return host.user.home[0] == '\0' ? NULL : host.user.home;
}

/* Asks all sources of the group database: files may not be all of it. */
static bool
in_group_anywhere(const char *name)
{
	const struct group *group;
	const struct passwd *passwd;
	gid_t groups[GROUPS_MAX];
	int i, count = GROUPS_MAX;

	library_need();
	group = getgrnam(name);
	passwd = getpwuid(host.caller);
	if (group == NULL || passwd == NULL)
		return false;
	(void)getgrouplist(passwd->pw_name, passwd->pw_gid, groups, &count);
	for (i = 0; i < count && i < GROUPS_MAX; i++)
		if (groups[i] == group->gr_gid)
			return true;
	return false;
}

/* By the group database, as the caller may have dropped its groups. */
static bool
in_group(const char *name)
{
	find_caller();
	return (host.in_passwd && sysfiles_in_group(&host.user, name)) ||
	    in_group_anywhere(name);
}

void
host_open(struct config_host *answers, uid_t caller)
{
	host.caller = caller;
	host.user.login[0] = '\0';
	host.user.home[0] = '\0';
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
