/* SPDX-License-Identifier: ISC */
/*
 * Text files of keys, and of list items.  The input is a byte that says what
 * kind of file, a domain on the rest of its line, and the file.
 *
 * lsearch finds what going through all keys finds and, in files without the
 * oddities of Exim's reading, what anybody would who looks at their lines.
 */

#include "fuzz.h"

#include "policy/keyfile.h"
#include "policy/lookup.h"

#include <string.h>

static const char *const kinds[] = {
	"lsearch;" FUZZ_FILE, "lsearch*;" FUZZ_FILE, "wildlsearch;" FUZZ_FILE,
	"nwildlsearch;" FUZZ_FILE, "partial-lsearch;" FUZZ_FILE,
	"partial0-lsearch;" FUZZ_FILE, "partial(.)lsearch*;" FUZZ_FILE,
	"partial1()nwildlsearch;" FUZZ_FILE, FUZZ_FILE, /* a file of items */
};

#define KINDS (sizeof(kinds) / sizeof(*kinds))

static const struct listfile_place place = { "fuzz", 1 };

static enum lookup_result
find(const char *kind, const char *key, unsigned *line)
{
	struct lookup lookup;
	struct fault fault = { .text = "" };
	enum lookup_result result;

	fuzz_require(lookup_parse(kind, &lookup) == NULL, "a kind is known");
	result =
	    lookup_find(&lookup, key, fuzz_host()->owner, &place, line, &fault);
	if (result == LOOKUP_FAULT)
		fuzz_require_fault(&fault);
	return result;
}

static enum lookup_result
check_file(const char *kind)
{
	struct lookup lookup;
	struct fault fault = { .text = "" };
	struct stat st;
	enum lookup_result result;

	fuzz_require(lookup_parse(kind, &lookup) == NULL, "a kind is known");
	result = lookup_check(&lookup, fuzz_host()->owner, &place, &st, &fault);
	if (result == LOOKUP_FAULT)
		fuzz_require_fault(&fault);
	return result;
}

/* The line of the first key that is this one; 0 when there is none. */
static unsigned
line_among_keys(const char *key)
{
	struct keyfile keys;
	struct str written;

	keyfile_open(&keys, FUZZ_FILE_FD, NULL);
	while (keyfile_next(&keys, &written) == 1) {
		fuzz_require(written.len > 0, "no key is empty");
		if (str_is_nocase(written, key))
			return keys.lines.line;
	}
	return 0;
}

/* The same by looking at the lines; they hold no NUL, quote or long line. */
static unsigned
line_by_eye(struct str text, const char *key)
{
	unsigned number = 0;

	while (text.len > 0) {
		struct str line = fuzz_take_line(&text), word = { line.ptr, 0 };

		number++;
		while (word.len < line.len && line.ptr[word.len] != ':' &&
		    !ascii_is_space(line.ptr[word.len]))
			word.len++;
		if (word.len > 0 && line.ptr[0] != '#' &&
		    str_is_nocase(word, key))
			return number;
	}
	return 0;
}

static bool
is_plain(struct str text)
{
	bool plain = memchr(text.ptr, '\0', text.len) == NULL &&
	    memchr(text.ptr, '"', text.len) == NULL;

	while (plain && text.len > 0)
		plain = fuzz_take_line(&text).len < LINES_SEGMENT_MAX;
	return plain;
}

static void
check_lsearch(struct str text, const char *key)
{
	unsigned line;
	enum lookup_result result = find(kinds[0], key, &line);

	fuzz_require(result != LOOKUP_FAULT, "lsearch takes any file");
	fuzz_require(
	    (result == LOOKUP_YES) == (line > 0), "what is found is on a line");
	if (key[0] == '\0')
		return;
	fuzz_require(line == line_among_keys(key),
	    "lsearch finds the first of the keys");
	if (is_plain(text))
		fuzz_require(line == line_by_eye(text, key),
		    "lsearch finds what stands on a line");
}

static void
check_items(char *domain)
{
	struct domainlist_host host = { .owner = fuzz_host()->owner };
	struct arena *arena = arena_open();
	struct domainlists *set = domainlists_open(arena, &host);
	struct domainlist_rule rule;
	struct domainlist *list;
	struct fault fault = { .text = "" };
	enum domainlist_match result;

	fuzz_require(set != NULL, "there is memory");
	list = domainlists_add(
	    set, str_of(""), str_of(FUZZ_FILE), "fuzz", 1, &fault);
	fuzz_require(list != NULL, "a file is an item");
	result = domainlist_match(list, domain, &rule, &fault);
	fuzz_require(domainlist_match(list, domain, &rule, &fault) == result,
	    "a file says the same twice");
	if (result == DOMAINLIST_FAULT)
		fuzz_require_fault(&fault);
	arena_close(arena);
}

static void
check_kind(const char *kind, const char *key)
{
	unsigned line;
	enum lookup_result result = find(kind, key, &line);

	if (result == LOOKUP_YES)
		fuzz_require(check_file(kind) != LOOKUP_NO,
		    "a file in which something is found has keys");
	if (check_file(kind) == LOOKUP_NO)
		fuzz_require(result == LOOKUP_NO,
		    "nothing is found in a file without keys");
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct str text = fuzz_view(bytes, size);
	unsigned kind = fuzz_take_byte(&text) % KINDS;
	char key[LOOKUP_KEY_MAX + 1];
	size_t i;

	(void)fuzz_text(fuzz_take_line(&text), key, sizeof(key));
	for (i = 0; key[i] != '\0'; i++)
		key[i] = ascii_lower(key[i]);
	/* A file of items can name other files, which must be left alone. */
	if (kind == KINDS - 1 && memchr(text.ptr, '/', text.len) != NULL)
		return 0;
	(void)fuzz_file(text);
	if (kind == KINDS - 1)
		check_items(key);
	else
		check_kind(kinds[kind], key);
	check_lsearch(text, key);
	return 0;
}
