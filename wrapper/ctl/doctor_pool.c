/* SPDX-License-Identifier: ISC */
/*
 * truefromctl doctor: the pools of PHP-FPM, a section each.
 */

#include "doctor_php.h"

#include <stdio.h>
#include <string.h>

/* One pool as far as it is read. */
struct pool {
	struct php_mail mail;
	bool command_is_admins, parameters_are_admins;
	char name[PHPINI_SECTION_SIZE];
	char user[PHPINI_VALUE_SIZE];
	char chroot[PHPINI_VALUE_SIZE];
};

static void
start_pool(struct pool *pool, const struct php_walk *walk, const char *path,
    const char *name)
{
	*pool = (struct pool){ .mail = *walk->mail };
	(void)strlcpy(pool->name, name, sizeof(pool->name));
	(void)snprintf(pool->mail.what, sizeof(pool->mail.what),
	    "the pool [%s] of %s", name, path);
	pool->mail.key = "php_admin_value[sendmail_path]";
}

static void
keep_pool_entry(
    struct pool *pool, const char *path, const struct phpini_entry *entry)
{
	const char *key = entry->key;
	bool admin = strncmp(key, "php_admin_value[", 16) == 0;

	if (strcmp(key, "user") == 0) {
		(void)strlcpy(pool->user, entry->value, sizeof(pool->user));
	} else if (strcmp(key, "chroot") == 0) {
		(void)strlcpy(pool->chroot, entry->value, sizeof(pool->chroot));
	} else if (admin || strncmp(key, "php_value[", 10) == 0) {
		key = strchr(key, '[');
		if (strcmp(key, "[sendmail_path]") == 0 &&
		    (admin || !pool->command_is_admins)) {
			doctor_php_keep(&pool->mail.command, path, entry);
			pool->command_is_admins = admin;
		} else if (strcmp(key, "[mail.force_extra_parameters]") == 0 &&
		    (admin || !pool->parameters_are_admins)) {
			doctor_php_keep(&pool->mail.parameters, path, entry);
			pool->parameters_are_admins = admin;
		}
	}
}

/* PHP-FPM puts the name of the pool where a setting has `$pool'. */
static void
expand(char value[PHPINI_VALUE_SIZE], const char *name)
{
	static const char variable[] = "$pool";
	char rest[PHPINI_VALUE_SIZE];
	char *at;

	while ((at = strstr(value, variable)) != NULL &&
	    strstr(name, variable) == NULL) {
		size_t room = PHPINI_VALUE_SIZE - (size_t)(at - value);

		(void)strlcpy(rest, at + strlen(variable), sizeof(rest));
		if ((size_t)snprintf(at, room, "%s%s", name, rest) >= room)
			break;
	}
}

/* What a pool does not set itself is told of its php.ini. */
static void
end_pool(const struct php_walk *walk, struct pool *pool, const char *path)
{
	char why[PATH_MAX + PHPINI_SECTION_SIZE];

	if (pool->name[0] == '\0' || strcmp(pool->name, "global") == 0)
		return;
	expand(pool->user, pool->name);
	expand(pool->chroot, pool->name);
	(void)snprintf(
	    why, sizeof(why), "runs the pool [%s] of %s", pool->name, path);
	doctor_web_user(walk->doctor, pool->user, why);
	if (pool->chroot[0] == '/')
		doctor_php_jail(walk->doctor, pool->chroot, &pool->mail);
	else if (strcmp(pool->mail.command.file, path) == 0 ||
	    strcmp(pool->mail.parameters.file, path) == 0)
		doctor_php_command(walk->doctor, &pool->mail);
}

void
doctor_php_pools(struct php_walk *walk, const char *path)
{
	static struct pool pool;
	struct phpini_entry entry;
	struct phpini ini;
	struct arena *arena = doctor_php_open(walk, path, &ini);

	if (arena == NULL)
		return;
	start_pool(&pool, walk, path, "");
	while (phpini_next(&ini, &entry)) {
		if (strcmp(ini.section, pool.name) != 0) {
			end_pool(walk, &pool, path);
			start_pool(&pool, walk, path, ini.section);
		}
		keep_pool_entry(&pool, path, &entry);
	}
	end_pool(walk, &pool, path);
	arena_close(arena);
}
