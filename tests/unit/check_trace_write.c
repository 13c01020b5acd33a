/* SPDX-License-Identifier: ISC */
/*
 * The field X-Truefrom, and the pairs for the log: nobody forges a part.
 */

#include "scratch.h"
#include "suite.h"

#include "wrapper/trace.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOSTILE                                                                \
	"x\r\n\r\nY: z; uid=0 (c\\) \"q\" <a@b> "                              \
	"=?utf-8?q?=0A?=,\t\x01\x7f\xff"

/* Names that the header may have, in order. */
static const char *const keys[] = { "user", "uid", "parent", "claimed-parent",
	"cwd", "pool", "claimed-pool", "cgroup", "claimed-script",
	"claimed-remote", "claimed-site" };

static void
set_all(struct trace *trace, const char *value)
{
	*trace = (struct trace){ .uid = (uid_t)-2,
		.login = value,
		.chain_len = 2,
		.shells = 1,
		.script = value,
		.remote = value,
		.site = value };
	(void)strlcpy(trace->cwd, value, sizeof(trace->cwd));
	(void)strlcpy(trace->cgroup, value, sizeof(trace->cgroup));
	(void)strlcpy(trace->pool, value, sizeof(trace->pool));
	(void)strlcpy(trace->chain[0].name, value, 64);
	(void)strlcpy(trace->chain[1].name, value, 64);
	(void)strlcpy(trace->chain[1].program, value, TRACE_VALUE_SIZE);
}

/* A field that is whole: every line, every byte, every key, once. */
static size_t
check_field(const char *field, const char *line_end)
{
	char copy[TRACE_HEADER_SIZE], *line, *pair, *value, *end;
	size_t next = 0, pairs = 0, i;

	(void)strlcpy(copy, field, sizeof(copy));
	ck_assert(str_starts(str_of(copy), "X-Truefrom: "));
	for (line = copy; *line != '\0'; line = end + strlen(line_end)) {
		end = strstr(line, line_end);
		ck_assert_ptr_nonnull(end);
		ck_assert_ptr_null(memchr(line, '\n', (size_t)(end - line)));
		ck_assert_ptr_null(memchr(line, '\r', (size_t)(end - line)));
		ck_assert(line == copy || line[0] == ' ');
		*end = '\0';
		ck_assert_uint_lt(strlen(line), 200);
		/* Longer than 78 is only one that cannot be shorter. */
		if (strlen(line) > 78)
			ck_assert_ptr_null(strstr(line, "; "));
		line += line == copy ? strlen("X-Truefrom: ") : 1;
		while ((pair = strsep(&line, " ")) != NULL) {
			value = strchr(pair, '=');
			ck_assert_ptr_nonnull(value);
			*value++ = '\0';
			for (i = next; i < (size_t)COUNT(keys); i++)
				if (strcmp(keys[i], pair) == 0)
					break;
			ck_assert_msg(i < (size_t)COUNT(keys), "%s", pair);
			next = i + 1;
			pairs++;
			value[strcspn(value, ";")] = '\0';
			ck_assert_uint_eq(strspn(value,
					      "abcdefghijklmnopqrstuvwxyz"
					      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					      "0123456789-._/:@+~\\"),
			    strlen(value));
		}
		line = end;
	}
	return pairs;
}

static const char *const line_ends[] = { "\n", "\r\n" };

START_TEST(header)
{
	struct trace trace = { .uid = 2001,
		.login = "alice",
		.cwd = "/home/alice/shop.example/htdocs",
		.cgroup = "php8.2-fpm.service",
		.pool = "shop",
		.pool_vouched = true,
		.chain_len = 1,
		.script = "/home/alice/shop.example/htdocs/contact.php",
		.remote = "192.0.2.7" };
	char out[TRACE_HEADER_SIZE];

	(void)strlcpy(trace.chain[0].program, "/usr/bin/php8.2", 64);
	ck_assert_uint_eq(trace_header(&trace, "\n", out), strlen(out));
	ck_assert_str_eq(out,
	    "X-Truefrom: user=alice; uid=2001; parent=/usr/bin/php8.2;\n"
	    " cwd=/home/alice/shop.example/htdocs; pool=shop; "
	    "cgroup=php8.2-fpm.service;\n"
	    " claimed-script=/home/alice/shop.example/htdocs/contact.php;\n"
	    " claimed-remote=192.0.2.7\n");
	ck_assert_uint_eq(check_field(out, "\n"), 8);
}
END_TEST

