/* SPDX-License-Identifier: ISC */
/*
 * Whom a message will be From, and whatever else names an author.
 *
 * A message with a From header is From that.  Without one the MTA writes the
 * header: from the envelope sender, if it lets the caller choose that, else
 * from the login (Exim specification, 47.16; Postfix cleanup; sendmail).  Its
 * configuration decides, so both must pass.
 */

#include "header_walk.h"
#include "policy_judge.h"

#include <stdio.h>
#include <string.h>

/* A sender that the MTA may make a From of. */
static enum reason
judge_made_of(struct judge *judge, struct str sender, const char *what)
{
	if (sender.len == 0 || str_is(sender, "<>"))
		return REASON_OK;
	return judge_address(judge, sender, what);
}

/*
 * The From that the MTA will make, under each reading of its configuration; the
 * likeliest is judged last, and is the one told.
 */
static enum reason
judge_made_from(struct judge *judge)
{
	const struct submission *submission = judge->submission;
	const struct header *header = judge->header;
	enum reason reason;
	size_t i;

	if (header->mbox_senders > 1) {
		fault_set(&judge->decision->message,
		    "The message has %u `From ` lines, each with a sender, and "
		    "no From header; add one.",
		    header->mbox_senders);
		return REASON_FROM_AMBIGUOUS;
	}
	judge->decision->about = DECISION_MADE;
	reason = judge_login(judge);
	if (reason == REASON_OK)
		reason =
		    judge_made_of(judge, header->mbox_sender, "`From ` line");
	for (i = 0; reason == REASON_OK && i < submission->sender_count; i++)
		reason = judge_made_of(
		    judge, str_of(submission->senders[i]), "sender (-f)");
	return reason;
}

enum reason
judge_from(struct judge *judge)
{
	const struct header *header = judge->header;
	struct fault *message = &judge->decision->message;

	if (header->from_count > 1) {
		fault_set(message,
		    "The message has %u From headers; send it "
		    "with one.",
		    header->from_count);
		return REASON_FROM_MULTIPLE;
	}
	if (header->from_count == 1) {
		judge->has_mailbox = true;
		return judge_address(judge, header->from, "From header");
	}
	if (header->resent) {
		fault_set(message,
		    "The message has Resent- headers and no "
		    "From header; add the From of its author.");
		return REASON_FROM_AMBIGUOUS;
	}
	return judge_made_from(judge);
}

/* The name under which from_headers has the field, or NULL. */
static const char *
author_header(const struct config *config, const struct header_field *field)
{
	size_t i;

	if (header_field_is(field, "from"))
		return NULL;
	for (i = 0; i < config->from_header_count; i++)
		if (header_field_is(field, config->from_headers[i]))
			return config->from_headers[i];
	return NULL;
}

/*
 * What is told of an accepted message is its From, so that is kept.  Not a part
 * of its callers, which would touch a page of stack more for most messages.
 */
__attribute__((noinline)) static enum reason
judge_another(struct judge *judge, enum decision_about about,
    enum reason (*allows)(struct judge *, struct str, const char *),
    struct str author, const char *what)
{
	struct decision from = *judge->decision;
	struct mailbox mailbox = judge->mailbox;
	enum reason reason;

	judge->decision->about = about;
	reason = allows(judge, author, what);
	if (reason == REASON_OK) {
		*judge->decision = from;
		judge->mailbox = mailbox;
	}
	return reason;
}

static enum reason
judge_author_headers(struct judge *judge)
{
	struct header_walk walk;
	struct header_field field;
	enum reason reason = REASON_OK;
	unsigned count = 0;

	header_walk_open(&walk, judge->submission->head, judge->header);
	while (reason == REASON_OK && header_walk_next(&walk, &field)) {
		const char *name = author_header(judge->config, &field);
		char what[64];

		if (name == NULL)
			continue;
		if (++count > CONFIG_HEADERS_MAX) {
			judge->decision->about = DECISION_OTHER;
			fault_set(&judge->decision->message,
			    "The message has more than %d headers that name an "
			    "author; remove some.",
			    CONFIG_HEADERS_MAX);
			return REASON_FROM_MULTIPLE;
		}
		(void)snprintf(what, sizeof(what), "%.40s header", name);
		reason = judge_another(
		    judge, DECISION_OTHER, judge_address, field.value, what);
	}
	return reason;
}

static enum reason
judge_envelope(struct judge *judge)
{
	const struct submission *submission = judge->submission;
	enum reason reason = REASON_OK;
	size_t i;

	if (judge->config->sender_check == CONFIG_SENDER_OFF)
		return REASON_OK;
	if (judge->header->mbox_senders > 0)
		reason = judge_another(judge, DECISION_SENDER, judge_sender,
		    judge->header->mbox_sender,
		    "envelope sender (`From ` line)");
	for (i = 0; reason == REASON_OK && i < submission->sender_count; i++)
		reason = judge_another(judge, DECISION_SENDER, judge_sender,
		    str_of(submission->senders[i]), "envelope sender");
	return reason;
}

enum reason
judge_other_authors(struct judge *judge)
{
	enum reason reason = judge_author_headers(judge);

	return reason == REASON_OK ? judge_envelope(judge) : reason;
}
