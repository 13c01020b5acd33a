/* SPDX-License-Identifier: ISC */
/*
 * The scripted MTA, and sessions with it.
 */

#include "judging.h"
#include "scratch.h"
#include "session.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <check.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MTA "scripted-mta"
#define SELF "/proc/self/exe"

static struct session_result result;
static int hurry = 1;

int __wrap_poll(struct pollfd *, nfds_t, int);
int __wrap___poll_chk(struct pollfd *, nfds_t, int, size_t);

int
__wrap_poll(struct pollfd *fds, nfds_t count, int milliseconds)
{
	int left = milliseconds / hurry;
	struct timespec time = { left / 1000, left % 1000 * 1000000L };

	return ppoll(fds, count, milliseconds < 0 ? NULL : &time, NULL);
}

/* What _FORTIFY_SOURCE may make of it. */
int
__wrap___poll_chk(
    struct pollfd *fds, nfds_t count, int milliseconds, size_t size)
{
	ck_assert_uint_le(count * sizeof(*fds), size);
	return __wrap_poll(fds, count, milliseconds);
}

void
session_hurry(void)
{
	hurry = SESSION_HURRY;
}

/* The MTA's side. */

static void
say(const char *words)
{
	if (write(STDOUT_FILENO, words, strlen(words)) == -1)
		_exit(SESSION_STATUS);
}

static void
say_fine(const char *status, bool multi)
{
	char line[64];

	(void)snprintf(line, sizeof(line),
	    multi ? "%s-one\r\n%s-CHUNKING\r\n%s SIZE 1\r\n" : "%s Fine\r\n",
	    status, status, status);
	say(line);
}

static void
stall(void)
{
	for (;;)
		(void)pause();
}

/* Its answer; true if that is what `fine` says. */
static bool
act(char how, const char *fine)
{
	switch (how) {
	case SESSION_LATER:
		say("451 4.3.0 Later\r\n");
		return false;
	case SESSION_NEVER:
		say("550 5.1.1 Never\r\n");
		return false;
	case SESSION_ENOUGH:
		say("421 Enough\r\n");
		_exit(SESSION_STATUS);
	case SESSION_GO_ON:
		say("354 Go on\r\n");
		return false;
	case SESSION_GARBAGE:
		say("hello\r\n");
		return false;
	case SESSION_ENDLESS:
		for (;;)
			say("250-and\r\n");
	case SESSION_HALF:
		say("250-and\r\n25");
		_exit(SESSION_STATUS);
	case SESSION_EXIT:
		_exit(SESSION_STATUS);
	case SESSION_KILLED:
		(void)kill(getpid(), SIGKILL);
		return false;
	case SESSION_STALL:
		stall();
		return false;
	case SESSION_UNASKED:
		say_fine(fine, false);
		(void)usleep(100000);
		say("421 Time is up\r\n");
		_exit(SESSION_STATUS);
	default:
		say_fine(fine, how == SESSION_MULTI);
		return true;
	}
}

/* Reads a line, and writes down what it reads; ends with the input. */
static const char *
listen_to(FILE *transcript)
{
	static char *line;
	static size_t size;
	ssize_t len = getline(&line, &size, stdin);

	if (len == -1) {
		(void)!write(STDOUT_FILENO, "421 You are gone\r\n", 18);
		_exit(0);
	}
	(void)fwrite(line, 1, (size_t)len, transcript);
	(void)fflush(transcript);
	return line;
}

static int
play(const char *script, FILE *transcript)
{
	const char *line;
	char how = *script == '\0' ? SESSION_FINE : *script++;

	(void)act(how, "220");
	for (;;) {
		line = listen_to(transcript);
		how = *script == '\0' ? SESSION_FINE : *script++;
		if (strcmp(line, "QUIT\r\n") == 0) {
			(void)act(how, "221");
			return SESSION_STATUS;
		}
		if (strcmp(line, "DATA\r\n") != 0) {
			(void)act(how, "250");
			continue;
		}
		if (!act(how, "354") && how != SESSION_GO_ON)
			continue;
		if (how == SESSION_FULL)
			stall();
		do {
			line = listen_to(transcript);
			if (how == SESSION_TORN)
				_exit(SESSION_STATUS);
		} while (strcmp(line, ".\r\n") != 0);
		how = *script == '\0' ? SESSION_FINE : *script++;
		(void)act(how, "250");
	}
}

