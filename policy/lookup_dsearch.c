/* SPDX-License-Identifier: ISC */
/*
 * Directories whose entries, of any type, are the keys: a mail spool or a
 * virtual host tree with one directory a domain.
 */

#include "lookup_kind.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static enum lookup_result
find_dsearch(const struct lookup_file *file, const char *key, unsigned *line,
    struct fault *fault)
{
	struct stat st;

	*line = 0;
	if (strchr(key, '/') != NULL) {
		fault_set(fault,
		    "\"%s\" cannot be looked up in the directory %s: it "
		    "has a slash in it; send from a domain.",
		    key, file->path);
		return LOOKUP_FAULT;
	}
	/* A link that leads nowhere is an entry nevertheless. */
	if (fstatat(file->fd, key, &st, AT_SYMLINK_NOFOLLOW) == 0)
		return LOOKUP_YES;
	return errno == ENOENT ? LOOKUP_NO : lookup_unreadable(file, fault);
}

static enum lookup_result
check_dsearch(const struct lookup_file *file, struct fault *fault)
{
	enum lookup_result result = LOOKUP_NO;
	int fd = openat(file->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd == -1 ? NULL : fdopendir(fd);
	struct dirent *entry;

	if (dir == NULL) {
		if (fd != -1)
			(void)close(fd);
		return lookup_unreadable(file, fault);
	}
	while ((entry = readdir(dir)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0)
			result = LOOKUP_YES;
	(void)closedir(dir);
	return result;
}

const struct lookup_kind lookup_dsearch = {
	.name = "dsearch",
	.type = LISTFILE_DIRECTORY,
	.find = find_dsearch,
	.check = check_dsearch,
};
