/* SPDX-License-Identifier: ISC */
/*
 * This program's own file, and the MTA's, which must be another one.
 */

#include "process.h"
#include "twin.h"

#include "policy/mta.h"

#include <sys/auxv.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

/*
 * The file that the caller named, or, in a race, another one that has taken its
 * name: one of the caller's choice, or the MTA, by `truefromctl disable`.  NULL
 * where there was none by that name when it was first looked for.
 */
static const struct stat *
named_file(void)
{
	static struct stat st;
	static enum { UNASKED, FOUND, LOST } state;

	if (state == UNASKED)
		state = stat((const char *)getauxval(AT_EXECFN), &st) == 0 ?
		    FOUND :
		    LOST;
	return state == FOUND ? &st : NULL;
}

/*
 * By the kernel's own word; false without /proc (chroot jails).  It takes
 * longer than most calls, for the kernel makes /proc/self/exe to be looked at.
 */
static bool
stat_own(struct stat *st)
{
	return stat("/proc/self/exe", st) == 0;
}

bool
process_stat_self(struct stat *st)
{
	const struct stat *named;

	if (stat_own(st))
		return true;
	named = named_file();
	if (named == NULL)
		return false;
	*st = *named;
	return true;
}

uid_t
process_owner(void)
{
	const struct stat *named = named_file();
	struct stat own;

	/* By saying root nobody gains; for others the caller's word is none. */
	if ((named != NULL && named->st_uid == 0) || !stat_own(&own))
		return 0;
	return own.st_uid;
}

bool
process_truefrom(char path[PATH_MAX])
{
	ssize_t len = readlink("/proc/self/exe", path, PATH_MAX - 1);
	char *slash;
	size_t room;

	if (len == -1)
		return false;
	path[len] = '\0';
	slash = strrchr(path, '/');
	if (slash == NULL)
		return false;
	room = PATH_MAX - (size_t)(slash - path);
	return strlcpy(slash, "/truefrom", room) < room;
}

/* For truefromctl. */
static bool
stat_truefrom(struct stat *st)
{
	char path[PATH_MAX];

	return process_truefrom(path) && stat(path, st) == 0;
}

static bool
is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* The name that was called tells most MTAs apart; it alone condemns none. */
static bool
is_self(const struct stat *mta)
{
	const struct stat *named = named_file();
	struct stat st;

	return (named == NULL || is_same_file(mta, named)) &&
	    process_stat_self(&st) && is_same_file(mta, &st);
}

static bool
is_truefrom(const struct stat *mta)
{
	struct stat st;

	if (twin_stands_in_for(mta) || is_self(mta))
		return true;
	/* A static program is truefrom itself, and need not look for it. */
	if (TRUEFROM_STATIC)
		return false;
	return (stat_truefrom(&st) && is_same_file(mta, &st)) ||
	    (stat(TRUEFROM_TWIN, &st) == 0 && is_same_file(mta, &st));
}

/* Whom all may execute, nobody need ask about. */
static bool
is_executable(const char *path, const struct stat *st)
{
	return S_ISREG(st->st_mode) &&
	    ((st->st_mode & 0111) == 0111 ||
		faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) == 0);
}

static bool
check_mta(const char *mta, struct fault *fault)
{
	struct stat st;

	if (stat(mta, &st) == -1) {
		fault_set(fault,
		    "The mail server %s cannot be run: %s; set "
		    "mta in the configuration.",
		    mta, strerror(errno));
	} else if (!is_executable(mta, &st)) {
		fault_set(fault,
		    "The mail server %s is not an executable "
		    "file; set mta in the configuration.",
		    mta);
	} else if (is_truefrom(&st)) {
		fault_set(fault,
		    "The mail server %s is truefrom itself; set "
		    "mta in the configuration to the real one.",
		    mta);
	} else {
		return true;
	}
	return false;
}

/*
 * `truefromctl enable` and `disable` may move the MTA at this very moment, each
 * with a single rename: whoever looks at both places twice has seen it.
 */
bool
process_check_mta(const char *mta, struct fault *fault)
{
	char elsewhere[PATH_MAX];
	struct fault there;

	return check_mta(mta, fault) ||
	    (mta_elsewhere(mta, elsewhere) &&
		(check_mta(elsewhere, &there) || check_mta(mta, fault)));
}

const char *
process_find_mta(const char *mta, struct fault *fault)
{
	static char moved[PATH_MAX];
	struct fault there;

	if (process_check_mta(mta, fault))
		return mta;
	if (strlcpy(moved, mta, sizeof(moved)) >= sizeof(moved) ||
	    strlcat(moved, MTA_SUFFIX, sizeof(moved)) >= sizeof(moved))
		return NULL;
	return check_mta(moved, &there) ? moved : NULL;
}
