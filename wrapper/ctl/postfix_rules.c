/* SPDX-License-Identifier: ISC */
/*
 * truefromctl postfix-rules: what Postfix (3.6 and up) can be told of the same
 * policy, for those who do not come through truefrom.
 */

#include "postfix.h"

#include "wrapper/host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

static const struct section {
	const char *name;
	const char *what;
	bool (*print)(const struct postfix *);
} sections[] = {
	{ "limits", "what Postfix cannot be told", postfix_print_limits },
	{ "setup", "commands, once and after a change of truefrom.conf",
	    postfix_print_setup },
	{ "renew", "commands, for cron: the lists are written out in the files",
	    postfix_print_renew },
	{ "from", "the file truefrom-from", postfix_print_from },
	{ "local", "the file truefrom-local", postfix_print_local },
	{ "auth", "the file truefrom-auth", postfix_print_auth },
};

#define SECTIONS (sizeof(sections) / sizeof(*sections))

bool
postfix_allows(const struct postfix *postfix, const char *domain)
{
	struct domainlist_rule rule;
	struct fault fault;

	return domainlist_match(postfix->config->from_domains, domain, &rule,
		   &fault) == DOMAINLIST_YES;
}

/* Writes the lists out; false with the fault set. */
static bool
read_lists(struct postfix *postfix, struct fault *fault)
{
	const struct config *config = postfix->config;

	return domainlist_patterns(config->from_domains, config->arena,
		   &postfix->domains, fault) &&
	    (config->allow_domains == NULL ||
		domainlist_patterns(config->allow_domains, config->arena,
		    &postfix->free_domains, fault));
}

static bool
print_all(const struct postfix *postfix)
{
	size_t i;

	for (i = 0; i < SECTIONS; i++) {
		(void)printf("%s# ---- %s: %s\n", i == 0 ? "" : "\n",
		    sections[i].name, sections[i].what);
		if (!sections[i].print(postfix))
			return false;
	}
	return true;
}

/* The context points to a section, or to NULL for all of them. */
static int
print_rules(const struct config *config, const char *path, void *context)
{
	const struct section *const *section = context;
	char qualify_domain[DOMAIN_SIZE];
	struct postfix postfix = { .config = config,
		.path = path,
		.qualify_domain = qualify_domain,
		.monitor = config->mode == CONFIG_MONITOR };
	struct fault fault;
	bool good = config_qualify_domain(config, qualify_domain, &fault) &&
	    read_lists(&postfix, &fault);

	if (!good) {
		(void)fprintf(stderr, "%s\n", fault.text);
	} else {
		postfix.qualified = postfix_allows(&postfix, qualify_domain);
		good = *section == NULL ? print_all(&postfix) :
					  (*section)->print(&postfix);
	}
	free(postfix.domains.items);
	free(postfix.free_domains.items);
	return good ? EX_OK : EX_CONFIG;
}

static const struct section *
find_section(const char *name)
{
	size_t i;

	for (i = 0; i < SECTIONS; i++)
		if (strcmp(sections[i].name, name) == 0)
			return &sections[i];
	return NULL;
}

int
ctl_postfix_rules(int argc, char *argv[])
{
	const char *file = NULL, *name = NULL;
	const struct ctl_option options[] = { { "-c", &file, NULL },
		{ "--section", &name, NULL }, { 0 } };
	const struct section *section = NULL;

	if (!ctl_read_only_options(argc, argv, options))
		return EX_USAGE;
	if (name != NULL && (section = find_section(name)) == NULL)
		return ctl_usage_error("there is no section", name);
	return ctl_with_config(file, print_rules, &section);
}
