/* SPDX-License-Identifier: ISC */
/*
 * Going through the keys and data of a text file, once.
 */

#include "lookup_walk.h"

#include <string.h>
#include <unistd.h>

int
lookup_walk_open(struct lookup_walk *walk, const struct lookup *lookup,
    uid_t owner, const struct listfile_place *named_at, struct fault *fault)
{
	struct stat st;
	int fd = listfile_open(
	    lookup->path, lookup->kind->type, owner, named_at, &st, fault);

	if (fd == -1)
		return -1;
	walk->file = (struct lookup_file){
		.kind = lookup->kind,
		.path = lookup->path,
		.fd = fd,
		.size = st.st_size,
		.data = walk->data,
	};
	keyfile_open(&walk->keys, fd, NULL);
	return 0;
}

void
lookup_walk_close(struct lookup_walk *walk)
{
	(void)close(walk->file.fd);
}

int
lookup_walk_next(struct lookup_walk *walk, struct fault *fault)
{
	struct str key;
	int more = keyfile_next(&walk->keys, &key);

	if (more == -1)
		(void)lookup_unreadable(&walk->file, fault);
	if (more != 1)
		return more;
	if (key.len > LOOKUP_KEY_MAX)
		key.len = 0;
	memcpy(walk->key, key.ptr, key.len);
	walk->key[key.len] = '\0';
	if (lookup_found(&walk->file, &walk->keys, &walk->line, fault) !=
	    LOOKUP_YES)
		return -1;
	return 1;
}
