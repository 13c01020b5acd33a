/* SPDX-License-Identifier: ISC */
/*
 * What the commands of truefromctl share: their options, and the configuration.
 */

#include "ctl.h"

#include "wrapper/host.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

int
ctl_usage_error(const char *what, const char *word)
{
	(void)fprintf(stderr,
	    "truefromctl: %s `%s`; see truefromctl "
	    "--help.\n",
	    what, word);
	return EX_USAGE;
}

static const struct ctl_option *
find_option(const struct ctl_option known[], const char *word)
{
	for (; known->word != NULL; known++)
		if (strcmp(known->word, word) == 0)
			return known;
	return NULL;
}

int
ctl_read_options(int argc, char *argv[], const struct ctl_option known[])
{
	const struct ctl_option *option;
	int next = 1;

	while (next < argc) {
		if (strcmp(argv[next], "--") == 0)
			return next + 1;
		option = find_option(known, argv[next]);
		if (option == NULL)
			return next;
		if (option->flag != NULL) {
			*option->flag = true;
			next++;
			continue;
		}
		if (next + 1 == argc) {
			(void)ctl_usage_error(
			    "there is no value after", argv[next]);
			return 0;
		}
		*option->value = argv[next + 1];
		next += 2;
	}
	return next;
}

bool
ctl_read_only_options(int argc, char *argv[], const struct ctl_option known[])
{
	int next = ctl_read_options(argc, argv, known);

	if (next > 0 && next < argc)
		(void)fprintf(stderr,
		    "truefromctl: %s does not take `%s`; see truefromctl "
		    "--help.\n",
		    argv[0], argv[next]);
	return next == argc;
}

const char *
ctl_config_path(const char *file)
{
	char cwd[PATH_MAX], *path;

	if (file == NULL)
		return TRUEFROM_CONFIG;
	if (file[0] == '/')
		return file;
	if (getcwd(cwd, sizeof(cwd)) == NULL ||
	    asprintf(&path, "%s/%s", cwd, file) == -1) {
		(void)ctl_usage_error("there is no full path of", file);
		return NULL;
	}
	return path;
}

static void
print_error(void *context, const struct fault *fault)
{
	(void)context;
	(void)fprintf(stderr, "%s\n", fault->text);
}

struct config *
ctl_read_config(const char *path, const struct config_host *host)
{
	return config_open(path, host, print_error, NULL);
}

struct config *
ctl_open_config(const char *path, uid_t caller, struct config_host *host)
{
	host_open(host, caller);
	return ctl_read_config(path, host);
}

int
ctl_with_config(const char *file,
    int (*run)(const struct config *, const char *, void *), void *context)
{
	const char *path = ctl_config_path(file);
	struct config_host host;
	struct config *config;
	int status;

	if (path == NULL)
		return EX_USAGE;
	config = ctl_open_config(path, getuid(), &host);
	if (config == NULL)
		return EX_CONFIG;
	status = run(config, path, context);
	config_close(config);
	return status;
}
