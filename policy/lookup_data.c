/* SPDX-License-Identifier: ISC */
/*
 * What stands beside the keys of lookups (Exim specification, 9.3), which is
 * of bounded length here: data are logins or addresses, not a text to send.
 */

#include <string.h>

#include "lookup_kind.h"

/* Exact keys, partial ones, the default. */
#define WAYS 3

_Static_assert(LOOKUP_DATA_MAX == 4095, "what lookup_data_long says");
const char lookup_data_long[] = "longer than 4095 bytes; shorten them";
const char lookup_data_nul[] = "not text: they have a NUL byte in them; "
			       "write the file in plain text";

enum lookup_result
lookup_bad_data(const struct lookup_file *file, unsigned line,
    const char *complaint, struct fault *fault)
{
	if (line == 0)
		fault_set(fault, "%s: the data of a key are %s.", file->path,
		    complaint);
	else
		fault_set(fault, "%s:%u: the data of this key are %s.",
		    file->path, line, complaint);
	return LOOKUP_FAULT;
}

enum lookup_result
lookup_found(const struct lookup_file *file, struct keyfile *keys,
    unsigned *line, struct fault *fault)
{
	*line = keys->lines.line;
	if (file->data == NULL)
		return LOOKUP_YES;
	switch (keyfile_data(keys, file->data, LOOKUP_DATA_MAX + 1)) {
	case KEYFILE_OK:
		return LOOKUP_YES;
	case KEYFILE_LONG:
		return lookup_bad_data(file, *line, lookup_data_long, fault);
	case KEYFILE_NUL:
		return lookup_bad_data(file, *line, lookup_data_nul, fault);
	case KEYFILE_UNREADABLE:
	default:
		return lookup_unreadable(file, fault);
	}
}

enum lookup_result
lookup_subject(const struct lookup *lookup, struct subject *subject,
    uid_t owner, const struct listfile_place *named_at,
    char data[LOOKUP_DATA_MAX + 1], unsigned *line, struct fault *fault)
{
	const char *unicode;
	struct lookup exact = *lookup, partial = *lookup;
	const struct lookup *const ways[WAYS] = { &exact, &partial, lookup };
	enum lookup_result result = LOOKUP_NO;
	/* Without partial keys and a default all of them are the same. */
	bool one_way = lookup->partial == -1 && !lookup->star;
	size_t i;

	if (!one_way && subject_unicode(subject) == NULL)
		return lookup_data(
		    lookup, subject->name, owner, named_at, data, line, fault);
	/* What is written of one form comes before a default for the other. */
	exact.partial = -1;
	exact.star = partial.star = false;
	for (i = one_way ? WAYS - 1 : 0; result == LOOKUP_NO && i < WAYS; i++) {
		result = lookup_data(
		    ways[i], subject->name, owner, named_at, data, line, fault);
		if (result == LOOKUP_NO &&
		    (unicode = subject_unicode(subject)) != NULL)
			result = lookup_data(ways[i], unicode, owner, named_at,
			    data, line, fault);
	}
	return result;
}

bool
lookup_has_data(const struct lookup *lookup)
{
	return lookup->kind->type == LISTFILE_REGULAR;
}

bool
lookup_is_text(const struct lookup *lookup)
{
	return lookup->kind->text;
}

struct lookup
lookup_of_logins(const char *path)
{
	return (struct lookup){ .kind = &lookup_exact,
		.path = path,
		.partial = -1,
		.affix = { "", 0 } };
}
