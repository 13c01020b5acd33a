/* SPDX-License-Identifier: ISC */
/*
 * PHP's INI files, line by line (the grammar is that of Zend/zend_ini_scanner):
 *
 *	; comment
 *	[section]
 *	key = bare words ; comment
 *	key = "quoted; \"so\" ${EXPANDED}, over lines if need be" and 'so'
 *
 * A bare off, no, false, none or null is an empty value, and a bare on, yes or
 * true is 1.  What PHP would stop at is skipped here: the rest of a file that
 * it never comes to does no harm in a list of findings.
 */

#include "phpini.h"

#include <string.h>

void
phpini_open(struct phpini *ini, struct str text)
{
	static const char mark[] = "\xef\xbb\xbf";

	*ini = (struct phpini){ .rest = text, .line = 1 };
	if (str_starts(text, mark))
		ini->rest = str_from(text, strlen(mark));
}

static bool
is_end(struct str s)
{
	return s.len == 0 || s.ptr[0] == '\n' || s.ptr[0] == '\r';
}

/* Goes past the end of the line: LF, CRLF or CR. */
static void
end_line(struct phpini *ini)
{
	while (!is_end(ini->rest))
		ini->rest = str_from(ini->rest, 1);
	if (ini->rest.len > 1 && ini->rest.ptr[0] == '\r' &&
	    ini->rest.ptr[1] == '\n')
		ini->rest = str_from(ini->rest, 1);
	ini->rest = str_from(ini->rest, 1);
	ini->line++;
}

static void
skip_blanks(struct phpini *ini)
{
	while (ini->rest.len > 0 && ascii_is_blank(ini->rest.ptr[0]))
		ini->rest = str_from(ini->rest, 1);
}

/* Copies the string; false when there is no room for all of it. */
static bool
copy(char *to, size_t size, struct str s)
{
	size_t len = s.len < size ? s.len : size - 1;

	memcpy(to, s.ptr, len);
	to[len] = '\0';
	return len == s.len && memchr(s.ptr, '\0', len) == NULL;
}

static void
read_section(struct phpini *ini)
{
	struct str name = str_from(ini->rest, 1);
	size_t len = 0;

	while (!is_end(str_from(name, len)) && name.ptr[len] != ']')
		len++;
	name.len = len;
	(void)copy(ini->section, sizeof(ini->section), str_trim(name));
}

/* Takes a key and the `=` behind it; false where there is none. */
static bool
read_key(struct phpini *ini, struct phpini_entry *entry)
{
	struct str key = ini->rest;
	size_t len = 0;

	while (!is_end(str_from(key, len)) && key.ptr[len] != '=' &&
	    key.ptr[len] != ';')
		len++;
	if (is_end(str_from(key, len)) || key.ptr[len] != '=')
		return false;
	ini->rest = str_from(key, len + 1);
	key.len = len;
	return copy(entry->key, sizeof(entry->key), str_trim(key)) &&
	    entry->key[0] != '\0';
}

/* A value as it is put together. */
struct value {
	struct phpini_entry *entry;
	size_t len;
	size_t keep; /* so much of it is not to be trimmed: it was quoted */
};

static void
put(struct value *value, char c)
{
	if (c == '\0' || value->len == sizeof(value->entry->value) - 1) {
		value->entry->computed = true;
		return;
	}
	value->entry->value[value->len++] = c;
}

/* A string in quotes; one that never ends goes on to the end of the file. */
static void
read_quoted(struct phpini *ini, struct value *value)
{
	char quote = ini->rest.ptr[0];

	ini->rest = str_from(ini->rest, 1);
	while (ini->rest.len > 0 && ini->rest.ptr[0] != quote) {
		if (quote == '"' && ini->rest.len > 1 &&
		    ini->rest.ptr[0] == '\\' &&
		    strchr("\"\\", ini->rest.ptr[1]) != NULL)
			ini->rest = str_from(ini->rest, 1);
		else if (quote == '"' && str_starts(ini->rest, "${"))
			value->entry->computed = true;
		if (ini->rest.ptr[0] == '\n')
			ini->line++;
		put(value, ini->rest.ptr[0]);
		ini->rest = str_from(ini->rest, 1);
	}
	ini->rest = str_from(ini->rest, 1);
	value->keep = value->len;
}

/* A bare word that stands for something else. */
static void
replace_word(struct phpini_entry *entry)
{
	static const char *const empty[] = { "off", "no", "false", "none",
		"null" };
	static const char *const one[] = { "on", "yes", "true" };
	size_t i;

	for (i = 0; i < sizeof(empty) / sizeof(*empty); i++)
		if (str_is_nocase(str_of(entry->value), empty[i]))
			entry->value[0] = '\0';
	for (i = 0; i < sizeof(one) / sizeof(*one); i++)
		if (str_is_nocase(str_of(entry->value), one[i]))
			(void)strlcpy(entry->value, "1", sizeof(entry->value));
}

static void
read_value(struct phpini *ini, struct phpini_entry *entry)
{
	struct value value = { .entry = entry };
	bool quoted = false;

	skip_blanks(ini);
	while (!is_end(ini->rest) && ini->rest.ptr[0] != ';') {
		if (ini->rest.ptr[0] == '"' || ini->rest.ptr[0] == '\'') {
			quoted = true;
			read_quoted(ini, &value);
			continue;
		}
		if (str_starts(ini->rest, "${"))
			entry->computed = true;
		put(&value, ini->rest.ptr[0]);
		ini->rest = str_from(ini->rest, 1);
	}
	while (value.len > value.keep &&
	    ascii_is_blank(entry->value[value.len - 1]))
		value.len--;
	entry->value[value.len] = '\0';
	if (!quoted)
		replace_word(entry);
}

bool
phpini_next(struct phpini *ini, struct phpini_entry *entry)
{
	bool found = false;

	while (!found && ini->rest.len > 0) {
		skip_blanks(ini);
		*entry = (struct phpini_entry){ .line = ini->line };
		if (str_starts(ini->rest, "[")) {
			read_section(ini);
		} else if (read_key(ini, entry)) {
			read_value(ini, entry);
			found = true;
		}
		entry->last_line = ini->line;
		end_line(ini);
	}
	return found;
}
