/* SPDX-License-Identifier: ISC */
/*
 * postfix-rules, section local: local_login_sender_maps (Postfix 3.6), which
 * says by login what envelope sender Postfix's own sendmail may be given.
 *
 * Whoever has something of his own gets a line; the last is for all others.
 */

#include "postfix.h"

#include "policy/users.h"

#include <pwd.h>
#include <stdio.h>
#include <string.h>

/* A login, and whether its line has been begun. */
struct row {
	const struct postfix *postfix;
	const char *login;
	bool begun;
};

static void
print_domains(
    const struct postfix *postfix, const struct domainlist_patterns *domains)
{
	size_t i;

	for (i = 0; i < domains->count; i++)
		if (domains->items[i].allowed && !domains->items[i].tail &&
		    postfix_allows(postfix, domains->items[i].text))
			(void)printf(" @%s", domains->items[i].text);
}

/*
 * What everybody may use besides what is his own.  Without -f the sender is the
 * login alone.
 */
static void
print_common(const struct postfix *postfix)
{
	(void)fputs(" <>", stdout);
	if (postfix->qualified)
		(void)printf(" ${1} ${1}@%s", postfix->qualify_domain);
	print_domains(postfix,
	    postfix->config->sender_check == CONFIG_SENDER_DOMAIN ?
		&postfix->domains :
		&postfix->free_domains);
	(void)putchar('\n');
}

/* Logins that differ in case are two. */
static void
begin(struct row *row)
{
	if (!row->begun) {
		(void)fputs("/^(", stdout);
		postfix_print_literal(row->login);
		(void)fputs(")$/i", stdout);
	}
	row->begun = true;
}

static void
print_mailbox(void *context, struct str local, const char *domain)
{
	struct row *row = context;
	char text[2 * DOMAIN_SIZE];

	if (local.len >= sizeof(text) || !postfix_allows(row->postfix, domain))
		return;
	memcpy(text, local.ptr, local.len);
	text[local.len] = '\0';
	begin(row);
	(void)putchar(' ');
	postfix_print_result(text);
	(void)printf("@%s", domain);
}

/* An account that has `*` by its source has no list of its own. */
static bool
has_all(const struct postfix *postfix, const char *login)
{
	const struct owner_query query = { .login = login,
		.local = str_of("truefrom-probe"),
		.domain = "truefrom-probe.invalid" };
	struct domainlist_rule rule;
	struct fault fault;

	return owners_match(postfix->config->owner, &query, &rule, &fault) ==
	    OWNER_YES;
}

static void
print_account(const struct postfix *postfix, const char *login)
{
	struct row row = { .postfix = postfix, .login = login };

	if (has_all(postfix, login)) {
		begin(&row);
		print_domains(postfix, &postfix->domains);
	} else {
		owners_each(postfix->config->owner, login, print_mailbox, &row);
	}
	if (row.begun)
		print_common(postfix);
}

/* Groups Postfix does not know. */
static void
print_trusted(void *context, const char *name)
{
	(void)context;
	if (name[0] == ':') {
		postfix_remark(
		    "The group %s of trusted_users: name its logins.", name);
		return;
	}
	(void)fputs("/^", stdout);
	postfix_print_literal(name);
	(void)puts("$/i *");
}

bool
postfix_print_local(const struct postfix *postfix)
{
	const struct config *config = postfix->config;
	const struct passwd *account;

	postfix_remark("Envelope senders by login: local_login_sender_maps.");
	if (config->sender_check == CONFIG_SENDER_OFF) {
		postfix_remark("sender_check is off: any may be used.");
		(void)puts("/^/ *");
		return true;
	}
	(void)puts("/^(root|postfix)$/i *");
	users_read(config->trusted_users, print_trusted, NULL);
	if (config->sender_check == CONFIG_SENDER_OWNER) {
		setpwent();
		while ((account = getpwent()) != NULL)
			if (account->pw_uid != 0)
				print_account(postfix, account->pw_name);
		endpwent();
	}
	(void)fputs("/^([^,[:space:]]+)$/", stdout);
	print_common(postfix);
	return true;
}
