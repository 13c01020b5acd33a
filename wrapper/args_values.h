/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_ARGS_VALUES_H
#define WRAPPER_ARGS_VALUES_H

/*
 * Which values of sendmail's arguments can be handed to any MTA.
 */

#include <stdbool.h>

/* -O sets any option of sendmail's; only two of them harm nobody. */
bool args_value_option_safe(const char *);

/* Control bytes end a line of the header, or of SMTP, for some MTA. */
bool args_value_has_control(const char *);

/*
 * What is wrong with an envelope sender, or with a recipient, as the second
 * half of a sentence; NULL when nothing is.
 */
const char *args_value_sender_fault(const char *);
const char *args_value_recipient_fault(const char *);

#endif
