/* SPDX-License-Identifier: ISC */
/*
 * postfix-rules, section limits: what truefrom refuses, or does, and Postfix
 * cannot be told.
 */

#include "postfix.h"

#include <stdio.h>

static const char *const always[] = {
	"A milter, or truefrom in the place of sendmail, can do what is "
	"listed here.",
	"",
	"two:  Postfix looks at one field at a time and cannot count: several "
	"From fields",
	"      pass if each is allowed.",
	"made: Where there is no From before the first line that is no field, "
	"Postfix makes",
	"      one of the envelope sender, which no header check sees; section "
	"local judges it.",
	"cut:  Postfix takes away a NUL with what follows it on its line, "
	"blanks before a",
	"      colon, and a From that follows a line that is no field is text. "
	" What is left",
	"      is judged, and arrives; truefrom refuses such a message.",
	"fold: A CR, vertical tab or form feed before a blank counts as a "
	"fold.",
	"",
	"A header is held against from_domains only: not against owner, nor "
	"against the login",
	"or the address that has authenticated.  Of these Postfix knows when "
	"it judges the",
	"envelope sender.",
	"When a header is refused Postfix's sendmail has already said yes: the "
	"refusal is a",
	"bounce to the envelope sender, a stranger perhaps while sender_check "
	"is off.",
	"postsuper -r hands mail to pickup again, also what came in: it would "
	"be refused and",
	"bounced to strangers.  Use postqueue -f and -i, or take the check "
	"out before.",
	"Who authenticates on port 25 has his envelope sender judged, but not "
	"his From, for",
	"mail from others comes in there: offer AUTH on submission and smtps "
	"alone.",
	"Who authenticates by a name without a domain owns no address, and may "
	"use none.",
	"Refused although truefrom lets them pass: comments in comments, "
	"backslashes in",
	"comments, dots between quoted strings, From longer than 1000 bytes.",
};

/* An option that is set, and has no effect on Postfix. */
static void
print_unless(bool unset, const char *what)
{
	if (!unset)
		postfix_remark("Not done: %s.", what);
}

static void
print_options(const struct config *config)
{
	print_unless(config->sender_check != CONFIG_SENDER_OFF,
	    "envelope senders of local callers (sender_check is off), so that "
	    "`made` is anybody's");
	print_unless(config->owner == NULL, "owner, for headers");
	print_unless(config->trusted_users == NULL,
	    "trusted_users, for headers: their mail From others is refused");
	print_unless(
	    config->enforce_users == NULL && config->monitor_users == NULL,
	    "enforce_users, monitor_users: mode is everybody's");
	print_unless(config->local_recipients == CONFIG_LOCAL_JUDGE,
	    "local_recipients = pass");
	print_unless(
	    config->display_name_check == CONFIG_OFF, "display_name_check");
	print_unless(config->header_check == CONFIG_OFF, "header_check");
	print_unless(config->max_recipients == 0, "max_recipients");
	print_unless(config->on_refusal == CONFIG_REFUSE,
	    "on_refusal = rewrite: it is refused");
	print_unless(config->trace_header == CONFIG_NO, "trace_header");
	print_unless(config->account_log == NULL, "account_log");
	print_unless(config->auth_match != CONFIG_AUTH_DOMAIN,
	    "auth_match = domain: it has to be the user's own address; use "
	    "`map`, and grant @domain");
}

/* Items that match addresses or what is made of names, which rules cannot. */
static void
print_lists(const struct postfix *postfix)
{
	size_t i;
	bool tails = false;

	for (i = 0; i < postfix->domains.count; i++)
		tails |= postfix->domains.items[i].tail;
	print_unless(
	    !tails || postfix->config->sender_check == CONFIG_SENDER_OFF,
	    "items that stand for many domains (*tail, partial-), for "
	    "envelope senders of local callers");
	print_unless(!domainlist_has_interfaces(postfix->config->from_domains),
	    "the addresses that @[] stands for: write them into the list");
}

bool
postfix_print_limits(const struct postfix *postfix)
{
	size_t i;

	for (i = 0; i < sizeof(always) / sizeof(*always); i++)
		postfix_remark("%s", always[i]);
	print_options(postfix->config);
	if (postfix->monitor)
		postfix_remark("Not done: in monitor mode no envelope sender "
			       "of a local caller is judged.");
	print_lists(postfix);
	return true;
}
