/* SPDX-License-Identifier: ISC */
/*
 * Command lines of sendmail.  The input is a byte and the words, argv[0] among
 * them, each ended by a NUL.  The lowest bit of the byte is set for a privileged
 * caller, the next one for an MTA that is not Exim.
 *
 * Beside args.c stands a second, plainer reading of both grammars: which words
 * they take for values, and what then remains as -t and as recipients.
 */

#include "fuzz.h"

#include "wrapper/args.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WORDS_MAX 48
#define BYTES_MAX 2048

struct call {
	bool privileged;
	enum config_mta_family family;
	int argc;
	char *argv[WORDS_MAX + 2];
	char bytes[BYTES_MAX + 1];
};

/* What the MTA would make of a line, by the second reading. */
struct reading {
	bool headers;	/* -t */
	int operands;	/* the first word behind the options */
	bool dangerous; /* an option that is never for everybody */
};

/* Options that take the next word, when nothing is attached to them. */
static const char *const take_next[] = { "-B", "-C", "-F", "-L", "-O", "-R",
	"-S", "-X", "-bF", "-bem", "-bfd", "-bfl", "-bfp", "-bfs", "-bf",
	"-bhc", "-bh", "-bmalware", "-e", "-f", "-oMm", "-oMa", "-oMaa",
	"-oMai", "-oMas", "-oMi", "-oMr", "-oMs", "-oMt", "-oP", "-oX", "-p",
	"-r", "-z" };

/* The same, to Exim and to the others alone. */
static const char *const exim_takes_next[] = { "-oA", "-or", "-os" };
static const char *const others_take_next[] = { "-N", "-V", "-h" };

/* Words that begin so choose files, peers, modes or the queue. */
static const char *const dangers[] = { "-be", "-bs", "-bS", "-bd", "-bP", "-bF",
	"-bh", "-bt", "-bw", "-C", "-D", "-E", "-G", "-M", "-oM", "-oP", "-oX",
	"-p", "-q", "-S", "-X", "-d" };
static const char *const exim_dangers[] = { "-R" };
static const char *const others_dangers[] = { "-bv", "-oA", "-oB",
	"-tls-on-connect" };

#define COUNT(table) (sizeof(table) / sizeof(*(table)))

static bool
is_one_of(const char *const *table, size_t count, const char *word)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(word, table[i]) == 0)
			return true;
	return false;
}

static bool
begins_with_one_of(const char *const *table, size_t count, const char *word)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strncmp(word, table[i], strlen(table[i])) == 0)
			return true;
	return false;
}

static bool
takes_next(const struct call *call, const char *word, const char *next)
{
	bool digit = next != NULL && next[0] >= '0' && next[0] <= '9';

	if (is_one_of(take_next, COUNT(take_next), word))
		return true;
	if (call->family != CONFIG_EXIM)
		return is_one_of(
		    others_take_next, COUNT(others_take_next), word);
	return is_one_of(exim_takes_next, COUNT(exim_takes_next), word) ||
	    (digit && (strcmp(word, "-h") == 0 || strcmp(word, "-oB") == 0));
}

static bool
is_dangerous(const struct call *call, const char *word)
{
	if (call->family == CONFIG_EXIM && strcmp(word, "-dropcr") == 0)
		return false;
	return begins_with_one_of(dangers, COUNT(dangers), word) ||
	    (call->family == CONFIG_EXIM ?
		    begins_with_one_of(
			exim_dangers, COUNT(exim_dangers), word) :
		    begins_with_one_of(
			others_dangers, COUNT(others_dangers), word));
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
		if (takes_next(call, word, call->argv[i + 1]))
			i++;
		reading.headers |= strcmp(word, "-t") == 0 ||
		    strcmp(word, "-ti") == 0 || strcmp(word, "-it") == 0;
		reading.dangerous |= is_dangerous(call, word);
	}
	reading.operands = i;
	return reading;
}

