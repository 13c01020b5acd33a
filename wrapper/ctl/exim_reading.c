/* SPDX-License-Identifier: ISC */
/*
 * How the rules for Exim read a message: the counterpart of policy/header.c and
 * policy/address*.c, as two regular expressions on the raw bytes.
 *
 * $h_From: will not do.  Exim decodes it, joins several, and finds fields by
 * the bytes `From:`, so `From :`, an encoded word that opens a comment, and a
 * second From all get past it.  $message_headers_raw is what will be sent.
 *
 * Both expressions say what is allowed, so that an error in matching (limits of
 * PCRE) refuses.  Loops are possessive: time is linear.
 */

#include "exim_rules.h"

/*
 * One From, under any spelling: a name of which `from` is left without blanks,
 * folds, controls, 8-bit bytes and `>`, at the start of a field or of a fold.
 * Before it stand only fields that all mail servers take for one.  $1 is its
 * value, with folds and line end.
 */
static const char one_from[] =
    "\\N(?i)\\A(?:(?!--)(?=[^:\\n]{1,100}:)(?=[!-9;-~]++[ \\t]*+:)"
    "(?&field))*+\\\n"
    "\tfrom:([^\\n]*+\\n(?:(?&fold))*+)(?:(?&field))*+\\z(?(DEFINE)\\\n"
    "\t(?<odd>[\\x00-\\t\\x0b-\\x20>\\x7f-\\xff]*+)\\\n"
    "\t(?<near>(?&odd)f(?&odd)r(?&odd)o(?&odd)m\\\n"
    "\t(?:[\\x00-\\t\\x0b-\\x20>\\x7f-\\xff]|\\n(?=[ \\t]))*+:)\\\n"
    "\t(?<line>(?!(?&near))[^\\n]*+\\n)\\\n"
    "\t(?<fold>(?=[ \\t])(?&line))\\\n"
    "\t(?<field>(?=[^ \\t])(?&line)(?:(?&fold))*+))\\N";

/*
 * One mailbox, $1@$2, in a value whose blanks are single: a name and an address
 * in angle brackets; an address that is its own name; an address alone; the
 * first and the last of these with a login for an address.  Quotes
 * and comments are held as narrowly as address_survey.c holds them, encoded
 * words are words.  A value of more than 250 bytes must have its only `@` where
 * sendmail does not cut.  Without a domain, $2 is empty.
 */
static const char one_mailbox[] =
    "\\N\\A(?=.{0,250}\\z|[^@]{262,}@[^@]*\\z)(?=.{0,1000}\\z)(?|\\\n"
    "\t(?:(?:\"(?:[^\"\\\\@]|\\\\[^@])*+\"|(?&comment)|"
    "[^\"()<>@,:\\\\])*+<|\\\n"
    "\t(?:(?&quoted)|(?&comment)|[^]\\[;\"()<>@,:\\\\])*+<)\\\n"
    "\t[ ]?((?&local))[ ]?@[ ]?((?&domain))\\.?[ ]?>"
    "(?&blank)\\z|\\\n"
    "\t([A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]++)@((?&domain))[ ]?<\\1@\\2>\\z|\\\n"
    "\t(?&plain)((?&local))[ ]?@[ ]?((?&domain))\\.?(?&plain)\\z|\\\n"
    "\t(?:\"(?:[^\"\\\\@]|\\\\[^@])*+\"|(?&comment)|"
    "[^\"()<>@,:\\\\])*+<[ ]?((?&login))()(?&blank)>(?&blank)\\z|\\\n"
    "\t(?&plain)((?&login))()(?&plain)\\z)"
    "(?(DEFINE)\\\n"
    "\t(?<quoted>\"(?:[^\"\\\\]*+|(?:[^\"\\\\@]|\\\\[^@])*+)\")\\\n"
    "\t(?<comment>\\((?:[^()\\\\@<>]|\\\\[^@<>]|(?&comment))*+\\))\\\n"
    "\t(?<blank>(?:[ ]|(?&comment))*+)\\\n"
    "\t(?<login>(?!\\S*=\\?\\S*\\?=)[A-Za-z0-9#$&'*+=?^_`{}~.-]++)\\\n"
    "\t(?<plain>(?:[ ]|\\([^()\\\\@<>]*+\\))*+)\\\n"
    "\t(?<local>(?![^@]*=\\?[^@]*\\?=)(?=[^@ ])(?&word)(?:\\.(?&word))*+)\\\n"
    "\t(?<word>\"(?:[^\"\\\\@<>]|\\\\[^@<>])*+\"|\\\n"
    "\t[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\x80-\\xff-]*+)\\\n"
    "\t(?<domain>(?=[A-Za-z0-9_.-]{1,253}+(?![A-Za-z0-9_.-]))\\\n"
    "\t(?&label)(?:\\.(?&label))*+|\\[[0-9A-Fa-fIPVipv:.]{2,60}\\])\\\n"
    "\t(?<label>(?!(?i:xn--)[A-Za-z0-9_-]*+(?<=-))\\\n"
    "\t[A-Za-z0-9_][A-Za-z0-9_-]{0,62}+))\\N";

/* Sets acl_m_truefrom_from to a dot and the raw value of the From. */
void
exim_print_reading(FILE *out)
{
	(void)fprintf(out,
	    "  warn    set acl_m_truefrom_why = The message header is 64 KiB "
	    "or more; shorten it.\n"
	    "  deny    condition = ${if >{${strlen:$message_headers_raw}}"
	    "{65535}}\n"
	    "  warn    set acl_m_truefrom_why = The message has not one From "
	    "header that all readers find (there is none, or a second, or "
	    "something like one); send it with one `From:`.\n"
	    "          set acl_m_truefrom_from = "
	    "${if match{$message_headers_raw}{%s}{.$1}}\n"
	    "  deny    condition = ${if eq{$acl_m_truefrom_from}{}}\n",
	    one_from);
}

