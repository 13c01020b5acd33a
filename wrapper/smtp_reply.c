/* SPDX-License-Identifier: ISC */
/*
 * Reading the MTA's replies, and making our own.
 */

#include "smtp_reply.h"
#include "escape.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CODE_SIZE 4	  /* the three digits and what follows them */
#define VERBOSE 50	  /* what sendmail -v says between its replies */
#define LINE_MAX_SMTP 512 /* RFC 5321 4.5.3.1.5 */

/*
 * What the client may know the MTA to offer.  Not CHUNKING and BINARYMIME
 * (BDAT), STARTTLS and AUTH (what follows is opaque, or sent as another),
 * PRDR (a reply for each recipient), BURL (messages from elsewhere).
 */
static const char *const extensions[] = { "8BITMIME", "DSN",
	"ENHANCEDSTATUSCODES", "HELP", "PIPELINING", "SIZE", "SMTPUTF8",
	"VRFY" };

static bool
append(struct smtp_reply *reply, struct str text)
{
	if (text.len >= sizeof(reply->text) - reply->len)
		return false;
	memcpy(reply->text + reply->len, text.ptr, text.len);
	reply->len += text.len;
	reply->text[reply->len] = '\0';
	return true;
}

/* The code of a reply's line, or 0. */
static int
read_code(struct str line)
{
	size_t i;

	if (line.len < CODE_SIZE - 1)
		return 0;
	for (i = 0; i < CODE_SIZE - 1; i++)
		if (line.ptr[i] < '0' || line.ptr[i] > '9')
			return 0;
	if (line.len >= CODE_SIZE && strchr(" -", line.ptr[3]) == NULL)
		return 0;
	return (int)strtol(line.ptr, NULL, 10);
}

bool
smtp_reply_read(
    struct smtp_reply *reply, struct smtp_stream *stream, int seconds)
{
	struct str line;
	bool more = true;

	reply->code = 0;
	reply->len = 0;
	while (more) {
		if (smtp_stream_line(stream, -1, seconds, &line) !=
		    SMTP_STREAM_LINE)
			return false;
		line = str_trim(line);
		reply->code = read_code(line);
		if (reply->code == VERBOSE)
			continue;
		if (reply->code == 0)
			return false;
		more = line.len >= CODE_SIZE && line.ptr[3] == '-';
		if (!append(reply, (struct str){ line.ptr, CODE_SIZE - 1 }) ||
		    !append(reply, str_of(more ? "-" : " ")) ||
		    !append(reply, str_from(line, CODE_SIZE)) ||
		    !append(reply, str_of("\r\n")))
			return false;
	}
	return true;
}

/* Does the line `250-KEYWORD ...` name one that may be known? */
static bool
is_known_extension(struct str line)
{
	struct str word = str_from(line, CODE_SIZE);
	size_t i;

	for (i = 0; i < word.len; i++)
		if (!ascii_is_alnum(word.ptr[i]))
			word.len = i;
	for (i = 0; i < sizeof(extensions) / sizeof(*extensions); i++)
		if (str_is_nocase(word, extensions[i]))
			return true;
	return false;
}

void
smtp_reply_filter_extensions(struct smtp_reply *reply)
{
	struct str rest = { reply->text, reply->len };
	size_t last = 0;

	reply->len = 0;
	while (rest.len > 0) {
		const char *lf = memchr(rest.ptr, '\n', rest.len);
		size_t size = (size_t)(lf - rest.ptr) + 1;

		if (reply->len == 0 ||
		    is_known_extension((struct str){ rest.ptr, size })) {
			last = reply->len;
			memmove(reply->text + last, rest.ptr, size);
			reply->len += size;
			reply->text[last + CODE_SIZE - 1] = '-';
		}
		rest = str_from(rest, size);
	}
	reply->text[last + CODE_SIZE - 1] = ' ';
	reply->text[reply->len] = '\0';
}

void
smtp_reply_set(
    struct smtp_reply *reply, const char *status, const char *sentence)
{
	char line[LINE_MAX_SMTP - sizeof("550 5.7.1 \r\n")];

	(void)escape_line(str_of(sentence), line, sizeof(line));
	reply->code = (int)strtol(status, NULL, 10);
	reply->len = (size_t)snprintf(
	    reply->text, sizeof(reply->text), "%s %s\r\n", status, line);
}
