/* SPDX-License-Identifier: ISC */
#ifndef POLICY_CONFIG_READER_H
#define POLICY_CONFIG_READER_H

/*
 * What config.c (the lines of the file) and config_options.c (what they mean)
 * share; others include config.h.
 */

#include <stdint.h>

#include "config.h"

struct config_reader {
	struct config *config;
	const char *path;
	struct str rest; /* of the file */
	unsigned line;	 /* number of the line before it */
	unsigned at;	 /* where the setting at hand begins */
	uint32_t seen;	 /* options set so far */
	bool family_set; /* by mta_family, not by the name of mta */
	unsigned errors;
	void (*report)(void *, const struct fault *);
	void *context;
};

/* Counts and reports an error. */
void config_report(struct config_reader *, const struct fault *);

/* Likewise that there is no memory for the configuration. */
void config_report_no_memory(struct config_reader *);

/* Likewise `FILE:LINE: WHAT cannot be VALUE; ADVICE.` */
void config_report_value(
    struct config_reader *, const char *what, struct str, const char *advice);

/* The values of options that the file does not set. */
void config_set_defaults(struct config *);

/* Sets an option, or reports why not. */
void config_set(struct config_reader *, struct str name, struct str value);

/* Adds a domain list; NULL and a report when it is not understood. */
struct domainlist *config_add_list(
    struct config_reader *, struct str name, struct str value);

#endif
