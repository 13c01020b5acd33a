/* SPDX-License-Identifier: ISC */
/*
 * Reading truefrom.conf.  Its lines are those of an Exim configuration (Exim
 * specification, chapter 6): `#` begins a comment line, `\` at the end of a
 * line joins the next one to it.
 */

#include "config_reader.h"
#include "listfile.h"

#include <sys/stat.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CONFIG_SIZE_MAX ((off_t)1 << 20)

void
config_report(struct config_reader *reader, const struct fault *fault)
{
	reader->report(reader->context, fault);
	reader->errors++;
}

void
config_report_no_memory(struct config_reader *reader)
{
	struct fault fault;

	fault_set(&fault, "%s: there is no memory to read it; try again.",
	    reader->path);
	fault.shortage = true;
	config_report(reader, &fault);
}

void
config_report_value(struct config_reader *reader, const char *what,
    struct str value, const char *advice)
{
	struct fault fault;

	fault_set(&fault, "%s:%u: %s cannot be `%.*s`; %s.", reader->path,
	    reader->at, what, (int)(value.len < 200 ? value.len : 200),
	    value.ptr, advice);
	config_report(reader, &fault);
}

/* Splits `name = value`; false when there is no `=`. */
static bool
split_setting(struct str setting, struct str *name, struct str *value)
{
	const char *equals = memchr(setting.ptr, '=', setting.len);

	if (equals == NULL)
		return false;
	name->ptr = setting.ptr;
	name->len = (size_t)(equals - setting.ptr);
	*value = str_trim(str_from(setting, name->len + 1));
	*name = str_trim(*name);
	return true;
}

/* Is this `domainlist NAME`?  Then name becomes NAME. */
static bool
is_domainlist(struct str *name)
{
	static const char word[] = "domainlist";
	struct str rest = str_from(*name, sizeof(word) - 1);

	if (!str_starts(*name, word) || rest.len == 0 ||
	    !ascii_is_blank(rest.ptr[0]))
		return false;
	*name = str_trim(rest);
	return true;
}

static void
read_setting(struct config_reader *reader, struct str setting)
{
	struct str name, value;

	if (memchr(setting.ptr, '\0', setting.len) != NULL)
		config_report_value(reader, "a line", setting,
		    "remove the NUL byte behind that");
	else if (!split_setting(setting, &name, &value))
		config_report_value(
		    reader, "a line", setting, "write it as `option = value`");
	else if (value.len > 0 && value.ptr[0] == '"')
		config_report_value(reader, "a value", value,
		    "quotes are not taken off here: remove them");
	else if (is_domainlist(&name))
		(void)config_add_list(reader, name, value);
	else
		config_set(reader, name, value);
}

/* The line without the comment that a blank and `#` begin. */
static struct str
strip_comment(struct str line)
{
	size_t i;

	for (i = 1; i < line.len; i++)
		if (line.ptr[i] == '#' && ascii_is_blank(line.ptr[i - 1]))
			line.len = i;
	return str_trim(line);
}

static struct str
next_line(struct config_reader *reader)
{
	struct str line = reader->rest;
	const char *lf = memchr(line.ptr, '\n', line.len);

	if (lf != NULL)
		line.len = (size_t)(lf - line.ptr);
	reader->rest = str_from(reader->rest, line.len + (lf != NULL));
	reader->line++;
	return str_trim(line);
}

/*
 * The next setting, its continuation lines joined in `joined`, which has room
 * for the whole file.  Comment lines are passed over, also between
 * continuation lines.  A `#` in reject_message is text: no other value has a
 * use for one.  Empty at the end of the file.
 */
static struct str
next_setting(struct config_reader *reader, char *joined)
{
	struct str setting = { joined, 0 };
	bool more = true, text = false;

	while (more && reader->rest.len > 0) {
		struct str line = next_line(reader);

		if (line.len > 0 && line.ptr[0] == '#')
			continue;
		if (setting.len == 0) {
			reader->at = reader->line;
			text = str_starts(line, "reject_message");
		}
		if (!text)
			line = strip_comment(line);
		more = line.len > 0 && line.ptr[line.len - 1] == '\\';
		memcpy(joined + setting.len, line.ptr, line.len - more);
		setting.len += line.len - more;
		more |= setting.len == 0;
	}
	return setting;
}

/* Reports that an option lacks what it needs; asked for the whole file. */
static void
require(struct config_reader *reader, bool present, const char *sentence)
{
	struct fault fault;

	if (present)
		return;
	fault_set(&fault, "%s: %s.", reader->path, sentence);
	config_report(reader, &fault);
}

static void
check_complete(struct config_reader *reader)
{
	const struct config *config = reader->config;

	require(reader, config->from_domains != NULL,
	    "from_domains is not set; add a line such as `from_domains = "
	    "+local_domains`");
	require(reader, config->mta != NULL,
	    "mta is not set; add a line such as `mta = /usr/sbin/exim4`");
	require(reader,
	    config->sender_check != CONFIG_SENDER_OWNER ||
		config->owner != NULL,
	    "sender_check is `owner`, and there is no owner to ask; add a line "
	    "such as `owner = lsearch;/etc/userdomains`");
	require(reader,
	    config->auth_match != CONFIG_AUTH_MAP ||
		config->auth_map.kind != NULL,
	    "auth_match is `map`, and there is no map; add a line such as "
	    "`auth_map = lsearch;/etc/truefrom.auth`");
	require(reader,
	    config->local_recipients != CONFIG_LOCAL_PASS ||
		config->local_domains != NULL,
	    "local_recipients is `pass`, and there is no list of that name; "
	    "add a line `domainlist local_domains = ...`");
}

