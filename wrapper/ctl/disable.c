/* SPDX-License-Identifier: ISC */
/*
 * truefromctl disable: everything is again what it was before `enable`.
 *
 * The configuration stays as it is.  If it names the MTA by the path that
 * `enable` wrote, that is still right: see policy/mta.h.
 */

#include "ctl.h"

#include "lock.h"
#include "settings.h"
#include "takeover.h"

#include <stdio.h>
#include <sysexits.h>

static bool
restore_names(const struct takeover *takeover, struct fault *fault)
{
	size_t i;

	if (takeover->way == TAKEOVER_ALTERNATIVES)
		return alternatives_restore(takeover, fault);
	for (i = 0; i < TAKEOVER_NAMES; i++)
		if (!takeover_restore(takeover, &takeover->names[i], fault))
			return false;
	return true;
}

static int
disable(const struct takeover *takeover, struct fault *fault)
{
	if (!restore_names(takeover, fault) ||
	    !cpanel_hook(takeover, false, fault) ||
	    !settings_abandon(TRUEFROM_CONFIG, fault) ||
	    !takeover_forget(takeover, fault)) {
		(void)fprintf(stderr,
		    "%s\nMail goes on.  Run `truefromctl disable` again.\n",
		    fault->text);
		return EX_OSERR;
	}
	if (takeover_look(takeover->names[0].path) == TAKEOVER_OURS)
		(void)printf("%s is a link to truefrom that `truefromctl "
			     "enable` did not make; it stays.\n",
		    takeover->names[0].path);
	else
		(void)printf("truefrom is not this server's sendmail; %s is "
			     "left as it is.\n",
		    TRUEFROM_CONFIG);
	return EX_OK;
}

int
ctl_disable(int argc, char *argv[])
{
	struct takeover takeover;
	struct fault fault;
	int status;

	if (argc > 1)
		return ctl_usage_error("disable does not take", argv[1]);
	if (!lock_take(&fault)) {
		(void)fprintf(stderr, "%s\n", fault.text);
		return EX_NOPERM;
	}
	if (takeover_open(&takeover, "", &fault) &&
	    (takeover.way != TAKEOVER_DPKG || lock_dpkg(&fault))) {
		status = disable(&takeover, &fault);
	} else {
		(void)fprintf(stderr, "%s\n", fault.text);
		status = EX_UNAVAILABLE;
	}
	lock_remove();
	return status;
}
