/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_CTL_INSPECT_H
#define WRAPPER_CTL_INSPECT_H

/*
 * What is wrong with a configuration that can be read, and with the files that
 * it names: for `check`, which says it, and `doctor`, which says how to mend
 * it.
 */

#include "policy/config.h"

enum inspect_finding {
	INSPECT_USABLE,	   /* a file of a list or of owners */
	INSPECT_PRIVATE,   /* warnings: ordinary users cannot read the file, */
	INSPECT_EMPTY,	   /* a list allows nothing, */
	INSPECT_OWNERLESS, /* a source of owners knows none, */
	INSPECT_FAMILY,	   /* an Exim is taken for something else, */
	INSPECT_TWIN,	   /* half of truefrom is not there */
	INSPECT_UNUSABLE,  /* errors: a file, */
	INSPECT_ACCOUNT_LOG,
	INSPECT_QUALIFY_DOMAIN,
	INSPECT_MTA,
};

struct inspect {
	/*
	 * Is told of each finding: the file it is about, or NULL, and a
	 * sentence, NULL for USABLE.
	 */
	void (*report)(struct inspect *, enum inspect_finding, const char *path,
	    const char *sentence);
	void *context;	 /* the reporter's own */
	unsigned errors; /* so far; set to 0 by the caller */
};

/* Inspects the configuration that was read from `path`. */
void inspect_config(struct inspect *, const struct config *, const char *path);

#endif
