/* SPDX-License-Identifier: ISC */
/*
 * RFC 5322 3.6 (how often a field may occur), RFC 2045 3 (each of MIME's once),
 * and what an injected line leaves behind: fields that the script would have
 * written once are there twice, or, behind an injected empty line, the rest of
 * its header is the beginning of the body.
 */

#include "injection.h"
#include "header_line.h"
#include "header_walk.h"
#include "recipients.h"

#include <string.h>

/* Of recipients that are compared with those of another field. */
#define SAME_MAX 16
#define SAME_VALUE_MAX 8192

static const char *const once[] = {
	"Date",
	"From",
	"Sender",
	"Reply-To",
	"To",
	"Cc",
	"Bcc",
	"Message-ID",
	"In-Reply-To",
	"References",
	"Subject",
	"MIME-Version",
	"Content-Type",
	"Content-Transfer-Encoding",
	"Content-Disposition",
	"Content-ID",
	"Content-Description",
};
#define ONCE_COUNT (sizeof(once) / sizeof(once[0]))

/*
 * What the header of a script has and a text does not begin with, unless the
 * message around it has it, too: forwarded mail is in a message of its own
 * kind. Not From and Subject: these are lines of a form's summary in mail that
 * has no From yet.
 */
static const char *const telltale[] = {
	"Bcc",
	"MIME-Version",
	"Content-Transfer-Encoding",
	"X-Mailer",
	"X-PHP-Originating-Script",
};
#define TELLTALE_COUNT (sizeof(telltale) / sizeof(telltale[0]))

/* Content-Type is one beside these; alone it is in what cron has of a CGI. */
static const char *const of_mail[] = {
	"From",
	"To",
	"Cc",
	"Reply-To",
	"Subject",
};
#define OF_MAIL_COUNT (sizeof(of_mail) / sizeof(of_mail[0]))

/* Is the later value's every address in the earlier one? */
static bool
adds_nobody(struct str earlier, struct str later)
{
	struct recipients list, among;
	struct str address, other;
	unsigned count = 0;

	if (earlier.len > SAME_VALUE_MAX)
		return false;
	recipients_open(&list, later);
	while (recipients_next(&list, &address)) {
		bool found = false;

		recipients_open(&among, earlier);
		while (!found && recipients_next(&among, &other))
			found = other.len == address.len &&
			    memcmp(other.ptr, address.ptr, other.len) == 0;
		if (!found || ++count > SAME_MAX)
			return false;
	}
	return true;
}

static bool
changes_nothing(const char *name, struct str earlier, struct str later)
{
	earlier = str_trim(earlier);
	later = str_trim(later);
	if (earlier.len == later.len &&
	    memcmp(earlier.ptr, later.ptr, later.len) == 0)
		return true;
	return (strcmp(name, "To") == 0 || strcmp(name, "Cc") == 0 ||
		   strcmp(name, "Bcc") == 0) &&
	    adds_nobody(earlier, later);
}

/* A field occurs twice that should not. */
static bool
find_repeated(struct str head, const struct header *header, struct fault *fault)
{
	struct str first[ONCE_COUNT];
	unsigned seen[ONCE_COUNT] = { 0 };
	struct header_walk walk;
	struct header_field field;
	size_t i;

	header_walk_open(&walk, head, header);
	while (header_walk_next(&walk, &field)) {
		for (i = 0; i < ONCE_COUNT; i++)
			if (header_field_is(&field, once[i]))
				break;
		if (i == ONCE_COUNT)
			continue;
		if (seen[i]++ == 0) {
			first[i] = field.value;
			continue;
		}
		if (seen[i] == 2 &&
		    changes_nothing(once[i], first[i], field.value))
			continue;
		fault_set(fault,
		    "The header has a second %s field, as if a web form wrote "
		    "it; write %s once, and refuse line breaks in what a form "
		    "puts into the header.",
		    once[i], once[i]);
		return true;
	}
	return false;
}

