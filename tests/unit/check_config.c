/* SPDX-License-Identifier: ISC */
/*
 * Reading truefrom.conf: what it may say, and what is said of its errors.
 */

#include "scratch.h"
#include "suite.h"

#include "policy/config.h"

#include <sys/stat.h>

#include <check.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define WHOLE "mta = /m\nfrom_domains = ok.example\n"

static const char *
lab(void)
{
	return "lab.example";
}

static const char *
nothing(void)
{
	return NULL;
}

static char sentences[8192]; /* one a line */
static unsigned reports;

static void
keep(void *context, const struct fault *fault)
{
	ck_assert_ptr_eq(context, sentences);
	(void)strlcat(sentences, fault->text, sizeof(sentences));
	(void)strlcat(sentences, "\n", sizeof(sentences));
	reports++;
}

static struct config *
read_file(const char *path)
{
	struct config_host host = { .primary_hostname = lab,
		.mailname = nothing,
		.caller = { .login = lab },
		.owner = geteuid() };

	sentences[0] = '\0';
	reports = 0;
	return config_open(path, &host, keep, sentences);
}

static struct config *
read_text(struct str text)
{
	return read_file(scratch_write("c", text));
}

/* The same for a configuration that is as it should be. */
static struct config *
read_good(struct str text)
{
	struct config *config = read_text(text);

	ck_assert_msg(config != NULL, "%s", sentences);
	ck_assert_uint_eq(reports, 0);
	return config;
}

static bool
allows(const struct config *config, const char *domain)
{
	struct domainlist_rule rule;
	struct fault fault;

	return domainlist_match(config->from_domains, domain, &rule, &fault) ==
	    DOMAINLIST_YES;
}

START_TEST(defaults)
{
	struct config *config = read_good(str_of(WHOLE));

	ck_assert_str_eq(config->mta, "/m");
	ck_assert_int_eq(config->mta_family, CONFIG_SENDMAIL);
	ck_assert_int_eq(config->mode, CONFIG_ENFORCE);
	ck_assert_int_eq(config->message_size_limit, 50 << 20);
	ck_assert_uint_eq(config->header_size_limit, 1 << 20);
	ck_assert_ptr_null(config->owner);
	ck_assert_ptr_null(config->allow_domains);
	ck_assert_ptr_null(config->account_log);
	ck_assert_ptr_null(config->rewrite_from.kind);
	ck_assert_int_eq(config->auth_match, CONFIG_AUTH_ADDRESS);
	ck_assert_ptr_null(config->auth_map.kind);
	ck_assert_int_eq(config->sender_check, CONFIG_SENDER_OFF);
	ck_assert_int_eq(config->display_name_check, CONFIG_OFF);
	ck_assert_int_eq(config->header_check, CONFIG_OFF);
	ck_assert_uint_eq(config->max_recipients, 0);
	ck_assert_int_eq(config->local_recipients, CONFIG_LOCAL_JUDGE);
	ck_assert_int_eq(config->on_refusal, CONFIG_REFUSE);
	ck_assert_int_eq(config->trace_header, CONFIG_NO);
	ck_assert_uint_eq(config->from_header_count, 4);
	ck_assert_str_eq(config->from_headers[3], "resent-sender");
	ck_assert_ptr_null(config->primary_hostname);
	ck_assert_ptr_null(config->qualify_domain);
	ck_assert_str_eq(config->reject_message,
	    "Sorry, you don't have permission to send email from this server "
	    "with a header that states the email is from %d.");
	config_close(config);
	config_close(NULL);
}
END_TEST

START_TEST(all_options)
{
	struct config *config =
	    read_good(str_of("primary_hostname = Host.Example\n"
			     "qualify_domain=Q.Example.\n"
			     "\tmode\t=\tmonitor \n"
			     "message_size_limit = 0\n"
			     "header_size_limit = 2K\n"
			     "reject_message = No = \"no\" # not here: %d \n"
			     "mta = /usr/sbin/exim4\n"
			     "domainlist  one  = @ : b.example\n"
			     "from_domains = +one : c.example\n"));

	ck_assert_str_eq(config->primary_hostname, "host.example");
	ck_assert_str_eq(config->qualify_domain, "q.example");
	ck_assert_int_eq(config->mode, CONFIG_MONITOR);
	ck_assert_int_eq(config->message_size_limit, 0);
	ck_assert_uint_eq(config->header_size_limit, 2048);
	ck_assert_str_eq(config->reject_message, "No = \"no\" # not here: %d");
	ck_assert_str_eq(config->mta, "/usr/sbin/exim4");
	ck_assert(allows(config, "host.example"));
	ck_assert(allows(config, "b.example"));
	ck_assert(allows(config, "c.example"));
	ck_assert(!allows(config, "lab.example"));
	config_close(config);
}
END_TEST

