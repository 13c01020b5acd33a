/* SPDX-License-Identifier: ISC */
/*
 * dlopen(3), and what there is instead of it.
 */

#include "library.h"

#include <dlfcn.h>

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
bool
library_load(
    const char *name, const struct library_function functions[], size_t count)
{
	void *handle;
	size_t i;

	library_need();
	handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
	if (handle == NULL)
		return false;
	for (i = 0; i < count; i++) {
		*functions[i].address = dlsym(handle, functions[i].name);
		if (*functions[i].address == NULL)
			return false;
	}
	return true;
}
