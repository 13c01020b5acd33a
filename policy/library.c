/* SPDX-License-Identifier: ISC */
/*
 * dlopen(3), and what there is instead of it.
 */

#include "library.h"

#include <dlfcn.h>
#include <stddef.h>

static void (*substitute)(void);

void
library_set_substitute(void (*function)(void))
{
	substitute = function;
}

void
library_need(void)
{
	if (substitute != NULL)
		substitute();
}

/* dlopen(3) counts its users and nobody closes it: it maps a file once. */
void *
library_open(const char *name)
{
	library_need();
	return dlopen(name, RTLD_NOW | RTLD_LOCAL);
}
