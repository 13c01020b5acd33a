/* SPDX-License-Identifier: ISC */
/*
 * Any bytes as a client that speaks SMTP.  The input is a byte of settings, a
 * line that says how the MTA answers, and what the client sends.  In the line,
 * `4` and `5` are refusals, `3` a 354, `q` a 421, `x` the MTA's end, and the
 * rest, as does the end of the line, says that all is well.
 *
 * What is written for the MTA must be the same commands and messages to three
 * readers: truefrom's own, a strict one, and one that takes LF, CR and CRLF
 * alike for the end of a line.  Each message of them was judged, may go, and is
 * the client's to its last byte.
 *
 * The session itself runs, not its child: the linker (-Wl,--wrap=X) puts
 * __wrap_X() in the place of X().
 */

#include "fuzz.h"

#include "policy/policy.h"
#include "wrapper/smtp.h"
#include "wrapper/smtp_batch.h"
#include "wrapper/smtp_data.h"
#include "wrapper/smtp_server.h"

#include <sys/mman.h>

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CLIENT_MAX 4096
#define LONG_MAX_COUNT 3
#define TRANSCRIPT_MAX ((size_t)1 << 20)
#define SPANS_MAX 4096
#define MESSAGES_MAX 1024

enum setting {
	SETTING_BATCH = 1,
	SETTING_MONITOR = 2,
	SETTING_LARGE = 4, /* limits that are longer than a buffer */
	SETTING_LF = 8,	   /* the client sits at a terminal */
};

/* A command, or what follows DATA, in the transcript. */
struct span {
	size_t at, len; /* without line end, or the dot that ends it */
	bool data, whole;
};

struct reading {
	size_t count;
	struct span spans[SPANS_MAX];
};

/* A call of smtp_message_read(), and what came of it. */
struct record {
	struct str raw;	 /* what was read */
	struct str head; /* what was judged */
	bool lf, head_whole, passed;
	unsigned judged;
	bool begun;
	enum smtp_message_result result;
};

/* What the MTA was sent, and how it answers. */
static struct {
	struct str script;
	bool hung_up;
	size_t len;
	char bytes[TRANSCRIPT_MAX];
	unsigned datas;
	bool data_taken[SPANS_MAX];
} mta;

static struct {
	size_t count;
	unsigned logged;
	struct record records[MESSAGES_MAX];
} messages;

static unsigned char settings;

bool __real_smtp_reply_read(struct smtp_reply *, struct smtp_stream *, int);
enum smtp_message_result __real_smtp_message_read(struct smtp_message *,
    struct smtp_stream *, bool, const struct smtp_envelope *);
void __real_policy_judge(const struct config *, const struct submission *,
    struct header *, struct decision *);
int __wrap_isatty(int);
bool __wrap_smtp_server_open(struct smtp_server *, const char *, char *const[],
    struct smtp_reply *, struct fault *);
bool __wrap_smtp_server_write(struct smtp_server *, struct str);
void __wrap_smtp_server_ask(
    struct smtp_server *, struct str, int, struct smtp_reply *);
void __wrap_smtp_server_reply(struct smtp_server *, int, struct smtp_reply *);
void __wrap_smtp_server_hang_up(struct smtp_server *);
int __wrap_smtp_server_close(struct smtp_server *);
bool __wrap_smtp_reply_read(struct smtp_reply *, struct smtp_stream *, int);
enum smtp_message_result __wrap_smtp_message_read(struct smtp_message *,
    struct smtp_stream *, bool, const struct smtp_envelope *);
void __wrap_policy_judge(const struct config *, const struct submission *,
    struct header *, struct decision *);

/* The MTA's side of a session. */

