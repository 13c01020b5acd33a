/* SPDX-License-Identifier: ISC */
/*
 * Lists of domains.  The input is a domain, a list, and another list that can
 * refer to it as +one, each on a line; what follows is a file, which the lists
 * name by `~`.
 */

#include "fuzz.h"

#include "policy/domainlist.h"

#include <ctype.h>
#include <string.h>

#define TEXT_SIZE 4096

static const char *
lab(void *context)
{
	(void)context;
	return "lab.example";
}

static enum domainlist_match
match(const struct domainlist *list, const char *domain)
{
	struct domainlist_rule rule = { "" };
	struct fault fault = { .text = "" };
	enum domainlist_match result =
	    domainlist_match(list, domain, &rule, &fault);

	if (result == DOMAINLIST_FAULT)
		fuzz_require_fault(&fault);
	fuzz_require(result != DOMAINLIST_YES || rule.text[0] != '\0',
	    "a match has a reason");
	return result;
}

static struct domainlist *
add(struct domainlists *set, const char *name, struct str text)
{
	struct fault fault = { .text = "" };
	struct domainlist *list =
	    domainlists_add(set, str_of(name), text, "fuzz", 1, &fault);

	if (list == NULL)
		fuzz_require_fault(&fault);
	return list;
}

static void
change_case(char *text, int (*change)(int))
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < 0x80)
			*text = (char)change((unsigned char)*text);
}

static void
check_list(struct domainlists *set, const struct domainlist *list, char *domain)
{
	enum domainlist_match result = match(list, domain);
	struct domainlist *again;

	fuzz_require(
	    match(list, domain) == result, "a list says the same twice");
	change_case(domain, toupper);
	fuzz_require(
	    match(list, domain) == result, "a list is blind to case (upper)");
	change_case(domain, tolower);
	fuzz_require(
	    match(list, domain) == result, "a list is blind to case (lower)");
	again = add(set, "again", str_of("+one"));
	fuzz_require(again != NULL, "a list can be referred to");
	fuzz_require(match(again, domain) == result,
	    "a reference says what its list says");
}

/* Is all of it names, which mean the same in capitals? */
static bool
is_names(struct str text)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		if (strchr(";/+$^\\", text.ptr[i]) != NULL)
			return false;
	return true;
}

static void
check_capitals(struct domainlists *set, const struct domainlist *list,
    struct str text, const char *domain)
{
	char capitals[TEXT_SIZE];
	struct domainlist *loud;

	change_case(fuzz_text(text, capitals, sizeof(capitals)), toupper);
	loud = add(set, "loud", str_of(capitals));
	fuzz_require(loud != NULL && match(loud, domain) == match(list, domain),
	    "names are blind to case");
}

static void
count(void *context, enum domainlist_finding finding, const char *path,
    const char *sentence)
{
	unsigned *unusable = context;

	fuzz_require(path[0] == '/', "a finding is about a file");
	fuzz_require((sentence == NULL) == (finding == DOMAINLIST_USABLE),
	    "a finding has a sentence");
	*unusable += finding == DOMAINLIST_UNUSABLE;
}

static void
check_lists(
    struct domainlists *set, struct str one, struct str two, char *domain)
{
	struct domainlist *list = add(set, "one", one);
	unsigned unusable = 0;

	fuzz_require(list == NULL || add(set, "one", one) == NULL,
	    "a name is for one list");
	if (list != NULL)
		check_list(set, list, domain);
	if (list != NULL && is_names(one))
		check_capitals(set, list, one, domain);
	list = add(set, "", two);
	if (list != NULL)
		(void)match(list, domain);
	fuzz_require(domainlists_check(set, count, &unusable) == unusable,
	    "each unusable file is counted");
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct domainlist_host host = { .primary_hostname = lab,
		.owner = fuzz_host()->owner };
	struct str rest = fuzz_view(bytes, size), one, two;
	char domain[TEXT_SIZE], texts[3][TEXT_SIZE];
	struct arena *arena;
	struct domainlists *set;

	/* The files of this host are none of our business. */
	if (memchr(rest.ptr, '/', rest.len) != NULL)
		return 0;
	arena = arena_open();
	set = domainlists_open(arena, &host);
	fuzz_require(set != NULL, "there is memory");
	(void)fuzz_text(fuzz_take_line(&rest), domain, sizeof(domain));
	one = fuzz_name_file(fuzz_take_line(&rest), texts[0], TEXT_SIZE);
	two = fuzz_name_file(fuzz_take_line(&rest), texts[1], TEXT_SIZE);
	(void)fuzz_file(fuzz_name_file(rest, texts[2], TEXT_SIZE));
	check_lists(set, one, two, domain);
	arena_close(arena);
	return 0;
}
