/* SPDX-License-Identifier: ISC */
#ifndef POLICY_INJECTION_H
#define POLICY_INJECTION_H

/*
 * Signs that a form field wrote into the header.
 */

#include "fault.h"
#include "header.h"

/*
 * Is there a field twice that RFC 5322 3.6 allows once, or one of MIME's; a
 * control byte in the header; or, in what is known of the body, a second header
 * at its start?  True with the sentence, which names the line or the field.
 *
 * No sign is what honest scripts do: to repeat a field once with the same value
 * or, of recipients, with none that the first does not have; to begin the body
 * with fields that the header has, too, as forwarded mail does; the escapes of
 * ISO-2022-JP.
 *
 * The header is one that header_read() found to be good.  Time is linear;
 * nothing is allocated.
 */
bool injection_found(
    struct str head, bool whole, const struct header *, struct fault *);

#endif
