/* SPDX-License-Identifier: ISC */
/*
 * truefromctl doctor: sites that see another file system than root: pools of
 * PHP-FPM in a chroot, and CloudLinux's CageFS.
 *
 * What is in such a place may be its user's, so names in it are looked up as
 * its processes see them, with openat2(2), and links lead nowhere else.
 */

#include "doctor_php.h"

#include "readfile.h"

#include <sys/syscall.h>

#include <linux/openat2.h>

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SKELETON "/usr/share/cagefs-skeleton"

/* Opens a name as a process in the chroot sees it (O_PATH); -1: errno. */
static int
open_inside(int root, const char *path)
{
	struct open_how how = { .flags = O_PATH | O_CLOEXEC,
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS };

	return (int)syscall(SYS_openat2, root, path, &how, sizeof(how));
}

static bool
is_inside(int root, const char *path)
{
	int fd = open_inside(root, path);

	if (fd != -1)
		(void)close(fd);
	return fd != -1;
}

/* Is it truefrom, or a copy?  False as well if it is not there. */
static bool
is_truefrom_inside(const struct doctor *doctor, int root, const char *path)
{
	int fd = open_inside(root, path);
	char self[64];
	bool same;

	if (fd == -1)
		return false;
	(void)snprintf(self, sizeof(self), "/proc/self/fd/%d", fd);
	same = doctor_is_truefrom(doctor, self);
	(void)close(fd);
	return same;
}

/* Adds `, PATH` to what is missing, if it is. */
static void
miss(int root, const char *path, char *missing, size_t size)
{
	size_t len = strlen(missing);

	if (path[0] != '\0' && !is_inside(root, path))
		(void)snprintf(missing + len, size - len, "%s%s",
		    len == 0 ? "" : ", ", path);
}

