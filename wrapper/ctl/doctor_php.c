/* SPDX-License-Identifier: ISC */
/*
 * truefromctl doctor: every php.ini and every pool of PHP-FPM, where the
 * distributions and the hosting panels keep them.
 *
 * php.ini is read first, then the files of its directory of more, in the order
 * of their names, and the last setting counts; a pool's own comes after those,
 * and its php_admin_value before its php_value, in whatever order.
 */

#include "doctor_php.h"

#include "readfile.h"

#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FILES_MAX 2048

static const struct layout {
	const char *ini;   /* a pattern */
	const char *more;  /* the directory of more, seen from php.ini's */
	const char *pools; /* likewise that of pools */
} layouts[] = {
	{ "/etc/php/*/*/php.ini", "conf.d", "pool.d" }, /* Debian, Hestia */
	{ "/etc/php.ini", "php.d", "php-fpm.d" },	/* Red Hat */
	{ "/etc/opt/remi/php*/php.ini", "php.d", "php-fpm.d" },
	{ "/usr/local/lib/php.ini", "php.conf.d", NULL },
	{ "/usr/local/etc/php/php.ini", "conf.d", "../php-fpm.d" },
	{ "/opt/cpanel/ea-php*/root/etc/php.ini", "php.d", "php-fpm.d" },
	{ "/opt/alt/php*/etc/php.ini", "php.d", "php-fpm.d" }, /* CloudLinux */
	{ "/opt/plesk/php/*/etc/php.ini", "php.d", "php-fpm.d" },
	{ "/var/www/vhosts/system/*/etc/php.ini", NULL, NULL },
	{ "/usr/local/php*/lib/php.ini", "php.conf.d", "../etc/php-fpm.d" },
	{ "/usr/local/lsws/lsphp*/etc/php/*/litespeed/php.ini", NULL, NULL },
};

/* Pools that are told apart from their PHP by their panel alone. */
static const char *const pools_alone =
    "/usr/local/directadmin/data/users/*/php/php-fpm*.conf";

/* A walk over files that it is not to get lost in. */
struct walk {
	struct doctor *doctor;
	struct php_mail *mail; /* what counts so far */
	unsigned files;
};

/* An open file; the arena is the caller's to close. */
static struct arena *
open_ini(struct walk *walk, const char *path, struct phpini *ini)
{
	struct arena *arena = arena_open();
	struct fault fault;
	struct str text;

	if (arena == NULL) {
		walk->doctor->short_of_memory = true;
		return NULL;
	}
	if (walk->files++ == FILES_MAX)
		doctor_tell(walk->doctor, DOCTOR_NOTE, "cannot-tell", NULL,
		    "There are more than %d files of PHP settings; the others "
		    "were not read.",
		    FILES_MAX);
	if (walk->files > FILES_MAX) {
		arena_close(arena);
		return NULL;
	}
	if (!readfile(arena, path, &text, &fault)) {
		if (fault.error != ENOENT)
			doctor_tell(walk->doctor, DOCTOR_NOTE, "cannot-tell",
			    NULL, "%s %s: nobody knows what PHP runs by it.",
			    path, fault.text);
		arena_close(arena);
		return NULL;
	}
	phpini_open(ini, text);
	return arena;
}

static void
keep(struct php_setting *setting, const char *path,
    const struct phpini_entry *entry)
{
	(void)strlcpy(setting->value, entry->value, sizeof(setting->value));
	(void)strlcpy(setting->file, path, sizeof(setting->file));
	setting->line = entry->line;
	setting->last_line = entry->last_line;
	setting->computed = entry->computed;
}

static void
keep_entry(
    struct php_mail *mail, const char *path, const struct phpini_entry *entry)
{
	if (strcmp(entry->key, "sendmail_path") == 0)
		keep(&mail->command, path, entry);
	else if (strcmp(entry->key, "mail.force_extra_parameters") == 0)
		keep(&mail->parameters, path, entry);
}

/* Is it a section for some sites only ([PATH=...], [HOST=...])? */
static bool
is_for_some(const char *section)
{
	return strncasecmp(section, "PATH=", 5) == 0 ||
	    strncasecmp(section, "HOST=", 5) == 0;
}

