/* SPDX-License-Identifier: ISC */
/*
 * Opening list files and the configuration safely.  Everything is asked of
 * the descriptor, never of the path, which could mean another file by then.
 */

#include "listfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What to do about a file that cannot be opened, after a semicolon. */
static const char *
advice(int error)
{
	switch (error) {
	case ENOENT:
	case ENOTDIR:
		return "create it, or name another";
	case EACCES:
		return "let every user read it (chmod a+r) and search the "
		       "directories above it (chmod a+x)";
	case EMFILE:
	case ENFILE:
	case ENOMEM:
		return "try again when the system has more to give";
	default:
		return "name a file that can be opened";
	}
}

#define NAMED_SIZE (FAULT_SIZE / 2)

/* Words for where the path is named, or none. */
static const char *
named_in_words(const struct listfile_place *place, char words[NAMED_SIZE])
{
	words[0] = '\0';
	if (place != NULL)
		(void)snprintf(words, NAMED_SIZE, " (named at %s:%u)",
		    place->file, place->line);
	return words;
}

/* Is what the descriptor refers to safe to believe?  Sets the fault if not. */
static bool
is_trusted(const char *path, const struct listfile_place *named_at,
    enum listfile_type type, uid_t owner, const struct stat *st,
    struct fault *fault)
{
	bool directory = type == LISTFILE_DIRECTORY;
	char named[NAMED_SIZE];

	if (directory ? !S_ISDIR(st->st_mode) : !S_ISREG(st->st_mode)) {
		fault_set(fault, "%s%s is not a %s; name one.", path,
		    named_in_words(named_at, named),
		    directory ? "directory" : "regular file");
		return false;
	}
	if (st->st_uid != 0 && st->st_uid != owner) {
		fault_set(fault,
		    "%s%s belongs to user %lu, who could change it; "
		    "run `chown root %s`.",
		    path, named_in_words(named_at, named),
		    (unsigned long)st->st_uid, path);
		return false;
	}
	if ((st->st_mode & (S_IWGRP | S_IWOTH)) != 0) {
		fault_set(fault,
		    "%s%s can be changed by others than its owner "
		    "(mode %04o); run `chmod go-w %s`.",
		    path, named_in_words(named_at, named),
		    (unsigned)(st->st_mode & 07777), path);
		return false;
	}
	return true;
}

int
listfile_open(const char *path, enum listfile_type type, uid_t owner,
    const struct listfile_place *named_at, struct stat *st, struct fault *fault)
{
	char named[NAMED_SIZE];
	int fd;

	if (path[0] != '/') {
		fault_set(fault,
		    "\"%s\"%s is not an absolute path; "
		    "begin it with /.",
		    path, named_in_words(named_at, named));
		return -1;
	}
	/*
	 * Without O_NONBLOCK a FIFO in place of the file would hang mail.  Not
	 * open(2), for which musl asks the kernel to close on exec twice.
	 */
	fd = openat(
	    AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd == -1 || fstat(fd, st) == -1) {
		int error = errno;

		fault_set(fault, "%s%s cannot be opened: %s; %s.", path,
		    named_in_words(named_at, named), strerror(error),
		    advice(error));
		fault->shortage = fault_is_shortage(error);
		fault->error = error;
	} else if (is_trusted(path, named_at, type, owner, st, fault)) {
		return fd;
	}
	if (fd != -1)
		(void)close(fd);
	return -1;
}

void
listfile_unreadable(const char *path, struct fault *fault)
{
	fault_set(fault, "%s cannot be read: %s; mend or replace it.", path,
	    strerror(errno));
}
