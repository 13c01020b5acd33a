/* SPDX-License-Identifier: ISC */
#ifndef POLICY_ARENA_H
#define POLICY_ARENA_H

/*
 * Memory that is given back all at once: what is read from the configuration
 * lives exactly as long as the configuration does.
 */

#include <stddef.h>

#include "str.h"

struct arena;

/* A new, empty arena, or NULL when there is no memory (errno). */
struct arena *arena_open(void);

/* Frees the arena and everything allocated from it; NULL is allowed. */
void arena_close(struct arena *);

/*
 * Zeroed, suitably aligned memory that the arena owns, or NULL when there is
 * no memory (errno).
 */
void *arena_alloc(struct arena *, size_t);

/* A NUL-terminated copy of s that the arena owns, or NULL (errno). */
char *arena_copy(struct arena *, struct str);

#endif
