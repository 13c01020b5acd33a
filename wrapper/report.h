/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_REPORT_H
#define WRAPPER_REPORT_H

/*
 * Telling the caller and the log what was decided.
 */

#include <sys/types.h>

#include "trace.h"

#include "policy/decision.h"
#include "policy/header.h"

enum report_verdict {
	REPORT_ACCEPT,
	REPORT_REJECT,
	REPORT_MONITOR, /* would have been refused */
	REPORT_REWRITE, /* sent, with what it would be refused for changed */
	REPORT_TRUSTED, /* not judged */
};

/* What is known of a call; pointers may be NULL where nothing is. */
struct report {
	enum report_verdict verdict;
	const struct decision *decision;
	const struct header *header;
	const char *sender;	   /* the envelope's */
	const struct trace *trace; /* of the caller, or NULL: not looked for */
	const char *account_fault; /* why the account was not told, or "" */
	const char *login;
	uid_t uid;
	off_t size;	 /* of the message, or -1 */
	long recipients; /* of the command line, or of RCPT */
};

/* One line `key="value" ...` to syslog's mail facility. */
void report_log(const struct report *);

/*
 * The decision's sentence on a line of its own: to stderr, or (for a caller
 * that speaks SMTP and awaits a greeting) as a 554 or a 421 to stdout.  A
 * closed pipe, or one that stays full for a second, is the reader's loss.
 */
void report_caller(const struct decision *, bool smtp);

#endif
