/* SPDX-License-Identifier: ISC */
/*
 * The last lines of every unit test.
 */

#include "suite.h"

#include <sys/resource.h>

#include <err.h>
#include <stdlib.h>

#define CPU_SECONDS 300

static int
run(Suite *suite, enum fork_status status)
{
	SRunner *runner = srunner_create(suite);
	int failed;

	srunner_set_fork_status(runner, status);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
suite_run(Suite *suite)
{
	return run(suite, CK_FORK_GETENV);
}

int
suite_run_here(Suite *suite)
{
	/* Not alarm(2), at which libcheck kills all of its process group. */
	static const struct rlimit limit = { CPU_SECONDS, CPU_SECONDS };

	if (setrlimit(RLIMIT_CPU, &limit) == -1)
		err(1, "setrlimit");
	return run(suite, CK_NOFORK);
}
