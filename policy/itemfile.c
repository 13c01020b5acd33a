/* SPDX-License-Identifier: ISC */
/*
 * Files of list items.  In a list of domains `#` begins a comment wherever it
 * stands; a NUL hides the rest of its line.
 */

#include "itemfile.h"

#include <string.h>
#include <unistd.h>

int
itemfile_open(struct itemfile *file, const struct listitem *item, uid_t owner,
    struct stat *st, struct fault *fault)
{
	file->path = item->name;
	file->continued = false;
	file->fd = listfile_open(
	    item->name, LISTFILE_REGULAR, owner, &item->place, st, fault);
	if (file->fd == -1)
		return -1;
	lines_open(&file->lines, file->fd);
	return 0;
}

void
itemfile_close(struct itemfile *file)
{
	(void)close(file->fd);
}

/*
 * Cuts comment, newline and blanks off a segment and copies what is left, the
 * text of an item, perhaps empty.  False when the line may go on after it.
 */
static bool
copy_text(const struct segment *segment, char *text)
{
	struct str s = { segment->ptr, segment->len };
	const char *mark;
	bool whole;

	whole = s.len < LINES_SEGMENT_MAX || s.ptr[s.len - 1] == '\n';
	if ((mark = memchr(s.ptr, '#', s.len)) != NULL) {
		s.len = (size_t)(mark - s.ptr);
		whole = true;
	}
	if ((mark = memchr(s.ptr, '\0', s.len)) != NULL)
		s.len = (size_t)(mark - s.ptr);
	while (s.len > 0 && ascii_is_space(s.ptr[0]))
		s = str_from(s, 1);
	while (s.len > 0 && ascii_is_space(s.ptr[s.len - 1]))
		s.len--;
	memcpy(text, s.ptr, s.len);
	text[s.len] = '\0';
	return whole;
}

int
itemfile_next(struct itemfile *file, struct listitem *item, struct fault *fault)
{
	struct segment segment;
	struct listfile_place place = { file->path, 0 };
	const char *complaint;
	int more;

	while ((more = lines_next(&file->lines, &segment)) == 1) {
		bool whole, continued = file->continued;

		file->continued = segment.ptr[segment.len - 1] != '\n';
		if (continued) /* the rest of a long comment */
			continue;
		place.line = file->lines.line;
		whole = copy_text(&segment, file->text);
		if (!whole) {
			fault_set(fault,
			    "%s:%u: line is longer than %d "
			    "bytes; write one item a line.",
			    place.file, place.line, LINES_SEGMENT_MAX - 1);
			return -1;
		}
		if (file->text[0] == '\0')
			continue;
		complaint = listitem_parse(
		    file->text, LISTITEM_IN_FILE, file->canonical, item);
		item->place = place;
		if (complaint == NULL)
			return 1;
		listitem_fault(fault, &place, file->text, complaint);
		return -1;
	}
	if (more == -1)
		listfile_unreadable(file->path, fault);
	return more;
}

enum domainlist_match
itemfile_match(const struct listitem *item, struct subject *subject,
    const struct domainlist_host *host, bool *negated,
    struct domainlist_rule *rule, struct fault *fault)
{
	struct itemfile file;
	struct listitem line;
	struct stat st;
	enum domainlist_match result = DOMAINLIST_NO;
	int more = 0;

	*negated = false;
	if (itemfile_open(&file, item, host->owner, &st, fault) == -1)
		return DOMAINLIST_FAULT;
	while (result == DOMAINLIST_NO &&
	    (more = itemfile_next(&file, &line, fault)) == 1) {
		*negated = line.negated;
		result = listitem_match(&line, subject, host, rule, fault);
	}
	itemfile_close(&file);
	return more == -1 ? DOMAINLIST_FAULT : result;
}
