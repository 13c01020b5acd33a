/* SPDX-License-Identifier: ISC */
/*
 * Which domains a message will be From, and whether this server may send for
 * them.
 *
 * A message with a From header is From that.  Without one the MTA writes the
 * header: from the envelope sender, if it lets the caller choose that, else
 * from the login (Exim specification, 47.16; Postfix cleanup; sendmail).  Its
 * configuration decides, so both must pass.
 */

#include "policy.h"
#include "address.h"

#include <stdio.h>
#include <string.h>

struct judge {
	const struct config *config;
	struct decision *decision;
};

static enum reason
reason_of(enum address_result result)
{
	switch (result) {
	case ADDRESS_OK:
		return REASON_OK;
	case ADDRESS_MULTIPLE:
		return REASON_FROM_MULTIPLE;
	case ADDRESS_AMBIGUOUS:
		return REASON_FROM_AMBIGUOUS;
	case ADDRESS_MALFORMED:
	default:
		return REASON_FROM_MALFORMED;
	}
}

/* The administrator's sentence, with the domain for every %d. */
static void
write_reject_message(struct judge *judge)
{
	const char *from = judge->config->reject_message;
	struct fault *message = &judge->decision->message;
	size_t len = 0;

	while (*from != '\0' && len < sizeof(message->text) - 1) {
		if (from[0] == '%' && from[1] == 'd') {
			(void)strlcpy(message->text + len,
			    judge->decision->domain,
			    sizeof(message->text) - len);
			len += strlen(message->text + len);
			from += 2;
		} else {
			message->text[len++] = *from++;
		}
	}
	message->text[len] = '\0';
}

/* Is decision->domain one that this server may send for? */
static enum reason
judge_domain(struct judge *judge)
{
	struct decision *decision = judge->decision;

	decision->rule.text[0] = '\0';
	switch (domainlist_match(judge->config->from_domains, decision->domain,
	    &decision->rule, &decision->message)) {
	case DOMAINLIST_YES:
		return REASON_OK;
	case DOMAINLIST_NO:
		write_reject_message(judge);
		return REASON_FROM_DOMAIN;
	case DOMAINLIST_FAULT:
	default:
		return decision->message.shortage ? REASON_SYSTEM :
						    REASON_CONFIG;
	}
}

/* Judges one mailbox; a domain that it lacks is the one the MTA will add. */
static enum reason
judge_mailbox(struct judge *judge, const struct mailbox *mailbox)
{
	struct decision *decision = judge->decision;

	if (mailbox->qualified)
		(void)strlcpy(decision->domain, mailbox->domain,
		    sizeof(decision->domain));
	else if (!config_qualify_domain(
		     judge->config, decision->domain, &decision->message))
		return REASON_CONFIG;
	(void)snprintf(decision->mailbox, sizeof(decision->mailbox), "%.*s@%s",
	    (int)(mailbox->local.len < 200 ? mailbox->local.len : 200),
	    mailbox->local.ptr, decision->domain);
	return judge_domain(judge);
}

static enum reason
judge_text(struct judge *judge, struct str text, const char *what)
{
	struct mailbox mailbox;
	enum address_result result =
	    address_parse(text, what, &mailbox, &judge->decision->message);

	judge->decision->from = str_trim(text);
	if (result != ADDRESS_OK)
		return reason_of(result);
	return judge_mailbox(judge, &mailbox);
}

/* The From that the MTA makes when it goes by who called it. */
static enum reason
judge_login(struct judge *judge)
{
	struct mailbox mailbox = { .local =
				       str_of(judge->config->host.login()) };

	return judge_mailbox(judge, &mailbox);
}

static enum reason
judge_sender(struct judge *judge, struct str sender, const char *what)
{
	if (sender.len == 0 || str_is(sender, "<>"))
		return REASON_OK;
	return judge_text(judge, sender, what);
}

/*
 * The From that the MTA will make, under each reading of its configuration; the
 * likeliest is judged last, and is the one told.
 */
static enum reason
judge_made_from(struct judge *judge, const struct submission *submission,
    const struct header *header)
{
	enum reason reason;
	size_t i;

	if (header->mbox_senders > 1) {
		fault_set(&judge->decision->message,
		    "The message has %u `From ` lines, each with a sender, and "
		    "no From header; add one.",
		    header->mbox_senders);
		return REASON_FROM_AMBIGUOUS;
	}
	reason = judge_login(judge);
	if (reason == REASON_OK)
		reason =
		    judge_sender(judge, header->mbox_sender, "`From ` line");
	for (i = 0; reason == REASON_OK && i < submission->sender_count; i++)
		reason = judge_sender(
		    judge, str_of(submission->senders[i]), "sender (-f)");
	return reason;
}

static enum reason
judge_header(struct judge *judge, const struct submission *submission,
    const struct header *header)
{
	struct fault *message = &judge->decision->message;

	if (header->from_count > 1) {
		fault_set(message,
		    "The message has %u From headers; send it "
		    "with one.",
		    header->from_count);
		return REASON_FROM_MULTIPLE;
	}
	if (header->from_count == 1)
		return judge_text(judge, header->from, "From header");
	if (header->resent) {
		fault_set(message,
		    "The message has Resent- headers and no "
		    "From header; add the From of its author.");
		return REASON_FROM_AMBIGUOUS;
	}
	return judge_made_from(judge, submission, header);
}

void
policy_judge(const struct config *config, const struct submission *submission,
    struct header *header, struct decision *decision)
{
	struct judge judge = { config, decision };

	*decision = (struct decision){ .from = { submission->head.ptr, 0 } };
	switch (header_read(
	    submission->head, submission->whole, header, &decision->message)) {
	case HEADER_OK:
		decision->reason = judge_header(&judge, submission, header);
		break;
	case HEADER_TOO_LONG:
		fault_set(&decision->message,
		    "The message header is longer "
		    "than %zu bytes (header_size_limit); shorten it.",
		    config->header_size_limit);
		decision->reason = REASON_SIZE;
		break;
	case HEADER_AMBIGUOUS:
	default:
		decision->reason = REASON_FROM_AMBIGUOUS;
		break;
	}
}
