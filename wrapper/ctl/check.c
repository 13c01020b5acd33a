/* SPDX-License-Identifier: ISC */
/*
 * truefromctl check: the configuration, every file it names, and the MTA.
 */

#include "ctl.h"

#include "wrapper/account_log.h"
#include "wrapper/process.h"

#include <sys/stat.h>

#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

static void
print_finding(
    void *context, enum domainlist_finding finding, const char *sentence)
{
	(void)context;
	if (finding == DOMAINLIST_EMPTY || finding == DOMAINLIST_PRIVATE)
		(void)fprintf(stderr, "warning: %s\n", sentence);
	else if (finding == DOMAINLIST_UNUSABLE)
		(void)fprintf(stderr, "%s\n", sentence);
}

/* What nobody but root can read, nobody but root can send by. */
static void
warn_private(const char *path)
{
	struct stat st;

	if (stat(path, &st) == 0 && (st.st_mode & S_IROTH) == 0)
		(void)fprintf(stderr,
		    "warning: %s cannot be read by every "
		    "user (mode %04o), who then cannot send; run `chmod a+r "
		    "%s`.\n",
		    path, (unsigned)(st.st_mode & 07777), path);
}

/* An Exim by another name reads its options as Exim all the same. */
static void
warn_family(const struct config *config)
{
	char *path = realpath(config->mta, NULL);

	if (path != NULL && config->mta_family != CONFIG_EXIM &&
	    config_family_of(path) == CONFIG_EXIM)
		(void)fprintf(stderr,
		    "warning: mta is %s, which is %s, but mta_family is "
		    "sendmail; set `mta_family = exim`.\n",
		    config->mta, path);
	free(path);
}

/* Half of truefrom is not there: see wrapper/twin.h. */
static void
warn_twin(void)
{
	if (TRUEFROM_TWIN[0] != '\0' && access(TRUEFROM_TWIN, X_OK) == -1)
		(void)fputs(
		    "warning: the program " TRUEFROM_TWIN " is missing, and "
		    "truefrom refuses what it needs that for, such as "
		    "internationalised domains; install truefrom again.\n",
		    stderr);
}

static bool
check_rewrite_from(const struct config *config)
{
	struct stat st;
	struct fault fault;

	if (config->rewrite_from.kind == NULL ||
	    lookup_check(&config->rewrite_from, config->host.owner, NULL, &st,
		&fault) != LOOKUP_FAULT)
		return true;
	(void)fprintf(stderr, "%s\n", fault.text);
	return false;
}

static bool
check_account_log(const struct config *config, const char *path)
{
	if (config->account_log == NULL ||
	    account_log_is_name(config->account_log))
		return true;
	(void)fprintf(stderr,
	    "%s: account_log cannot be `%s`; name a file below the user's "
	    "home, such as logs/truefrom.log.\n",
	    path, config->account_log);
	return false;
}

static bool
check_host(const struct config *config, const char *path)
{
	char domain[DOMAIN_SIZE];
	struct fault fault;

	if (config_qualify_domain(config, domain, &fault) &&
	    process_check_mta(config->mta, &fault))
		return true;
	(void)fprintf(stderr, "%s: %s\n", path, fault.text);
	return false;
}

static unsigned
check_config(const struct config *config, const char *path)
{
	unsigned errors;

	warn_private(path);
	warn_family(config);
	warn_twin();
	errors = domainlists_check(config->lists, print_finding, NULL);
	if (config->owner != NULL)
		errors += owners_check(config->owner, print_finding, NULL);
	errors += !check_rewrite_from(config);
	errors += !check_account_log(config, path);
	errors += !check_host(config, path);
	return errors;
}

int
ctl_check(int argc, char *argv[])
{
	const char *file = NULL, *path;
	const struct ctl_option options[] = { { "-c", &file, NULL }, { 0 } };
	struct config_host host;
	struct config *config;
	unsigned errors;
	int next;

	next = ctl_read_options(argc, argv, options);
	if (next == 0)
		return EX_USAGE;
	if (next < argc)
		return ctl_usage_error("check does not take", argv[next]);
	path = ctl_config_path(file);
	if (path == NULL)
		return EX_USAGE;
	config = ctl_open_config(path, getuid(), &host);
	if (config == NULL)
		return EX_CONFIG;
	errors = check_config(config, path);
	config_close(config);
	if (errors > 0)
		return EX_CONFIG;
	(void)printf("%s: ok\n", path);
	return EX_OK;
}
