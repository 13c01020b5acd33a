/* SPDX-License-Identifier: ISC */
/*
 * The life of the process around the decision.
 *
 * Callers leave all sorts of things behind: GNU mailutils closes stdout and
 * stderr, PHP-FPM leaks its sockets, cron ignores SIGINT.  The MTA gets what
 * it would have got without truefrom, less the leaks.
 */

#include "process.h"

#include <sys/auxv.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

static const int caught[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM };

static struct sigaction inherited_xfsz;

bool
process_open_standard(void)
{
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) == -1 && open("/dev/null", O_RDWR) != fd)
			return false;
	return true;
}

static void
cancel(int signal)
{
	static const char sentence[] =
	    "A signal came before the message was handed over; nothing was "
	    "sent, send it again.\n";

	(void)signal;
	(void)!write(STDERR_FILENO, sentence, sizeof(sentence) - 1);
	_exit(EX_OSERR);
}

void
process_catch_signals(void)
{
	struct sigaction action = { .sa_handler = cancel }, old;
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	size_t i;

	for (i = 0; i < sizeof(caught) / sizeof(*caught); i++)
		if (sigaction(caught[i], NULL, &old) == 0 &&
		    old.sa_handler == SIG_DFL)
			(void)sigaction(caught[i], &action, NULL);
	/* Past a file size limit write(2) shall fail, not kill. */
	(void)sigaction(SIGXFSZ, &ignore, &inherited_xfsz);
}

/* This program's own file, also where /proc is not mounted (chroot jails). */
static bool
stat_self(struct stat *st)
{
	return stat("/proc/self/exe", st) == 0 ||
	    stat((const char *)getauxval(AT_EXECFN), st) == 0;
}

uid_t
process_owner(void)
{
	struct stat st;

	/* Only the kernel's own word: AT_EXECFN is the caller's. */
	return stat("/proc/self/exe", &st) == 0 ? st.st_uid : 0;
}

bool
process_check_mta(const char *mta, struct fault *fault)
{
	struct stat st, self;

	if (stat(mta, &st) == -1) {
		fault_set(fault,
		    "The mail server %s cannot be run: %s; set "
		    "mta in the configuration.",
		    mta, strerror(errno));
	} else if (!S_ISREG(st.st_mode) ||
	    faccessat(AT_FDCWD, mta, X_OK, AT_EACCESS) == -1) {
		fault_set(fault,
		    "The mail server %s is not an executable "
		    "file; set mta in the configuration.",
		    mta);
	} else if (stat_self(&self) && st.st_dev == self.st_dev &&
	    st.st_ino == self.st_ino) {
		fault_set(fault,
		    "The mail server %s is truefrom itself; set "
		    "mta in the configuration to the real one.",
		    mta);
	} else {
		return true;
	}
	return false;
}

void
process_become(const char *mta, char *const argv[], int fd, struct fault *fault)
{
	struct sigaction ours;

	if (fd != -1 && dup2(fd, STDIN_FILENO) == -1) {
		fault_set(fault,
		    "The message cannot be handed over: %s; "
		    "nothing was sent.",
		    strerror(errno));
		return;
	}
	closefrom(STDERR_FILENO + 1);
	(void)sigaction(SIGXFSZ, &inherited_xfsz, &ours);
	/* exec itself sets the signals back that are caught. */
	(void)execv(mta, argv);
	fault_set(fault,
	    "The mail server %s cannot be run: %s; nothing was "
	    "sent.",
	    mta, strerror(errno));
	(void)sigaction(SIGXFSZ, &ours, NULL);
}
