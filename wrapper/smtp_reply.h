/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_SMTP_REPLY_H
#define WRAPPER_SMTP_REPLY_H

/*
 * Replies of an SMTP server (RFC 5321 4.2).
 */

#include <stdbool.h>
#include <stddef.h>

#include "smtp_stream.h"

#define SMTP_REPLY_SIZE 16384

struct smtp_reply {
	int code; /* 0: none came */
	size_t len;
	char text[SMTP_REPLY_SIZE]; /* its lines, each with CRLF */
};

/*
 * Reads one, awaited for `seconds`; its lines are written afresh.  False when
 * none comes that is one, or it does not fit.
 */
bool smtp_reply_read(struct smtp_reply *, struct smtp_stream *, int seconds);

/*
 * Takes from an answer to EHLO the extensions that would carry a message past
 * truefrom, or that it does not know.
 */
void smtp_reply_filter_extensions(struct smtp_reply *);

/* Makes one of a single line: `status` and a sentence. */
void smtp_reply_set(
    struct smtp_reply *, const char *status, const char *sentence);

#endif
