/* SPDX-License-Identifier: ISC */
#ifndef POLICY_CONFIG_READER_H
#define POLICY_CONFIG_READER_H

/*
 * What config.c (the lines of the file) and config_options.c (what they mean)
 * share; others include config.h.
 */

#include <stddef.h>
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

/* The line without the comment that a blank and `#` begin, trimmed. */
struct str config_strip_comment(struct str line);

#define WORDS_MAX 3

struct config_option {
	const char *name;
	void (*set)(struct config_reader *, const struct config_option *,
	    struct str value);
	size_t at; /* where in struct config it is kept */
	const char *advice;
	const char *words[WORDS_MAX]; /* in the order of their enum */
};

/* Reports that the option cannot have the value, with the advice. */
void config_complain(
    struct config_reader *, const struct config_option *, struct str value);

/* A copy in the arena; NULL, and a report, without memory. */
const char *config_copy(struct config_reader *, struct str);

/* A size as Exim writes them: digits, then K, M or G perhaps. */
bool config_read_size(struct str, long long *size);

/*
 * Set what stands at option->at: a text; the name of a file below a directory;
 * the number of a word; the canonical name of a host; a list of callers.
 */
void config_set_text(
    struct config_reader *, const struct config_option *, struct str);
void config_set_relative_path(
    struct config_reader *, const struct config_option *, struct str);
void config_set_word(
    struct config_reader *, const struct config_option *, struct str);
void config_set_hostname(
    struct config_reader *, const struct config_option *, struct str);
void config_set_users(
    struct config_reader *, const struct config_option *, struct str);

/* The values of options that the file does not set. */
void config_set_defaults(struct config *);

/* Sets an option, or reports why not. */
void config_set(struct config_reader *, struct str name, struct str value);

/* Adds a domain list; NULL and a report when it is not understood. */
struct domainlist *config_add_list(
    struct config_reader *, struct str name, struct str value);

#endif
