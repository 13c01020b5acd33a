/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_CTL_PHPINI_H
#define WRAPPER_CTL_PHPINI_H

/*
 * The settings of a php.ini, or of a file of FPM pools, as PHP reads them: see
 * parse_ini_file() and the page "The configuration file" of PHP's manual.
 */

#include "policy/str.h"

#define PHPINI_SECTION_SIZE 256
#define PHPINI_KEY_SIZE 128
#define PHPINI_VALUE_SIZE 4096

/* One setting. */
struct phpini_entry {
	char key[PHPINI_KEY_SIZE];
	char value[PHPINI_VALUE_SIZE]; /* without its quotes */
	unsigned line, last_line;      /* a value in quotes may go on */
	bool computed; /* has ${...} in it, or is too long to be kept */
};

/* A walk through the text of a file, which must outlive it. */
struct phpini {
	struct str rest;
	unsigned line;			   /* where the rest begins */
	char section[PHPINI_SECTION_SIZE]; /* the one at hand, or "" */
};

void phpini_open(struct phpini *, struct str text);

/* The next setting; false at the end.  A section only sets `section`. */
bool phpini_next(struct phpini *, struct phpini_entry *);

#endif
