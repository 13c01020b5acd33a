/* SPDX-License-Identifier: ISC */
#ifndef POLICY_LINES_H
#define POLICY_LINES_H

/*
 * The lines of a file, read in blocks into memory of a fixed size.  The file
 * is read, not mapped: an editor that cuts it short meanwhile must not kill
 * the reader with SIGBUS.
 */

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>

#define LINES_BLOCK_SIZE 65536

/*
 * A file is read in smaller blocks at first: most are short, and a page of
 * memory that is touched for the first time costs more than a call of read(2).
 */
#define LINES_FIRST_SIZE 8192

/* Exim reads list files with a buffer of 4096 bytes, of which one is a NUL. */
#define LINES_SEGMENT_MAX 4095

/* To be used through the functions below, except where said otherwise. */
struct lines {
	int fd;
	off_t at;      /* in the file, of what is read next */
	off_t size;    /* of the file, 0 when that is not known */
	unsigned line; /* number of the current line, from 1; may be read */
	size_t start;
	size_t end;
	bool ended;  /* the last segment ended a line */
	bool at_eof; /* read(2) has nothing more */
	char block[LINES_BLOCK_SIZE];
};

/*
 * Up to LINES_SEGMENT_MAX bytes of a line, its newline included if it ends
 * here.  The bytes may be changed, and last until the next call.
 */
struct segment {
	char *ptr;
	size_t len;
};

/* Starts at the first line of an open file, which remains the caller's. */
void lines_open(struct lines *, int fd);

/*
 * The file was that large just now: nobody need ask whether more follows.  0
 * says nothing, since the files of /proc are all of that size.
 */
void lines_expect(struct lines *, off_t size);

/* 1: the next segment; 0: the end of the file; -1: errno. */
int lines_next(struct lines *, struct segment *);

/*
 * What is held of the lines to come, perhaps nothing, and perhaps half a line
 * at the end.
 */
struct segment lines_held(struct lines *);

/* Goes past that many bytes of it, which are so many whole lines. */
void lines_pass(struct lines *, size_t size, unsigned count);

/* Takes the last segment back, which must begin a line: it comes next. */
void lines_back(struct lines *, struct segment);

#endif
