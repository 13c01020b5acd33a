/* SPDX-License-Identifier: ISC */
#ifndef POLICY_DISPLAY_NAME_H
#define POLICY_DISPLAY_NAME_H

/*
 * Does what a reader shows beside an address look like another address?
 */

#include "fault.h"
#include "str.h"

enum display_name_result {
	DISPLAY_NAME_CLEAN,
	DISPLAY_NAME_SHOWS,   /* an address of another domain */
	DISPLAY_NAME_UNCLEAR, /* readers would differ about it */
	DISPLAY_NAME_FAULT,   /* a library or memory is missing */
};

/*
 * Looks through the phrase and the comments of a value that address_parse()
 * accepted, encoded words decoded.  `domain` is that of the mailbox, in
 * canonical form; of a mailbox without one, that which the MTA will add.
 * `what` names the place, as for address_parse().  On all but CLEAN the fault
 * is the sentence: on SHOWS and UNCLEAR for the caller, on FAULT for the
 * administrator.
 */
enum display_name_result display_name_check(
    struct str value, const char *what, const char *domain, struct fault *);

#endif
