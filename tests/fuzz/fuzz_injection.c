/* SPDX-License-Identifier: ISC */
/*
 * Any bytes as a message in which signs of injection are looked for.
 *
 * A sign that is in the beginning of a message is in all of it; and one more
 * field for which there is a sign is always found.
 */

#include "fuzz.h"

#include "policy/header.h"
#include "policy/injection.h"

#include <stdlib.h>
#include <string.h>

#define SECOND "Date: 1\nDate: 2\n"

static bool
look(struct str message, bool whole, bool *found)
{
	struct header header;
	struct fault fault = { .text = "" };

	if (header_read(message, whole, &header, &fault) != HEADER_OK)
		return false;
	*found = injection_found(message, whole, &header, &fault);
	if (*found)
		fuzz_require_fault(&fault);
	return true;
}

static void
check_cut(struct str message, size_t len, bool found)
{
	bool cut = false;

	if (look((struct str){ message.ptr, len }, false, &cut) && cut)
		fuzz_require(found, "a sign is there whatever follows");
}

static void
check_more(struct str message)
{
	size_t len = strlen(SECOND) + message.len;
	char *bytes = malloc(len);
	bool found = false;

	fuzz_require(bytes != NULL, "there is memory");
	memcpy(bytes, SECOND, strlen(SECOND));
	memcpy(bytes + strlen(SECOND), message.ptr, message.len);
	if (look((struct str){ bytes, len }, true, &found))
		fuzz_require(found, "a second Date is a sign");
	free(bytes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct str message = fuzz_view(bytes, size);
	bool found = false;

	if (look(message, true, &found)) {
		check_cut(message, size / 2, found);
		check_cut(message, size == 0 ? 0 : size - 1, found);
		check_more(message);
	}
	return 0;
}
