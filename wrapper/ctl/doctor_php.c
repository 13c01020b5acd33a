/* SPDX-License-Identifier: ISC */
/*
 * truefromctl doctor: every php.ini and every pool of PHP-FPM, where the
 * distributions and the hosting panels keep them.
 *
 * php.ini is read first, then the files of its directory of more, in the order
 * of their names, and the last setting counts; a pool's own comes after those:
 * its first php_admin_value, or else its first php_value.
 */

#include "doctor_php.h"

#include "readfile.h"

#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* How much is read: bytes, and for each file or pool so many more. */
#define BYTES_MAX ((size_t)256 << 20)
#define ITEM_COST 4096

/* Seen from php.ini's directory, but for php.ini itself. */
static const struct php_layout {
	const char *ini;   /* a pattern */
	const char *more;  /* the directory of more */
	const char *fpm;   /* php-fpm.conf, which may have pools itself */
	const char *pools; /* the directory of other pools */
} layouts[] = {
	/* Debian, Hestia, ISPConfig */
	{ "/etc/php/*/*/php.ini", "conf.d", "php-fpm.conf", "pool.d" },
	/* Red Hat and its kin */
	{ "/etc/php.ini", "php.d", "php-fpm.conf", "php-fpm.d" },
	{ "/etc/opt/remi/php*/php.ini", "php.d", "php-fpm.conf", "php-fpm.d" },
	/* SUSE, Alpine */
	{ "/etc/php[0-9]*/*/php.ini", "../conf.d", "php-fpm.conf",
	    "php-fpm.d" },
	{ "/etc/php[0-9]*/php.ini", "conf.d", "php-fpm.conf", "php-fpm.d" },
	/* made from source; so does DirectAdmin below /usr/local/phpNN */
	{ "/usr/local/lib/php.ini", "php.conf.d", NULL, NULL },
	{ "/usr/local/etc/php/php.ini", "conf.d", "../php-fpm.conf",
	    "../php-fpm.d" },
	{ "/usr/local/php*/lib/php.ini", "php.conf.d", "../etc/php-fpm.conf",
	    "../etc/php-fpm.d" },
	/* cPanel, CloudLinux, Plesk and its domains */
	{ "/opt/cpanel/ea-php*/root/etc/php.ini", "php.d", "php-fpm.conf",
	    "php-fpm.d" },
	{ "/opt/alt/php*/etc/php.ini", "php.d", "php-fpm.conf", "php-fpm.d" },
	{ "/opt/plesk/php/*/etc/php.ini", "php.d", "php-fpm.conf",
	    "php-fpm.d" },
	{ "/var/www/vhosts/system/*/etc/php.ini", NULL, NULL, NULL },
	/* LiteSpeed: Debian's, Red Hat's */
	{ "/usr/local/lsws/lsphp*/etc/php/*/litespeed/php.ini",
	    "../mods-available", NULL, NULL },
	{ "/usr/local/lsws/lsphp*/etc/php.ini", "php.d", NULL, NULL },
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
	if (!readfile(arena, path, &text, &fault)) {
		if (fault.error != ENOENT)
			doctor_tell(walk->doctor, DOCTOR_NOTE, "cannot-tell",
			    NULL, "%s %s: nobody knows what PHP runs by it.",
			    path, fault.text);
		arena_close(arena);
		return NULL;
	}
	doctor_php_spend(walk, path, text.len);
	phpini_open(ini, text);
	return arena;
}

void
doctor_php_spend(struct php_walk *walk, const char *path, size_t bytes)
{
	size_t cost = bytes + ITEM_COST;

	if (walk->left == 0)
		return;
	walk->left -= walk->left < cost ? walk->left : cost;
	if (walk->left == 0)
		doctor_tell(walk->doctor, DOCTOR_NOTE, "cannot-tell", NULL,
		    "There are too many settings of PHP to be read: what "
		    "stands in %s, and behind it, was not.",
		    path);
}

bool
doctor_php_goes_on(const struct php_walk *walk)
{
	return walk->left > 0 && !doctor_is_full(walk->doctor);
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
for_each(struct php_walk *walk, const char *pattern, int flags,
    void (*read)(struct php_walk *, const char *path))
{
	glob_t found;
	size_t i;

	if (glob(pattern, flags, NULL, &found) != 0)
		return;
	for (i = 0; i < found.gl_pathc && doctor_php_goes_on(walk); i++)
		read(walk, found.gl_pathv[i]);
	globfree(&found);
}

/* A pattern for files beside php.ini, whose own name is no pattern. */
static bool
beside(char pattern[PATH_MAX], const char *ini, const char *place,
    const char *files)
{
	const char *slash = strrchr(ini, '/');
	size_t len = 0;
	const char *c;

	if (place == NULL)
		return false;
	for (c = ini; c < slash && len < PATH_MAX - 2; c++) {
		if (strchr("*?[\\", *c) != NULL)
			pattern[len++] = '\\';
		pattern[len++] = *c;
	}
	return (size_t)snprintf(pattern + len, PATH_MAX - len, "/%s%s", place,
		   files) < PATH_MAX - len;
}

/* Where to set what is not set. */
static void
find_place(struct php_mail *mail, const char *ini, const char *more)
{
	const char *slash = strrchr(ini, '/');
	char directory[PATH_MAX];
	struct stat st;

	(void)strlcpy(mail->place, ini, sizeof(mail->place));
	mail->drop_in = stat(ini, &st) == 0 && st.st_size == 0;
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
	/* Of a hidden file's name PHP looks at the end, too. */
	if (beside(pattern, ini, layout->more, "/*.ini"))
		for_each(walk, pattern, GLOB_PERIOD, read_ini);
	doctor_php_command(walk->doctor, &mail);
	if (beside(pattern, ini, layout->fpm, ""))
		for_each(walk, pattern, 0, doctor_php_pools);
	if (beside(pattern, ini, layout->pools, "/*.conf"))
		for_each(walk, pattern, 0, doctor_php_pools);
}

void
doctor_check_php(struct doctor *doctor)
{
	static struct php_mail none;
	struct php_walk walk = { .doctor = doctor, .left = BYTES_MAX };
	size_t i;

	for (i = 0; i < sizeof(layouts) / sizeof(*layouts); i++) {
		walk.layout = &layouts[i];
		for_each(&walk, layouts[i].ini, 0, read_layout);
	}
	walk.mail = &none;
	for_each(&walk, pools_alone, 0, doctor_php_pools);
}
