/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_SPOOL_H
#define WRAPPER_SPOOL_H

/*
 * A private copy of the message: what was judged is what is sent.
 */

#include <sys/types.h>

#include <stdbool.h>

#include "input.h"

#include "policy/str.h"

/* Up to this size a spool is a memory file; then it moves to /var/tmp. */
#define SPOOL_DIRECTORY "/var/tmp"
#define SPOOL_MEMORY_MAX ((off_t)1 << 20)

struct spool {
	int fd; /* -1 when closed */
	off_t size;
	bool in_file;
};

enum spool_result {
	SPOOL_OK,
	SPOOL_TOO_LARGE,
	SPOOL_UNREADABLE, /* the input: errno */
	SPOOL_FAILED,	  /* no memory, no descriptor, disk full: errno */
};

/*
 * An empty spool, to be appended to and then sealed: while it is in memory
 * nobody can change it after that.  False on error (errno).
 */
bool spool_open(struct spool *);
bool spool_append(struct spool *, const char *, size_t);
bool spool_seal(const struct spool *);

/*
 * Copies the input to its end; `limit` bytes at most, 0 for any.  Whatever
 * goes wrong, the input is then read to its end.  On OK the spool is open and,
 * while it is in memory, sealed against every change.  spool_close() it.
 */
enum spool_result spool_fill(struct spool *, struct input *, off_t limit);

/*
 * The first bytes, `limit` at most, to be read for as long as no other spool is
 * filled or read.  What is mapped for that stays so for the life of the
 * process.  False on error (errno).
 */
bool spool_head(const struct spool *, size_t limit, struct str *head);

/*
 * Puts other bytes in the place of the first `size`; the rest stays as it is.
 * False on error (errno).
 */
bool spool_replace(struct spool *, size_t size, struct str bytes);

/* Back to the first byte, where a spool is until it is read. */
bool spool_rewind(const struct spool *);

void spool_close(struct spool *);

#endif