void
session_be_mta(int argc, char *argv[])
{
	FILE *transcript;

	if (argc != 3 || strcmp(argv[0], MTA) != 0)
		return;
	(void)alarm(60);
	(void)signal(SIGPIPE, SIG_IGN);
	transcript = fopen(argv[2], "we");
	/* Leak checkers have no business here: they take their time. */
	_exit(transcript == NULL ? 1 : play(argv[1], transcript));
}

/* The client's side. */

static long long
now(void)
{
	struct timespec time;

	(void)clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

static void
note(void *context, const struct smtp_message *message,
    const struct smtp_envelope *envelope)
{
	size_t len = strlen(result.log);

	ck_assert_ptr_eq(context, &result);
	ck_assert(envelope->mail && envelope->recipients > 0);
	if (len == sizeof(result.log) - 1)
		return;
	if (message->outgoing.decision.reason == REASON_OK)
		result.log[len] = 'a';
	else if (message->outgoing.decision.rewritten)
		result.log[len] = 'w';
	else
		result.log[len] = smtp_message_passes(message) ? 'm' : 'r';
}

/* All of a file, in memory that is freed. */
static char *
read_whole(char *old, int fd)
{
	struct stat st;
	char *text;

	ck_assert_int_eq(fstat(fd, &st), 0);
	text = realloc(old, (size_t)st.st_size + 1);
	ck_assert_ptr_nonnull(text);
	ck_assert_int_eq(pread(fd, text, (size_t)st.st_size, 0), st.st_size);
	text[st.st_size] = '\0';
	(void)close(fd);
	return text;
}

/* Replies are lines with a code each; the last of one has a blank behind it. */
static void
read_codes(void)
{
	const char *line = result.replies, *lf;

	result.codes[0] = '\0';
	for (; *line != '\0'; line = lf + 1) {
		lf = strchr(line, '\n');
		ck_assert_msg(lf != NULL && lf - line >= 5 && lf[-1] == '\r' &&
			strspn(line, "0123456789") == 3 &&
			strchr(" -", line[3]) != NULL,
		    "no reply: %s", line);
		if (line[3] == '-' ||
		    strlen(result.codes) > sizeof(result.codes) - 8)
			continue;
		if (result.codes[0] != '\0')
			(void)strlcat(result.codes, " ", sizeof(result.codes));
		(void)strncat(result.codes, line, 3);
	}
}

const struct session_result *
session_relay(const char *lines, const char *script, int in, int out)
{
	static const struct args args = { .class = ARGS_SMTP };
	char mta[] = MTA, words[256];
	char *path = strdup(scratch_write("transcript", str_of("")));
	char *const argv[] = { mta, words, path, NULL };
	struct config *config = judging_configure(lines);
	struct smtp_host host = { .config = config,
		.args = &args,
		.argv = argv,
		.log = note,
		.context = &result };
	int replies = memfd_create("replies", MFD_CLOEXEC);
	int to = out == -1 ? dup(replies) : out;
	struct fault fault;

	config->mta = SELF;
	(void)strlcpy(words, script, sizeof(words));
	memset(result.log, 0, sizeof(result.log));
	result.milliseconds = now();
	result.begun = smtp_relay(&host, in, to, &result.status, &fault);
	result.milliseconds = now() - result.milliseconds;
	if (out == -1)
		(void)close(to);
	result.replies = read_whole(result.replies, replies);
	read_codes();
	replies = open(path, O_RDONLY | O_CLOEXEC);
	result.sent = read_whole(result.sent, replies);
	config_close(config);
	free(path);
	return &result;
}

const struct session_result *
session_run(const char *lines, const char *script, struct str client)
{
	int in = scratch_message(client);

	(void)session_relay(lines, script, in, -1);
	(void)close(in);
	return &result;
}
