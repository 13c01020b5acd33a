/* SPDX-License-Identifier: ISC */
/*
 * The rules for Exim as text: lists, what is quoted, the stamp, and whether a
 * configuration has them.  What they do, a real Exim is asked in tests/e2e.
 */

#include "scratch.h"
#include "suite.h"

#include "wrapper/ctl/exim_lines.h"
#include "wrapper/ctl/exim_rules.h"
#include "wrapper/ctl/exim_running.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *
lab(void)
{
	return "lab.example";
}

static void
complain(void *context, const struct fault *fault)
{
	(void)context;
	ck_abort_msg("%s", fault->text);
}

/* A configuration of these lines, beside mta and qualify_domain. */
static struct config *
configure(const char *lines)
{
	static const struct config_host host = { .primary_hostname = lab,
		.mailname = lab,
		.caller = { .login = lab } };
	struct config_host owned = host;
	char text[4096];

	owned.owner = geteuid();
	(void)snprintf(text, sizeof(text), "mta = /m/exim4\n%s\n", lines);
	return config_open(
	    scratch_write("c", str_of(text)), &owned, complain, NULL);
}

/* A section, to be freed. */
static char *
print(const struct config *config, enum exim_section section)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	ck_assert_ptr_nonnull(out);
	exim_rules_print(config, section, "STAMP", out);
	ck_assert_int_eq(fclose(out), 0);
	return text;
}

#define STAMPED "domainlist truefrom_stamp = STAMP\n"

static const struct {
	const char *lines;
	const char *want; /* a line of the main section */
} lists[] = {
	{ "from_domains = a.example",
	    "domainlist truefrom_from_domains = a.example" },
	{ "from_domains =", "domainlist truefrom_from_domains = " },
	{ "from_domains = @ : @[] : *.b.example",
	    "domainlist truefrom_from_domains = @ : @[] : *.b.example" },
	{ "primary_hostname = h.example\nfrom_domains = ! @ : *",
	    "domainlist truefrom_from_domains = ! h.example : *" },
	{ "domainlist x = a.example\nfrom_domains = !+x : +x",
	    "domainlist truefrom_from_domains = ! +truefrom_x : +truefrom_x" },
	{ "domainlist from_domains = a.example\nfrom_domains = +from_domains",
	    "domainlist truefrom_from_domains = +truefrom_list_from_domains" },
	{ "domainlist stamp = a.example\nfrom_domains = +stamp",
	    "domainlist truefrom_list_stamp = a.example" },
	{ "from_domains = lsearch;/etc/a : ! partial(.)cdb;/b : /etc/list",
	    "domainlist truefrom_from_domains = lsearch;/etc/a : ! "
	    "partial(.)cdb;/b : /etc/list" },
	{ "from_domains = <; lsearch;;/etc/a:b ; c.example ; d",
	    "domainlist truefrom_from_domains = lsearch;/etc/a::b : c.example "
	    ": d" },
	{ "from_domains = <; <x.example ; b.example",
	    "domainlist truefrom_from_domains = <: <x.example : b.example" },
	{ "from_domains = \xc3\xb6k.example : *.\xc3\xb6k.example",
	    "domainlist truefrom_from_domains = xn--k-0ga.example : "
	    "*.xn--k-0ga.example" },
};

START_TEST(list)
{
	struct config *config = configure(lists[_i].lines);
	char *text = print(config, EXIM_MAIN), want[512];

	(void)snprintf(want, sizeof(want), "\n%s\n", lists[_i].want);
	ck_assert_msg(strncmp(text, STAMPED, sizeof(STAMPED) - 1) == 0 &&
		strstr(text, want) != NULL,
	    "%s: not in %s", lists[_i].want, text);
	free(text);
	config_close(config);
}
END_TEST

static const struct {
	const char *lines;
	const char *want; /* what the ACLs hold */
} acls[] = {
	{ "from_domains = a\nreject_message = 1 \\ $2 {3} %d%s",
	    "why = 1 \\x5c \\x242 \\x7b3\\x7d $acl_m_truefrom_domain%s\n" },
	{ "from_domains = a\nauth_match = map\nauth_map = lsearch;/e/${x}",
	    "${lookup{$acl_m_truefrom_id}lsearch{/e/\\x24\\x7bx\\x7d}{" },
	{ "from_domains = a\nowner = partial2-lsearch*;/e/o",
	    "${lookup{$acl_m_truefrom_domain}partial2-lsearch*{/e/o}{" },
	{ "from_domains = a\nmax_recipients = 7", "{$recipients_count}{7}" },
	{ "from_domains = a\ntrusted_users = root nosuchlogin",
	    "inlist{$caller_uid}{<, 0,}" },
	{ "from_domains = a\nmode = monitor\nenforce_users = root",
	    "accept  !condition = ${if inlist{$caller_uid}{<, 0,}}" },
	{ "from_domains = a\nqualify_domain = q.example",
	    "set acl_m_truefrom_host = q.example\n" },
};

START_TEST(acl)
{
	struct config *config = configure(acls[_i].lines);
	char *text = print(config, EXIM_ACL);

	ck_assert_msg(strstr(text, acls[_i].want) != NULL, "%s: not in %s",
	    acls[_i].want, text);
	free(text);
	config_close(config);
}
END_TEST

