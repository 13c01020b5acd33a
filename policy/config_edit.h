/* SPDX-License-Identifier: ISC */
#ifndef POLICY_CONFIG_EDIT_H
#define POLICY_CONFIG_EDIT_H

/*
 * Changing one option in the text of a truefrom.conf, and nothing else of it.
 */

#include <stddef.h>

#include "str.h"

/* What config_edit() may add to a text, besides the name and the value. */
#define CONFIG_EDIT_ROOM 8

/*
 * Writes to `edited` the text with `name = value` in the place of the first
 * line that sets the option, or at the end.  A comment behind the old value
 * stays.  There is room for the text, the name, the value and CONFIG_EDIT_ROOM
 * bytes.  Returns the length; who needs to be certain reads the result.
 */
size_t config_edit(
    struct str text, struct str name, struct str value, char *edited);

#endif
