/* SPDX-License-Identifier: ISC */
/*
 * The table of reasons.  Exit statuses are those of sysexits(3).
 */

#include "decision.h"

#include <sysexits.h>

static const struct {
	const char *word;
	int status;
	bool policy;
} reasons[] = {
	[REASON_OK] = { "ok", EX_OK, false },
	[REASON_FROM_DOMAIN] = { "from-domain", EX_NOPERM, true },
	[REASON_FROM_MALFORMED] = { "from-malformed", EX_DATAERR, true },
	[REASON_FROM_MULTIPLE] = { "from-multiple", EX_DATAERR, true },
	[REASON_FROM_AMBIGUOUS] = { "from-ambiguous", EX_DATAERR, true },
	[REASON_SIZE] = { "size", EX_DATAERR, true },
	[REASON_USAGE] = { "usage", EX_USAGE, true },
	[REASON_CONFIG] = { "config", EX_CONFIG, false },
	[REASON_SYSTEM] = { "system", EX_OSERR, false },
	[REASON_MTA] = { "mta", EX_UNAVAILABLE, false },
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

bool
reason_is_policy(enum reason reason)
{
	return reasons[reason].policy;
}
