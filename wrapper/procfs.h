/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_PROCFS_H
#define WRAPPER_PROCFS_H

/*
 * This process and those that it descends from, as /proc has them.
 *
 * A process is held open: what is read of it is never that of another one that
 * got its pid.
 */

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>

struct procfs {
	int dir, stat; /* descriptors */
	pid_t pid;     /* in the namespace of /proc, as are the next two */
	pid_t parent;
	pid_t session;
	unsigned long long start; /* clock ticks since the boot */
	char name[64];		  /* which the process may have chosen */
};

/* Opens this process; false where there is no /proc that tells. */
bool procfs_open_self(struct procfs *);

/*
 * Opens the parent of an open process.  False where /proc hides it, and where
 * it is not for sure the one that made the child.
 */
bool procfs_open_parent(struct procfs *parent, const struct procfs *child);

void procfs_close(struct procfs *);

/*
 * The target of a link (exe) or the content of a file (cmdline), cut to
 * size - 1 bytes and NUL-terminated.  Returns the length, 0 if it cannot be
 * had.
 */
size_t procfs_link(
    const struct procfs *, const char *name, char *out, size_t size);
size_t procfs_read(
    const struct procfs *, const char *name, char *out, size_t size);

/* Are all its user ids root's? */
bool procfs_is_root(const struct procfs *);

#endif
