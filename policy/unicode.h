/* SPDX-License-Identifier: ISC */
#ifndef POLICY_UNICODE_H
#define POLICY_UNICODE_H

/*
 * What Unicode says of characters.  GLib is loaded when the first name with
 * one outside of ASCII is met: each message is a new process.
 */

#include "text.h"

/*
 * Writes UTF-8 in its compatibility form (NFKC): full-width letters as plain
 * ones, and so on.  False when GLib cannot be loaded.
 */
bool unicode_normalise(struct str, struct text *);

/*
 * Is it a letter, a digit or a mark on one?  False for all outside of ASCII
 * when GLib cannot be loaded.
 */
bool unicode_is_word(uint32_t);

/*
 * May a reader show nothing, or next to nothing, for it?  Unicode's
 * Default_Ignorable_Code_Point, controls, the narrowest blank, and the
 * stand-ins for bytes that could not be decoded.
 */
bool unicode_is_doubtful(uint32_t);

/* Will a reader take it for a full stop, in its compatibility form? */
bool unicode_is_dot(uint32_t);

#endif
