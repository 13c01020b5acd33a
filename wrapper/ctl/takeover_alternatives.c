/* SPDX-License-Identifier: ISC */
/*
 * alternatives(8), as Red Hat's systems have it for MTAs: the names are links
 * to /etc/alternatives/GROUP (mta) and its kin, and those lead to what is
 * chosen.  update-alternatives(1) of Debian takes the same words.
 */

#include "takeover.h"

#include "file.h"
#include "program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINKS "/etc/alternatives/"
#define PRIORITY "200" /* sendmail has 90, Postfix 60, Exim 10 */
#define DATABASE "/var/lib/alternatives/"
#define DATABASE_MAX ((size_t)1 << 20)

static const char *const programs[] = { "/usr/sbin/alternatives",
	"/usr/bin/update-alternatives", "/usr/sbin/update-alternatives" };

static const char *
program(void)
{
	size_t i;

	for (i = 0; i < sizeof(programs) / sizeof(*programs); i++)
		if (access(programs[i], X_OK) == 0)
			return programs[i];
	return NULL;
}

/*
 * Is truefrom no longer among the choices, as far as Red Hat's books tell?  Its
 * program takes the removal of what is not there for an error; Debian's does
 * not.
 */
static bool
is_removed(const struct takeover *takeover)
{
	char directory[PATH_MAX], path[PATH_MAX], *text = NULL;
	struct fault fault;
	size_t len;
	bool removed;

	if (file_name(directory, takeover->root, DATABASE, &fault) &&
	    file_name(path, directory, takeover->group, &fault))
		text = file_read(path, DATABASE_MAX, &len, &fault);
	removed = text != NULL && strstr(text, takeover->truefrom) == NULL;
	free(text);
	return removed;
}

/* Has somebody chosen?  Both programs say so in the first line. */
static bool
is_manual(const struct takeover *takeover)
{
	const char *argv[] = { program(), "--display", takeover->group, NULL };
	struct fault fault;
	char line[1024];

	(void)setenv("LC_ALL", "C", 1);
	return program_run(argv, line, sizeof(line), &fault) &&
	    strstr(line, "manual") != NULL;
}

/* What the group's link leads to. */
static bool
find_choice(const struct takeover *takeover, char choice[PATH_MAX])
{
	char links[PATH_MAX], path[PATH_MAX];
	struct fault fault;

	return file_name(links, takeover->root, LINKS, &fault) &&
	    file_name(path, links, takeover->group, &fault) &&
	    file_target(path, choice);
}

const char *
alternatives_link(const char *path, char text[PATH_MAX])
{
	size_t len = strlen(LINKS);

	if (!file_target(path, text) || strncmp(text, LINKS, len) != 0 ||
	    strchr(text + len, '/') != NULL)
		return NULL;
	return text + len;
}

/* Not one that follows another, as Debian's Sendmail has it. */
static bool
is_group(const struct takeover *takeover, const char *name)
{
	static const char *const books[] = { DATABASE,
		"/var/lib/dpkg/alternatives/" };
	char directory[PATH_MAX], path[PATH_MAX];
	struct fault fault;
	size_t i;

	for (i = 0; i < sizeof(books) / sizeof(*books); i++)
		if (file_name(directory, takeover->root, books[i], &fault) &&
		    file_name(path, directory, name, &fault) &&
		    access(path, F_OK) == 0)
			return true;
	return false;
}

bool
alternatives_find(struct takeover *takeover)
{
	char text[PATH_MAX];
	const char *group = alternatives_link(takeover->names[0].path, text);

	if (group == NULL || program() == NULL || !is_group(takeover, group) ||
	    strlcpy(takeover->group, group, sizeof(takeover->group)) >=
		sizeof(takeover->group))
		return false;
	if (!is_manual(takeover) || !find_choice(takeover, takeover->before) ||
	    strcmp(takeover->before, takeover->truefrom) == 0)
		(void)strlcpy(
		    takeover->before, "auto", sizeof(takeover->before));
	return true;
}

bool
alternatives_mta(
    const struct takeover *takeover, char mta[PATH_MAX], struct fault *fault)
{
	if (find_choice(takeover, mta) && strcmp(mta, takeover->truefrom) != 0)
		return true;
	fault_set(fault,
	    "Which mail server was chosen before truefrom is not known; set "
	    "mta in the configuration.");
	return false;
}

static bool
run(const char *const argv[], struct fault *fault)
{
	char line[256];

	return program_run(argv, line, sizeof(line), fault);
}

static bool
set(const struct takeover *takeover, const char *choice, struct fault *fault)
{
	const char *argv[] = { program(), "--set", takeover->group, choice,
		NULL };

	return run(argv, fault);
}

bool
alternatives_take(const struct takeover *takeover, struct fault *fault)
{
	char texts[TAKEOVER_NAMES][PATH_MAX];
	const char *argv[6 + 4 * TAKEOVER_NAMES + 1] = { program(), "--install",
		takeover->names[0].path, takeover->group, takeover->truefrom,
		PRIORITY };
	const char *follower;
	size_t i, words = 6;

	for (i = 1; i < TAKEOVER_NAMES; i++) {
		follower = alternatives_link(takeover->names[i].path, texts[i]);
		if (follower == NULL)
			continue;
		argv[words++] = "--slave";
		argv[words++] = takeover->names[i].path;
		argv[words++] = follower;
		argv[words++] = takeover->truefrom;
	}
	return run(argv, fault) && set(takeover, takeover->truefrom, fault);
}

bool
alternatives_restore(const struct takeover *takeover, struct fault *fault)
{
	const char *argv[] = { program(), "--remove", takeover->group,
		takeover->truefrom, NULL };
	char choice[PATH_MAX];

	if (!find_choice(takeover, choice) || is_removed(takeover))
		return true;
	if (strcmp(takeover->before, "auto") != 0 &&
	    access(takeover->before, X_OK) == 0 &&
	    !set(takeover, takeover->before, fault))
		return false;
	return run(argv, fault);
}
