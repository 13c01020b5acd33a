/* SPDX-License-Identifier: ISC */
/*
 * What is known of a caller, as a header field and as pairs for the log.
 */

#include "trace.h"
#include "escape.h"

#include <stdio.h>
#include <string.h>

#define FIELD_NAME "X-Truefrom:"
#define LINE_LENGTH 78 /* RFC 5322 2.1.1; a long value may be longer */

/* With these none can push another out of the field. */
#define PATH_SHOWN 128
#define NAME_SHOWN 64

#define PAIRS_MAX 12

struct pair {
	const char *header; /* key, or NULL */
	const char *log;
	struct str value;
	size_t shown; /* size of the value in the header */
};

struct listing {
	char uid[16], pid[16];
	char chain[TRACE_CHAIN * 80];
	struct pair pairs[PAIRS_MAX];
	size_t count;
};

static void
list(struct listing *listing, const char *header, const char *log,
    const char *value, size_t shown)
{
	if (value != NULL && value[0] != '\0')
		listing->pairs[listing->count++] =
		    (struct pair){ header, log, str_of(value), shown };
}

/* The chain in one value, `php-fpm8.2(120) > sh(121)`: names can lie. */
static void
write_chain(const struct trace *trace, struct listing *listing)
{
	char name[sizeof(trace->chain[0].name)];
	size_t i, len = 0;
	int n;

	for (i = trace->chain_len; i-- > 0;) {
		(void)escape_word(
		    str_of(trace->chain[i].name), name, sizeof(name));
		n = snprintf(listing->chain + len, sizeof(listing->chain) - len,
		    "%s%s(%ld)", len == 0 ? "" : " > ", name,
		    (long)trace->chain[i].pid);
		if (n > 0)
			len += (size_t)n;
	}
}

/* The caller behind the shells. */
static void
list_parent(const struct trace *trace, struct listing *listing)
{
	const struct trace_process *parent;

	if (trace->shells > 0) {
		write_chain(trace, listing);
		list(listing, NULL, "chain", listing->chain, 0);
	}
	if (trace->shells == trace->chain_len)
		return;
	parent = &trace->chain[trace->shells];
	(void)snprintf(
	    listing->pid, sizeof(listing->pid), "%ld", (long)parent->pid);
	list(listing, NULL, "parent-pid", listing->pid, 0);
	if (parent->program[0] != '\0')
		list(listing, "parent", "parent", parent->program, PATH_SHOWN);
	else
		list(listing, "claimed-parent", "claimed-parent", parent->name,
		    NAME_SHOWN);
}

static void
list_all(const struct trace *trace, struct listing *listing)
{
	const char *pool = trace->pool_vouched ? "pool" : "claimed-pool";

	*listing = (struct listing){ .count = 0 };
	(void)snprintf(listing->uid, sizeof(listing->uid), "%lu",
	    (unsigned long)trace->uid);
	list(listing, "user", NULL, trace->login, NAME_SHOWN);
	list(listing, "uid", NULL, listing->uid, sizeof(listing->uid));
	list_parent(trace, listing);
	list(listing, "cwd", "cwd", trace->cwd, PATH_SHOWN);
	list(listing, pool, pool, trace->pool, NAME_SHOWN);
	list(listing, "cgroup", "cgroup", trace->cgroup, NAME_SHOWN);
	list(listing, "claimed-script", "script", trace->script, PATH_SHOWN);
	list(listing, "claimed-remote", "remote", trace->remote, NAME_SHOWN);
	list(listing, "claimed-site", "site", trace->site, NAME_SHOWN);
}

/* Everything there can be, each as long as it is shown. */
_Static_assert(sizeof(FIELD_NAME) +
	    sizeof("user=;uid=;claimed-parent=;cwd=;claimed-pool=;cgroup=;"
		   "claimed-script=;claimed-remote=;claimed-site=;") +
	    3UL * PATH_SHOWN + 5UL * NAME_SHOWN + 16 + 10 * sizeof("\r\n") <=
	TRACE_HEADER_SIZE,
    "the field fits");

size_t
trace_header(const struct trace *trace, const char *line_end, char *out)
{
	char value[PATH_SHOWN], pair[PATH_SHOWN + 32];
	size_t i, len, column, pair_len;
	struct listing listing;

	list_all(trace, &listing);
	len = column = strlcpy(out, FIELD_NAME, TRACE_HEADER_SIZE);
	for (i = 0; i < listing.count; i++) {
		const struct pair *p = &listing.pairs[i];

		if (p->header == NULL)
			continue;
		(void)escape_word(p->value, value, p->shown);
		pair_len = (size_t)snprintf(pair, sizeof(pair), "%s %s=%s",
		    column == strlen(FIELD_NAME) ? "" : ";", p->header, value);
		/* A line ends behind the semicolon, which needs room, too. */
		if (column + pair_len + 1 > LINE_LENGTH &&
		    column != strlen(FIELD_NAME)) {
			len +=
			    (size_t)snprintf(out + len, TRACE_HEADER_SIZE - len,
				";%s%s", line_end, pair + 1);
			column = pair_len - 1;
		} else {
			len +=
			    strlcpy(out + len, pair, TRACE_HEADER_SIZE - len);
			column += pair_len;
		}
	}
	return len + strlcpy(out + len, line_end, TRACE_HEADER_SIZE - len);
}

void
trace_each(const struct trace *trace, trace_pair *tell, void *context)
{
	struct listing listing;
	size_t i;

	list_all(trace, &listing);
	for (i = 0; i < listing.count; i++)
		if (listing.pairs[i].log != NULL)
			tell(context, listing.pairs[i].log,
			    listing.pairs[i].value);
}
