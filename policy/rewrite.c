/* SPDX-License-Identifier: ISC */
/*
 * One pass over the header section, from which a new one is written.  A From
 * that is to name another address keeps what a reader shows beside it: in
 * `Name <old>` the address changes, and `old (Name)` becomes `new (Name)`, as
 * does `(Name) old`.
 */

#include "rewrite.h"
#include "header_walk.h"

#include <stdlib.h>
#include <string.h>

struct writer {
	char *bytes;
	size_t size;
	const char *line_end;
	bool normalises; /* CRLF is to become LF */
};

/*
 * Everything that may be added: the old value twice, a blank before each of its
 * comments, the address, the trace, names of fields.
 */
static size_t
room_for(
    struct str head, const struct header *header, const struct rewrite *rewrite)
{
	size_t address =
	    rewrite->address == NULL ? 0 : strlen(rewrite->address);

	/* A trace of LF lines may get a CR for each. */
	return head.len + 3 * header->from.len + address +
	    2 * rewrite->trace.len + 256;
}

static void
add(struct writer *writer, struct str s)
{
	memcpy(writer->bytes + writer->size, s.ptr, s.len);
	writer->size += s.len;
}

/* Adds text that came with the message, in the line ends it is to have. */
static void
add_lines(struct writer *writer, struct str s)
{
	size_t i;

	if (!writer->normalises) {
		add(writer, s);
		return;
	}
	for (i = 0; i < s.len; i++)
		if (s.ptr[i] != '\r' || i + 1 == s.len || s.ptr[i + 1] != '\n')
			writer->bytes[writer->size++] = s.ptr[i];
}

/* Adds text with LF for its line ends. */
static void
add_own(struct writer *writer, struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (s.ptr[i] == '\n')
			add(writer, str_of(writer->line_end));
		else
			writer->bytes[writer->size++] = s.ptr[i];
}

/* Past the quoted string or the comment that begins at i, else i. */
static size_t
skip_words(struct str value, size_t i)
{
	bool quote = value.ptr[i] == '"';
	size_t depth = value.ptr[i] == '(';

	if (!quote && depth == 0)
		return i;
	for (i++; i < value.len && (quote || depth > 0); i++) {
		char c = value.ptr[i];

		if (c == '\\' && i + 1 < value.len)
			i++;
		else if (quote)
			quote = c != '"';
		else
			depth += (size_t)(c == '(') - (size_t)(c == ')');
	}
	return i;
}

/* Where the bracket is, from i on; at the end if there is none. */
static size_t
find_bracket(struct str value, size_t i, char bracket)
{
	size_t next;

	for (; i < value.len && value.ptr[i] != bracket; i = next) {
		next = skip_words(value, i);
		if (next == i)
			next++;
	}
	return i;
}

static void
add_comments(struct writer *writer, struct str value)
{
	size_t start, next;

	for (start = find_bracket(value, 0, '('); start < value.len;
	     start = find_bracket(value, next, '(')) {
		next = skip_words(value, start);
		add(writer, str_of(" "));
		add_lines(
		    writer, (struct str){ value.ptr + start, next - start });
	}
}

/* The phrase or the comments beside the address, of a From that is one mailbox.
 */
static void
add_from(struct writer *writer, struct str value, const struct rewrite *rewrite)
{
	size_t open = find_bracket(value, 0, '<');
	size_t close = find_bracket(value, open, '>');

	if (!rewrite->drop_name && close < value.len) {
		add_lines(writer, (struct str){ value.ptr, open + 1 });
		add(writer, str_of(rewrite->address));
		add_lines(writer, str_from(value, close));
		return;
	}
	add(writer, str_of(" "));
	add(writer, str_of(rewrite->address));
	if (!rewrite->drop_name)
		add_comments(writer, value);
}

static void
add_field(struct writer *writer, const char *name, struct str value)
{
	add(writer, str_of(name));
	add(writer, str_of(":"));
	add_lines(writer, value);
	add(writer, str_of(writer->line_end));
}

bool
rewrite_breaks(struct str head, const struct header *header)
{
	return header_has_field(head, header, "DKIM-Signature");
}

