/* SPDX-License-Identifier: ISC */
/*
 * posix_spawn(3) starts a child on its parent's memory (CLONE_VFORK), so that
 * the cost does not depend on how large the parent is.
 */

#include "launch.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <spawn.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static uid_t caller;

void
launch_as(const char *id)
{
	caller = (uid_t)launch_number(id);
	if (setgroups(0, NULL) == -1 ||
	    setresgid(caller, caller, caller) == -1 ||
	    setresuid(caller, caller, 0) == -1)
		err(1, "becoming the user %s", id);
}

void
launch_as_root(void (*act)(void *), void *context)
{
	if (seteuid(0) == -1)
		err(1, "becoming root");
	act(context);
	if (seteuid(caller) == -1)
		err(1, "becoming the caller");
}

pid_t
launch(const char *input, char *argv[])
{
	posix_spawn_file_actions_t actions;
	pid_t pid;
	int error;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(
	    &actions, STDIN_FILENO, input, O_RDONLY, 0);
	posix_spawn_file_actions_addopen(
	    &actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	error = posix_spawn(&pid, argv[0], &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (error != 0) {
		errno = error;
		err(1, "%s < %s", argv[0], input);
	}
	return pid;
}

long long
launch_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

long
launch_number(const char *word)
{
	char *end;
	long number = strtol(word, &end, 10);

	if (*end != '\0' || number <= 0)
		errx(1, "%s is not a number above 0", word);
	return number;
}
