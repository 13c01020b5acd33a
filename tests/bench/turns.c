/* SPDX-License-Identifier: ISC */
/*
 * turns ROUNDS USER :: COMMAND [:: COMMAND ...]: runs commands in turn, A B A B
 * and so on, so that whatever else the machine does meets all of them alike.
 *
 * A COMMAND is
 *
 *	INPUT [FROM=TO ...] PROGRAM [ARGUMENT ...]
 *
 * with the absolute path of a file to read, files that are renamed for as long
 * as the command runs (a configuration, put in place and taken away again), and
 * the program's path.
 *
 * Prints a line a round, and in it for each command the nanoseconds from before
 * it was started to when it had been waited for, the microseconds for which it
 * had a processor, and its peak resident memory in KiB.  A command that fails
 * ends it all.
 */

#include "launch.h"

#include <sys/resource.h>
#include <sys/wait.h>

#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define COMMANDS_MAX 32
#define SWAPS_MAX 4

struct command {
	const char *input;
	struct swap {
		const char *from, *to;
	} swaps[SWAPS_MAX];
	int swap_count;
	char **argv;
};

static bool
is_end(const char *word)
{
	return word == NULL || strcmp(word, "::") == 0;
}

/* Returns where the next command begins, or the NULL at the end. */
static char **
read_command(char **words, struct command *command)
{
	char *equals;

	*command = (struct command){ .input = *words++ };
	while (!is_end(*words) && (equals = strchr(*words, '=')) != NULL) {
		if (command->swap_count == SWAPS_MAX)
			errx(1, "more than %d files to rename", SWAPS_MAX);
		*equals = '\0';
		command->swaps[command->swap_count++] =
		    (struct swap){ *words++, equals + 1 };
	}
	if (is_end(command->input) || is_end(*words))
		errx(1, "a command without a program");
	command->argv = words;
	while (!is_end(*words))
		words++;
	if (*words == NULL)
		return words;
	*words++ = NULL;
	return words;
}

static void
put_in_place(void *context)
{
	const struct command *command = context;

	for (int i = 0; i < command->swap_count; i++)
		if (rename(command->swaps[i].from, command->swaps[i].to) == -1)
			err(1, "%s", command->swaps[i].from);
}

static void
take_away(void *context)
{
	const struct command *command = context;

	for (int i = 0; i < command->swap_count; i++)
		if (rename(command->swaps[i].to, command->swaps[i].from) == -1)
			err(1, "%s", command->swaps[i].to);
}

static long long
microseconds(struct timeval time)
{
	return time.tv_sec * 1000000LL + time.tv_usec;
}

static void
run(struct command *command)
{
	struct rusage usage;
	long long begin, end;
	int status;

	launch_as_root(put_in_place, command);
	begin = launch_now();
	if (wait4(launch(command->input, command->argv), &status, 0, &usage) ==
	    -1)
		err(1, "wait4");
	end = launch_now();
	launch_as_root(take_away, command);
	if (status != 0)
		errx(1, "%s < %s ended with wait status %d", command->argv[0],
		    command->input, status);
	printf(" %lld %lld %ld", end - begin,
	    microseconds(usage.ru_utime) + microseconds(usage.ru_stime),
	    usage.ru_maxrss);
}

int
main(int argc, char *argv[])
{
	static struct command commands[COMMANDS_MAX];
	char **words = argv + 4;
	int count = 0;
	long rounds;

	if (argc < 6 || !is_end(argv[3]))
		errx(1, "usage: turns ROUNDS USER :: COMMAND [:: COMMAND ...]");
	rounds = launch_number(argv[1]);
	launch_as(argv[2]);
	while (*words != NULL && count < COMMANDS_MAX)
		words = read_command(words, &commands[count++]);
	if (*words != NULL)
		errx(1, "more than %d commands", COMMANDS_MAX);
	while (rounds-- > 0) {
		for (int i = 0; i < count; i++)
			run(&commands[i]);
		putchar('\n');
	}
	return fflush(stdout) == 0 ? 0 : 1;
}
