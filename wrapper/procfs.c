/* SPDX-License-Identifier: ISC */
/*
 * Reading /proc without being told of the wrong process.
 *
 * A pid that was read may be another process's by the time it is opened.  It
 * is not if the child, asked again, still names it: a child changes its parent
 * when that one ends, before its pid is free, and never back.
 */

#include "procfs.h"

#include <sys/vfs.h>

#include <linux/magic.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STAT_SIZE 1024

static bool
is_proc(int fd)
{
	struct statfs fs;

	return fstatfs(fd, &fs) == 0 && fs.f_type == PROC_SUPER_MAGIC;
}

/* The number behind so many blanks; 0 if there is none. */
static unsigned long long
number_after(const char *text, int blanks)
{
	for (; blanks > 0 && *text != '\0'; text++)
		if (*text == ' ')
			blanks--;
	return strtoull(text, NULL, 10);
}

/*
 * Reads `stat`, anew each time.  The name may hold parentheses, blanks and
 * digits, but no field after it does: it ends at the last parenthesis.
 */
static bool
read_stat(struct procfs *process)
{
	char text[STAT_SIZE];
	ssize_t len = pread(process->stat, text, sizeof(text) - 1, 0);
	char *name, *rest;

	if (len <= 0)
		return false;
	text[len] = '\0';
	name = strchr(text, '(');
	rest = strrchr(text, ')');
	if (name == NULL || rest == NULL)
		return false;
	/* Fields 1, 4, 6 and 22 of proc_pid_stat(5). */
	process->pid = (pid_t)number_after(text, 0);
	process->parent = (pid_t)number_after(rest, 2);
	process->session = (pid_t)number_after(rest, 4);
	process->start = number_after(rest, 20);
	*rest = '\0';
	(void)strlcpy(process->name, name + 1, sizeof(process->name));
	return process->pid > 0 && process->start > 0;
}

static bool
open_process(struct procfs *process, int at, const char *path)
{
	*process = (struct procfs){ .stat = -1 };
	process->dir = openat(at, path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (process->dir != -1 && is_proc(process->dir))
		process->stat =
		    openat(process->dir, "stat", O_RDONLY | O_CLOEXEC);
	if (process->stat != -1 && read_stat(process))
		return true;
	procfs_close(process);
	return false;
}

bool
procfs_open_self(struct procfs *process)
{
	return open_process(process, AT_FDCWD, "/proc/self");
}

/* Was the process orphaned, and taken in by init? */
static bool
is_orphan(const struct procfs *child, const struct procfs *parent)
{
	/* In a container, the first process may well send mail itself. */
	return parent->pid == 1 && child->session != parent->session;
}

bool
procfs_open_parent(struct procfs *parent, const struct procfs *child)
{
	struct procfs again = { .stat = child->stat };
	char path[32];

	/* 0 is one outside the namespace of /proc. */
	if (child->parent <= 0)
		return false;
	(void)snprintf(path, sizeof(path), "../%d", (int)child->parent);
	if (!open_process(parent, child->dir, path))
		return false;
	if (read_stat(&again) && again.parent == child->parent &&
	    parent->pid == child->parent && parent->start <= child->start &&
	    !is_orphan(child, parent))
		return true;
	procfs_close(parent);
	return false;
}

void
procfs_close(struct procfs *process)
{
	if (process->stat != -1)
		(void)close(process->stat);
	if (process->dir != -1)
		(void)close(process->dir);
	process->stat = process->dir = -1;
}

size_t
procfs_link(
    const struct procfs *process, const char *name, char *out, size_t size)
{
	ssize_t len = readlinkat(process->dir, name, out, size - 1);

	if (len < 0)
		len = 0;
	out[len] = '\0';
	return (size_t)len;
}

size_t
procfs_read(
    const struct procfs *process, const char *name, char *out, size_t size)
{
	int fd = openat(process->dir, name, O_RDONLY | O_CLOEXEC);
	ssize_t len = 0;

	if (fd != -1) {
		len = read(fd, out, size - 1);
		(void)close(fd);
	}
	if (len < 0)
		len = 0;
	out[len] = '\0';
	return (size_t)len;
}

bool
procfs_is_root(const struct procfs *process)
{
	char text[STAT_SIZE];

	(void)procfs_read(process, "status", text, sizeof(text));
	/* A line end in the name, which comes first, is escaped there. */
	return strstr(text, "\nUid:\t0\t0\t0\t0\n") != NULL;
}
