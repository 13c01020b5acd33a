/* SPDX-License-Identifier: ISC */
/*
 * truefromctl exim-acl: the rules of truefrom.conf for Exim.
 */

#include "ctl.h"
#include "exim_rules.h"

#include <string.h>
#include <sysexits.h>

static const char preface[] =
    "# The rules of truefrom.conf for Exim 4.94 and later, made by "
    "`truefromctl "
    "exim-acl`.\n"
    "# They take effect when this text is in Exim's configuration, and are to "
    "be made\n"
    "# again after a change of truefrom.conf, or of who is in a group that it "
    "names.\n"
    "# `truefromctl exim-check` says which doors they guard; see "
    "truefromctl(8).\n"
    "#\n"
    "# What Exim cannot be asked, and truefrom alone does:\n"
    "#   display_name_check, header_check, on_refusal = rewrite, "
    "trace_header,\n"
    "#   account_log; local_recipients = pass (such mail is judged here);\n"
    "#   whether list files are safe from others than root;\n"
    "#   bytes that Exim has changed by then: NUL (`?`), a bare CR (a fold), "
    "what stood\n"
    "#   where it ended the header;\n"
    "#   a From that Exim has added, or completed with its qualify_domain, "
    "is judged\n"
    "#   as it is then.\n"
    "# Stricter here: a header of 64 KiB or more, a domain that is not ASCII "
    "(it must be\n"
    "# written as xn--..., in list files, too), and a fold that begins like a "
    "From.\n"
    "# Other here: a regular expression in a list file, which truefrom "
    "refuses to read,\n"
    "# is one to Exim.\n"
    "# Not seen here: who sends without AUTH because he fetched his mail "
    "before (POP\n"
    "# before SMTP); an authenticator that sets no address "
    "(server_set_id) is refused.\n"
    "# What routers and transports do to a From comes after.\n";

static void
print_heading(enum exim_section section)
{
	(void)printf("\n# --section %s\n# %s\n", exim_places[section].name,
	    exim_places[section].place);
}

/* All that makes a configuration of its own, for those who have none. */
static void
print_all(const struct config *config, const char *stamp)
{
	(void)fputs(preface, stdout);
	print_heading(EXIM_MAIN);
	exim_rules_print(config, EXIM_MAIN, stamp, stdout);
	(void)fputs("\nacl_not_smtp = truefrom_check_not_smtp\n"
		    "acl_smtp_data = truefrom_check_data\n",
	    stdout);
	print_heading(EXIM_ACL);
	(void)fputs("begin acl\n\n", stdout);
	exim_rules_print(config, EXIM_ACL, stamp, stdout);
	print_heading(EXIM_NOT_SMTP);
	(void)fputs("truefrom_check_not_smtp:\n", stdout);
	exim_rules_print(config, EXIM_NOT_SMTP, stamp, stdout);
	print_heading(EXIM_SMTP_DATA);
	(void)fputs("truefrom_check_data:\n", stdout);
	exim_rules_print(config, EXIM_SMTP_DATA, stamp, stdout);
}

static bool
find_section(const char *name, enum exim_section *section)
{
	for (*section = 0; *section < EXIM_SECTIONS; (*section)++)
		if (strcmp(exim_places[*section].name, name) == 0)
			return true;
	return false;
}

/* The context is a section, or NULL for all of them. */
static int
print(const struct config *config, const char *path, void *context)
{
	const enum exim_section *section = context;
	char stamp[EXIM_STAMP_SIZE];
	struct fault fault;

	(void)path;
	if (!exim_rules_stamp(config, stamp, &fault)) {
		(void)fprintf(stderr, "%s\n", fault.text);
		return EX_OSERR;
	}
	if (section == NULL)
		print_all(config, stamp);
	else
		exim_rules_print(config, *section, stamp, stdout);
	return EX_OK;
}

int
ctl_exim_acl(int argc, char *argv[])
{
	const char *file = NULL, *name = NULL;
	const struct ctl_option options[] = { { "-c", &file, NULL },
		{ "--section", &name, NULL }, { 0 } };
	enum exim_section section;

	if (!ctl_read_only_options(argc, argv, options))
		return EX_USAGE;
	if (name != NULL && !find_section(name, &section))
		return ctl_usage_error("there is no section", name);
	return ctl_with_config(file, print, name == NULL ? NULL : &section);
}
