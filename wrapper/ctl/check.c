/* SPDX-License-Identifier: ISC */
/*
 * truefromctl check: the configuration, every file it names, and the MTA.
 */

#include "ctl.h"
#include "inspect.h"

#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

static void
print_finding(struct inspect *inspect, enum inspect_finding finding,
    const char *path, const char *sentence)
{
	(void)inspect;
	(void)path;
	if (finding >= INSPECT_UNUSABLE)
		(void)fprintf(stderr, "%s\n", sentence);
	else if (finding != INSPECT_USABLE)
		(void)fprintf(stderr, "warning: %s\n", sentence);
}

unsigned
ctl_check_config(const struct config *config, const char *path)
{
	struct inspect inspect = { .report = print_finding };

	inspect_config(&inspect, config, path);
	return inspect.errors;
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
	errors = ctl_check_config(config, path);
	config_close(config);
	if (errors > 0)
		return EX_CONFIG;
	(void)printf("%s: ok\n", path);
	return EX_OK;
}
