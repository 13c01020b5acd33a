/* SPDX-License-Identifier: ISC */
/*
 * Command lines of sendmail.  The input is a byte, odd for a privileged caller,
 * and the words, argv[0] among them, each ended by a NUL.
 *
 * Beside args.c stands a second, plainer reading of Exim's grammar: which
 * words it takes for values, and what then remains as -t and as recipients.
 */

#include "fuzz.h"

#include "wrapper/args.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WORDS_MAX 48
#define BYTES_MAX 2048

struct call {
	int argc;
	char *argv[WORDS_MAX + 2];
	char bytes[BYTES_MAX + 1];
};

/* What Exim would make of a line, by the second reading. */
struct reading {
	bool headers;	/* -t */
	int operands;	/* the first word behind the options */
	bool dangerous; /* an option that is never for everybody */
};

/* Options that take the next word, when nothing is attached to them. */
static const char *const take_next[] = { "-B", "-C", "-F", "-L", "-O", "-R",
	"-S", "-X", "-bF", "-bem", "-bfd", "-bfl", "-bfp", "-bfs", "-bf",
	"-bhc", "-bh", "-bmalware", "-e", "-f", "-oA", "-oMm", "-oMa", "-oMaa",
	"-oMai", "-oMas", "-oMi", "-oMr", "-oMs", "-oMt", "-oP", "-oX", "-or",
	"-os", "-p", "-r", "-z" };

/* Words that begin so choose files, peers, modes or the queue. */
static const char *const dangers[] = { "-be", "-bs", "-bS", "-bd", "-bP", "-bF",
	"-bh", "-bt", "-bw", "-C", "-D", "-E", "-G", "-M", "-oM", "-oP", "-oX",
	"-p", "-q", "-R", "-S", "-X", "-d" };

#define COUNT(table) (sizeof(table) / sizeof(*(table)))

static bool
takes_next(const char *word, const char *next)
{
	size_t i;

	if ((strcmp(word, "-h") == 0 || strcmp(word, "-oB") == 0) &&
	    next != NULL)
		return next[0] >= '0' && next[0] <= '9';
	for (i = 0; i < COUNT(take_next); i++)
		if (strcmp(word, take_next[i]) == 0)
			return true;
	return false;
}

static bool
is_dangerous(const char *word)
{
	size_t i;

	for (i = 0; i < COUNT(dangers); i++)
		if (strncmp(word, dangers[i], strlen(dangers[i])) == 0)
			return strcmp(word, "-dropcr") != 0;
	return false;
}

static struct reading
read_line(const struct call *call)
{
	struct reading reading = { false, 0, false };
	int i;

	for (i = 1; i < call->argc; i++) {
		const char *word = call->argv[i];

		if (word[0] != '-')
			break;
		if (strcmp(word, "--") == 0) {
			i++;
			break;
		}
		if (takes_next(word, call->argv[i + 1]))
			i++;
		reading.headers |= strcmp(word, "-t") == 0 ||
		    strcmp(word, "-ti") == 0 || strcmp(word, "-it") == 0;
		reading.dangerous |= is_dangerous(word);
	}
	reading.operands = i;
	return reading;
}

/* May this mode have operands that are no recipients? */
static bool
is_tool(const struct call *call, bool privileged)
{
	int i;

	for (i = 0; i < call->argc; i++)
		if (privileged || strncmp(call->argv[i], "-bv", 3) == 0)
			return true;
	return false;
}

static void
split(struct str words, struct call *call)
{
	char *word = call->bytes;

	call->argc = 0;
	if (words.len > BYTES_MAX)
		words.len = BYTES_MAX;
	memcpy(call->bytes, words.ptr, words.len);
	call->bytes[words.len] = '\0';
	while (word < call->bytes + words.len && call->argc < WORDS_MAX) {
		call->argv[call->argc++] = word;
		word += strlen(word) + 1;
	}
	call->argv[call->argc] = NULL;
}

static struct args
read_args(struct call *call, bool privileged)
{
	struct args args;

	args_read(call->argc, call->argv, privileged, &args);
	if (args.class == ARGS_REFUSE)
		fuzz_require_fault(&args.fault);
	fuzz_require(args.class != ARGS_SUBMIT || args.reads_message,
	    "who submits sends a message");
	fuzz_require(args.recipients >= 0 &&
		(call->argc == 0 || args.recipients <= call->argc),
	    "recipients are among the words");
	return args;
}

