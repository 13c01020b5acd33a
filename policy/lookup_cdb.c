/* SPDX-License-Identifier: ISC */
/*
 * cdb files (D. J. Bernstein's constant database): keys are compared byte for
 * byte, so they must have been stored in lower case, as Exim wants them too.
 *
 * The file is read with cdb_seek(), not mapped: see lines.h.
 */

#include "lookup_kind.h"

#include <cdb.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

/* A cdb begins with 256 pairs of little-endian numbers: position, slots. */
#define HEADER_SIZE 2048
#define PAIR_SIZE 8
#define SLOT_SIZE 8

static enum lookup_result
not_a_cdb(const struct lookup_file *file, struct fault *fault)
{
	fault_set(fault,
	    "%s is not a whole cdb file; make it anew with cdb -c.",
	    file->path);
	return LOOKUP_FAULT;
}

/*
 * Do all hash tables lie within the file?  Text that somebody mistook for a
 * cdb must not be a silent no.  YES: and one of them has a record.
 */
static enum lookup_result
check_cdb(const struct lookup_file *file, struct fault *fault)
{
	unsigned char header[HEADER_SIZE];
	enum lookup_result result = LOOKUP_NO;
	size_t i;
	ssize_t n;

	n = pread(file->fd, header, sizeof(header), 0);
	if (n == -1)
		return lookup_unreadable(file, fault);
	if (n != sizeof(header))
		return not_a_cdb(file, fault);
	for (i = 0; i < sizeof(header); i += PAIR_SIZE) {
		uint64_t position = cdb_unpack(header + i);
		uint64_t slots = cdb_unpack(header + i + 4);

		if (slots == 0)
			continue;
		if (position < HEADER_SIZE ||
		    position + slots * SLOT_SIZE > (uint64_t)file->size)
			return not_a_cdb(file, fault);
		result = LOOKUP_YES;
	}
	return result;
}

/* Reads the data, before which the file stands. */
static enum lookup_result
read_data(const struct lookup_file *file, unsigned length, struct fault *fault)
{
	if (file->data == NULL)
		return LOOKUP_YES;
	if (length > LOOKUP_DATA_MAX)
		return lookup_bad_data(file, 0, lookup_data_long, fault);
	/* libcdb says EIO when data lie outside the file. */
	if (cdb_bread(file->fd, file->data, (int)length) == -1)
		return errno == EIO ? not_a_cdb(file, fault) :
				      lookup_unreadable(file, fault);
	file->data[length] = '\0';
	if (strlen(file->data) != length)
		return lookup_bad_data(file, 0, lookup_data_nul, fault);
	return LOOKUP_YES;
}

static enum lookup_result
find_cdb(const struct lookup_file *file, const char *key, unsigned *line,
    struct fault *fault)
{
	unsigned data_length;
	enum lookup_result result = check_cdb(file, fault);

	*line = 0;
	if (result != LOOKUP_YES)
		return result;
	switch (cdb_seek(file->fd, key, (unsigned)strlen(key), &data_length)) {
	case 0:
		return LOOKUP_NO;
	case 1:
		return read_data(file, data_length, fault);
	default:
		/* libcdb says EIO when a record lies outside the file. */
		return errno == EIO ? not_a_cdb(file, fault) :
				      lookup_unreadable(file, fault);
	}
}

const struct lookup_kind lookup_cdb = {
	.name = "cdb",
	.type = LISTFILE_REGULAR,
	.find = find_cdb,
	.check = check_cdb,
};
