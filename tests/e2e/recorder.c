/* SPDX-License-Identifier: ISC */
/*
 * recorder: stands where the MTA is and writes down how it was called.
 *
 * It takes no options and reads no variables, for those are what it records.
 * Into the directory RECORD go
 *
 *	argv, environ	NUL after each, argv[0] first
 *	cwd		the working directory
 *	descriptors	a line each: number, what it is, open flags
 *	signals		SigIgn, SigBlk and the like, as Linux shows them
 *	input		what standard input gave, from where it stood
 *	stdin		facts of it: type, size, links, offset, seals
 *	calls		a line more with each call
 *
 * Its exit status is what RECORD/exit says, else 0.  Where RECORD/program is,
 * it leaves the input alone and becomes that.
 */

#include <sys/resource.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef RECORD
#define RECORD "/mnt/record"
#endif

#define DESCRIPTORS 4096

static int seen[DESCRIPTORS];

static FILE *
record(const char *name, const char *mode)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", RECORD, name);
	if ((file = fopen(path, mode)) == NULL)
		_exit(99);
	return file;
}

/* Before anything is opened here: which descriptors came along? */
static void
look_at_descriptors(void)
{
	for (int fd = 0; fd < DESCRIPTORS; fd++)
		seen[fd] = fcntl(fd, F_GETFD) != -1;
}

static void
record_descriptors(void)
{
	char path[64], target[512];
	FILE *file = record("descriptors", "w");

	for (int fd = 0; fd < DESCRIPTORS; fd++) {
		if (!seen[fd])
			continue;
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		ssize_t n = readlink(path, target, sizeof(target) - 1);
		target[n > 0 ? n : 0] = '\0';
		fprintf(file, "%d %s %s\n", fd, target,
		    (const char *[]) { "read", "write", "both", "?" }
		    [fcntl(fd, F_GETFL) & O_ACCMODE]);
	}
	fclose(file);
}

static void
record_words(const char *name, char **words)
{
	FILE *file = record(name, "w");

	for (; *words != NULL; words++)
		fwrite(*words, 1, strlen(*words) + 1, file);
	fclose(file);
}

static void
record_cwd(void)
{
	char path[4096];
	FILE *file = record("cwd", "w");

	fprintf(file, "%s\n", getcwd(path, sizeof(path)) ? path : "?");
	fclose(file);
}

static void
record_signals(void)
{
	char line[512];
	FILE *status = fopen("/proc/self/status", "r");
	FILE *file = record("signals", "w");

	while (status != NULL && fgets(line, sizeof(line), status) != NULL)
		if (strncmp(line, "Sig", 3) == 0 ||
		    strncmp(line, "Umask", 5) == 0 ||
		    strncmp(line, "Uid", 3) == 0 ||
		    strncmp(line, "NoNewPrivs", 10) == 0)
			fputs(line, file);
	fclose(file);
}

static void
record_stdin(void)
{
	struct stat st = { 0 };
	FILE *file = record("stdin", "w");
	const char *type = "other";
	int seals;

	if (fstat(STDIN_FILENO, &st) == -1)
		type = "closed";
	else if (S_ISREG(st.st_mode))
		type = "file";
	else if (S_ISFIFO(st.st_mode))
		type = "pipe";
	else if (S_ISSOCK(st.st_mode))
		type = "socket";
	else if (S_ISCHR(st.st_mode))
		type = "character";
	seals = fcntl(STDIN_FILENO, F_GET_SEALS);
	fprintf(file, "type=%s size=%lld links=%lu offset=%lld seals=%s%s%s%s\n",
	    type, (long long)st.st_size, (unsigned long)st.st_nlink,
	    (long long)lseek(STDIN_FILENO, 0, SEEK_CUR),
	    seals == -1 ? "none" : "",
	    seals != -1 && (seals & F_SEAL_WRITE) ? "write," : "",
	    seals != -1 && (seals & F_SEAL_GROW) ? "grow," : "",
	    seals != -1 && (seals & F_SEAL_SHRINK) ? "shrink," : "");
	fclose(file);
}

static void
record_input(void)
{
	char buffer[65536];
	ssize_t n;
	FILE *file = record("input", "w");

	while ((n = read(STDIN_FILENO, buffer, sizeof(buffer))) > 0)
		fwrite(buffer, 1, (size_t)n, file);
	if (n == -1)
		fprintf(file, "read: %s\n", strerror(errno));
	fclose(file);
}

static int
exit_status(void)
{
	int status = 0;
	FILE *file = fopen(RECORD "/exit", "r");

	if (file != NULL && fscanf(file, "%d", &status) != 1)
		status = 98;
	return status;
}

int
main(int argc, char *argv[])
{
	FILE *calls;

	look_at_descriptors();
	record_words("argv", argv);
	record_words("environ", environ);
	record_cwd();
	record_descriptors();
	record_signals();
	record_stdin();
	if (access(RECORD "/program", X_OK) == -1)
		record_input();
	calls = record("calls", "a");
	fprintf(calls, "%d\n", argc);
	fclose(calls);
	execv(RECORD "/program", argv);
	return exit_status();
}
