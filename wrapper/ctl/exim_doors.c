/* SPDX-License-Identifier: ISC */
/*
 * The ACLs that guard a door each: who it is that sends, whether he is judged,
 * and whether a refusal is one or is logged.
 */

#include "exim_rules.h"

#include <string.h>

/* Is the caller one of the users? */
static void
print_is_one_of(FILE *out, const struct users *users)
{
	(void)fputs("inlist{$caller_uid}{<, ", out);
	exim_print_uids(out, users);
	(void)fputs("}", out);
}

/* Is it only to be logged what this caller, if he is known, does? */
static void
print_monitor(const struct config *config, bool known, FILE *out)
{
	static const char logwrite[] =
	    "          logwrite = truefrom: monitor: $acl_m_truefrom_why\n";

	if (known && config->mode == CONFIG_MONITOR) {
		(void)fputs("  accept  !condition = ${if ", out);
		print_is_one_of(out, config->enforce_users);
		(void)fprintf(out, "}\n%s", logwrite);
	} else if (known && config->monitor_users != NULL) {
		(void)fputs("  accept  condition = ${if ", out);
		print_is_one_of(out, config->monitor_users);
		(void)fputs("}\n          !condition = ${if ", out);
		print_is_one_of(out, config->enforce_users);
		(void)fprintf(out, "}\n%s", logwrite);
	} else if (config->mode == CONFIG_MONITOR) {
		(void)fprintf(
		    out, "  accept  %s", logwrite + strspn(logwrite, " "));
	}
}

/* Has a message judged; `known` says that its caller is. */
static void
print_judging(const struct config *config, bool known, FILE *out)
{
	(void)fputs("  accept  acl = truefrom_judge\n", out);
	print_monitor(config, known, out);
	(void)fputs("  deny    message = $acl_m_truefrom_why\n"
		    "          log_message = truefrom: $acl_m_truefrom_why\n",
	    out);
}

/* The login of the real uid, by which the password database knows it. */
#define LOGIN                                                                  \
	"${if eq{$caller_uid}"                                                 \
	"{${extract{2}{:}{${lookup passwd{$sender_ident}{$value}}}}}"          \
	"{$sender_ident}{?}}"

void
exim_print_doors(const struct config *config, FILE *out)
{
	(void)fputs("\n" EXIM_ACL_NOT_SMTP ":\n"
		    "  # Exim's own bounces.\n"
		    "  accept  condition = ${if eq{$caller_uid}{$exim_uid}}\n",
	    out);
	if (config->trusted_users != NULL) {
		(void)fputs("  # trusted_users\n"
			    "  accept  condition = ${if ",
		    out);
		print_is_one_of(out, config->trusted_users);
		(void)fputs("}\n", out);
	}
	(void)fputs("  warn    set acl_m_truefrom_id =\n"
		    "          set acl_m_truefrom_login = " LOGIN "\n",
	    out);
	print_judging(config, true, out);
	(void)fputs(
	    "\n" EXIM_ACL_AUTHENTICATED ":\n"
	    "  accept  !authenticated = *\n"
	    "  # user+domain and user%domain are cPanel's ways to write "
	    "user@domain.\n"
	    "  warn    set acl_m_truefrom_login =\n"
	    "          set acl_m_truefrom_id = "
	    "${sg{${lc:$authenticated_id}}"
	    "{\\N^([^@%+]+)[%+]([a-z0-9-]+(?:\\.[a-z0-9-]+)+)\\z\\N}"
	    "{\\$1@\\$2}}\n"
	    "          set acl_m_truefrom_id = "
	    "${if match{$acl_m_truefrom_id}"
	    "{\\N^[^][\\x00-\\x20\\x7f\"(),:;<>@\\\\]+@[a-z0-9.-]+\\z\\N}"
	    "{$acl_m_truefrom_id}{?}}\n",
	    out);
	print_judging(config, false, out);
	(void)fputs("\n" EXIM_ACL_LOCAL ":\n"
		    "  accept  authenticated = *\n"
		    "  accept  hosts = :\n"
		    "          acl = " EXIM_ACL_NOT_SMTP "\n"
		    "  deny    hosts = :\n"
		    "          message = $acl_m_truefrom_why\n"
		    "          log_message = truefrom: $acl_m_truefrom_why\n"
		    "  accept  !hosts = <; @[] ; 127.0.0.0/8 ; ::1\n"
		    "  warn    set acl_m_truefrom_id =\n"
		    "          set acl_m_truefrom_login =\n",
	    out);
	print_judging(config, false, out);
}
