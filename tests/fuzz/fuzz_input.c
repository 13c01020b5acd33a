/* SPDX-License-Identifier: ISC */
/*
 * Any bytes as standard input.  The input is a byte, odd where a lone dot ends
 * the message, a seed for sizes, and the stream.
 *
 * Read in pieces of any size it is what it is as a whole; the spool holds that,
 * and keeps every field when its line ends are mended.
 */

#include "fuzz.h"

#include "policy/header.h"
#include "policy/rewrite.h"
#include "wrapper/input.h"
#include "wrapper/spool.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STREAM_MAX 8192
#define PIECE_MIN 3 /* what input_read() asks for */

/* The message in a stream: all of it, or what stands before a lone dot. */
static struct str
message_in(struct str stream, bool dot_ends)
{
	struct str rest = stream;

	while (dot_ends && rest.len > 0) {
		struct str start = rest, line = fuzz_take_line(&rest);
		bool ended = line.len < start.len;

		if (ended && (str_is(line, ".") || str_is(line, ".\r")))
			return (struct str){ stream.ptr,
				(size_t)(start.ptr - stream.ptr) };
	}
	return stream;
}

static void
check_pieces(
    struct str stream, struct str message, bool dot_ends, unsigned seed)
{
	static char bytes[STREAM_MAX + 64];
	struct input input;
	size_t len = 0, size;
	ssize_t n;

	input_open(&input, fuzz_file(stream), dot_ends);
	do {
		seed = seed * 1103515245 + 12345;
		size = PIECE_MIN + (seed >> 16) % (seed & 1024 ? 3 : 40);
		if (size > sizeof(bytes) - len)
			size = sizeof(bytes) - len;
		n = input_read(&input, bytes + len, size);
		fuzz_require(n >= 0 && (size_t)n <= size,
		    "a piece is no larger than asked for");
		len += (size_t)n;
	} while (n > 0);
	fuzz_require(fuzz_same((struct str){ bytes, len }, message),
	    "the pieces are the whole");
	fuzz_require(input_read(&input, bytes, sizeof(bytes)) == 0,
	    "the end stays the end");
}

/* What the spool holds, in memory that lasts until the next call. */
static struct str
content(const struct spool *spool)
{
	static char bytes[STREAM_MAX + 64];
	ssize_t n;

	fuzz_require(spool_rewind(spool), "a spool can be rewound");
	n = read(spool->fd, bytes, sizeof(bytes));
	fuzz_require(n >= 0 && n == spool->size, "a spool knows its size");
	return (struct str){ bytes, (size_t)n };
}

/* Is it the message, with an LF for every CRLF of the header section? */
static bool
is_mended(struct str mended, struct str message, size_t header)
{
	size_t i, n = 0;

	for (i = 0; i < message.len; i++) {
		if (i + 1 < header && message.ptr[i] == '\r' &&
		    message.ptr[i + 1] == '\n')
			continue;
		if (n == mended.len || mended.ptr[n++] != message.ptr[i])
			return false;
	}
	return n == mended.len;
}

/* Mends as is done where the ends of the header's lines are mixed. */
static bool
mend(struct spool *spool, struct str message, struct header header)
{
	struct rewrite rewrite = { .trace = { "", 0 }, .line_end = "\n" };
	size_t size, header_size;
	char *head;
	bool mended;

	header.mixed_line_ends = true;
	head = rewrite_head(message, &header, &rewrite, &size, &header_size);
	mended = head != NULL &&
	    spool_replace(
		spool, header.size, (struct str){ head, header_size });
	free(head);
	return mended;
}

static void
check_mended(struct spool *spool, struct str message)
{
	struct header header, again;
	struct fault fault;
	struct str section, mended;

	if (header_read(message, true, &header, &fault) != HEADER_OK)
		return;
	fuzz_require(
	    mend(spool, message, header), "line ends can be mended");
	mended = content(spool);
	fuzz_require(is_mended(mended, message, header.size),
	    "only line ends of the header are mended");
	fuzz_require(header_read(mended, true, &again, &fault) == HEADER_OK &&
		again.from_count == header.from_count,
	    "mended line ends leave the header what it was");
	section = (struct str){ mended.ptr, again.size };
	fuzz_require(memmem(section.ptr, section.len, "\r\n", 2) == NULL,
	    "mended line ends are LF");
	fuzz_require(mend(spool, mended, again) &&
		is_mended(content(spool), message, header.size),
	    "what is mended needs no mending");
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct str stream = fuzz_view(bytes, size), message;
	bool dot_ends = fuzz_take_byte(&stream) % 2 == 1;
	unsigned seed = fuzz_take_byte(&stream);
	struct input input;
	struct spool spool;

	if (stream.len > STREAM_MAX)
		return 0;
	message = message_in(stream, dot_ends);
	check_pieces(stream, message, dot_ends, seed);
	input_open(&input, fuzz_file(stream), dot_ends);
	fuzz_require(spool_fill(&spool, &input, 0) == SPOOL_OK,
	    "a message can be spooled");
	fuzz_require(
	    fuzz_same(content(&spool), message), "the spool holds the message");
	check_mended(&spool, message);
	spool_close(&spool);
	return 0;
}
