/* SPDX-License-Identifier: ISC */
/*
 * How names are taken over here, where the MTA is, and the record of it all,
 * RECORD: a line `WAY`, or `alternatives GROUP BEFORE`.
 */

#include "takeover.h"

#include "file.h"

#include "wrapper/process.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RECORD_DIRECTORY "/var/lib/truefrom"
#define RECORD RECORD_DIRECTORY "/enabled"
#define DPKG_STATUS "/var/lib/dpkg/status"
#define DPKG_DIVERT "/usr/bin/dpkg-divert"
#define RECORD_SIZE (PATH_MAX + TAKEOVER_GROUP_SIZE + 32)
#define HOPS_MAX 16

static const char *const names[TAKEOVER_NAMES] = {
	"/usr/sbin/sendmail",
	"/usr/lib/sendmail",
	"/usr/bin/mailq",
	"/usr/bin/newaliases",
};

static const char *const ways[] = { "rename", "dpkg", "alternatives" };

static bool
set_names(struct takeover *takeover, struct fault *fault)
{
	struct takeover_name *name;
	size_t i;

	for (i = 0; i < TAKEOVER_NAMES; i++) {
		name = &takeover->names[i];
		if (!file_name(name->path, takeover->root, names[i], fault) ||
		    !file_name(name->kept, name->path, MTA_SUFFIX, fault) ||
		    !file_name(
			name->fresh, name->path, ".truefrom-new", fault) ||
		    !file_name(name->old, name->path, ".truefrom-old", fault))
			return false;
	}
	return true;
}

static bool
find_truefrom(struct takeover *takeover, struct fault *fault)
{
	if (process_truefrom(takeover->truefrom))
		return true;
	fault_set(fault,
	    "Where truefromctl is cannot be told; is /proc mounted?  Mend "
	    "that.");
	return false;
}

bool
takeover_has_truefrom(const struct takeover *takeover, struct fault *fault)
{
	if (access(takeover->truefrom, X_OK) == 0)
		return true;
	fault_set(
	    fault, "There is no truefrom beside truefromctl; install both.");
	return false;
}

/* Takes over what the record says, if there is one. */
static bool
read_record(struct takeover *takeover, struct fault *fault)
{
	char path[PATH_MAX], way[32] = "", *text;
	size_t len, i;

	if (!file_name(path, takeover->root, RECORD, fault))
		return false;
	if (access(path, F_OK) == -1)
		return true;
	text = file_read(path, RECORD_SIZE, &len, fault);
	if (text == NULL)
		return false;
	(void)sscanf(
	    text, "%31s %255s %4095s", way, takeover->group, takeover->before);
	free(text);
	for (i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		if (strcmp(way, ways[i]) != 0)
			continue;
		takeover->way = (enum takeover_way)i;
		takeover->begun = true;
		return true;
	}
	fault_set(
	    fault, "%s is no record of `truefromctl enable`; remove it.", path);
	return false;
}

/*
 * Does dpkg manage this system?  Others may have its programs, to build
 * packages for it, but none that it has installed.
 */
static bool
is_debian(const struct takeover *takeover)
{
	char path[PATH_MAX];
	struct fault fault;
	struct stat st;

	return file_name(path, takeover->root, DPKG_STATUS, &fault) &&
	    stat(path, &st) == 0 && st.st_size > 0;
}

bool
takeover_open(struct takeover *takeover, const char *root, struct fault *fault)
{
	memset(takeover, 0, sizeof(*takeover));
	takeover->root = root;
	takeover->dpkg_divert = DPKG_DIVERT;
	if (!set_names(takeover, fault) || !find_truefrom(takeover, fault))
		return false;
	if (alternatives_find(takeover))
		takeover->way = TAKEOVER_ALTERNATIVES;
	else if (is_debian(takeover))
		takeover->way = TAKEOVER_DPKG;
	return read_record(takeover, fault);
}

/* The name with its directory's links followed, and not its own. */
static bool
canonical(const char *path, char name[PATH_MAX])
{
	char directory[PATH_MAX];
	const char *slash = strrchr(path, '/');

	if (slash == NULL || slash == path)
		return strlcpy(name, path, PATH_MAX) < PATH_MAX;
	memcpy(directory, path, (size_t)(slash - path));
	directory[slash - path] = '\0';
	return realpath(directory, name) != NULL &&
	    strlcat(name, slash, PATH_MAX) < PATH_MAX;
}

