/* SPDX-License-Identifier: ISC */
/*
 * truefromctl doctor: the pools of PHP-FPM, a section each, as
 * fpm_conf_init_main() of its fpm_conf.c reads them.
 */

#include "doctor_php.h"

#include <stdio.h>
#include <string.h>

/* Who has set a setting of a pool so far. */
enum setter {
	SETTER_OTHER, /* php.ini */
	SETTER_POOL,  /* php_value */
	SETTER_ADMIN, /* php_admin_value, which counts more */
};

/* One pool as far as it is read. */
struct pool {
	struct php_mail mail;
	enum setter command_by, parameters_by;
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

static bool
is_around(char c)
{
	return ascii_is_blank(c) || c == '"' || c == '\'';
}

/* Of a key `NAME [ "SETTING"]` takes both, as PHP does. */
static void
split_key(const char *key, struct str *name, struct str *setting)
{
	struct str whole = str_of(key);
	size_t len = strcspn(key, "[");

	*name = str_trim((struct str){ key, len });
	*setting = str_from(whole, len + 1);
	while (setting->len > 0 && is_around(setting->ptr[0]))
		*setting = str_from(*setting, 1);
	setting->len = (size_t)(strcspn(setting->ptr, "]"));
	while (setting->len > 0 && is_around(setting->ptr[setting->len - 1]))
		setting->len--;
}

/* The first setting of a kind counts, not the last one. */
static void
keep_setting(struct php_setting *kept, enum setter *kept_by, enum setter by,
    const char *path, const struct phpini_entry *entry)
{
	if (by <= *kept_by)
		return;
	doctor_php_keep(kept, path, entry);
	*kept_by = by;
}

static void
keep_pool_entry(
    struct pool *pool, const char *path, const struct phpini_entry *entry)
{
	struct str name, setting;
	enum setter by = SETTER_OTHER;

	split_key(entry->key, &name, &setting);
	if (str_is_nocase(name, "user"))
		(void)strlcpy(pool->user, entry->value, sizeof(pool->user));
	else if (str_is_nocase(name, "chroot"))
		(void)strlcpy(pool->chroot, entry->value, sizeof(pool->chroot));
	else if (str_is_nocase(name, "php_value"))
		by = SETTER_POOL;
	else if (str_is_nocase(name, "php_admin_value"))
		by = SETTER_ADMIN;
	if (str_is(setting, "sendmail_path"))
		keep_setting(
		    &pool->mail.command, &pool->command_by, by, path, entry);
	else if (str_is(setting, "mail.force_extra_parameters"))
		keep_setting(&pool->mail.parameters, &pool->parameters_by, by,
		    path, entry);
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
	while (doctor_php_goes_on(walk) && phpini_next(&ini, &entry)) {
		if (strcmp(ini.section, pool.name) != 0) {
			end_pool(walk, &pool, path);
			doctor_php_spend(walk, path, 0);
			start_pool(&pool, walk, path, ini.section);
		}
		keep_pool_entry(&pool, path, &entry);
	}
	end_pool(walk, &pool, path);
	arena_close(arena);
}
