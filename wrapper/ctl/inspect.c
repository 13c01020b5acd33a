/* SPDX-License-Identifier: ISC */
/*
 * Trying out what a configuration names: what would only come to light with the
 * message that happens to need it.
 */

#include "inspect.h"

#include "policy/mta.h"

#include "wrapper/account_log.h"
#include "wrapper/process.h"

#include <sys/stat.h>

#include <limits.h>
#include <unistd.h>

static void
tell(struct inspect *inspect, enum inspect_finding finding, const char *path,
    const char *sentence)
{
	if (finding >= INSPECT_UNUSABLE)
		inspect->errors++;
	inspect->report(inspect, finding, path, sentence);
}

static void
tell_list(void *context, enum domainlist_finding finding, const char *path,
    const char *sentence)
{
	static const enum inspect_finding findings[] = {
		[DOMAINLIST_USABLE] = INSPECT_USABLE,
		[DOMAINLIST_EMPTY] = INSPECT_EMPTY,
		[DOMAINLIST_PRIVATE] = INSPECT_PRIVATE,
		[DOMAINLIST_UNUSABLE] = INSPECT_UNUSABLE,
	};

	tell(context, findings[finding], path, sentence);
}

static void
tell_owner(void *context, enum domainlist_finding finding, const char *path,
    const char *sentence)
{
	if (finding == DOMAINLIST_EMPTY)
		tell(context, INSPECT_OWNERLESS, path, sentence);
	else
		tell_list(context, finding, path, sentence);
}

/* What nobody but root can read, nobody but root can send by. */
static void
inspect_mode(struct inspect *inspect, const char *path)
{
	struct stat st;
	struct fault fault;

	if (stat(path, &st) == -1 || (st.st_mode & S_IROTH) != 0)
		return;
	fault_set(&fault,
	    "%s cannot be read by every user (mode %04o), who then cannot "
	    "send; run `chmod a+r %s`.",
	    path, (unsigned)(st.st_mode & 07777), path);
	tell(inspect, INSPECT_PRIVATE, path, fault.text);
}

/* An Exim by another name reads its options as Exim all the same. */
static void
inspect_family(struct inspect *inspect, const struct config *config)
{
	char path[PATH_MAX];
	struct fault fault;

	if (mta_resolve(config->mta, path) &&
	    config->mta_family != CONFIG_EXIM &&
	    config_family_of(path) == CONFIG_EXIM) {
		fault_set(&fault,
		    "mta is %s, which is %s, but mta_family is sendmail; set "
		    "`mta_family = exim`.",
		    config->mta, path);
		tell(inspect, INSPECT_FAMILY, NULL, fault.text);
	}
}

/* See wrapper/twin.h. */
static void
inspect_twin(struct inspect *inspect)
{
	if (TRUEFROM_TWIN[0] != '\0' && access(TRUEFROM_TWIN, X_OK) == -1)
		tell(inspect, INSPECT_TWIN, NULL,
		    "the program " TRUEFROM_TWIN " is missing, and truefrom "
		    "refuses what it needs that for, such as "
		    "internationalised domains; install truefrom again.");
}

/* A file of its own that an option names, if it does. */
static void
inspect_file(struct inspect *inspect, const struct config *config,
    const struct lookup *lookup)
{
	struct stat st;
	struct fault fault;

	if (lookup->kind != NULL &&
	    lookup_check(lookup, config->host.owner, NULL, &st, &fault) ==
		LOOKUP_FAULT)
		tell(inspect, INSPECT_UNUSABLE, lookup->path, fault.text);
}

static void
inspect_account_log(
    struct inspect *inspect, const struct config *config, const char *path)
{
	struct fault fault;

	if (config->account_log == NULL ||
	    account_log_is_name(config->account_log))
		return;
	fault_set(&fault,
	    "%s: account_log cannot be `%s`; name a file below the user's "
	    "home, such as logs/truefrom.log.",
	    path, config->account_log);
	tell(inspect, INSPECT_ACCOUNT_LOG, NULL, fault.text);
}

static void
inspect_host(
    struct inspect *inspect, const struct config *config, const char *path)
{
	char domain[DOMAIN_SIZE];
	struct fault cause, fault;

	if (!config_qualify_domain(config, domain, &cause)) {
		fault_set(&fault, "%s: %s", path, cause.text);
		tell(inspect, INSPECT_QUALIFY_DOMAIN, NULL, fault.text);
	}
	if (!process_check_mta(config->mta, &cause)) {
		fault_set(&fault, "%s: %s", path, cause.text);
		tell(inspect, INSPECT_MTA, config->mta, fault.text);
	}
}

void
inspect_config(
    struct inspect *inspect, const struct config *config, const char *path)
{
	inspect_mode(inspect, path);
	inspect_family(inspect, config);
	inspect_twin(inspect);
	(void)domainlists_check(config->lists, tell_list, inspect);
	if (config->owner != NULL)
		(void)owners_check(config->owner, tell_owner, inspect);
	inspect_file(inspect, config, &config->rewrite_from);
	inspect_file(inspect, config, &config->auth_map);
	inspect_account_log(inspect, config, path);
	inspect_host(inspect, config, path);
}