static void
answer(struct smtp_server *server, const char *fine, struct smtp_reply *reply)
{
	unsigned char how = fuzz_take_byte(&mta.script);

	if (server->lost || how == 'x')
		smtp_server_lose(server, reply);
	else if (how == 'q')
		smtp_reply_set(reply, "421", "Enough");
	else if (how == '3')
		smtp_reply_set(reply, "354", "Go on");
	else if (how == '4')
		smtp_reply_set(reply, "451 4.3.0", "Later");
	else if (how == '5')
		smtp_reply_set(reply, "550 5.1.1", "Never");
	else
		smtp_reply_set(reply, fine, "Fine");
	if (reply->code == 421)
		server->lost = true;
}

int
__wrap_isatty(int fd)
{
	(void)fd;
	return (settings & SETTING_LF) != 0;
}

bool
__wrap_smtp_server_open(struct smtp_server *server, const char *path,
    char *const argv[], struct smtp_reply *greeting, struct fault *fault)
{
	(void)path;
	(void)argv;
	(void)fault;
	server->lost = false;
	smtp_stream_open(&server->from, -1);
	answer(server, "220", greeting);
	return true;
}

bool
__wrap_smtp_server_write(struct smtp_server *server, struct str bytes)
{
	if (server->lost)
		return false;
	fuzz_require(!mta.hung_up || bytes.len == 0,
	    "nothing is written once the connection is closed");
	fuzz_require(bytes.len <= sizeof(mta.bytes) - mta.len,
	    "what is written is not much longer than what was read");
	memcpy(mta.bytes + mta.len, bytes.ptr, bytes.len);
	mta.len += bytes.len;
	return true;
}

void
__wrap_smtp_server_ask(struct smtp_server *server, struct str command,
    int seconds, struct smtp_reply *reply)
{
	bool data = str_is(command, "DATA\r\n");

	(void)seconds;
	if (__wrap_smtp_server_write(server, command) && data)
		mta.datas++;
	answer(server, data ? "354" : "250 2.0.0", reply);
	if (data && mta.datas > 0)
		mta.data_taken[mta.datas - 1] = reply->code == 354;
}

void
__wrap_smtp_server_reply(
    struct smtp_server *server, int seconds, struct smtp_reply *reply)
{
	(void)seconds;
	answer(server, "250", reply);
}

void
__wrap_smtp_server_hang_up(struct smtp_server *server)
{
	(void)server;
	mta.hung_up = true;
}

int
__wrap_smtp_server_close(struct smtp_server *server)
{
	fuzz_require(mta.hung_up, "the connection is closed before the wait");
	(void)server;
	return 0;
}

/* The last words to a client that went. */
bool
__wrap_smtp_reply_read(
    struct smtp_reply *reply, struct smtp_stream *stream, int seconds)
{
	(void)stream;
	(void)seconds;
	smtp_reply_set(reply, "421", "Lost");
	return true;
}

/* What is asked of the policy, and of each message. */

static struct str
keep(const char *bytes, size_t len)
{
	char *copy = malloc(len + 1);

	fuzz_require(copy != NULL, "there is memory");
	memcpy(copy, bytes, len);
	return (struct str){ copy, len };
}

void
__wrap_policy_judge(const struct config *config,
    const struct submission *submission, struct header *header,
    struct decision *decision)
{
	struct record *record = &messages.records[messages.count];

	__real_policy_judge(config, submission, header, decision);
	if (record->judged++ > 0)
		return;
	record->head = keep(submission->head.ptr, submission->head.len);
	record->head_whole = submission->whole;
	record->passed = decision->reason == REASON_OK ||
	    (reason_is_policy(decision->reason) &&
		config->mode == CONFIG_MONITOR);
}

static off_t
position(const struct smtp_stream *stream)
{
	return lseek(stream->fd, 0, SEEK_CUR) -
	    (off_t)(stream->end - stream->start);
}

enum smtp_message_result
__wrap_smtp_message_read(struct smtp_message *message,
    struct smtp_stream *stream, bool lf, const struct smtp_envelope *envelope)
{
	struct record *record = &messages.records[messages.count];
	off_t start = position(stream);
	size_t len;
	char *raw;

