/* SPDX-License-Identifier: ISC */
/*
 * Any bytes as the value of a From header, judged by what its name shows.
 *
 * Another address that is put in front of a name is found, whatever follows
 * it; the mailbox itself, as its own name, is none.
 */

#include "fuzz.h"

#include "policy/address.h"
#include "policy/display_name.h"

#include <stdio.h>
#include <string.h>

#define VALUE_SIZE (ADDRESS_VALUE_MAX + 64)

/* Longer ones may be too long when something is put in front of them. */
#define LOCAL_LIMIT 64
#define DOMAIN_LIMIT 100

static bool
ends_in(const char *s, const char *end)
{
	size_t len = strlen(s), tail = strlen(end);

	return len >= tail && strcmp(s + len - tail, end) == 0;
}

static enum display_name_result
judge(struct str value, const char *domain)
{
	struct fault fault = { .text = "" };
	enum display_name_result result =
	    display_name_check(value, "From header", domain, &fault);

	if (result != DISPLAY_NAME_CLEAN)
		fuzz_require_fault(&fault);
	fuzz_require(
	    result != DISPLAY_NAME_FAULT, "the libraries can be loaded");
	return result;
}

static void
check_planted(struct str value, const char *domain)
{
	char text[VALUE_SIZE];
	struct mailbox mailbox;
	struct fault fault;
	int len = snprintf(text, sizeof(text), "\"a@planted.invalid\" %.*s",
	    (int)value.len, value.ptr);
	struct str planted = { text, (size_t)len };

	/* Bytes behind a NUL are lost, and the value is another. */
	if (memchr(value.ptr, '\0', value.len) != NULL ||
	    ends_in(domain, "invalid") ||
	    address_parse(planted, "", &mailbox, &fault) != ADDRESS_OK ||
	    strcmp(mailbox.domain, domain) != 0)
		return;
	/* Or the name is refused for how it is written. */
	fuzz_require(judge(planted, domain) != DISPLAY_NAME_CLEAN,
	    "an address in front of a name is not passed over");
}

static void
check_own(const char *domain)
{
	char text[DOMAIN_LIMIT * 2 + 16];
	int len =
	    snprintf(text, sizeof(text), "\"a.b@%s\" <c@%s>", domain, domain);

	fuzz_require(judge((struct str){ text, (size_t)len }, domain) ==
		DISPLAY_NAME_CLEAN,
	    "the mailbox's own domain is no other");
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct str value = fuzz_view(bytes, size);
	struct mailbox mailbox;
	struct fault fault;

	if (size > ADDRESS_VALUE_MAX ||
	    address_parse(value, "From header", &mailbox, &fault) != ADDRESS_OK)
		return 0;
	(void)judge(value, mailbox.qualified ? mailbox.domain : "good.example");
	if (mailbox.local.len > LOCAL_LIMIT ||
	    strlen(mailbox.domain) > DOMAIN_LIMIT || !mailbox.qualified)
		return 0;
	check_planted(value, mailbox.domain);
	check_own(mailbox.domain);
	return 0;
}
