/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_CTL_EXIM_LINES_H
#define WRAPPER_CTL_EXIM_LINES_H

/*
 * The lines of an Exim configuration, whether it is ours or as `-bP config`
 * prints it.  All but exim_squeeze() are for squeezed text; views are of it.
 */

#include "policy/str.h"

/*
 * Makes lines comparable, in place: blanks squeezed, continued lines joined,
 * comments and empty lines gone.
 */
void exim_squeeze(char *text);

/* Takes the first line off, without its end. */
struct str exim_next_line(struct str *rest);

/* Is the line `NAME:`, with which an ACL begins? */
bool exim_is_label(struct str line);

bool exim_has_line(struct str text, struct str line);

/* The statements of the ACL of that name; false when there is none. */
bool exim_find_acl(struct str text, struct str name, struct str *acl);

/* Is the line `NAME = VALUE`, with blanks or without?  Then sets the value. */
bool exim_is_setting(struct str line, const char *name, struct str *value);

/* The value of an option of the main section; empty when it is not set. */
struct str exim_option(struct str text, const char *name);

#endif