static const struct {
	const char *size;
	long long bytes; /* -1: none */
} sizes[] = {
	{ "0", 0 },
	{ "1", 1 },
	{ "007", 7 },
	{ "1K", 1024 },
	{ "50M", 50LL << 20 },
	{ "3G", 3LL << 30 },
	{ "999999999999999", 999999999999999 },
	{ "1152921504606846977", -1 },
	{ "1073741824G", 1LL << 60 },
	{ "1073741825G", -1 },
	{ "99999999999999999999999", -1 },
	{ "", -1 },
	{ "K", -1 },
	{ "-1", -1 },
	{ "+1", -1 },
	{ "1 M", -1 },
	{ " 1", 1 },
	{ "1k", 1024 },
	{ "2m", 2LL << 20 },
	{ "1MB", -1 },
	{ "1KK", -1 },
	{ "0x10", -1 },
	{ "1.5M", -1 },
	{ "50M # bytes", (off_t)50 << 20 },
};

START_TEST(message_size)
{
	char text[256];
	struct config *config;

	(void)snprintf(text, sizeof(text), WHOLE "message_size_limit = %s\n",
	    sizes[_i].size);
	config = read_text(str_of(text));
	ck_assert_int_eq(config == NULL, sizes[_i].bytes == -1);
	if (config != NULL)
		ck_assert_int_eq(config->message_size_limit, sizes[_i].bytes);
	else
		ck_assert_ptr_nonnull(
		    strstr(sentences, "/c:3: message_size_limit "));
	config_close(config);
}
END_TEST

/* Texts that read the same as one another: comments, continuation, ends. */
static const struct str same[] = {
	BYTES("from_domains = a.example : b.example\nmta = /m\n"),
	BYTES("from_domains = a.example : b.example\nmta = /m"),
	BYTES("from_domains = a.example : b.example\r\nmta = /m\r\n"),
	BYTES("\n\n# c\n  # d = e\nfrom_domains = a.example : b.example\n"
	      "\n \t\nmta = /m\n#"),
	BYTES("from_domains = a.example \\\n  : b.example\nmta = /m\n"),
	BYTES("from_domains = a.example \\ \t\r\n: b.example\nmta = /m\n"),
	BYTES("from_domains = \\\na.example : \\\n\\\nb.example\n\nmta = /m\n"),
	BYTES("from_domains = a.example : \\\n# a comment between\n"
	      "\t# and one \\\n b.example\nmta = /m\n"),
	BYTES("from_domains \\\n= a.exa\\\n  mple:b.example\nmta = /m\n"),
	BYTES("\\\n\\\nfrom_domains = a.example:b.example\nmta = /m\n"),
	BYTES("# not continued \\\nfrom_domains = a.example:b.example\n"
	      "mta = /m\n"),
	BYTES("mta = /m\nfrom_domains = a.example:b.example\\\n"),
	BYTES("mta = /m\nfrom_domains = a.example:b.example\\"),
	BYTES("domainlist l = b.example\nmta = /m\n"
	      "from_domains = a.example : +l\n"),
	BYTES("domainlist\tl=b.example\ndomainlist m = +l : a.example\n"
	      "mta = /m\nfrom_domains = +m\n"),
};

START_TEST(read_the_same)
{
	struct config *config = read_good(same[_i]);

	ck_assert_str_eq(config->mta, "/m");
	ck_assert(allows(config, "a.example"));
	ck_assert(allows(config, "b.example"));
	ck_assert(!allows(config, "c.example"));
	config_close(config);
}
END_TEST

