/* SPDX-License-Identifier: ISC */
/*
 * Splitting a list into its items.
 */

#include "listsplit.h"

#include <string.h>

static bool
is_control(char c)
{
	return (unsigned char)c < ' ' || c == 0x7f;
}

static bool
is_punctuation(char c)
{
	return c > ' ' && c < 0x7f && !ascii_is_alnum(c);
}

static bool
at_separator(const struct listsplit *split)
{
	return split->rest.len > 0 && split->rest.ptr[0] == split->separator;
}

/* A separator may itself be white space, such as a tab. */
static void
skip_space(struct listsplit *split)
{
	while (split->rest.len > 0 && ascii_is_space(split->rest.ptr[0]) &&
	    !at_separator(split))
		split->rest = str_from(split->rest, 1);
}

void
listsplit_open(struct listsplit *split, struct str list)
{
	split->rest = list;
	split->separator = ':';
	skip_space(split);
	list = split->rest;
	if (list.len >= 2 && list.ptr[0] == '<' &&
	    (is_punctuation(list.ptr[1]) || is_control(list.ptr[1]))) {
		split->separator = list.ptr[1];
		split->rest = str_from(list, 2);
	}
}

/*
 * Goes past one separator.  True when it is doubled, so that a separator,
 * which is data, comes next; control characters cannot be doubled.
 */
static bool
skip_separator(struct listsplit *split)
{
	split->rest = str_from(split->rest, 1);
	return at_separator(split) && !is_control(split->separator);
}

bool
listsplit_next(struct listsplit *split, char *item)
{
	size_t n = 0;

	skip_space(split);
	if (split->rest.len == 0)
		return false;
	/* With no more than a separator at the end, no item follows it. */
	while (split->rest.len > 0) {
		if (at_separator(split) && !skip_separator(split))
			break;
		item[n++] = split->rest.ptr[0];
		split->rest = str_from(split->rest, 1);
	}
	while (n > 0 && ascii_is_space(item[n - 1]))
		n--;
	item[n] = '\0';
	return true;
}
