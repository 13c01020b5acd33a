/* SPDX-License-Identifier: ISC */
/*
 * cdb files.  The input is a byte, a key on the rest of its line, and what
 * follows: as a file, however broken; or, when the byte is `+`, as the keys, a
 * line each, of a file that libcdb makes.
 */

#include "fuzz.h"

#include "policy/lookup.h"

#include <cdb.h>
#include <string.h>

static const struct listfile_place place = { "fuzz", 1 };

static enum lookup_result
find(const char *kind, const char *key)
{
	struct lookup lookup;
	struct fault fault = { .text = "" };
	enum lookup_result result;
	unsigned line;

	fuzz_require(lookup_parse(kind, &lookup) == NULL, "a kind is known");
	result = lookup_find(
	    &lookup, key, fuzz_host()->owner, &place, &line, &fault);
	if (result == LOOKUP_FAULT)
		fuzz_require_fault(&fault);
	fuzz_require(line == 0, "a cdb has no lines");
	return result;
}

static enum lookup_result
check_file(void)
{
	struct lookup lookup;
	struct fault fault = { .text = "" };
	struct stat st;
	enum lookup_result result;

	fuzz_require(
	    lookup_parse("cdb;" FUZZ_FILE, &lookup) == NULL, "a kind is known");
	result = lookup_check(&lookup, fuzz_host()->owner, &place, &st, &fault);
	if (result == LOOKUP_FAULT)
		fuzz_require_fault(&fault);
	return result;
}

static void
check_any(struct str file, const char *key)
{
	enum lookup_result result;

	(void)fuzz_file(file);
	result = find("cdb;" FUZZ_FILE, key);
	(void)find("partial0-cdb*;" FUZZ_FILE, key);
	if (result == LOOKUP_YES)
		fuzz_require(
		    memmem(file.ptr, file.len, key, strlen(key)) != NULL,
		    "a key that is found is in the file");
	switch (check_file()) {
	case LOOKUP_NO:
		fuzz_require(
		    result == LOOKUP_NO, "nothing is found in nothing");
		break;
	case LOOKUP_FAULT:
		fuzz_require(result == LOOKUP_FAULT || key[0] == '\0',
		    "nothing is found in what is no cdb");
		break;
	default:
		break;
	}
}

static void
make(struct str keys)
{
	struct cdb_make cdb;

	fuzz_require(cdb_make_start(&cdb, fuzz_file(str_of(""))) == 0,
	    "a cdb can be begun");
	while (keys.len > 0) {
		struct str key = fuzz_take_line(&keys);

		fuzz_require(cdb_make_add(&cdb, key.ptr, (unsigned)key.len,
				 "data", 4) == 0,
		    "a key can be added");
	}
	fuzz_require(cdb_make_finish(&cdb) == 0, "a cdb can be finished");
}

/* Is there such a line? */
static bool
has_line(struct str lines, const char *line)
{
	bool has = false;

	while (lines.len > 0 && !has)
		has = str_is(fuzz_take_line(&lines), line);
	return has;
}

static void
check_whole(struct str keys, const char *key)
{
	bool wanted = key[0] != '\0' && has_line(keys, key);

	make(keys);
	fuzz_require(check_file() == (keys.len > 0 ? LOOKUP_YES : LOOKUP_NO),
	    "a whole cdb is one");
	fuzz_require(
	    find("cdb;" FUZZ_FILE, key) == (wanted ? LOOKUP_YES : LOOKUP_NO),
	    "what was put into a cdb is found, and nothing else");
	fuzz_require(find("cdb*;" FUZZ_FILE, key) ==
		(wanted || has_line(keys, "*") ? LOOKUP_YES : LOOKUP_NO),
	    "an asterisk is for all that is not there");
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct str file = fuzz_view(bytes, size);
	bool whole = fuzz_take_byte(&file) == '+';
	char key[LOOKUP_KEY_MAX + 1];

	(void)fuzz_text(fuzz_take_line(&file), key, sizeof(key));
	if (whole)
		check_whole(file, key);
	else
		check_any(file, key);
	return 0;
}
