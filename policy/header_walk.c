/* SPDX-License-Identifier: ISC */
/*
 * RFC 5322 2.2, for a header section of which nothing has to be doubted any
 * more.
 */

#include "header_walk.h"
#include "header_line.h"

#include <string.h>

void
header_walk_open(
    struct header_walk *walk, struct str head, const struct header *header)
{
	walk->rest = (struct str){ head.ptr, header->size };
}

bool
header_field_is(const struct header_field *field, const char *name)
{
	return str_is_nocase(field->name, name);
}

/* Takes the folds that follow a line; returns the end of the last text. */
static const char *
take_folds(struct header_walk *walk, struct header_line line)
{
	const char *end = line.text.ptr + line.text.len;

	for (;;) {
		walk->rest = str_from(walk->rest, line.size);
		line = header_line_at(walk->rest);
		if (line.text.len == 0 || !ascii_is_blank(line.text.ptr[0]))
			return end;
		end = line.text.ptr + line.text.len;
	}
}

/* Exim and sendmail allow a vertical tab between a name and its colon, too. */
static struct str
take_name(struct str raw, const char *colon)
{
	struct str name = { raw.ptr, (size_t)(colon - raw.ptr) };

	while (name.len > 0 && ascii_is_space(name.ptr[name.len - 1]))
		name.len--;
	return name;
}

bool
header_walk_next(struct header_walk *walk, struct header_field *field)
{
	while (walk->rest.len > 0) {
		struct header_line line = header_line_at(walk->rest);
		enum header_line_kind kind =
		    header_line_classify(&line, false, true);
		const char *end = take_folds(walk, line), *colon;

		if (kind != HEADER_LINE_FIELD && kind != HEADER_LINE_ODD_FIELD)
			continue;
		field->raw = (struct str){ line.text.ptr,
			(size_t)(walk->rest.ptr - line.text.ptr) };
		colon = memchr(field->raw.ptr, ':', field->raw.len);
		field->name = take_name(field->raw, colon);
		field->value =
		    (struct str){ colon + 1, (size_t)(end - (colon + 1)) };
		return true;
	}
	return false;
}

bool
header_has_field(struct str head, const struct header *header, const char *name)
{
	struct header_walk walk;
	struct header_field field;

	header_walk_open(&walk, head, header);
	while (header_walk_next(&walk, &field))
		if (header_field_is(&field, name))
			return true;
	return false;
}