/* Errors: how many there are, and what is in their sentences. */
static const struct {
	struct str text;
	unsigned errors;
	const char *said[4];
} wrong[] = {
	{ BYTES(""), 2, { "/c: from_domains is not set", "/c: mta is not" } },
	{ BYTES("mta = /m\n"), 1, { "from_domains is not set" } },
	{ BYTES("from_domains = a\n"), 1, { "mta is not set" } },
	{ BYTES(WHOLE "domain = x\n"), 1, { "/c:3: ", "`domain`" } },
	{ BYTES(WHOLE "MTA = /n\n"), 1, { "/c:3: ", "`MTA`" } },
	{ BYTES(WHOLE "mode\n"), 1, { "/c:3: ", "`mode`" } },
	{ BYTES(WHOLE "= x\n"), 1, { "/c:3: " } },
	{ BYTES(WHOLE "mta = /n\n"), 1, { "/c:3: ", "`mta`" } },
	{ BYTES(WHOLE "mode = monitor\nmode = monitor\n"), 1,
	    { "/c:4: ", "`mode`" } },
	{ BYTES(WHOLE "mode = Enforce\n"), 1, { "/c:3: mode ", "`Enforce`" } },
	{ BYTES(WHOLE "mode =\n"), 1, { "/c:3: mode " } },
	{ BYTES(WHOLE "mta_family = postfix\n"), 1,
	    { "/c:3: mta_family ", "`postfix`", "exim or sendmail" } },
	{ BYTES(WHOLE "mta_family =\n"), 1, { "/c:3: mta_family " } },
	{ BYTES(WHOLE "reject_message =\n"), 1, { "/c:3: reject_message " } },
	{ BYTES("\xef\xbb\xbf" WHOLE), 1, { "byte order mark" } },
	{ BYTES("domainlist l = ^x\n" WHOLE "domainlist m = +l\n"), 1,
	    { "/c:1: " } },
	{ BYTES("from_domains = a\nmta = exim4\n"), 1,
	    { "/c:2: mta ", "`exim4`", "absolute" } },
	{ BYTES("from_domains = a\nmta =\n"), 1, { "/c:2: mta " } },
	{ BYTES("from_domains = a\nmta = \"/m\"\n"), 1,
	    { "/c:2: ", "quotes" } },
	{ BYTES(WHOLE "reject_message = \"No.\"\n"), 1,
	    { "/c:3: ", "quotes" } },
	{ BYTES(WHOLE "header_size_limit = 0\n"), 1,
	    { "/c:3: header_size_limit " } },
	{ BYTES(WHOLE "header_size_limit = 2G\n"), 1,
	    { "/c:3: header_size_limit " } },
	{ BYTES(WHOLE "primary_hostname = a b\n"), 1,
	    { "/c:3: primary_hostname ", "`a b`" } },
	{ BYTES(WHOLE "qualify_domain =\n"), 1, { "/c:3: qualify_domain " } },
	{ BYTES(WHOLE "qualify_domain = -x.example\n"), 1,
	    { "/c:3: qualify_domain ", "`-x.example`" } },
	/* Lists. */
	{ BYTES("mta = /m\nfrom_domains = +none\n"), 1, { "/c:2: ", "+none" } },
	{ BYTES("mta = /m\nfrom_domains = +l\ndomainlist l = a\n"), 1,
	    { "/c:2: ", "+l" } },
	{ BYTES(WHOLE "domainlist l = +l\n"), 1, { "/c:3: ", "+l" } },
	{ BYTES(WHOLE "domainlist l = a\ndomainlist l = b\n"), 1,
	    { "/c:4: ", "l" } },
	{ BYTES(WHOLE "domainlist = a\n"), 1, { "/c:3: ", "domainlist" } },
	{ BYTES(WHOLE "domainlist l m = a\n"), 1, { "/c:3: " } },
	{ BYTES(WHOLE "domainlist l = pgsql;x\n"), 1, { "/c:3: ", "pgsql" } },
	{ BYTES(WHOLE "domainlist l = a : \\\n\\\n  pgsql;x\n"), 1,
	    { "/c:3: " } },
	/* A continued setting is named by the line it begins at. */
	{ BYTES("mta = /m\nfrom_domains = a : \\\n b\n\nmode = \\\n x\n"), 1,
	    { "/c:5: mode ", "`x`" } },
	{ BYTES(WHOLE "# \\\nmode = x\n"), 1, { "/c:4: " } },
	{ BYTES(WHOLE "mode = x # enforce\n"), 1, { "/c:3: mode ", "`x`" } },
	{ BYTES(WHOLE "mode = enforce# x\n"), 1, { "`enforce# x`" } },
	/* All are told, in the order of the file. */
	{ BYTES("mode = x\nfoo = y\nmta = z\nfrom_domains = +none\n"), 4,
	    { "/c:1: ", "/c:2: ", "/c:3: ", "/c:4: " } },
	{ BYTES("mode = x\nmode = y\n"), 3, { "/c:1: ", "/c:2: " } },
	/* A NUL byte hides what is behind it from C. */
	{ BYTES("from_domains = a\nmta = /m\0n\n"), 1, { "/c:2: " } },
	{ BYTES("mta = /m\nfrom_domains = *\0.example\n"), 1, { "/c:2: " } },
	{ BYTES(WHOLE "primary_hostname = a.example\0b\n"), 1, { "/c:3: " } },
	{ BYTES(WHOLE "reject_message = No\0!\n"), 1, { "/c:3: " } },
	{ BYTES(WHOLE "mode = monitor\0\n"), 1, { "/c:3: " } },
};

