/* SPDX-License-Identifier: ISC */
/*
 * Appending to a file, and moving it away when it is full, among others who do
 * the same and an owner who plays tricks.
 */

#include "account_log.h"
#include "beneath.h"

#include <sys/file.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define OLD ".1"

/* Others may move the file away between its opening and its locking. */
#define TRIES 10

/*
 * Where nobody can lock the file to move it away, since its owner holds the
 * lock, it may grow to this.
 */
#define SIZE_LOCKED (2 * ACCOUNT_LOG_SIZE)

struct log {
	uid_t uid;
	const char *home, *name; /* as they were given */
	const char *base;	 /* the last part of the name */
	int directory;
	struct fault *fault;
};

bool
account_log_is_name(const char *name)
{
	const char *slash = strrchr(name, '/');

	return strlen(name) < PATH_MAX && beneath_is_path(name) &&
	    strlen(slash == NULL ? name : slash + 1) + strlen(OLD) <= NAME_MAX;
}

static bool
fail(const struct log *log, const char *what, const char *todo)
{
	fault_set(log->fault,
	    "The account log %s in the home %s of uid %lu %s; %s.", log->name,
	    log->home, (unsigned long)log->uid, what, todo);
	return false;
}

static bool
fail_error(const struct log *log, const char *what, const char *todo)
{
	char text[256];

	(void)snprintf(text, sizeof(text), "%s: %s", what, strerror(errno));
	return fail(log, text, todo);
}

/*
 * Only the caller, or root, may put names into it: else somebody can have a
 * file of the caller's taken for the log.
 */
static bool
check_directory(const struct log *log, int fd, bool home)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return fail_error(log, "cannot be looked for", "try again");
	if (st.st_uid != log->uid && (home || st.st_uid != 0))
		return fail(log, "is in a directory of somebody else's",
		    "give the directory to its user");
	if ((st.st_mode & S_IWOTH) != 0)
		return fail(log, "is in a directory that all may write to",
		    "take that right away (chmod o-w)");
	return true;
}

/* The home, by the administrator's path, in which links are his. */
static int
open_home(const struct log *log)
{
	int fd = -1;

	/* A daemon's home is often /, which is no place for its log. */
	if (log->home[0] != '/' || log->home[strspn(log->home, "/")] == '\0')
		(void)fail(log, "has no home to be in",
		    "give the user one, or leave account_log out");
	else if ((fd = open(log->home, O_PATH | O_DIRECTORY | O_CLOEXEC)) == -1)
		(void)fail_error(
		    log, "has no home that can be opened", "make it");
	if (fd != -1 && !check_directory(log, fd, true)) {
		(void)close(fd);
		fd = -1;
	}
	return fd;
}

/* Opens the directory of the log and sets `base`; false with the fault set. */
static bool
open_directory(struct log *log)
{
	char path[PATH_MAX] = "";
	const char *slash;
	int home;

	if (!account_log_is_name(log->name))
		return fail(log, "has no name below the home",
		    "set account_log to one without .. and leading slash");
	slash = strrchr(log->name, '/');
	log->base = slash == NULL ? log->name : slash + 1;
	if (slash != NULL)
		memcpy(path, log->name, (size_t)(slash - log->name));
	home = open_home(log);
	if (home == -1)
		return false;
	log->directory = beneath_open(home, path);
	if (log->directory == -1)
		(void)fail_error(log, "has no directory that can be opened",
		    "let its owner make it, and without links");
	else if (!check_directory(log, log->directory, false)) {
		(void)close(log->directory);
		log->directory = -1;
	}
	(void)close(home);
	return log->directory != -1;
}

