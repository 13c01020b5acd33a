/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_SMTP_MESSAGE_H
#define WRAPPER_SMTP_MESSAGE_H

/*
 * One message of an SMTP session: held until it can be judged, then handed on
 * as it comes, in lines written afresh.
 */

#include "args.h"
#include "outgoing.h"
#include "smtp_envelope.h"
#include "smtp_stream.h"

#include "policy/policy.h"

/* Where an accepted message goes; what is false was not taken. */
struct smtp_sink {
	bool (*begin)(void *context); /* DATA comes */
	bool (*write)(void *context, struct str);
	void *context;
};

struct smtp_message {
	const struct config *config;
	const struct args *args;
	const struct smtp_sink *sink;
	struct str trace; /* the field to be added, or empty */
	int seconds;	  /* to wait for the client, -1: for ever */
	char *head;	  /* of header_size_limit bytes */
	size_t head_len;
	off_t size;
	bool begun;	/* the sink has some of it */
	bool swallowed; /* it is refused, and read to its end */
	struct outgoing outgoing;
};

enum smtp_message_result {
	SMTP_MESSAGE_SENT,    /* to its end, which the sink has, too */
	SMTP_MESSAGE_REFUSED, /* the decision says why; the end was read */
	SMTP_MESSAGE_BROKEN,  /* likewise, but nothing can be read after it */
};

/*
 * Makes ready for messages judged by these; all of it stays the caller's.
 * False when there is no memory.  smtp_message_close() it.
 */
bool smtp_message_open(struct smtp_message *, const struct config *,
    const struct args *, const struct smtp_sink *);

/*
 * Reads a message from the line after DATA on.  `lf` says that its lines end
 * in LF, not CRLF.  The sink gets nothing of a message that is refused before
 * it is longer than the head.  The decision's reason is OK when it was judged
 * good, and a policy's when it goes on in monitor mode.
 */
enum smtp_message_result smtp_message_read(struct smtp_message *,
    struct smtp_stream *, bool lf, const struct smtp_envelope *);

/* May it go on: is it judged good, or judged bad where that is only watched? */
bool smtp_message_passes(const struct smtp_message *);

void smtp_message_close(struct smtp_message *);

#endif
