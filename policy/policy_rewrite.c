/* SPDX-License-Identifier: ISC */
/*
 * on_refusal = rewrite: mail that may not go out as it is goes out as the
 * account that sends it.
 */

#include "display_name.h"
#include "policy_judge.h"

#include <stdio.h>
#include <string.h>

bool
policy_judge_sender(
    const struct config *config, const char *sender, struct decision *decision)
{
	struct judge judge = { .config = config, .decision = decision };

	*decision =
	    (struct decision){ .from = { "", 0 }, .about = DECISION_SENDER };
	decision->trusted =
	    users_have(config->trusted_users, &config->host.caller);
	if (config->sender_check != CONFIG_SENDER_OFF && !decision->trusted)
		decision->reason =
		    judge_sender(&judge, str_of(sender), "envelope sender");
	return decision->reason == REASON_OK;
}

/* The address that rewrite_from has for the login; false without one. */
static bool
find_address(const struct config *config, const char *login,
    char address[DECISION_MAILBOX_SIZE], struct fault *fault)
{
	char data[LOOKUP_DATA_MAX + 1];
	struct mailbox mailbox;
	unsigned line;

	switch (lookup_data(&config->rewrite_from, login, config->host.owner,
	    NULL, data, &line, fault)) {
	case LOOKUP_YES:
		break;
	case LOOKUP_NO:
		fault_set(fault,
		    "rewrite_from has no address for the login %s.", login);
		return false;
	case LOOKUP_FAULT:
	default:
		return false;
	}
	return address_parse(str_of(data), "address in rewrite_from", &mailbox,
		   fault) == ADDRESS_OK &&
	    mailbox.qualified && strpbrk(data, " \t<>()\",;:\\") == NULL &&
	    strlcpy(address, data, DECISION_MAILBOX_SIZE) <
	    DECISION_MAILBOX_SIZE;
}

bool
policy_rewrite_address(const struct config *config,
    char address[DECISION_MAILBOX_SIZE], struct fault *fault)
{
	const char *login = config->host.caller.login();
	char domain[DOMAIN_SIZE];

	if (config->rewrite_from.kind != NULL)
		return find_address(config, login, address, fault);
	if (!config_qualify_domain(config, domain, fault))
		return false;
	(void)snprintf(address, DECISION_MAILBOX_SIZE, "%s@%s", login, domain);
	return true;
}

/* Is what a reader would show beside the new address another one? */
static bool
shows_another(const struct header *header, const char *address)
{
	struct fault fault = { .text = "" };

	return header->from_count > 0 &&
	    display_name_check(header->from, "From header",
		strrchr(address, '@') + 1, &fault) != DISPLAY_NAME_CLEAN;
}

bool
policy_rewrite_from(const struct config *config,
    const struct submission *submission, const struct header *header,
    const struct decision *decision, const char *address,
    struct rewrite *rewrite)
{
	if (config->on_refusal != CONFIG_REWRITE ||
	    (decision->reason != REASON_FROM_DOMAIN &&
		decision->reason != REASON_OWNER) ||
	    (decision->about != DECISION_FROM &&
		decision->about != DECISION_MADE) ||
	    rewrite_breaks(submission->head, header))
		return false;
	rewrite->address = address;
	rewrite->drop_name = shows_another(header, address);
	return true;
}
