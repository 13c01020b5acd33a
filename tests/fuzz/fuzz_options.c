/* SPDX-License-Identifier: ISC */
/*
 * Any bytes as a message, under any set of options: what one check refuses no
 * other makes good, and what goes on rewritten would have been accepted so.
 *
 * The input is two bytes, the options that are set; a byte, the check that is
 * added; lines `-f SENDER`, `-t` and `-r RECIPIENTS`; and the message.
 */

#include "fuzz.h"

#include "policy/header_walk.h"
#include "wrapper/outgoing.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <err.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define OWNERS_FD 101
#define WORD_SIZE 256
#define WORDS_MAX 4
#define TRACE "X-Truefrom: uid=1\n\tpid=2\n"

enum {
	OWNER = 1 << 0,
	SENDER = 1 << 1,
	SENDER_OWNER = 1 << 2,
	NAME = 1 << 3,
	MANY = 1 << 4,
	HEADER = 1 << 5,
	REPLY_TO = 1 << 6,
	LOCAL = 1 << 7,
	REWRITE = 1 << 8,
	LOGS = 1 << 9, /* checks that only log, where they do not refuse */
	SETS = 1 << 10,
};

static const char settings[] =
    "mta = /usr/sbin/exim4\n"
    "qualify_domain = lab.example\n"
    "domainlist local_domains = good.example\n"
    "domainlist allow_domains = free.example\n"
    "from_domains = good.example : other.example : free.example : "
    "lab.example\n";

static const char owners[] = "good.example: root\nother.example: ann\n";

static const char *
when(unsigned set, unsigned option, const char *line)
{
	return (set & option) == option ? line : "";
}

static void
complain(void *context, const struct fault *fault)
{
	(void)context;
	errx(1, "%s", fault->text);
}

static void
make_owners(void)
{
	ssize_t size = (ssize_t)strlen(owners);
	int made = memfd_create("owners", MFD_CLOEXEC);

	fuzz_require(made != -1 && fchmod(made, 0644) == 0 &&
		dup2(made, OWNERS_FD) == OWNERS_FD && close(made) == 0 &&
		pwrite(OWNERS_FD, owners, (size_t)size, 0) == size,
	    "there are owners");
}

static const char *
sender_check(unsigned set)
{
	if ((set & (SENDER_OWNER | OWNER)) == (SENDER_OWNER | OWNER))
		return "sender_check = owner\n";
	return (set & (SENDER | SENDER_OWNER)) != 0 ?
	    "sender_check = domain\n" :
	    "";
}

static const struct config *
configuration(unsigned set)
{
	static struct config *configs[SETS];
	char text[2048];

	if (configs[set] != NULL)
		return configs[set];
	if ((set & OWNER) != 0)
		make_owners();
	(void)snprintf(text, sizeof(text), "%s%s%s%s%s%s%s%s%s%s%s", settings,
	    when(set, OWNER, "owner = lsearch;/proc/self/fd/101\n"),
	    sender_check(set), when(set, NAME, "display_name_check = reject\n"),
	    when(set, MANY, "max_recipients = 2\n"),
	    when(set, HEADER, "header_check = reject\n"),
	    when(set, REPLY_TO,
		"from_headers = from : sender : resent-from : resent-sender : "
		"reply-to\n"),
	    when(set, LOCAL, "local_recipients = pass\n"),
	    when(set, REWRITE, "on_refusal = rewrite\n"),
	    (set & NAME) == 0 ? when(set, LOGS, "display_name_check = log\n") :
				"",
	    (set & HEADER) == 0 ? when(set, LOGS, "header_check = log\n") : "");
	(void)fuzz_file(str_of(text));
	configs[set] = config_open(FUZZ_FILE, fuzz_host(), complain, NULL);
	return configs[set];
}

/* Is that what the check refuses a message for, which passed without it? */
static bool
is_reason_of(unsigned check, enum reason reason)
{
	switch (check) {
	case OWNER:
		return reason == REASON_OWNER || reason == REASON_SENDER;
	case SENDER:
	case SENDER_OWNER:
		return reason == REASON_SENDER;
	case NAME:
		return reason == REASON_DISPLAY_NAME ||
		    reason == REASON_FROM_AMBIGUOUS;
	case MANY:
		return reason == REASON_RECIPIENTS;
	case HEADER:
		return reason == REASON_INJECTION;
	case REPLY_TO:
	default:
		return reason == REASON_FROM_DOMAIN || reason == REASON_OWNER ||
		    reason == REASON_FROM_MALFORMED ||
		    reason == REASON_FROM_MULTIPLE ||
		    reason == REASON_FROM_AMBIGUOUS;
	}
}

static enum reason
judge(unsigned set, const struct submission *submission, struct header *header,
    struct decision *decision)
{
	policy_judge(configuration(set), submission, header, decision);
	if (decision->reason == REASON_OK)
		fuzz_require(decision->local || decision->domain[0] != '\0',
		    "an accepted message is from somewhere");
	else
		fuzz_require_fault(&decision->message);
	fuzz_require(
	    reason_is_policy(decision->reason) || decision->reason == REASON_OK,
	    "a message is to blame, and nothing else");
	return decision->reason;
}

