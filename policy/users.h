/* SPDX-License-Identifier: ISC */
#ifndef POLICY_USERS_H
#define POLICY_USERS_H

/*
 * A list of callers: logins, and groups as `:group`.
 */

#include <stdbool.h>

#include "arena.h"
#include "fault.h"
#include "str.h"

/* What has to be known of the caller; each is asked only if it is needed. */
struct users_caller {
	const char *(*login)(void); /* of the real uid */
	bool (*in_group)(const char *name);
};

struct users; /* one list; NULL is an empty one */

/*
 * Parses names between blanks or commas into the arena.  NULL when there is no
 * memory; `*wrong` is then empty, or the name that cannot be one.
 */
const struct users *users_parse(struct arena *, struct str, struct str *wrong);

/* Tells of each name, `login` or `:group`, in order. */
void users_read(const struct users *, void (*tell)(void *, const char *name),
    void *context);

bool users_have(const struct users *, const struct users_caller *);

#endif
