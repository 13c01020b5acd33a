/* SPDX-License-Identifier: ISC */
#ifndef POLICY_KEYSCAN_H
#define POLICY_KEYSCAN_H

/*
 * A quick look at text for the lines that may begin with a key: a list of a
 * million domains is gone through for every message.
 */

#include <stddef.h>

#define KEYSCAN_PROBES 3

struct keyscan {
	const char *key;
	size_t len;
	/* Where in the key to look first, and for what. */
	size_t at[KEYSCAN_PROBES];
	unsigned char want[KEYSCAN_PROBES]; /* with the bit of case set */
};

/*
 * The key, which must outlive the scan, is not empty, and is looked for blind
 * to ASCII case.
 */
void keyscan_open(struct keyscan *, const char *key);

/*
 * How many of the bytes, the first of which begins a line, are whole lines that
 * begin with neither the key nor a quote.  There may be more of them, but the
 * last line before the key's, which a NUL in it would hide, is never passed.
 * Adds their number to `lines`.
 */
size_t keyscan_pass(
    const struct keyscan *, const char *bytes, size_t size, unsigned *lines);

#endif
