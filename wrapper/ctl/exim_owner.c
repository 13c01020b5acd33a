/* SPDX-License-Identifier: ISC */
/*
 * Whose an address is, for Exim: the sources of `owner`, for local callers, and
 * what auth_match lets an authenticated user send as.
 *
 * What a file says is only ever compared with, or put behind a `<,` of ours as
 * a list, blanks made commas: it is not expanded, and names no file.
 */

#include "exim_rules.h"

#include <string.h>

/* The words beside a key that was looked up, as a list of Exim's. */
#define WORDS "<, ${sg{$acl_m_truefrom_data}{\\N[,\\s]+\\N}{,}}"

#define AT_DOMAIN "@${sg{$acl_arg1}{\\N^.*@\\N}{}}"

struct printer {
	FILE *out;
	bool cpanel; /* the source before is one that Exim cannot read */
};

/* A key that is there makes `.,DATA`. */
static void
print_data(FILE *out, const char *key, const char *text, const char *path)
{
	(void)fputs("  warn    set acl_m_truefrom_data = ", out);
	exim_print_lookup(out, key, text, path, ".,$value", "");
	(void)fputs("\n", out);
}

/* The source knows: it is his if the condition says so, and else not. */
static void
print_verdict(FILE *out, const char *condition)
{
	(void)fprintf(out,
	    "  accept  condition = ${if and{{!eq{$acl_m_truefrom_data}{}}\\\n"
	    "\t%s}}\n"
	    "  deny    !condition = ${if eq{$acl_m_truefrom_data}{}}\n",
	    condition);
}

static void
print_source(void *context, const char *text, const char *path)
{
	struct printer *printer = context;
	FILE *out = printer->out;

	(void)fprintf(out, "  # %s\n", text);
	printer->cpanel = strncmp(text, "cpanel;", strlen("cpanel;")) == 0;
	if (printer->cpanel) {
		(void)fputs("  # cannot be read by Exim, and is passed over: "
			    "put lsearch;/etc/userdomains behind it.\n",
		    out);
	} else if (strncmp(text, "login;", strlen("login;")) == 0) {
		print_data(out, "$acl_m_truefrom_login", "lsearch", path);
		print_verdict(out,
		    "{or{{inlist{*}{" WORDS "}}\\\n"
		    "\t{inlisti{$acl_arg1}{" WORDS "}}\\\n"
		    "\t{inlisti{" AT_DOMAIN "}{" WORDS "}}\\\n"
		    "\t{inlisti{${sg{$acl_arg1}{\\N^([^@+]+)\\+[^@]*@\\N}"
		    "{\\$1@}}}{" WORDS "}}}}");
	} else {
		print_data(out, "$acl_m_truefrom_domain", text, path);
		print_verdict(
		    out, "{inlist{$acl_m_truefrom_login}{" WORDS "}}");
	}
}

void
exim_print_owner(const struct config *config, FILE *out)
{
	struct printer printer = { .out = out };

	(void)fputs("\ntruefrom_owner:\n"
		    "  # Only a local caller has a login.\n"
		    "  accept  condition = ${if eq{$acl_m_truefrom_login}{}}\n"
		    "  accept  condition = ${if eq{$caller_uid}{0}}\n",
	    out);
	if (config->allow_domains != NULL)
		(void)fputs("  accept  condition = ${if match_domain"
			    "{$acl_m_truefrom_domain}"
			    "{+truefrom_allow_domains}}\n",
		    out);
	(void)fputs("  # There everybody is his own login; a bare `root` is "
		    "anybody's, and Exim has\n"
		    "  # given it this domain by now.\n"
		    "  accept  condition = ${if or{{eqi{$acl_arg1}"
		    "{$acl_m_truefrom_login@$acl_m_truefrom_host}}\\\n"
		    "\t{eq{$acl_arg1}{root@$acl_m_truefrom_host}}}}\n"
		    "  deny    condition = ${if eq{$acl_m_truefrom_domain}"
		    "{$acl_m_truefrom_host}}\n",
	    out);
	owners_read(config->owner, print_source, &printer);
	(void)fputs(printer.cpanel ? "  accept\n" : "  deny\n", out);
}

void
exim_print_granted(const struct config *config, FILE *out)
{
	(void)fputs("\ntruefrom_granted:\n"
		    "  accept  condition = ${if eqi{$acl_arg1}"
		    "{$acl_m_truefrom_id}}\n",
	    out);
	switch (config->auth_match) {
	case CONFIG_AUTH_DOMAIN:
		(void)fputs("  accept  condition = ${if eqi{" AT_DOMAIN "}"
			    "{@${sg{$acl_m_truefrom_id}{\\N^.*@\\N}{}}}}\n",
		    out);
		break;
	case CONFIG_AUTH_MAP:
		(void)fputs("  warn    set acl_m_truefrom_data = ,", out);
		exim_print_lookup(out, "$acl_m_truefrom_id",
		    config->auth_map_text, config->auth_map.path, "$value", "");
		(void)fputs("\n"
			    "  accept  condition = ${if or{{inlisti{$acl_arg1}"
			    "{" WORDS "}}\\\n"
			    "\t{inlisti{" AT_DOMAIN "}{" WORDS "}}}}\n",
		    out);
		break;
	case CONFIG_AUTH_ADDRESS:
	default:
		break;
	}
	(void)fputs("  deny\n", out);
}
