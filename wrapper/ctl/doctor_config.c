/* SPDX-License-Identifier: ISC */
/*
 * truefromctl doctor: what truefrom.conf says.
 */

#include "doctor.h"
#include "doctor_php.h"

#include "policy/listitem.h"
#include "wrapper/host.h"

#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* So many accounts that they are likely to be customers'. */
#define ACCOUNTS_MANY 5
#define ACCOUNTS_ASKED 10000

/* So many domains that they are not exceptions any more. */
#define DOMAINS_MANY 1000
#define DOMAIN_BYTES 16 /* a line of a list has that many, or more */

/* Where useradd begins and ends, unless login.defs says otherwise. */
#define UID_FIRST 1000
#define UID_LAST 60000

/* Is a domain that nobody here has in the list?  The rule is why. */
static bool
allows_strangers(const struct domainlist *list, struct domainlist_rule *rule)
{
	/* .invalid is nobody's (RFC 2606); the others nobody would choose. */
	static const char *const strangers[] = { "truefrom-doctor.invalid",
		"truefrom-doctor-has-no-such-name.com",
		"truefrom-doctor-has-no-such-name.org",
		"truefrom-doctor-has-no-such-name.net" };
	struct fault fault;
	size_t i;

	for (i = 0; i < sizeof(strangers) / sizeof(*strangers); i++)
		if (domainlist_match(list, strangers[i], rule, &fault) ==
		    DOMAINLIST_YES)
			return true;
	return false;
}

/* How many domains the list of this name has, roughly. */
struct domain_count {
	const char *wanted;
	bool at_it;
	unsigned long long domains;
};

static void
count_list(void *context, const char *name)
{
	struct domain_count *count = context;

	count->at_it = strcmp(name, count->wanted) == 0;
}

static void
count_item(void *context, const struct listitem *item)
{
	struct domain_count *count = context;
	const char *path = item->name;
	struct stat st;

	if (!count->at_it)
		return;
	if (item->kind == LISTITEM_LOOKUP)
		path = item->lookup.path;
	if (item->kind != LISTITEM_LOOKUP && item->kind != LISTITEM_FILE)
		count->domains++;
	else if (stat(path, &st) == 0 && st.st_size > 0)
		count->domains += (unsigned long long)st.st_size / DOMAIN_BYTES;
}

static void
check_free_domains(struct doctor *doctor)
{
	struct domain_count count = { .wanted = "allow_domains" };
	const struct domainlist_reader reader = { count_list, count_item,
		&count };

	domainlists_read(doctor->config->lists, &reader);
	if (count.domains >= DOMAINS_MANY)
		doctor_tell(doctor, DOCTOR_WEAK, "allow-domains-many",
		    doctor_edit(doctor),
		    "allow_domains, which are free to every account, have some "
		    "%llu domains: those that have an owner are better in "
		    "another list.",
		    count.domains);
}

static void
check_domains(struct doctor *doctor)
{
	const struct config *config = doctor->config;
	struct domainlist_rule rule;

	if (allows_strangers(config->from_domains, &rule))
		doctor_tell(doctor, DOCTOR_OPEN, "from-domains-all",
		    doctor_edit(doctor),
		    "from_domains allows domains that nobody ever heard of, by "
		    "`%s': take that out.",
		    rule.text);
	if (config->owner == NULL || config->allow_domains == NULL)
		return;
	check_free_domains(doctor);
	if (allows_strangers(config->allow_domains, &rule))
		doctor_tell(doctor, DOCTOR_OPEN, "allow-domains-all",
		    doctor_edit(doctor),
		    "allow_domains, which are free to every account, have "
		    "domains that nobody ever heard of, by `%s': take that "
		    "out.",
		    rule.text);
}

