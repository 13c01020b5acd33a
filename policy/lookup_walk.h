/* SPDX-License-Identifier: ISC */
#ifndef POLICY_LOOKUP_WALK_H
#define POLICY_LOOKUP_WALK_H

/*
 * Going through all keys and data of a text file that can be looked things up
 * in.
 */

#include "lookup_kind.h"

/* An open file, and its current entry. */
struct lookup_walk {
	unsigned line;
	char key[LOOKUP_KEY_MAX + 1]; /* as written; empty when it is longer */
	char data[LOOKUP_DATA_MAX + 1];

	struct lookup_file file;
	struct keyfile keys;
};

/*
 * Opens the file of a lookup that is text, by listfile_open().  -1 with the
 * fault set when that fails; else the caller closes it.
 */
int lookup_walk_open(struct lookup_walk *, const struct lookup *, uid_t owner,
    const struct listfile_place *named_at, struct fault *);
void lookup_walk_close(struct lookup_walk *);

/*
 * 1: the next entry; 0: the end; -1: data that cannot be had, or a read error,
 * with the fault set.
 */
int lookup_walk_next(struct lookup_walk *, struct fault *);

#endif
