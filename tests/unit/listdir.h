/* SPDX-License-Identifier: ISC */
#ifndef TESTS_LISTDIR_H
#define TESTS_LISTDIR_H

/*
 * A directory of list files for one test: safe ones, unless a test makes them
 * otherwise, whatever the umask and the owner of the source tree.
 */

#include <stddef.h>

struct listdir {
	char path[64];
};

/* Every failure of these fails the test. */
void listdir_open(struct listdir *);
void listdir_close(struct listdir *);

/* Writes a file of mode 0644, with every @F@ expanded. */
void listdir_write(
    const struct listdir *, const char *name, const char *bytes, size_t len);
void listdir_print(const struct listdir *, const char *name, const char *text);

/* Copies a file of the source tree, likewise. */
void listdir_copy(const struct listdir *, const char *name, const char *source);

/* Makes a cdb of NULL-terminated keys. */
void listdir_cdb(
    const struct listdir *, const char *name, const char *const *keys);

/* The text with every @F@ replaced by the path; the caller frees it. */
char *listdir_expand(const struct listdir *, const char *text);

#endif