	fuzz_require(messages.count + 1 < MESSAGES_MAX, "there is an end");
	*record = (struct record){ .lf = lf };
	record->result =
	    __real_smtp_message_read(message, stream, lf, envelope);
	record->begun = message->begun;
	len = (size_t)(position(stream) - start);
	raw = malloc(len + 1);
	fuzz_require(
	    raw != NULL && pread(stream->fd, raw, len, start) == (ssize_t)len,
	    "what was read can be read again");
	record->raw = (struct str){ raw, len };
	fuzz_require(
	    (record->result == SMTP_MESSAGE_SENT) == !message->swallowed ||
		record->result == SMTP_MESSAGE_BROKEN,
	    "what is not refused is sent");
	fuzz_require(message->outgoing.decision.reason == REASON_OK ||
		message->outgoing.decision.message.text[0] != '\0',
	    "a refusal has a sentence");
	messages.count++;
	return record->result;
}

static void
count_log(void *context, const struct smtp_message *message,
    const struct smtp_envelope *envelope)
{
	(void)context;
	(void)message;
	(void)envelope;
	messages.logged++;
}

static void
forget_messages(void)
{
	size_t i;

	for (i = 0; i < messages.count; i++) {
		free((void *)(uintptr_t)messages.records[i].raw.ptr);
		if (messages.records[i].judged > 0)
			free((void *)(uintptr_t)messages.records[i].head.ptr);
	}
	messages.count = 0;
	messages.logged = 0;
}

/* Three readers of what the MTA was sent. */

static void
add_span(struct reading *reading, struct span span)
{
	fuzz_require(reading->count < SPANS_MAX, "there is an end to commands");
	reading->spans[reading->count++] = span;
}

/* Takes a line; 0 where there is no end of one, else the length of that. */
typedef size_t line_end_taker(struct str rest, size_t *len);

static size_t
take_strict(struct str rest, size_t *len)
{
	const char *end = memmem(rest.ptr, rest.len, "\r\n", 2);

	*len = end == NULL ? rest.len : (size_t)(end - rest.ptr);
	return end == NULL ? 0 : 2;
}

static size_t
take_lenient(struct str rest, size_t *len)
{
	for (*len = 0; *len < rest.len; (*len)++) {
		struct str end = str_from(rest, *len);

		if (end.ptr[0] == '\n')
			return 1;
		if (end.ptr[0] == '\r')
			return str_starts(end, "\r\n") ? 2 : 1;
	}
	return 0;
}

static void
read_text(struct str text, line_end_taker *take, struct reading *reading)
{
	struct str rest = text;
	struct span data = { .data = true };
	unsigned datas = 0;
	bool in_data = false;

	reading->count = 0;
	while (rest.len > 0) {
		size_t len, end = take(rest, &len),
			    at = (size_t)(rest.ptr - text.ptr);
		struct str line = { rest.ptr, len };

		rest = str_from(rest, len + end);
		if (in_data && (end == 0 || !str_is(line, ".")))
			continue;
		if (in_data) {
			data.len = at - data.at;
			data.whole = true;
			add_span(reading, data);
			in_data = false;
			continue;
		}
		add_span(reading,
		    (struct span){ .at = at, .len = len, .whole = end > 0 });
		in_data = str_is(line, "DATA") && mta.data_taken[datas++];
		data.at = at + len + end;
	}
	data.len = text.len - data.at;
	data.whole = false;
	if (in_data)
		add_span(reading, data);
}

