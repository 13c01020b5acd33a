/* SPDX-License-Identifier: ISC */
/*
 * postfix-rules, section from: header_checks(5) for a cleanup(8) that gets
 * only what is submitted here.
 *
 * Postfix shows a check one field at a time, folds and all, after it has taken
 * away blanks before the colon, what follows a NUL, and CR at the ends of
 * lines.  What is no field to it is never shown.  Its daemons run in the C
 * locale: a byte that is neither of [:print:] nor of [:cntrl:] is one of UTF-8.
 *
 * The grammar is that of policy/address.c, as far as a regular expression goes.
 */

#include "postfix.h"

#include "policy/domain.h"

#include <stdio.h>

/* As in address.c, but blanks are counted one by one, and the name, too. */
#define VALUE_MAX "1000"
#define WIDTH_MAX "256"
#define CUT_MAX "268"

#define BLANK "[[:space:]]?[[:blank:]]"
#define BLANKS "(" BLANK ")*"
#define COMMENT "\\(([^()\\\\@<>[:cntrl:]]|" BLANK ")*\\)"
#define CFWS "(" BLANK "|" COMMENT ")*"
#define QUOTED "\"([^\"\\\\@[:cntrl:]]|" BLANK "|\\\\[^@[:cntrl:]])*\""
#define QUOTED_AT "\"([^\"\\\\[:cntrl:]]|" BLANK ")*\""
#define WORDS "([^\"(),:<>@\\\\[:cntrl:]]|" BLANK "|" QUOTED "|" COMMENT ")*"
#define WORDS_AT                                                               \
	"([^][\"(),:;<>@\\\\[:cntrl:]]|" BLANK "|" QUOTED "|" QUOTED_AT        \
	"|" COMMENT ")*"
#define ATOM "[^][\"(),:;<>@\\\\[:cntrl:][:space:]]+"
#define LOCAL "(" ATOM "|\"([^\"\\\\@<>[:cntrl:]]|\\\\[^@<>[:cntrl:]])+\")"
#define DOMAIN "(" ATOM "|\\[[^][\"(),;<>@\\\\[:cntrl:][:space:]]+\\])"
#define ADDRESS LOCAL BLANKS "@" BLANKS DOMAIN
#define LOGIN "[a-z0-9#$&'*+=^_`{}~.-]+"

#define ENCLOSED(SPEC) "<" BLANKS SPEC BLANKS ">" CFWS

/* What a value may be; see check_phrase() about @ in quotes and `;[]`. */
static const struct form {
	const char *what;
	const char *pattern;
	const char *flags; /* `i`: case matters */
} forms[] = {
	{ "Name <user@domain>", WORDS ENCLOSED(ADDRESS), "" },
	{ "\"x@y\" <user@domain>", WORDS_AT ENCLOSED(ADDRESS), "" },
	{ "user@domain (Name)", CFWS ADDRESS CFWS, "" },
	{ "Name <login>", WORDS ENCLOSED(LOGIN), "" },
	{ "login (Name)", CFWS LOGIN CFWS, "" },
	{ "user@domain <user@domain>",
	    "[[:space:]]*(" ATOM "@" ATOM ")[[:space:]]*<\\1>[[:space:]]*",
	    "i" },
};

#define FORMS (sizeof(forms) / sizeof(*forms))

/*
 * From the @ of the address, which is the last one, since comments have none,
 * to the end.
 */
#define AT "@[[:space:]]*"
#define END "[.]?([>([:space:]][^@]*)?$"

/* What careless readers leave out of a field's name. */
#define JUNK "[^!-=?-~]*"

static const char *
action(const struct postfix *postfix)
{
	return postfix->monitor ? "WARN" : "REJECT 5.7.1";
}

static void
print_names(const struct config *config)
{
	size_t i;

	for (i = 0; i < config->from_header_count; i++)
		(void)printf(
		    "%s%s", i == 0 ? "" : "|", config->from_headers[i]);
}