/* The escapes of ISO-2022-JP (RFC 1468) are sent as they are. */
static bool
is_escape(struct str text, size_t i)
{
	return text.ptr[i] == 0x1b && i + 1 < text.len &&
	    (text.ptr[i + 1] == '$' || text.ptr[i + 1] == '(');
}

static bool
find_control(struct str head, const struct header *header, struct fault *fault)
{
	struct str rest = { head.ptr, header->size };
	unsigned number;

	for (number = 1; rest.len > 0; number++) {
		struct header_line line = header_line_at(rest);
		size_t i;

		for (i = 0; i < line.text.len; i++) {
			unsigned char c = (unsigned char)line.text.ptr[i];

			if ((c >= ' ' && c != 0x7f) || c == '\t' ||
			    is_escape(line.text, i))
				continue;
			fault_set(fault,
			    "Line %u of the header holds the control byte "
			    "0x%02x; remove it.",
			    number, c);
			return true;
		}
		rest = str_from(rest, line.size);
	}
	return false;
}

/* Is the body a message, or the header of one? */
static bool
carries_header(struct str head, const struct header *header)
{
	struct header_walk walk;
	struct header_field field;

	header_walk_open(&walk, head, header);
	while (header_walk_next(&walk, &field)) {
		struct str value = str_trim(field.value);

		if (!header_field_is(&field, "Content-Type"))
			continue;
		if (value.len > strlen("message/"))
			value.len = strlen("message/");
		if (str_is_nocase(value, "message/") ||
		    str_is_nocase(value, "text/rfc"))
			return true;
	}
	return false;
}

/*
 * Measures the fields at the start of the body, which an empty line must end.
 * False when there are none.
 */
static bool
read_block(struct str body, bool whole, struct header *block)
{
	unsigned fields = 0;
	size_t size;

	for (size = 0; size < body.len;) {
		struct header_line line = header_line_at(str_from(body, size));

		if (str_starts(line.text, "--")) /* a part's boundary */
			return false;
		size += line.size;
		switch (header_line_classify(&line, fields == 0, whole)) {
		case HEADER_LINE_EMPTY:
			*block = (struct header){ .size = size };
			return fields > 1;
		case HEADER_LINE_FOLD:
			break;
		case HEADER_LINE_FIELD:
			fields++;
			break;
		default:
			return false;
		}
	}
	return false;
}

/* The name in the block that tells; NULL when there is none. */
static const char *
find_telltale(struct str head, const struct header *header, struct str body,
    const struct header *block)
{
	size_t i;

	for (i = 0; i < TELLTALE_COUNT; i++)
		if (header_has_field(body, block, telltale[i]) &&
		    !header_has_field(head, header, telltale[i]))
			return telltale[i];
	if (!header_has_field(body, block, "Content-Type") ||
	    header_has_field(head, header, "Content-Type"))
		return NULL;
	for (i = 0; i < OF_MAIL_COUNT; i++)
		if (header_has_field(body, block, of_mail[i]))
			return "Content-Type";
	return NULL;
}

static bool
find_second_header(struct str head, bool whole, const struct header *header,
    struct fault *fault)
{
	struct str body = str_from(head, header->size);
	struct header_line line = header_line_at(body);
	struct header block;
	const char *name;

	while (line.size > 0 && line.text.len == 0) {
		body = str_from(body, line.size);
		line = header_line_at(body);
	}
	if (!read_block(body, whole, &block) || carries_header(head, header))
		return false;
	name = find_telltale(head, header, body, &block);
	if (name == NULL)
		return false;
	fault_set(fault,
	    "The body begins with header fields, %s among them, as if a web "
	    "form wrote an empty line into the header; refuse line breaks in "
	    "what a form puts there.",
	    name);
	return true;
}

bool
injection_found(struct str head, bool whole, const struct header *header,
    struct fault *fault)
{
	return find_repeated(head, header, fault) ||
	    find_control(head, header, fault) ||
	    find_second_header(head, whole, header, fault);
}
