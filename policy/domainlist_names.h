/* SPDX-License-Identifier: ISC */
#ifndef POLICY_DOMAINLIST_NAMES_H
#define POLICY_DOMAINLIST_NAMES_H

/*
 * The names that domain lists and their files hold, negated or not.
 */

#include "domainlist.h"

/*
 * Tells of every name in every list of the set, and of every tail that names
 * may end in, as they are written, some more than once; all that lists and
 * lookups tell apart is told by these.  What `@[]` stands for is not told of.
 *
 * False when `each` says so, and, with the fault set, when a file cannot be
 * read, or is one that cannot be gone through (cdb).
 */
bool domainlist_names(const struct domainlists *,
    bool (*each)(void *context, bool tail, struct str text), void *context,
    struct fault *);

#endif
