/* SPDX-License-Identifier: ISC */
/*
 * One name of sendmail: from what it is now to what it shall be, a step at a
 * time.
 */

#include "takeover.h"

#include "file.h"

#include <sys/stat.h>

#include <string.h>

static bool
exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

static bool
is_directory(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Two names of one file; of links, not of what they lead to. */
static bool
is_same(const char *a, const char *b)
{
	char text_a[PATH_MAX], text_b[PATH_MAX];
	struct stat st_a, st_b;

	if (lstat(a, &st_a) == -1 || lstat(b, &st_b) == -1)
		return false;
	if (st_a.st_dev == st_b.st_dev && st_a.st_ino == st_b.st_ino)
		return true;
	return file_target(a, text_a) && file_target(b, text_b) &&
	    strcmp(text_a, text_b) == 0;
}

enum takeover_seen
takeover_look(const char *path)
{
	char text[PATH_MAX];
	const char *slash;

	if (!exists(path))
		return TAKEOVER_ABSENT;
	if (!file_target(path, text))
		return TAKEOVER_OTHER;
	slash = strrchr(text, '/');
	return strcmp(slash == NULL ? text : slash + 1, "truefrom") == 0 ?
	    TAKEOVER_OURS :
	    TAKEOVER_OTHER;
}

/*
 * Without a record only what can be nothing else is ours.  A diversion can: an
 * administrator's, to the place that dpkg-divert chooses by itself, with a
 * program of his own at the name.
 */
static bool
is_taken(const struct takeover *takeover, const struct takeover_name *name,
    enum diversion diversion)
{
	enum takeover_seen seen = takeover_look(name->path);

	if (takeover->begun)
		return true;
	if (diversion == DIVERSION_OURS)
		return seen != TAKEOVER_OTHER;
	return seen == TAKEOVER_OURS && exists(name->kept);
}

bool
takeover_check(const struct takeover *takeover,
    const struct takeover_name *name, struct fault *fault)
{
	enum diversion diversion = DIVERSION_NONE;
	char text[PATH_MAX];

	if (alternatives_link(name->path, text) != NULL) {
		fault_set(fault,
		    "%s leads to %s, which follows a group of alternatives(8) "
		    "and would be put back; leave it, and set sendmail_path "
		    "in php.ini to truefrom.",
		    name->path, text);
		return false;
	}
	if (is_directory(name->path) || is_directory(name->kept)) {
		fault_set(fault, "%s is a directory; move it out of the way.",
		    is_directory(name->path) ? name->path : name->kept);
		return false;
	}
	if (takeover->way == TAKEOVER_DPKG)
		diversion = diversion_find(takeover, name, fault);
	if (diversion != DIVERSION_NONE && diversion != DIVERSION_OURS)
		return false;
	if (is_taken(takeover, name, diversion))
		return true;
	if (diversion == DIVERSION_OURS)
		fault_set(fault,
		    "%s is diverted already, and not by truefrom; see "
		    "dpkg-divert(1), and end that first.",
		    name->path);
	else if (exists(name->kept))
		fault_set(fault,
		    "%s is there already, and not truefrom's; move it out of "
		    "the way.",
		    name->kept);
	else
		return true;
	return false;
}

/* Gives a stranger a name apart, unless that was done already. */
static bool
set_aside(const struct takeover_name *name, struct fault *fault)
{
	return is_same(name->path, name->old) ||
	    file_keep(name->path, name->old, fault);
}

/*
 * Somebody has put a file where truefrom's link was.  No package did, if there
 * is a diversion: then it is a stranger, and kept apart, out of the way of what
 * the packages have.  Without one it is what an update brought, and is the one
 * to be kept.
 */
static bool
keep_newcomer(const struct takeover *takeover, const struct takeover_name *name,
    struct fault *fault)
{
	switch (takeover->way == TAKEOVER_DPKG ?
		diversion_find(takeover, name, fault) :
		DIVERSION_NONE) {
	case DIVERSION_OURS:
		return set_aside(name, fault);
	case DIVERSION_NONE:
		return file_remove(name->fresh, fault) &&
		    file_keep(name->path, name->fresh, fault) &&
		    file_rename(name->fresh, name->kept, fault);
	case DIVERSION_OTHER:
	case DIVERSION_UNKNOWN:
	default:
		return false;
	}
}

bool
takeover_keep(const struct takeover *takeover, const struct takeover_name *name,
    struct fault *fault)
{
	if (takeover_look(name->path) != TAKEOVER_OTHER ||
	    is_same(name->path, name->kept))
		return true;
	if (exists(name->kept))
		return keep_newcomer(takeover, name, fault);
	return file_keep(name->path, name->kept, fault);
}

bool
takeover_take(const struct takeover *takeover, const struct takeover_name *name,
    struct fault *fault)
{
	char text[PATH_MAX];

	if (takeover->way == TAKEOVER_DPKG &&
	    !diversion_add(takeover, name, fault))
		return false;
	if (file_target(name->path, text) &&
	    strcmp(text, takeover->truefrom) == 0)
		return true;
	return file_link(name->path, takeover->truefrom, name->fresh, fault);
}

/*
 * `diverted`: what is kept is what the packages have now.  If not, a file that
 * somebody has put at the name is the newer one.
 */
static bool
restore_file(
    const struct takeover_name *name, bool diverted, struct fault *fault)
{
	enum takeover_seen seen = takeover_look(name->path);

	if (!exists(name->kept))
		return seen != TAKEOVER_OURS || file_remove(name->path, fault);
	if (seen == TAKEOVER_OTHER) {
		/* rename(2) does nothing with two names of one file. */
		if (!diverted || is_same(name->path, name->kept))
			return file_remove(name->kept, fault);
		if (!set_aside(name, fault))
			return false;
	}
	return file_rename(name->kept, name->path, fault);
}

bool
takeover_restore(const struct takeover *takeover,
    const struct takeover_name *name, struct fault *fault)
{
	enum diversion diversion = takeover->way == TAKEOVER_DPKG ?
	    diversion_find(takeover, name, fault) :
	    DIVERSION_NONE;

	if (!file_remove(name->fresh, fault))
		return false;
	if (diversion != DIVERSION_UNKNOWN &&
	    !is_taken(takeover, name, diversion))
		return true;
	switch (diversion) {
	case DIVERSION_OURS:
		return restore_file(name, true, fault) &&
		    diversion_remove(takeover, name, fault);
	case DIVERSION_NONE:
		return restore_file(name, false, fault);
	case DIVERSION_OTHER:
	case DIVERSION_UNKNOWN:
	default:
		return false;
	}
}
