/* SPDX-License-Identifier: ISC */
/*
 * Whose a domain is.  The input is a byte that says what kind of source, a
 * login and a mailbox on a line each, and the file.
 *
 * A login gets a domain only where it stands, byte for byte, beside it; in
 * files without quotes and long lines all is as anybody would say who looks at
 * their lines.
 */

#include "fuzz.h"

#include "policy/lookup_walk.h"
#include "policy/owner.h"

#include <stdlib.h>
#include <string.h>

#define LOGIN_SIZE 300

/* The directory in which the file is an account's, whose login is its name. */
#define ACCOUNTS "/proc/self/fd"
#define ACCOUNT "100"

static const char *const sources[] = {
	"lsearch;" FUZZ_FILE,
	"login;" FUZZ_FILE,
	"cpanel;" ACCOUNTS,
	"cdb;" FUZZ_FILE,
	"lsearch*;" FUZZ_FILE,
	"partial-lsearch;" FUZZ_FILE,
	"partial0()lsearch;" FUZZ_FILE,
	"wildlsearch;" FUZZ_FILE,
	"partial1(.)nwildlsearch*;" FUZZ_FILE,
	"login;" FUZZ_FILE " : nwildlsearch;" FUZZ_FILE,
};

enum { LSEARCH, LOGIN, CPANEL, CDB, SOURCES = 10 };

_Static_assert(sizeof(sources) / sizeof(*sources) == SOURCES, "sources");

static enum owner_result
match(const struct owners *owners, const struct owner_query *query,
    struct domainlist_rule *rule)
{
	struct fault fault = { .text = "" };
	enum owner_result result = owners_match(owners, query, rule, &fault);

	if (result == OWNER_FAULT)
		fuzz_require_fault(&fault);
	fuzz_require(result != OWNER_YES || rule->text[0] != '\0',
	    "what is somebody's is so by a rule");
	return result;
}

static bool
is_separator(char c)
{
	return c == ',' || ascii_is_space(c);
}

static bool
takes(struct str *text, struct str *word)
{
	while (text->len > 0 && is_separator(text->ptr[0]))
		*text = str_from(*text, 1);
	*word = (struct str){ text->ptr, 0 };
	while (word->len < text->len && !is_separator(text->ptr[word->len]))
		word->len++;
	*text = str_from(*text, word->len);
	return word->len > 0;
}

/* Does a pattern without quotes fit a mailbox without them? */
static bool
fits(struct str pattern, const struct owner_query *query)
{
	struct str local = query->local;
	size_t domain = strlen(query->domain), i = 0;
	const char *plus;

	if (str_is(pattern, "*"))
		return true;
	if (pattern.len <= domain ||
	    pattern.ptr[pattern.len - domain - 1] != '@' ||
	    !str_is_nocase(
		str_from(pattern, pattern.len - domain), query->domain))
		return false;
	pattern.len -= domain + 1;
	plus = memchr(local.ptr, '+', local.len);
	if (pattern.len < local.len && plus != NULL && plus > local.ptr)
		local.len = (size_t)(plus - local.ptr);
	if (pattern.len != local.len)
		return pattern.len == 0;
	while (i < local.len &&
	    ascii_lower(local.ptr[i]) == ascii_lower(pattern.ptr[i]))
		i++;
	return i == local.len;
}

/* Is this line, which is no continuation, the one of the key? */
static bool
has_key(struct str line, const char *key, bool exact, struct str *data)
{
	struct str word = { line.ptr, 0 };

	while (word.len < line.len && line.ptr[word.len] != ':' &&
	    !ascii_is_space(line.ptr[word.len]))
		word.len++;
	*data = str_from(line, word.len);
	while (data->len > 0 && ascii_is_space(data->ptr[0]))
		*data = str_from(*data, 1);
	if (str_starts(*data, ":"))
		*data = str_from(*data, 1);
	if (word.len == 0 || line.ptr[0] == '#')
		return false;
	return exact ? str_is(word, key) : str_is_nocase(word, key);
}

static bool
is_blank(struct str line)
{
	size_t i;

	for (i = 0; i < line.len; i++)
		if (!ascii_is_space(line.ptr[i]))
			return false;
	return true;
}

/* What a line of data says to the query; `login`: it is of patterns. */
static bool
says_yes(struct str data, const struct owner_query *query, bool login)
{
	struct str word;

	while (takes(&data, &word))
		if (login ? fits(word, query) : str_is(word, query->login))
			return true;
	return false;
}

/* The verdict by looking at the lines. */
static enum owner_result
verdict_by_eye(struct str text, const struct owner_query *query, bool login)
{
	const char *key = login ? query->login : query->domain;
	struct str data;
	bool yes;

	do {
		if (text.len == 0)
			return OWNER_NO;
	} while (!has_key(fuzz_take_line(&text), key, login, &data));
	yes = says_yes(data, query, login);
	while (text.len > 0 && ascii_is_space(text.ptr[0])) {
		/* Even if what ends this line is the end of the file. */
		struct str line = fuzz_take_line(&text);

		if (is_blank(line))
			break;
		yes = yes || says_yes(line, query, login);
	}
	return yes ? OWNER_YES : OWNER_NO;
}

