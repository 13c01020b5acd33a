/* SPDX-License-Identifier: ISC */
/*
 * Any bytes as a message: whatever is accepted is From one allowed domain,
 * and no other stands where a From might be read.  First lines `-f SENDER` are
 * envelope senders.
 *
 * The second reading is as dumb as a reader can be.  A line of the header
 * section ends in LF, CRLF or CR; it is a From when `from` is left of what
 * stands before its colon without blanks, controls and 8-bit bytes; what
 * follows an @ there, outside of quotes and comments, is a domain.
 */

#include "fuzz.h"

#include "policy/policy.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SENDER_SIZE 256
#define SENDERS_MAX 4

static const char settings[] =
    "mta = /usr/sbin/exim4\n"
    "qualify_domain = lab.example\n"
    "from_domains = good.example : *.good.example : lab.example : "
    "xn--gd-fkaa.example : [192.0.2.1]\n";

static void
complain(void *context, const struct fault *fault)
{
	(void)context;
	errx(1, "%s", fault->text);
}

static const struct config *
configuration(void)
{
	static struct config *config;

	if (config == NULL) {
		(void)fuzz_file(str_of(settings));
		config = config_open(FUZZ_FILE, fuzz_host(), complain, NULL);
	}
	return config;
}

static bool
is_allowed(const char *domain)
{
	static const char tail[] = ".good.example";
	size_t len = strlen(domain);

	return strcmp(domain, "good.example") == 0 ||
	    strcmp(domain, "lab.example") == 0 ||
	    strcmp(domain, "xn--gd-fkaa.example") == 0 ||
	    strcmp(domain, "[192.0.2.1]") == 0 ||
	    (len >= sizeof(tail) - 1 &&
		strcmp(domain + len - (sizeof(tail) - 1), tail) == 0);
}

/* Takes a line that ends in LF, CRLF, CR or the end. */
static struct str
take_any_line(struct str *rest)
{
	struct str line = { rest->ptr, 0 };

	while (line.len < rest->len && line.ptr[line.len] != '\n' &&
	    line.ptr[line.len] != '\r')
		line.len++;
	*rest = str_from(*rest, line.len);
	if (rest->len > 1 && rest->ptr[0] == '\r' && rest->ptr[1] == '\n')
		*rest = str_from(*rest, 1);
	*rest = str_from(*rest, 1);
	return line;
}

/* Is it a From, to a reader who sees nothing but ASCII?  Finds its value. */
static bool
is_from_like(struct str line, struct str *value)
{
	const char *colon = memchr(line.ptr, ':', line.len);
	char name[5] = "";
	size_t i, len = 0;

	if (colon == NULL)
		return false;
	for (i = 0; line.ptr + i < colon; i++) {
		if ((unsigned char)line.ptr[i] < 33 ||
		    (unsigned char)line.ptr[i] > 126)
			continue;
		if (len == 4)
			return false;
		name[len++] = line.ptr[i];
	}
	*value = str_from(line, (size_t)(colon - line.ptr) + 1);
	return str_is_nocase(str_of(name), "from");
}

/* Past a quoted string or a comment that begins at i, else i. */
static size_t
skip_words(struct str value, size_t i)
{
	bool quote = value.ptr[i] == '"';
	size_t depth = value.ptr[i] == '(';

	if (!quote && depth == 0)
		return i;
	for (i++; i < value.len && (quote || depth > 0); i++) {
		char c = value.ptr[i];

		if (c == '\\')
			i++;
		else if (quote)
			quote = c != '"';
		else
			depth += (size_t)(c == '(') - (size_t)(c == ')');
	}
	return i;
}

/* Is what follows the @ at i that domain or, for NULL, any that is allowed? */
static bool
is_judged(struct str value, size_t i, const char *domain)
{
	struct str written;
	char canonical[DOMAIN_SIZE];
	size_t start;

	for (i++; i < value.len; i++)
		if (value.ptr[i] == '(')
			i = skip_words(value, i) - 1;
		else if (!ascii_is_space(value.ptr[i]))
			break;
	start = i;
	while (i < value.len && !ascii_is_space(value.ptr[i]) &&
	    strchr("()<>,;\"@\\", value.ptr[i]) == NULL)
		i++;
	written = (struct str){ value.ptr + start, i - start };
	if (domain_canonical(written, canonical) != DOMAIN_OK)
		return false;
	return domain == NULL ? is_allowed(canonical) :
				strcmp(canonical, domain) == 0;
}

