/* SPDX-License-Identifier: ISC */
#ifndef POLICY_LOOKUP_H
#define POLICY_LOOKUP_H

/*
 * Single-key lookups as Exim's lists have them: `lsearch;/etc/localdomains`
 * (Exim specification, chapter 9).  Only whether a key is there matters here,
 * never the data that stands beside it.
 */

#include <sys/types.h>

#include <stdbool.h>

#include "listfile.h"
#include "str.h"

struct lookup_kind;

struct lookup {
	const struct lookup_kind *kind;
	const char *path;
	int partial;	  /* the least number of dots to look for, or -1 */
	struct str affix; /* what partial matching puts before the rest */
	bool star;	  /* look for the key `*` in the end */
};

enum lookup_result {
	LOOKUP_NO,
	LOOKUP_YES,
	LOOKUP_FAULT,
};

/*
 * Parses `KIND;PATH`.  The lookup points into the text, which must outlive
 * it.  Returns NULL, or what is wrong and what to do, as the end of a sentence
 * that begins with the text.
 */
const char *lookup_parse(const char *text, struct lookup *);

/*
 * Is the key, at most LOOKUP_KEY_MAX bytes in lower case, in the file?  The
 * file is opened as listfile_open() does.  On YES `line` is where it stands,
 * 0 for files that have no lines.  On FAULT the sentence is set.
 */
#define LOOKUP_KEY_MAX 255
enum lookup_result lookup_find(const struct lookup *, const char *key,
    uid_t owner, const struct listfile_place *named_at, unsigned *line,
    struct fault *);

/*
 * Reads the whole file: has it any key?  FAULT when it cannot be used, or
 * holds a key that a lookup might trip over.
 */
enum lookup_result lookup_check(const struct lookup *, uid_t owner,
    const struct listfile_place *named_at, struct stat *, struct fault *);

#endif
