/* SPDX-License-Identifier: ISC */
#ifndef POLICY_LOOKUP_H
#define POLICY_LOOKUP_H

/*
 * Single-key lookups as Exim's lists have them: `lsearch;/etc/localdomains`
 * (Exim specification, chapter 9).  To a list of domains only whether a key is
 * there matters; the data beside it say who owns the domain.
 */

#include <sys/types.h>

#include <stdbool.h>

#include "listfile.h"
#include "str.h"
#include "subject.h"

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
 * The same, and on YES `data`, unless it is NULL, is what stands beside the
 * key: empty when nothing does.  FAULT when that is longer than
 * LOOKUP_DATA_MAX bytes, or has a NUL in it.
 */
#define LOOKUP_DATA_MAX 4095
enum lookup_result lookup_data(const struct lookup *, const char *key,
    uid_t owner, const struct listfile_place *named_at,
    char data[LOOKUP_DATA_MAX + 1], unsigned *line, struct fault *);

/* The same for either form of the subject. */
enum lookup_result lookup_subject(const struct lookup *, struct subject *,
    uid_t owner, const struct listfile_place *named_at,
    char data[LOOKUP_DATA_MAX + 1], unsigned *line, struct fault *);

/*
 * Can there be data beside the keys, as in a directory there cannot?  Do they
 * stand on the lines of a text file?
 */
bool lookup_has_data(const struct lookup *);
bool lookup_is_text(const struct lookup *);

/*
 * An lsearch file whose keys are logins, which are compared byte for byte.
 * The path must outlive the lookup.
 */
struct lookup lookup_of_logins(const char *path);

/*
 * Reads the whole file: has it any key?  FAULT when it cannot be used, or
 * holds a key that a lookup might trip over.
 */
enum lookup_result lookup_check(const struct lookup *, uid_t owner,
    const struct listfile_place *named_at, struct stat *, struct fault *);

#endif
