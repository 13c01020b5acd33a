/* SPDX-License-Identifier: ISC */
/*
 * Diversions of dpkg, see dpkg-divert(1).  They are local ones: it is the
 * administrator's wish that no package, truefrom's own included, has these
 * names.  Never with --rename, which moves a file away before anything takes
 * its place.
 */

#include "takeover.h"

#include "program.h"

#include <string.h>

/* The name as packages know it: without the directory of a test. */
static const char *
packaged(const struct takeover *takeover, const char *path)
{
	return path + strlen(takeover->root);
}

enum diversion
diversion_find(const struct takeover *takeover,
    const struct takeover_name *name, struct fault *fault)
{
	const char *path = packaged(takeover, name->path);
	const char *whose[] = { takeover->dpkg_divert, "--listpackage", path,
		NULL };
	const char *where[] = { takeover->dpkg_divert, "--truename", path,
		NULL };
	char package[256], to[PATH_MAX];

	if (!program_run(whose, package, sizeof(package), fault))
		return DIVERSION_UNKNOWN;
	if (package[0] == '\0')
		return DIVERSION_NONE;
	if (!program_run(where, to, sizeof(to), fault))
		return DIVERSION_UNKNOWN;
	if (strcmp(package, "LOCAL") == 0 &&
	    strcmp(to, packaged(takeover, name->kept)) == 0)
		return DIVERSION_OURS;
	fault_set(fault,
	    "%s is diverted to %s already (by %s); see dpkg-divert(1), and end "
	    "that first.",
	    path, to, package);
	return DIVERSION_OTHER;
}

static bool
divert(const struct takeover *takeover, const struct takeover_name *name,
    const char *command, struct fault *fault)
{
	const char *argv[] = { takeover->dpkg_divert, command, "--quiet",
		"--local", "--no-rename", "--divert",
		packaged(takeover, name->kept), packaged(takeover, name->path),
		NULL };
	char line[256];

	return program_run(argv, line, sizeof(line), fault);
}

bool
diversion_add(const struct takeover *takeover, const struct takeover_name *name,
    struct fault *fault)
{
	switch (diversion_find(takeover, name, fault)) {
	case DIVERSION_NONE:
		return divert(takeover, name, "--add", fault);
	case DIVERSION_OURS:
		return true;
	case DIVERSION_OTHER:
	case DIVERSION_UNKNOWN:
	default:
		return false;
	}
}

bool
diversion_remove(const struct takeover *takeover,
    const struct takeover_name *name, struct fault *fault)
{
	return divert(takeover, name, "--remove", fault);
}
