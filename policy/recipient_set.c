/* SPDX-License-Identifier: ISC */
/*
 * An array, sorted when it is first asked: 2 MiB of arguments may be compared
 * with 1 MiB of header (tree_nonrecipients in Exim's receive.c).
 */

#include "recipient_set.h"
#include "recipients.h"

#include <stdlib.h>
#include <string.h>

static int
compare(const void *left, const void *right)
{
	const struct str *a = left, *b = right;

	if (a->len != b->len)
		return a->len < b->len ? -1 : 1;
	return memcmp(a->ptr, b->ptr, a->len);
}

static bool
grow(struct recipient_set *set)
{
	size_t room = set->room == 0 ? 16 : set->room * 2;
	struct str *addresses =
	    reallocarray(set->addresses, room, sizeof(*addresses));

	if (addresses == NULL)
		return false;
	set->addresses = addresses;
	set->room = room;
	return true;
}

bool
recipient_set_add(struct recipient_set *set, struct str value)
{
	struct recipients list;
	struct str address;

	set->sorted = false;
	recipients_open(&list, value);
	while (recipients_next(&list, &address)) {
		if (set->count == set->room && !grow(set))
			return false;
		set->addresses[set->count++] = address;
	}
	return true;
}

bool
recipient_set_has(struct recipient_set *set, struct str address)
{
	if (set->count == 0 || memchr(address.ptr, '@', address.len) == NULL)
		return false;
	if (!set->sorted) {
		qsort(set->addresses, set->count, sizeof(*set->addresses),
		    compare);
		set->sorted = true;
	}
	return bsearch(&address, set->addresses, set->count,
		   sizeof(*set->addresses), compare) != NULL;
}

void
recipient_set_free(struct recipient_set *set)
{
	free(set->addresses);
	*set = (struct recipient_set){ .count = 0 };
}
