/* SPDX-License-Identifier: ISC */
/*
 * truefromctl enable: truefrom becomes this server's sendmail.
 *
 * Nothing is changed before everything has been checked.  Then come, in this
 * order, the record; second names for what is there; the configuration, which
 * names the MTA by its second name; and the names themselves.  So a truefrom
 * that somebody calls meanwhile, by its own name perhaps, finds the MTA.
 */

#include "ctl.h"

#include "lock.h"
#include "settings.h"
#include "takeover.h"

#include "wrapper/host.h"
#include "wrapper/process.h"

#include <sys/stat.h>

#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

struct enable {
	const char *path; /* of the configuration */
	bool monitor;
	struct takeover takeover;
	char mta[PATH_MAX]; /* where the MTA will be */
	bool found;	    /* is that known? */
	struct settings settings;
	struct fault fault;
};

static int
fail(const struct fault *fault, int status)
{
	(void)fprintf(stderr, "%s\n", fault->text);
	return status;
}

/* Do two paths lead to one MTA?  Either may be about to be moved. */
static bool
is_same_mta(const char *a, const char *b)
{
	char file_a[PATH_MAX], file_b[PATH_MAX];

	return mta_resolve(a, file_a) && mta_resolve(b, file_b) &&
	    strcmp(file_a, file_b) == 0;
}

/*
 * The configuration's mta is the administrator's, if it goes on to lead to an
 * MTA.  But under dpkg, where packages may replace one another, the system's
 * own had better be called by the path that stays right.
 */
static const char *
wanted_mta(const struct enable *enable, const char *mta)
{
	const char *moved = takeover_moves(&enable->takeover, mta);
	struct fault fault;

	if (!process_check_mta(mta, &fault))
		return enable->found ? enable->mta : mta;
	if (moved != NULL)
		return enable->takeover.way == TAKEOVER_ALTERNATIVES ?
		    enable->mta :
		    moved;
	if (enable->found && enable->takeover.way == TAKEOVER_DPKG &&
	    is_same_mta(mta, enable->mta))
		return enable->mta;
	return mta;
}

static void
choose_mta(struct enable *enable, struct config *config)
{
	const char *wanted = wanted_mta(enable, config->mta);
	/* One that the file does not name is ours already. */
	bool stays =
	    config->mta != enable->mta && strcmp(wanted, config->mta) == 0;

	if (wanted != enable->mta)
		(void)strlcpy(enable->mta, wanted, sizeof(enable->mta));
	if (stays)
		return;
	enable->settings.mta = config->mta = enable->mta;
	config->mta_family = config_family_of(config->mta);
}

static int
check_names(struct enable *enable)
{
	size_t i;

	if (!takeover_has_truefrom(&enable->takeover, &enable->fault))
		return fail(&enable->fault, EX_UNAVAILABLE);
	if (enable->takeover.way == TAKEOVER_ALTERNATIVES)
		return EX_OK;
	for (i = 0; i < TAKEOVER_NAMES; i++)
		if (!takeover_check(&enable->takeover,
			&enable->takeover.names[i], &enable->fault))
			return fail(&enable->fault, EX_UNAVAILABLE);
	return EX_OK;
}

/* What `truefromctl check` would say once this is done. */
static int
check(struct enable *enable)
{
	struct config_host host;
	struct config *config;
	unsigned errors, hidden;

	enable->found =
	    takeover_find_mta(&enable->takeover, enable->mta, &enable->fault);
	host_open(&host, getuid());
	host.mta = enable->found ? enable->mta : NULL;
	config = ctl_read_config(enable->path, &host);
	if (config == NULL)
		return EX_CONFIG;
	choose_mta(enable, config);
	if (enable->monitor && config->mode != CONFIG_MONITOR)
		enable->settings.mode = "monitor";
	errors = ctl_check_config(config, enable->path, &hidden);
	config_close(config);
	if (errors == 0 && hidden > 0) {
		(void)fprintf(stderr,
		    "Whoever cannot read these files could no longer send; "
		    "mend the warnings above.\n");
		return EX_CONFIG;
	}
	return errors == 0 ? check_names(enable) : EX_CONFIG;
}

static bool
keep_names(struct enable *enable)
{
	size_t i;

	if (enable->takeover.way == TAKEOVER_ALTERNATIVES)
		return true;
	for (i = 0; i < TAKEOVER_NAMES; i++)
		if (!takeover_keep(&enable->takeover,
			&enable->takeover.names[i], &enable->fault))
			return false;
	return true;
}

static bool
take_names(struct enable *enable)
{
	size_t i;

	if (enable->takeover.way == TAKEOVER_ALTERNATIVES)
		return alternatives_take(&enable->takeover, &enable->fault);
	for (i = 0; i < TAKEOVER_NAMES; i++)
		if (!takeover_take(&enable->takeover,
			&enable->takeover.names[i], &enable->fault))
			return false;
	return true;
}

static int
enable(struct enable *enable)
{
	int status = check(enable);

	if (status != EX_OK) {
		(void)fprintf(stderr, "Nothing was changed.\n");
		return status;
	}
	if (takeover_record(&enable->takeover, &enable->fault) &&
	    keep_names(enable) &&
	    settings_write(enable->path, &enable->settings, &enable->fault) &&
	    take_names(enable) &&
	    cpanel_hook(&enable->takeover, true, &enable->fault)) {
		(void)printf("%s is truefrom now; the mail server is %s.\n",
		    enable->takeover.names[0].path, enable->mta);
		return EX_OK;
	}
	(void)fail(&enable->fault, EX_OSERR);
	(void)fprintf(stderr,
	    "Mail goes on.  Run `truefromctl enable` again, or `truefromctl "
	    "disable`.\n");
	return EX_OSERR;
}

int
ctl_enable(int argc, char *argv[])
{
	struct enable state = { .path = TRUEFROM_CONFIG };
	const struct ctl_option options[] = {
		{ "--monitor", NULL, &state.monitor }, { 0 }
	};
	int status;

	if (!ctl_read_only_options(argc, argv, options))
		return EX_USAGE;
	if (!lock_take(&state.fault))
		return fail(&state.fault, EX_NOPERM);
	if (takeover_open(&state.takeover, "", &state.fault) &&
	    (state.takeover.way != TAKEOVER_DPKG || lock_dpkg(&state.fault)))
		status = enable(&state);
	else
		status = fail(&state.fault, EX_UNAVAILABLE);
	lock_remove();
	return status;
}
