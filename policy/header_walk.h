/* SPDX-License-Identifier: ISC */
#ifndef POLICY_HEADER_WALK_H
#define POLICY_HEADER_WALK_H

/*
 * The fields of a header section, one after the other.
 */

#include "header.h"

struct header_field {
	struct str name;  /* without white space behind it */
	struct str value; /* what follows the colon, folds and all */
	struct str raw;	  /* the field as it stands, with its line ends */
};

struct header_walk {
	struct str rest; /* of the section */
};

/*
 * Starts at the first field of a section that header_read() found to be good;
 * `head` is the same, and the views are of it.
 */
void header_walk_open(
    struct header_walk *, struct str head, const struct header *);

/* False when there are no more.  Lines that are no fields are passed over. */
bool header_walk_next(struct header_walk *, struct header_field *);

/* Has the section a field of that name, in any case? */
bool header_has_field(struct str head, const struct header *, const char *name);

/* Is this the field's name, in any case? */
bool header_field_is(const struct header_field *, const char *name);

#endif
