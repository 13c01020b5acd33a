/* SPDX-License-Identifier: ISC */
/*
 * How the kinds of values in truefrom.conf are read.
 */

#include "config_reader.h"

#include <stdlib.h>
#include <string.h>

/* Words are kept by their number, whatever enum that is. */
_Static_assert(sizeof(enum config_mode) == sizeof(unsigned) &&
	sizeof(enum config_check) == sizeof(unsigned),
    "an enum is not an unsigned");

static void *
place_of(struct config_reader *reader, const struct config_option *option)
{
	return (char *)reader->config + option->at;
}

void
config_complain(struct config_reader *reader,
    const struct config_option *option, struct str value)
{
	config_report_value(reader, option->name, value, option->advice);
}

const char *
config_copy(struct config_reader *reader, struct str value)
{
	const char *copy = arena_copy(reader->config->arena, value);

	if (copy == NULL)
		config_report_no_memory(reader);
	return copy;
}

void
config_set_text(struct config_reader *reader,
    const struct config_option *option, struct str value)
{
	const char **text = place_of(reader, option);

	if (value.len == 0)
		config_complain(reader, option, value);
	else
		*text = config_copy(reader, value);
}

/* A name below a directory, which no `..` leads out of. */
void
config_set_relative_path(struct config_reader *reader,
    const struct config_option *option, struct str value)
{
	size_t i;

	for (i = 0; i < value.len; i++)
		if (str_starts(str_from(value, i), "..")) {
			config_complain(reader, option, value);
			return;
		}
	if (str_starts(value, "/"))
		config_complain(reader, option, value);
	else
		config_set_text(reader, option, value);
}

void
config_set_word(struct config_reader *reader,
    const struct config_option *option, struct str value)
{
	unsigned word;

	for (word = 0; word < WORDS_MAX && option->words[word] != NULL; word++)
		if (str_is(value, option->words[word])) {
			memcpy(place_of(reader, option), &word, sizeof(word));
			return;
		}
	config_complain(reader, option, value);
}

/* A size as Exim writes them: digits, then K, M or G perhaps. */
bool
config_read_size(struct str value, long long *size)
{
	static const struct {
		char unit;
		int shift;
	} units[] = { { 'k', 10 }, { 'm', 20 }, { 'g', 30 } };
	char digits[16];
	long long number;
	int shift = 0;
	size_t i;

	for (i = 0; value.len > 0 && i < sizeof(units) / sizeof(*units); i++)
		if (ascii_lower(value.ptr[value.len - 1]) == units[i].unit)
			shift = units[i].shift;
	if (shift != 0)
		value.len--;
	if (value.len == 0 || value.len >= sizeof(digits))
		return false;
	memcpy(digits, value.ptr, value.len);
	digits[value.len] = '\0';
	if (digits[strspn(digits, "0123456789")] != '\0')
		return false;
	number = strtoll(digits, NULL, 10);
	if (number > (1LL << 60) >> shift)
		return false;
	*size = number << shift;
	return true;
}

/* The name of a host, in canonical form. */
void
config_set_hostname(struct config_reader *reader,
    const struct config_option *option, struct str value)
{
	char domain[DOMAIN_SIZE];

	if (domain_canonical(value, domain) != DOMAIN_OK)
		config_complain(reader, option, value);
	else
		config_set_text(reader, option, str_of(domain));
}

void
config_set_users(struct config_reader *reader,
    const struct config_option *option, struct str value)
{
	const struct users **users = place_of(reader, option);
	struct str wrong;

	*users = users_parse(reader->config->arena, value, &wrong);
	if (*users == NULL && wrong.len > 0)
		config_complain(reader, option, wrong);
	else if (*users == NULL)
		config_report_no_memory(reader);
}
