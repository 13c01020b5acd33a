/* SPDX-License-Identifier: ISC */
/*
 * truefromctl doctor: does the mail server check for itself what reaches it
 * past truefrom?  Exim is asked, as truefromctl exim-check does.
 */

#include "doctor.h"

#include "exim_running.h"

#include <stdio.h>
#include <string.h>

const char *
doctor_rules_command(struct doctor *doctor)
{
	struct stat st;

	if (doctor->config == NULL)
		return NULL;
	if (doctor->config->mta_family == CONFIG_EXIM)
		return doctor_truefromctl(doctor, "exim-acl");
	if (stat("/etc/postfix/main.cf", &st) == 0)
		return doctor_truefromctl(doctor, "postfix-rules");
	return NULL;
}

/* Is this a way for anybody on this host? */
static bool
is_used(enum exim_door door, const struct stat *mta)
{
	switch (door) {
	case EXIM_DOOR_DIRECT:
	case EXIM_DOOR_SESSION:
		return (mta->st_mode & S_IXOTH) != 0;
	case EXIM_DOOR_HOST:
		return doctor_listens(25);
	default:
		return doctor_listens(25) || doctor_listens(465) ||
		    doctor_listens(587);
	}
}

static void
tell_door(struct doctor *doctor, enum exim_door door,
    const struct exim_door_state *state)
{
	doctor_tell(doctor,
	    state->guard == EXIM_OPEN ? DOCTOR_OPEN : DOCTOR_WEAK, "exim-rules",
	    doctor_rules_command(doctor),
	    "Exim does not check this way in by the rules of %s: %s; %s.",
	    doctor->path, exim_door_names[door], state->advice.text);
}

/* A program that somebody else could change is not run as root. */
static bool
is_safe(const struct stat *mta)
{
	return mta->st_uid == 0 && (mta->st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

void
doctor_check_rules(struct doctor *doctor)
{
	struct exim_door_state doors[EXIM_DOORS];
	enum exim_door door;
	struct fault fault;
	struct stat mta;

	if (doctor->mta[0] == '\0' || stat(doctor->mta, &mta) == -1 ||
	    config_family_of(doctor->mta) != CONFIG_EXIM ||
	    doctor->config->mta_family != CONFIG_EXIM || !is_safe(&mta))
		return;
	if (!exim_running_check(doctor->config, doors, &fault)) {
		doctor_tell(doctor, DOCTOR_NOTE, "cannot-tell", NULL,
		    "Nobody knows whether Exim checks mail for itself: %s",
		    fault.text);
		return;
	}
	doctor->guards_calls = doors[EXIM_DOOR_DIRECT].guard == EXIM_GUARDED &&
	    doors[EXIM_DOOR_SESSION].guard == EXIM_GUARDED;
	doctor->guards_port = doors[EXIM_DOOR_HOST].guard == EXIM_GUARDED;
	for (door = 0; door < EXIM_DOORS; door++)
		if (doors[door].guard != EXIM_GUARDED && is_used(door, &mta))
			tell_door(doctor, door, &doors[door]);
}
