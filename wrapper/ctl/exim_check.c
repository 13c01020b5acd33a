/* SPDX-License-Identifier: ISC */
/*
 * truefromctl exim-check: which doors the rules guard.
 */

#include "ctl.h"
#include "exim_running.h"

#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#define SOME_OPEN 1

static const char *
guard_word(enum exim_guard guard)
{
	switch (guard) {
	case EXIM_GUARDED:
		return "guarded";
	case EXIM_OPEN:
		return "open";
	case EXIM_STALE:
		return "stale";
	case EXIM_CANNOT_TELL:
	default:
		return "cannot tell";
	}
}

/* A line for each door; EX_OK when all are guarded. */
static int
print_doors(const struct exim_door_state doors[EXIM_DOORS])
{
	int status = EX_OK;
	enum exim_door door;

	for (door = 0; door < EXIM_DOORS; door++) {
		const struct exim_door_state *state = &doors[door];

		(void)printf("%s: %s%s%s\n", exim_door_names[door],
		    guard_word(state->guard),
		    state->guard == EXIM_GUARDED ? "" : ": ",
		    state->advice.text);
		if (state->guard != EXIM_GUARDED)
			status = SOME_OPEN;
	}
	return status;
}

int
ctl_exim_check(int argc, char *argv[])
{
	const char *file = NULL, *path;
	const struct ctl_option options[] = { { "-c", &file, NULL }, { 0 } };
	struct exim_door_state doors[EXIM_DOORS];
	struct config_host host;
	struct config *config;
	struct fault fault;
	int next, status = EX_UNAVAILABLE;

	next = ctl_read_options(argc, argv, options);
	if (next == 0)
		return EX_USAGE;
	if (next < argc)
		return ctl_usage_error("exim-check does not take", argv[next]);
	path = ctl_config_path(file);
	if (path == NULL)
		return EX_USAGE;
	config = ctl_open_config(path, getuid(), &host);
	if (config == NULL)
		return EX_CONFIG;
	if (exim_running_check(config, doors, &fault))
		status = print_doors(doors);
	else
		(void)fprintf(stderr, "%s\n", fault.text);
	config_close(config);
	return status;
}
