/* SPDX-License-Identifier: ISC */
/*
 * truefromctl check: the configuration, every file it names, and the MTA.
 */

#include "ctl.h"
#include "inspect.h"

#include <stdio.h>
#include <sysexits.h>

static void
print_finding(struct inspect *inspect, enum inspect_finding finding,
    const char *path, const char *sentence)
{
	unsigned *hidden = inspect->context;

	(void)path;
	if (finding == INSPECT_PRIVATE)
		(*hidden)++;
	if (finding >= INSPECT_UNUSABLE)
		(void)fprintf(stderr, "%s\n", sentence);
	else if (finding != INSPECT_USABLE)
		(void)fprintf(stderr, "warning: %s\n", sentence);
}

unsigned
ctl_check_config(
    const struct config *config, const char *path, unsigned *hidden)
{
	struct inspect inspect = { .report = print_finding, .context = hidden };

	*hidden = 0;
	inspect_config(&inspect, config, path);
	return inspect.errors;
}

static int
check(const struct config *config, const char *path, void *context)
{
	unsigned hidden;

	(void)context;
	if (ctl_check_config(config, path, &hidden) > 0)
		return EX_CONFIG;
	(void)printf("%s: ok\n", path);
	return EX_OK;
}

int
ctl_check(int argc, char *argv[])
{
	const char *file = NULL;
	const struct ctl_option options[] = { { "-c", &file, NULL }, { 0 } };

	if (!ctl_read_only_options(argc, argv, options))
		return EX_USAGE;
	return ctl_with_config(file, check, NULL);
}
