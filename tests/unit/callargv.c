/* SPDX-License-Identifier: ISC */
/*
 * Words, and as much of JSON (RFC 8259) as an argument vector needs.
 */

#include "callargv.h"

#include <err.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

struct reader {
	const char *json; /* all of it, for messages */
	const char *at;
	char *out, *end;
};

static void
skip_blanks(struct reader *reader)
{
	while (*reader->at != '\0' && strchr(" \t\r\n", *reader->at) != NULL)
		reader->at++;
}

static void
expect(struct reader *reader, char c)
{
	skip_blanks(reader);
	if (*reader->at++ != c)
		errx(1, "no array of strings: %s", reader->json);
}

static void
put(struct reader *reader, char byte)
{
	if (reader->out == reader->end)
		errx(1, "too long: %s", reader->json);
	*reader->out++ = byte;
}

/* What follows a backslash; no NUL byte, which no argument can hold. */
static char
escaped_byte(struct reader *reader)
{
	static const char letters[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
	const char *known =
	    *reader->at == '\0' ? NULL : strchr(letters, *reader->at);
	unsigned code;

	if (known != NULL) {
		reader->at++;
		return bytes[known - letters];
	}
	if (strnlen(reader->at, 5) < 5 ||
	    sscanf(reader->at, "u%4x", &code) != 1 || code == 0 || code > 0xff)
		errx(1, "bad escape \\%.5s: %s", reader->at, reader->json);
	reader->at += 5;
	return (char)code;
}

static char *
read_string(struct reader *reader)
{
	char *string = reader->out;

	expect(reader, '"');
	while (*reader->at != '"') {
		char c = *reader->at++;

		if (c == '\0')
			errx(1, "string without end: %s", reader->json);
		put(reader, c == '\\' ? escaped_byte(reader) : c);
	}
	reader->at++;
	put(reader, '\0');
	return string;
}

void
callargv_json(const char *json, struct callargv *argv)
{
	struct reader reader = { json, json, argv->bytes,
		argv->bytes + sizeof(argv->bytes) };

	argv->argc = 0;
	expect(&reader, '[');
	skip_blanks(&reader);
	while (*reader.at != ']') {
		if (argv->argc == CALLARGV_WORDS)
			errx(1, "too many words: %s", json);
		if (argv->argc > 0)
			expect(&reader, ',');
		argv->argv[argv->argc++] = read_string(&reader);
		skip_blanks(&reader);
	}
	argv->argv[argv->argc] = NULL;
	if (reader.at[1] != '\0')
		errx(1, "more than an array: %s", json);
}

void
callargv_words(const char *words, struct callargv *argv)
{
	char *rest = argv->bytes, *word;

	argv->argc = 0;
	if (strlcpy(rest, words, sizeof(argv->bytes)) >= sizeof(argv->bytes))
		errx(1, "too long: %s", words);
	while (words[0] != '\0' && (word = strsep(&rest, " ")) != NULL) {
		if (argv->argc == CALLARGV_WORDS)
			errx(1, "too many words: %s", words);
		if (strcmp(word, "''") == 0)
			word[0] = '\0';
		argv->argv[argv->argc++] = word;
	}
	argv->argv[argv->argc] = NULL;
}
