/* SPDX-License-Identifier: ISC */
/*
 * judge_batch [CONFIG]: judges many messages, where every domain is allowed, or
 * by a configuration.
 *
 * Reads, for each, a line `LENGTH SENDER` (SENDER being `-` for none), then
 * that many bytes.  Writes, for each, a line `REASON DOMAIN BYTES`: BYTES are
 * in hexadecimal what truefrom would hand to the MTA, or `=` when that is the
 * message as it came; a domain or bytes that there are none of are `-`.
 */

#include "fuzz.h"

#include "wrapper/submit.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MESSAGE_MAX 65536
#define SENDER_MAX 1024

static const char settings[] = "mta = /usr/sbin/exim4\n"
			       "qualify_domain = lab.example\n"
			       "from_domains = *\n";

static void
complain(void *context, const struct fault *fault)
{
	(void)context;
	errx(1, "%s", fault->text);
}

/* The next message and its sender; false at the end of the input. */
static bool
read_message(
    char bytes[MESSAGE_MAX], struct str *message, char sender[SENDER_MAX])
{
	char line[SENDER_MAX + 32], *end;
	unsigned long len;

	if (fgets(line, sizeof(line), stdin) == NULL)
		return false;
	line[strcspn(line, "\n")] = '\0';
	len = strtoul(line, &end, 10);
	if (*end != ' ' || len > MESSAGE_MAX ||
	    strlcpy(sender, end + 1, SENDER_MAX) >= SENDER_MAX)
		errx(1, "bad line: %s", line);
	if (fread(bytes, 1, len, stdin) != len)
		errx(1, "the message is too short");
	*message = (struct str){ bytes, len };
	return true;
}

static void
read_args(char sender[SENDER_MAX], struct args *args)
{
	static char name[] = "sendmail", option[] = "-f", end[] = "--",
		    recipient[] = "rcpt@rcpt.example";
	char *without[] = { name, end, recipient, NULL };
	char *with[] = { name, option, sender, end, recipient, NULL };

	if (strcmp(sender, "-") == 0)
		args_read(3, without, CONFIG_EXIM, false, args);
	else
		args_read(5, with, CONFIG_EXIM, false, args);
}

static void
print_handed_over(const struct spool *spool, struct str message)
{
	static char bytes[MESSAGE_MAX];
	ssize_t i, n;

	if (!spool_rewind(spool) ||
	    (n = read(spool->fd, bytes, sizeof(bytes))) != spool->size)
		err(1, "spool");
	if (fuzz_same((struct str){ bytes, (size_t)n }, message)) {
		(void)putchar('=');
		return;
	}
	if (n == 0)
		(void)putchar('-');
	for (i = 0; i < n; i++)
		(void)printf("%02x", (unsigned char)bytes[i]);
}

static void
judge(const struct config *config, struct str message, struct args *args)
{
	struct submit submit;
	const struct decision *decision = &submit.outgoing.decision;

	submit_open(&submit, fuzz_file(message));
	if (args->class == ARGS_SUBMIT)
		submit_judge(&submit, config, args, args->recipients, NULL,
		    str_of(""));
	else
		submit_decide(&submit, REASON_USAGE, "%s", args->fault.text);
	(void)printf("%s %s ", reason_word(decision->reason),
	    decision->domain[0] == '\0' ? "-" : decision->domain);
	if (decision->reason == REASON_OK)
		print_handed_over(&submit.spool, message);
	else
		(void)putchar('-');
	(void)putchar('\n');
	spool_close(&submit.spool);
}

int
main(int argc, char *argv[])
{
	static char bytes[MESSAGE_MAX], sender[SENDER_MAX];
	struct config *config;
	struct str message;
	struct args args;

	(void)fuzz_file(str_of(settings));
	config = config_open(
	    argc > 1 ? argv[1] : FUZZ_FILE, fuzz_host(), complain, NULL);
	if (config == NULL)
		return 1;
	while (read_message(bytes, &message, sender)) {
		read_args(sender, &args);
		judge(config, message, &args);
	}
	config_close(config);
	return fflush(stdout) == 0 ? 0 : 1;
}
