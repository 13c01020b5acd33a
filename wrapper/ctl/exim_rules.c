/* SPDX-License-Identifier: ISC */
/*
 * The rules of truefrom.conf for Exim 4.94 and later (Exim specification,
 * chapters 10, 11 and 43).
 *
 * Every door has an ACL of its own; each asks truefrom_judge, which leaves its
 * sentence in acl_m_truefrom_why.  A door lets everything pass that is not its
 * business, so that its one line can stand at the beginning of any ACL.
 *
 * What comes from a message, a client or a list file is data all the way: it is
 * compared, matched and looked up, and never expanded again, and it is no file
 * name (Exim calls it tainted).
 */

#include "exim_rules.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

const struct exim_place exim_places[EXIM_SECTIONS] = {
	[EXIM_MAIN] = { "main", "the main section, before the first `begin`" },
	[EXIM_ACL] = { "acl", "named ACLs, behind `begin acl`" },
	[EXIM_NOT_SMTP] = { "acl_not_smtp",
	    "an ACL for `acl_not_smtp`, if there is none" },
	[EXIM_SMTP_DATA] = { "acl_smtp_data",
	    "an ACL for `acl_smtp_data`, if there is none" },
	[EXIM_AUTHENTICATED] = { "authenticated",
	    "at the beginning of the ACL that acl_smtp_data names: "
	    "authenticated users" },
	[EXIM_LOCAL] = { "local",
	    "at the beginning of the ACL that acl_smtp_data names: -bs, and "
	    "SMTP from this host" },
	[EXIM_CPANEL_NOT_SMTP] = { "custom_begin_outgoing_notsmtp_checkall",
	    "the box of this name in cPanel's Advanced Editor" },
	[EXIM_CPANEL_SMTP] = { "custom_begin_outgoing_smtp_checkall",
	    "the box of this name in cPanel's Advanced Editor" },
};

/* What is asked besides who the message is From. */
static void
print_limits(const struct config *config, FILE *out)
{
	if (config->max_recipients > 0)
		(void)fprintf(out,
		    "  warn    set acl_m_truefrom_why = The message has "
		    "$recipients_count recipients, and %u are allowed "
		    "(max_recipients); send it in several parts.\n"
		    "  deny    condition = ${if >{$recipients_count}{%u}}\n",
		    config->max_recipients, config->max_recipients);
	if (config->message_size_limit > 0)
		(void)fprintf(out,
		    "  warn    set acl_m_truefrom_why = The message is larger "
		    "than %lld bytes (message_size_limit); shorten it.\n"
		    "  deny    condition = ${if >{$message_size}{%lld}}\n",
		    (long long)config->message_size_limit,
		    (long long)config->message_size_limit);
}

/* The other headers that name an author, one a line. */
static void
print_other_authors(const struct config *config, FILE *out)
{
	const char *parted = "";
	size_t i;

	if (config->from_header_count < 2)
		return;
	(void)fputs("  warn    set acl_m_truefrom_authors = "
		    "${sg{${sg{$message_headers_raw}{\\N\\n[ \\t]\\N}{ }}}"
		    "{\\N(?im)^(?!(?:",
	    out);
	for (i = 0; i < config->from_header_count; i++) {
		if (strcasecmp(config->from_headers[i], "from") == 0)
			continue;
		(void)fprintf(out, "%s%s", parted, config->from_headers[i]);
		parted = "|";
	}
	(void)fprintf(out,
	    ")\\s*+:)[^\\n]*+\\n\\N}{}}\n"
	    "          set acl_m_truefrom_why = The message has more than "
	    "%d headers that name an author; remove some.\n"
	    "  deny    condition = ${if >{${listcount:"
	    "<\\n $acl_m_truefrom_authors}}{%d}}\n"
	    "  deny    condition = ${if forany"
	    "{<\\n $acl_m_truefrom_authors}{!acl{{truefrom_mailbox}\\\n"
	    "\t{${sg{$item}{\\N^[^:]*:\\N}{}}}\\\n"
	    "\t{${sg{$item}{\\N\\s*:.*$\\N}{}} header}}}}\n",
	    CONFIG_HEADERS_MAX, CONFIG_HEADERS_MAX);
}

