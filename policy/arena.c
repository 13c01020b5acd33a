/* SPDX-License-Identifier: ISC */
/*
 * An arena is a list of calloc(3)ed pieces.  A configuration makes some dozens
 * of them, so nothing cleverer would be measurable.
 */

#include "arena.h"

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct piece {
	SLIST_ENTRY(piece) next;
	max_align_t memory[];
};

struct arena {
	SLIST_HEAD(pieces, piece) pieces;
};

struct arena *
arena_open(void)
{
	return calloc(1, sizeof(struct arena));
}

void
arena_close(struct arena *arena)
{
	struct piece *piece;

	if (arena == NULL)
		return;
	while ((piece = SLIST_FIRST(&arena->pieces)) != NULL) {
		SLIST_REMOVE_HEAD(&arena->pieces, next);
		free(piece);
	}
	free(arena);
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	struct piece *piece = NULL;

	if (size <= SIZE_MAX - sizeof(*piece))
		piece = calloc(1, sizeof(*piece) + size);
	if (piece == NULL)
		return NULL;
	SLIST_INSERT_HEAD(&arena->pieces, piece, next);
	return piece->memory;
}

char *
arena_copy(struct arena *arena, struct str s)
{
	char *copy = arena_alloc(arena, s.len + 1);

	if (copy != NULL)
		memcpy(copy, s.ptr, s.len);
	return copy;
}
