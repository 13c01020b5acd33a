/* SPDX-License-Identifier: ISC */
/*
 * The file keeps its mode and owner; where its name is a symbolic link, the
 * file that this leads to is the one that changes.
 */

#include "settings.h"

#include "file.h"

#include "policy/config_edit.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONFIG_SIZE_MAX ((size_t)1 << 20)

/* Takes the text and gives another, if there is memory for it. */
static char *
set(char *text, size_t *len, const char *name, const char *value)
{
	char *edited;

	if (text == NULL || value == NULL)
		return text;
	edited = malloc(*len + strlen(name) + strlen(value) + CONFIG_EDIT_ROOM);
	if (edited != NULL)
		*len = config_edit((struct str){ text, *len }, str_of(name),
		    str_of(value), edited);
	free(text);
	return edited;
}

static void
tell(const char *path, const char *name, const char *value)
{
	if (value != NULL)
		(void)printf("%s: %s = %s\n", path, name, value);
}

bool
settings_write(
    const char *path, const struct settings *settings, struct fault *fault)
{
	char file[PATH_MAX], *text;
	struct stat st;
	size_t len;
	bool written;

	if (settings->mta == NULL && settings->mode == NULL)
		return true;
	if (realpath(path, file) == NULL || stat(file, &st) == -1) {
		fault_set(
		    fault, "%s cannot be changed: %s.", path, strerror(errno));
		return false;
	}
	text = file_read(file, CONFIG_SIZE_MAX, &len, fault);
	if (text == NULL)
		return false;
	text = set(text, &len, "mta", settings->mta);
	text = set(text, &len, "mode", settings->mode);
	if (text == NULL)
		fault_set(fault, "There is no memory to change %s.", path);
	written = text != NULL &&
	    file_write(file, (struct str){ text, len }, &st, fault);
	free(text);
	if (!written)
		return false;
	tell(path, "mta", settings->mta);
	tell(path, "mode", settings->mode);
	return true;
}

bool
settings_abandon(const char *path, struct fault *fault)
{
	char file[PATH_MAX];

	return realpath(path, file) == NULL || file_abandon(file, fault);
}
