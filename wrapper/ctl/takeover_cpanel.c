/* SPDX-License-Identifier: ISC */
/*
 * cPanel's updates (upcp) write sendmail anew, whatever is there.  A script of
 * ours that its Standardized Hooks call afterwards takes it over again; see
 * "Guide to Standardized Hooks", System functions, and the manage_hooks
 * utility.
 */

#include "takeover.h"

#include "file.h"
#include "program.h"

#include <stdio.h>
#include <unistd.h>

#define MANAGE_HOOKS "/usr/local/cpanel/bin/manage_hooks"
#define HOOK "/var/lib/truefrom/after-upcp"

static bool
manage(const char *program, const char *action, const char *hook,
    struct fault *fault)
{
	const char *argv[] = { program, action, "script", hook, "--category",
		"System", "--event", "upcp", "--stage", "post", "--manual",
		NULL };
	char line[256];

	return program_run(argv, line, sizeof(line), fault);
}

static bool
write_script(
    const struct takeover *takeover, const char *hook, struct fault *fault)
{
	const struct stat like = {
		.st_mode = 0755, .st_uid = geteuid(), .st_gid = getegid()
	};
	char script[PATH_MAX + 128];

	(void)snprintf(script, sizeof(script),
	    "#!/bin/sh\n# Written by truefromctl enable.\n"
	    "exec %sctl enable > /dev/null < /dev/null\n",
	    takeover->truefrom);
	return file_write(hook, str_of(script), &like, fault);
}

bool
cpanel_hook(const struct takeover *takeover, bool wanted, struct fault *fault)
{
	char program[PATH_MAX], hook[PATH_MAX];
	bool there;

	if (!file_name(program, takeover->root, MANAGE_HOOKS, fault) ||
	    !file_name(hook, takeover->root, HOOK, fault))
		return false;
	there = access(hook, F_OK) == 0;
	if (access(program, X_OK) == -1)
		return wanted || file_remove(hook, fault);
	if (there == wanted)
		return true;
	/* The file comes last: as long as it is missing, nothing is hooked. */
	if (wanted)
		return manage(program, "add", hook, fault) &&
		    write_script(takeover, hook, fault);
	return manage(program, "delete", hook, fault) &&
	    file_remove(hook, fault) && file_abandon(hook, fault);
}