/* Past the data at the stream's position; true if it ends. */
static bool
read_own_data(struct smtp_stream *stream, size_t *at, struct span *span)
{
	struct smtp_data data;
	struct smtp_data_piece piece;
	struct str line;

	smtp_data_open(&data, false);
	for (;;) {
		enum smtp_stream_result got =
		    smtp_stream_line(stream, -1, -1, &line);

		span->len = *at - span->at;
		if (got != SMTP_STREAM_LINE && got != SMTP_STREAM_PIECE)
			return false;
		*at += line.len;
		switch (smtp_data_read(
		    &data, line, got == SMTP_STREAM_LINE, &piece)) {
		case SMTP_DATA_TEXT:
			break;
		case SMTP_DATA_END:
			return true;
		case SMTP_DATA_BROKEN:
		default:
			fuzz_require(false, "what is written is not broken");
		}
	}
}

static void
read_own(struct str text, struct reading *reading)
{
	static struct smtp_stream stream;
	static struct smtp_command command;
	struct str line;
	unsigned datas = 0;
	size_t at = 0;

	reading->count = 0;
	smtp_stream_open(&stream, fuzz_file(text));
	while (smtp_stream_line(&stream, -1, -1, &line) == SMTP_STREAM_LINE) {
		struct span span = { .at = at + line.len, .data = true };

		smtp_command_read(&command, line);
		fuzz_require(command.status == NULL,
		    "a command that is written may be written");
		fuzz_require(
		    fuzz_same((struct str){ command.text, command.len }, line),
		    "a command is written as it would be again");
		add_span(reading,
		    (struct span){
			.at = at, .len = line.len - 2, .whole = true });
		at += line.len;
		if (command.verb != SMTP_DATA || !mta.data_taken[datas++])
			continue;
		span.whole = read_own_data(&stream, &at, &span);
		add_span(reading, span);
	}
}

static bool
is_same_reading(const struct reading *a, const struct reading *b)
{
	size_t i;

	for (i = 0; i < a->count && i < b->count; i++)
		if (a->spans[i].at != b->spans[i].at ||
		    a->spans[i].len != b->spans[i].len ||
		    a->spans[i].data != b->spans[i].data ||
		    a->spans[i].whole != b->spans[i].whole)
			return false;
	return a->count == b->count;
}

/* What a client's message is: as stupid as can be. */
static struct str
decode(struct str raw, bool whole)
{
	static char bytes[TRANSCRIPT_MAX];
	size_t len = 0;

	while (raw.len > 0) {
		bool ends = memchr(raw.ptr, '\n', raw.len) != NULL;
		struct str line = fuzz_take_line(&raw);

		if (whole && raw.len == 0)
			break;
		if (ends && line.len > 0 && line.ptr[line.len - 1] == '\r')
			line.len--;
		if (str_starts(line, "."))
			line = str_from(line, 1);
		fuzz_require(
		    len + line.len + 2 <= sizeof(bytes), "there is room");
		memcpy(bytes + len, line.ptr, line.len);
		len += line.len;
		if (ends) {
			memcpy(bytes + len, "\r\n", 2);
			len += 2;
		}
	}
	return (struct str){ bytes, len };
}

/* What the MTA makes of what it was sent. */
static struct str
unstuff(struct str text)
{
	static char bytes[TRANSCRIPT_MAX];
	size_t len = 0;
	bool starts = true;
	const char *lf;

	for (; text.len > 0; starts = lf != NULL) {
		struct str line = text;

		lf = memchr(text.ptr, '\n', text.len);
		if (lf != NULL)
			line.len = (size_t)(lf - text.ptr) + 1;
		text = str_from(text, line.len);
		if (starts && line.ptr[0] == '.')
			line = str_from(line, 1);
		memcpy(bytes + len, line.ptr, line.len);
		len += line.len;
	}
	return (struct str){ bytes, len };
}

