/* SPDX-License-Identifier: ISC */
/*
 * What is changed is judged again, as if it had come so: a rewritten message
 * goes out only if it would have been accepted.
 */

#include "outgoing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Writes the head anew; false, with the decision made, without memory. */
static bool
write_head(
    struct outgoing *outgoing, struct str head, const struct rewrite *rewrite)
{
	outgoing->head = rewrite_head(head, &outgoing->header, rewrite,
	    &outgoing->head_size, &outgoing->header_size);
	if (outgoing->head != NULL)
		return true;
	outgoing->decision.reason = REASON_SYSTEM;
	fault_set(&outgoing->decision.message,
	    "The message cannot be kept for sending: %s; nothing was sent, try "
	    "again.",
	    strerror(errno));
	return false;
}

/* Tries it with another From. */
static void
try_rewritten(struct outgoing *outgoing, const struct config *config,
    const struct submission *submission, struct rewrite *rewrite)
{
	char address[DECISION_MAILBOX_SIZE];
	struct submission again = *submission;
	struct decision decision;
	struct header header;
	struct fault fault;

	if (config->on_refusal == CONFIG_REFUSE)
		return;
	if (!policy_rewrite_address(config, address, &fault)) {
		outgoing->decision.noted = REASON_CONFIG;
		outgoing->decision.note = fault;
		return;
	}
	if (!policy_rewrite_from(config, submission, &outgoing->header,
		&outgoing->decision, address, rewrite) ||
	    !write_head(outgoing, submission->head, rewrite))
		return;
	again.head = (struct str){ outgoing->head, outgoing->head_size };
	policy_judge(config, &again, &header, &decision);
	outgoing->decision.rewritten = decision.reason == REASON_OK;
	outgoing->decision.noted = decision.noted;
	outgoing->decision.note = decision.note;
	if (!outgoing->decision.rewritten)
		outgoing_close(outgoing);
}

void
outgoing_judge(struct outgoing *outgoing, const struct config *config,
    const struct submission *submission, struct str trace, const char *line_end)
{
	struct rewrite rewrite = { .trace = trace, .line_end = line_end };

	outgoing->head = NULL;
	policy_judge(
	    config, submission, &outgoing->header, &outgoing->decision);
	if (!outgoing_goes(config, &outgoing->decision))
		try_rewritten(outgoing, config, submission, &rewrite);
	else if (outgoing->header.known &&
	    (trace.len > 0 || outgoing->header.mixed_line_ends))
		(void)write_head(outgoing, submission->head, &rewrite);
}

void
outgoing_close(struct outgoing *outgoing)
{
	free(outgoing->head);
	outgoing->head = NULL;
}

void
outgoing_replaced(struct outgoing *outgoing, const struct decision *decision)
{
	if (outgoing->decision.reason != REASON_OK)
		return;
	outgoing->decision.reason = decision->reason;
	outgoing->decision.message = decision->message;
	outgoing->decision.rewritten = true;
}

bool
outgoing_goes(const struct config *config, const struct decision *decision)
{
	return decision->reason == REASON_OK || decision->rewritten ||
	    (reason_is_policy(decision->reason) &&
		config_mode(config) == CONFIG_MONITOR);
}

enum report_verdict
outgoing_verdict(const struct config *config, const struct decision *decision)
{
	if (decision->trusted)
		return REPORT_TRUSTED;
	if (decision->reason == REASON_OK)
		return REPORT_ACCEPT;
	if (decision->rewritten)
		return REPORT_REWRITE;
	if (config != NULL && outgoing_goes(config, decision))
		return REPORT_MONITOR;
	return REPORT_REJECT;
}
