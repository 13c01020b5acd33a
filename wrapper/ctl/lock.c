/* SPDX-License-Identifier: ISC */
/*
 * Our own lock is on a file that only root can open, so that nobody else can
 * hold it.  Programs that are run inherit the descriptor: if this process is
 * killed, what it started holds the lock until it ends.
 *
 * dpkg's are those of doc/spec/frontend-api.txt in its sources.  dpkg-divert
 * asks for neither, for the scripts of packages call it while dpkg holds both.
 * Meanwhile others must not: what dpkg has begun to unpack goes where it was to
 * go when it began, whatever is diverted since.
 */

#include "lock.h"

#include "wrapper/procfs.h"

#include <sys/file.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LOCK "/run/truefromctl.lock"
#define TRIES 600 /* a minute */
#define PAUSE_NS 100000000L

/* The second is held while packages change, the first by who has that done. */
static const char *const dpkg_locks[] = { "/var/lib/dpkg/lock-frontend",
	"/var/lib/dpkg/lock" };

static void
wait_a_moment(void)
{
	const struct timespec pause = { .tv_nsec = PAUSE_NS };

	(void)nanosleep(&pause, NULL);
}

/* Its last holder may have removed the file that was waited for. */
static bool
is_current(int fd)
{
	struct stat st, current;

	return fstat(fd, &st) == 0 && stat(LOCK, &current) == 0 &&
	    st.st_dev == current.st_dev && st.st_ino == current.st_ino;
}

bool
lock_take(struct fault *fault)
{
	int fd, tries;

	if (geteuid() != 0) {
		fault_set(fault,
		    "Only root can change what sendmail is; run it as root.");
		return false;
	}
	for (tries = 0; tries < TRIES; tries++) {
		/* Not O_CLOEXEC: see above. */
		fd = open(LOCK, O_RDWR | O_CREAT | O_NOFOLLOW, 0600);
		if (fd == -1) {
			fault_set(fault, "%s cannot be made: %s; mend that.",
			    LOCK, strerror(errno));
			return false;
		}
		if (flock(fd, LOCK_EX | LOCK_NB) == 0 && is_current(fd))
			return true;
		(void)close(fd);
		wait_a_moment();
	}
	fault_set(fault,
	    "Another truefromctl has been at work for a minute; wait for it, "
	    "or see what holds %s.",
	    LOCK);
	return false;
}

void
lock_remove(void)
{
	(void)unlink(LOCK);
}

static bool
descends_from(pid_t ancestor)
{
	struct procfs process, parent;
	bool found;

	if (ancestor == 0 || !procfs_open_self(&process))
		return false;
	found = process.parent == ancestor;
	while (!found && procfs_open_parent(&parent, &process)) {
		procfs_close(&process);
		process = parent;
		found = process.parent == ancestor;
	}
	procfs_close(&process);
	return found;
}

/* False when somebody else has it; 0 is one that cannot be seen from here. */
static bool
try_lock(int fd, pid_t *holder)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	*holder = 0;
	if (fcntl(fd, F_SETLK, &lock) == 0)
		return true;
	if (fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK)
		*holder = lock.l_pid;
	return false;
}

/* The file stays open: to close it would be to give up the lock. */
static bool
take_dpkg_lock(const char *path, struct fault *fault)
{
	int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0640);
	pid_t holder = 0;
	int tries;

	if (fd == -1) {
		fault_set(fault, "%s cannot be opened: %s; mend that.", path,
		    strerror(errno));
		return false;
	}
	for (tries = 0; tries < TRIES; tries++) {
		if (try_lock(fd, &holder) || descends_from(holder))
			return true;
		if (tries == 0)
			(void)fprintf(stderr,
			    "Process %ld holds %s; waiting for it, for a "
			    "minute at most.\n",
			    (long)holder, path);
		wait_a_moment();
	}
	(void)close(fd);
	fault_set(fault,
	    "Process %ld, which holds %s, may be changing packages; run this "
	    "again when it has ended.",
	    (long)holder, path);
	return false;
}

bool
lock_dpkg(struct fault *fault)
{
	size_t i;

	for (i = 0; i < sizeof(dpkg_locks) / sizeof(*dpkg_locks); i++)
		if (!take_dpkg_lock(dpkg_locks[i], fault))
			return false;
	return true;
}
