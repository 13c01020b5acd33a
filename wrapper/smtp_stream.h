/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_SMTP_STREAM_H
#define WRAPPER_SMTP_STREAM_H

/*
 * Lines from a peer, and bytes to it, who may be slow, or die, or never end a
 * line.
 */

#include <stdbool.h>
#include <stddef.h>

#include "policy/str.h"

#define SMTP_STREAM_SIZE 65536

struct smtp_stream {
	int fd;
	bool ended; /* the peer will send no more than is held here */
	int error;  /* errno, where that is since it cannot be read; or 0 */
	size_t start, end;
	char bytes[SMTP_STREAM_SIZE];
};

enum smtp_stream_result {
	SMTP_STREAM_LINE,    /* a line with its LF */
	SMTP_STREAM_PIECE,   /* some of a line, of which more or no LF comes */
	SMTP_STREAM_END,     /* no more, or no more that can be read */
	SMTP_STREAM_TIMEOUT, /* nothing for too long */
	SMTP_STREAM_OTHER,   /* the other descriptor has something instead */
};

/* The descriptor stays the caller's. */
void smtp_stream_open(struct smtp_stream *, int fd);

/*
 * The next line, awaited for `seconds` (-1: for ever) at a time; `other` is a
 * descriptor whose word comes first, or -1.  The view lasts until the next
 * call.  A line longer than the buffer comes in pieces; none of the cuts is in
 * a CRLF.
 */
enum smtp_stream_result smtp_stream_line(
    struct smtp_stream *, int other, int seconds, struct str *line);

/*
 * Reads to the end, so that the peer does not die of SIGPIPE; for `seconds` at
 * most.
 */
void smtp_stream_drain(struct smtp_stream *, int seconds);

/*
 * Writes all of the bytes; false when the peer is gone, or takes none for
 * `seconds`.  SIGPIPE must be ignored.
 */
bool smtp_stream_write(int fd, struct str bytes, int seconds);

#endif
