/* SPDX-License-Identifier: ISC */
/*
 * truefromctl: the administrator's side of truefrom.  See truefromctl(8).
 */

#include "process.h"
#include "ctl/ctl.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

static const char usage[] =
    "usage: truefromctl check [-c FILE]\n"
    "       truefromctl explain [-c FILE] [-u USER] [--] "
    "[sendmail argument ...] < message\n"
    "       truefromctl postfix-rules [-c FILE] [--section NAME]\n"
    "       truefromctl --help | --version\n"
    "\n"
    "check reads the configuration and every list it names; explain says what\n"
    "truefrom would do with a message, and why; postfix-rules prints what "
    "Postfix\ncan be told of the same policy.  FILE stands in "
    "for\n" TRUEFROM_CONFIG ".  See truefromctl(8).\n";

static const struct command {
	const char *name;
	int (*run)(int argc, char *argv[]);
} commands[] = {
	{ "check", ctl_check },
	{ "explain", ctl_explain },
	{ "postfix-rules", ctl_postfix_rules },
};

static int
run(int argc, char *argv[])
{
	const char *word = argc < 2 ? "" : argv[1];
	size_t i;

	for (i = 0; i < sizeof(commands) / sizeof(*commands); i++)
		if (strcmp(commands[i].name, word) == 0)
			return commands[i].run(argc - 1, argv + 1);
	if (strcmp(word, "--help") == 0)
		(void)fputs(usage, stdout);
	else if (strcmp(word, "--version") == 0)
		(void)puts("truefromctl " TRUEFROM_VERSION);
	else
		return ctl_usage_error("there is no command", word);
	return EX_OK;
}

int
main(int argc, char *argv[])
{
	int status;

	if (!process_open_standard())
		return EX_OSERR;
	status = run(argc, argv);
	if (fflush(stdout) != 0 && status == EX_OK)
		status = EX_IOERR;
	return status;
}
