/* SPDX-License-Identifier: ISC */
/*
 * Names are compared byte for byte, as the password database does.
 */

#include "users.h"

#include <string.h>

struct users {
	struct users *next;
	const char *name; /* `:group` or `login` */
};

static bool
is_separator(char c)
{
	return ascii_is_blank(c) || c == ',';
}

/* The next name; empty when there is none. */
static struct str
take_name(struct str *rest)
{
	struct str name;

	while (rest->len > 0 && is_separator(rest->ptr[0]))
		*rest = str_from(*rest, 1);
	name = (struct str){ rest->ptr, 0 };
	while (name.len < rest->len && !is_separator(rest->ptr[name.len]))
		name.len++;
	*rest = str_from(*rest, name.len);
	return name;
}

const struct users *
users_parse(struct arena *arena, struct str text, struct str *wrong)
{
	/* The first stands for no name, so that an empty list is none either.
	 */
	struct users *users = arena_alloc(arena, sizeof(*users));
	struct users *last = users;
	struct str name;

	*wrong = (struct str){ text.ptr, 0 };
	while (last != NULL && (name = take_name(&text)).len > 0) {
		if (str_is(name, ":") ||
		    memchr(name.ptr + 1, ':', name.len - 1) != NULL) {
			*wrong = name;
			return NULL;
		}
		last->next = arena_alloc(arena, sizeof(*last));
		last = last->next;
		if (last != NULL)
			last->name = arena_copy(arena, name);
		if (last == NULL || last->name == NULL)
			return NULL;
	}
	return users;
}

void
users_read(const struct users *users, void (*tell)(void *, const char *),
    void *context)
{
	const struct users *user;

	if (users == NULL)
		return;
	for (user = users->next; user != NULL; user = user->next)
		tell(context, user->name);
}

bool
users_have(const struct users *users, const struct users_caller *caller)
{
	const struct users *user;

	if (users == NULL)
		return false;
	for (user = users->next; user != NULL; user = user->next)
		if (user->name[0] == ':' ?
			caller->in_group(user->name + 1) :
			strcmp(user->name, caller->login()) == 0)
			return true;
	return false;
}
