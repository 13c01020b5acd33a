/* SPDX-License-Identifier: ISC */
/*
 * The domain lists of truefrom.conf for Exim's main section.
 *
 * The grammar is Exim's already (Exim specification, chapter 10).  The names
 * get a prefix, because Debian and cPanel have lists of the same names, and
 * what truefrom.conf sets for itself (`@`, internationalised names) is written
 * out.
 */

#include "exim_rules.h"
#include "policy/listitem.h"

#include <string.h>

struct printer {
	const struct config *config;
	FILE *out;
	bool first; /* the next item is the first of its list */
};

/* The names that the rules give to lists of their own. */
static bool
is_taken(const char *name)
{
	return strcmp(name, "from_domains") == 0 || strcmp(name, "stamp") == 0;
}

static void
print_name(FILE *out, const char *name)
{
	(void)fprintf(out, "truefrom_%s%s", is_taken(name) ? "list_" : "",
	    name[0] == '\0' ? "from_domains" : name);
}

static void
print_list(void *context, const char *name)
{
	struct printer *printer = context;

	(void)fprintf(printer->out, "\ndomainlist ");
	print_name(printer->out, name);
	(void)fprintf(printer->out, " = ");
	printer->first = true;
}

static void
print_item(void *context, const struct listitem *item)
{
	struct printer *printer = context;
	const char *hostname = printer->config->primary_hostname;
	const char *kind = item->text + (item->negated ? 1 : 0);
	FILE *out = printer->out;

	/* What begins with `<` would choose a separator. */
	if (!printer->first || item->text[0] == '<')
		(void)fputs(printer->first ? "<: " : " : ", out);
	printer->first = false;
	if (item->negated)
		(void)fputs("! ", out);
	switch (item->kind) {
	case LISTITEM_TAIL:
		(void)fputc('*', out);
		exim_print_list_item(out, item->name);
		break;
	case LISTITEM_HOSTNAME:
		(void)fputs(hostname == NULL ? "@" : hostname, out);
		break;
	case LISTITEM_LIST:
		(void)fputc('+', out);
		print_name(out, item->name);
		break;
	case LISTITEM_LOOKUP:
		while (ascii_is_space(*kind))
			kind++;
		(void)fprintf(out, "%.*s;", (int)strcspn(kind, ";"), kind);
		exim_print_list_item(out, item->lookup.path);
		break;
	case LISTITEM_NAME:
	case LISTITEM_INTERFACE:
	case LISTITEM_FILE:
	default:
		exim_print_list_item(out, item->name);
		break;
	}
}

void
exim_print_lists(const struct config *config, FILE *out)
{
	struct printer printer = { .config = config, .out = out };
	const struct domainlist_reader reader = { print_list, print_item,
		&printer };

	domainlists_read(config->lists, &reader);
	(void)fputc('\n', out);
}
