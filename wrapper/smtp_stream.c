/* SPDX-License-Identifier: ISC */
/*
 * No descriptor is made non-blocking, since others may hold it too: poll(2)
 * says when a read, or a write of up to PIPE_BUF bytes to a pipe, will not
 * block.
 */

#include "smtp_stream.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

void
smtp_stream_open(struct smtp_stream *stream, int fd)
{
	stream->fd = fd;
	stream->ended = false;
	stream->error = 0;
	stream->start = stream->end = 0;
}

static int
poll_again(struct pollfd *fds, nfds_t count, int seconds)
{
	int ready;

	do
		ready = poll(fds, count, seconds == -1 ? -1 : seconds * 1000);
	while (ready == -1 && errno == EINTR);
	return ready;
}

/* Takes in what there is; LINE stands for "something". */
static enum smtp_stream_result
fill(struct smtp_stream *stream, int other, int seconds)
{
	struct pollfd fds[] = { { .fd = other, .events = POLLIN },
		{ .fd = stream->fd, .events = POLLIN } };
	ssize_t n;

	memmove(stream->bytes, stream->bytes + stream->start,
	    stream->end - stream->start);
	stream->end -= stream->start;
	stream->start = 0;
	do {
		if (poll_again(fds, 2, seconds) == 0)
			return SMTP_STREAM_TIMEOUT;
		if (fds[0].revents != 0)
			return SMTP_STREAM_OTHER;
		n = read(stream->fd, stream->bytes + stream->end,
		    sizeof(stream->bytes) - stream->end);
	} while (n == -1 && (errno == EINTR || errno == EAGAIN));
	if (n == -1)
		stream->error = errno;
	if (n <= 0)
		stream->ended = true;
	else
		stream->end += (size_t)n;
	return SMTP_STREAM_LINE;
}

/* A full buffer, less a CR at its end. */
static size_t
piece_size(const char *bytes, size_t size)
{
	return bytes[size - 1] == '\r' ? size - 1 : size;
}

enum smtp_stream_result
smtp_stream_line(
    struct smtp_stream *stream, int other, int seconds, struct str *line)
{
	size_t searched = 0;

	for (;;) {
		char *start = stream->bytes + stream->start;
		size_t size = stream->end - stream->start;
		char *lf = memchr(start + searched, '\n', size - searched);
		enum smtp_stream_result result = SMTP_STREAM_LINE;

		*line = (struct str){ start, size };
		if (lf != NULL) {
			line->len = (size_t)(lf - start) + 1;
		} else if (stream->ended) {
			result = size > 0 ? SMTP_STREAM_PIECE : SMTP_STREAM_END;
		} else if (size == sizeof(stream->bytes)) {
			line->len = piece_size(start, size);
			result = SMTP_STREAM_PIECE;
		} else {
			searched = size;
			result = fill(stream, other, seconds);
			if (result == SMTP_STREAM_LINE)
				continue;
			return result;
		}
		stream->start += line->len;
		return result;
	}
}

void
smtp_stream_drain(struct smtp_stream *stream, int seconds)
{
	struct timespec start, now;
	struct str line;

	(void)clock_gettime(CLOCK_MONOTONIC, &start);
	do
		(void)clock_gettime(CLOCK_MONOTONIC, &now);
	while (now.tv_sec - start.tv_sec < seconds &&
	    smtp_stream_line(stream, -1, seconds, &line) <= SMTP_STREAM_PIECE);
}

bool
smtp_stream_write(int fd, struct str bytes, int seconds)
{
	struct pollfd writable = { .fd = fd, .events = POLLOUT };
	ssize_t n;

	while (bytes.len > 0) {
		if (poll_again(&writable, 1, seconds) != 1)
			return false;
		n = write(
		    fd, bytes.ptr, bytes.len < PIPE_BUF ? bytes.len : PIPE_BUF);
		if (n == -1 && errno != EINTR && errno != EAGAIN)
			return false;
		if (n > 0)
			bytes = str_from(bytes, (size_t)n);
	}
	return true;
}
