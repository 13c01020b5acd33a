/* SPDX-License-Identifier: ISC */
/*
 * The table of reasons.  Exit statuses are those of sysexits(3).
 */

#include "decision.h"

#include <sysexits.h>

static const struct {
	const char *word;
	const char *reply;
	int status;
	bool policy;
} reasons[] = {
	[REASON_OK] = { "ok", "250 2.0.0", EX_OK, false },
	[REASON_FROM_DOMAIN] = { "from-domain", "550 5.7.1", EX_NOPERM, true },
	[REASON_FROM_MALFORMED] = { "from-malformed", "550 5.7.1", EX_DATAERR,
	    true },
	[REASON_FROM_MULTIPLE] = { "from-multiple", "550 5.7.1", EX_DATAERR,
	    true },
	[REASON_FROM_AMBIGUOUS] = { "from-ambiguous", "550 5.7.1", EX_DATAERR,
	    true },
	[REASON_OWNER] = { "owner", "550 5.7.1", EX_NOPERM, true },
	[REASON_SENDER] = { "sender", "550 5.7.1", EX_NOPERM, true },
	[REASON_RECIPIENTS] = { "recipients", "550 5.5.3", EX_NOPERM, true },
	[REASON_DISPLAY_NAME] = { "display-name", "550 5.7.1", EX_DATAERR,
	    true },
	[REASON_INJECTION] = { "injection", "550 5.7.1", EX_DATAERR, true },
	[REASON_SIZE] = { "size", "552 5.3.4", EX_DATAERR, true },
	[REASON_SMTP] = { "smtp", "554 5.6.0", EX_DATAERR, false },
	[REASON_USAGE] = { "usage", "554 5.7.1", EX_USAGE, true },
	[REASON_CONFIG] = { "config", "554 5.3.5", EX_CONFIG, false },
	[REASON_SYSTEM] = { "system", "451 4.3.0", EX_OSERR, false },
	[REASON_MTA] = { "mta", "451 4.3.0", EX_UNAVAILABLE, false },
};

const char *
reason_word(enum reason reason)
{
	return reasons[reason].word;
}

int
reason_status(enum reason reason)
{
	return reasons[reason].status;
}

const char *
reason_reply(enum reason reason)
{
	return reasons[reason].reply;
}

bool
reason_is_policy(enum reason reason)
{
	return reasons[reason].policy;
}
