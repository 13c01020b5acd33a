/* SPDX-License-Identifier: ISC */
#ifndef POLICY_LIBRARY_H
#define POLICY_LIBRARY_H

/*
 * Shared libraries that few messages need.  Each is loaded when something is
 * met that needs it: most servers never meet any, and each message is a new
 * process.
 */

/* Loads the library of that name, and keeps it; NULL when it is not there. */
void *library_open(const char *name);

/*
 * A program that is linked statically can load none.  It sets here what is
 * called whenever one is needed, and should not return: another program goes
 * on in its place.
 */
void library_set_substitute(void (*)(void));

/*
 * Calls that, if it is set: for what C libraries do by loading others, such as
 * asking for users who are not in /etc/passwd.
 */
void library_need(void);

#endif
