/* SPDX-License-Identifier: ISC */
/*
 * Reading lines in segments, as Exim does by calling fgets(3) with a buffer:
 * what a list file means depends on where its long lines are cut.
 */

#include "lines.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

void
lines_open(struct lines *lines, int fd)
{
	lines->fd = fd;
	lines->at = 0;
	lines->size = 0;
	lines->line = 0;
	lines->start = lines->end = 0;
	lines->ended = true;
	lines->at_eof = false;
}

void
lines_expect(struct lines *lines, off_t size)
{
	lines->size = size;
}

/* How much to have in the block; less than a segment is held before. */
static size_t
block_size(const struct lines *lines)
{
	return lines->at < LINES_BLOCK_SIZE ? LINES_FIRST_SIZE :
					      LINES_BLOCK_SIZE;
}

/* Adds another piece of the file to the block; -1 with errno. */
static int
fill(struct lines *lines)
{
	size_t size = block_size(lines);
	ssize_t n;

	memmove(lines->block, lines->block + lines->start,
	    lines->end - lines->start);
	lines->end -= lines->start;
	lines->start = 0;
	do
		n = pread(lines->fd, lines->block + lines->end,
		    size - lines->end, lines->at);
	while (n == -1 && errno == EINTR);
	if (n == -1)
		return -1;
	lines->end += (size_t)n;
	lines->at += n;
	lines->at_eof = n == 0 || lines->at == lines->size;
	return 0;
}

int
lines_next(struct lines *lines, struct segment *segment)
{
	size_t most;
	char *start, *newline;

	for (;;) {
		start = lines->block + lines->start;
		most = lines->end - lines->start;
		if (most > LINES_SEGMENT_MAX)
			most = LINES_SEGMENT_MAX;
		newline = memchr(start, '\n', most);
		if (newline != NULL || most == LINES_SEGMENT_MAX ||
		    lines->at_eof)
			break;
		if (fill(lines) == -1)
			return -1;
	}
	if (most == 0)
		return 0;
	segment->ptr = start;
	segment->len = newline != NULL ? (size_t)(newline + 1 - start) : most;
	lines->start += segment->len;
	if (lines->ended)
		lines->line++;
	lines->ended = newline != NULL;
	return 1;
}

struct segment
lines_held(struct lines *lines)
{
	return (struct segment){ lines->block + lines->start,
		lines->end - lines->start };
}

void
lines_pass(struct lines *lines, size_t size, unsigned count)
{
	lines->start += size;
	lines->line += count;
}

void
lines_back(struct lines *lines, struct segment segment)
{
	lines->start = (size_t)(segment.ptr - lines->block);
	lines->line--;
	lines->ended = true;
}