static const struct takeover_name *
find_name(const struct takeover *takeover, const char *path)
{
	char name[PATH_MAX], other[PATH_MAX];
	size_t i;

	for (i = 0; canonical(path, name) && i < TAKEOVER_NAMES; i++)
		if (canonical(takeover->names[i].path, other) &&
		    strcmp(name, other) == 0)
			return &takeover->names[i];
	return NULL;
}

/* Follows one link; false when the path is none. */
static bool
follow(char path[PATH_MAX])
{
	char text[PATH_MAX], next[PATH_MAX];
	char *slash = strrchr(path, '/');

	if (!file_target(path, text))
		return false;
	if (text[0] == '/' || slash == NULL)
		return strlcpy(path, text, PATH_MAX) < PATH_MAX;
	slash[1] = '\0';
	if (strlcpy(next, path, sizeof(next)) >= sizeof(next) ||
	    strlcat(next, text, sizeof(next)) >= sizeof(next))
		return false;
	return strlcpy(path, next, PATH_MAX) < PATH_MAX;
}

/* The last of the names that a path leads by; NULL when it is none. */
static const struct takeover_name *
last_name(const struct takeover *takeover, const char *start)
{
	const struct takeover_name *name, *last = NULL;
	char path[PATH_MAX];
	int hops;

	(void)strlcpy(path, start, sizeof(path));
	for (hops = 0; hops < HOPS_MAX; hops++) {
		name = find_name(takeover, path);
		if (name != NULL) {
			last = name;
			if (takeover_look(name->path) != TAKEOVER_OTHER)
				(void)strlcpy(path, name->kept, sizeof(path));
		}
		if (!follow(path))
			break;
	}
	return last;
}

/* Is there a program by this name, or was there one? */
static bool
has_program(const struct takeover_name *name)
{
	return access(name->kept, F_OK) == 0 ||
	    (takeover_look(name->path) == TAKEOVER_OTHER &&
		access(name->path, F_OK) == 0);
}

/*
 * /usr/lib/sendmail may be a link to /usr/sbin/sendmail, or the other way
 * round: the last of these names on the way is the one behind which the MTA
 * will be, because the others will lead to truefrom.
 */
bool
takeover_find_mta(
    const struct takeover *takeover, char mta[PATH_MAX], struct fault *fault)
{
	const struct takeover_name *name = &takeover->names[0];

	if (takeover->way == TAKEOVER_ALTERNATIVES)
		return alternatives_mta(takeover, mta, fault);
	if (!has_program(name))
		name = &takeover->names[1];
	name = last_name(takeover, name->path);
	(void)strlcpy(mta, name == NULL ? "" : name->kept, PATH_MAX);
	return process_check_mta(mta, fault);
}

const char *
takeover_moves(const struct takeover *takeover, const char *path)
{
	const struct takeover_name *name = last_name(takeover, path);

	return name == NULL ? NULL : name->kept;
}

bool
takeover_record(const struct takeover *takeover, struct fault *fault)
{
	const struct stat like = {
		.st_mode = 0644, .st_uid = geteuid(), .st_gid = getegid()
	};
	char path[PATH_MAX], line[RECORD_SIZE];

	if (takeover->begun)
		return true;
	if (!file_name(path, takeover->root, RECORD_DIRECTORY, fault))
		return false;
	if (mkdir(path, 0755) == -1 && errno != EEXIST) {
		fault_set(fault, "%s cannot be made: %s; mend that.", path,
		    strerror(errno));
		return false;
	}
	(void)snprintf(line, sizeof(line), "%s %s %s\n", ways[takeover->way],
	    takeover->group, takeover->before);
	return file_name(path, takeover->root, RECORD, fault) &&
	    file_write(path, str_of(line), &like, fault);
}

bool
takeover_forget(const struct takeover *takeover, struct fault *fault)
{
	char path[PATH_MAX];

	if (!file_name(path, takeover->root, RECORD, fault) ||
	    !file_remove(path, fault) || !file_abandon(path, fault) ||
	    !file_name(path, takeover->root, RECORD_DIRECTORY, fault))
		return false;
	/* What else is there is somebody else's. */
	(void)rmdir(path);
	return true;
}
