/* SPDX-License-Identifier: ISC */
/*
 * truefromctl doctor: the mail server behind truefrom, and the names by which
 * users can call it past truefrom.
 *
 * truefrom becomes the mail server with its caller's rights, so whoever may use
 * the one may run the other: taking the right to run it away stops all mail.
 * What closes this door is rules in the mail server.
 */

#include "doctor.h"

#include "wrapper/args_options.h"

#include <sys/statvfs.h>

#include <dirent.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ENTRIES_MAX 65536
#define NAMES_SIZE 512

/* Where commands are, and where sendmail used to be. */
static const char *const directories[] = { "/usr/sbin", "/usr/bin", "/sbin",
	"/bin", "/usr/lib", "/usr/libexec", "/usr/local/sbin", "/usr/local/bin",
	"/usr/local/lib" };

/* Names of the mail server, as they are found. */
struct names {
	const struct stat *mta;
	nlink_t links;		 /* hard links that were found */
	char others[NAMES_SIZE]; /* `, also as A, B`, as many as fit */
};

static void
tell_link(struct doctor *doctor, const char *path)
{
	doctor_tell(doctor, DOCTOR_OPEN, "mta-link",
	    doctor_command(doctor, "ln -sf %s %s", doctor->mta, path),
	    "%s is a hard link to the mail server %s, which no upgrade of the "
	    "mail server will replace.",
	    path, doctor->mta);
}

/* Names that sendmail's programs have: truefrom can be called by them. */
static bool
is_submitting(const char *name)
{
	const struct args_option *option = args_name_find(name);

	return option != NULL &&
	    (option->effect == EFFECT_DOT || option->effect == EFFECT_BATCH);
}

static void
tell_name(struct doctor *doctor, const char *path)
{
	static const char divert[] = "/usr/bin/dpkg-divert";
	char real[PATH_MAX + 5];
	const char *mend;

	(void)snprintf(real, sizeof(real), "%s.real", path);
	if (access(divert, X_OK) == 0)
		mend = doctor_command(doctor,
		    "dpkg-divert --local --rename --divert %s --add %s && "
		    "ln -s %s %s",
		    real, path, doctor->truefrom, path);
	else
		mend = doctor_command(doctor, "mv %s %s && ln -s %s %s", path,
		    real, doctor->truefrom, path);
	doctor_tell(doctor, DOCTOR_OPEN, "mta-name", mend,
	    "%s is the mail server %s: what calls it is not checked.", path,
	    doctor->mta);
}

static void
keep_name(struct names *names, const char *path)
{
	size_t len = strlen(names->others);

	/* Cut in the middle of a name, it would be another. */
	if ((size_t)snprintf(names->others + len, sizeof(names->others) - len,
		"%s%s", len == 0 ? ", also as " : ", ",
		path) >= sizeof(names->others) - len)
		names->others[len] = '\0';
}

static void
take_name(struct doctor *doctor, struct names *names, int dir,
    const char *directory, const char *name)
{
	char path[PATH_MAX];
	struct stat st;

	if (fstatat(dir, name, &st, 0) == -1 ||
	    !doctor_same_file(&st, names->mta))
		return;
	(void)snprintf(path, sizeof(path), "%s/%s", directory, name);
	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    !S_ISLNK(st.st_mode)) {
		names->links++;
		if (strcmp(path, doctor->mta) != 0 &&
		    !doctor_is_sendmails(path))
			tell_link(doctor, path);
	} else if (is_submitting(name) && !doctor->guards_calls &&
	    doctor->truefrom[0] != '\0') {
		tell_name(doctor, path);
	} else if (!doctor_is_sendmails(path)) {
		keep_name(names, path);
	}
}

static void
scan_directory(
    struct doctor *doctor, struct names *names, const char *directory)
{
	struct stat st;
	struct dirent *entry;
	unsigned left = ENTRIES_MAX;
	DIR *dir;

	/* /sbin and its like may be links to where we look anyway. */
	if (lstat(directory, &st) == -1 || !S_ISDIR(st.st_mode))
		return;
	dir = opendir(directory);
	if (dir == NULL)
		return;
	while (left-- > 0 && (entry = readdir(dir)) != NULL)
		if (entry->d_type == DT_REG || entry->d_type == DT_LNK ||
		    entry->d_type == DT_UNKNOWN)
			take_name(doctor, names, dirfd(dir), directory,
			    entry->d_name);
	(void)closedir(dir);
}

static bool
is_in_directories(const char *path)
{
	size_t i, len;

	for (i = 0; i < sizeof(directories) / sizeof(*directories); i++) {
		len = strlen(directories[i]);
		if (strncmp(path, directories[i], len) == 0 &&
		    path[len] == '/' && strchr(path + len + 1, '/') == NULL)
			return true;
	}
	return false;
}

