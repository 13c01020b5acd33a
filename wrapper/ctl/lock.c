/* SPDX-License-Identifier: ISC */
/*
 * The lock is on a file that only root can open, so that nobody else can hold
 * it.  Programs that are run inherit the descriptor: if this process is killed,
 * what it started holds the lock until it ends.
 */

#include "lock.h"

#include <sys/file.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LOCK "/run/truefromctl.lock"
#define TRIES 600
#define PAUSE_NS 100000000L

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
	const struct timespec pause = { .tv_nsec = PAUSE_NS };
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
		(void)nanosleep(&pause, NULL);
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
