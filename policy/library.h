/* SPDX-License-Identifier: ISC */
#ifndef POLICY_LIBRARY_H
#define POLICY_LIBRARY_H

/*
 * Shared libraries that few messages need.  Each is loaded when something is
 * met that needs it: most servers never meet any, and each message is a new
 * process.
 */

#include <stdbool.h>
#include <stddef.h>

/*
 * A function of a library, and where its address goes.  ISO C has no cast from
 * the object pointer that dlsym(3) returns: let it be in a union with it.
 */
struct library_function {
	const char *name;
	void **address;
};

/*
 * Loads the library of that name, and keeps it, and looks up the functions.
 * False when it, or one of them, is not there.
 */
bool library_load(
    const char *name, const struct library_function functions[], size_t count);

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