/* An authenticated user's is his; a local caller's, by sender_check. */
static void
print_envelope(const struct config *config, FILE *out)
{
	exim_print_spoofed(out, "$sender_address");
	(void)fputs("  deny    condition = ${if and{{!eq{$acl_m_truefrom_id}{}}"
		    "{!eq{$sender_address}{}}}}\n"
		    "          !condition = ${if acl{{truefrom_granted}"
		    "{$sender_address}}}\n",
	    out);
	if (config->sender_check == CONFIG_SENDER_OFF)
		return;
	(void)fprintf(out,
	    "  deny    !condition = ${if eq{$sender_address}{}}\n"
	    "          !condition = ${if acl{{truefrom_mailbox}"
	    "{$sender_address}{envelope sender}}}\n"
	    "          set acl_m_truefrom_why = Sorry, the envelope "
	    "sender ${sg{$sender_address}{\\N[^ -~]\\N}{?}} %s; use an "
	    "address at one of your own domains.\n",
	    config->sender_check == CONFIG_SENDER_OWNER ?
		"is not of a domain of this server, or belongs to another "
		"account" :
		"is not of a domain of this server");
}

/* What Exim adds to an address without a domain, as truefrom knows it. */
static void
print_host(const struct config *config, FILE *out)
{
	char domain[DOMAIN_SIZE];
	struct fault fault;

	if (!config_qualify_domain(config, domain, &fault))
		(void)strlcpy(domain, "$qualify_domain", sizeof(domain));
	(void)fprintf(out, "  warn    set acl_m_truefrom_host = %s\n", domain);
}

static void
print_judge(const struct config *config, FILE *out)
{
	(void)fputs("truefrom_judge:\n", out);
	print_host(config, out);
	(void)fputs("  warn    set acl_m_truefrom_why = The login you have "
		    "authenticated as has no domain, so no address can be held "
		    "against it; log in as name@domain.\n"
		    "  deny    condition = ${if eq{$acl_m_truefrom_id}{?}}\n",
	    out);
	exim_print_reading(out);
	(void)fputs("  deny    !condition = ${if acl{{truefrom_mailbox}"
		    "{${substr_1:$acl_m_truefrom_from}}{From header}}}\n",
	    out);
	print_other_authors(config, out);
	print_envelope(config, out);
	print_limits(config, out);
	/* They would be kept with the message. */
	(void)fputs("  accept  set acl_m_truefrom_from =\n"
		    "          set acl_m_truefrom_authors =\n\n",
	    out);
}

static void
print_acls(const struct config *config, FILE *out)
{
	print_judge(config, out);
	exim_print_mailbox(config, out);
	if (config->owner != NULL)
		exim_print_owner(config, out);
	exim_print_granted(config, out);
	exim_print_doors(config, out);
}

#define REQUIRE(ACL) "  require acl = " ACL "\n"

void
exim_rules_print(const struct config *config, enum exim_section section,
    const char *stamp, FILE *out)
{
	switch (section) {
	case EXIM_MAIN:
		(void)fprintf(out, "domainlist " EXIM_STAMP " = %s", stamp);
		exim_print_lists(config, out);
		break;
	case EXIM_ACL:
		print_acls(config, out);
		break;
	case EXIM_NOT_SMTP:
		(void)fputs(REQUIRE(EXIM_ACL_NOT_SMTP) "  accept\n", out);
		break;
	case EXIM_SMTP_DATA:
		(void)fputs(REQUIRE(EXIM_ACL_AUTHENTICATED)
				REQUIRE(EXIM_ACL_LOCAL) "  accept\n",
		    out);
		break;
	case EXIM_AUTHENTICATED:
		(void)fputs(REQUIRE(EXIM_ACL_AUTHENTICATED), out);
		break;
	case EXIM_LOCAL:
		(void)fputs(REQUIRE(EXIM_ACL_LOCAL), out);
		break;
	case EXIM_CPANEL_NOT_SMTP:
		(void)fputs(REQUIRE(EXIM_ACL_NOT_SMTP), out);
		break;
	case EXIM_CPANEL_SMTP:
	default:
		(void)fputs(REQUIRE(EXIM_ACL_AUTHENTICATED)
				REQUIRE(EXIM_ACL_LOCAL),
		    out);
		break;
	}
}

bool
exim_rules_stamp(const struct config *config, char stamp[EXIM_STAMP_SIZE],
    struct fault *fault)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
	char *text = NULL;
	size_t len = 0, i;
	FILE *out = open_memstream(&text, &len);
	bool good = out != NULL;

	if (good) {
		exim_rules_print(config, EXIM_MAIN, "", out);
		exim_rules_print(config, EXIM_ACL, "", out);
		good = fclose(out) == 0;
	}
	if (!good)
		fault_set(
		    fault, "There is no memory for the rules; try again.");
	for (i = 0; good && i < len; i++)
		hash =
		    (hash ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
	(void)snprintf(stamp, EXIM_STAMP_SIZE, "%016" PRIx64, hash);
	free(text);
	return good;
}
