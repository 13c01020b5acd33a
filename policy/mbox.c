/* SPDX-License-Identifier: ISC */
/*
 * Exim's default uucp_from_pattern, word by word:
 *
 *	From SENDER [Wdy[,]] (Mon D | D Mon YY[YY]) HH:MM...
 *
 * Written out, because regexec(3) takes stack and time by the length of what
 * it is given, and that comes from anybody.
 */

#include "mbox.h"

#include <string.h>

/* Takes the next word off the line. */
static struct str
next_word(struct str *line)
{
	struct str word;

	while (line->len > 0 && ascii_is_space(line->ptr[0]))
		*line = str_from(*line, 1);
	word = (struct str){ line->ptr, 0 };
	while (word.len < line->len && !ascii_is_space(line->ptr[word.len]))
		word.len++;
	*line = str_from(*line, word.len);
	return word;
}

static bool
byte_fits(char c, char pattern)
{
	bool digit = c >= '0' && c <= '9';

	if (pattern == '9')
		return digit;
	if (pattern == 'a')
		return ascii_is_alnum(c) && !digit;
	return c == pattern;
}

/* Is the word as the pattern says: `9` a digit, `a` a letter, others as is? */
static bool
word_fits(struct str word, const char *pattern)
{
	size_t i;

	if (word.len != strlen(pattern))
		return false;
	for (i = 0; i < word.len; i++)
		if (!byte_fits(word.ptr[i], pattern[i]))
			return false;
	return true;
}

static bool
is_day(struct str word)
{
	return word_fits(word, "9") || word_fits(word, "99");
}

/* The hour and the minute; Exim does not look at what follows them. */
static bool
is_time(struct str word)
{
	struct str short_hour = { word.ptr, 3 }, long_hour = { word.ptr, 4 };

	return (word.len >= 3 && word_fits(short_hour, "9:9")) ||
	    (word.len >= 4 && word_fits(long_hour, "99:9"));
}

/* `Mon D` or `D Mon YY[YY]`, then the time. */
static bool
is_date(struct str line)
{
	struct str word = next_word(&line);

	if (word_fits(word, "aaa"))
		return is_day(next_word(&line)) && is_time(next_word(&line));
	if (!is_day(word) || !word_fits(next_word(&line), "aaa"))
		return false;
	word = next_word(&line);
	return (word_fits(word, "99") || word_fits(word, "9999")) &&
	    is_time(next_word(&line));
}

bool
mbox_line_read(struct str line, struct str *sender)
{
	struct str address, weekday;

	if (!str_is(next_word(&line), "From"))
		return false;
	address = next_word(&line);
	if (!is_date(line)) {
		weekday = next_word(&line);
		if (!word_fits(weekday, "aaa") && !word_fits(weekday, "aaa,"))
			return false;
		if (!is_date(line))
			return false;
	}
	*sender = address;
	return true;
}
