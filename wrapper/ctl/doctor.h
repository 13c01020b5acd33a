/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_CTL_DOCTOR_H
#define WRAPPER_CTL_DOCTOR_H

/*
 * What the checks of truefromctl doctor share: what they know, and how they say
 * what they found.  Nothing is changed, sent or connected to, but /dev/log.
 */

#include "policy/arena.h"
#include "policy/config.h"

#include <sys/stat.h>

#include <limits.h>

enum doctor_severity {
	DOCTOR_OPEN,   /* spoofed mail can leave */
	DOCTOR_BROKEN, /* honest mail is, or will be, refused or lost */
	DOCTOR_WEAK,   /* it holds, but less well than it could */
	DOCTOR_NOTE,   /* good to know; the exit status is 0 all the same */
};

struct doctor_finding {
	struct doctor_finding *next;
	enum doctor_severity severity;
	const char *id;	    /* a word that stays the same, see the manual */
	const char *reason; /* a sentence, fit for a terminal */
	const char *mend;   /* a command for a shell, or NULL */
};

struct doctor {
	const char *path;	     /* of the configuration */
	const struct config *config; /* NULL: it cannot be used */
	char truefrom[PATH_MAX];     /* the program; "": not beside this one */
	char mta[PATH_MAX];	     /* where config->mta leads, or "" */
	bool guards_calls; /* the MTA itself checks what users call it with */
	bool guards_port;  /* and what comes from this host by SMTP */
	struct arena *arena;
	struct doctor_finding *findings; /* in the order they were made */
	struct doctor_finding **end;
	unsigned count; /* of them */
	bool short_of_memory;
};

/*
 * Adds a finding, if there are not too many, of which there is a note.  The id
 * must be a constant.  The reason may hold any bytes: it is made fit to print.
 * The mend is doctor_command()'s or a constant.
 */
__attribute__((format(printf, 5, 6))) void doctor_tell(struct doctor *,
    enum doctor_severity, const char *id, const char *mend, const char *, ...);

/* Are there so many findings that no more are kept? */
bool doctor_is_full(const struct doctor *);

/*
 * A command, in which each %s (and nothing else is known) stands for a word
 * that is quoted for the shell.  NULL without memory, which is noted, or when
 * the findings are full.
 */
__attribute__((format(printf, 2, 3))) const char *doctor_command(
    struct doctor *, const char *, ...);

/* A command of truefromctl's, for the configuration at hand. */
const char *doctor_truefromctl(struct doctor *, const char *command);

/* A copy of a string, likewise. */
const char *doctor_copy(struct doctor *, const char *);

/* A command that sets an option of truefrom.conf to a word. */
const char *doctor_set_option(
    struct doctor *, const char *option, const char *value);

/* Does anybody listen on this port? */
bool doctor_listens(unsigned port);

/* A command that prints rules for the mail server; NULL if none are known. */
const char *doctor_rules_command(struct doctor *);

/* A command that opens a file, or truefrom.conf, where a person must decide. */
const char *doctor_edit_file(struct doctor *, const char *path);
const char *doctor_edit(struct doctor *);

/*
 * A command that makes the file one that truefrom trusts and its callers can
 * read; NULL if that is not what it lacks.
 */
const char *doctor_mend_file(struct doctor *, const char *path);

/* Is it truefrom, by whatever name, or a copy of it, byte for byte? */
bool doctor_is_truefrom(const struct doctor *, const char *path);

/* Is it one of the names that truefromctl enable takes over? */
bool doctor_is_sendmails(const char *path);

/* Are they the same file? */
bool doctor_same_file(const struct stat *, const struct stat *);

/*
 * Tells of each directory above the file in which somebody else than root, or
 * the user `owner`, could put another file in its place.
 */
void doctor_check_path(struct doctor *, const char *path, uid_t owner);

/*
 * Print what was found, worst first: as text, or as JSON.  False when there is
 * no memory.
 */
void doctor_print_text(const struct doctor *);
bool doctor_print_json(const struct doctor *);

/* The words of the severities, in their order. */
extern const char *const doctor_severities[DOCTOR_NOTE + 1];

/* The checks. */
void doctor_check_config(struct doctor *);
void doctor_check_lists(struct doctor *);
void doctor_check_users(struct doctor *);
void doctor_check_truefrom(struct doctor *);
void doctor_check_rules(struct doctor *);
void doctor_check_mta(struct doctor *);
void doctor_check_others(struct doctor *);
void doctor_check_sendmail(struct doctor *);
void doctor_check_ports(struct doctor *);
void doctor_check_php(struct doctor *);
void doctor_check_cagefs(struct doctor *);
void doctor_check_log(struct doctor *);
void doctor_check_spool(struct doctor *);
void doctor_check_libraries(struct doctor *);
void doctor_check_selinux(struct doctor *);
void doctor_check_apparmor(struct doctor *);

#endif
