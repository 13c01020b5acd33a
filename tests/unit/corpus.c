/* SPDX-License-Identifier: ISC */
/*
 * Reading the tables of tests/corpus.
 */

#include "corpus.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS_MAX 16
#define OPEN_MAX_TABLES 8

struct corpus {
	const char *name;
	size_t columns;
	size_t rows; /* the one with the names included */
	struct str *fields;
};

/* Keeps every table reachable, so that leak checkers leave them alone. */
static struct corpus *opened[OPEN_MAX_TABLES];

static void *
need(void *memory)
{
	if (memory == NULL)
		err(1, "memory for the corpus");
	return memory;
}

static char *
read_whole(const char *name, size_t *size)
{
	char path[1024], *text;
	FILE *file;
	long end;

	(void)snprintf(path, sizeof(path), "%s/corpus/%s", TESTS, name);
	file = fopen(path, "re");
	if (file == NULL || fseek(file, 0, SEEK_END) == -1 ||
	    (end = ftell(file)) == -1)
		err(1, "%s", path);
	rewind(file);
	*size = (size_t)end;
	text = need(malloc(*size + 1));
	if (fread(text, 1, *size, file) != *size)
		err(1, "%s", path);
	text[*size] = '\0';
	(void)fclose(file);
	if (*size == 0 || text[*size - 1] != '\n' ||
	    memchr(text, '\0', *size) != NULL)
		errx(1, "%s: not a table", path);
	return text;
}

static int
hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c == '\0' ? NULL : strchr(digits, ascii_lower(c));

	return at == NULL ? -1 : (int)(at - digits);
}

/* The byte that the escape after a backslash stands for; -1: none. */
static int
escaped_byte(const char **at)
{
	static const char letters[] = "\\rnt0", bytes[] = "\\\r\n\t";
	char letter = *(*at)++;
	const char *known = letter == '\0' ? NULL : strchr(letters, letter);
	int high, low;

	if (known != NULL)
		return bytes[known - letters];
	if (letter != 'x' || (high = hex_digit((*at)[0])) == -1 ||
	    (low = hex_digit((*at)[1])) == -1)
		return -1;
	*at += 2;
	return high * 16 + low;
}

/* Undoes the escapes in place; false when one is malformed. */
static bool
unescape(char *text, struct str *field)
{
	const char *at = text;
	char *out = text;
	int byte;

	while (*at != '\0') {
		if (*at++ != '\\') {
			*out++ = at[-1];
			continue;
		}
		byte = escaped_byte(&at);
		if (byte == -1)
			return false;
		*out++ = (char)byte;
	}
	*out = '\0';
	*field = (struct str){ text, (size_t)(out - text) };
	return true;
}

static bool
is_json(const struct corpus *corpus, size_t column)
{
	struct str name = corpus->fields[column];

	return name.len > 5 && strcmp(name.ptr + name.len - 5, "_json") == 0;
}

static void
read_row(struct corpus *corpus, char *line)
{
	size_t column = 0;
	char *word;

	corpus->fields = need(reallocarray(corpus->fields,
	    (corpus->rows + 1) * COLUMNS_MAX, sizeof(*corpus->fields)));
	while ((word = strsep(&line, "\t")) != NULL) {
		struct str *field =
		    &corpus->fields[corpus->rows * COLUMNS_MAX + column];

		if (column == COLUMNS_MAX)
			errx(1, "%s: too many columns", corpus->name);
		if (corpus->rows > 0 && is_json(corpus, column))
			*field = str_of(word);
		else if (!unescape(word, field))
			errx(1, "%s:%zu: bad escape", corpus->name,
			    corpus->rows + 1);
		column++;
	}
	if (corpus->rows++ == 0)
		corpus->columns = column;
	if (column != corpus->columns)
		errx(1, "%s:%zu: %zu columns, not %zu", corpus->name,
		    corpus->rows, column, corpus->columns);
}

struct corpus *
corpus_open(const char *name, size_t least)
{
	struct corpus *corpus = need(calloc(1, sizeof(*corpus)));
	size_t size, i = 0;
	char *text = read_whole(name, &size), *line;

	while (i < OPEN_MAX_TABLES && opened[i] != NULL)
		i++;
	if (i == OPEN_MAX_TABLES)
		errx(1, "%s: too many tables", name);
	opened[i] = corpus;
	corpus->name = name;
	text[size - 1] = '\0';
	while ((line = strsep(&text, "\n")) != NULL)
		read_row(corpus, line);
	if (corpus->rows < least + 1)
		errx(1, "%s: only %zu rows, there should be %zu", name,
		    corpus->rows - 1, least);
	return corpus;
}

int
corpus_rows(const struct corpus *corpus)
{
	return (int)corpus->rows - 1;
}

struct str
corpus_field(const struct corpus *corpus, int row, const char *column)
{
	size_t i;

	if (row < 0 || row >= corpus_rows(corpus))
		errx(1, "%s: no row %d", corpus->name, row);
	for (i = 0; i < corpus->columns; i++)
		if (strcmp(corpus->fields[i].ptr, column) == 0)
			return corpus
			    ->fields[((size_t)row + 1) * COLUMNS_MAX + i];
	errx(1, "%s: no column %s", corpus->name, column);
}

const char *
corpus_text(const struct corpus *corpus, int row, const char *column)
{
	struct str field = corpus_field(corpus, row, column);

	if (memchr(field.ptr, '\0', field.len) != NULL)
		errx(1, "%s: row %d has a NUL byte in %s", corpus->name, row,
		    column);
	return field.ptr;
}
