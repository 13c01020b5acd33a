/* SPDX-License-Identifier: ISC */
/*
 * stub FILE-OR-DIRECTORY...: gives a target every file that is named, or lies
 * in a directory that is named, so that a corpus can be replayed without
 * clang.  Names the input for which something does not hold, and else says how
 * many there were; none at all is an error, too.
 */

#include "fuzz.h"

#include <sys/stat.h>

#include <dirent.h>
#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *current; /* the file at hand */

/* Which file it was, before the process dies of it. */
static void
tell(int signal)
{
	static const char words[] = ": this input\n";
	ssize_t n = write(STDERR_FILENO, current, strlen(current));

	n += write(STDERR_FILENO, words, sizeof(words) - 1);
	_exit(n > 0 ? 128 + signal : 1);
}

static void
replay_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	uint8_t *bytes;
	ssize_t n;

	if (fd == -1 || fstat(fd, &st) == -1)
		err(1, "%s", path);
	/* Of its very size, for AddressSanitizer. */
	bytes = malloc(st.st_size == 0 ? 1 : (size_t)st.st_size);
	if (bytes == NULL)
		err(1, NULL);
	n = read(fd, bytes, (size_t)st.st_size);
	if (n != st.st_size)
		err(1, "%s", path);
	(void)close(fd);
	current = path;
	(void)LLVMFuzzerTestOneInput(bytes, (size_t)n);
	free(bytes);
}

static int
is_input(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static unsigned
replay_directory(const char *path)
{
	struct dirent **entries;
	int i, count = scandir(path, &entries, is_input, alphasort);
	char *file;

	if (count == -1)
		err(1, "%s", path);
	for (i = 0; i < count; i++) {
		if (asprintf(&file, "%s/%s", path, entries[i]->d_name) == -1)
			err(1, NULL);
		replay_file(file);
		free(file);
		free(entries[i]);
	}
	free(entries);
	return (unsigned)count;
}

static unsigned
replay(const char *path)
{
	struct stat st;

	if (stat(path, &st) == -1)
		err(1, "%s", path);
	if (S_ISDIR(st.st_mode))
		return replay_directory(path);
	replay_file(path);
	return 1;
}

int
main(int argc, char *argv[])
{
	unsigned count = 0;
	int i;

	(void)signal(SIGABRT, tell);
	for (i = 1; i < argc; i++)
		count += replay(argv[i]);
	if (count == 0)
		errx(1, "nothing to replay");
	(void)printf("%s: %u inputs\n", getprogname(), count);
	return 0;
}
