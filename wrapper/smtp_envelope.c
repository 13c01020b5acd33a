/* SPDX-License-Identifier: ISC */
/*
 * The envelope of RFC 5321 2.3.1, as far as the policy asks for it.
 */

#include "smtp_envelope.h"

#include <string.h>

void
smtp_envelope_forget(struct smtp_envelope *envelope)
{
	envelope->mail = false;
	envelope->replaced = false;
	envelope->recipients = 0;
	envelope->foreign = false;
}

void
smtp_envelope_offer(struct smtp_envelope *envelope, const struct config *config,
    struct smtp_command *command)
{
	char address[DECISION_MAILBOX_SIZE];
	struct fault fault;

	envelope->replaced = false;
	if (config->on_refusal != CONFIG_REWRITE ||
	    config_mode(config) == CONFIG_MONITOR ||
	    policy_judge_sender(config, command->address, &envelope->refused) ||
	    envelope->refused.reason != REASON_SENDER ||
	    !policy_rewrite_address(config, address, &fault))
		return;
	envelope->replaced = smtp_command_set_address(command, address);
}

void
smtp_envelope_take(struct smtp_envelope *envelope, const struct config *config,
    const struct smtp_command *command)
{
	if (command->verb == SMTP_MAIL) {
		envelope->mail = true;
		(void)strlcpy(envelope->sender, command->address,
		    sizeof(envelope->sender));
		return;
	}
	envelope->recipients++;
	if (config->local_recipients == CONFIG_LOCAL_PASS &&
	    !policy_is_local(config, str_of(command->address)))
		envelope->foreign = true;
}
