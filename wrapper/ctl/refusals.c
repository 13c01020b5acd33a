/* SPDX-License-Identifier: ISC */
/*
 * The mail log of a busy server is large: only its end is read.  Without a file
 * the journal is asked.
 */

#include "refusals.h"

#include "program.h"

#include "wrapper/escape.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINES 5
#define TAIL_SIZE ((off_t)1 << 20)

static const char *const logs[] = { "/var/log/mail.log", "/var/log/maillog",
	"/var/log/messages" };

/* The end of the file, and a NUL; NULL when it cannot be read. */
static char *
read_tail(const char *path)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	char *tail = NULL;
	struct stat st;
	ssize_t len;

	if (fd != -1 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		tail = malloc((size_t)TAIL_SIZE + 1);
	if (tail != NULL) {
		len = pread(fd, tail, (size_t)TAIL_SIZE,
		    st.st_size > TAIL_SIZE ? st.st_size - TAIL_SIZE : 0);
		tail[len == -1 ? 0 : len] = '\0';
	}
	if (fd != -1)
		(void)close(fd);
	return tail;
}

static bool
is_refusal(const char *line)
{
	return strstr(line, " truefrom") != NULL &&
	    (strstr(line, "verdict=\"reject\"") != NULL ||
		strstr(line, "verdict=\"monitor\"") != NULL);
}

static void
print_last(char *tail)
{
	const char *last[LINES] = { NULL };
	char *line, shown[4096];
	size_t i, found = 0;

	while ((line = strsep(&tail, "\n")) != NULL)
		if (is_refusal(line))
			last[found++ % LINES] = line;
	if (found == 0)
		(void)puts("  none");
	for (i = found < LINES ? 0 : found - LINES; i < found; i++) {
		(void)escape_line(
		    str_of(last[i % LINES]), shown, sizeof(shown));
		(void)printf("  %s\n", shown);
	}
}

static void
print_journal(void)
{
	static const char *const argv[] = { "/usr/bin/journalctl", "--quiet",
		"--no-pager", "--output=short", "--identifier=truefrom",
		"--grep=verdict=\"(reject|monitor)\"", "--lines=5", NULL };
	struct fault fault;

	if (access(argv[0], X_OK) == 0) {
		(void)puts("refusals: in the journal");
		(void)fflush(stdout);
		/* It fails, too, where it finds none. */
		if (!program_run(argv, NULL, 0, &fault))
			(void)puts("  no more than that");
	} else {
		(void)puts("refusals: there is no mail log that can be read");
	}
}

void
refusals_print(void)
{
	char *tail = NULL;
	size_t i;

	for (i = 0; tail == NULL && i < sizeof(logs) / sizeof(*logs); i++) {
		tail = read_tail(logs[i]);
		if (tail != NULL)
			(void)printf("refusals: the last in %s\n", logs[i]);
	}
	if (tail != NULL)
		print_last(tail);
	else
		print_journal();
	free(tail);
}
