/* SPDX-License-Identifier: ISC */
#ifndef POLICY_FAULT_H
#define POLICY_FAULT_H

/*
 * One sentence for a person: what is wrong, where, and what to do about it.
 * It may quote bytes from a message; who prints it makes them harmless.
 */

#include <stdbool.h>

#define FAULT_SIZE 1024

struct fault {
	char text[FAULT_SIZE];
	bool shortage; /* of memory or descriptors: it may work later */
	int error;     /* why a file could not be opened (errno), or 0 */
};

/* Sets the sentence, cut to FAULT_SIZE - 1 bytes; no shortage, no error. */
__attribute__((format(printf, 2, 3))) void fault_set(
    struct fault *, const char *, ...);

/* Is this errno one of those that a shortage sets? */
bool fault_is_shortage(int error);

#endif
