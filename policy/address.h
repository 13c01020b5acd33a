/* SPDX-License-Identifier: ISC */
#ifndef POLICY_ADDRESS_H
#define POLICY_ADDRESS_H

/*
 * The one mailbox that a From value names.
 */

#include <stdbool.h>

#include "domain.h"
#include "fault.h"
#include "str.h"

/* A longer From is no honest one, and Postfix would cut it (at 102400). */
#define ADDRESS_VALUE_MAX 8192

enum address_result {
	ADDRESS_OK,
	ADDRESS_MALFORMED, /* names no mailbox */
	ADDRESS_MULTIPLE,  /* names several */
	ADDRESS_AMBIGUOUS, /* names one to some readers, another to others */
};

struct mailbox {
	struct str local;	  /* the local part as written, in the value */
	bool qualified;		  /* has a domain */
	char domain[DOMAIN_SIZE]; /* in canonical form, or empty */
};

/*
 * Parses the raw value of a From header (or of an envelope sender), folds and
 * all; encoded words are atoms and stay encoded.  On ADDRESS_OK the mailbox is
 * set; it points into the value.  Else the fault says what is wrong and how to
 * write it, `what` naming the place ("From header", "-f").
 */
enum address_result address_parse(
    struct str value, const char *what, struct mailbox *, struct fault *);

#endif
