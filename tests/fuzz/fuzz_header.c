/* SPDX-License-Identifier: ISC */
/*
 * Any bytes as a message: its header section, and the From in it.
 *
 * The same header is read from a message that is cut behind it, and from one
 * whose line ends are mended.
 */

#include "fuzz.h"

#include "policy/header.h"

#include <stdlib.h>
#include <string.h>

static bool
is_within(struct str view, struct str head)
{
	return view.ptr >= head.ptr && view.len <= head.len &&
	    (size_t)(view.ptr - head.ptr) <= head.len - view.len;
}

static void
check_views(const struct header *header, struct str message)
{
	struct str section = { message.ptr, header->size };

	fuzz_require(header->size <= message.len,
	    "the header section is no longer than the message");
	fuzz_require(is_within(header->from, section),
	    "the From is in the header section");
	fuzz_require(is_within(header->message_id, section),
	    "the Message-ID is in the header section");
	fuzz_require(is_within(header->mbox_sender, section),
	    "the sender of a From_ line is in the header section");
	fuzz_require(header->from_count > 0 || header->from.len == 0,
	    "no From is empty");
}

static void
check_cut(struct str message, size_t len, enum header_result result,
    const struct header *whole)
{
	struct str part = { message.ptr, len };
	struct header header;
	struct fault fault;
	enum header_result cut = header_read(part, false, &header, &fault);

	if (cut != HEADER_OK)
		return;
	fuzz_require(result == HEADER_OK && header.size == whole->size,
	    "a header that ends before a cut ends there without it");
	fuzz_require(header.from_count == whole->from_count &&
		header.from.len == whole->from.len &&
		header.resent == whole->resent &&
		header.mixed_line_ends == whole->mixed_line_ends,
	    "what follows a header does not change it");
}

/* Is `mended` the other without the CR of every CRLF? */
static bool
is_mended(struct str mended, struct str s)
{
	size_t i, n = 0;

	for (i = 0; i < s.len; i++) {
		if (s.ptr[i] == '\r' &&
		    (i + 1 == s.len || s.ptr[i + 1] == '\n'))
			continue;
		if (n == mended.len || mended.ptr[n++] != s.ptr[i])
			return false;
	}
	return n == mended.len;
}

/* What the MTA is given where line ends are mixed. */
static void
check_mended(struct str message, const struct header *header)
{
	char *bytes = malloc(message.len + 1);
	struct str mended = { bytes, 0 };
	struct header again;
	struct fault fault;
	size_t i;

	fuzz_require(bytes != NULL, "there is memory");
	for (i = 0; i < message.len; i++)
		if (i >= header->size || message.ptr[i] != '\r' ||
		    i + 1 >= header->size || message.ptr[i + 1] != '\n')
			bytes[mended.len++] = message.ptr[i];
	fuzz_require(header_read(mended, true, &again, &fault) == HEADER_OK,
	    "a header with mended line ends is as clear as before");
	fuzz_require(message.len - header->size == mended.len - again.size,
	    "mended line ends leave the body where it is");
	fuzz_require(again.from_count == header->from_count &&
		again.resent == header->resent &&
		is_mended(again.from, header->from) &&
		is_mended(again.message_id, header->message_id) &&
		is_mended(again.mbox_sender, header->mbox_sender),
	    "mended line ends change no field");
	free(bytes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct str message = fuzz_view(bytes, size);
	struct header header;
	struct fault fault = { .text = "" };
	enum header_result result = header_read(message, true, &header, &fault);

	fuzz_require(result != HEADER_TOO_LONG, "a whole message has an end");
	if (result == HEADER_AMBIGUOUS)
		fuzz_require_fault(&fault);
	else
		check_views(&header, message);
	check_cut(message, size / 2, result, &header);
	check_cut(message, size == 0 ? 0 : size - 1, result, &header);
	if (result == HEADER_OK) {
		check_cut(message, header.size, result, &header);
		check_mended(message, &header);
	}
	return 0;
}
