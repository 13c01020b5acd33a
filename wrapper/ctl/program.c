/* SPDX-License-Identifier: ISC */
/*
 * A program is waited for to its end, and what it prints is read meanwhile.
 */

#include "program.h"

#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <unistd.h>

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

static void
read_line(int fd, char *line, size_t size)
{
	char rest[512];
	size_t len = 0;
	ssize_t n;

	while (len < size - 1 && (n = read(fd, line + len, size - 1 - len)) > 0)
		len += (size_t)n;
	line[len] = '\0';
	line[strcspn(line, "\n")] = '\0';
	while (read(fd, rest, sizeof(rest)) > 0)
		continue;
}

bool
program_run(
    const char *const argv[], char *line, size_t size, struct fault *fault)
{
	int out[2], error, status = 0;
	pid_t pid;

	if (pipe2(out, O_CLOEXEC) == -1) {
		fault_set(
		    fault, "%s cannot be run: %s.", argv[0], strerror(errno));
		return false;
	}
	error = spawn(argv, line == NULL ? STDOUT_FILENO : out[1], &pid);
	(void)close(out[1]);
	if (error == 0) {
		if (line != NULL)
			read_line(out[0], line, size);
		while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
			continue;
	}
	(void)close(out[0]);
	if (error != 0)
		fault_set(
		    fault, "%s cannot be run: %s.", argv[0], strerror(error));
	else if (status != 0)
		fault_set(fault,
		    "`%s %s` failed; see what it said, mend that and try "
		    "again.",
		    argv[0], argv[1]);
	return error == 0 && status == 0;
}
