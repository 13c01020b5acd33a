/* SPDX-License-Identifier: ISC */
#ifndef POLICY_RECIPIENT_SET_H
#define POLICY_RECIPIENT_SET_H

/*
 * The addresses that Exim takes away from those of the header: with -t, unless
 * extract_addresses_remove_arguments is off, arguments name who is not to get
 * the message.  It is sent to the addresses of the header that the set does not
 * have; from Postfix and sendmail, to all of these and to the arguments.
 */

#include "str.h"

struct recipient_set {
	struct str *addresses; /* views of the values; the array is its own */
	size_t count, room;
	bool sorted;
};

/* Adds every address of an argument, which must outlive the set.  False when
 * there is no memory.  Begin with a set that is all zero. */
bool recipient_set_add(struct recipient_set *, struct str value);

/*
 * Is the address there, byte for byte, as Exim compares?  One without a domain
 * is not: Exim has given it one in the set, and not yet in the header.
 */
bool recipient_set_has(struct recipient_set *, struct str address);

void recipient_set_free(struct recipient_set *);

#endif
