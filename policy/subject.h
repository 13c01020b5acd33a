/* SPDX-License-Identifier: ISC */
#ifndef POLICY_SUBJECT_H
#define POLICY_SUBJECT_H

/*
 * The domain that is looked for in a list, in the two forms that lists and
 * list files may spell it in.
 */

#include "domain.h"

struct subject {
	char name[DOMAIN_SIZE]; /* lower-case, with A-labels if it has any */
	char unicode[DOMAIN_SIZE];
	enum { SUBJECT_NOT_ASKED, SUBJECT_ASCII_ONLY, SUBJECT_BOTH } forms;
};

/* Sets the subject; false when the domain is longer than any can be. */
bool subject_set(struct subject *, const char *domain);

/* The form with U-labels, or NULL; it is worked out when first asked for. */
const char *subject_unicode(struct subject *);

#endif