static void
check_names(struct doctor *doctor, const struct stat *mta, struct names *names)
{
	size_t i;

	*names = (struct names){ .mta = mta };
	for (i = 0; i < sizeof(directories) / sizeof(*directories); i++)
		scan_directory(doctor, names, directories[i]);
	if (!is_in_directories(doctor->mta))
		names->links++;
	if (mta->st_nlink > names->links)
		doctor_tell(doctor, DOCTOR_OPEN, "mta-link",
		    doctor_command(doctor,
			"find \"$(findmnt -n -o TARGET -T %s)\" -xdev "
			"-samefile %s ! -path %s -exec rm -i {} +",
			doctor->mta, doctor->mta, doctor->mta),
		    "The mail server %s has %lu hard links that are in none of "
		    "the usual directories.",
		    doctor->mta, (unsigned long)(mta->st_nlink - names->links));
}

static void
tell_executable(
    struct doctor *doctor, const struct stat *mta, const char *others)
{
	const char *rights = "";

	if ((mta->st_mode & S_ISUID) != 0)
		rights = ", which is setuid";
	else if ((mta->st_mode & S_ISGID) != 0)
		rights = ", which is setgid";
	doctor_tell(doctor, DOCTOR_OPEN, "mta-executable",
	    doctor_rules_command(doctor),
	    "Every user can run the mail server %s%s%s, past truefrom; only "
	    "rules in the mail server can check what it gets that way, since "
	    "without that right mail through truefrom would end as well.",
	    doctor->mta, rights, others);
}

static void
tell_group(struct doctor *doctor, const struct stat *mta)
{
	const struct group *group = getgrgid(mta->st_gid);
	char number[32];

	(void)snprintf(
	    number, sizeof(number), "%lu", (unsigned long)mta->st_gid);
	doctor_tell(doctor, DOCTOR_NOTE, "mta-group", NULL,
	    "Only root and the group %s can run the mail server %s: nobody "
	    "else can send, through truefrom either, and they can run it past "
	    "truefrom.%s",
	    group == NULL ? number : group->gr_name, doctor->mta,
	    doctor->config->mta_family == CONFIG_EXIM ?
		"  Exim's own user must be in it, or nothing is delivered." :
		"");
}

/* What keeps the mail server from being who it has to be. */
static void
check_rights(struct doctor *doctor, const struct stat *mta)
{
	bool special = (mta->st_mode & (S_ISUID | S_ISGID)) != 0;
	struct statvfs fs;

	if (statvfs(doctor->mta, &fs) == 0 && special &&
	    (fs.f_flag & ST_NOSUID) != 0)
		doctor_tell(doctor, DOCTOR_BROKEN, "mta-nosuid",
		    doctor_command(doctor,
			"mount -o remount,suid \"$(findmnt -n -o TARGET -T "
			"%s)\"",
			doctor->mta),
		    "The mail server %s is setuid or setgid on a file system "
		    "that is mounted nosuid, and cannot queue what users send.",
		    doctor->mta);
	if (config_family_of(doctor->mta) == CONFIG_EXIM &&
	    ((mta->st_mode & S_ISUID) == 0 || mta->st_uid != 0))
		doctor_tell(doctor, DOCTOR_BROKEN, "mta-setuid",
		    doctor_command(doctor, "chown root %s && chmod u+s %s",
			doctor->mta, doctor->mta),
		    "The mail server %s is an Exim that is not setuid root, "
		    "and "
		    "cannot queue what users send.",
		    doctor->mta);
}

/* Whoever can change the mail server can do all that it can. */
static void
check_owner(struct doctor *doctor, const struct stat *mta)
{
	char mode[8];

	if (mta->st_uid == 0 && (mta->st_mode & (S_IWGRP | S_IWOTH)) == 0)
		return;
	/* chown(1) takes the setuid bit away. */
	(void)snprintf(
	    mode, sizeof(mode), "%04o", (unsigned)(mta->st_mode & 07755));
	doctor_tell(doctor, DOCTOR_OPEN, "mta-writable",
	    doctor_command(doctor, "chown root %s && chmod %s %s", doctor->mta,
		mode, doctor->mta),
	    "The mail server %s can be changed by others than root; if you do "
	    "not know why, install it anew.",
	    doctor->mta);
}

void
doctor_check_mta(struct doctor *doctor)
{
	struct names names;
	struct stat mta;

	if (doctor->mta[0] == '\0' || stat(doctor->mta, &mta) == -1)
		return;
	doctor_check_path(doctor, doctor->config->mta, 0);
	check_rights(doctor, &mta);
	check_owner(doctor, &mta);
	if ((mta.st_mode & S_IXOTH) == 0) {
		tell_group(doctor, &mta);
		return;
	}
	check_names(doctor, &mta, &names);
	if (!doctor->guards_calls)
		tell_executable(doctor, &mta, names.others);
}
