/* SPDX-License-Identifier: ISC */
/*
 * Texts as Postfix's tables of regular expressions have them.
 */

#include "postfix.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void
postfix_remark(const char *format, ...)
{
	va_list arguments;

	(void)fputs("# ", stdout);
	va_start(arguments, format);
	(void)vprintf(format, arguments);
	va_end(arguments);
	(void)putchar('\n');
}

void
postfix_print_literal(const char *text)
{
	for (; *text != '\0'; text++) {
		if (strchr(".[]()*+?{}|^$/\\", *text) != NULL)
			(void)putchar('\\');
		(void)putchar(*text);
	}
}

void
postfix_print_result(const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '$')
			(void)putchar('$');
		(void)putchar(*text);
	}
}

void
postfix_print_message(const char *message, const char *domain)
{
	const char *mark;

	while ((mark = strstr(message, "%d")) != NULL) {
		for (; message < mark; message++) {
			if (*message == '$')
				(void)putchar('$');
			(void)putchar(*message);
		}
		(void)fputs(domain, stdout);
		message = mark + 2;
	}
	postfix_print_result(message);
}
