/* SPDX-License-Identifier: ISC */
/*
 * What makes a change atomic is rename(2); what makes it last is fsync(2) of
 * the file before, and of the directory after.
 */

#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FRESH ".truefrom-new"

static bool
fail(struct fault *fault, const char *path, const char *what)
{
	fault_set(fault, "%s cannot be %s: %s; mend that and try again.", path,
	    what, strerror(errno));
	return false;
}

bool
file_name(char *path, const char *a, const char *b, struct fault *fault)
{
	if (strlcpy(path, a, PATH_MAX) < PATH_MAX &&
	    strlcat(path, b, PATH_MAX) < PATH_MAX)
		return true;
	fault_set(fault, "The path %s%s is too long; use a shorter one.", a, b);
	return false;
}

/* The directory that a file is in. */
static bool
sync_directory(const char *path, struct fault *fault)
{
	char directory[PATH_MAX];
	char *slash;
	int fd;
	bool good;

	if (!file_name(directory, path, "", fault))
		return false;
	slash = strrchr(directory, '/');
	if (slash != NULL)
		slash[slash == directory] = '\0';
	fd = open(slash == NULL ? "." : directory,
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	/* Some file systems cannot, and say so. */
	good = fd != -1 && (fsync(fd) == 0 || errno == EINVAL);
	if (fd != -1)
		(void)close(fd);
	return good || fail(fault, directory, "written to the disk");
}

static bool
write_all(int fd, struct str bytes)
{
	ssize_t n = 0;

	while (bytes.len > 0 && (n = write(fd, bytes.ptr, bytes.len)) > 0)
		bytes = str_from(bytes, (size_t)n);
	return bytes.len == 0;
}

bool
file_write(const char *path, struct str bytes, const struct stat *like,
    struct fault *fault)
{
	char fresh[PATH_MAX];
	int fd;
	bool good;

	if (!file_name(fresh, path, FRESH, fault) || !file_remove(fresh, fault))
		return false;
	fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd == -1)
		return fail(fault, fresh, "written");
	good = write_all(fd, bytes) &&
	    fchown(fd, like->st_uid, like->st_gid) == 0 &&
	    fchmod(fd, like->st_mode & 07777) == 0 && fsync(fd) == 0;
	if (!good)
		(void)fail(fault, fresh, "written");
	(void)close(fd);
	if (good && file_rename(fresh, path, fault))
		return true;
	(void)unlink(fresh);
	return false;
}

bool
file_abandon(const char *path, struct fault *fault)
{
	char fresh[PATH_MAX];

	return file_name(fresh, path, FRESH, fault) &&
	    file_remove(fresh, fault);
}

char *
file_read(const char *path, size_t max, size_t *len, struct fault *fault)
{
	/* A FIFO shall not hold up its reader. */
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	char *bytes = malloc(max + 1);
	ssize_t n = -1;

	*len = 0;
	while (fd != -1 && bytes != NULL && *len <= max &&
	    (n = read(fd, bytes + *len, max + 1 - *len)) > 0)
		*len += (size_t)n;
	if (n > 0)
		errno = EFBIG;
	if (n != 0)
		(void)fail(fault, path, "read");
	if (fd != -1)
		(void)close(fd);
	if (n == 0) {
		bytes[*len] = '\0';
		return bytes;
	}
	free(bytes);
	return NULL;
}

bool
file_link(
    const char *path, const char *to, const char *fresh, struct fault *fault)
{
	if (!file_remove(fresh, fault))
		return false;
	if (symlink(to, fresh) == -1)
		return fail(fault, fresh, "made a link");
	return file_rename(fresh, path, fault);
}

bool
file_keep(const char *path, const char *kept, struct fault *fault)
{
	int error = link(path, kept) == -1 ? errno : 0;
	char text[PATH_MAX];

	/* Some file systems give a link no second name: then a second link. */
	if (error != 0 && error != EEXIST && file_target(path, text))
		error = symlink(text, kept) == -1 ? errno : 0;
	errno = error;
	if (error != 0)
		return fail(fault, kept, "made a second name of the file");
	return sync_directory(kept, fault);
}

bool
file_rename(const char *from, const char *to, struct fault *fault)
{
	if (rename(from, to) == -1)
		return fail(fault, to, "replaced");
	return sync_directory(to, fault);
}

bool
file_remove(const char *path, struct fault *fault)
{
	struct stat st;

	/* A read-only file system says that it is, whether there is one or not.
	 */
	if (lstat(path, &st) == -1 && (errno == ENOENT || errno == ENOTDIR))
		return true;
	if (unlink(path) == -1)
		return errno == ENOENT || fail(fault, path, "removed");
	return sync_directory(path, fault);
}

bool
file_target(const char *path, char *text)
{
	ssize_t len = readlink(path, text, PATH_MAX - 1);

	if (len == -1)
		return false;
	text[len] = '\0';
	return true;
}
