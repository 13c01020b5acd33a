/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_SMTP_COMMAND_H
#define WRAPPER_SMTP_COMMAND_H

/*
 * A command of SMTP: read strictly, and written afresh for the MTA.
 */

#include <stdbool.h>
#include <stddef.h>

#include "policy/str.h"

#define SMTP_COMMAND_SIZE 2048 /* RFC 5321 4.5.3.1.4 and its extensions */

enum smtp_verb {
	SMTP_NONE, /* not to be had here */
	SMTP_DATA,
	SMTP_EHLO,
	SMTP_HELO,
	SMTP_HELP,
	SMTP_MAIL,
	SMTP_NOOP,
	SMTP_QUIT,
	SMTP_RCPT,
	SMTP_RSET,
	SMTP_VRFY,
};

struct smtp_command {
	enum smtp_verb verb;
	const char *status; /* of the refusal, or NULL */
	const char *fault;  /* its sentence */
	size_t len;
	char text[SMTP_COMMAND_SIZE];	 /* for the MTA, with its CRLF */
	char address[SMTP_COMMAND_SIZE]; /* of MAIL and RCPT, bare */
};

/*
 * Reads a line; either the MTA may have the command, or its refusal is set.
 * The line may end in LF or CRLF: what a command is does not hang on that.
 */
void smtp_command_read(struct smtp_command *, struct str line);

/* Puts another address into MAIL or RCPT; false when it does not fit. */
bool smtp_command_set_address(struct smtp_command *, const char *address);

/* Refuses a line that is too long to be looked at. */
void smtp_command_too_long(struct smtp_command *);

#endif
