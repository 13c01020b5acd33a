/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_RECORD_H
#define WRAPPER_RECORD_H

/*
 * What is kept of a decision: a line in the system log, and one in the log of
 * the account whose message was refused.
 */

#include "report.h"
#include "trace.h"

#include "policy/config.h"

/* Who calls, for all the messages of a call. */
struct record {
	const struct config *config; /* NULL when there is none to go by */
	const struct config_host *host;
	bool traced;
	char field[TRACE_HEADER_SIZE]; /* the trace for the header; or empty */
	struct trace trace;	       /* only when it is wanted */
};

/* Begins; finds the caller out if the configuration wants the trace. */
void record_open(
    struct record *, const struct config *, const struct config_host *);

/*
 * Keeps a decision.  Of the report, what is about the caller is set here, and
 * the verdict: what outgoing_verdict() says.
 */
void record_keep(const struct record *, struct report);

#endif
