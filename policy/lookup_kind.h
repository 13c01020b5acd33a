/* SPDX-License-Identifier: ISC */
#ifndef POLICY_LOOKUP_KIND_H
#define POLICY_LOOKUP_KIND_H

/*
 * What lookup.c needs of each kind of file.  Partial matching and the `*`
 * default are its business: a kind only knows about one key.
 */

#include "keyfile.h"
#include "lookup.h"

/* An open file of the kind's type, already found to be trustworthy. */
struct lookup_file {
	const struct lookup_kind *kind;
	const char *path;
	int fd;
	off_t size;
	char *data; /* of LOOKUP_DATA_MAX + 1 bytes, NULL when not asked for */
};

struct lookup_kind {
	const char *name;
	enum listfile_type type;
	bool text; /* its keys stand on lines, as keyfile.h reads them */

	/* Is this key, which is not empty, there?  See lookup_data(). */
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
extern const struct lookup_kind lookup_exact; /* has no name in lists */

/* Sets the sentence for a file that cannot be read; returns LOOKUP_FAULT. */
enum lookup_result lookup_unreadable(
    const struct lookup_file *, struct fault *);

/*
 * Likewise for data that are COMPLAINT; on that line, 0 for files without
 * lines.
 */
enum lookup_result lookup_bad_data(const struct lookup_file *, unsigned line,
    const char *complaint, struct fault *);
extern const char lookup_data_long[], lookup_data_nul[];

/*
 * The key that was found last is the one: YES, its line, and, when they are
 * asked for, its data; else FAULT.
 */
enum lookup_result lookup_found(const struct lookup_file *, struct keyfile *,
    unsigned *line, struct fault *);

#endif