static void
check_value(struct str value, const char *domain)
{
	size_t i = 0, next;

	while (i < value.len) {
		if (value.ptr[i] == '@')
			fuzz_require(is_judged(value, i, domain),
			    "no other domain stands in an accepted From");
		next = skip_words(value, i);
		i = next == i ? i + 1 : next;
	}
}

/* The lines that may be read as a From: one at most, and it was judged. */
static void
check_section(struct str section, const struct header *header,
    const struct decision *decision)
{
	const char *end;
	struct str value;
	unsigned count = 0;

	while (section.len > 0) {
		bool fold = ascii_is_blank(section.ptr[0]);
		struct str line = take_any_line(&section);

		if (fold || !is_from_like(line, &value))
			continue;
		count++;
		/* Its folds. */
		while (section.len > 0 && ascii_is_blank(section.ptr[0])) {
			line = take_any_line(&section);
			end = line.ptr + line.len;
			value.len = (size_t)(end - value.ptr);
		}
		check_value(value, decision->domain);
	}
	fuzz_require(count == header->from_count && count <= 1,
	    "every line that may be read as a From was judged");
}

/* The rest of a message from the line that ends its header section. */
static struct str
from_last_line(struct str message, size_t size)
{
	bool empty = size > 0 && message.ptr[size - 1] == '\n' &&
	    (size == 1 || message.ptr[size - 2] == '\n' ||
		(message.ptr[size - 2] == '\r' &&
		    (size == 2 || message.ptr[size - 3] == '\n')));

	return empty ? (struct str){ message.ptr + size, 0 } :
		       str_from(message, size);
}

/*
 * The header section, and the line that ends it where that is not empty: a
 * reader might go on.
 */
static struct str
readable_section(struct str message, size_t size)
{
	struct str last = from_last_line(message, size);
	struct str line = take_any_line(&last);

	return (struct str){ message.ptr, size + line.len };
}

static void
check_accepted(const struct submission *submission, const struct header *header,
    const struct decision *decision)
{
	struct str section = readable_section(submission->head, header->size);
	size_t i;

	fuzz_require(
	    is_allowed(decision->domain), "an accepted domain is allowed");
	fuzz_require(strchr(decision->mailbox, '@') != NULL,
	    "an accepted mailbox has a domain");
	check_section(section, header, decision);
	for (i = 0; header->from_count == 0 && i < submission->sender_count;
	     i++)
		check_value(str_of(submission->senders[i]), NULL);
}

/* The same message with a body, or with another one. */
static void
check_body(const struct submission *submission, const struct header *header,
    const struct decision *decision)
{
	struct submission alone = *submission;
	struct str last;
	struct header again;
	struct decision same;

	last = from_last_line(submission->head, header->size);
	(void)fuzz_take_line(&last);
	alone.head.len = (size_t)(last.ptr - alone.head.ptr);
	policy_judge(configuration(), &alone, &again, &same);
	fuzz_require(same.reason == decision->reason &&
		strcmp(same.domain, decision->domain) == 0,
	    "the body has no say");
}

static void
check_decision(const struct submission *submission, const struct header *header,
    const struct decision *decision)
{
	fuzz_require(decision->reason == REASON_OK ||
		decision->reason == REASON_FROM_DOMAIN ||
		decision->reason == REASON_FROM_MALFORMED ||
		decision->reason == REASON_FROM_MULTIPLE ||
		decision->reason == REASON_FROM_AMBIGUOUS,
	    "a message is to blame, and nothing else");
	fuzz_require(decision->reason != REASON_FROM_DOMAIN ||
		!is_allowed(decision->domain),
	    "an allowed domain is not refused");
	if (decision->reason == REASON_OK)
		check_accepted(submission, header, decision);
	else
		fuzz_require_fault(&decision->message);
	if (decision->reason == REASON_OK ||
	    decision->reason == REASON_FROM_DOMAIN)
		check_body(submission, header, decision);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static char texts[SENDERS_MAX][SENDER_SIZE];
	const char *senders[SENDERS_MAX];
	struct str message = fuzz_view(bytes, size);
	struct submission submission = { .whole = true, .senders = senders };
	struct header header;
	struct decision decision;
	size_t n = 0;

	while (n < SENDERS_MAX && str_starts(message, "-f ")) {
		message = str_from(message, 3);
		senders[n] =
		    fuzz_text(fuzz_take_line(&message), texts[n], SENDER_SIZE);
		n++;
	}
	submission.sender_count = n;
	submission.head = message;
	policy_judge(configuration(), &submission, &header, &decision);
	check_decision(&submission, &header, &decision);
	return 0;
}
