/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_INPUT_H
#define WRAPPER_INPUT_H

/*
 * The message on stdin: from where it is to where it ends.
 */

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>

enum input_line {
	INPUT_LINE_START,
	INPUT_LINE_DOT,	   /* `.` so far */
	INPUT_LINE_DOT_CR, /* `.` CR so far */
	INPUT_LINE_OTHER,
};

struct input {
	int fd;
	bool dot_ends;	      /* a line that is a lone dot ends the message */
	enum input_line line; /* what is read of the last line */
	bool begun, ended;
	off_t start; /* where a file stood when it was opened; else -1 */
};

/* Begins reading; the descriptor stays the caller's. */
void input_open(struct input *, int fd, bool dot_ends);

/*
 * The next bytes of the message, without the lone dot that ends it; 0 at the
 * end, -1 on error (errno).  `size` must be at least 3.  Waits where a
 * descriptor is non-blocking.
 */
ssize_t input_read(struct input *, char *, size_t size);

/*
 * Reads to the end, so that who writes is not killed by SIGPIPE before it can
 * learn of a refusal.  Never past a lone dot that ends the message, and not at
 * all from a terminal.
 */
void input_drain(struct input *);

/*
 * Puts a file back to where it stood.  Of a refused message mailx then makes
 * its dead.letter.
 */
void input_restore(const struct input *);

#endif