static void
read_settings(struct config_reader *reader, char *joined)
{
	struct str setting;
	struct fault fault;

	if (str_starts(reader->rest, "\xef\xbb\xbf")) {
		fault_set(&fault,
		    "%s begins with a byte order mark; save it "
		    "without one.",
		    reader->path);
		config_report(reader, &fault);
		return;
	}
	while ((setting = next_setting(reader, joined)).len > 0)
		read_setting(reader, setting);
	reader->config->allow_domains =
	    domainlists_find(reader->config->lists, "allow_domains");
	reader->config->local_domains =
	    domainlists_find(reader->config->lists, "local_domains");
	if (reader->errors == 0)
		check_complete(reader);
}

/* The file's text, in the arena; false with the fault set. */
static bool
read_file(struct config *config, const char *path, struct str *text,
    struct fault *fault)
{
	struct stat st;
	int fd = listfile_open(
	    path, LISTFILE_REGULAR, config->host.owner, NULL, &st, fault);
	ssize_t n = 0;
	size_t len = 0;
	char *copy;

	if (fd == -1)
		return false;
	if (st.st_size > CONFIG_SIZE_MAX) {
		fault_set(fault,
		    "%s is larger than 1 MiB and no "
		    "configuration; name the right file.",
		    path);
		(void)close(fd);
		return false;
	}
	copy = arena_alloc(config->arena, (size_t)st.st_size + 1);
	while (copy != NULL && len < (size_t)st.st_size &&
	    (n = read(fd, copy + len, (size_t)st.st_size - len)) > 0)
		len += (size_t)n;
	if (copy == NULL || n == -1)
		listfile_unreadable(path, fault);
	(void)close(fd);
	*text = (struct str){ copy, len };
	return copy != NULL && n != -1;
}

static const char *
primary_hostname(void *context)
{
	const struct config *config = context;

	if (config->primary_hostname != NULL)
		return config->primary_hostname;
	return config->host.primary_hostname();
}

/* An empty configuration with its arena; NULL when there is no memory. */
static struct config *
config_new(const struct config_host *host)
{
	struct arena *arena = arena_open();
	struct config *config =
	    arena == NULL ? NULL : arena_alloc(arena, sizeof(*config));

	if (config == NULL) {
		arena_close(arena);
		return NULL;
	}
	config->arena = arena;
	config->host = *host;
	config->list_host =
	    (struct domainlist_host){ primary_hostname, config, host->owner };
	config->lists = domainlists_open(arena, &config->list_host);
	config_set_defaults(config);
	if (config->lists == NULL) {
		config_close(config);
		return NULL;
	}
	return config;
}

struct config *
config_open(const char *path, const struct config_host *host,
    void (*report)(void *, const struct fault *), void *context)
{
	struct config_reader reader = { .config = config_new(host),
		.path = path,
		.report = report,
		.context = context };
	struct fault fault;
	char *joined;

	if (reader.config == NULL) {
		config_report_no_memory(&reader);
		return NULL;
	}
	if (!read_file(reader.config, path, &reader.rest, &fault)) {
		config_report(&reader, &fault);
	} else {
		joined = arena_alloc(reader.config->arena, reader.rest.len + 1);
		if (joined == NULL)
			config_report_no_memory(&reader);
		else
			read_settings(&reader, joined);
	}
	if (reader.errors > 0) {
		config_close(reader.config);
		return NULL;
	}
	return reader.config;
}

void
config_close(struct config *config)
{
	if (config != NULL)
		arena_close(config->arena);
}

enum config_mode
config_mode(const struct config *config)
{
	if (users_have(config->enforce_users, &config->host.caller))
		return CONFIG_ENFORCE;
	if (users_have(config->monitor_users, &config->host.caller))
		return CONFIG_MONITOR;
	return config->mode;
}

bool
config_qualify_domain(
    const struct config *config, char domain[DOMAIN_SIZE], struct fault *fault)
{
	const char *from = "qualify_domain";
	const char *name = config->qualify_domain;

	if (name == NULL) {
		from = "/etc/mailname";
		name = config->host.mailname();
	}
	if (name == NULL) {
		from = "primary_hostname";
		name = config->primary_hostname;
	}
	if (name == NULL) {
		from = "the name of this host";
		name = config->host.primary_hostname();
	}
	if (name != NULL && domain_canonical(str_of(name), domain) == DOMAIN_OK)
		return true;
	fault_set(fault,
	    "The domain for addresses without one, `%s` from %s, "
	    "is not a domain name; set qualify_domain in the configuration.",
	    name == NULL ? "" : name, from);
	return false;
}