/* No reader, however lenient, sees an end of it before that. */
static void
check_end(const struct record *record)
{
	struct str rest = record->raw, last;
	const char *want = record->lf ? "\n.\n" : "\r\n.\r\n";
	size_t n = strlen(want), len, end;

	fuzz_require(memchr(rest.ptr, '\0', rest.len) == NULL,
	    "no message with a NUL byte is sent");
	last = str_from(rest, rest.len < n ? 0 : rest.len - n);
	fuzz_require(str_is(last, want) || str_is(rest, strchr(want, '.')),
	    "there is one end of data");
	while (rest.len > 0) {
		end = take_lenient(rest, &len);
		last = (struct str){ rest.ptr, len };
		rest = str_from(rest, len + end);
		fuzz_require(rest.len == 0 || !str_is(last, "."),
		    "there is no other end of data");
	}
}

static bool
is_prefix(struct str prefix, struct str s)
{
	return prefix.len <= s.len &&
	    memcmp(prefix.ptr, s.ptr, prefix.len) == 0;
}

static void
check_message(
    const struct record *record, struct str text, const struct span *span)
{
	bool sent = record->result == SMTP_MESSAGE_SENT;
	struct str message = decode(record->raw, sent);

	fuzz_require(record->judged <= 1, "a message is judged once");
	if (!record->begun) {
		fuzz_require(!sent, "what is sent has begun");
		return;
	}
	fuzz_require(record->judged == 1 && record->passed,
	    "what is written was judged, and may go");
	fuzz_require(is_prefix(record->head, message),
	    "what was judged is what was read");
	fuzz_require(!record->head_whole || record->head.len == message.len,
	    "a whole message was judged as a whole");
	fuzz_require(span != NULL && span->whole == sent,
	    "what is read to its end is written to its end");
	text = unstuff((struct str){ text.ptr + span->at, span->len });
	if (!sent) {
		fuzz_require(is_prefix(text, message),
		    "what is written of a message is of that");
		return;
	}
	fuzz_require(
	    fuzz_same(text, message), "what is written is what was read");
	check_end(record);
}

/* Each data that the MTA was sent is a message, and the other way round. */
static void
check_messages(const struct record *records, size_t count, struct str text,
    const struct reading *reading)
{
	size_t i, next = 0;

	for (i = 0; i < count; i++) {
		while (next < reading->count && !reading->spans[next].data)
			next++;
		check_message(&records[i], text,
		    next < reading->count ? &reading->spans[next] : NULL);
		next += records[i].begun;
	}
	while (next < reading->count && !reading->spans[next].data)
		next++;
	fuzz_require(next == reading->count, "no message comes from nowhere");
}

static const struct reading *
read_transcript(struct str text)
{
	static struct reading strict, other;

	fuzz_require(
	    memchr(text.ptr, '\0', text.len) == NULL, "no NUL byte is written");
	read_text(text, take_strict, &strict);
	read_text(text, take_lenient, &other);
	fuzz_require(
	    is_same_reading(&strict, &other), "a lenient reader sees the same");
	read_own(text, &other);
	fuzz_require(
	    is_same_reading(&strict, &other), "truefrom itself sees the same");
	return &strict;
}

/* The two ways to send. */

static void
complain(void *context, const struct fault *fault)
{
	(void)context;
	errx(1, "%s", fault->text);
}

static const struct config *
configuration(void)
{
	static struct config *configs[SETTING_LF];
	unsigned which = settings & (SETTING_MONITOR | SETTING_LARGE);
	char text[512];

	if (configs[which] == NULL) {
		(void)snprintf(text, sizeof(text),
		    "mta = /usr/sbin/exim4\nqualify_domain = lab.example\n"
		    "from_domains = good.example : lab.example\n"
		    "header_size_limit = %s\nmessage_size_limit = %s\n"
		    "mode = %s\n",
		    which & SETTING_LARGE ? "100K" : "200",
		    which & SETTING_LARGE ? "150K" : "1K",
		    which & SETTING_MONITOR ? "monitor" : "enforce");
		(void)fuzz_file(str_of(text));
		configs[which] =
		    config_open(FUZZ_FILE, fuzz_host(), complain, NULL);
	}
	return configs[which];
}

