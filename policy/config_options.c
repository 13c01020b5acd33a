/* SPDX-License-Identifier: ISC */
/*
 * The options of truefrom.conf, one function each.
 */

#include "config_reader.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_MESSAGE_SIZE_LIMIT ((off_t)50 << 20)
#define DEFAULT_HEADER_SIZE_LIMIT ((size_t)1 << 20) /* as Exim has it */
#define DEFAULT_REJECT_MESSAGE                                                 \
	"Sorry, you don't have permission to send email from this server "     \
	"with a header that states the email is from %d."

static const char *
copy_value(struct config_reader *reader, struct str value)
{
	const char *copy = arena_copy(reader->config->arena, value);

	if (copy == NULL)
		config_report_no_memory(reader);
	return copy;
}

enum config_mta_family
config_family_of(const char *mta)
{
	const char *slash = strrchr(mta, '/');

	return str_starts(str_of(slash == NULL ? mta : slash + 1), "exim") ?
	    CONFIG_EXIM :
	    CONFIG_SENDMAIL;
}

static void
set_mta(struct config_reader *reader, struct str value)
{
	struct config *config = reader->config;

	if (!str_starts(value, "/")) {
		config_report_value(reader, "mta", value,
		    "give the absolute path of the mail server's sendmail");
		return;
	}
	config->mta = copy_value(reader, value);
	if (config->mta != NULL && !reader->family_set)
		config->mta_family = config_family_of(config->mta);
}

static void
set_mta_family(struct config_reader *reader, struct str value)
{
	reader->family_set = true;
	if (str_is(value, "exim"))
		reader->config->mta_family = CONFIG_EXIM;
	else if (str_is(value, "sendmail"))
		reader->config->mta_family = CONFIG_SENDMAIL;
	else
		config_report_value(
		    reader, "mta_family", value, "say exim or sendmail");
}

static void
set_reject_message(struct config_reader *reader, struct str value)
{
	if (value.len == 0)
		config_report_value(reader, "reject_message", value,
		    "say what a refused caller is to be told");
	else
		reader->config->reject_message = copy_value(reader, value);
}

static void
set_mode(struct config_reader *reader, struct str value)
{
	if (str_is(value, "enforce"))
		reader->config->mode = CONFIG_ENFORCE;
	else if (str_is(value, "monitor"))
		reader->config->mode = CONFIG_MONITOR;
	else
		config_report_value(
		    reader, "mode", value, "say enforce or monitor");
}

/* A size as Exim writes them: digits, then K, M or G perhaps. */
static bool
read_size(struct str value, long long *size)
{
	static const struct {
		char unit;
		int shift;
	} units[] = { { 'k', 10 }, { 'm', 20 }, { 'g', 30 } };
	char digits[16];
	const char *error;
	int shift = 0;
	size_t i;

	for (i = 0; value.len > 0 && i < sizeof(units) / sizeof(*units); i++)
		if (ascii_lower(value.ptr[value.len - 1]) == units[i].unit)
			shift = units[i].shift;
	if (shift != 0)
		value.len--;
	if (value.len == 0 || value.len >= sizeof(digits))
		return false;
	memcpy(digits, value.ptr, value.len);
	digits[value.len] = '\0';
	*size = strtonum(digits, 0, (1LL << 60) >> shift, &error) << shift;
	return error == NULL && value.ptr[0] >= '0' && value.ptr[0] <= '9';
}

static void
set_message_size_limit(struct config_reader *reader, struct str value)
{
	long long size;

	if (!read_size(value, &size))
		config_report_value(reader, "message_size_limit", value,
		    "give a number of bytes such as 50M, or 0 for no limit");
	else
		reader->config->message_size_limit = size;
}

static void
set_header_size_limit(struct config_reader *reader, struct str value)
{
	long long size;

	if (!read_size(value, &size) || size < 1 || size > 1LL << 30)
		config_report_value(reader, "header_size_limit", value,
		    "give a number of bytes from 1 to 1G, such as 1M");
	else
		reader->config->header_size_limit = (size_t)size;
}

/* The name of a host, in canonical form; NULL and a report when it is none. */
static const char *
read_hostname(
    struct config_reader *reader, const char *option, struct str value)
{
	char domain[DOMAIN_SIZE];

	if (domain_canonical(value, domain) != DOMAIN_OK) {
		config_report_value(
		    reader, option, value, "give a domain name");
		return NULL;
	}
	return copy_value(reader, str_of(domain));
}

static void
set_primary_hostname(struct config_reader *reader, struct str value)
{
	reader->config->primary_hostname =
	    read_hostname(reader, "primary_hostname", value);
}

static void
set_qualify_domain(struct config_reader *reader, struct str value)
{
	reader->config->qualify_domain =
	    read_hostname(reader, "qualify_domain", value);
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
set_from_domains(struct config_reader *reader, struct str value)
{
	reader->config->from_domains =
	    config_add_list(reader, str_of(""), value);
}

static const struct option {
	const char *name;
	void (*set)(struct config_reader *, struct str value);
} options[] = {
	{ "from_domains", set_from_domains },
	{ "header_size_limit", set_header_size_limit },
	{ "message_size_limit", set_message_size_limit },
	{ "mode", set_mode },
	{ "mta", set_mta },
	{ "mta_family", set_mta_family },
	{ "primary_hostname", set_primary_hostname },
	{ "qualify_domain", set_qualify_domain },
	{ "reject_message", set_reject_message },
};

/* The options are told apart in `seen` by a bit each. */
_Static_assert(sizeof(options) / sizeof(*options) <= 32, "too many options");

void
config_set_defaults(struct config *config)
{
	config->reject_message = DEFAULT_REJECT_MESSAGE;
	config->message_size_limit = DEFAULT_MESSAGE_SIZE_LIMIT;
	config->header_size_limit = DEFAULT_HEADER_SIZE_LIMIT;
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
		options[i].set(reader, value);
		return;
	}
	config_report_value(reader, "an option", name,
	    "see truefrom.conf(5) for those there are");
}
