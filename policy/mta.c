/* SPDX-License-Identifier: ISC */
/*
 * Where the MTA is that the configuration names.
 */

#include "mta.h"

#include <stdlib.h>
#include <string.h>

bool
mta_elsewhere(const char *path, char name[PATH_MAX])
{
	size_t len = strlen(path), suffix = strlen(MTA_SUFFIX);

	if (len <= suffix || len >= PATH_MAX ||
	    strcmp(path + len - suffix, MTA_SUFFIX) != 0)
		return false;
	memcpy(name, path, len - suffix);
	name[len - suffix] = '\0';
	return true;
}

bool
mta_resolve(const char *path, char file[PATH_MAX])
{
	char name[PATH_MAX];

	return realpath(path, file) != NULL ||
	    (mta_elsewhere(path, name) && realpath(name, file) != NULL);
}