/* The replies to a client are lines that one understands. */
static void
check_replies(int fd)
{
	static struct smtp_stream stream;
	static struct smtp_reply reply;

	fuzz_require(lseek(fd, 0, SEEK_SET) == 0, "replies can be read");
	smtp_stream_open(&stream, fd);
	while (__real_smtp_reply_read(&reply, &stream, -1))
		fuzz_require(
		    reply.code >= 200 && reply.code < 600, "a reply is one");
	fuzz_require(stream.start == stream.end && stream.ended,
	    "all that is replied are replies");
}

static void
check_session(const struct smtp_host *host, int fd)
{
	int replies = memfd_create("replies", MFD_CLOEXEC), out = dup(replies),
	    status;
	struct str text;
	struct fault fault;

	fuzz_require(smtp_relay(host, fd, out, &status, &fault) && status == 0,
	    "a session comes to its end");
	check_replies(replies);
	(void)close(out);
	(void)close(replies);
	fuzz_require(
	    messages.logged == messages.count, "each message is logged once");
	text = (struct str){ mta.bytes, mta.len };
	check_messages(
	    messages.records, messages.count, text, read_transcript(text));
}

static void
check_batch(const struct smtp_host *host, int fd)
{
	struct spool spool;
	struct fault fault;
	struct str text = { mta.bytes, 0 };
	const struct reading *reading;
	size_t half;

	if (smtp_batch_read(host, fd, &spool, &fault) != REASON_OK) {
		fuzz_require_fault(&fault);
		fuzz_require(spool.fd == -1 && messages.logged == 1,
		    "nothing is left of a batch that is refused");
		return;
	}
	text.len = (size_t)read(spool.fd, mta.bytes, sizeof(mta.bytes));
	fuzz_require((off_t)text.len == spool.size, "a spool knows its size");
	spool_close(&spool);
	memset(mta.data_taken, true, sizeof(mta.data_taken));
	reading = read_transcript(text);
	/* It was read twice: as it came, and as it is to be sent. */
	half = messages.count / 2;
	fuzz_require(messages.logged == half && messages.count == 2 * half,
	    "each message of a batch is logged");
	check_messages(messages.records, half, text, reading);
	check_messages(messages.records + half, half, text, reading);
}

/* The client's bytes; \xff and a byte stand for so many that fill a buffer. */
static struct str
expand(struct str from)
{
	static char bytes[CLIENT_MAX + LONG_MAX_COUNT * (SMTP_STREAM_SIZE + 8)];
	unsigned expanded = 0;
	size_t len = 0;

	while (from.len > 0) {
		unsigned char c = fuzz_take_byte(&from), how;
		size_t n;

		if (c != 0xff || expanded == LONG_MAX_COUNT) {
			bytes[len++] = (char)c;
			continue;
		}
		expanded++;
		how = fuzz_take_byte(&from);
		n = SMTP_STREAM_SIZE - how % 16;
		memset(bytes + len, "x.\r y\tz:"[how / 16 % 8], n);
		len += n;
	}
	return (struct str){ bytes, len };
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const struct args args = { .class = ARGS_SMTP };
	static char *const argv[] = { NULL };
	struct str client = fuzz_view(bytes, size);
	struct smtp_host host = { .args = &args, .argv = argv, .log = count_log };
	int fd;

	if (size > CLIENT_MAX)
		return 0;
	settings = fuzz_take_byte(&client);
	host.config = configuration();
	mta.script = fuzz_take_line(&client);
	mta.hung_up = false;
	mta.len = 0;
	mta.datas = 0;
	client = expand(client);
	fd = memfd_create("client", MFD_CLOEXEC);
	fuzz_require(fd != -1 &&
		pwrite(fd, client.ptr, client.len, 0) == (ssize_t)client.len,
	    "there is a client");
	if (settings & SETTING_BATCH)
		check_batch(&host, fd);
	else
		check_session(&host, fd);
	(void)close(fd);
	forget_messages();
	return 0;
}
