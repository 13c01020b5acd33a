/* SPDX-License-Identifier: ISC */
/*
 * A program is over when it has ended, whoever still holds its output open;
 * and at the latest after a minute, when it is killed.
 */

#include "program.h"

#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <unistd.h>

#define PAUSE_MS 10
#define PAUSES 6000 /* a minute */

/* The beginning of what it prints, and where that comes from; -1 at its end. */
struct output {
	int fd;
	char *line;
	size_t len, size;
};

/* 0 or an error number. */
static int
spawn(const char *const argv[], int out, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	int error;

	(void)posix_spawn_file_actions_init(&actions);
	error = posix_spawn_file_actions_addopen(
	    &actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	if (error == 0 && out != STDOUT_FILENO)
		error = posix_spawn_file_actions_adddup2(
		    &actions, out, STDOUT_FILENO);
	if (error == 0)
		/* It changes none of its words. */
		error = posix_spawn(pid, argv[0], &actions, NULL,
		    (char *const *)(const void *)argv, environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	return error;
}

/* Reads some of what is there; false when there is none. */
static bool
read_some(struct output *output)
{
	char some[512];
	size_t left = output->size - 1 - output->len;
	ssize_t n = read(output->fd, some, sizeof(some));

	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return false;
	if (n <= 0) {
		output->fd = -1;
		return false;
	}
	if ((size_t)n < left)
		left = (size_t)n;
	memcpy(output->line + output->len, some, left);
	output->len += left;
	return true;
}

static bool
is_over(pid_t pid)
{
	siginfo_t info = { 0 };

	return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) ==
	    0 &&
	    info.si_pid == pid;
}

/*
 * A program that prints without end has a number of reads instead of a minute.
 */
static bool
ends_in_time(pid_t pid, struct output *output)
{
	struct pollfd readable = { .events = POLLIN };
	int pause;

	for (pause = 0; pause < PAUSES; pause++) {
		if (is_over(pid))
			return true;
		readable.fd = output->fd;
		if (poll(&readable, 1, PAUSE_MS) == 1)
			(void)read_some(output);
	}
	return false;
}

/* Returns its status as wait(2) tells it; -1 after it has been killed. */
static int
wait_for(pid_t pid, struct output *output)
{
	int status = -1;

	if (!ends_in_time(pid, output)) {
		(void)kill(pid, SIGKILL);
		return -1;
	}
	while (output->len < output->size - 1 && read_some(output))
		continue;
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		continue;
	return status;
}

static bool
tell(const char *const argv[], int error, int status, struct fault *fault)
{
	if (error != 0)
		fault_set(fault,
		    "%s cannot be run: %s; mend that and try again.", argv[0],
		    strerror(error));
	else if (status == -1)
		fault_set(fault,
		    "`%s %s` did not end within a minute, and was killed; see "
		    "what it waits for, mend that and try again.",
		    argv[0], argv[1]);
	else if (status != 0)
		fault_set(fault,
		    "`%s %s` failed; see what it said, mend that and try "
		    "again.",
		    argv[0], argv[1]);
	return error == 0 && status == 0;
}

bool
program_run(
    const char *const argv[], char *line, size_t size, struct fault *fault)
{
	int out[2], error, status = 0;
	char none[1];
	struct output output = { .line = none, .size = sizeof(none) };
	pid_t pid;

	if (pipe2(out, O_CLOEXEC | O_NONBLOCK) == -1) {
		(void)tell(argv, errno, 0, fault);
		return false;
	}
	/* The program's end shall be as a pipe usually is. */
	(void)fcntl(out[1], F_SETFL, 0);
	output.fd = out[0];
	if (line != NULL) {
		output.line = line;
		output.size = size;
	}
	error = spawn(argv, line == NULL ? STDOUT_FILENO : out[1], &pid);
	(void)close(out[1]);
	if (error == 0)
		status = wait_for(pid, &output);
	(void)close(out[0]);
	output.line[output.len] = '\0';
	output.line[strcspn(output.line, "\n")] = '\0';
	return tell(argv, error, status, fault);
}
