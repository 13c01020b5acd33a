/* SPDX-License-Identifier: ISC */
/*
 * The options of truefrom.conf: one table, and what some of them mean.
 */

#include "config_reader.h"
#include "listitem.h"

#include <stddef.h>
#include <string.h>

#define DEFAULT_MESSAGE_SIZE_LIMIT ((off_t)50 << 20)
#define DEFAULT_HEADER_SIZE_LIMIT ((size_t)1 << 20) /* as Exim has it */
#define DEFAULT_REJECT_MESSAGE                                                 \
	"Sorry, you don't have permission to send email from this server "     \
	"with a header that states the email is from %d."

enum config_mta_family
config_family_of(const char *mta)
{
	const char *slash = strrchr(mta, '/');

	return str_starts(str_of(slash == NULL ? mta : slash + 1), "exim") ?
	    CONFIG_EXIM :
	    CONFIG_SENDMAIL;
}

static void
set_mta(struct config_reader *reader, const struct config_option *option,
    struct str value)
{
	struct config *config = reader->config;

	if (!str_starts(value, "/")) {
		config_complain(reader, option, value);
		return;
	}
	config->mta = config_copy(reader, value);
	if (config->mta != NULL && !reader->family_set)
		config->mta_family = config_family_of(config->mta);
}

static void
set_mta_family(struct config_reader *reader, const struct config_option *option,
    struct str value)
{
	reader->family_set = true;
	config_set_word(reader, option, value);
}

static void
set_message_size_limit(struct config_reader *reader,
    const struct config_option *option, struct str value)
{
	long long size;

	if (!config_read_size(value, &size))
		config_complain(reader, option, value);
	else
		reader->config->message_size_limit = size;
}

static void
set_header_size_limit(struct config_reader *reader,
    const struct config_option *option, struct str value)
{
	long long size;

	if (!config_read_size(value, &size) || size < 1 || size > 1LL << 30)
		config_complain(reader, option, value);
	else
		reader->config->header_size_limit = (size_t)size;
}

static void
set_max_recipients(struct config_reader *reader,
    const struct config_option *option, struct str value)
{
	long long number;

	if (!config_read_size(value, &number) || number > 1000000)
		config_complain(reader, option, value);
	else
		reader->config->max_recipients = (unsigned)number;
}

static bool
is_list_name(struct str name)
{
	size_t i;

	for (i = 0; i < name.len; i++)
		if (!ascii_is_alnum(name.ptr[i]) && name.ptr[i] != '_')
			return false;
	return true;
}

struct domainlist *
config_add_list(struct config_reader *reader, struct str name, struct str value)
{
	struct fault fault = { .text = "" };
	struct domainlist *list;

	if (!is_list_name(name)) {
		config_report_value(reader, "the name of a list", name,
		    "use letters, digits and underscores");
		return NULL;
	}
	list = domainlists_add(reader->config->lists, name, value, reader->path,
	    reader->at, &fault);
	if (list == NULL) {
		config_report(reader, &fault);
		/* So that what refers to it is no error as well. */
		(void)domainlists_add(reader->config->lists, name, str_of(""),
		    reader->path, reader->at, &fault);
	}
	return list;
}

static void
set_from_domains(struct config_reader *reader,
    const struct config_option *option, struct str value)
{
	(void)option;
	reader->config->from_domains =
	    config_add_list(reader, str_of(""), value);
}

/* Takes the next name of a list between colons. */
static struct str
take_header_name(struct str *rest)
{
	const char *colon = memchr(rest->ptr, ':', rest->len);
	struct str name = *rest;

	if (colon != NULL)
		name.len = (size_t)(colon - rest->ptr);
	*rest = str_from(*rest, name.len + 1);
	return str_trim(name);
}

/* A name that no header has would be a check that is never made. */
static bool
is_header_name(struct str name)
{
	size_t i;

	for (i = 0; i < name.len; i++)
		if (!ascii_is_alnum(name.ptr[i]) && name.ptr[i] != '-' &&
		    name.ptr[i] != '_')
			return false;
	return name.len > 0;
}

static void
set_from_headers(struct config_reader *reader,
    const struct config_option *option, struct str value)
{
	struct config *config = reader->config;
	struct str rest = value;
	bool from = false;
	bool good = value.len > 0 && value.ptr[value.len - 1] != ':';

	config->from_header_count = 0;
	while (rest.len > 0 && config->from_header_count < CONFIG_HEADERS_MAX) {
		struct str name = take_header_name(&rest);

		good &= is_header_name(name);
		from |= str_is_nocase(name, "from");
		config->from_headers[config->from_header_count++] =
		    config_copy(reader, name);
	}
	if (!good || !from || rest.len > 0)
		config_complain(reader, option, value);
}

static void
set_owner(struct config_reader *reader, const struct config_option *option,
    struct str value)
{
	struct config *config = reader->config;
	struct listfile_place place = { reader->path, reader->at };
	struct fault fault;

	(void)option;
	config->owner = owners_parse(
	    config->arena, value, &place, config->host.owner, &fault);
	if (config->owner == NULL)
		config_report(reader, &fault);
}

/* A file of logins and addresses; its keys are compared byte for byte. */
static void
set_rewrite_from(struct config_reader *reader,
    const struct config_option *option, struct str value)
{
	static const char kind[] = "lsearch;";
	const char *path;

	if (!str_starts(value, kind) ||
	    !str_starts(str_from(value, strlen(kind)), "/")) {
		config_complain(reader, option, value);
		return;
	}
	path = config_copy(reader, str_from(value, strlen(kind)));
	if (path != NULL)
		reader->config->rewrite_from = lookup_of_logins(path);
}