static void
print_foreign(const struct postfix *postfix, const char *domain)
{
	(void)printf("%s ", action(postfix));
	postfix_print_message(postfix->config->reject_message, domain);
	(void)putchar('\n');
}

static void
print_unclear(const struct postfix *postfix)
{
	(void)printf("/^/ %s The header that names the author is not one clear "
		     "mailbox; write it as \"Name\" <name@domain>.\n",
	    action(postfix));
}

static void
print_forms(const struct postfix *postfix)
{
	size_t i;

	(void)printf("/^.{" VALUE_MAX "}/ %s The header that names the author "
		     "is longer than " VALUE_MAX " bytes; shorten it.\n",
	    action(postfix));
	(void)printf("if /^.{" WIDTH_MAX "}/\n"
		     "/^[^@]{0," CUT_MAX "}@/ %s The header that names the "
		     "author is so long that sendmail would cut the address; "
		     "shorten it.\n"
		     "/\"[^\"]*@[^\"]*\"/ %s The header that names the author "
		     "is so long that sendmail would cut the address; "
		     "shorten it.\n"
		     "endif\n",
	    action(postfix), action(postfix));
	(void)printf("/=\\?[^@<>[:space:]]*\\?=[^@<>[:space:]]*@/ %s The "
		     "header that names the author has an encoded word in "
		     "the address; encode only the display name.\n",
	    action(postfix));
	for (i = 0; i < FORMS; i++) {
		postfix_remark("if it is not: %s", forms[i].what);
		(void)printf(
		    "if !/^[^:]*:%s$/%s\n", forms[i].pattern, forms[i].flags);
	}
	print_unclear(postfix);
	for (i = 0; i < FORMS; i++)
		(void)puts("endif");
}

static void
print_domain(const struct postfix *postfix,
    const struct domainlist_pattern *pattern, const char *text)
{
	(void)fputs("/" AT, stdout);
	if (pattern->tail)
		(void)fputs("([^@<>()[:space:]]*", stdout);
	else
		(void)putchar('(');
	postfix_print_literal(text);
	(void)fputs(")" END "/ ", stdout);
	if (pattern->allowed)
		(void)puts("DUNNO");
	else
		print_foreign(postfix, "${1}");
}

static void
print_domains(const struct postfix *postfix)
{
	char unicode[1 + DOMAIN_SIZE] = ".";
	size_t i;

	for (i = 0; i < postfix->domains.count; i++) {
		const struct domainlist_pattern *pattern =
		    &postfix->domains.items[i];
		bool dotted = pattern->text[0] == '.';

		print_domain(postfix, pattern, pattern->text);
		if (domain_unicode(pattern->text + dotted, unicode + 1))
			print_domain(postfix, pattern, unicode + !dotted);
	}
}

bool
postfix_print_from(const struct postfix *postfix)
{
	postfix_remark("Headers that name an author: header_checks(5) of mail "
		       "that is submitted here.");
	(void)fputs("if /^(", stdout);
	print_names(postfix->config);
	(void)puts(")[[:blank:]]*:/");
	print_forms(postfix);
	(void)fputs("/^[^@]*$/ ", stdout);
	if (postfix->qualified)
		(void)puts("DUNNO");
	else
		print_foreign(postfix, postfix->qualify_domain);
	print_domains(postfix);
	(void)fputs(
	    "/" AT "([^@<>()[:space:]]*[^.@<>()[:space:]])" END "/ ", stdout);
	print_foreign(postfix, "${1}");
	print_unclear(postfix);
	(void)puts("endif");
	postfix_remark("What some readers take for a From.");
	(void)puts("if !/^from[[:blank:]]*:/");
	(void)printf("/^" JUNK "f" JUNK "r" JUNK "o" JUNK "m" JUNK ":/ %s The "
		     "message has a header that looks like a From; remove it, "
		     "or write it as From:.\n",
	    action(postfix));
	(void)puts("endif");
	return true;
}
