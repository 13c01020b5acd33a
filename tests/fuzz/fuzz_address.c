/* SPDX-License-Identifier: ISC */
/*
 * Any bytes as the value of a From header.
 *
 * The mailbox that is found is found again where it stands alone, in angle
 * brackets, and behind a name; its domain is in the one form that is compared.
 */

#include "fuzz.h"

#include "policy/address.h"

#include <stdio.h>
#include <string.h>

#define ADDRESS_SIZE 512  /* room for any mailbox */
#define ADDRESS_LIMIT 200 /* what no limit is in the way of */

/* Finds the mailbox behind a phrase, which may end in "<". */
static void
check_again(const char *phrase, const struct mailbox *mailbox, bool shout)
{
	char address[ADDRESS_SIZE], value[ADDRESS_SIZE + 64];
	struct mailbox again;
	struct fault fault;
	size_t i;
	int len = snprintf(address, sizeof(address), "%.*s%s%s",
	    (int)mailbox->local.len, mailbox->local.ptr,
	    mailbox->qualified ? "@" : "", mailbox->domain);

	fuzz_require(
	    len > 0 && (size_t)len < sizeof(address), "an address has an end");
	/* With a phrase, or as A-labels, it may have become too long. */
	if (len > ADDRESS_LIMIT)
		return;
	for (i = mailbox->local.len; shout && i < (size_t)len; i++)
		if (address[i] >= 'a' && address[i] <= 'z')
			address[i] = (char)(address[i] - 'a' + 'A');
	len = snprintf(value, sizeof(value), "%s%s%s", phrase, address,
	    phrase[0] != '\0' ? ">" : "");
	fuzz_require(address_parse((struct str){ value, (size_t)len }, "",
			 &again, &fault) == ADDRESS_OK,
	    "a mailbox that is printed can be parsed");
	fuzz_require(
	    fuzz_same(again.local, mailbox->local), "its local part stays");
	fuzz_require(again.qualified == mailbox->qualified &&
		strcmp(again.domain, mailbox->domain) == 0,
	    "its domain stays");
}

static void
check_domain(const struct mailbox *mailbox)
{
	char again[DOMAIN_SIZE];
	size_t i;

	fuzz_require(mailbox->qualified == (mailbox->domain[0] != '\0'),
	    "qualified means that there is a domain");
	if (!mailbox->qualified)
		return;
	for (i = 0; mailbox->domain[i] != '\0'; i++)
		fuzz_require(mailbox->domain[i] > ' ' &&
			mailbox->domain[i] < 0x7f &&
			!(mailbox->domain[i] >= 'A' &&
			    mailbox->domain[i] <= 'Z'),
		    "a domain is in lower-case ASCII");
	fuzz_require(
	    domain_canonical(str_of(mailbox->domain), again) == DOMAIN_OK &&
		strcmp(again, mailbox->domain) == 0,
	    "a canonical domain is its own canonical form");
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct str value = fuzz_view(bytes, size);
	struct mailbox mailbox;
	struct fault fault = { .text = "" };

	if (address_parse(value, "From header", &mailbox, &fault) !=
	    ADDRESS_OK) {
		fuzz_require_fault(&fault);
		return 0;
	}
	fuzz_require(mailbox.local.len > 0, "an address has a local part");
	fuzz_require(mailbox.local.ptr >= value.ptr &&
		mailbox.local.ptr + mailbox.local.len <= value.ptr + value.len,
	    "the local part is in the value");
	check_domain(&mailbox);
	check_again("", &mailbox, false);
	check_again("", &mailbox, true);
	check_again("<", &mailbox, false);
	check_again("\r\n (c) \"a, b\" =?x?q?=C3?=\r\n\t<", &mailbox, false);
	return 0;
}