/* Nothing is to be written for root where a user could have left links. */
static bool
is_roots(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && st.st_uid == 0 &&
	    (st.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

/* A copy of truefrom into the chroot, with its libraries and configuration. */
static const char *
mend_jail(struct doctor *doctor, const char *root)
{
	if (!is_roots(root))
		return NULL;
	if (TRUEFROM_TWIN[0] != '\0')
		return doctor_command(doctor,
		    "cp -L --parents -t %s /bin/sh %s " TRUEFROM_TWIN " %s "
		    "$(ldd /bin/sh " TRUEFROM_TWIN " | "
		    "grep -o '/[^ :]*' | sort -u)",
		    root, doctor->truefrom, doctor->path);
	return doctor_command(doctor,
	    "cp -L --parents -t %s /bin/sh %s %s $(ldd /bin/sh %s | "
	    "grep -o '/[^ :]*' | sort -u)",
	    root, doctor->truefrom, doctor->path, doctor->truefrom);
}

static const char *
mend_log(struct doctor *doctor, const char *root)
{
	if (!is_roots(root))
		return NULL;
	return doctor_command(doctor,
	    "mkdir -p %s/dev && touch %s/dev/log && "
	    "mount --bind /dev/log %s/dev/log",
	    root, root, root);
}

static void
check_needs(struct doctor *doctor, int root, const char *path, const char *what)
{
	char missing[2 * PATH_MAX] = "";

	miss(root, "/bin/sh", missing, sizeof(missing));
	miss(root, doctor->truefrom, missing, sizeof(missing));
	miss(root, TRUEFROM_TWIN, missing, sizeof(missing));
	miss(root, doctor->path, missing, sizeof(missing));
	if (missing[0] != '\0')
		doctor_tell(doctor, DOCTOR_BROKEN, "jail",
		    mend_jail(doctor, path),
		    "In %s, the chroot of %s, mail() cannot send: there is no "
		    "%s, and it needs the lists and a mail server as well.",
		    path, what, missing);
	else if (doctor->config != NULL &&
	    !is_inside(root, doctor->config->mta))
		doctor_tell(doctor, DOCTOR_BROKEN, "jail-mta", NULL,
		    "In %s, the chroot of %s, the mail server %s is missing; "
		    "put one there that needs no queue, such as msmtp.",
		    path, what, doctor->config->mta);
	if (!is_inside(root, "/dev/log"))
		doctor_tell(doctor, DOCTOR_WEAK, "jail-log",
		    mend_log(doctor, path),
		    "In %s, the chroot of %s, there is no /dev/log: nobody "
		    "hears of what truefrom refuses there.",
		    path, what);
}

/* What mail() runs in there is no business of what runs outside. */
static void
check_jail(struct doctor *doctor, int root, const char *path,
    const struct php_mail *mail)
{
	char program[PATH_MAX];

	if (doctor_php_program(&mail->command, program) &&
	    is_inside(root, program) &&
	    !is_truefrom_inside(doctor, root, program))
		doctor_tell(doctor, DOCTOR_OPEN, "jail-sendmail",
		    is_roots(path) ? doctor_command(doctor, "cp %s %s%s",
					 doctor->truefrom, path, program) :
				     NULL,
		    "In %s, the chroot of %s, mail() runs %s, which is not "
		    "truefrom.",
		    path, mail->what, program);
	check_needs(doctor, root, path, mail->what);
}

void
doctor_php_jail(
    struct doctor *doctor, const char *path, const struct php_mail *mail)
{
	int root = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (root == -1 || (!is_inside(root, "/") && errno == ENOSYS))
		doctor_tell(doctor, DOCTOR_NOTE, "cannot-tell", NULL,
		    "%s, the chroot of %s, cannot be looked into: %s.", path,
		    mail->what, strerror(errno));
	else
		check_jail(doctor, root, path, mail);
	if (root != -1)
		(void)close(root);
}

/*
 * Is the program named in a file of proxy commands?  Its lines are
 * ALIAS[:WRAPPER]=[USER:]PATH.
 */
static bool
is_proxied_by(struct doctor *doctor, const char *file, const char *program)
{
	size_t len = strlen(program);
	struct arena *arena = arena_open();
	struct fault fault;
	struct str text;
	bool found = false;
	size_t i;

	if (arena != NULL && readfile(arena, file, &text, &fault))
		for (i = 1; i + len <= text.len && !found; i++)
			found = (text.ptr[i - 1] == '=' ||
				    text.ptr[i - 1] == ':') &&
			    memcmp(text.ptr + i, program, len) == 0 &&
			    (i + len == text.len ||
				ascii_is_space(text.ptr[i + len]));
	if (arena == NULL)
		doctor->short_of_memory = true;
	arena_close(arena);
	return found;
}

static bool
is_proxied(struct doctor *doctor, const char *program)
{
	bool found = false;
	glob_t files;
	size_t i;

	if (glob("/etc/cagefs/*proxy.commands", 0, NULL, &files) != 0)
		return false;
	for (i = 0; i < files.gl_pathc && !found; i++)
		found = is_proxied_by(doctor, files.gl_pathv[i], program);
	globfree(&files);
	return found;
}

/*
 * The skeleton is what every cage shows.  A program that a proxy command names
 * runs outside of it, and has a wrapper in its place.
 */
static void
check_cage(struct doctor *doctor, int root, const char *program, bool is_mta)
{
	if (is_proxied(doctor, program) || !is_inside(root, program) ||
	    is_truefrom_inside(doctor, root, program))
		return;
	doctor_tell(doctor, DOCTOR_OPEN, "cagefs-mta",
	    doctor_command(doctor,
		is_mta ? "echo %s >> /etc/cagefs/custom.black.list && "
			 "cagefsctl --force-update" :
			 "echo TRUEFROM_SENDMAIL=%s >> "
			 "/etc/cagefs/custom.proxy.commands && "
			 "cagefsctl --update",
		program),
	    "Caged users can run %s as it is in " SKELETON
	    ", which is not truefrom.",
	    program);
}

void
doctor_check_cagefs(struct doctor *doctor)
{
	int root = open(SKELETON, O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (access("/etc/cagefs", F_OK) == 0 && doctor->truefrom[0] != '\0' &&
	    !is_proxied(doctor, doctor->truefrom) &&
	    !is_proxied(doctor, "/usr/sbin/sendmail"))
		doctor_tell(doctor, DOCTOR_BROKEN, "cagefs-proxy",
		    doctor_command(doctor,
			"echo TRUEFROM=%s >> "
			"/etc/cagefs/custom.proxy.commands && "
			"cagefsctl --update",
			doctor->truefrom),
		    "No proxy command of CageFS names %s: caged users have "
		    "neither its configuration nor the queue of the mail "
		    "server.",
		    doctor->truefrom);
	if (root == -1)
		return;
	check_cage(doctor, root, "/usr/sbin/sendmail", false);
	if (doctor->mta[0] != '\0')
		check_cage(doctor, root, doctor->mta, true);
	(void)close(root);
}
