/* SPDX-License-Identifier: ISC */
/*
 * What stands in the place of calls.  Nothing else may be lost by a failure,
 * so each comes before the call is made.
 */

#include "failing.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

static struct {
	bool armed;
	unsigned countdown; /* calls that succeed until one fails */
	bool for_good;	    /* those after it fail, too */
	int error;
	void *map; /* the last of a file */
	size_t map_size;
} failing;

/* Is it this call's turn to fail? */
static bool
fails(void)
{
	if (!failing.armed)
		return false;
	if (failing.countdown > 0) {
		failing.countdown--;
		return false;
	}
	failing.armed = failing.for_good;
	errno = failing.error;
	return true;
}

/* X() as it is, and what stands in its place. */
void *__real_calloc(size_t, size_t);
void *__wrap_calloc(size_t, size_t);
int __real_open(const char *, int, ...);
int __wrap_open(const char *, int, ...);
int __real_openat(int, const char *, int, ...);
int __wrap_openat(int, const char *, int, ...);
int __real_fstat(int, struct stat *);
int __wrap_fstat(int, struct stat *);
int __real_fstatat(int, const char *, struct stat *, int);
int __wrap_fstatat(int, const char *, struct stat *, int);
DIR *__real_fdopendir(int);
DIR *__wrap_fdopendir(int);
ssize_t __real_read(int, void *, size_t);
ssize_t __wrap_read(int, void *, size_t);
ssize_t __real_pread(int, void *, size_t, off_t);
ssize_t __wrap_pread(int, void *, size_t, off_t);
ssize_t __real_write(int, const void *, size_t);
ssize_t __wrap_write(int, const void *, size_t);
off_t __real_lseek(int, off_t, int);
off_t __wrap_lseek(int, off_t, int);
void *__real_mmap(void *, size_t, int, int, int, off_t);
void *__wrap_mmap(void *, size_t, int, int, int, off_t);
int __real_memfd_create(const char *, unsigned);
int __wrap_memfd_create(const char *, unsigned);
int __real_getifaddrs(struct ifaddrs **);
int __wrap_getifaddrs(struct ifaddrs **);
void *__real_dlopen(const char *, int);
void *__wrap_dlopen(const char *, int);

void *
__wrap_calloc(size_t count, size_t size)
{
	return fails() ? NULL : __real_calloc(count, size);
}

/* Nothing here makes a file with a name, whose mode would matter. */
int
__wrap_open(const char *path, int flags, ...)
{
	return fails() ? -1 : __real_open(path, flags, 0600);
}

int
__wrap_openat(int fd, const char *path, int flags, ...)
{
	return fails() ? -1 : __real_openat(fd, path, flags, 0600);
}

int
__wrap_fstat(int fd, struct stat *st)
{
	return fails() ? -1 : __real_fstat(fd, st);
}

int
__wrap_fstatat(int fd, const char *path, struct stat *st, int flags)
{
	return fails() ? -1 : __real_fstatat(fd, path, st, flags);
}

DIR *
__wrap_fdopendir(int fd)
{
	return fails() ? NULL : __real_fdopendir(fd);
}

/* Neither a short read nor a short write is a failure. */
static size_t
cut(size_t size)
{
	return failing.armed && size > 8 ? size / 2 : size;
}

ssize_t
__wrap_read(int fd, void *bytes, size_t size)
{
	return fails() ? -1 : __real_read(fd, bytes, cut(size));
}

ssize_t
__wrap_pread(int fd, void *bytes, size_t size, off_t offset)
{
	/* The header of a cdb, of 2048 bytes, is read at one go or not at all.
	 */
	return fails() ?
	    -1 :
	    __real_pread(fd, bytes, size > 2048 ? cut(size) : size, offset);
}

ssize_t
__wrap_write(int fd, const void *bytes, size_t size)
{
	return fails() ? -1 : __real_write(fd, bytes, cut(size));
}

off_t
__wrap_lseek(int fd, off_t offset, int whence)
{
	return fails() ? -1 : __real_lseek(fd, offset, whence);
}

void *
__wrap_mmap(void *at, size_t size, int prot, int flags, int fd, off_t offset)
{
	void *map;

	if (fails())
		return MAP_FAILED;
	map = __real_mmap(at, size, prot, flags, fd, offset);
	if (fd != -1 && map != MAP_FAILED) {
		failing.map = map;
		failing.map_size = size;
	}
	return map;
}

int
__wrap_memfd_create(const char *name, unsigned flags)
{
	return fails() ? -1 : __real_memfd_create(name, flags);
}

int
__wrap_getifaddrs(struct ifaddrs **addresses)
{
	return fails() ? -1 : __real_getifaddrs(addresses);
}

void *
__wrap_dlopen(const char *name, int flags)
{
	return fails() ? NULL : __real_dlopen(name, flags);
}

void
failing_arm(unsigned char countdown, unsigned char how)
{
	static const int errors[] = { ENOMEM, EIO, ENOSPC, EMFILE, EINTR,
		EAGAIN, EACCES, ENOENT };

	failing.armed = true;
	failing.countdown = countdown;
	failing.error = errors[how / 2 % 8];
	/* What is interrupted for good would be tried for good. */
	failing.for_good =
	    how % 2 == 1 && failing.error != EINTR && failing.error != EAGAIN;
}

void
failing_disarm(void)
{
	failing.armed = false;
}

void
failing_unmap(void)
{
	if (failing.map != NULL)
		(void)munmap(failing.map, failing.map_size);
	failing.map = NULL;
}