static void
check_added(unsigned set, unsigned check, const struct submission *submission)
{
	struct decision without, with;
	struct header header;
	enum reason reason;

	(void)judge(set & ~check, submission, &header, &without);
	reason = judge(set | check, submission, &header, &with);
	if (without.reason != REASON_OK)
		fuzz_require(
		    reason != REASON_OK, "a check more accepts nothing more");
	else if (reason != REASON_OK)
		fuzz_require(is_reason_of(check, reason),
		    "a check refuses for its own reason");
	else
		fuzz_require(strcmp(with.mailbox, without.mailbox) == 0 &&
			strcmp(with.domain, without.domain) == 0,
		    "what is told of an accepted message is its From");
	/* What refuses nothing changes no decision. */
	(void)judge((set | LOGS) ^ REWRITE, submission, &header, &with);
	(void)judge(set & ~(unsigned)LOGS, submission, &header, &without);
	fuzz_require(with.reason == without.reason &&
		strcmp(with.mailbox, without.mailbox) == 0,
	    "what is only told is not weighed");
}

static unsigned
count_fields(struct str head, const struct header *header, const char *name)
{
	struct header_walk walk;
	struct header_field field;
	unsigned count = 0;

	header_walk_open(&walk, head, header);
	while (header_walk_next(&walk, &field))
		count += header_field_is(&field, name);
	return count;
}

/* The line behind the section, where that is not empty, is of the body. */
static bool
ends_alike(struct str section)
{
	bool lf = false, crlf = false;
	size_t i;

	for (i = 0; i < section.len; i++) {
		if (section.ptr[i] != '\n')
			continue;
		if (i > 0 && section.ptr[i - 1] == '\r')
			crlf = true;
		else
			lf = true;
	}
	return !lf || !crlf;
}

/* What is handed on instead, byte for byte where nothing was to change. */
static void
check_head(const struct outgoing *outgoing, struct str old)
{
	struct str head = { outgoing->head, outgoing->head_size };
	const struct header *before = &outgoing->header;
	struct header header;
	struct fault fault;

	fuzz_require(header_read(head, true, &header, &fault) == HEADER_OK &&
		header.size == outgoing->header_size,
	    "a header that was written is read as such");
	fuzz_require(
	    fuzz_same(str_from(head, header.size), str_from(old, before->size)),
	    "the body stays");
	fuzz_require(count_fields(head, &header, "X-Truefrom") == 1,
	    "there is one trace");
	fuzz_require(ends_alike((struct str){ head.ptr, header.size }),
	    "lines end alike");
	fuzz_require(header.mbox_senders == before->mbox_senders,
	    "lines of an mbox stay");
	if (outgoing->decision.rewritten)
		fuzz_require(header.from_count == 1, "there is one From");
	else
		fuzz_require(header.from_count == before->from_count &&
			(before->mixed_line_ends ||
			    fuzz_same(header.from, before->from)),
		    "the From stays");
	fuzz_require(count_fields(old, before, "To") ==
		count_fields(head, &header, "To"),
	    "other fields stay");
}

static void
check_outgoing(unsigned set, const struct submission *submission)
{
	struct submission again = *submission;
	struct outgoing outgoing;
	struct decision decision;
	struct header header;

	outgoing_judge(
	    &outgoing, configuration(set), submission, str_of(TRACE), "\n");
	fuzz_require((outgoing.head != NULL) ==
		outgoing_goes(configuration(set), &outgoing.decision),
	    "what goes on is traced");
	if (outgoing.head == NULL)
		return;
	check_head(&outgoing, submission->head);
	again.head = (struct str){ outgoing.head, outgoing.head_size };
	policy_judge(configuration(set), &again, &header, &decision);
	fuzz_require(decision.reason == REASON_OK,
	    "what goes on would have been accepted");
	if (outgoing.decision.rewritten) {
		fuzz_require((set & REWRITE) != 0 &&
			(outgoing.decision.reason == REASON_FROM_DOMAIN ||
			    outgoing.decision.reason == REASON_OWNER),
		    "only such a From is rewritten");
		fuzz_require(strcmp(decision.mailbox, "root@lab.example") == 0,
		    "it is from who called");
		fuzz_require(!rewrite_breaks(again.head, &header),
		    "no signature breaks");
	} else {
		/* A quoted local part may be folded. */
		fuzz_require(
		    strcmp(decision.domain, outgoing.decision.domain) == 0 &&
			(outgoing.header.mixed_line_ends ||
			    strcmp(decision.mailbox,
				outgoing.decision.mailbox) == 0),
		    "it is from who it was from");
	}
	outgoing_close(&outgoing);
}

/* Takes the words of the call off. */
static void
take_call(struct str *input, struct submission *submission)
{
	static char texts[2][WORDS_MAX][WORD_SIZE];
	static const char *senders[WORDS_MAX];
	static char *recipients[WORDS_MAX];
	size_t n;

	for (;;) {
		if (str_starts(*input, "-t\n")) {
			submission->header_recipients = true;
			(void)fuzz_take_line(input);
		} else if (str_starts(*input, "-f ") &&
		    submission->sender_count < WORDS_MAX) {
			n = submission->sender_count++;
			*input = str_from(*input, 3);
			senders[n] = fuzz_text(
			    fuzz_take_line(input), texts[0][n], WORD_SIZE);
		} else if (str_starts(*input, "-r ") &&
		    submission->recipient_count < WORDS_MAX) {
			n = submission->recipient_count++;
			*input = str_from(*input, 3);
			recipients[n] = fuzz_text(
			    fuzz_take_line(input), texts[1][n], WORD_SIZE);
		} else {
			break;
		}
	}
	submission->senders = senders;
	submission->recipients = recipients;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct str input = fuzz_view(bytes, size);
	struct submission submission = { .whole = true };
	unsigned set = fuzz_take_byte(&input), check;

	set = (set | (unsigned)fuzz_take_byte(&input) << 8) % SETS;
	check = 1U << fuzz_take_byte(&input) % 7;
	take_call(&input, &submission);
	submission.head = input;
	check_added(set, check, &submission);
	check_outgoing(set, &submission);
	return 0;
}
