/* SPDX-License-Identifier: ISC */
#ifndef POLICY_DECISION_H
#define POLICY_DECISION_H

/*
 * Why a call was accepted or refused, and what follows from that: one enum and
 * one table, for the log, for the caller and for `truefromctl explain`.
 */

#include "domain.h"
#include "domainlist.h"
#include "fault.h"

enum reason {
	REASON_OK,
	REASON_FROM_DOMAIN,    /* not allowed on this server */
	REASON_FROM_MALFORMED, /* no mailbox */
	REASON_FROM_MULTIPLE,  /* several mailboxes or several headers */
	REASON_FROM_AMBIGUOUS, /* not the same mailbox to every reader */
	REASON_OWNER,	       /* the domain is another account's */
	REASON_SENDER,	       /* the envelope's may not be used */
	REASON_RECIPIENTS,     /* too many */
	REASON_DISPLAY_NAME,   /* shows another address */
	REASON_INJECTION,      /* a form field wrote into the header */
	REASON_SIZE,
	REASON_SMTP, /* no whole message, or no clear end of it */
	REASON_USAGE,
	REASON_CONFIG,
	REASON_SYSTEM,
	REASON_MTA,
};

#define DECISION_MAILBOX_SIZE 512

/* Which of the message's authors the reason is about. */
enum decision_about {
	DECISION_FROM,	 /* the From header */
	DECISION_MADE,	 /* the From that the MTA makes */
	DECISION_OTHER,	 /* another header */
	DECISION_SENDER, /* the envelope's */
};

struct decision {
	enum reason reason;
	enum decision_about about;
	bool trusted;	/* it was not judged, because of who sends it */
	bool local;	/* or because of whom it is for */
	bool rewritten; /* it goes out, with what the reason is about changed */
	struct fault message; /* the sentence for the caller; empty on OK */
	struct str from;      /* the text judged, in the message or in argv */
	char mailbox[DECISION_MAILBOX_SIZE]; /* local@domain, perhaps cut */
	char domain[DOMAIN_SIZE];	     /* canonical, or empty */
	struct domainlist_rule rule;  /* what allowed the domain, or empty */
	struct domainlist_rule owned; /* what says whose it is */
	/* What a check that is only to be logged would have refused it for. */
	enum reason noted; /* or OK */
	struct fault note;
};

/* The word for logs and for `truefromctl explain`; never NULL. */
const char *reason_word(enum reason);

/*
 * The exit status: 0 for OK, else one of sysexits.h.  Never EX_TEMPFAIL (75),
 * which PHP from 8.5 on reports as success though nothing is queued.
 */
int reason_status(enum reason);

/* The reply to a client that speaks SMTP: code and enhanced code (RFC 3463). */
const char *reason_reply(enum reason);

/*
 * Would `mode = monitor` let the message go on?  Not when there is no
 * configuration to say so, no MTA, or no whole message to hand over.
 */
bool reason_is_policy(enum reason);

#endif
