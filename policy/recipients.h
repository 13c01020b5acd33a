/* SPDX-License-Identifier: ISC */
#ifndef POLICY_RECIPIENTS_H
#define POLICY_RECIPIENTS_H

/*
 * Who a message goes to: never fewer mailboxes than the MTA will find.
 *
 * Where MTAs part ways the reading with the most addresses is taken, so that a
 * count is what the MTA counts, or more of what it will refuse or deliver once:
 * Exim takes `a@x b@y` for an error, Postfix and sendmail for two addresses.
 * Repeated addresses are all given, although each is delivered to only once.
 */

#include "header.h"
#include "str.h"

/* The addresses in the value of a To header, or in an argument. */
struct recipients {
	struct str rest;
	struct str words; /* of the part read last, where each is an address */
	bool literal;	  /* rest begins inside of [] */
	bool disputed;	  /* MTAs do not agree on where quotes are in it */
};

void recipients_open(struct recipients *, struct str value);

/*
 * The next address: its addr-spec, without display name, the comments around
 * it, angle brackets and route; of a group its members.  False when there is no
 * more.  An address is never empty.
 *
 * Commas and semicolons end addresses, in brackets that never close, too; so do
 * blanks where no angle brackets follow, and an address after brackets is one
 * more.  A quoted string or comment that never closes reaches to the end.
 * Words before a colon are the name of a group unless there is an @ in them.
 * Nothing is decoded.  All addresses take time linear in the value's size;
 * nothing is allocated.
 */
bool recipients_next(struct recipients *, struct str *address);

/* What is behind its last @, untouched; empty without one. */
struct str recipients_domain(struct str address);

/*
 * Calls `each` for every address that -t takes from the header, until it
 * returns false: those of To, Cc, Bcc and Apparently-To (of which only sendmail
 * knows), or of the Resent- ones of these where there are any.  The header is
 * one that header_read() found to be good.
 *
 * Addresses in arguments Postfix and sendmail add to these; Exim takes them
 * away (recipient_set.h).
 */
void recipients_of_header(struct str head, const struct header *,
    bool (*each)(void *context, struct str address), void *context);

#endif
