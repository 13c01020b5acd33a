/* SPDX-License-Identifier: ISC */
/*
 * load SECONDS CALLERS USER INPUT PROGRAM [ARGUMENT ...]: so many callers at
 * once, each of which starts the program again as soon as it has ended.
 *
 * Prints how many runs ended within the time and after it, how many of them
 * failed, and the nanoseconds until the last one had ended.
 */

#include "launch.h"

#include <sys/wait.h>

#include <err.h>
#include <stdio.h>

int
main(int argc, char *argv[])
{
	long long begin, end;
	long running = 0, callers, done = 0, failed = 0;
	int status;

	if (argc < 6)
		errx(1, "usage: load SECONDS CALLERS USER INPUT PROGRAM ...");
	end = launch_number(argv[1]) * 1000000000LL;
	callers = launch_number(argv[2]);
	launch_as(argv[3]);
	end += begin = launch_now();
	do {
		for (; running < callers && launch_now() < end; running++)
			(void)launch(argv[4], argv + 5);
		if (wait(&status) == -1)
			err(1, "wait");
		running--;
		done++;
		failed += status != 0;
	} while (running > 0 || launch_now() < end);
	printf("%ld %ld %lld\n", done, failed, launch_now() - begin);
	return 0;
}
