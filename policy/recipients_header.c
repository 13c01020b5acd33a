/* SPDX-License-Identifier: ISC */
/*
 * The recipients that -t takes (Exim's receive_msg(), Postfix's and sendmail's
 * collect()), where MTAs may not agree on which fields these are.
 */

#include "header_walk.h"
#include "recipients.h"

#include <string.h>

static bool
is_recipient_name(struct str name)
{
	return str_is_nocase(name, "to") || str_is_nocase(name, "cc") ||
	    str_is_nocase(name, "bcc");
}

static bool
names_recipients(struct str name)
{
	return is_recipient_name(name) || str_is_nocase(name, "apparently-to");
}

/* What follows `Resent-`; empty when the name does not begin so. */
static struct str
resent_name(struct str name)
{
	size_t len = strlen("resent-");

	if (name.len < len ||
	    !str_is_nocase((struct str){ name.ptr, len }, "resent-"))
		len = name.len;
	return str_from(name, len);
}

/* Do all MTAs take it for a field?  To some, others end the header. */
static bool
is_plain(const struct header_field *field)
{
	const char *s = field->name.ptr + field->name.len;
	size_t i;

	for (i = 0; i < field->name.len; i++)
		if ((unsigned char)field->name.ptr[i] > 0x7e)
			return false;
	for (; s < field->value.ptr - 1; s++)
		if (!ascii_is_blank(*s))
			return false;
	return field->name.len > 0;
}

/*
 * Which fields -t reads.  Exim reads the Resent- ones alone when there is any
 * Resent- field at all, sendmail when it is one that it knows; Postfix when
 * there is a recipient among them.
 */
static void
choose_fields(
    struct str head, const struct header *header, bool *plain, bool *resent)
{
	struct header_walk walk;
	struct header_field field;

	*plain = true;
	*resent = false;
	header_walk_open(&walk, head, header);
	while (header->resent && header_walk_next(&walk, &field)) {
		if (is_recipient_name(resent_name(field.name))) {
			*resent = true;
			*plain = !is_plain(&field);
			return;
		}
		if (!is_plain(&field)) {
			*resent = true;
			return;
		}
	}
}

void
recipients_of_header(struct str head, const struct header *header,
    bool (*each)(void *context, struct str address), void *context)
{
	struct header_walk walk;
	struct header_field field;
	struct recipients list;
	struct str address;
	bool plain, resent;

	choose_fields(head, header, &plain, &resent);
	header_walk_open(&walk, head, header);
	while (header_walk_next(&walk, &field)) {
		if (!(plain && names_recipients(field.name)) &&
		    !(resent && is_recipient_name(resent_name(field.name))))
			continue;
		recipients_open(&list, field.value);
		while (recipients_next(&list, &address))
			if (!each(context, address))
				return;
	}
}
