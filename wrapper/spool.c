/* SPDX-License-Identifier: ISC */
/*
 * The copy is a memory file without a name (memfd_create(2)), or an unlinked
 * file in /var/tmp when it grows large.  Nobody else has it open, and a crash
 * leaves nothing behind.
 */

#include "spool.h"

#include <sys/mman.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHUNK 65536

static bool
write_all(int fd, const char *bytes, size_t size, off_t offset)
{
	ssize_t n;

	while (size > 0) {
		n = pwrite(fd, bytes, size, offset);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return false;
		bytes += n;
		size -= (size_t)n;
		offset += n;
	}
	return true;
}

/* An unlinked file; some file systems cannot make one that way. */
static int
open_unlinked(void)
{
	char path[] = SPOOL_DIRECTORY "/truefrom.XXXXXX";
	int fd = open(
	    SPOOL_DIRECTORY, O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);

	if (fd != -1 || (errno != EOPNOTSUPP && errno != EISDIR))
		return fd;
	fd = mkostemp(path, O_CLOEXEC);
	if (fd != -1)
		(void)unlink(path);
	return fd;
}

bool
spool_open(struct spool *spool)
{
	*spool = (struct spool){ .fd = memfd_create("truefrom",
				     MFD_CLOEXEC | MFD_ALLOW_SEALING) };
	return spool->fd != -1;
}

/*
 * Written where it belongs, the descriptor stays at the first byte, for who
 * reads it next.
 */
static bool
write_at_end(struct spool *spool, const char *bytes, size_t size)
{
	if (!write_all(spool->fd, bytes, size, spool->size))
		return false;
	spool->size += (off_t)size;
	return true;
}

/* Appends what `from` holds from `offset` on. */
static bool
copy_rest(const struct spool *from, off_t offset, struct spool *to)
{
	char bytes[CHUNK];
	ssize_t n;

	while ((n = pread(from->fd, bytes, sizeof(bytes), offset)) > 0) {
		if (!write_at_end(to, bytes, (size_t)n))
			return false;
		offset += n;
	}
	return n == 0;
}

/* Moves the spool to a file when `more` bytes make it large. */
static bool
spool_reserve(struct spool *spool, off_t more)
{
	struct spool file = { .in_file = true };

	if (spool->in_file || spool->size + more <= SPOOL_MEMORY_MAX)
		return true;
	file.fd = open_unlinked();
	if (file.fd == -1)
		return false;
	if (!copy_rest(spool, 0, &file)) {
		spool_close(&file);
		return false;
	}
	spool_close(spool);
	*spool = file;
	return true;
}

bool
spool_append(struct spool *spool, const char *bytes, size_t size)
{
	return spool_reserve(spool, (off_t)size) &&
	    write_at_end(spool, bytes, size);
}

bool
spool_seal(const struct spool *spool)
{
	return spool->in_file ||
	    fcntl(spool->fd, F_ADD_SEALS,
		F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) == 0;
}

/* Not on the stack: see find_lsearch(). */
static char chunk[CHUNK];

static enum spool_result
copy_input(struct spool *spool, struct input *input, off_t limit)
{
	ssize_t n;

	while ((n = input_read(input, chunk, sizeof(chunk))) > 0) {
		if (limit != 0 && spool->size + n > limit)
			return SPOOL_TOO_LARGE;
		if (!spool_append(spool, chunk, (size_t)n))
			return SPOOL_FAILED;
	}
	if (n == -1)
		return SPOOL_UNREADABLE;
	return spool_seal(spool) ? SPOOL_OK : SPOOL_FAILED;
}

enum spool_result
spool_fill(struct spool *spool, struct input *input, off_t limit)
{
	enum spool_result result = SPOOL_FAILED;
	int error;

	if (spool_open(spool))
		result = copy_input(spool, input, limit);
	if (result != SPOOL_OK) {
		error = errno;
		spool_close(spool);
		input_drain(input);
		errno = error;
	}
	return result;
}

/*
 * A short message is read back to where it was read, which is cheaper than to
 * map it.  What is there already is not to be believed: until the spool is
 * sealed, processes of the same user can change it, by way of /proc.
 */
bool
spool_head(const struct spool *spool, size_t limit, struct str *head)
{
	size_t len = limit;
	void *map;

	if (spool->size < (off_t)limit)
		len = (size_t)spool->size;
	*head = (struct str){ "", 0 };
	if (len == 0)
		return true;
	if (len <= sizeof(chunk)) {
		*head = (struct str){ chunk, len };
		return pread(spool->fd, chunk, len, 0) == (ssize_t)len;
	}
	map = mmap(NULL, len, PROT_READ, MAP_PRIVATE, spool->fd, 0);
	if (map == MAP_FAILED)
		return false;
	*head = (struct str){ map, len };
	return true;
}

bool
spool_replace(struct spool *spool, size_t size, struct str bytes)
{
	off_t rest = spool->size - (off_t)size;
	struct spool fresh;

	if (!spool_open(&fresh))
		return false;
	if (!spool_reserve(&fresh, (off_t)bytes.len + rest) ||
	    !spool_append(&fresh, bytes.ptr, bytes.len) ||
	    !copy_rest(spool, (off_t)size, &fresh)) {
		spool_close(&fresh);
		return false;
	}
	spool_close(spool);
	*spool = fresh;
	return spool_seal(spool);
}

bool
spool_rewind(const struct spool *spool)
{
	return lseek(spool->fd, 0, SEEK_SET) == 0;
}

void
spool_close(struct spool *spool)
{
	if (spool->fd != -1)
		(void)close(spool->fd);
	spool->fd = -1;
}