START_TEST(header_hostile)
{
	char out[TRACE_HEADER_SIZE];
	struct trace trace;
	size_t len;

	set_all(&trace, HOSTILE);
	len = trace_header(&trace, line_ends[_i], out);
	ck_assert_uint_eq(len, strlen(out));
	ck_assert_uint_eq(check_field(out, line_ends[_i]), 9);
	ck_assert_ptr_nonnull(
	    strstr(out, "user=x\\x0d\\x0a\\x0d\\x0aY:\\x20z"));
}
END_TEST

/* However long the values are, all keys are there. */
START_TEST(header_long)
{
	char value[2048], out[TRACE_HEADER_SIZE];
	struct trace trace;
	size_t len;
	int end;

	for (len = 1; len < sizeof(value); len += len < 200 ? 1 : 97)
		for (end = 0; end < 4; end++) {
			memset(value, end < 2 ? 'a' : '(', len);
			value[len] = '\0';
			set_all(&trace, value);
			ck_assert_uint_lt(
			    trace_header(&trace, line_ends[end % 2], out),
			    TRACE_HEADER_SIZE);
			ck_assert_uint_eq(
			    check_field(out, line_ends[end % 2]), 9);
		}
	ck_assert_ptr_nonnull(strstr(out, "...;\r\n"));
}
END_TEST

START_TEST(header_least)
{
	struct trace trace = { .uid = 7 };
	char out[TRACE_HEADER_SIZE];

	(void)trace_header(&trace, "\r\n", out);
	ck_assert_str_eq(out, "X-Truefrom: uid=7\r\n");
}
END_TEST

static void
keep(void *context, const char *key, struct str value)
{
	char *out = context;
	size_t len = strlen(out);

	(void)snprintf(out + len, 4096 - len, "%s=<%.*s>\n", key,
	    (int)value.len, value.ptr);
}

START_TEST(pairs)
{
	char out[4096] = "";
	struct trace trace;

	set_all(&trace, "a b");
	trace.chain[0].pid = 12;
	trace.chain[1].pid = 11;
	trace_each(&trace, keep, out);
	ck_assert_str_eq(out,
	    "chain=<a\\x20b(11) > a\\x20b(12)>\n"
	    "parent-pid=<11>\n"
	    "parent=<a b>\n"
	    "cwd=<a b>\n"
	    "claimed-pool=<a b>\n"
	    "cgroup=<a b>\n"
	    "script=<a b>\n"
	    "remote=<a b>\n"
	    "site=<a b>\n");
	trace.chain[1].program[0] = '\0';
	trace_each(&trace, keep, out);
	ck_assert_ptr_nonnull(strstr(out, "claimed-parent=<a b>\n"));
}
END_TEST

/* What the environment says, and an empty variable does not. */
START_TEST(claims)
{
	struct trace trace;

	(void)setenv("SCRIPT_FILENAME", "/s.php", 1);
	(void)setenv("REMOTE_ADDR", "", 1);
	(void)setenv("HTTP_HOST", "h.example", 1);
	(void)unsetenv("SERVER_NAME");
	trace_collect(&trace, 1, NULL);
	ck_assert_str_eq(trace.script, "/s.php");
	ck_assert_ptr_null(trace.remote);
	ck_assert_str_eq(trace.site, "h.example");
	(void)setenv("SERVER_NAME", "s.example", 1);
	trace_collect(&trace, 1, NULL);
	ck_assert_str_eq(trace.site, "s.example");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("trace_write");
	TCase *tcase = tcase_create("text");

	suite_add_tcase(suite, tcase);
	tcase_add_test(tcase, header);
	tcase_add_loop_test(tcase, header_hostile, 0, COUNT(line_ends));
	tcase_add_test(tcase, header_long);
	tcase_add_test(tcase, header_least);
	tcase_add_test(tcase, pairs);
	tcase_add_test(tcase, claims);
	return suite_run(suite);
}
