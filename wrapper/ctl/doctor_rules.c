/* SPDX-License-Identifier: ISC */
/*
 * truefromctl doctor: does the mail server check for itself what reaches it
 * past truefrom?  Exim is asked, as truefromctl exim-check does; of Postfix its
 * master.cf(5) is read.
 */

#include "doctor.h"

#include "exim_running.h"
#include "readfile.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define POSTFIX_SERVICES "/etc/postfix/master.cf"
#define EXIM_SETUP TRUEFROM_LIBDIR "/exim-setup"

/* Does it read what Debian's exim4-config generates? */
static bool
is_debians_exim(void)
{
	return access("/etc/exim4/update-exim4.conf.conf", F_OK) == 0 &&
	    access("/etc/exim4/exim4.conf", F_OK) == -1 &&
	    access(EXIM_SETUP, X_OK) == 0;
}

const char *
doctor_rules_command(struct doctor *doctor)
{
	struct stat st;

	if (doctor->config == NULL)
		return NULL;
	if (doctor->config->mta_family == CONFIG_EXIM && is_debians_exim())
		return doctor_command(doctor, EXIM_SETUP " %s", doctor->path);
	if (doctor->config->mta_family == CONFIG_EXIM)
		return doctor_truefromctl(doctor, "exim-acl");
	if (stat(POSTFIX_SERVICES, &st) == 0)
		return doctor_command(doctor,
		    "truefromctl postfix-rules -c %s --section setup | sh",
		    doctor->path);
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

/* The next word of a line, which is taken off it. */
static struct str
take_word(struct str *line)
{
	struct str word;

	while (line->len > 0 && ascii_is_blank(line->ptr[0]))
		*line = str_from(*line, 1);
	word = (struct str){ line->ptr, 0 };
	while (word.len < line->len && !ascii_is_blank(line->ptr[word.len]))
		word.len++;
	*line = str_from(*line, word.len);
	return word;
}

/*
 * Is the service `pickup unix' given a cleanup service called truefrom?  A line
 * that begins with a blank goes on with the one before.
 */
static bool
is_pickup_judged(struct str text)
{
	static const char option[] = "cleanup_service_name=truefrom";
	bool pickup = false;

	while (text.len > 0) {
		const char *end = memchr(text.ptr, '\n', text.len);
		struct str line = { text.ptr,
			end == NULL ? text.len : (size_t)(end - text.ptr) };
		struct str word;

		text = str_from(text, line.len + 1);
		if (str_starts(line, "#"))
			continue;
		if (line.len > 0 && !ascii_is_blank(line.ptr[0])) {
			pickup = str_is(take_word(&line), "pickup");
			pickup &= str_is(take_word(&line), "unix");
		}
		while (pickup && (word = take_word(&line)).len > 0)
			if (str_is(word, option))
				return true;
	}
	return false;
}

/* What users call sendmail with comes to pickup(8), -bs as well. */
static void
check_postfix(struct doctor *doctor)
{
	struct arena *arena = arena_open();
	struct fault fault;
	struct str text;

	if (arena != NULL && readfile(arena, POSTFIX_SERVICES, &text, &fault)) {
		doctor->guards_calls = is_pickup_judged(text);
		if (!doctor->guards_calls)
			doctor_tell(doctor, DOCTOR_OPEN, "postfix-rules",
			    doctor_rules_command(doctor),
			    "Postfix does not check what users call it with by "
			    "the rules of %s.",
			    doctor->path);
	}
	arena_close(arena);
}

static void
check_exim(struct doctor *doctor, const struct stat *mta)
{
	struct exim_door_state doors[EXIM_DOORS];
	enum exim_door door;
	struct fault fault;

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
		if (doors[door].guard != EXIM_GUARDED && is_used(door, mta))
			tell_door(doctor, door, &doors[door]);
}

void
doctor_check_rules(struct doctor *doctor)
{
	struct stat mta;

	if (doctor->mta[0] == '\0' || stat(doctor->mta, &mta) == -1)
		return;
	if (doctor->config->mta_family == CONFIG_SENDMAIL)
		check_postfix(doctor);
	else if (config_family_of(doctor->mta) == CONFIG_EXIM && is_safe(&mta))
		check_exim(doctor, &mta);
}
