/* SPDX-License-Identifier: ISC */
/*
 * Entries are what could be found: keys, items, names in a directory.
 */

#include "listcount.h"

#include <cdb.h>
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "domainlist_set.h"
#include "itemfile.h"
#include "lookup_kind.h"

static int
count_keys(int fd, size_t *count)
{
	struct keyfile keys;
	struct str key;
	int more;

	keyfile_open(&keys, fd, NULL);
	while ((more = keyfile_next(&keys, &key)) == 1)
		++*count;
	return more;
}

/* The header of a constant database has 256 tables, half of them empty. */
static int
count_records(int fd, size_t *count)
{
	unsigned char header[2048];
	size_t i;

	if (pread(fd, header, sizeof(header), 0) != sizeof(header))
		return -1;
	for (i = 0; i < sizeof(header); i += 8)
		*count += cdb_unpack(header + i + 4) / 2;
	return 0;
}

static int
count_names(int fd, size_t *count)
{
	int copy = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = copy == -1 ? NULL : fdopendir(copy);
	struct dirent *entry;

	if (dir == NULL) {
		if (copy != -1)
			(void)close(copy);
		return -1;
	}
	while ((entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.')
			++*count;
	(void)closedir(dir);
	return 0;
}

void
listcount_lookup(
    struct listcount *count, const struct lookup *lookup, uid_t owner)
{
	struct stat st;
	int fd = listfile_open(
	    lookup->path, lookup->kind->type, owner, NULL, &st, &count->fault);
	int result;

	count->usable = false;
	count->entries = 0;
	if (fd == -1)
		return;
	if (lookup->kind->text)
		result = count_keys(fd, &count->entries);
	else if (lookup->kind->type == LISTFILE_DIRECTORY)
		result = count_names(fd, &count->entries);
	else
		result = count_records(fd, &count->entries);
	count->usable = result != -1;
	count->changed = st.st_mtim;
	if (!count->usable)
		listfile_unreadable(lookup->path, &count->fault);
	(void)close(fd);
}

static void
count_items(struct listcount *count, const struct listitem *item, uid_t owner)
{
	struct itemfile file;
	struct listitem line;
	struct stat st;
	int more;

	count->usable = false;
	count->entries = 0;
	if (itemfile_open(&file, item, owner, &st, &count->fault) == -1)
		return;
	while ((more = itemfile_next(&file, &line, &count->fault)) == 1)
		count->entries++;
	itemfile_close(&file);
	count->usable = more == 0;
	count->changed = st.st_mtim;
}

void
domainlists_count(const struct domainlists *set,
    void (*tell)(void *, const struct listcount *), void *context)
{
	const struct domainlist_item *item;
	const struct domainlist *list;
	struct listcount count;

	for (list = set->lists; list != NULL; list = list->next)
		for (item = list->items; item != NULL; item = item->next) {
			count.text = item->item.text;
			if (item->item.kind == LISTITEM_LOOKUP)
				listcount_lookup(&count, &item->item.lookup,
				    set->host.owner);
			else if (item->item.kind == LISTITEM_FILE)
				count_items(
				    &count, &item->item, set->host.owner);
			else
				continue;
			tell(context, &count);
		}
}
