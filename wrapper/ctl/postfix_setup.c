/* SPDX-License-Identifier: ISC */
/*
 * postfix-rules, sections setup and renew: commands for sh(1) that put the
 * files into force and keep them fresh.
 */

#include "postfix.h"

#include <stdio.h>
#include <string.h>

static void
print_quoted(const char *text)
{
	(void)putchar('\'');
	for (; *text != '\0'; text++)
		if (*text == '\'')
			(void)fputs("'\\''", stdout);
		else
			(void)putchar(*text);
	(void)putchar('\'');
}

/* A file is there whole, or as it was. */
static void
print_files(const struct postfix *postfix)
{
	(void)fputs("set -eu\n"
		    "umask 022\n"
		    "cd \"$(postconf -h config_directory)\"\n"
		    "for part in from local auth; do\n"
		    "\ttruefromctl postfix-rules",
	    stdout);
	if (strcmp(postfix->path, TRUEFROM_CONFIG) != 0) {
		(void)fputs(" -c ", stdout);
		print_quoted(postfix->path);
	}
	(void)fputs(" --section $part > truefrom-$part.new\n"
		    "\tmv truefrom-$part.new truefrom-$part\n"
		    "done\n",
	    stdout);
}

bool
postfix_print_renew(const struct postfix *postfix)
{
	postfix_remark("The files hold copies of the lists.  Make them anew "
		       "when a list changes: put this");
	postfix_remark("into /etc/cron.hourly/truefrom-postfix, with "
		       "#!/bin/sh before it, or into a hook.");
	print_files(postfix);
	(void)puts("postfix reload");
	return true;
}

/* What depends on how the mail server is laid out. */
static void
print_by_hand(void)
{
	static const char *const lines[] = {
		"By hand, if programs here speak SMTP to 127.0.0.1:25 without "
		"a password: a service",
		"of its own for each address, in place of smtp/inet, which "
		"must not be judged, for",
		"mail comes in by it (and by those of content filters):",
		"\tpostconf -M 'ADDRESS:25/inet=ADDRESS:25 inet n - - - - "
		"smtpd'",
		"\tpostconf -M '127.0.0.1:25/inet=127.0.0.1:25 inet n - - - - "
		"smtpd'",
		"\tpostconf -P 127.0.0.1:25/inet/cleanup_service_name=truefrom",
		"\tpostconf -MX smtp/inet; postfix stop; postfix start",
		"To be rid of it all:",
		"\tpostconf -X local_login_sender_maps "
		"smtpd_sender_login_maps",
		"\tpostconf -PX '*/*/cleanup_service_name'; postconf -MX "
		"truefrom/unix",
		"\tand take reject_authenticated_sender_login_mismatch out of "
		"smtpd_sender_restrictions",
	};
	size_t i;

	for (i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		postfix_remark("%s", lines[i]);
}

bool
postfix_print_setup(const struct postfix *postfix)
{
	bool senders = postfix->config->sender_check != CONFIG_SENDER_OFF &&
	    !postfix->monitor;

	postfix_remark("As root: truefromctl postfix-rules --section setup | "
		       "sh");
	print_files(postfix);
	(void)fputs(
	    "# A cleanup(8) with checks, and pickup(8), which calls it.\n"
	    "postconf -M 'truefrom/unix=truefrom unix n - - - 0 cleanup'\n"
	    "postconf -P \\\n"
	    "    'truefrom/unix/header_checks="
	    "regexp:$config_directory/truefrom-from' \\\n"
	    "    truefrom/unix/mime_header_checks= \\\n"
	    "    truefrom/unix/nested_header_checks= \\\n"
	    "    pickup/unix/cleanup_service_name=truefrom\n"
	    "# Envelope senders of sendmail's callers.\n",
	    stdout);
	if (senders)
		(void)puts("postconf 'local_login_sender_maps="
			   "regexp:$config_directory/truefrom-local'");
	else
		(void)puts("postconf -X local_login_sender_maps");
	(void)printf(
	    "# Of the authenticated; services that have restrictions of their "
	    "own.\n"
	    "first='%sreject_authenticated_sender_login_mismatch'\n"
	    "ours='s/\\(warn_if_reject[, ]*\\)*"
	    "reject_authenticated_sender_login_mismatch[, ]*//'\n"
	    "postconf 'smtpd_sender_login_maps="
	    "regexp:$config_directory/truefrom-auth'\n"
	    "rest=$(postconf -h smtpd_sender_restrictions | sed \"$ours\")\n"
	    "postconf \"smtpd_sender_restrictions=$first $rest\"\n"
	    "for service in submission submissions smtps; do\n"
	    "\ttest \"$(postconf -M $service/inet 2> /dev/null)\" || continue\n"
	    "\tpostconf -P $service/inet/cleanup_service_name=truefrom\n"
	    "\tname=$service/inet/smtpd_sender_restrictions\n"
	    "\ttest \"$(postconf -P $name 2> /dev/null)\" || continue\n"
	    "\trest=$(postconf -Ph $name | sed \"$ours\")\n"
	    "\tpostconf -P \"$name=$(echo $first $rest | tr ' ' ,)\"\n"
	    "done\n"
	    "postfix check\n"
	    "! postfix status 2> /dev/null || postfix reload\n",
	    postfix->monitor ? "warn_if_reject " : "");
	print_by_hand();
	return true;
}
