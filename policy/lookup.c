/* SPDX-License-Identifier: ISC */
/*
 * What all lookups have in common: the grammar of their kinds, and the order
 * in which keys are tried (Exim specification, 9.6 and 9.7):
 *
 *	the key itself
 *	with partialN: AFFIX and the key; AFFIX and what follows its first
 *		dot, its second, ... while N dots remain; the bare AFFIX
 *	with a `*`: the key `*`
 *
 * An empty key is in no file, but does get the `*` default.
 */

#include "lookup.h"

#include <string.h>
#include <unistd.h>

#include "lookup_kind.h"

#define AFFIX_MAX 31

/* A domain cannot have more dots: a larger N means the same. */
#define PARTIAL_MAX 255

static const struct lookup_kind *const kinds[] = {
	&lookup_lsearch,
	&lookup_wildlsearch,
	&lookup_nwildlsearch,
	&lookup_cdb,
	&lookup_dsearch,
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/*
 * Takes `partial-`, `partialN-`, `partial(AFFIX)` or `partialN(AFFIX)` off
 * the kind.  Returns NULL or the complaint.
 */
static const char *
parse_partial(struct str *kind, struct lookup *lookup)
{
	struct str s = str_from(*kind, strlen("partial"));

	lookup->partial = 2;
	if (s.len > 0 && is_digit(s.ptr[0]))
		lookup->partial = 0;
	for (; s.len > 0 && is_digit(s.ptr[0]); s = str_from(s, 1)) {
		lookup->partial = lookup->partial * 10 + (s.ptr[0] - '0');
		if (lookup->partial > PARTIAL_MAX)
			lookup->partial = PARTIAL_MAX;
	}
	if (str_starts(s, "-")) {
		lookup->affix = str_of("*.");
		*kind = str_from(s, 1);
		return NULL;
	}
	if (!str_starts(s, "("))
		return "has no \"-\" or \"(\" after \"partial\"; write it as "
		       "in partial-lsearch or partial(.)lsearch";
	s = str_from(s, 1);
	lookup->affix = (struct str){ s.ptr, 0 };
	while (s.len > 0 && s.ptr[0] > ' ' && s.ptr[0] < 0x7f &&
	    !ascii_is_alnum(s.ptr[0]) && s.ptr[0] != ')') {
		lookup->affix.len++;
		s = str_from(s, 1);
	}
	if (!str_starts(s, ")") || lookup->affix.len > AFFIX_MAX)
		return "has no short affix of punctuation between \"(\" and "
		       "\")\"; write it as in partial(.)lsearch";
	*kind = str_from(s, 1);
	return NULL;
}

const char *
lookup_parse(const char *text, struct lookup *lookup)
{
	struct str kind = { text, strcspn(text, ";") };
	const char *complaint;
	size_t i;

	memset(lookup, 0, sizeof(*lookup));
	lookup->partial = -1;
	lookup->affix = str_of("");
	lookup->path = text + kind.len + (text[kind.len] == ';' ? 1 : 0);
	while (ascii_is_space(*lookup->path))
		lookup->path++;

	if (str_starts(kind, "partial") &&
	    (complaint = parse_partial(&kind, lookup)) != NULL)
		return complaint;
	if (kind.len >= 2 && str_is(str_from(kind, kind.len - 2), "*@"))
		return "has the default \"*@\", which is not supported; "
		       "write \"*\"";
	if (kind.len > 0 && kind.ptr[kind.len - 1] == '*') {
		lookup->star = true;
		kind.len--;
	}
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (str_is(kind, kinds[i]->name))
			lookup->kind = kinds[i];
	if (lookup->kind == NULL)
		return "is a lookup of a kind that is not supported; use "
		       "lsearch, wildlsearch, nwildlsearch, cdb or dsearch";
	if (lookup->path[0] != '/')
		return "does not name its file by an absolute path; write one "
		       "that begins with /";
	return NULL;
}

static enum lookup_result
find_key(const struct lookup_file *file, const char *key, unsigned *line,
    struct fault *fault)
{
	if (key[0] == '\0')
		return LOOKUP_NO;
	return file->kind->find(file, key, line, fault);
}

static enum lookup_result
find_with_affix(const struct lookup_file *file, struct str affix,
    const char *rest, unsigned *line, struct fault *fault)
{
	char key[AFFIX_MAX + LOOKUP_KEY_MAX + 1];

	memcpy(key, affix.ptr, affix.len);
	if (strlcpy(key + affix.len, rest, sizeof(key) - affix.len) >=
	    sizeof(key) - affix.len)
		return LOOKUP_NO; /* no domain is as long as that */
	return find_key(file, key, line, fault);
}

static int
count_dots(const char *s)
{
	int dots = 0;

	for (; *s != '\0'; s++)
		if (*s == '.')
			dots++;
	return dots;
}

static enum lookup_result
find_partial(const struct lookup_file *file, const struct lookup *lookup,
    const char *key, unsigned *line, struct fault *fault)
{
	struct str affix = lookup->affix;
	enum lookup_result result = LOOKUP_NO;
	int dots;

	if (affix.len > 0)
		result = find_with_affix(file, affix, key, line, fault);
	for (dots = count_dots(key);
	     result == LOOKUP_NO && dots >= lookup->partial && dots > 0;
	     dots--) {
		key += strcspn(key, ".") + 1;
		result = find_with_affix(file, affix, key, line, fault);
	}
	if (result != LOOKUP_NO || lookup->partial > 0 || affix.len == 0)
		return result;
	/* Nothing of the key is left: `*` rather than `*.` stands for all. */
	if (affix.len > 1 && affix.ptr[affix.len - 1] == '.')
		affix.len--;
	return find_with_affix(file, affix, "", line, fault);
}

enum lookup_result
lookup_data(const struct lookup *lookup, const char *key, uid_t owner,
    const struct listfile_place *named_at, char data[LOOKUP_DATA_MAX + 1],
    unsigned *line, struct fault *fault)
{
	struct lookup_file file = {
		.kind = lookup->kind, .path = lookup->path, .data = data
	};
	struct stat st;
	enum lookup_result result;

	*line = 0;
	if (data != NULL)
		data[0] = '\0';
	file.fd = listfile_open(
	    lookup->path, lookup->kind->type, owner, named_at, &st, fault);
	if (file.fd == -1)
		return LOOKUP_FAULT;
	file.size = st.st_size;
	result = find_key(&file, key, line, fault);
	if (result == LOOKUP_NO && lookup->partial >= 0)
		result = find_partial(&file, lookup, key, line, fault);
	if (result == LOOKUP_NO && lookup->star)
		result = find_key(&file, "*", line, fault);
	(void)close(file.fd);
	return result;
}

enum lookup_result
lookup_find(const struct lookup *lookup, const char *key, uid_t owner,
    const struct listfile_place *named_at, unsigned *line, struct fault *fault)
{
	return lookup_data(lookup, key, owner, named_at, NULL, line, fault);
}

enum lookup_result
lookup_check(const struct lookup *lookup, uid_t owner,
    const struct listfile_place *named_at, struct stat *st, struct fault *fault)
{
	struct lookup_file file = { .kind = lookup->kind,
		.path = lookup->path };
	enum lookup_result result;

	file.fd = listfile_open(
	    lookup->path, lookup->kind->type, owner, named_at, st, fault);
	if (file.fd == -1)
		return LOOKUP_FAULT;
	file.size = st->st_size;
	result = lookup->kind->check(&file, fault);
	(void)close(file.fd);
	return result;
}

enum lookup_result
lookup_unreadable(const struct lookup_file *file, struct fault *fault)
{
	listfile_unreadable(file->path, fault);
	return LOOKUP_FAULT;
}
