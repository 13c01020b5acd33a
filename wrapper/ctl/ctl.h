/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_CTL_CTL_H
#define WRAPPER_CTL_CTL_H

/*
 * The commands of truefromctl, and what they share: see truefromctl(8).
 */

#include "policy/config.h"

/*
 * Each is given all the words, the first its own name, and returns the exit
 * status.  What is wrong it has said on standard error.
 */
int ctl_check(int argc, char *argv[]);
int ctl_disable(int argc, char *argv[]);
int ctl_doctor(int argc, char *argv[]);
int ctl_enable(int argc, char *argv[]);
int ctl_exim_acl(int argc, char *argv[]);
int ctl_exim_check(int argc, char *argv[]);
int ctl_explain(int argc, char *argv[]);
int ctl_postfix_rules(int argc, char *argv[]);
int ctl_status(int argc, char *argv[]);

/* An option of a command: one of the pointers is NULL. */
struct ctl_option {
	const char *word;   /* as it is typed, `-c` or `--word` */
	const char **value; /* set to what follows it */
	bool *flag;	    /* or set to true */
};

/*
 * Reads options, up to a word that is none of them or behind `--`.  `known`
 * ends with an option without a word.  Returns the index of the first word
 * that is left; 0 after it has said that a value is missing.
 */
int ctl_read_options(int argc, char *argv[], const struct ctl_option known[]);

/*
 * Reads those of a command that takes nothing else; false after it has said
 * what is wrong.
 */
bool ctl_read_only_options(
    int argc, char *argv[], const struct ctl_option known[]);

/* Says `truefromctl: WHAT \`WORD\`` and returns EX_USAGE. */
int ctl_usage_error(const char *what, const char *word);

/*
 * The full name of a file, or of truefrom.conf if NULL is given; it lives as
 * long as the process.  NULL after it has said that there is none.
 */
const char *ctl_config_path(const char *file);

/*
 * Opens a configuration for a caller, with every error on standard error; NULL
 * when there was one.  The caller closes it; the host must outlive it.
 */
struct config *ctl_open_config(
    const char *path, uid_t caller, struct config_host *);

/* The same for a host that is open. */
struct config *ctl_read_config(const char *path, const struct config_host *);

/*
 * Calls the function with the configuration in that file, or in truefrom.conf
 * if NULL is given, and its full name, and returns what it returns; EX_USAGE or
 * EX_CONFIG after it has said why it was not called.
 */
int ctl_with_config(const char *file,
    int (*run)(const struct config *, const char *path, void *context),
    void *context);

/*
 * Checks all that an open configuration names, with errors and warnings on
 * standard error.  Returns the number of errors, which `hidden` files, those
 * that some users cannot read, are not.
 */
unsigned ctl_check_config(
    const struct config *, const char *path, unsigned *hidden);

#endif
