/* SPDX-License-Identifier: ISC */
/*
 * Finding every From of a message, under every reading of it.
 *
 * RFC 5322 2.2 says what a header field is; MTAs accept more, each in its own
 * way (Exim 4.96 receive_msg(), Postfix cleanup, sendmail collect()):
 *
 * - A line that is neither field nor fold ends the header for all of them.
 * - A name with 8-bit bytes, an empty name, a name parted from its colon by a
 *   vertical tab or by a fold is a field for one and the end of the header for
 *   another.  Such a line leaves a doubt, which does no harm unless a From
 *   header comes after it.
 * - `From :` is a From for some; a carriage return inside a line is a line end
 *   for some; a NUL byte ends a string for some.  No honest program writes
 *   these, and nothing is to be gained by guessing.
 *
 * Mixed LF and CRLF is honest (PHP 8 writes CRLF, old scripts LF) and read
 * here as lines ending in LF; who hands the message on must then write the
 * header that way, because Exim would fold one field into another.
 */

#include "header.h"
#include "header_line.h"
#include "mbox.h"

#include <string.h>

struct reader {
	struct header_line line;
	unsigned number;     /* of the line, from 1 */
	unsigned doubt;	     /* the line at which MTAs part ways, or 0 */
	struct str *folding; /* the value that folds belong to, or NULL */
	unsigned lf, crlf;   /* lines seen with each end */
	struct header *header;
	struct fault *fault;
};

/* Is this the field of that name (with its colon), in any case? */
static bool
is_field(struct str text, const char *name)
{
	size_t len = strlen(name);

	return text.len >= len &&
	    str_is_nocase((struct str){ text.ptr, len }, name);
}

static enum header_result
ambiguous(struct reader *reader, const char *what, const char *advice)
{
	fault_set(reader->fault, "Line %u of the header %s; %s.",
	    reader->number, what, advice);
	return HEADER_AMBIGUOUS;
}

/* Bytes that MTAs and readers disagree about wherever they stand. */
static enum header_result
check_bytes(struct reader *reader)
{
	struct str text = reader->line.text;

	if (memchr(text.ptr, '\0', text.len) != NULL)
		return ambiguous(reader, "holds a NUL byte", "remove it");
	if (memchr(text.ptr, '\r', text.len) != NULL)
		return ambiguous(reader,
		    "holds a carriage return that is not at its end",
		    "end lines in LF or CRLF and remove other CRs");
	return HEADER_OK;
}

static enum header_result
take_from(struct reader *reader)
{
	struct header *header = reader->header;

	if (reader->doubt != 0) {
		fault_set(reader->fault,
		    "Line %u is a From after line %u, at which some mail "
		    "servers end the header; mend or remove line %u.",
		    reader->number, reader->doubt, reader->doubt);
		return HEADER_AMBIGUOUS;
	}
	if (header->from_count++ == 0) {
		header->from = str_from(reader->line.text, strlen("from:"));
		reader->folding = &header->from;
	}
	return HEADER_OK;
}

static enum header_result
take_field(struct reader *reader, enum header_line_kind kind)
{
	struct header *header = reader->header;
	struct str text = reader->line.text;

	reader->folding = NULL;
	if (is_field(text, "from:"))
		return take_from(reader);
	if (header_line_near_from(&reader->line))
		return ambiguous(reader, "is not quite a From header",
		    "write `From:` without blanks or other bytes in between");
	if (kind == HEADER_LINE_ODD_FIELD && reader->doubt == 0)
		reader->doubt = reader->number;
	header->resent |= is_field(text, "resent-");
	if (is_field(text, "message-id:") && header->message_id.len == 0) {
		header->message_id = str_from(text, strlen("message-id:"));
		reader->folding = &header->message_id;
	}
	return HEADER_OK;
}

/* The fold belongs to the field before it. */
static void
take_fold(struct reader *reader)
{
	const char *end = reader->line.text.ptr + reader->line.text.len;

	if (reader->folding != NULL)
		reader->folding->len = (size_t)(end - reader->folding->ptr);
}

static void
next_line(struct reader *reader)
{
	reader->lf += reader->line.lf;
	reader->crlf += reader->line.crlf;
	reader->line =
	    header_line_at(str_from(reader->line.rest, reader->line.size));
	reader->number++;
}

