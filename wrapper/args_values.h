/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_ARGS_VALUES_H
#define WRAPPER_ARGS_VALUES_H

/*
 * Which values of sendmail's arguments can be handed to any MTA.
 */

#include <stdbool.h>

/* -O sets any option of sendmail's; only two of them harm nobody. */
bool args_value_option_safe(const char *);

/*
 * -N, -R and -V, by their letter.  What is no keyword of RFC 3461 is an error
 * to some and something else to others: OpenSMTPD puts it into an SMTP command.
 * Postfix takes an envelope id (-V) of two bytes for delimiters, and, where it
 * is a word of its own, that word for an option.
 */
bool args_value_dsn_safe(char option, const char *value);

/* Control bytes end a line of the header, or of SMTP, for some MTA. */
bool args_value_has_control(const char *);

/*
 * Will a full name (-F) be read as one in the From that the MTA makes of it?
 * Exim quotes most of what needs it, but not quotes; sendmail less.
 */
bool args_value_name_safe(const char *);

/*
 * What is wrong with an envelope sender, or with a recipient, as the second
 * half of a sentence; NULL when nothing is.
 */
const char *args_value_sender_fault(const char *);
const char *args_value_recipient_fault(const char *);

#endif