/* cron's `From: root' is taken to be there. */
static void
check_qualify_domain(struct doctor *doctor)
{
	char domain[DOMAIN_SIZE], script[2 * DOMAIN_SIZE + 256];
	struct domainlist_rule rule;
	struct fault fault;

	if (!config_qualify_domain(doctor->config, domain, &fault) ||
	    domainlist_match(doctor->config->from_domains, domain, &rule,
		&fault) != DOMAINLIST_NO)
		return;
	/* The list may begin with a separator of its own: `<;'. */
	(void)snprintf(script, sizeof(script),
	    "s/^\\([[:space:]]*from_domains[[:space:]]*=\\)"
	    "\\([[:space:]]*[^<[:space:]]\\)/\\1 %s :\\2/;"
	    "s/^\\([[:space:]]*from_domains[[:space:]]*=[[:space:]]*"
	    "<\\(.\\)\\)/\\1 %s \\2/",
	    domain, domain);
	doctor_tell(doctor, DOCTOR_BROKEN, "qualify-domain",
	    doctor_command(
		doctor, "sed -i --follow-symlinks %s %s", script, doctor->path),
	    "Mail without a From, and cron's, is From %s, which is not among "
	    "from_domains: it is refused.",
	    domain);
}

static const char *
owner_command(struct doctor *doctor)
{
	if (access("/var/cpanel/users", F_OK) == 0)
		return doctor_set_option(
		    doctor, "owner", "cpanel;/var/cpanel/users");
	if (access("/etc/userdomains", F_OK) == 0)
		return doctor_set_option(
		    doctor, "owner", "lsearch;/etc/userdomains");
	return doctor_edit(doctor);
}

/* Accounts that are not the system's own, as far as it matters how many. */
static unsigned
count_accounts(void)
{
	unsigned count = 0, asked = 0;
	const struct passwd *passwd;

	setpwent();
	while (asked++ < ACCOUNTS_ASKED && count < ACCOUNTS_MANY &&
	    (passwd = getpwent()) != NULL)
		count +=
		    passwd->pw_uid >= UID_FIRST && passwd->pw_uid <= UID_LAST;
	endpwent();
	return count;
}

static void
check_options(struct doctor *doctor)
{
	const struct config *config = doctor->config;

	if (config->mode == CONFIG_MONITOR)
		doctor_tell(doctor, DOCTOR_OPEN, "mode-monitor",
		    doctor_set_option(doctor, "mode", "enforce"),
		    "mode is monitor: what should be refused is logged, and "
		    "sent.");
	if (config->monitor_users != NULL)
		doctor_tell(doctor, DOCTOR_WEAK, "monitor-users",
		    doctor_edit(doctor),
		    "What monitor_users send is not refused: take out those "
		    "who are ready.");
	if (config->local_recipients == CONFIG_LOCAL_PASS)
		doctor_tell(doctor, DOCTOR_WEAK, "local-recipients",
		    doctor_set_option(doctor, "local_recipients", "judge"),
		    "local_recipients is pass: spoofed mail reaches "
		    "local_domains, and goes where aliases there send it.");
	if (config->owner == NULL && count_accounts() == ACCOUNTS_MANY)
		doctor_tell(doctor, DOCTOR_WEAK, "owner-unset",
		    owner_command(doctor),
		    "owner is not set, and there are %d accounts or more: each "
		    "can send as all the others.",
		    ACCOUNTS_MANY);
}

void
doctor_check_config(struct doctor *doctor)
{
	doctor_check_path(doctor, doctor->path,
	    doctor->config == NULL ? 0 : doctor->config->host.owner);
	if (doctor->config == NULL)
		return;
	check_domains(doctor);
	check_qualify_domain(doctor);
	check_options(doctor);
}

void
doctor_web_user(struct doctor *doctor, const char *login, const char *why)
{
	const struct config *config = doctor->config;
	const struct passwd *passwd = getpwnam(login);
	struct config_host host;

	if (passwd == NULL || config == NULL || config->trusted_users == NULL)
		return;
	host_open(&host, passwd->pw_uid);
	if (users_have(config->trusted_users, &host.caller))
		doctor_tell(doctor, DOCTOR_OPEN, "trusted-web-user",
		    doctor_edit(doctor),
		    "%s is among trusted_users, and %s: whatever web forms "
		    "send there is not judged.",
		    login, why);
}

void
doctor_check_users(struct doctor *doctor)
{
	static const char *const logins[] = { "www-data", "nobody", "apache",
		"httpd", "nginx", "www", "wwwrun", "lighttpd", "litespeed" };
	size_t i;

	for (i = 0; i < sizeof(logins) / sizeof(*logins); i++)
		doctor_web_user(
		    doctor, logins[i], "by its name runs a web server");
}
