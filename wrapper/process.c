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
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

/* Those that would end the process; nothing here sets a timer or a limit. */
static const int caught[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM,
	SIGUSR1, SIGUSR2, SIGVTALRM, SIGPROF, SIGXCPU };

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

void
process_tell(int fd, const char *line, size_t len, int milliseconds)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, old;
	struct pollfd writable = { .fd = fd, .events = POLLOUT };

	(void)sigaction(SIGPIPE, &ignore, &old);
	if (poll(&writable, 1, milliseconds) == 1 &&
	    (writable.revents & POLLOUT) != 0)
		(void)!write(fd, line, len);
	(void)sigaction(SIGPIPE, &old, NULL);
}

static void
cancel(int signal)
{
	static const char sentence[] =
	    "A signal came before the message was handed over; nothing was "
	    "sent, send it again.\n";

	(void)signal;
	process_tell(STDERR_FILENO, sentence, sizeof(sentence) - 1, 0);
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

/* The truefrom beside this program, for truefromctl. */
static bool
stat_truefrom(struct stat *st)
{
	char path[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char *slash;

	if (len == -1)
		return false;
	path[len] = '\0';
	slash = strrchr(path, '/');
	if (slash == NULL ||
	    strlcpy(
		slash, "/truefrom", sizeof(path) - (size_t)(slash - path)) >=
		sizeof(path) - (size_t)(slash - path))
		return false;
	return stat(path, st) == 0;
}

static bool
is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
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
	struct stat st, self, truefrom;

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
	} else if ((stat_self(&self) && is_same_file(&st, &self)) ||
	    (stat_truefrom(&truefrom) && is_same_file(&st, &truefrom))) {
		fault_set(fault,
		    "The mail server %s is truefrom itself; set "
		    "mta in the configuration to the real one.",
		    mta);
	} else {
		return true;
	}
	return false;
}

/* Descriptors from 3 on shall not reach the MTA; ours live on if exec fails. */
static void
close_on_exec(void)
{
	if (close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC) == -1)
		closefrom(STDERR_FILENO + 1);
}

void
process_become(const char *mta, char *const argv[], int fd, struct fault *fault)
{
	int callers = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	struct sigaction ours;

	if (fd != -1 && dup2(fd, STDIN_FILENO) == -1) {
		fault_set(fault,
		    "The message cannot be handed over: %s; nothing was sent.",
		    strerror(errno));
		return;
	}
	close_on_exec();
	(void)sigaction(SIGXFSZ, &inherited_xfsz, &ours);
	/* exec itself sets the signals back that are caught. */
	(void)execv(mta, argv);
	fault_set(fault,
	    "The mail server %s cannot be run: %s; nothing was sent.", mta,
	    strerror(errno));
	(void)sigaction(SIGXFSZ, &ours, NULL);
	if (callers != -1)
		(void)dup2(callers, STDIN_FILENO);
}