/* Reads a file into what counts; sections for some sites are told at once. */
static void
read_ini(struct walk *walk, const char *path)
{
	static struct php_mail some;
	struct phpini_entry entry;
	struct phpini ini;
	struct arena *arena = open_ini(walk, path, &ini);

	if (arena == NULL)
		return;
	while (phpini_next(&ini, &entry)) {
		if (!is_for_some(ini.section)) {
			keep_entry(walk->mail, path, &entry);
		} else if (strcmp(entry.key, "sendmail_path") == 0) {
			some = *walk->mail;
			keep_entry(&some, path, &entry);
			(void)snprintf(
			    some.what, sizeof(some.what), "[%s]", ini.section);
			doctor_php_command(walk->doctor, &some);
		}
	}
	arena_close(arena);
}

/* One pool as far as it is read. */
struct pool {
	struct php_mail mail;
	bool command_is_admins, parameters_are_admins;
	char name[PHPINI_SECTION_SIZE];
	char user[PHPINI_VALUE_SIZE];
	char chroot[PHPINI_VALUE_SIZE];
};

static void
start_pool(struct pool *pool, const struct walk *walk, const char *path,
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
			keep(&pool->mail.command, path, entry);
			pool->command_is_admins = admin;
		} else if (strcmp(key, "[mail.force_extra_parameters]") == 0 &&
		    (admin || !pool->parameters_are_admins)) {
			keep(&pool->mail.parameters, path, entry);
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
end_pool(const struct walk *walk, struct pool *pool, const char *path)
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

static void
read_pools(struct walk *walk, const char *path)
{
	static struct pool pool;
	struct phpini_entry entry;
	struct phpini ini;
	struct arena *arena = open_ini(walk, path, &ini);

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

/* Gives each file that the pattern finds to the reader, in order. */
static void
for_each(struct walk *walk, const char *pattern,
    void (*read)(struct walk *, const char *path))
{
	glob_t found;
	size_t i;

	if (glob(pattern, 0, NULL, &found) != 0)
		return;
	for (i = 0; i < found.gl_pathc && walk->files <= FILES_MAX; i++)
		read(walk, found.gl_pathv[i]);
	globfree(&found);
}

/* A pattern for files beside php.ini, whose own name is no pattern. */
static bool
beside(char pattern[PATH_MAX], const char *ini, const char *directory,
    const char *files)
{
	const char *slash = strrchr(ini, '/');
	size_t len = 0;
	const char *c;

	for (c = ini; c < slash && len < PATH_MAX - 2; c++) {
		if (strchr("*?[\\", *c) != NULL)
			pattern[len++] = '\\';
		pattern[len++] = *c;
	}
	return (size_t)snprintf(pattern + len, PATH_MAX - len, "/%s/%s",
		   directory, files) < PATH_MAX - len;
}

/* Where to set what is not set. */
static void
find_place(struct php_mail *mail, const char *ini, const char *more)
{
	const char *slash = strrchr(ini, '/');
	char directory[PATH_MAX];

	(void)strlcpy(mail->place, ini, sizeof(mail->place));
	if (more == NULL)
		return;
	(void)snprintf(directory, sizeof(directory), "%.*s/%s",
	    (int)(slash - ini), ini, more);
	if (access(directory, F_OK) == 0)
		mail->drop_in =
		    (size_t)snprintf(mail->place, sizeof(mail->place),
			"%s/99-truefrom.ini", directory) < sizeof(mail->place);
}

static const struct layout *layout_at_hand;

static void
read_layout(struct walk *walk, const char *ini)
{
	static struct php_mail mail;
	const struct layout *layout = layout_at_hand;
	char pattern[PATH_MAX];

	mail = (struct php_mail){ .key = "sendmail_path" };
	(void)strlcpy(mail.what, ini, sizeof(mail.what));
	find_place(&mail, ini, layout->more);
	walk->mail = &mail;
	read_ini(walk, ini);
	if (layout->more != NULL && beside(pattern, ini, layout->more, "*.ini"))
		for_each(walk, pattern, read_ini);
	doctor_php_command(walk->doctor, &mail);
	if (layout->pools != NULL &&
	    beside(pattern, ini, layout->pools, "*.conf"))
		for_each(walk, pattern, read_pools);
}

void
doctor_check_php(struct doctor *doctor)
{
	static struct php_mail none;
	struct walk walk = { .doctor = doctor };
	size_t i;

	for (i = 0; i < sizeof(layouts) / sizeof(*layouts); i++) {
		layout_at_hand = &layouts[i];
		for_each(&walk, layouts[i].ini, read_layout);
	}
	walk.mail = &none;
	for_each(&walk, pools_alone, read_pools);
}
