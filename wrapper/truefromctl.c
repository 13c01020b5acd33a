/* SPDX-License-Identifier: ISC */
/*
 * truefromctl: the administrator's side of truefrom.  See truefromctl(8).
 */

#include "ctl/ctl.h"
#include "process.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

static const struct command {
	const char *name;
	int (*run)(int argc, char *argv[]);
	const char *arguments;
	const char *purpose;
} commands[] = {
	{ "check", ctl_check, "[-c FILE]",
	    "is the configuration right, and every file that it names?" },
	{ "disable", ctl_disable, "", "puts back the sendmail that was there" },
	{ "doctor", ctl_doctor, "[-c FILE] [--json]",
	    "what is open or weak on this host, and what mends it" },
	{ "enable", ctl_enable, "[--monitor]",
	    "makes truefrom this host's sendmail" },
	{ "exim-acl", ctl_exim_acl, "[-c FILE] [--section NAME]",
	    "the same rules for Exim" },
	{ "exim-check", ctl_exim_check, "[-c FILE]", "has Exim those rules?" },
	{ "explain", ctl_explain,
	    "[-c FILE] [-u USER] [--] [sendmail argument ...] < message",
	    "what would be done with a message, and why" },
	{ "postfix-rules", ctl_postfix_rules, "[-c FILE] [--section NAME]",
	    "the same rules for Postfix" },
	{ "status", ctl_status, "",
	    "who is sendmail, by what truefrom decides, whom it refused" },
};

static void
print_usage(void)
{
	size_t i;

	for (i = 0; i < sizeof(commands) / sizeof(*commands); i++)
		(void)printf("truefromctl %s%s%s\n\t%s\n", commands[i].name,
		    commands[i].arguments[0] == '\0' ? "" : " ",
		    commands[i].arguments, commands[i].purpose);
	(void)puts(
	    "truefromctl --help | --version\n\n"
	    "FILE stands in for " TRUEFROM_CONFIG ".  See truefromctl(8).");
}

static int
run(int argc, char *argv[])
{
	const char *word = argc < 2 ? "" : argv[1];
	size_t i;

	for (i = 0; i < sizeof(commands) / sizeof(*commands); i++)
		if (strcmp(commands[i].name, word) == 0)
			return commands[i].run(argc - 1, argv + 1);
	if (strcmp(word, "--help") == 0)
		print_usage();
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
