/* SPDX-License-Identifier: ISC */
/*
 * One refusal in one line, whatever is in it.
 */

#include "account_line.h"
#include "escape.h"

#include <stdio.h>
#include <string.h>

#define VALUE_SIZE 900 /* four, with their keys and the time, are a line */

/* Adds ` key="value"`, unless there is no value. */
static void
add(char *line, size_t size, const char *key, struct str value)
{
	char quoted[VALUE_SIZE];
	size_t len = strlen(line);

	if (value.len == 0)
		return;
	(void)escape_quoted(value, quoted, sizeof(quoted));
	(void)snprintf(line + len, size - len, " %s=\"%s\"", key, quoted);
}

/* The local time, by RFC 3339: an owner compares it with his watch. */
static void
write_time(char *out, size_t size, time_t time)
{
	char zone[8];
	struct tm tm;
	size_t len;

	out[0] = '\0';
	if (localtime_r(&time, &tm) == NULL)
		return;
	len = strftime(out, size, "%Y-%m-%dT%H:%M:%S", &tm);
	if (strftime(zone, sizeof(zone), "%z", &tm) == 5)
		(void)snprintf(
		    out + len, size - len, "%.3s:%s", zone, zone + 3);
}

size_t
account_line(const struct account_refusal *refusal, char *line)
{
	const size_t size = ACCOUNT_LINE_SIZE - 1; /* room for the LF */
	char digits[32] = "";
	size_t len;

	write_time(line, size, refusal->time);
	add(line, size, "claimed-script",
	    str_of(refusal->script == NULL ? "" : refusal->script));
	add(line, size, "from", refusal->from);
	if (refusal->recipients >= 0)
		(void)snprintf(
		    digits, sizeof(digits), "%ld", refusal->recipients);
	add(line, size, "recipients", str_of(digits));
	add(line, size, "message",
	    str_of(refusal->sentence == NULL ? "" : refusal->sentence));
	add(line, size, "advice",
	    str_of(refusal->advice == NULL ? "" : refusal->advice));
	len = strlen(line);
	line[len++] = '\n';
	return len;
}
