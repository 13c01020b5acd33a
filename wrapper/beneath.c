/* SPDX-License-Identifier: ISC */
/*
 * Paths that cannot lead out of a directory.
 */

#include "beneath.h"

#include <sys/stat.h>
#include <sys/syscall.h>

#include <linux/openat2.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#define HOW (O_PATH | O_DIRECTORY | O_CLOEXEC)

bool
beneath_is_path(const char *path)
{
	size_t len;

	for (;; path += len + 1) {
		len = strcspn(path, "/");
		if (len == 0 || len > NAME_MAX ||
		    (path[0] == '.' &&
			(len == 1 || (len == 2 && path[1] == '.'))))
			return false;
		if (path[len] == '\0')
			return true;
	}
}

/* Opens a directory in another one, on the same filesystem. */
static int
enter(int directory, const char *name)
{
	struct stat outer, inner;
	int error, fd = openat(directory, name, HOW | O_NOFOLLOW);

	if (fd == -1)
		return -1;
	if (fstat(directory, &outer) == 0 && fstat(fd, &inner) == 0) {
		if (outer.st_dev == inner.st_dev)
			return fd;
		errno = EXDEV;
	}
	error = errno;
	(void)close(fd);
	errno = error;
	return -1;
}

int
beneath_walk(int directory, const char *path)
{
	int error, next, fd = openat(directory, ".", HOW);
	char name[NAME_MAX + 1];
	size_t len;

	while (fd != -1 && path[0] != '\0') {
		len = strcspn(path, "/");
		if (len >= sizeof(name)) {
			next = -1;
			errno = ENAMETOOLONG;
		} else {
			memcpy(name, path, len);
			name[len] = '\0';
			next = enter(fd, name);
		}
		error = errno;
		(void)close(fd);
		errno = error;
		fd = next;
		path += len;
		if (path[0] == '/')
			path++;
	}
	return fd;
}

int
beneath_open(int directory, const char *path)
{
	struct open_how how = { .flags = HOW,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS |
		    RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV };
	long fd = syscall(SYS_openat2, directory, path[0] == '\0' ? "." : path,
	    &how, sizeof(how));

	/* Some containers forbid what they do not know. */
	if (fd == -1 && (errno == ENOSYS || errno == EPERM))
		return beneath_walk(directory, path);
	return (int)fd;
}
