/* SPDX-License-Identifier: ISC */
/*
 * Directories of list files for tests.
 */

#include "listdir.h"

#include <sys/stat.h>

#include <cdb.h>
#include <check.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void
listdir_open(struct listdir *dir)
{
	(void)strlcpy(
	    dir->path, "/tmp/truefrom-lists.XXXXXX", sizeof(dir->path));
	ck_assert_ptr_nonnull(mkdtemp(dir->path));
	ck_assert_int_eq(chmod(dir->path, 0755), 0);
}

static int
remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void
listdir_close(struct listdir *dir)
{
	ck_assert_int_eq(
	    nftw(dir->path, remove_entry, 8, FTW_DEPTH | FTW_PHYS), 0);
}

/* Replaces @F@ in bytes that may include NULs; the caller frees them. */
static char *
expand(const struct listdir *dir, const char *bytes, size_t *len)
{
	size_t path_len = strlen(dir->path), n = 0, i = 0;
	char *result = malloc(*len * (path_len + 1) + 1);

	ck_assert_ptr_nonnull(result);
	while (i < *len) {
		if (*len - i >= 3 && memcmp(bytes + i, "@F@", 3) == 0) {
			memcpy(result + n, dir->path, path_len);
			n += path_len;
			i += 3;
		} else {
			result[n++] = bytes[i++];
		}
	}
	result[n] = '\0';
	*len = n;
	return result;
}

char *
listdir_expand(const struct listdir *dir, const char *text)
{
	size_t len = strlen(text);

	return expand(dir, text, &len);
}

static void
path_of(const struct listdir *dir, const char *name, char path[256])
{
	(void)snprintf(path, 256, "%s/%s", dir->path, name);
}

void
listdir_write(
    const struct listdir *dir, const char *name, const char *bytes, size_t len)
{
	char path[256];
	char *expanded = expand(dir, bytes, &len);
	FILE *f;

	path_of(dir, name, path);
	f = fopen(path, "w");
	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(expanded, 1, len, f), len);
	ck_assert_int_eq(fclose(f), 0);
	ck_assert_int_eq(chmod(path, 0644), 0);
	free(expanded);
}

void
listdir_print(const struct listdir *dir, const char *name, const char *text)
{
	listdir_write(dir, name, text, strlen(text));
}

void
listdir_copy(const struct listdir *dir, const char *name, const char *source)
{
	static char bytes[65536];
	FILE *f = fopen(source, "r");
	size_t len;

	ck_assert_msg(f != NULL, "%s is missing", source);
	len = fread(bytes, 1, sizeof(bytes), f);
	ck_assert_int_eq(fclose(f), 0);
	listdir_write(dir, name, bytes, len);
}

void
listdir_cdb(
    const struct listdir *dir, const char *name, const char *const *keys)
{
	char path[256];
	struct cdb_make cdb;
	int fd;

	path_of(dir, name, path);
	fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	ck_assert_int_ne(fd, -1);
	ck_assert_int_eq(cdb_make_start(&cdb, fd), 0);
	for (; *keys != NULL; keys++)
		ck_assert_int_eq(
		    cdb_make_add(&cdb, *keys, (unsigned)strlen(*keys), "x", 1),
		    0);
	ck_assert_int_eq(cdb_make_finish(&cdb), 0);
	ck_assert_int_eq(fchmod(fd, 0644), 0);
	ck_assert_int_eq(close(fd), 0);
}
