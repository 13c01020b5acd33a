/* SPDX-License-Identifier: ISC */
#ifndef POLICY_DOMAIN_H
#define POLICY_DOMAIN_H

/*
 * Domain names in the one form they are compared in: lower-case ASCII, with
 * internationalised labels as A-labels (RFC 5890).
 */

#include <stdbool.h>

#include "str.h"

#define DOMAIN_SIZE 256 /* RFC 1035 2.3.4: 255 octets, and a NUL */

enum domain_result {
	DOMAIN_OK,
	DOMAIN_BAD,    /* not a domain name */
	DOMAIN_NO_IDN, /* internationalised, and libidn2 cannot be loaded */
};

/*
 * Writes the canonical form of a domain, as it stands in an address, to
 * `domain`: ASCII in lower case, U-labels as A-labels, one trailing dot taken
 * off.  A domain literal is kept when it holds an IPv4 or an IPv6 address.
 * An internationalised name is refused when mapping it would make ASCII out of
 * something else (full-width letters, ideographic dots) or would drop a code
 * point (invisible characters): what a reader sees would not be what is
 * compared.
 */
enum domain_result domain_canonical(struct str, char domain[DOMAIN_SIZE]);

/*
 * The U-label form of a canonical domain, for list files that spell names so.
 * False when it has none, or libidn2 cannot be loaded.
 */
bool domain_unicode(const char *, char unicode[DOMAIN_SIZE]);

#endif
