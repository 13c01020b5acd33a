/* SPDX-License-Identifier: ISC */
/*
 * The life of the process around the decision.
 *
 * Callers leave all sorts of things behind: GNU mailutils closes stdout and
 * stderr, PHP-FPM leaks its sockets, cron ignores SIGINT.  The MTA gets what
 * it would have got without truefrom, less the leaks.
 */

#include "process.h"

#include "policy/mta.h"

#include <sys/syscall.h>
#include <sys/wait.h>

#include <linux/close_range.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

/* Those that would end the process; nothing here sets a timer or a limit. */
static const int caught[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM,
	SIGUSR1, SIGUSR2, SIGVTALRM, SIGPROF, SIGXCPU };

/* What a cancelled caller is told, and where. */
static const char in_words[] =
    "A signal came before the message was handed over; nothing was sent, "
    "send it again.\n";
static const char in_smtp[] =
    "421 4.3.2 A signal ended the session; send what has no reply again.\r\n";
static volatile sig_atomic_t cancels_smtp;

bool
process_open_standard(void)
{
	struct pollfd fds[STDERR_FILENO + 1];
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		fds[fd] = (struct pollfd){ .fd = fd };
	if (poll(fds, STDERR_FILENO + 1, 0) == -1)
		return false;
	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if ((fds[fd].revents & POLLNVAL) != 0 &&
		    open("/dev/null", O_RDWR) != fd)
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
	(void)signal;
	if (cancels_smtp)
		process_tell(STDOUT_FILENO, in_smtp, sizeof(in_smtp) - 1, 0);
	else
		process_tell(STDERR_FILENO, in_words, sizeof(in_words) - 1, 0);
	_exit(EX_OSERR);
}

static const sigset_t *
caught_set(sigset_t *set)
{
	size_t i;

	(void)sigemptyset(set);
	for (i = 0; i < sizeof(caught) / sizeof(*caught); i++)
		(void)sigaddset(set, caught[i]);
	return set;
}

static void
go_on(int signal)
{
	(void)signal;
}

static void
catch_unless_ignored(int signal, void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler,
		.sa_flags = SA_RESTART };
	struct sigaction old;

	if (sigaction(signal, &action, &old) == 0 && old.sa_handler != SIG_DFL)
		(void)sigaction(signal, &old, NULL);
}

void
process_catch_signals(void)
{
	sigset_t set, inherited;
	size_t i;

	/* No signal shall come while one that is to be ignored is not. */
	(void)sigprocmask(SIG_BLOCK, caught_set(&set), &inherited);
	for (i = 0; i < sizeof(caught) / sizeof(*caught); i++)
		catch_unless_ignored(caught[i], cancel);
	(void)sigprocmask(SIG_SETMASK, &inherited, NULL);
	/*
	 * Past a file size limit write(2) shall fail, not kill.  Caught rather
	 * than ignored, for exec itself sets back what is caught.
	 */
	catch_unless_ignored(SIGXFSZ, go_on);
}

void
process_answer_in_smtp(void)
{
	cancels_smtp = true;
}

void
process_defer_signals(bool defer)
{
	sigset_t set;

	(void)sigprocmask(
	    defer ? SIG_BLOCK : SIG_UNBLOCK, caught_set(&set), NULL);
}

/*
 * Descriptors from 3 on shall not reach the MTA; ours live on if exec fails.
 * By number, since not every C library has close_range(2); kernels before 5.11
 * have not, either.
 */
static void
close_on_exec(void)
{
	int fd = STDERR_FILENO + 1, end;

	if (syscall(SYS_close_range, fd, ~0U, CLOSE_RANGE_CLOEXEC) == 0)
		return;
	for (end = getdtablesize(); fd < end; fd++)
		(void)fcntl(fd, F_SETFD, FD_CLOEXEC);
}

void
process_become(const char *mta, char *const argv[], int fd, struct fault *fault)
{
	int callers = fcntl(STDIN_FILENO, F_DUPFD, STDERR_FILENO + 1);
	char elsewhere[PATH_MAX];
	int error;

	if (fd != -1 && dup2(fd, STDIN_FILENO) == -1) {
		fault_set(fault,
		    "The message cannot be handed over: %s; nothing was sent.",
		    strerror(errno));
		return;
	}
	close_on_exec();
	/* exec itself sets the signals back that are caught. */
	(void)execv(mta, argv);
	if (errno == ENOENT && mta_elsewhere(mta, elsewhere))
		(void)execv(elsewhere, argv);
	error = errno;
	fault_set(fault,
	    "The mail server %s cannot be run: %s; nothing was sent.", mta,
	    strerror(errno));
	if (callers != -1)
		(void)dup2(callers, STDIN_FILENO);
	errno = error;
}

/* Spawns the MTA on the inner ends of two pipes; 0 or an error number. */
static int
spawn(const char *mta, char *const argv[], int in, int out, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	int error;

	(void)posix_spawn_file_actions_init(&actions);
	error = posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
	if (error == 0)
		error = posix_spawn_file_actions_adddup2(
		    &actions, out, STDOUT_FILENO);
	if (error == 0)
		error = posix_spawn(pid, mta, &actions, NULL, argv, environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	return error;
}

bool
process_start(const char *mta, char *const argv[], struct process_child *child,
    struct fault *fault)
{
	int in[2] = { -1, -1 }, out[2] = { -1, -1 }, error;
	char elsewhere[PATH_MAX];

	close_on_exec();
	if (pipe2(in, O_CLOEXEC) == -1 || pipe2(out, O_CLOEXEC) == -1)
		error = errno;
	else
		error = spawn(mta, argv, in[0], out[1], &child->pid);
	if (error == ENOENT && mta_elsewhere(mta, elsewhere))
		error = spawn(elsewhere, argv, in[0], out[1], &child->pid);
	(void)close(in[0]);
	(void)close(out[1]);
	child->to = in[1];
	child->from = out[0];
	if (error == 0)
		return true;
	(void)close(in[1]);
	(void)close(out[0]);
	fault_set(fault,
	    "The mail server %s cannot be run: %s; nothing was sent.", mta,
	    strerror(error));
	fault->shortage = fault_is_shortage(error);
	return false;
}

/* Has the child ended, or will it within the time? */
static bool
has_ended(pid_t pid, int seconds)
{
	struct pollfd ended = { .events = POLLIN };
	int ready;

	ended.fd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (ended.fd == -1)
		return true;
	do
		ready = poll(&ended, 1, seconds * 1000);
	while (ready == -1 && errno == EINTR);
	(void)close(ended.fd);
	return ready == 1;
}

int
process_wait(struct process_child *child, int seconds)
{
	int status;

	if (child->to != -1)
		(void)close(child->to);
	(void)close(child->from);
	if (!has_ended(child->pid, seconds) ||
	    waitpid(child->pid, &status, 0) != child->pid || !WIFEXITED(status))
		return EX_OSERR;
	return WEXITSTATUS(status);
}
