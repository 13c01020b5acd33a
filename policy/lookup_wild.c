/* SPDX-License-Identifier: ISC */
/*
 * wildlsearch and nwildlsearch: text files whose keys may be tails, `*.x`.
 * To Exim they may be much more, most of which is refused here.
 */

#include <string.h>

#include "lookup_kind.h"

/*
 * What Exim would do with a key of a wild file that truefrom does not.  A key
 * with `!` is refused although Exim understands it: it matches every other
 * domain, which is hardly what was meant.
 */
static const char *
wild_complaint(const struct lookup_file *file, struct str key)
{
	if (str_starts(key, "^"))
		return "is a regular expression, which is not supported; list "
		       "the domains, or write *.DOMAIN";
	if (str_starts(key, "!"))
		return "is a negated key, which would match all other "
		       "domains; negate an item of the list instead";
	if (str_starts(key, "/") || memchr(key.ptr, ';', key.len) != NULL)
		return "is a file within a file, which is not supported; make "
		       "it an item of the list";
	if (file->kind == &lookup_wildlsearch &&
	    (memchr(key.ptr, '$', key.len) != NULL ||
		memchr(key.ptr, '\\', key.len) != NULL))
		return "needs expansion, which is not supported; write what "
		       "it expands to";
	return NULL;
}

/* Only a quoted key can have blanks at its ends, which do not count. */
static struct str
trim(struct str s)
{
	while (s.len > 0 && ascii_is_space(s.ptr[0]))
		s = str_from(s, 1);
	while (s.len > 0 && ascii_is_space(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

static bool
wild_matches(struct str written, const char *key)
{
	size_t len = strlen(key);

	if (!str_starts(written, "*"))
		return str_is_nocase(written, key);
	written = str_from(written, 1);
	return written.len <= len &&
	    str_is_nocase(written, key + len - written.len);
}

/* The next key and whether it is one that truefrom understands. */
static int
next_wild(const struct lookup_file *file, struct keyfile *keys,
    struct str *written, struct fault *fault)
{
	const char *complaint;
	int more = keyfile_next(keys, written);

	if (more == -1)
		(void)lookup_unreadable(file, fault);
	if (more != 1)
		return more;
	*written = trim(*written);
	complaint = wild_complaint(file, *written);
	if (complaint == NULL)
		return 1;
	fault_set(fault, "%s:%u: \"%.*s\" %s.", file->path, keys->lines.line,
	    (int)written->len, written->ptr, complaint);
	return -1;
}

static enum lookup_result
find_wild(const struct lookup_file *file, const char *key, unsigned *line,
    struct fault *fault)
{
	struct keyfile keys;
	struct str written;
	int more;

	keyfile_open(&keys, file->fd, NULL);
	while ((more = next_wild(file, &keys, &written, fault)) == 1)
		if (wild_matches(written, key))
			return lookup_found(file, &keys, line, fault);
	return more == 0 ? LOOKUP_NO : LOOKUP_FAULT;
}

static enum lookup_result
check_wild(const struct lookup_file *file, struct fault *fault)
{
	struct keyfile keys;
	struct str written;
	enum lookup_result result = LOOKUP_NO;
	int more;

	keyfile_open(&keys, file->fd, NULL);
	while ((more = next_wild(file, &keys, &written, fault)) == 1)
		result = LOOKUP_YES;
	return more == 0 ? result : LOOKUP_FAULT;
}

const struct lookup_kind lookup_wildlsearch = {
	.name = "wildlsearch",
	.type = LISTFILE_REGULAR,
	.text = true,
	.find = find_wild,
	.check = check_wild,
};

const struct lookup_kind lookup_nwildlsearch = {
	.name = "nwildlsearch",
	.type = LISTFILE_REGULAR,
	.text = true,
	.find = find_wild,
	.check = check_wild,
};