START_TEST(errors)
{
	const char *at = sentences;
	size_t i;

	ck_assert_ptr_null(read_text(wrong[_i].text));
	ck_assert_msg(
	    reports == wrong[_i].errors, "%u: %s", reports, sentences);
	for (i = 0; i < 4 && wrong[_i].said[i] != NULL; i++) {
		at = strstr(at, wrong[_i].said[i]);
		ck_assert_msg(
		    at != NULL, "%s lacks %s", sentences, wrong[_i].said[i]);
	}
	ck_assert_ptr_nonnull(strstr(sentences, scratch_path("c")));
}
END_TEST

/* By what the file says of it, or else by the name of the MTA. */
static const struct {
	const char *lines;
	enum config_mta_family family;
} families[] = {
	{ "mta = /usr/sbin/exim4", CONFIG_EXIM },
	{ "mta = /usr/sbin/exim", CONFIG_EXIM },
	{ "mta = /opt/exim-4.96/bin/exim-4.96-2", CONFIG_EXIM },
	{ "mta = /exim/sendmail", CONFIG_SENDMAIL },
	{ "mta = /usr/sbin/Exim", CONFIG_SENDMAIL },
	{ "mta = /usr/sbin/exi", CONFIG_SENDMAIL },
	{ "mta = /nowhere/sendmail", CONFIG_SENDMAIL },
	{ "mta = /nowhere/sendmail.exim", CONFIG_SENDMAIL },
	{ "mta = /usr/sbin/sendmail\nmta_family = exim", CONFIG_EXIM },
	{ "mta_family = exim\nmta = /usr/sbin/sendmail", CONFIG_EXIM },
	{ "mta = /usr/sbin/exim4\nmta_family = sendmail", CONFIG_SENDMAIL },
	{ "mta_family = sendmail\nmta = /usr/sbin/exim4", CONFIG_SENDMAIL },
};

START_TEST(family)
{
	char text[256];
	struct config *config;

	(void)snprintf(text, sizeof(text), "from_domains = a.example\n%s\n",
	    families[_i].lines);
	config = read_good(str_of(text));
	ck_assert_msg(config->mta_family == families[_i].family, "%s",
	    families[_i].lines);
	config_close(config);
}
END_TEST

/* By what it is a link to, also when that has gone back to its own name. */
START_TEST(family_of_link)
{
	const char *link = scratch_path("sendmail.distrib");
	const char *name = scratch_path("sendmail");
	const char *exim = scratch_write("exim4", str_of(""));

	ck_assert_int_eq(config_family_of(link), CONFIG_SENDMAIL);
	ck_assert_int_eq(symlink(exim, name), 0);
	ck_assert_int_eq(config_family_of(name), CONFIG_EXIM);
	ck_assert_int_eq(config_family_of(link), CONFIG_EXIM);
	ck_assert_int_eq(rename(name, link), 0);
	ck_assert_int_eq(config_family_of(link), CONFIG_EXIM);
	ck_assert_int_eq(config_family_of(name), CONFIG_SENDMAIL);
}
END_TEST

