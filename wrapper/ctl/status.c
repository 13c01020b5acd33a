/* SPDX-License-Identifier: ISC */
/*
 * truefromctl status: who is sendmail, which MTA stands behind, and by what
 * truefrom decides.
 */

#include "ctl.h"

#include "refusals.h"
#include "takeover.h"

#include "policy/listcount.h"

#include "wrapper/process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

/* Neither wholly in nor an error. */
#define NOT_ENABLED 1

/* Is this name truefrom, whether by a link of ours or by way of others? */
static bool
is_truefrom(const struct takeover *takeover, const char *path)
{
	char file[PATH_MAX], truefrom[PATH_MAX];

	return realpath(path, file) != NULL &&
	    realpath(takeover->truefrom, truefrom) != NULL &&
	    strcmp(file, truefrom) == 0;
}

/* Will the next upgrade of the mail server take the name back? */
static bool
is_loose(const struct takeover *takeover, const struct takeover_name *name)
{
	struct fault fault;

	return takeover->way == TAKEOVER_DPKG &&
	    takeover_look(name->path) == TAKEOVER_OURS &&
	    diversion_find(takeover, name, &fault) == DIVERSION_NONE;
}

static bool
print_name(const struct takeover *takeover, const struct takeover_name *name)
{
	bool ours = is_truefrom(takeover, name->path);
	bool loose = is_loose(takeover, name);
	char file[PATH_MAX];

	(void)printf("%s: ", name->path);
	if (ours && loose)
		(void)puts("truefrom, until a package takes it back: it is "
			   "not diverted");
	else if (ours && access(name->kept, F_OK) == 0)
		(void)printf("truefrom, before %s\n", name->kept);
	else if (ours)
		(void)puts("truefrom");
	else if (realpath(name->path, file) == NULL)
		(void)puts("there is none");
	else if (strcmp(file, name->path) == 0)
		(void)puts("not truefrom");
	else
		(void)printf("not truefrom but %s\n", file);
	return (ours && !loose) || takeover_look(name->path) == TAKEOVER_ABSENT;
}

/* Returns whether truefrom is all that sendmail is. */
static bool
print_names(const struct takeover *takeover)
{
	bool enabled = is_truefrom(takeover, takeover->names[0].path);
	size_t i;

	for (i = 0; i < TAKEOVER_NAMES; i++)
		enabled &= print_name(takeover, &takeover->names[i]);
	(void)printf("enabled: %s\n",
	    enabled		? "yes" :
		takeover->begun ? "in part; run `truefromctl enable` again, or "
				  "`truefromctl disable`" :
				  "no");
	return enabled;
}

static void
print_mta(const struct config *config)
{
	char file[PATH_MAX];
	struct fault fault;

	if (!process_check_mta(config->mta, &fault))
		(void)printf("mta: %s\n", fault.text);
	else if (mta_resolve(config->mta, file) &&
	    strcmp(file, config->mta) != 0)
		(void)printf("mta: %s, which is %s\n", config->mta, file);
	else
		(void)printf("mta: %s\n", config->mta);
	(void)printf("family: %s\n",
	    config->mta_family == CONFIG_EXIM ? "exim" : "sendmail");
}

static void
print_age(time_t changed)
{
	static const struct {
		const char *unit;
		time_t seconds;
	} units[] = { { "day", 86400 }, { "hour", 3600 }, { "minute", 60 },
		{ "second", 1 } };
	time_t age = time(NULL) - changed;
	size_t i = 0;

	if (age < 0)
		age = 0;
	while (units[i].seconds > 1 && age < 2 * units[i].seconds)
		i++;
	age /= units[i].seconds;
	(void)printf(
	    "%lld %s%s", (long long)age, units[i].unit, age == 1 ? "" : "s");
}

static void
print_count(void *context, const struct listcount *count)
{
	const char *what = context;

	(void)printf("%s: %s: ", what, count->text);
	if (!count->usable) {
		(void)puts(count->fault.text);
		return;
	}
	(void)printf("%zu %s, changed ", count->entries,
	    count->entries == 1 ? "entry" : "entries");
	print_age(count->changed.tv_sec);
	(void)puts(" ago");
}

static void
print_config(const struct config *config)
{
	static char list[] = "list", owner[] = "owner";

	(void)printf("mode: %s\n",
	    config->mode == CONFIG_MONITOR ? "monitor" : "enforce");
	if (config->enforce_users != NULL)
		(void)puts("mode: enforce, for enforce_users");
	if (config->monitor_users != NULL)
		(void)puts("mode: monitor, for monitor_users");
	domainlists_count(config->lists, print_count, list);
	if (config->owner == NULL)
		(void)puts("owner: nobody is asked");
	else
		owners_count(config->owner, print_count, owner);
}

int
ctl_status(int argc, char *argv[])
{
	struct takeover takeover;
	struct config_host host;
	struct config *config;
	struct fault fault;
	bool enabled;

	if (argc > 1)
		return ctl_usage_error("status does not take", argv[1]);
	if (!takeover_open(&takeover, "", &fault)) {
		(void)fprintf(stderr, "%s\n", fault.text);
		return EX_UNAVAILABLE;
	}
	enabled = print_names(&takeover);
	(void)fflush(stdout);
	config = ctl_open_config(TRUEFROM_CONFIG, getuid(), &host);
	if (config != NULL) {
		print_mta(config);
		print_config(config);
		config_close(config);
	} else {
		(void)puts("mode: none, for the configuration has an error: "
			   "truefrom sends nothing");
	}
	refusals_print();
	if (config == NULL)
		return EX_CONFIG;
	return enabled ? EX_OK : NOT_ENABLED;
}