static void
print_reject_message(const struct config *config, FILE *out)
{
	const char *text = config->reject_message;
	char byte[2] = "";

	for (; *text != '\0'; text++) {
		if (text[0] == '%' && text[1] == 'd') {
			(void)fputs("$acl_m_truefrom_domain", out);
			text++;
			continue;
		}
		byte[0] = *text;
		exim_print_text(out, byte);
	}
}

/* Sets acl_m_truefrom_address and _domain to what $acl_arg1 names, or refuses.
 */
static void
print_parsing(FILE *out)
{
	(void)fprintf(out,
	    "  warn    set acl_m_truefrom_value = ${sg{${sg{$acl_arg1}"
	    "{\\N\\s+\\N}{ }}}{\\N^ | $\\N}{}}\n"
	    "          set acl_m_truefrom_why = The $acl_arg2 `"
	    "${length_80:${sg{$acl_m_truefrom_value}{\\N[^ -~]\\N}{?}}}` is "
	    "not one clear address; write it as name@domain or \"Name\" "
	    "<name@domain>.\n"
	    "          set acl_m_truefrom_address = ${if and{\\\n"
	    "\t{!match{$acl_arg1}{\\N[\\x00-\\x08\\x0b-\\x1f\\x7f]\\N}}\\\n"
	    "\t{<{${strlen:$acl_arg1}}{8193}}\\\n"
	    "\t{match{$acl_m_truefrom_value}{%s}}}\\\n"
	    "\t{$1@${if eq{$2}{}{$acl_m_truefrom_host}{${lc:$2}}}}}\n"
	    "          set acl_m_truefrom_domain = "
	    "${sg{$acl_m_truefrom_address}{\\N^.*@\\N}{}}\n"
	    "  deny    condition = ${if eq{$acl_m_truefrom_address}{}}\n",
	    one_mailbox);
	(void)fputs(
	    "  deny    condition = ${if >{${strlen:$acl_m_truefrom_address}}"
	    "{256}}\n"
	    "  # Exim has put a `?` for a NUL.\n"
	    "  deny    condition = ${if match{$acl_m_truefrom_address}"
	    "{\\N\\?.*@\\N}}\n"
	    "  # Exim may have added the domain to what is a path to others.\n"
	    "  deny    condition = ${if eq{$acl_m_truefrom_domain}"
	    "{$acl_m_truefrom_host}}\n"
	    "          condition = ${if or{\\\n"
	    "\t{match{$acl_m_truefrom_address}{\\N[!%/|\\x80-\\xff]\\N}}\\\n"
	    "\t{match{$acl_m_truefrom_value}{\\N\"[^\"]*@[^\"]*\"\\N}}}}\n"
	    "  deny    condition = ${if match{$acl_m_truefrom_domain}"
	    "{\\N^\\[\\N}}\n"
	    "          !condition = ${if or{\\\n"
	    "\t{isip4{${sg{$acl_m_truefrom_domain}{\\N[][]\\N}{}}}}\\\n"
	    "\t{isip6{${sg{$acl_m_truefrom_domain}"
	    "{\\N^\\[ipv6:|\\]$\\N}{}}}}}}\n",
	    out);
}

/* The sentence of who has authenticated, and sends as another address. */
void
exim_print_spoofed(FILE *out, const char *address)
{
	(void)fprintf(out,
	    "  warn    set acl_m_truefrom_why = Your FROM address ( "
	    "${sg{%s}{\\N[^ -~]\\N}{?}} ) must match your authenticated email "
	    "user ( $acl_m_truefrom_id ). Treating this as a spoofed email.\n",
	    address);
}

/* The ACL that judges one value ($acl_arg1) of a header ($acl_arg2). */
void
exim_print_mailbox(const struct config *config, FILE *out)
{
	(void)fputs("truefrom_mailbox:\n", out);
	print_parsing(out);
	(void)fputs("  # Exim writes a Sender of its own, the caller's.\n"
		    "  accept  condition = ${if !eq{$acl_arg2}{From header}}\n"
		    "          condition = ${if eqi{$acl_m_truefrom_address}"
		    "{$acl_m_truefrom_login@$qualify_domain}}\n"
		    "  # Who has authenticated: only as himself.\n",
	    out);
	exim_print_spoofed(out, "$acl_m_truefrom_address");
	(void)fputs("  deny    condition = ${if !eq{$acl_m_truefrom_id}{}}\n"
		    "          !condition = ${if acl{{truefrom_granted}"
		    "{$acl_m_truefrom_address}}}\n"
		    "  warn    set acl_m_truefrom_why = ",
	    out);
	print_reject_message(config, out);
	(void)fputs("\n"
		    "  deny    !condition = ${if match_domain"
		    "{$acl_m_truefrom_domain}{+truefrom_from_domains}}\n",
	    out);
	if (config->sender_check == CONFIG_SENDER_DOMAIN)
		(void)fputs("  accept  condition = ${if eq{$acl_arg2}"
			    "{envelope sender}}\n",
		    out);
	if (config->owner != NULL)
		(void)fputs("  warn    set acl_m_truefrom_why = Sorry, "
			    "$acl_m_truefrom_domain belongs to another account "
			    "on this server; send as an address at one of your "
			    "own domains.\n"
			    "  deny    !condition = ${if acl{{truefrom_owner}"
			    "{$acl_m_truefrom_address}}}\n",
		    out);
	(void)fputs("  accept\n", out);
}
