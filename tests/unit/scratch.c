/* SPDX-License-Identifier: ISC */
/*
 * Private files of a test.  Each test of a suite is a process of its own, and
 * so has a directory of its own.
 */

#include "scratch.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATHS_MAX 16
#define PATH_SIZE 1024

static struct {
	pid_t pid;
	char directory[PATH_SIZE - 256];
	char paths[PATHS_MAX][PATH_SIZE];
	size_t used;
} scratch;

static void
scratch_remove(void)
{
	size_t i;

	if (scratch.pid != getpid())
		return;
	for (i = 0; i < scratch.used; i++)
		(void)remove(scratch.paths[i]);
	(void)rmdir(scratch.directory);
}

static void
scratch_open(void)
{
	if (scratch.pid == getpid())
		return;
	scratch.pid = getpid();
	scratch.used = 0;
	(void)snprintf(scratch.directory, sizeof(scratch.directory),
	    "%s/unit/scratch.XXXXXX", BUILD);
	if (mkdtemp(scratch.directory) == NULL)
		err(1, "%s", scratch.directory);
	(void)atexit(scratch_remove);
}

const char *
scratch_path(const char *name)
{
	char path[PATH_SIZE];
	size_t i;

	scratch_open();
	(void)snprintf(path, sizeof(path), "%s/%s", scratch.directory, name);
	for (i = 0; i < scratch.used; i++)
		if (strcmp(scratch.paths[i], path) == 0)
			return scratch.paths[i];
	if (i == PATHS_MAX)
		errx(1, "too many files");
	(void)strlcpy(scratch.paths[i], path, sizeof(scratch.paths[i]));
	scratch.used++;
	return scratch.paths[i];
}

static void
write_whole(int fd, struct str bytes)
{
	ssize_t n;

	while (bytes.len > 0) {
		n = write(fd, bytes.ptr, bytes.len);
		if (n == -1)
			err(1, "write");
		bytes = str_from(bytes, (size_t)n);
	}
}

const char *
scratch_write(const char *name, struct str bytes)
{
	const char *path = scratch_path(name);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (fd == -1 || fchmod(fd, 0644) == -1)
		err(1, "%s", path);
	write_whole(fd, bytes);
	(void)close(fd);
	return path;
}

int
scratch_message(struct str bytes)
{
	int fd = memfd_create("message", MFD_CLOEXEC);

	if (fd == -1)
		err(1, "memfd_create");
	write_whole(fd, bytes);
	(void)lseek(fd, 0, SEEK_SET);
	return fd;
}
