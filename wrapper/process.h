/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_PROCESS_H
#define WRAPPER_PROCESS_H

/*
 * What the process inherits, and what it leaves to the MTA.
 */

#include <sys/types.h>
#include <sys/stat.h>

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "policy/fault.h"

/*
 * Opens those of the descriptors 0-2 that the caller closed, before anything
 * else takes their place.  False when that cannot be done.
 */
bool process_open_standard(void);

/*
 * Writes a line to a descriptor if that can be done within so many
 * milliseconds.  Neither a closed pipe nor a full one kills or holds up the
 * process.  Safe in a signal handler.
 */
void process_tell(int fd, const char *line, size_t, int milliseconds);

/*
 * From here on a signal that would end the process ends it with EX_OSERR and a
 * sentence instead: some callers take death by signal for success.  Signals
 * that the caller ignores stay ignored.
 */
void process_catch_signals(void);

/* The caller speaks SMTP: that sentence shall be a reply on stdout. */
void process_answer_in_smtp(void);

/*
 * From here on, or no longer, such signals wait: there are moments at which
 * nobody could say truthfully what was sent.
 */
void process_defer_signals(bool);

/*
 * Who besides root may own configuration and lists: the owner of this program.
 */
uid_t process_owner(void);

/* The path of the truefrom beside this program; false when nobody can say. */
bool process_truefrom(char path[PATH_MAX]);

/*
 * This program's own file, to know it by when it is met again; without /proc a
 * caller can have it be another.  False where it cannot be found.
 */
bool process_stat_self(struct stat *);

/*
 * May `mta`, or what mta_elsewhere() makes of it, be executed, and is it
 * neither this program nor truefrom?
 */
bool process_check_mta(const char *mta, struct fault *);

/*
 * The path of the MTA that the configuration named when it was read: `mta`, or
 * where `truefromctl enable` has moved it since; NULL with the fault set when
 * neither passes process_check_mta().  Lasts as long as `mta`, and until the
 * next call.
 */
const char *process_find_mta(const char *mta, struct fault *);

/*
 * Becomes the MTA, with its argv as given, stdin from `fd` (or as it is, when
 * -1), descriptors from 3 on closed, and signals as they were inherited.
 * Returns only on error, with the fault and errno set.
 */
void process_become(
    const char *mta, char *const argv[], int fd, struct fault *);

/* An MTA that was started, and the pipes to its stdin and from its stdout. */
struct process_child {
	pid_t pid;
	int to, from;
};

/*
 * Starts the MTA as process_become() would be it.  False on error, with the
 * fault set; else process_wait() for it.
 */
bool process_start(const char *mta, char *const argv[], struct process_child *,
    struct fault *);

/*
 * Closes the pipes and waits for the end; for `seconds` at most, since an MTA
 * that became another user cannot be killed.  Returns its exit status, and
 * EX_OSERR where it has none.
 */
int process_wait(struct process_child *, int seconds);

#endif
