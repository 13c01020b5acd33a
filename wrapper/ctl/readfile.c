/* SPDX-License-Identifier: ISC */
/*
 * Everything is asked of the descriptor: a FIFO in place of a file must not
 * hold up its reader, nor a huge one take the memory.
 */

#include "readfile.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static bool
read_all(int fd, char *bytes, size_t size, size_t *len)
{
	ssize_t n = 1;

	for (*len = 0; *len < size && n > 0; *len += (size_t)n) {
		n = read(fd, bytes + *len, size - *len);
		if (n == -1)
			return false;
	}
	return true;
}

/* The descriptor is -1 if the file could not be opened (errno). */
static bool
read_open(struct arena *arena, int fd, struct str *bytes, struct fault *fault)
{
	struct stat st;
	char *buffer;

	if (fd == -1 || fstat(fd, &st) == -1) {
		int error = errno;

		fault_set(fault, "cannot be opened: %s", strerror(error));
		fault->error = error;
		return false;
	}
	if (!S_ISREG(st.st_mode)) {
		fault_set(fault, "is not a regular file");
		return false;
	}
	if (st.st_size > (off_t)READFILE_MAX) {
		fault_set(fault, "is larger than 1 MiB");
		return false;
	}
	/* A file in /proc says that it has no size. */
	if (st.st_size == 0)
		st.st_size = READFILE_MAX;
	buffer = arena_alloc(arena, (size_t)st.st_size);
	if (buffer == NULL ||
	    !read_all(fd, buffer, (size_t)st.st_size, &bytes->len)) {
		fault_set(fault, "cannot be read: %s", strerror(errno));
		return false;
	}
	bytes->ptr = buffer;
	return true;
}

bool
readfile(struct arena *arena, const char *path, struct str *bytes,
    struct fault *fault)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	bool good = read_open(arena, fd, bytes, fault);

	if (fd != -1)
		(void)close(fd);
	return good;
}
