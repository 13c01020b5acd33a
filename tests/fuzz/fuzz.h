/* SPDX-License-Identifier: ISC */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

/*
 * What the fuzz targets share.  A target is a function that is given any bytes
 * at all, by libFuzzer, by AFL++, or by stub.c, which replays a corpus.
 * Nothing may crash; what must hold besides is said by fuzz_require().
 */

#include <stdbool.h>
#include <stdint.h>

#include "policy/config.h"
#include "policy/fault.h"
#include "policy/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* Ends the process by abort(), with the sentence, unless the condition holds.
 */
void fuzz_require(bool condition, const char *sentence);

/* A refusal must have a reason. */
void fuzz_require_fault(const struct fault *);

/* The input as a view. */
struct str fuzz_view(const uint8_t *, size_t);

/* Takes the first byte off; 0 when there is none. */
unsigned char fuzz_take_byte(struct str *);

/* Takes the first line off, without its LF. */
struct str fuzz_take_line(struct str *);

/* Copies s, cut to what fits and at its first NUL, and returns `text`. */
char *fuzz_text(struct str s, char *text, size_t size);

/*
 * Copies s with FUZZ_FILE for every `~`, cut to what fits; a NUL follows.
 */
struct str fuzz_name_file(struct str s, char *text, size_t size);

/*
 * A memory file that everybody trusts, under a path that is the same in every
 * run.  fuzz_file() fills it anew, and returns its descriptor, at its start.
 */
#define FUZZ_FILE_FD 100
#define FUZZ_FILE "/proc/self/fd/100"
int fuzz_file(struct str);

/* The host lab.example, and the login root on it. */
const struct config_host *fuzz_host(void);

/* Are the bytes the same? */
bool fuzz_same(struct str, struct str);

#endif
