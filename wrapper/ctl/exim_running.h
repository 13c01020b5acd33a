/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_CTL_EXIM_RUNNING_H
#define WRAPPER_CTL_EXIM_RUNNING_H

/*
 * Which ways into Exim its configuration guards with the rules that exim-acl
 * prints.
 */

#include "policy/config.h"

enum exim_door {
	EXIM_DOOR_DIRECT,	 /* called by a local user, not SMTP */
	EXIM_DOOR_SESSION,	 /* the same with -bs */
	EXIM_DOOR_HOST,		 /* SMTP from this host, without AUTH */
	EXIM_DOOR_AUTHENTICATED, /* SMTP with AUTH */
	EXIM_DOORS
};

/* What a door is called. */
extern const char *const exim_door_names[EXIM_DOORS];

enum exim_guard {
	EXIM_GUARDED,
	EXIM_OPEN,
	EXIM_STALE, /* by other rules than those of the configuration now */
	EXIM_CANNOT_TELL,
};

struct exim_door_state {
	enum exim_guard guard;
	struct fault advice; /* what to do; empty when it is guarded */
};

/*
 * Asks the mta of the configuration, an Exim, for its own (`-bP config`, which
 * needs no rights where that can be read) and holds it against the rules as
 * they would be printed now.  It takes half a minute at most, and sends
 * nothing.  What a door's ACL does before the rules is judged by its verbs
 * alone: an `accept` there is EXIM_CANNOT_TELL.  False with the fault set when
 * Exim cannot be asked.
 */
bool exim_running_check(const struct config *,
    struct exim_door_state doors[EXIM_DOORS], struct fault *);

/*
 * The same for the text of a configuration as `-bP config` prints it, which is
 * changed.
 */
bool exim_running_judge(const struct config *, char *text,
    struct exim_door_state doors[EXIM_DOORS], struct fault *);

#endif
