/* SPDX-License-Identifier: ISC */
#ifndef POLICY_IDN_H
#define POLICY_IDN_H

/*
 * Internationalised domain names.  libidn2 is loaded when the first one is
 * met: most servers never meet any, and each message is a new process.
 */

#include "domain.h"

/*
 * Maps a domain in UTF-8, without a trailing dot, to A-labels (UTS #46,
 * non-transitional).  DOMAIN_BAD when it cannot be mapped, when the mapping
 * would change how many code points a label has, or would make ASCII out of
 * something else.
 */
enum domain_result idn_to_ascii(const char *, char ascii[DOMAIN_SIZE]);

/*
 * Maps a domain with A-labels to U-labels.  False when that is not the way
 * back of idn_to_ascii(), as for a made-up A-label.
 */
bool idn_to_unicode(const char *, char unicode[DOMAIN_SIZE]);

#endif
