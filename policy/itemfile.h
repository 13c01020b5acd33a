/* SPDX-License-Identifier: ISC */
#ifndef POLICY_ITEMFILE_H
#define POLICY_ITEMFILE_H

/*
 * Files of list items, which a list names by their path alone (Exim
 * specification, 10.3): an item a line.
 */

#include "lines.h"
#include "listitem.h"

/* An open file of items, and its current item's memory. */
struct itemfile {
	const char *path;
	int fd;
	bool continued; /* the next segment belongs to the same line */
	char text[LINES_SEGMENT_MAX + 1];
	char canonical[DOMAIN_SIZE + 1];
	struct lines lines;
};

/*
 * Opens the file that a LISTITEM_FILE names, by listfile_open().  -1 with the
 * fault set when that fails; else the caller closes it.
 */
int itemfile_open(struct itemfile *, const struct listitem *, uid_t owner,
    struct stat *, struct fault *);
void itemfile_close(struct itemfile *);

/*
 * 1: the next item, which lasts until the next call; 0: the end of the file;
 * -1: an item that is not understood, or a read error, with the fault set.
 */
int itemfile_next(struct itemfile *, struct listitem *, struct fault *);

/*
 * Does an item of the file that a LISTITEM_FILE names match?  `negated` is
 * set to whether the matching item, else the last one, is negated.
 */
enum domainlist_match itemfile_match(const struct listitem *, struct subject *,
    const struct domainlist_host *, bool *negated, struct domainlist_rule *,
    struct fault *);

#endif
