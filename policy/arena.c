/* SPDX-License-Identifier: ISC */
/*
 * An arena is a list of pieces, and allocation moves a mark through the newest
 * one.  The first arena begins in static memory, so that a configuration of
 * ordinary size needs no malloc(3): five system calls and as many pages, 20
 * microseconds of 300.
 */

#include "arena.h"

#include <sys/queue.h>

#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Less gives each allocation a piece of its own, for sanitizers to watch. */
#ifndef ARENA_PIECE_SIZE
#define ARENA_PIECE_SIZE 8192
#endif

struct piece {
	SLIST_ENTRY(piece) next;
	max_align_t memory[];
};

struct arena {
	SLIST_HEAD(pieces, piece) pieces;
	char *mark; /* what follows, in the newest piece, is zero */
	size_t room;
};

static struct {
	bool taken;
	struct arena arena;
	max_align_t memory[ARENA_PIECE_SIZE / sizeof(max_align_t)];
} first;

static struct arena *
take_first(void)
{
	first.taken = true;
	first.arena.mark = (char *)first.memory;
	first.arena.room = sizeof(first.memory);
	return &first.arena;
}

struct arena *
arena_open(void)
{
	return first.taken ? calloc(1, sizeof(struct arena)) : take_first();
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
	if (arena == &first.arena)
		memset(&first, 0, sizeof(first));
	else
		free(arena);
}

/* Makes room for that much, in a new piece. */
static bool
add_piece(struct arena *arena, size_t size)
{
	struct piece *piece;

	if (size < ARENA_PIECE_SIZE)
		size = ARENA_PIECE_SIZE;
	if (size > SIZE_MAX - sizeof(*piece))
		return false;
	piece = calloc(1, sizeof(*piece) + size);
	if (piece == NULL)
		return false;
	SLIST_INSERT_HEAD(&arena->pieces, piece, next);
	arena->mark = (char *)piece->memory;
	arena->room = size;
	return true;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	const size_t align = alignof(max_align_t);
	void *memory;

	if ((arena->mark == NULL || size > arena->room) &&
	    !add_piece(arena, size))
		return NULL;
	memory = arena->mark;
	size += (align - size % align) % align;
	if (size > arena->room)
		size = arena->room;
	arena->mark += size;
	arena->room -= size;
	return memory;
}

char *
arena_copy(struct arena *arena, struct str s)
{
	char *copy = arena_alloc(arena, s.len + 1);

	if (copy != NULL)
		memcpy(copy, s.ptr, s.len);
	return copy;
}
