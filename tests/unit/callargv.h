/* SPDX-License-Identifier: ISC */
#ifndef UNIT_CALLARGV_H
#define UNIT_CALLARGV_H

/*
 * Argument vectors, written as text in tables of cases.
 */

#define CALLARGV_WORDS 64
#define CALLARGV_BYTES 32768

struct callargv {
	int argc;
	char *argv[CALLARGV_WORDS + 1]; /* ends in NULL */
	char bytes[CALLARGV_BYTES];
};

/*
 * Reads a JSON array of strings, in which code points up to 0xff are raw
 * bytes, or words with a space between any two, where '' is an empty one.
 * What is neither ends the program with a message.
 */
void callargv_json(const char *json, struct callargv *);
void callargv_words(const char *words, struct callargv *);

#endif
