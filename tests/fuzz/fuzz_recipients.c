/* SPDX-License-Identifier: ISC */
/*
 * Any bytes as an address list, as a header, and as the arguments that Exim
 * takes away from it.
 *
 * Addresses come in the order they are written in, so that there can be no more
 * than bytes; and one that is appended takes none of the others away.
 */

#include "fuzz.h"

#include "policy/header.h"
#include "policy/recipient_set.h"
#include "policy/recipients.h"

#include <stdlib.h>
#include <string.h>

#define APPENDED ", z@z.example"

static size_t
count(struct str value, struct str *last)
{
	const char *end = value.ptr + value.len, *seen = value.ptr;
	struct recipients list;
	struct str address, domain;
	size_t n = 0;

	recipients_open(&list, value);
	while (recipients_next(&list, &address)) {
		fuzz_require(address.len > 0, "no address is empty");
		fuzz_require(address.ptr >= seen && address.ptr <= end &&
			address.len <= (size_t)(end - address.ptr),
		    "an address is in the value, behind the one before it");
		seen = address.ptr + address.len;
		domain = recipients_domain(address);
		fuzz_require(
		    domain.len < address.len && domain.ptr + domain.len == seen,
		    "a domain is the end of an address");
		*last = address;
		n++;
	}
	fuzz_require(!recipients_next(&list, &address), "an end is the end");
	return n;
}

static void
check_appended(struct str value, size_t before)
{
	size_t len = value.len + strlen(APPENDED), after;
	char *bytes = malloc(len);
	struct str last = { bytes, 0 };

	fuzz_require(bytes != NULL, "there is memory");
	memcpy(bytes, value.ptr, value.len);
	memcpy(bytes + value.len, APPENDED, strlen(APPENDED));
	after = count((struct str){ bytes, len }, &last);
	fuzz_require(after >= before, "an address more is no address less");
	fuzz_require(after > before ||
		memchr(value.ptr, '"', value.len) != NULL ||
		memchr(value.ptr, '(', value.len) != NULL,
	    "only an open quote or comment takes an address in");
	if (after > before)
		fuzz_require(memchr(last.ptr, 'z', last.len) != NULL,
		    "the appended address is the last");
	free(bytes);
}

static void
check_set(struct str value)
{
	struct recipient_set set = { .count = 0 };
	struct recipients list;
	struct str address;

	fuzz_require(recipient_set_add(&set, value), "there is memory");
	recipients_open(&list, value);
	while (recipients_next(&list, &address))
		fuzz_require(recipient_set_has(&set, address) ==
			(memchr(address.ptr, '@', address.len) != NULL),
		    "every address with a domain is in the set");
	recipient_set_free(&set);
}

static bool
note(void *context, struct str address)
{
	size_t *n = context;

	fuzz_require(address.len > 0, "no address of a header is empty");
	++*n;
	return true;
}

static bool
enough(void *context, struct str address)
{
	(void)note(context, address);
	return false;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct str value = fuzz_view(bytes, size), last = value;
	size_t all = 0, one = 0;
	struct header header;
	struct fault fault;

	check_appended(value, count(value, &last));
	check_set(value);
	if (header_read(value, true, &header, &fault) != HEADER_OK)
		return 0;
	recipients_of_header(value, &header, note, &all);
	recipients_of_header(value, &header, enough, &one);
	fuzz_require(all <= header.size && one == (all > 0),
	    "who has enough is told of no more");
	return 0;
}
