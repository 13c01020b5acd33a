/* SPDX-License-Identifier: ISC */
/*
 * truefromctl exim-check: which doors the rules guard.
 */

#include "ctl.h"
#include "exim_running.h"

#include <stdio.h>
#include <sysexits.h>

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

static int
check(const struct config *config, const char *path, void *context)
{
	struct exim_door_state doors[EXIM_DOORS];
	struct fault fault;

	(void)path;
	(void)context;
	if (exim_running_check(config, doors, &fault))
		return print_doors(doors);
	(void)fprintf(stderr, "%s\n", fault.text);
	return EX_UNAVAILABLE;
}

int
ctl_exim_check(int argc, char *argv[])
{
	const char *file = NULL;
	const struct ctl_option options[] = { { "-c", &file, NULL }, { 0 } };

	if (!ctl_read_only_options(argc, argv, options))
		return EX_USAGE;
	return ctl_with_config(file, check, NULL);
}
