/* SPDX-License-Identifier: ISC */
/*
 * Asking an Exim for its configuration.
 */

#include "exim_running.h"

#include "wrapper/process.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define CONFIG_MAX                                                             \
	((size_t)8 << 20) /* a long one has some ten thousand bytes */
#define SECONDS_MAX 30

static time_t
now(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec;
}

/* Waits for more until the deadline; false when none comes. */
static bool
is_ready(int fd, time_t deadline)
{
	struct pollfd readable = { .fd = fd, .events = POLLIN };
	time_t left;
	int ready;

	do {
		left = deadline - now();
		ready = left < 0 ? 0 : poll(&readable, 1, (int)left * 1000);
	} while (ready == -1 && errno == EINTR);
	return ready == 1;
}

/* Reads to the end, as a string; false when it is too long or too late. */
static bool
read_all(int fd, char *text)
{
	time_t deadline = now() + SECONDS_MAX;
	size_t len = 0;
	ssize_t n = 1;

	while (n > 0 && len < CONFIG_MAX && is_ready(fd, deadline)) {
		n = read(fd, text + len, CONFIG_MAX - len);
		if (n > 0)
			len += (size_t)n;
	}
	text[len] = '\0';
	/* A NUL would end the text before its end. */
	return n == 0 && strlen(text) == len;
}

bool
exim_running_check(const struct config *config,
    struct exim_door_state doors[EXIM_DOORS], struct fault *fault)
{
	static char name[] = "exim", print[] = "-bP", what[] = "config";
	char *const argv[] = { name, print, what, NULL };
	struct process_child child;
	char *text;
	bool good;

	if (config->mta_family != CONFIG_EXIM) {
		fault_set(fault,
		    "The mail server %s is not Exim (mta_family); these rules "
		    "are for Exim.",
		    config->mta);
		return false;
	}
	if (!process_check_mta(config->mta, fault))
		return false;
	text = malloc(CONFIG_MAX + 1);
	if (text == NULL) {
		fault_set(fault,
		    "There is no memory for Exim's configuration; try again.");
		return false;
	}
	good = process_start(config->mta, argv, &child, fault);
	if (good) {
		good = read_all(child.from, text);
		/* One that hangs would outlive us. */
		if (!good)
			(void)kill(child.pid, SIGKILL);
		if (process_wait(&child, SECONDS_MAX) != 0 || !good) {
			fault_set(fault,
			    "`%s -bP config` did not tell its configuration; "
			    "run it, and mend what it says.",
			    config->mta);
			good = false;
		}
	}
	good = good && exim_running_judge(config, text, doors, fault);
	free(text);
	return good;
}
