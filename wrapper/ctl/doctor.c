/* SPDX-License-Identifier: ISC */
/*
 * truefromctl doctor: every open door and weakness of this host, and what mends
 * it.  Each check is a function; what they find is told in truefromctl(8).
 */

#include "ctl.h"
#include "doctor.h"

#include "policy/mta.h"

#include "wrapper/host.h"
#include "wrapper/process.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

static void (*const checks[])(struct doctor *) = {
	doctor_check_config,
	doctor_check_lists,
	doctor_check_users,
	doctor_check_truefrom,
	doctor_check_rules,
	doctor_check_mta,
	doctor_check_others,
	doctor_check_sendmail,
	doctor_check_ports,
	doctor_check_cagefs,
	doctor_check_log,
	doctor_check_spool,
	doctor_check_libraries,
	doctor_check_selinux,
	doctor_check_apparmor,
	/* Last, for there may be more than all the others find. */
	doctor_check_php,
};

/* A configuration that cannot be used, which ends nothing but mail. */
static void
tell_error(void *context, const struct fault *fault)
{
	struct doctor *doctor = context;
	const char *mend = doctor_mend_file(doctor, doctor->path);

	doctor_tell(doctor, DOCTOR_BROKEN, "config",
	    mend == NULL ? doctor_edit(doctor) : mend, "%s", fault->text);
}

static void
find_programs(struct doctor *doctor)
{
	if (doctor->config == NULL ||
	    !mta_resolve(doctor->config->mta, doctor->mta))
		doctor->mta[0] = '\0';
	if (!process_truefrom(doctor->truefrom) ||
	    access(doctor->truefrom, F_OK) == -1)
		doctor->truefrom[0] = '\0';
}

static void
examine(struct doctor *doctor)
{
	size_t i;

	if (geteuid() != 0)
		doctor_tell(doctor, DOCTOR_NOTE, "not-root", NULL,
		    "Some of what root would be told cannot be seen by an "
		    "ordinary user; run doctor as root.");
	find_programs(doctor);
	for (i = 0; i < sizeof(checks) / sizeof(*checks); i++)
		checks[i](doctor);
}

static bool
has_findings(const struct doctor *doctor)
{
	const struct doctor_finding *finding;

	for (finding = doctor->findings; finding != NULL;
	     finding = finding->next)
		if (finding->severity != DOCTOR_NOTE)
			return true;
	return false;
}

static int
print(const struct doctor *doctor, bool json)
{
	bool good = !doctor->short_of_memory;

	if (json)
		good &= doctor_print_json(doctor);
	else
		doctor_print_text(doctor);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		(void)fprintf(stderr,
		    "truefromctl: what was found cannot be written: %s.\n",
		    strerror(errno));
		return EX_IOERR;
	}
	if (!good) {
		(void)fputs("truefromctl: out of memory; findings are missing, "
			    "try again.\n",
		    stderr);
		return EX_OSERR;
	}
	return has_findings(doctor) ? EXIT_FAILURE : EX_OK;
}

static int
run(const char *path, bool json)
{
	static struct doctor doctor;
	struct config_host host;
	struct config *config;
	int status;

	doctor = (struct doctor){ .path = path, .arena = arena_open() };
	doctor.end = &doctor.findings;
	if (doctor.arena == NULL) {
		(void)fputs("truefromctl: out of memory; try again.\n", stderr);
		return EX_OSERR;
	}
	host_open(&host, getuid());
	config = config_open(path, &host, tell_error, &doctor);
	doctor.config = config;
	examine(&doctor);
	status = print(&doctor, json);
	config_close(config);
	arena_close(doctor.arena);
	return status;
}

int
ctl_doctor(int argc, char *argv[])
{
	const char *file = NULL, *path;
	bool json = false;
	const struct ctl_option options[] = { { "-c", &file, NULL },
		{ "--json", NULL, &json }, { 0 } };

	if (!ctl_read_only_options(argc, argv, options))
		return EX_USAGE;
	path = ctl_config_path(file);
	if (path == NULL)
		return EX_USAGE;
	return run(path, json);
}
