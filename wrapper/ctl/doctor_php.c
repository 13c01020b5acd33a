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

static const struct php_layout {
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

struct arena *
doctor_php_open(struct php_walk *walk, const char *path, struct phpini *ini)
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

void
doctor_php_keep(struct php_setting *setting, const char *path,
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
		doctor_php_keep(&mail->command, path, entry);
	else if (strcmp(entry->key, "mail.force_extra_parameters") == 0)
		doctor_php_keep(&mail->parameters, path, entry);
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
read_ini(struct php_walk *walk, const char *path)
{
	static struct php_mail some;
	struct phpini_entry entry;
	struct phpini ini;
	struct arena *arena = doctor_php_open(walk, path, &ini);

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

/* Gives each file that the pattern finds to the reader, in order. */
static void
for_each(struct php_walk *walk, const char *pattern,
    void (*read)(struct php_walk *, const char *path))
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

static void
read_layout(struct php_walk *walk, const char *ini)
{
	static struct php_mail mail;
	const struct php_layout *layout = walk->layout;
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
		for_each(walk, pattern, doctor_php_pools);
}

void
doctor_check_php(struct doctor *doctor)
{
	static struct php_mail none;
	struct php_walk walk = { .doctor = doctor };
	size_t i;

	for (i = 0; i < sizeof(layouts) / sizeof(*layouts); i++) {
		walk.layout = &layouts[i];
		for_each(&walk, layouts[i].ini, read_layout);
	}
	walk.mail = &none;
	for_each(&walk, pools_alone, doctor_php_pools);
}
