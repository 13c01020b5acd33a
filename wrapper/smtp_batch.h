/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_SMTP_BATCH_H
#define WRAPPER_SMTP_BATCH_H

/*
 * SMTP on stdin without replies: `sendmail -bS`, rsmtp.
 */

#include "smtp.h"
#include "spool.h"

/*
 * Reads a batch, and judges every message in it, before any of them is sent;
 * nothing is read after the first that is refused.  On OK `spool` holds what is
 * to be handed over, written afresh, from its first byte on; else it is closed.
 * `log` is called for the one that was refused, or for all.
 */
enum reason smtp_batch_read(
    const struct smtp_host *, int fd, struct spool *, struct fault *);

#endif
