/* SPDX-License-Identifier: ISC */
/*
 * Many processes that append to one log, and move it away when it is full: no
 * line is torn, and none lost that a rotation has not lost with its file.
 */

#include "scratch.h"
#include "suite.h"

#include "wrapper/account_log.h"

#include <sys/stat.h>
#include <sys/wait.h>

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PROCESSES 20

static const struct {
	int lines;  /* of each process */
	int length; /* of the sentence */
	int files_least;
	bool all; /* too few to be lost */
} loads[] = {
	{ 100, 20, 1, true },
	{ 100, 700, 2, true },
	{ 400, 800, 2, false },
};

struct seen {
	int count[PROCESSES];
	int first[PROCESSES], last[PROCESSES];
};

static void
write_lines(const char *home, int process, int i)
{
	char sentence[1024], from[64];
	struct account_refusal refusal = { .recipients = 1,
		.sentence = sentence };
	struct fault fault;
	int line;

	memset(sentence, 'a' + process, sizeof(sentence));
	sentence[loads[i].length] = '\0';
	for (line = 0; line < loads[i].lines; line++) {
		(void)snprintf(from, sizeof(from), "%d:%d", process, line);
		refusal.from = str_of(from);
		if (!account_log_write(
			getuid(), home, "log", &refusal, &fault)) {
			(void)fprintf(stderr, "%s\n", fault.text);
			_exit(1);
		}
	}
	_exit(0);
}

static void
check_line(const char *line, struct seen *seen, int i)
{
	const char *from = strstr(line, " from=\""),
		   *message = strstr(line, " message=\"");
	int process, number;

	ck_assert_ptr_nonnull(from);
	ck_assert_ptr_nonnull(message);
	ck_assert_int_eq(sscanf(from, " from=\"%d:%d\"", &process, &number), 2);
	message += strlen(" message=\"");
	ck_assert_int_eq(
	    (int)strspn(message, (const char[]){ (char)('a' + process), '\0' }),
	    loads[i].length);
	ck_assert_str_eq(message + loads[i].length, "\"\n");
	/* Each process's own lines come in order. */
	if (seen->count[process]++ == 0)
		seen->first[process] = number;
	else
		ck_assert_int_eq(number, seen->last[process] + 1);
	seen->last[process] = number;
}

static void
read_lines(const char *path, struct seen *seen, int i)
{
	FILE *file = fopen(path, "re");
	char line[ACCOUNT_LINE_SIZE + 1];

	if (file == NULL)
		return;
	while (fgets(line, sizeof(line), file) != NULL)
		check_line(line, seen, i);
	(void)fclose(file);
}

START_TEST(many)
{
	const char *file = scratch_path("home/log"),
		   *old = scratch_path("home/log.1"),
		   *home = scratch_path("home");
	struct seen seen = { .count = { 0 } };
	struct stat st;
	int process, status;

	ck_assert_int_eq(mkdir(home, 0700), 0);
	for (process = 0; process < PROCESSES; process++)
		if (fork() == 0)
			write_lines(home, process, _i);
	for (process = 0; process < PROCESSES; process++) {
		ck_assert_int_gt(wait(&status), 0);
		ck_assert_int_eq(status, 0);
	}
	read_lines(old, &seen, _i);
	read_lines(file, &seen, _i);
	ck_assert_int_eq(stat(file, &st), 0);
	ck_assert_int_le(
	    st.st_size, ACCOUNT_LOG_SIZE + PROCESSES * ACCOUNT_LINE_SIZE);
	ck_assert_int_eq(access(old, F_OK) == 0, loads[_i].files_least > 1);
	for (process = 0; process < PROCESSES; process++) {
		/* What a rotation loses is the oldest. */
		if (seen.count[process] > 0)
			ck_assert_int_eq(
			    seen.last[process], loads[_i].lines - 1);
		if (loads[_i].all)
			ck_assert_int_eq(seen.count[process], loads[_i].lines);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("account_log_many");
	TCase *tcase = tcase_create("processes");

	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, many, 0, COUNT(loads));
	return suite_run(suite);
}