static bool
is_plain(struct str text)
{
	return text.len < LOOKUP_DATA_MAX &&
	    memchr(text.ptr, '\0', text.len) == NULL &&
	    memchr(text.ptr, '"', text.len) == NULL &&
	    memchr(text.ptr, '\\', text.len) == NULL;
}

/* The line that the rule ends with has the login beside it. */
static void
check_line(const char *rule, const char *login)
{
	static struct lookup_walk walk;
	struct lookup lookup = lookup_of_logins(FUZZ_FILE);
	struct fault fault;
	unsigned long line = strtoul(strrchr(rule, ':') + 1, NULL, 10);

	fuzz_require(lookup_walk_open(
			 &walk, &lookup, fuzz_host()->owner, NULL, &fault) == 0,
	    "a file can be read");
	do
		fuzz_require(lookup_walk_next(&walk, &fault) != 0,
		    "the line of a rule has a key");
	while (walk.line != line);
	lookup_walk_close(&walk);
	fuzz_require(strstr(walk.data, login) != NULL,
	    "who owns a domain is named beside it");
}

static void
report(void *context, enum domainlist_finding finding, const char *path,
    const char *sentence)
{
	fuzz_require(path[0] == '/', "a finding is about a file");
	fuzz_require((sentence == NULL) == (finding == DOMAINLIST_USABLE),
	    "a finding has a sentence");
	*(unsigned *)context += finding == DOMAINLIST_UNUSABLE;
}

static void
check_verdict(unsigned source, struct str text, const struct owner_query *query,
    enum owner_result result, const char *rule)
{
	size_t len = strlen(query->login);

	if (result == OWNER_YES && source != CPANEL && source != LOGIN &&
	    source != SOURCES - 1)
		fuzz_require(
		    memmem(text.ptr, text.len, query->login, len) != NULL,
		    "who owns a domain stands in the file");
	if (result == OWNER_YES && (source == LSEARCH || source > CDB) &&
	    source != SOURCES - 1)
		check_line(rule, query->login);
	if (source > LOGIN || !is_plain(text) || !is_plain(query->local) ||
	    strstr(query->domain, "xn--") != NULL)
		return;
	fuzz_require(verdict_by_eye(text, query, source == LOGIN) == result,
	    "an owner is who stands on a line");
}

static void
check_example(
    const struct owners *owners, unsigned source, const struct owner_query *q)
{
	char domain[DOMAIN_SIZE];
	struct owner_query query = { q->login, q->local, domain };
	struct domainlist_rule rule;

	/* An example of a pattern may be for another local part. */
	if (!owners_example(owners, q->login, domain) || source == LOGIN ||
	    source == SOURCES - 1)
		return;
	fuzz_require(match(owners, &query, &rule) == OWNER_YES,
	    "an example is the login's own");
}

static void
check_source(unsigned source, struct str text, const struct owner_query *query)
{
	static const struct listfile_place place = { "fuzz", 1 };
	struct arena *arena = arena_open();
	struct fault fault = { .text = "" };
	struct owners *owners = owners_parse(
	    arena, str_of(sources[source]), &place, fuzz_host()->owner, &fault);
	struct domainlist_rule rule;
	enum owner_result result;
	unsigned unusable = 0;

	fuzz_require(owners != NULL, "a source is understood");
	result = match(owners, query, &rule);
	check_verdict(source, text, query, result, rule.text);
	fuzz_require(match(owners, query, &rule) == result,
	    "sources say the same twice");
	check_example(owners, source, query);
	/* What else this process has open is none of our business. */
	if (source != CPANEL) {
		fuzz_require(
		    owners_check(owners, report, &unusable) == unusable,
		    "each unusable file is counted");
		fuzz_require(
		    result != OWNER_FAULT || unusable > 0 || source == CDB,
		    "what is found usable can be used");
	}
	arena_close(arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct str text = fuzz_view(bytes, size), mailbox, login;
	unsigned source = fuzz_take_byte(&text) % SOURCES;
	char name[LOGIN_SIZE], domain[DOMAIN_SIZE];
	struct owner_query query = { name, { "", 0 }, domain };
	const char *at;

	login = fuzz_take_line(&text);
	(void)fuzz_text(
	    source == CPANEL ? str_of(ACCOUNT) : login, name, sizeof(name));
	mailbox = fuzz_take_line(&text);
	at = memrchr(mailbox.ptr, '@', mailbox.len);
	if (at == NULL || mailbox.len > 255)
		return 0;
	query.local = (struct str){ mailbox.ptr, (size_t)(at - mailbox.ptr) };
	if (domain_canonical(str_from(mailbox, query.local.len + 1), domain) !=
	    DOMAIN_OK)
		return 0;
	(void)fuzz_file(text);
	check_source(source, text, &query);
	return 0;
}