/*
 * Does an mbox line begin here?  White space of any kind may follow the word,
 * for Exim, a fold included.
 */
static bool
is_mbox_line(const struct header_line *line)
{
	static const char word[] = "From";
	size_t len = strlen(word);
	struct str text = line->text, next = str_from(line->rest, line->size);

	while (str_starts(text, ">"))
		text = str_from(text, 1);
	if (!str_starts(text, word))
		return false;
	if (text.len < line->text.len)
		return str_starts(text, "From ");
	if (line->text.len > len)
		return ascii_is_space(line->text.ptr[len]);
	return next.len > 0 && ascii_is_blank(next.ptr[0]);
}

/*
 * Takes a line with its folds.  Exim reads them as one; to others the first
 * fold ends the header.
 */
static enum header_result
take_logical_line(struct reader *reader, struct str *logical)
{
	*logical = reader->line.text;
	for (;;) {
		if (check_bytes(reader) != HEADER_OK)
			return HEADER_AMBIGUOUS;
		logical->len = (size_t)(reader->line.text.ptr +
		    reader->line.text.len - logical->ptr);
		next_line(reader);
		if (reader->line.text.len == 0 ||
		    !ascii_is_blank(reader->line.text.ptr[0]))
			return HEADER_OK;
		if (reader->doubt == 0)
			reader->doubt = reader->number;
	}
}

/*
 * Lines that an mbox puts before the header.  Exim takes away those that match
 * its pattern and else ends the header there; Postfix and sendmail take away
 * the first one, whatever follows the word and a space; Postfix also where
 * `>` stands before it, once or often.
 */
static enum header_result
skip_mbox_lines(struct reader *reader)
{
	struct header *header = reader->header;
	struct str line;

	while (is_mbox_line(&reader->line)) {
		bool plain = str_starts(reader->line.text, "From ");
		unsigned number = reader->number;

		if (header_line_near_from(&reader->line))
			return ambiguous(reader, "is not quite a From header",
			    "write `From:` without a blank before the colon");
		if (take_logical_line(reader, &line) != HEADER_OK)
			return HEADER_AMBIGUOUS;
		if (mbox_line_read(line, &header->mbox_sender))
			header->mbox_senders++;
		else
			plain = false;
		if (!plain && reader->doubt == 0)
			reader->doubt = number;
	}
	return HEADER_OK;
}

/* The line after the header: empty, or the first of the body. */
static enum header_result
end_header(struct reader *reader, enum header_line_kind kind, const char *start)
{
	struct header *header = reader->header;
	struct header_line *line = &reader->line;

	if (kind == HEADER_LINE_BODY && header_line_near_from(&reader->line))
		return ambiguous(reader, "is not quite a From header",
		    "write `From:` without other bytes in the name");
	if (kind == HEADER_LINE_BODY &&
	    memchr(line->text.ptr, '\0', line->text.len) != NULL)
		return ambiguous(reader, "holds a NUL byte", "remove it");
	reader->lf += line->lf;
	reader->crlf += line->crlf;
	header->size = (size_t)(line->rest.ptr - start);
	if (kind == HEADER_LINE_EMPTY)
		header->size += line->size;
	header->mixed_line_ends = reader->lf > 0 && reader->crlf > 0;
	header->known = true;
	return HEADER_OK;
}

enum header_result
header_read(
    struct str head, bool whole, struct header *header, struct fault *fault)
{
	struct reader reader = { .line = header_line_at(head),
		.number = 1,
		.header = header,
		.fault = fault };
	enum header_result result;

	*header = (struct header){ .from = { head.ptr, 0 },
		.message_id = { head.ptr, 0 },
		.mbox_sender = { head.ptr, 0 } };
	result = skip_mbox_lines(&reader);
	for (; result == HEADER_OK; next_line(&reader)) {
		enum header_line_kind kind = header_line_classify(
		    &reader.line, reader.number == 1, whole);

		if (kind == HEADER_LINE_CUT)
			return HEADER_TOO_LONG;
		if (kind == HEADER_LINE_EMPTY || kind == HEADER_LINE_BODY)
			return end_header(&reader, kind, head.ptr);
		result = check_bytes(&reader);
		if (result != HEADER_OK)
			break;
		if (kind == HEADER_LINE_FOLD)
			take_fold(&reader);
		else
			result = take_field(&reader, kind);
	}
	return result;
}
