/* SPDX-License-Identifier: ISC */
#ifndef POLICY_SHOWN_ADDRESS_H
#define POLICY_SHOWN_ADDRESS_H

/*
 * Addresses that a person sees in text, whatever a parser makes of it.
 */

#include "text.h"

enum shown_result {
	SHOWN_NONE,
	SHOWN_OTHER, /* one of another domain */
	SHOWN_ODD,   /* the text is too long to tell */
	SHOWN_NO_LIBRARY,
};

/*
 * Looks in UTF-8 for an address whose domain is neither the canonical one
 * given, nor above or below it.  On SHOWN_OTHER `address` is its view, of
 * `text`, which holds what was read at last; on NO_LIBRARY `missing` names it.
 */
enum shown_result shown_address_find(struct str, const char *domain,
    struct text *, struct str *address, const char **missing);

#endif
