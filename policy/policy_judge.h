/* SPDX-License-Identifier: ISC */
#ifndef POLICY_POLICY_JUDGE_H
#define POLICY_POLICY_JUDGE_H

/*
 * What the parts of the policy share; others include policy.h.  Each returns
 * OK, or the reason for a refusal with the decision's message set.
 */

#include "address.h"
#include "policy.h"

struct judge {
	const struct config *config;
	const struct submission *submission;
	const struct header *header;
	struct decision *decision;
	bool has_mailbox; /* there is one From header, and it names: */
	struct mailbox mailbox;
};

/* The address in `text`, found at `what`, by its domain and its owner. */
enum reason judge_address(struct judge *, struct str text, const char *what);

/* The caller's own login, at the domain that the MTA adds. */
enum reason judge_login(struct judge *);

/*
 * An envelope sender, also by sender_check; `<>` and an empty one are nobody's.
 */
enum reason judge_sender(struct judge *, struct str, const char *what);

/* Whom the message will be From: its header, or what the MTA makes. */
enum reason judge_from(struct judge *);

/* What else says who it is from: from_headers, and the envelope. */
enum reason judge_other_authors(struct judge *);

#endif