/* Does the line begin with a mode, or with a name that is one? */
static bool
begins_with_mode(const struct call *call)
{
	const char *slash = strrchr(call->argv[0], '/');
	const char *name = slash == NULL ? call->argv[0] : slash + 1;

	return strcmp(name, "mailq") == 0 || strcmp(name, "newaliases") == 0 ||
	    (call->argc > 1 && strncmp(call->argv[1], "-b", 2) == 0);
}

/* The same line with one more word, at `place`. */
static enum args_class
class_with(const struct call *call, int place, char *word, bool privileged)
{
	struct call more = { .argc = call->argc + 1 };
	int i, n = 0;

	for (i = 0; i < call->argc; i++) {
		if (i == place)
			more.argv[n++] = word;
		more.argv[n++] = call->argv[i];
	}
	if (place == call->argc)
		more.argv[n] = word;
	return read_args(&more, privileged).class;
}

/* Both readings agree about what is let through. */
static void
check_reading(const struct call *call, bool privileged, const struct args *args)
{
	struct reading reading = read_line(call);

	fuzz_require(privileged || !reading.dangerous,
	    "what is dangerous is not for everybody");
	fuzz_require(reading.headers == args->header_recipients,
	    "-t is -t, unless it is a value");
	fuzz_require(reading.operands == args->recipients,
	    "recipients begin where options end");
}

/* What is handed to the MTA unseen must not make it send. */
static void
check_pass(const struct call *call, bool privileged)
{
	static char headers[] = "-t", recipient[] = "r@rcpt.example";
	struct reading reading = read_line(call);

	fuzz_require(!reading.headers, "no call with -t passes");
	fuzz_require(
	    reading.operands >= call->argc || is_tool(call, privileged),
	    "no call with recipients passes");
	fuzz_require(privileged || begins_with_mode(call),
	    "a call that passes begins with a mode");
	fuzz_require(class_with(call, 1, headers, privileged) != ARGS_PASS,
	    "no call passes when -t is added");
	fuzz_require(call->argc < 2 || call->argv[1][0] != '-' ||
		takes_next(call->argv[1], headers) ||
		strcmp(call->argv[1], "--") == 0 ||
		class_with(call, 2, headers, privileged) != ARGS_PASS,
	    "no call passes when -t is added behind a word");
	fuzz_require(is_tool(call, privileged) ||
		class_with(call, call->argc, recipient, privileged) !=
		    ARGS_PASS,
	    "no call passes when a recipient is added");
}

static void
check_environment(struct call *call, bool privileged, const struct args *args)
{
	static char posix[] = "POSIXLY_CORRECT=1", path[] = "PATH=/nowhere",
		    options[] = "MAILRC=-t";
	static char *other[] = { posix, path, options, NULL };
	char **own = environ;
	struct args again;

	environ = other;
	again = read_args(call, privileged);
	environ = own;
	fuzz_require(again.class == args->class &&
		again.reads_message == args->reads_message &&
		again.smtp == args->smtp &&
		again.header_recipients == args->header_recipients &&
		again.dot_ends == args->dot_ends &&
		again.sender_count == args->sender_count &&
		memcmp(again.senders, args->senders,
		    again.sender_count * sizeof(*again.senders)) == 0 &&
		again.recipients == args->recipients,
	    "the environment has no say");
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct str words = fuzz_view(bytes, size);
	bool privileged = fuzz_take_byte(&words) % 2 == 1;
	static struct call call, kept;
	struct args args;

	split(words, &call);
	split(words, &kept);
	args = read_args(&call, privileged);
	fuzz_require(call.argc == kept.argc &&
		memcmp(call.bytes, kept.bytes, sizeof(call.bytes)) == 0,
	    "the words stay as they are");
	check_environment(&call, privileged, &args);
	if (args.class == ARGS_PASS)
		check_pass(&call, privileged);
	if (args.class != ARGS_REFUSE)
		check_reading(&call, privileged, &args);
	/* Root may do whatever anybody may. */
	fuzz_require(privileged || args.class == ARGS_REFUSE ||
		read_args(&call, true).class == args.class,
	    "root is refused no more than others");
	return 0;
}