/* The From that replaces the field; or one where there was none. */
static void
replace_from(struct writer *writer, struct str head,
    const struct header *header, const struct rewrite *rewrite)
{
	add(writer, str_of("From:"));
	add_from(writer, header->from, rewrite);
	add(writer, str_of(writer->line_end));
	if (header->from_count == 0)
		return;
	if (!header_has_field(head, header, "Reply-To"))
		add_field(writer, "Reply-To", header->from);
	add_field(writer, REWRITE_ORIGINAL, header->from);
}

/* How long the empty line is that ends the section, 0 without one. */
static size_t
empty_line_size(struct str section)
{
	size_t size = section.len;

	if (size == 0 || section.ptr[size - 1] != '\n')
		return 0;
	size -= size > 1 && section.ptr[size - 2] == '\r' ? 2 : 1;
	return size == 0 || section.ptr[size - 1] == '\n' ? section.len - size :
							    0;
}

/*
 * What is added to the header goes before its first field.  Where there is
 * none, it must not become one with the body.
 */
static void
write_additions(struct writer *writer, struct str head,
    const struct header *header, const struct rewrite *rewrite, bool fields)
{
	bool made_from = rewrite->address != NULL && header->from_count == 0;
	struct str section = { head.ptr, header->size };

	if (!made_from && rewrite->trace.len == 0)
		return;
	/* The line of an mbox may be the last of the message. */
	if (writer->size > 0 && writer->bytes[writer->size - 1] != '\n')
		add(writer, str_of(writer->line_end));
	add_own(writer, rewrite->trace);
	if (made_from)
		replace_from(writer, head, header, rewrite);
	if (!fields && empty_line_size(section) == 0)
		add(writer, str_of(writer->line_end));
}

/* Fields that nobody but us shall write. */
static bool
is_forged(const struct header_field *field, const struct rewrite *rewrite)
{
	return (rewrite->trace.len > 0 &&
		   header_field_is(field, REWRITE_TRACE)) ||
	    (rewrite->address != NULL &&
		header_field_is(field, REWRITE_ORIGINAL));
}

static void
write_header(struct writer *writer, struct str head,
    const struct header *header, const struct rewrite *rewrite)
{
	struct str section = { head.ptr, header->size };
	size_t copied = 0, start;
	struct header_walk walk;
	struct header_field field;
	bool added = false, from, dropped;

	header_walk_open(&walk, head, header);
	while (header_walk_next(&walk, &field)) {
		start = (size_t)(field.raw.ptr - head.ptr);
		from =
		    rewrite->address != NULL && header_field_is(&field, "from");
		dropped = from || is_forged(&field, rewrite);
		if (added && !dropped)
			continue;
		add_lines(
		    writer, (struct str){ head.ptr + copied, start - copied });
		copied = start + (dropped ? field.raw.len : 0);
		if (!added)
			write_additions(writer, head, header, rewrite, true);
		added = true;
		if (from)
			replace_from(writer, head, header, rewrite);
	}
	if (!added) {
		copied = section.len - empty_line_size(section);
		add_lines(writer, (struct str){ head.ptr, copied });
		write_additions(writer, head, header, rewrite, false);
	}
	add_lines(writer, str_from(section, copied));
}

/* The line ends of the head, as they are to be. */
static const char *
line_end_of(
    struct str head, const struct header *header, const struct rewrite *rewrite)
{
	const char *lf = memchr(head.ptr, '\n', head.len);

	if (header->mixed_line_ends)
		return "\n";
	if (lf == NULL)
		return rewrite->line_end;
	return lf > head.ptr && lf[-1] == '\r' ? "\r\n" : "\n";
}

char *
rewrite_head(struct str head, const struct header *header,
    const struct rewrite *rewrite, size_t *size, size_t *header_size)
{
	struct writer writer = { .bytes =
				     malloc(room_for(head, header, rewrite)),
		.line_end = line_end_of(head, header, rewrite),
		.normalises = header->mixed_line_ends };

	if (writer.bytes == NULL)
		return NULL;
	write_header(&writer, head, header, rewrite);
	*header_size = writer.size;
	add(&writer, str_from(head, header->size));
	*size = writer.size;
	return writer.bytes;
}