START_TEST(stamps)
{
	struct config *one = configure("from_domains = a.example");
	struct config *other = configure("from_domains = b.example");
	char stamp[EXIM_STAMP_SIZE], again[EXIM_STAMP_SIZE];
	struct fault fault;

	ck_assert(exim_rules_stamp(one, stamp, &fault));
	ck_assert(exim_rules_stamp(one, again, &fault));
	ck_assert_str_eq(stamp, again);
	ck_assert(exim_rules_stamp(other, again, &fault));
	ck_assert_str_ne(stamp, again);
	config_close(one);
	config_close(other);
}
END_TEST

static const struct {
	const char *text;
	const char *want;
} squeezed[] = {
	{ "", "" },
	{ "\n\n  \n", "" },
	{ "a", "a\n" },
	{ "  a \t b  \n# c\n  # d\nb\n", "a b\nb\n" },
	{ "a \\\n   b\\\n\tc\nd", "a bc\nd\n" },
	{ "a\\", "a" },
	{ "# c \\\n d\ne\n", "e\n" },
};

START_TEST(squeeze)
{
	char text[128];

	(void)strlcpy(text, squeezed[_i].text, sizeof(text));
	exim_squeeze(text);
	ck_assert_str_eq(text, squeezed[_i].want);
}
END_TEST

/* What stands where, in a configuration that has the rules for RULES. */
#define RULES "from_domains = a.example"

static const struct {
	const char *options;
	const char *statements; /* of the ACL `site` */
	const char *words;	/* the guard of each door */
} sites[] = {
	{ "acl_not_smtp = site\nacl_smtp_data = site\n",
	    "  require acl = truefrom_not_smtp\n"
	    "  require  acl  =  truefrom_authenticated\n"
	    "  require acl = truefrom_smtp_local\n  accept\n",
	    "GGGG" },
	{ "acl_not_smtp = truefrom_not_smtp\nacl_smtp_data = site\n",
	    "  warn\n  require acl = truefrom_authenticated\n  accept\n",
	    "G??G" },
	{ "acl_not_smtp = site\n", "  accept\n", "OOOO" },
	{ "acl_not_smtp = site\n",
	    "  accept hosts = x\n  require acl = truefrom_not_smtp\n", "?OOO" },
	{ "acl_not_smtp = site\n",
	    "  discard\n  require acl = truefrom_not_smtp\n", "?OOO" },
	{ "acl_not_smtp = site\n",
	    "  require acl = truefrom_not_smtp\n  hosts = x\n  accept\n",
	    "?OOO" },
	{ "acl_not_smtp = site\n", "  deny !acl = truefrom_not_smtp\n",
	    "?OOO" },
	{ "acl_not_smtp = site\n", "  require acl = truefrom_not_smtps\n",
	    "?OOO" },
	{ "acl_not_smtp = ${x}\nacl_smtp_data = /etc/file\n", "  accept\n",
	    "????" },
};

static char *
make_site(const struct config *config, int row)
{
	char stamp[EXIM_STAMP_SIZE], *text = NULL;
	struct fault fault;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	ck_assert_ptr_nonnull(out);
	ck_assert(exim_rules_stamp(config, stamp, &fault));
	(void)fputs("# Exim Configuration\n", out);
	exim_rules_print(config, EXIM_MAIN, stamp, out);
	(void)fprintf(out, "%sbegin acl\n", sites[row].options);
	exim_rules_print(config, EXIM_ACL, stamp, out);
	(void)fprintf(out, "site:\n%sbegin routers\nx:\n  driver = accept\n",
	    sites[row].statements);
	ck_assert_int_eq(fclose(out), 0);
	return text;
}

static void
check_doors(const struct config *config, char *text, const char *words)
{
	static const char letters[] = { [EXIM_GUARDED] = 'G',
		[EXIM_OPEN] = 'O',
		[EXIM_STALE] = 'S',
		[EXIM_CANNOT_TELL] = '?' };
	struct exim_door_state doors[EXIM_DOORS];
	struct fault fault;
	char got[EXIM_DOORS + 1] = "";
	int door;

	ck_assert(exim_running_judge(config, text, doors, &fault));
	for (door = 0; door < EXIM_DOORS; door++) {
		got[door] = letters[doors[door].guard];
		ck_assert_int_eq(doors[door].advice.text[0] == '\0',
		    doors[door].guard == EXIM_GUARDED);
	}
	ck_assert_str_eq(got, words);
}

START_TEST(site)
{
	struct config *config = configure(RULES);
	char *text = make_site(config, _i);

	check_doors(config, text, sites[_i].words);
	free(text);
	config_close(config);
}
END_TEST

START_TEST(stale)
{
	struct config *config = configure(RULES);
	struct config *now = configure(RULES " : b.example");
	char *text = make_site(config, 0), *edited = make_site(config, 0);
	char *at = strstr(edited, "  deny    condition");

	check_doors(now, text, "SSSS");
	ck_assert_ptr_nonnull(at);
	memcpy(at, "  warn", 6);
	check_doors(config, edited, "SSSS");
	free(text);
	free(edited);
	config_close(now);
	config_close(config);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("exim_rules");
	TCase *tcase = tcase_create("text");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, list, 0, COUNT(lists));
	tcase_add_loop_test(tcase, acl, 0, COUNT(acls));
	tcase_add_test(tcase, stamps);
	tcase_add_loop_test(tcase, squeeze, 0, COUNT(squeezed));
	tcase_add_loop_test(tcase, site, 0, COUNT(sites));
	tcase_add_test(tcase, stale);
	return suite_run(suite);
}
