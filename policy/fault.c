/* SPDX-License-Identifier: ISC */
/*
 * Sentences of bounded length for what went wrong.
 */

#include "fault.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

void
fault_set(struct fault *fault, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	(void)vsnprintf(fault->text, sizeof(fault->text), format, ap);
	va_end(ap);
	fault->shortage = false;
	fault->error = 0;
}

bool
fault_is_shortage(int error)
{
	return error == ENOMEM || error == EMFILE || error == ENFILE;
}