/* Opens the file, whatever it is, without waiting; refuses all but a log. */
static int
open_file(const struct log *log, struct stat *st)
{
	int fd = openat(log->directory, log->base,
	    O_RDWR | O_APPEND | O_CREAT | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY |
		O_CLOEXEC,
	    0600);

	if (fd == -1 || fstat(fd, st) == -1)
		(void)fail_error(
		    log, "cannot be opened", "let its owner remove it");
	else if (!S_ISREG(st->st_mode))
		(void)fail(
		    log, "is no regular file", "let its owner remove it");
	else if (st->st_uid != log->uid)
		(void)fail(
		    log, "is somebody else's file", "let its owner remove it");
	else if (st->st_nlink > 1)
		(void)fail(log, "has another name as well",
		    "let its owner remove one of them");
	else
		return fd;
	if (fd != -1)
		(void)close(fd);
	return -1;
}

enum rotation {
	ROTATED, /* by whomever: open the file again */
	LOCKED,
	FAILED,
};

/*
 * Moves the file away.  Only who holds its lock may, and only while the name
 * is still its name; so it is moved once, and a new one is never moved in its
 * place.
 */
static enum rotation
rotate(const struct log *log, int fd, const struct stat *opened)
{
	char old[NAME_MAX + 1];
	struct stat named;

	if (flock(fd, LOCK_EX | LOCK_NB) == -1)
		return LOCKED;
	if (fstatat(log->directory, log->base, &named, AT_SYMLINK_NOFOLLOW) ==
		-1 ||
	    named.st_dev != opened->st_dev || named.st_ino != opened->st_ino)
		return ROTATED;
	(void)snprintf(old, sizeof(old), "%s" OLD, log->base);
	if (renameat(log->directory, log->base, log->directory, old) == -1) {
		(void)fail_error(log, "is full and cannot be moved to .1",
		    "let its owner remove both");
		return FAILED;
	}
	return ROTATED;
}

/* Opens a file that has room for a line; -1 with the fault set. */
static int
open_with_room(const struct log *log, size_t len, struct stat *st)
{
	enum rotation rotation;
	int fd, tries;

	for (tries = 0; tries < TRIES; tries++) {
		fd = open_file(log, st);
		if (fd == -1 || st->st_size + (off_t)len <= ACCOUNT_LOG_SIZE)
			return fd;
		rotation = rotate(log, fd, st);
		if (rotation == LOCKED &&
		    st->st_size + (off_t)len <= SIZE_LOCKED)
			return fd;
		(void)close(fd);
		if (rotation == FAILED)
			return -1;
	}
	(void)fail(log, "is full and locked or moved again and again",
	    "let its owner leave it alone");
	return -1;
}

/*
 * Has a disk that was full left half a line at the end?  So it looks, too,
 * while another process is writing one; then there is more after waiting for
 * that, as a change of the mode does.
 */
static bool
is_torn(int fd, const struct stat *opened)
{
	struct stat now;
	char last;

	return opened->st_size > 0 &&
	    pread(fd, &last, 1, opened->st_size - 1) == 1 && last != '\n' &&
	    fchmod(fd, opened->st_mode & 07777) == 0 && fstat(fd, &now) == 0 &&
	    now.st_size == opened->st_size;
}

/* Appends in one call: then no other's line can come between. */
static bool
append(const struct log *log, int fd, const struct stat *opened,
    const char *line, size_t len)
{
	char bytes[ACCOUNT_LINE_SIZE + 1] = "\n";
	ssize_t n;

	memcpy(bytes + 1, line, len);
	if (is_torn(fd, opened))
		n = write(fd, bytes, ++len);
	else
		n = write(fd, bytes + 1, len);
	if (n == (ssize_t)len)
		return true;
	if (n >= 0)
		errno = ENOSPC;
	return fail_error(log, "cannot be written to", "make room for it");
}

bool
account_log_write(uid_t uid, const char *home, const char *name,
    const struct account_refusal *refusal, struct fault *fault)
{
	struct log log = { uid, home, name, NULL, -1, fault };
	char line[ACCOUNT_LINE_SIZE];
	size_t len = account_line(refusal, line);
	bool written = false;
	struct stat st;
	int fd;

	if (!open_directory(&log))
		return false;
	fd = open_with_room(&log, len + 1, &st);
	if (fd != -1) {
		written = append(&log, fd, &st, line, len);
		(void)close(fd);
	}
	(void)close(log.directory);
	return written;
}
