/* SPDX-License-Identifier: ISC */
/*
 * Host name, /etc/mailname and login, as MTAs find them out.
 */

#include "host.h"
#include "process.h"

#include <sys/socket.h>

#include <netdb.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MAILNAME_FILE "/etc/mailname"

static struct {
	uid_t caller;
	char login[64];
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

/* Without a login the MTA refuses the caller itself; the uid tells who. */
static const char *
login(void)
{
	struct passwd *passwd;

	if (host.login[0] != '\0')
		return host.login;
	passwd = getpwuid(host.caller);
	if (passwd != NULL)
		(void)strlcpy(host.login, passwd->pw_name, sizeof(host.login));
	else
		(void)snprintf(host.login, sizeof(host.login), "%lu",
		    (unsigned long)host.caller);
	return host.login;
}

void
host_open(struct config_host *answers, uid_t caller)
{
	host.caller = caller;
	*answers = (struct config_host){ .primary_hostname = primary_hostname,
		.mailname = mailname,
		.login = login,
		.owner = process_owner() };
}

uid_t
host_caller(void)
{
	return host.caller;
}
