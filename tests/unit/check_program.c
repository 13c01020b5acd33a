/* SPDX-License-Identifier: ISC */
/*
 * Programs that commands run: what they print, how they end, and those that do
 * not; for which a minute goes by faster.
 */

#include "scratch.h"
#include "session.h"
#include "suite.h"

#include "wrapper/ctl/program.h"

#include <sys/wait.h>

#include <check.h>
#include <signal.h>
#include <string.h>

static const struct {
	const char *script;
	const char *line;  /* of 8 bytes with its NUL */
	const char *fault; /* NULL: none */
} runs[] = {
	{ "echo one; echo two", "one", NULL },
	{ "printf one", "one", NULL },
	{ "echo 'a line too long'", "a line ", NULL },
	{ "", "", NULL },
	{ "exec >&-; sleep 0.2", "", NULL },
	{ "cat", "", NULL },
	{ "echo one; exit 3", "one", "`/bin/sh -c` failed" },
	{ "kill -9 $$", "", "`/bin/sh -c` failed" },
	{ "yes | head -c 1000000; echo >&2", "y", NULL },
	/* Somebody else keeps its output open. */
	{ "echo one; sleep 50 &", "one", NULL },
};

START_TEST(ends)
{
	const char *const argv[] = { "/bin/sh", "-c", runs[_i].script, NULL };
	struct fault fault = { .text = "" };
	char line[8];

	ck_assert_int_eq(program_run(argv, line, sizeof(line), &fault),
	    runs[_i].fault == NULL);
	ck_assert_str_eq(line, runs[_i].line);
	if (runs[_i].fault != NULL)
		ck_assert_ptr_nonnull(strstr(fault.text, runs[_i].fault));
}
END_TEST

static const char *const endless[] = {
	"exec sleep 1000",
	"exec >&-; exec sleep 1000",
	"while :; do echo and on; done",
};

START_TEST(endless_is_killed)
{
	const char *const argv[] = { "/bin/sh", "-c", endless[_i], NULL };
	struct fault fault;
	char line[8];
	int status;

	session_hurry();
	ck_assert(!program_run(argv, line, sizeof(line), &fault));
	ck_assert_ptr_nonnull(strstr(fault.text,
	    "`/bin/sh -c` did not end within a minute, and was killed; see "));
	ck_assert_int_gt(waitpid(-1, &status, 0), 0);
	ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}
END_TEST

START_TEST(is_missing)
{
	const char *const argv[] = { "/no/such", "--word", NULL };
	struct fault fault;
	char line[8];

	ck_assert(!program_run(argv, line, sizeof(line), &fault));
	ck_assert_str_eq(fault.text,
	    "/no/such cannot be run: No such file or directory; mend that and "
	    "try again.");
	ck_assert_str_eq(line, "");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("program");
	TCase *tcase = tcase_create("run");

	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, ends, 0, COUNT(runs));
	tcase_add_loop_test(tcase, endless_is_killed, 0, COUNT(endless));
	tcase_add_test(tcase, is_missing);
	return suite_run(suite);
}
