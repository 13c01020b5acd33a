/* SPDX-License-Identifier: ISC */
/*
 * May this server, and may this caller, send as an address?
 */

#include "policy_judge.h"

#include <stdio.h>
#include <string.h>

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

/* A list or an owners' file that cannot be used. */
static enum reason
file_fault(struct judge *judge)
{
	return judge->decision->message.shortage ? REASON_SYSTEM :
						   REASON_CONFIG;
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
		return file_fault(judge);
	}
}

static enum reason
belongs_to_another(struct judge *judge)
{
	const struct config *config = judge->config;
	char own[DOMAIN_SIZE];

	if (owners_example(config->owner, config->host.caller.login(), own))
		fault_set(&judge->decision->message,
		    "Sorry, %s belongs to another account on this server; send "
		    "as an address at one of your own domains (for example "
		    "%s).",
		    judge->decision->domain, own);
	else
		fault_set(&judge->decision->message,
		    "Sorry, %s belongs to another account on this server; send "
		    "as an address at one of your own domains.",
		    judge->decision->domain);
	return REASON_OWNER;
}

/*
 * The domain that this host's logins are at: each has its own name there.  A
 * bare `root` is what cron and its kin write into the mail of anybody's jobs.
 */
static enum reason
judge_name_on_host(struct judge *judge, const struct mailbox *mailbox)
{
	struct decision *decision = judge->decision;
	const char *login = judge->config->host.caller.login();

	if (str_is_nocase(mailbox->local, login) ||
	    (!mailbox->qualified && str_is(mailbox->local, "root"))) {
		(void)snprintf(decision->owned.text,
		    sizeof(decision->owned.text), "the login %s", login);
		return REASON_OK;
	}
	return belongs_to_another(judge);
}

/* Is the domain of allow_domains, which are free to all? */
static enum domainlist_match
match_free(struct judge *judge)
{
	const struct domainlist *list = judge->config->allow_domains;

	return list == NULL ?
	    DOMAINLIST_NO :
	    domainlist_match(list, judge->decision->domain,
		&judge->decision->owned, &judge->decision->message);
}

/* Does the mailbox, whose domain this server may send for, belong to him? */
static enum reason
judge_owner(struct judge *judge, const struct mailbox *mailbox)
{
	const struct config *config = judge->config;
	struct decision *decision = judge->decision;
	struct owner_query query = { .local = mailbox->local,
		.domain = decision->domain };
	char qualify_domain[DOMAIN_SIZE];

	if (config->owner == NULL || config->host.root)
		return REASON_OK;
	switch (match_free(judge)) {
	case DOMAINLIST_YES:
		return REASON_OK;
	case DOMAINLIST_NO:
		break;
	case DOMAINLIST_FAULT:
	default:
		return file_fault(judge);
	}
	if (!config_qualify_domain(config, qualify_domain, &decision->message))
		return REASON_CONFIG;
	if (strcmp(qualify_domain, decision->domain) == 0)
		return judge_name_on_host(judge, mailbox);
	query.login = config->host.caller.login();
	switch (owners_match(
	    config->owner, &query, &decision->owned, &decision->message)) {
	case OWNER_YES:
		return REASON_OK;
	case OWNER_NO:
		return belongs_to_another(judge);
	case OWNER_FAULT:
	default:
		return file_fault(judge);
	}
}

/* Sets the decision's domain: the mailbox's, or the one that the MTA adds. */
static bool
set_domain(struct judge *judge, const struct mailbox *mailbox)
{
	struct decision *decision = judge->decision;

	if (mailbox->qualified)
		(void)strlcpy(decision->domain, mailbox->domain,
		    sizeof(decision->domain));
	else if (!config_qualify_domain(
		     judge->config, decision->domain, &decision->message))
		return false;
	(void)snprintf(decision->mailbox, sizeof(decision->mailbox), "%.*s@%s",
	    (int)(mailbox->local.len < 200 ? mailbox->local.len : 200),
	    mailbox->local.ptr, decision->domain);
	return true;
}

static enum reason
judge_mailbox(struct judge *judge, const struct mailbox *mailbox)
{
	enum reason reason = REASON_CONFIG;

	if (set_domain(judge, mailbox))
		reason = judge_domain(judge);
	return reason == REASON_OK ? judge_owner(judge, mailbox) : reason;
}

enum reason
judge_address(struct judge *judge, struct str text, const char *what)
{
	enum address_result result = address_parse(
	    text, what, &judge->mailbox, &judge->decision->message);

	judge->decision->from = str_trim(text);
	if (result != ADDRESS_OK)
		return reason_of(result);
	return judge_mailbox(judge, &judge->mailbox);
}

enum reason
judge_login(struct judge *judge)
{
	struct mailbox mailbox = { .local = str_of(
				       judge->config->host.caller.login()) };

	return judge_mailbox(judge, &mailbox);
}

static enum reason
refuse_sender(struct judge *judge, const char *what, const char *why)
{
	fault_set(&judge->decision->message,
	    "Sorry, the %s %s %s; use an address at one of your own domains.",
	    what, judge->decision->mailbox, why);
	return REASON_SENDER;
}

enum reason
judge_sender(struct judge *judge, struct str sender, const char *what)
{
	struct mailbox mailbox;
	enum reason reason;

	if (sender.len == 0 || str_is(sender, "<>"))
		return REASON_OK;
	if (address_parse(sender, what, &mailbox, &judge->decision->message) !=
	    ADDRESS_OK)
		return REASON_SENDER;
	if (!set_domain(judge, &mailbox))
		return REASON_CONFIG;
	reason = judge_domain(judge);
	if (reason == REASON_OK &&
	    judge->config->sender_check == CONFIG_SENDER_OWNER)
		reason = judge_owner(judge, &mailbox);
	if (reason == REASON_FROM_DOMAIN)
		return refuse_sender(
		    judge, what, "is not of a domain of this server");
	if (reason == REASON_OWNER)
		return refuse_sender(
		    judge, what, "belongs to another account on this server");
	return reason;
}
