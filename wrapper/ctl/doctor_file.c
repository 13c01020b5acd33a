/* SPDX-License-Identifier: ISC */
/*
 * What truefromctl doctor asks of files: who could change them, what would make
 * them right, and whether they are truefrom.
 */

#include "doctor.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHUNK 16384

bool
doctor_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

static int
open_regular(const char *path)
{
	return open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
}

/* Both files have this size. */
static bool
same_bytes(const char *a_path, const char *b_path, off_t size)
{
	int a = open_regular(a_path), b = open_regular(b_path);
	char a_bytes[CHUNK], b_bytes[CHUNK];
	off_t at = 0;

	while (a != -1 && b != -1 && at < size) {
		ssize_t n = pread(a, a_bytes, sizeof(a_bytes), at);

		if (n <= 0 || pread(b, b_bytes, (size_t)n, at) != n ||
		    memcmp(a_bytes, b_bytes, (size_t)n) != 0)
			break;
		at += n;
	}
	if (a != -1)
		(void)close(a);
	if (b != -1)
		(void)close(b);
	return a != -1 && b != -1 && at == size;
}

bool
doctor_is_truefrom(const struct doctor *doctor, const char *path)
{
	struct stat st, truefrom;

	if (stat(doctor->truefrom, &truefrom) == -1 || stat(path, &st) == -1)
		return false;
	return doctor_same_file(&st, &truefrom) ||
	    (S_ISREG(st.st_mode) && st.st_size == truefrom.st_size &&
		same_bytes(path, doctor->truefrom, st.st_size));
}

/* Could another than root and `owner` change what is at hand? */
static bool
is_others(const struct stat *st, uid_t owner)
{
	return st->st_uid != 0 && st->st_uid != owner;
}

static bool
is_writable(const struct stat *st)
{
	return (st->st_mode & S_IWOTH) != 0 ||
	    ((st->st_mode & S_IWGRP) != 0 && st->st_gid != 0);
}

const char *
doctor_mend_file(struct doctor *doctor, const char *path)
{
	uid_t owner = doctor->config == NULL ? 0 : doctor->config->host.owner;
	struct stat st;

	/* A device, as /dev/null, is not to be mended, but not to be named. */
	if (stat(path, &st) == -1 ||
	    (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)))
		return NULL;
	if (is_others(&st, owner))
		return doctor_command(
		    doctor, "chown root %s && chmod go-w,a+r %s", path, path);
	if ((st.st_mode & (S_IWGRP | S_IWOTH)) != 0)
		return doctor_command(doctor, "chmod go-w %s", path);
	if (S_ISDIR(st.st_mode) && (st.st_mode & S_IXOTH) == 0)
		return doctor_command(doctor, "chmod a+x %s", path);
	if (!S_ISDIR(st.st_mode) && (st.st_mode & S_IROTH) == 0)
		return doctor_command(doctor, "chmod a+r %s", path);
	return NULL;
}

/* In a sticky directory nobody can remove what is root's. */
static void
check_directory(
    struct doctor *doctor, const char *path, const char *file, uid_t owner)
{
	struct stat st;

	if (stat(path, &st) == -1 || !S_ISDIR(st.st_mode))
		return;
	if (is_others(&st, owner))
		doctor_tell(doctor, DOCTOR_OPEN, "writable-directory",
		    doctor_command(
			doctor, "chown root %s && chmod go-w %s", path, path),
		    "%s belongs to user %lu, who can put another file in the "
		    "place of %s.",
		    path, (unsigned long)st.st_uid, file);
	else if (is_writable(&st) && (st.st_mode & S_ISVTX) == 0)
		doctor_tell(doctor, DOCTOR_OPEN, "writable-directory",
		    doctor_command(doctor, "chmod go-w %s", path),
		    "%s can be written by others than root (mode %04o), who "
		    "can put another file in the place of %s.",
		    path, (unsigned)(st.st_mode & 07777), file);
}

static void
check_above(struct doctor *doctor, const char *file, uid_t owner)
{
	char path[PATH_MAX], *slash;

	if (strlcpy(path, file, sizeof(path)) >= sizeof(path))
		return;
	while ((slash = strrchr(path, '/')) != NULL && slash != path) {
		*slash = '\0';
		check_directory(doctor, path, file, owner);
	}
	check_directory(doctor, "/", file, owner);
}

void
doctor_check_path(struct doctor *doctor, const char *path, uid_t owner)
{
	char *real = realpath(path, NULL);

	check_above(doctor, path, owner);
	if (real != NULL && strcmp(real, path) != 0)
		check_above(doctor, real, owner);
	free(real);
}