/* What authenticated users may send as: any lookup that has data. */
static void
set_auth_map(struct config_reader *reader, const struct config_option *option,
    struct str value)
{
	struct config *config = reader->config;
	struct listfile_place place = { reader->path, reader->at };
	const char *complaint, *text = config_copy(reader, value);
	struct fault fault;

	if (text == NULL)
		return;
	complaint = lookup_parse(text, &config->auth_map);
	if (complaint == NULL && !lookup_has_data(&config->auth_map))
		complaint = option->advice;
	config->auth_map_text = text;
	if (complaint == NULL)
		return;
	listitem_fault(&fault, &place, text, complaint);
	config_report(reader, &fault);
}

#define AT(MEMBER) offsetof(struct config, MEMBER)
#define NAMES "write logins, and groups as `:group`, with blanks between them"

static const struct config_option options[] = {
	{ "account_log", config_set_relative_path, AT(account_log),
	    "name a file below the user's home, such as logs/truefrom.log",
	    { NULL } },
	{ "auth_map", set_auth_map, 0,
	    "has no data that could grant an address; use lsearch, "
	    "wildlsearch, nwildlsearch or cdb",
	    { NULL } },
	{ "auth_match", config_set_word, AT(auth_match),
	    "say address, domain or map", { "address", "domain", "map" } },
	{ "display_name_check", config_set_word, AT(display_name_check),
	    "say off, log or reject", { "off", "log", "reject" } },
	{ "enforce_users", config_set_users, AT(enforce_users), NAMES,
	    { NULL } },
	{ "from_domains", set_from_domains, 0, NULL, { NULL } },
	{ "from_headers", set_from_headers, 0,
	    "name up to 16 headers between colons, `from` among them",
	    { NULL } },
	{ "header_check", config_set_word, AT(header_check),
	    "say off, log or reject", { "off", "log", "reject" } },
	{ "header_size_limit", set_header_size_limit, 0,
	    "give a number of bytes from 1 to 1G, such as 1M", { NULL } },
	{ "local_recipients", config_set_word, AT(local_recipients),
	    "say judge or pass", { "judge", "pass" } },
	{ "max_recipients", set_max_recipients, 0,
	    "give a number up to 1000000, or 0 for any number", { NULL } },
	{ "message_size_limit", set_message_size_limit, 0,
	    "give a number of bytes such as 50M, or 0 for no limit", { NULL } },
	{ "mode", config_set_word, AT(mode), "say enforce or monitor",
	    { "enforce", "monitor" } },
	{ "monitor_users", config_set_users, AT(monitor_users), NAMES,
	    { NULL } },
	{ "mta", set_mta, 0,
	    "give the absolute path of the mail server's sendmail", { NULL } },
	{ "mta_family", set_mta_family, AT(mta_family), "say exim or sendmail",
	    { "exim", "sendmail" } },
	{ "on_refusal", config_set_word, AT(on_refusal),
	    "say reject or rewrite", { "reject", "rewrite" } },
	{ "owner", set_owner, 0, NULL, { NULL } },
	{ "primary_hostname", config_set_hostname, AT(primary_hostname),
	    "give a domain name", { NULL } },
	{ "qualify_domain", config_set_hostname, AT(qualify_domain),
	    "give a domain name", { NULL } },
	{ "reject_message", config_set_text, AT(reject_message),
	    "say what a refused caller is to be told", { NULL } },
	{ "rewrite_from", set_rewrite_from, 0,
	    "name a file of logins and addresses, such as "
	    "lsearch;/etc/truefrom.rewrite",
	    { NULL } },
	{ "sender_check", config_set_word, AT(sender_check),
	    "say off, domain or owner", { "off", "domain", "owner" } },
	{ "trace_header", config_set_word, AT(trace_header), "say no or yes",
	    { "no", "yes" } },
	{ "trusted_users", config_set_users, AT(trusted_users), NAMES,
	    { NULL } },
};

/* The options are told apart in `seen` by a bit each. */
_Static_assert(sizeof(options) / sizeof(*options) <= 32, "too many options");

void
config_set_defaults(struct config *config)
{
	static const char *const from_headers[] = { "from", "sender",
		"resent-from", "resent-sender" };

	config->reject_message = DEFAULT_REJECT_MESSAGE;
	config->message_size_limit = DEFAULT_MESSAGE_SIZE_LIMIT;
	config->header_size_limit = DEFAULT_HEADER_SIZE_LIMIT;
	memcpy(config->from_headers, from_headers, sizeof(from_headers));
	config->from_header_count =
	    sizeof(from_headers) / sizeof(*from_headers);
}

void
config_set(struct config_reader *reader, struct str name, struct str value)
{
	size_t i;

	for (i = 0; i < sizeof(options) / sizeof(*options); i++) {
		if (!str_is(name, options[i].name))
			continue;
		if (reader->seen & UINT32_C(1) << i)
			config_report_value(reader, "an option", name,
			    "a line above sets it: remove one of them");
		reader->seen |= UINT32_C(1) << i;
		options[i].set(reader, &options[i], value);
		return;
	}
	config_report_value(reader, "an option", name,
	    "see truefrom.conf(5) for those there are");
}