/* The MTA that the host knows stands where the file names none. */
START_TEST(mta_of_the_host)
{
	const char *path =
	    scratch_write("c", str_of("from_domains = a.example\n"));
	struct config_host host = { .mta = "/usr/sbin/exim4",
		.owner = geteuid() };
	struct config *config = config_open(path, &host, keep, sentences);

	ck_assert_ptr_nonnull(config);
	ck_assert_str_eq(config->mta, "/usr/sbin/exim4");
	ck_assert_int_eq(config->mta_family, CONFIG_EXIM);
	config_close(config);
}
END_TEST

/* A list that is wrong, or long, does not spoil the sentence about it. */
START_TEST(long_value)
{
	static char text[5000] = WHOLE "mode = ";
	size_t len = strlen(text);

	memset(text + len, 'x', sizeof(text) - len - 1);
	ck_assert_ptr_null(read_text(str_of(text)));
	ck_assert_uint_eq(reports, 1);
	ck_assert_ptr_nonnull(strstr(sentences, "say enforce or monitor"));
}
END_TEST

START_TEST(large_file)
{
	static char text[(1 << 20) + 1] = WHOLE "#";
	size_t len = strlen(text);

	memset(text + len, 'x', sizeof(text) - len);
	config_close(read_good((struct str){ text, 1 << 20 }));
	ck_assert_ptr_null(read_text((struct str){ text, sizeof(text) }));
	ck_assert_uint_eq(reports, 1);
	ck_assert_ptr_nonnull(strstr(sentences, "larger than 1 MiB"));
}
END_TEST

/* Who else could change the file, or what is no file at all. */
static const struct {
	mode_t mode;
	bool good;
} modes[] = {
	{ 0644, true },
	{ 0600, true },
	{ 0444, true },
	{ 0755, true },
	{ 0664, false },
	{ 0646, false },
	{ 0666, false },
	{ 0620, false },
	{ 04777, false },
};

START_TEST(unsafe_mode)
{
	const char *path = scratch_write("c", str_of(WHOLE));
	struct config *config;

	ck_assert_int_eq(chmod(path, modes[_i].mode), 0);
	config = read_file(path);
	ck_assert_int_eq(config != NULL, modes[_i].good);
	if (config == NULL) {
		ck_assert_uint_eq(reports, 1);
		ck_assert_ptr_nonnull(strstr(sentences, path));
		ck_assert_ptr_nonnull(strstr(sentences, "chmod go-w"));
	}
	config_close(config);
}
END_TEST

START_TEST(unsafe_owner)
{
	const char *path = scratch_write("c", str_of(WHOLE));

	if (geteuid() != 0)
		return; /* nobody else can give a file away */
	ck_assert_int_eq(chown(path, 12345, (gid_t)-1), 0);
	ck_assert_ptr_null(read_file(path));
	ck_assert_uint_eq(reports, 1);
	ck_assert_ptr_nonnull(strstr(sentences, "12345"));
}
END_TEST

START_TEST(no_file)
{
	const char *path = scratch_path("none");

	ck_assert_ptr_null(read_file(path));
	ck_assert_uint_eq(reports, 1);
	ck_assert_ptr_nonnull(strstr(sentences, path));
	ck_assert_int_eq(mkdir(path, 0755), 0);
	ck_assert_ptr_null(read_file(path));
	ck_assert_ptr_nonnull(strstr(sentences, "not a regular file"));
	ck_assert_int_eq(rmdir(path), 0);
	ck_assert_int_eq(mkfifo(path, 0644), 0);
	ck_assert_ptr_null(read_file(path));
	ck_assert_ptr_nonnull(strstr(sentences, "not a regular file"));
	ck_assert_ptr_null(read_file("truefrom.conf"));
	ck_assert_ptr_nonnull(strstr(sentences, "absolute"));
}
END_TEST

