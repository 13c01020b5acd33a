/* SPDX-License-Identifier: ISC */
#ifndef POLICY_LOOKUP_KIND_H
#define POLICY_LOOKUP_KIND_H

/*
 * What lookup.c needs of each kind of file.  Partial matching and the `*`
 * default are its business: a kind only knows about one key.
 */

#include "lookup.h"

/* An open file of the kind's type, already found to be trustworthy. */
struct lookup_file {
	const struct lookup_kind *kind;
	const char *path;
	int fd;
	off_t size;
};

struct lookup_kind {
	const char *name;
	enum listfile_type type;

	/* Is this key, which is not empty, there?  See lookup_find(). */
	enum lookup_result (*find)(const struct lookup_file *, const char *key,
	    unsigned *line, struct fault *);

	/* Is any key there?  See lookup_check(). */
	enum lookup_result (*check)(const struct lookup_file *, struct fault *);
};

extern const struct lookup_kind lookup_lsearch;
extern const struct lookup_kind lookup_wildlsearch;
extern const struct lookup_kind lookup_nwildlsearch;
extern const struct lookup_kind lookup_cdb;
extern const struct lookup_kind lookup_dsearch;

/* Sets the sentence for a file that cannot be read; returns LOOKUP_FAULT. */
enum lookup_result lookup_unreadable(
    const struct lookup_file *, struct fault *);

#endif
