/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_CTL_TAKEOVER_H
#define WRAPPER_CTL_TAKEOVER_H

/*
 * The names by which mail is sent, and how truefrom takes them over.
 *
 * A name becomes a link to truefrom; what it was is kept beside it, as
 * NAME.distrib.  Every step is one rename(2), or leaves the name alone, so that
 * at every instant the name is the one or the other; and each looks at what is
 * there first, so that after an end at any point the same call goes on.
 *
 * What keeps packages from taking the names back:
 *
 *	dpkg		a local diversion: packages write to NAME.distrib
 *	alternatives	truefrom is the one that is chosen, and the names stay
 *			what they are: links to the choice
 *	rename		nothing; on cPanel a hook says `enable` after an update
 *
 * On error functions return false with the fault set.
 */

#include <limits.h>
#include <stdbool.h>

#include "policy/fault.h"
#include "policy/mta.h"

enum takeover_way {
	TAKEOVER_RENAME,
	TAKEOVER_DPKG,
	TAKEOVER_ALTERNATIVES,
};

#define TAKEOVER_NAMES 4

/* A name of sendmail, and the names beside it, by which it is changed. */
struct takeover_name {
	char path[PATH_MAX];
	char kept[PATH_MAX];  /* what it was: NAME.distrib */
	char fresh[PATH_MAX]; /* what it is about to be: NAME.truefrom-new */
	char old[PATH_MAX];   /* a stranger that was in the way */
};

#define TAKEOVER_GROUP_SIZE 256

struct takeover {
	char truefrom[PATH_MAX];
	struct takeover_name names[TAKEOVER_NAMES];
	enum takeover_way way;
	bool begun; /* there is a record of an `enable` */

	/* Of alternatives. */
	char group[TAKEOVER_GROUP_SIZE];
	char before[PATH_MAX]; /* what was chosen, or `auto` */

	/* "" and the real ones, but in tests. */
	const char *root;
	const char *dpkg_divert;
};

/*
 * Finds out how names are taken over on this system, or have been.
 */
bool takeover_open(struct takeover *, const char *root, struct fault *);

/* Is there a truefrom beside this program, for the names to lead to? */
bool takeover_has_truefrom(const struct takeover *, struct fault *);

/* What is behind a name? */
enum takeover_seen {
	TAKEOVER_ABSENT,
	TAKEOVER_OURS, /* a link to truefrom */
	TAKEOVER_OTHER,
};
enum takeover_seen takeover_look(const char *path);

/*
 * The path by which the real MTA's sendmail can be called once the names are
 * taken over; until then mta_elsewhere() tells where it is.
 */
bool takeover_find_mta(
    const struct takeover *, char mta[PATH_MAX], struct fault *);

/*
 * Where the MTA will be that a path leads to by one of the names, unless they
 * are those of alternatives; NULL when it leads by none.
 */
const char *takeover_moves(const struct takeover *, const char *path);

/*
 * The record of an `enable`, which is there from before its first change to
 * after the last of `disable`.
 */
bool takeover_record(const struct takeover *, struct fault *);
bool takeover_forget(const struct takeover *, struct fault *);

/* Can this name be taken over?  Changes nothing. */
bool takeover_check(
    const struct takeover *, const struct takeover_name *, struct fault *);

/* Gives what is at the name its second one, NAME.distrib. */
bool takeover_keep(
    const struct takeover *, const struct takeover_name *, struct fault *);

/* Makes the name truefrom's, which takeover_keep() has been called for. */
bool takeover_take(
    const struct takeover *, const struct takeover_name *, struct fault *);

/* Puts back what was there. */
bool takeover_restore(
    const struct takeover *, const struct takeover_name *, struct fault *);

/* Of a path that is a link to an alternative, its name in `text`; else NULL. */
const char *alternatives_link(const char *path, char text[PATH_MAX]);

/* The same for the names of an alternatives group, all at once. */
bool alternatives_find(struct takeover *);
bool alternatives_mta(
    const struct takeover *, char mta[PATH_MAX], struct fault *);
bool alternatives_take(const struct takeover *, struct fault *);
bool alternatives_restore(const struct takeover *, struct fault *);

/* Local diversions, of a name to its NAME.distrib. */
enum diversion {
	DIVERSION_NONE,
	DIVERSION_OURS,
	DIVERSION_OTHER,  /* the fault says whose */
	DIVERSION_UNKNOWN /* the fault says why */
};
enum diversion diversion_find(
    const struct takeover *, const struct takeover_name *, struct fault *);
bool diversion_add(
    const struct takeover *, const struct takeover_name *, struct fault *);
bool diversion_remove(
    const struct takeover *, const struct takeover_name *, struct fault *);

/* Has `truefromctl enable` run after cPanel's updates, or no longer. */
bool cpanel_hook(const struct takeover *, bool wanted, struct fault *);

#endif