/* One setting each, and what comes of it. */
static const struct {
	const char *line;
	const char *advice; /* of the complaint, or NULL */
} settings[] = {
	{ "auth_match = address", NULL },
	{ "auth_match = domain", NULL },
	{ "auth_match = map", "`auth_map = lsearch;/etc/truefrom.auth`" },
	{ "auth_match = map\nauth_map = cdb;/etc/auth.cdb", NULL },
	{ "auth_match = user", "say address, domain or map" },
	{ "auth_map = partial-lsearch*;/etc/auth", NULL },
	{ "auth_map = dsearch;/etc", "\"dsearch;/etc\" has no data" },
	{ "auth_map = mysql;/etc/x", "of a kind that is not supported" },
	{ "auth_map = lsearch;auth", "begins with /" },
	{ "auth_map = /etc/auth", "of a kind that is not supported" },
	{ "auth_map =", "of a kind that is not supported" },
	{ "account_log = log", NULL },
	{ "account_log = logs/truefrom.log", NULL },
	{ "account_log =", "below the user's home" },
	{ "account_log = /var/log/x", "below the user's home" },
	{ "account_log = ../x", "below the user's home" },
	{ "account_log = a/../../x", "below the user's home" },
	{ "display_name_check = off", NULL },
	{ "display_name_check = log", NULL },
	{ "display_name_check = reject", NULL },
	{ "display_name_check = yes", "say off, log or reject" },
	{ "display_name_check =", "say off, log or reject" },
	{ "enforce_users = joe", NULL },
	{ "enforce_users = a :b, c", NULL },
	{ "enforce_users =", NULL },
	{ "enforce_users = a:b", "`:group`" },
	{ "enforce_users = a : b", "`:group`" },
	{ "from_headers = from", NULL },
	{ "from_headers = From : Sender:Reply-To", NULL },
	{ "from_headers = reply-to : FROM", NULL },
	{ "from_headers = sender", "`from` among them" },
	{ "from_headers =", "`from` among them" },
	{ "from_headers = from, sender", "`from` among them" },
	{ "from_headers = from : sender, resent-from", "between colons" },
	{ "from_headers = from : re sent-from", "between colons" },
	{ "from_headers = from : : sender", "between colons" },
	{ "from_headers = from :", "between colons" },
	{ "from_headers = : from", "between colons" },
	{ "from_headers = from : b : c : d : e : f : g : h : i : j : k : l : m "
	  ": n : o : p",
	    NULL },
	{ "from_headers = from : b : c : d : e : f : g : h : i : j : k : l : m "
	  ": n : o : p : q",
	    "up to 16" },
	{ "header_check = reject", NULL },
	{ "header_check = on", "say off, log or reject" },
	{ "local_recipients = judge", NULL },
	{ "local_recipients = pass\ndomainlist local_domains = a.example",
	    NULL },
	{ "local_recipients = pass", "`domainlist local_domains = " },
	{ "local_recipients = no", "say judge or pass" },
	{ "max_recipients = 0", NULL },
	{ "max_recipients = 1000000", NULL },
	{ "max_recipients = 1K", NULL },
	{ "max_recipients = 1000001", "up to 1000000" },
	{ "max_recipients = -1", "up to 1000000" },
	{ "max_recipients = many", "up to 1000000" },
	{ "max_recipients =", "up to 1000000" },
	{ "monitor_users = :staff", NULL },
	{ "monitor_users = :", "`:group`" },
	{ "on_refusal = reject", NULL },
	{ "on_refusal = rewrite", NULL },
	{ "on_refusal = drop", "say reject or rewrite" },
	{ "owner = lsearch;/etc/userdomains", NULL },
	{ "owner = cpanel;/var/cpanel/users : login;/etc/logins", NULL },
	{ "owner =", "owner" },
	{ "owner = /etc/userdomains", "owner" },
	{ "owner = dsearch;/etc", "dsearch" },
	{ "owner = lsearch;userdomains", "userdomains" },
	{ "rewrite_from = lsearch;/etc/truefrom.rewrite", NULL },
	{ "rewrite_from = /etc/truefrom.rewrite", "logins and addresses" },
	{ "rewrite_from = lsearch;file", "logins and addresses" },
	{ "rewrite_from = cdb;/etc/x", "logins and addresses" },
	{ "rewrite_from =", "logins and addresses" },
	{ "sender_check = off", NULL },
	{ "sender_check = domain", NULL },
	{ "sender_check = owner\nowner = lsearch;/x", NULL },
	{ "sender_check = owner", "`owner = lsearch;/etc/userdomains`" },
	{ "sender_check = yes", "say off, domain or owner" },
	{ "trace_header = yes", NULL },
	{ "trace_header = no", NULL },
	{ "trace_header = on", "say no or yes" },
	{ "trusted_users = root list", NULL },
	{ "trusted_users = :a:b", "`:group`" },
};

