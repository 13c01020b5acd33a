/* SPDX-License-Identifier: ISC */
#ifndef POLICY_LISTCHECK_H
#define POLICY_LISTCHECK_H

/*
 * What domainlists_check() and owners_check() share: who is told of what was
 * found out about a file.
 */

#include "domainlist.h"
#include "listfile.h"

struct listcheck {
	uid_t owner;
	void (*report)(void *, enum domainlist_finding, const char *path,
	    const char *sentence);
	void *context;
	unsigned unusable; /* files found so */
};

/*
 * Reports a finding about a file; the fault is its sentence, unless it is
 * USABLE.
 */
void listcheck_tell(struct listcheck *, enum domainlist_finding,
    const char *path, const struct fault *);

/*
 * Reports on a file that can be used.  One that is private is of no use to
 * most callers, for they read it with their own rights.  `lacks` is what there
 * is none of in it, "domain" perhaps, or NULL.
 */
void listcheck_usable(struct listcheck *, const char *path, const struct stat *,
    const char *lacks, const struct listfile_place *);

#endif