/* May this mode have operands that are no recipients? */
static bool
is_tool(const struct call *call)
{
	int i;

	for (i = 0; i < call->argc; i++)
		if (call->privileged || strncmp(call->argv[i], "-bv", 3) == 0)
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
read_args(const struct call *call)
{
	struct args args;

	args_read(
	    call->argc, call->argv, call->family, call->privileged, &args);
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
class_with(const struct call *call, int place, char *word)
{
	struct call more = { call->privileged, call->family, call->argc + 1,
		.bytes = "" };
	int i, n = 0;

	for (i = 0; i < call->argc; i++) {
		if (i == place)
			more.argv[n++] = word;
		more.argv[n++] = call->argv[i];
	}
	if (place == call->argc)
		more.argv[n] = word;
	return read_args(&more).class;
}

/* Both readings agree about what is let through. */
static void
check_reading(const struct call *call, const struct args *args)
{
	struct reading reading = read_line(call);

	fuzz_require(call->privileged || !reading.dangerous,
	    "what is dangerous is not for everybody");
	fuzz_require(reading.headers == args->header_recipients,
	    "-t is -t, unless it is a value");
	fuzz_require(reading.operands == args->recipients,
	    "recipients begin where options end");
}

/* What is handed to the MTA unseen must not make it send. */
static void
check_pass(const struct call *call, const struct args *args)
{
	static char headers[] = "-t", recipient[] = "r@rcpt.example";
	struct reading reading = read_line(call);

	fuzz_require(!reading.headers, "no call with -t passes");
	fuzz_require(
	    reading.operands >= call->argc || is_tool(call),
	    "no call with recipients passes");
	fuzz_require(call->privileged || begins_with_mode(call),
	    "a call that passes begins with a mode");
	fuzz_require(class_with(call, 1, headers) != ARGS_PASS,
	    "no call passes when -t is added");
	fuzz_require(call->argc < 2 || call->argv[1][0] != '-' ||
		takes_next(call, call->argv[1], headers) ||
		strcmp(call->argv[1], "--") == 0 ||
		class_with(call, 2, headers) != ARGS_PASS,
	    "no call passes when -t is added behind a word");
	fuzz_require(is_tool(call) ||
		class_with(call, call->argc, recipient) !=
		    ARGS_PASS,
	    "no call passes when a recipient is added");
	fuzz_require(call->privileged || call->family == CONFIG_EXIM ||
		args->no_input,
	    "no message passes to what may send it all the same");
}

static void
check_environment(const struct call *call, const struct args *args)
{
	static char posix[] = "POSIXLY_CORRECT=1", path[] = "PATH=/nowhere",
		    options[] = "MAILRC=-t";
	static char *other[] = { posix, path, options, NULL };
	char **own = environ;
	struct args again;

	environ = other;
	again = read_args(call);
	environ = own;
	fuzz_require(again.class == args->class &&
		again.reads_message == args->reads_message &&
		again.smtp == args->smtp &&
		again.no_input == args->no_input &&
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
	unsigned char flags = (unsigned char)fuzz_take_byte(&words);
	static struct call call, kept;
	struct args args;

	call.privileged = flags % 2 == 1;
	call.family = flags / 2 % 2 == 1 ? CONFIG_SENDMAIL : CONFIG_EXIM;
	split(words, &call);
	split(words, &kept);
	args = read_args(&call);
	fuzz_require(call.argc == kept.argc &&
		memcmp(call.bytes, kept.bytes, sizeof(call.bytes)) == 0,
	    "the words stay as they are");
	check_environment(&call, &args);
	if (args.class == ARGS_PASS)
		check_pass(&call, &args);
	if (args.class != ARGS_REFUSE)
		check_reading(&call, &args);
	/* Root may do whatever anybody may. */
	if (!call.privileged && args.class != ARGS_REFUSE) {
		call.privileged = true;
		fuzz_require(read_args(&call).class == args.class,
		    "root is refused no more than others");
	}
	return 0;
}