START_TEST(setting)
{
	char text[512];
	struct config *config;

	(void)snprintf(text, sizeof(text), WHOLE "%s\n", settings[_i].line);
	config = read_text(str_of(text));
	ck_assert_msg((config == NULL) == (settings[_i].advice != NULL),
	    "%s: %s", settings[_i].line, sentences);
	ck_assert_uint_eq(reports, settings[_i].advice != NULL);
	ck_assert_msg(settings[_i].advice == NULL ||
		strstr(sentences, settings[_i].advice) != NULL,
	    "%s", sentences);
	config_close(config);
	/* None of them may be set twice. */
	(void)snprintf(text, sizeof(text), WHOLE "%s\n%.*s\n",
	    settings[_i].line, (int)strcspn(settings[_i].line, "\n"),
	    settings[_i].line);
	ck_assert_ptr_null(read_text(str_of(text)));
	ck_assert_ptr_nonnull(strstr(sentences, "a line above sets it"));
}
END_TEST

START_TEST(further_options)
{
	static const char *const headers[] = { "from", "reply-to", "x-a_1" };
	struct config *config =
	    read_good(str_of(WHOLE "account_log = logs/x\n"
				   "display_name_check = log\n"
				   "from_headers = from:reply-to : x-a_1\n"
				   "header_check = reject\n"
				   "local_recipients = pass\n"
				   "domainlist local_domains = l.example\n"
				   "domainlist allow_domains = f.example\n"
				   "max_recipients = 7\n"
				   "on_refusal = rewrite\n"
				   "owner = lsearch;/o\n"
				   "sender_check = owner\n"
				   "trace_header = yes\n"
				   "trusted_users = lab.example\n"));
	size_t i;

	ck_assert_str_eq(config->account_log, "logs/x");
	ck_assert_int_eq(config->display_name_check, CONFIG_LOG);
	ck_assert_uint_eq(config->from_header_count, 3);
	for (i = 0; i < 3; i++)
		ck_assert_str_eq(config->from_headers[i], headers[i]);
	ck_assert_int_eq(config->header_check, CONFIG_REJECT);
	ck_assert_int_eq(config->local_recipients, CONFIG_LOCAL_PASS);
	ck_assert_ptr_nonnull(config->local_domains);
	ck_assert_ptr_nonnull(config->allow_domains);
	ck_assert_uint_eq(config->max_recipients, 7);
	ck_assert_int_eq(config->on_refusal, CONFIG_REWRITE);
	ck_assert_ptr_nonnull(config->owner);
	ck_assert_int_eq(config->sender_check, CONFIG_SENDER_OWNER);
	ck_assert_int_eq(config->trace_header, CONFIG_YES);
	/* The login of these tests is the host's name. */
	ck_assert(users_have(config->trusted_users, &config->host.caller));
	ck_assert(!users_have(config->monitor_users, &config->host.caller));
	config_close(config);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("config");
	TCase *tcase = tcase_create("file");

	suite_add_tcase(suite, tcase);
	tcase_add_test(tcase, defaults);
	tcase_add_test(tcase, all_options);
	tcase_add_loop_test(tcase, message_size, 0, COUNT(sizes));
	tcase_add_loop_test(tcase, read_the_same, 0, COUNT(same));
	tcase_add_loop_test(tcase, errors, 0, COUNT(wrong));
	tcase_add_loop_test(tcase, family, 0, COUNT(families));
	tcase_add_test(tcase, family_of_link);
	tcase_add_test(tcase, mta_of_the_host);
	tcase_add_loop_test(tcase, setting, 0, COUNT(settings));
	tcase_add_test(tcase, further_options);
	tcase_add_test(tcase, long_value);
	tcase_add_test(tcase, large_file);
	tcase_add_loop_test(tcase, unsafe_mode, 0, COUNT(modes));
	tcase_add_test(tcase, unsafe_owner);
	tcase_add_test(tcase, no_file);
	return suite_run_here(suite);
}
