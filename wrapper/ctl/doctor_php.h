/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_CTL_DOCTOR_PHP_H
#define WRAPPER_CTL_DOCTOR_PHP_H

/*
 * What doctor_php.c (the files), doctor_pool.c (the pools in them),
 * doctor_php_command.c (what they say) and doctor_jail.c (pools in a chroot)
 * share.
 */

#include "doctor.h"
#include "phpini.h"

/* A setting that counts, and where it stands. */
struct php_setting {
	char value[PHPINI_VALUE_SIZE];
	char file[PATH_MAX];	  /* "": it is PHP's default */
	unsigned line, last_line; /* of the file */
	bool computed;
};

/* What mail() does by a php.ini and the files beside it, or in a pool. */
struct php_mail {
	struct php_setting command;    /* sendmail_path */
	struct php_setting parameters; /* mail.force_extra_parameters */
	const char *key;	       /* what to write for sendmail_path */
	char place[PATH_MAX]; /* a file in which it can be set if it is not */
	bool drop_in; /* that file is all for it: empty, or not there yet */
	char what[PATH_MAX]; /* whose mail() it is, for sentences */
};

struct php_layout;

/* A walk over files that it is not to get lost in. */
struct php_walk {
	struct doctor *doctor;
	const struct php_layout *layout;
	struct php_mail *mail; /* what counts so far */
	size_t left;	       /* so many bytes more are read */
};

/*
 * Opens a file and returns the arena that its text lives in, which the caller
 * closes; NULL, told unless there is no file, if it cannot be read.
 */
struct arena *doctor_php_open(
    struct php_walk *, const char *path, struct phpini *);

/* Counts a file or a pool of it; says so when that was too much. */
void doctor_php_spend(struct php_walk *, const char *path, size_t bytes);

/* Is there more to be read, and to be told? */
bool doctor_php_goes_on(const struct php_walk *);

/* Keeps the entry of a file as what counts. */
void doctor_php_keep(
    struct php_setting *, const char *path, const struct phpini_entry *);

/* Tells what is wrong with the pools in a file. */
void doctor_php_pools(struct php_walk *, const char *path);

/* Tells what is wrong with the command. */
void doctor_php_command(struct doctor *, const struct php_mail *);

/* The program that a command runs; false if only a shell could tell. */
bool doctor_php_program(const struct php_setting *, char program[PATH_MAX]);

/* Tells what a pool in a chroot lacks. */
void doctor_php_jail(
    struct doctor *, const char *path, const struct php_mail *);

/* Tells of a trusted user that runs PHP; the name is that of a login. */
void doctor_web_user(struct doctor *, const char *login, const char *why);

#endif
