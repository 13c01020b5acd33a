/* SPDX-License-Identifier: ISC */
#ifndef POLICY_MBOX_H
#define POLICY_MBOX_H

/*
 * The `From SENDER DATE` line that an mbox, or UUCP, puts before a header.
 */

#include <stdbool.h>

#include "str.h"

/*
 * Is the line one that Exim takes off and takes the envelope sender from, by
 * its default uucp_from_pattern?  Only then `sender` is set, to a part of it.
 */
bool mbox_line_read(struct str line, struct str *sender);

#endif
