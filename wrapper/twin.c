/* SPDX-License-Identifier: ISC */
/*
 * The twin must not take the program that stepped back for the mail server:
 * they would call each other for ever.  It is told which file that is.
 */

#include "twin.h"
#include "process.h"

#include "policy/library.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define VARIABLE "TRUEFROM_TWIN_OF"

/* So many words of argv, NULL included, need no malloc(3). */
#define WORDS_USUAL 32

static struct {
	char **argv;
	char *words[WORDS_USUAL];
	const struct submit *submit;
	void (*fail)(void *context, const struct fault *);
	void *context;
	bool failed;
} twin;

static struct {
	unsigned long long device, inode; /* 0: nobody stepped back */
} other;

/* Sets what the twin reads: stdin once more, or what was read of it. */
static bool
put_message_back(int *fd)
{
	const struct submit *submit = twin.submit;

	*fd = -1;
	if (!submit->input.begun)
		return true;
	if (submit->input.start != -1) {
		input_restore(&submit->input);
		return true;
	}
	*fd = submit->spool.fd;
	return *fd != -1;
}

static bool
leave_word(void)
{
	char word[64];
	struct stat st;

	if (!process_stat_self(&st))
		return true;
	(void)snprintf(word, sizeof(word), "%llx:%llx",
	    (unsigned long long)st.st_dev, (unsigned long long)st.st_ino);
	return setenv(VARIABLE, word, 1) == 0;
}

static void
step_back(void)
{
	struct fault fault;
	int fd, error;

	if (twin.failed)
		return;
	twin.failed = true;
	errno = ENOMEM;
	if (twin.argv != NULL && put_message_back(&fd) && leave_word())
		process_become(TRUEFROM_TWIN, twin.argv, fd, &fault);
	error = errno;
	fault_set(&fault,
	    "The program " TRUEFROM_TWIN ", which this message needs, cannot "
	    "be run: %s; %s.",
	    strerror(error),
	    fault_is_shortage(error) ? "try again" : "install truefrom again");
	fault.shortage = fault_is_shortage(error);
	twin.fail(twin.context, &fault);
}

void
twin_open(int argc, char *const argv[], const struct submit *submit,
    void (*fail)(void *context, const struct fault *), void *context)
{
	if (!TRUEFROM_STATIC)
		return;
	if (argc < WORDS_USUAL)
		twin.argv = twin.words;
	else
		twin.argv = calloc((size_t)argc + 1, sizeof(*argv));
	if (twin.argv != NULL)
		memcpy(twin.argv, argv, (size_t)argc * sizeof(*argv));
	twin.submit = submit;
	twin.fail = fail;
	twin.context = context;
	library_set_substitute(step_back);
}

void
twin_accept(void)
{
	const char *word = getenv(VARIABLE);
	char *colon;

	if (word == NULL)
		return;
	other.device = strtoull(word, &colon, 16);
	if (*colon == ':')
		other.inode = strtoull(colon + 1, NULL, 16);
	(void)unsetenv(VARIABLE);
}

bool
twin_stands_in_for(const struct stat *st)
{
	return other.inode != 0 && st->st_dev == other.device &&
	    st->st_ino == other.inode;
}
