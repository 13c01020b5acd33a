/* SPDX-License-Identifier: ISC */
/*
 * Lines are told apart as config.c does: comments, and continuation by `\`.
 */

#include "config_edit.h"
#include "config_reader.h"

#include <string.h>

/* A setting in the text: its lines, and the comment behind its last one. */
struct place {
	size_t start, end; /* without the newline that ends it */
	struct str comment;
};

struct output {
	char *bytes;
	size_t len;
};

static void
put(struct output *output, struct str bytes)
{
	memcpy(output->bytes + output->len, bytes.ptr, bytes.len);
	output->len += bytes.len;
}

/* Does the line begin `name =`? */
static bool
sets(struct str line, struct str name)
{
	const char *equals = memchr(line.ptr, '=', line.len);

	if (equals == NULL)
		return false;
	line.len = (size_t)(equals - line.ptr);
	line = str_trim(line);
	return line.len == name.len &&
	    memcmp(line.ptr, name.ptr, name.len) == 0;
}

/* The line that begins at `start`, without its newline. */
static struct str
line_at(struct str text, size_t start)
{
	struct str line = str_from(text, start);
	const char *lf = memchr(line.ptr, '\n', line.len);

	if (lf != NULL)
		line.len = (size_t)(lf - line.ptr);
	return line;
}

static bool
find(struct str text, struct str name, struct place *place)
{
	struct str line, setting;
	size_t start, joined = 0; /* bytes of the setting so far */
	bool found = false, more = true, comments = true;

	for (start = 0; start < text.len && (more || !found);
	     start += line.len + 1) {
		line = line_at(text, start);
		setting = str_trim(line);
		if (str_starts(setting, "#"))
			continue;
		if (joined == 0) {
			found = sets(setting, name);
			comments = !str_starts(setting, "reject_message");
			place->start = start;
		}
		if (comments)
			setting = config_strip_comment(setting);
		place->end = start + line.len;
		place->comment = str_from(
		    line, (size_t)(setting.ptr - line.ptr) + setting.len);
		more = setting.len > 0 && setting.ptr[setting.len - 1] == '\\';
		joined = more ? joined + setting.len - 1 : 0;
	}
	return found;
}

size_t
config_edit(struct str text, struct str name, struct str value, char *edited)
{
	struct output output = { .len = 0 };
	struct place place = { 0 };
	bool found = find(text, name, &place);

	output.bytes = edited;
	if (!found) {
		/* An empty line ends whatever is not ended. */
		place.start = place.end = text.len;
		place.comment = str_of("\n");
	}
	put(&output, (struct str){ text.ptr, place.start });
	if (!found && text.len > 0)
		put(&output,
		    str_of(text.ptr[text.len - 1] == '\n' ? "\n" : "\n\n"));
	put(&output, name);
	put(&output, str_of(" = "));
	put(&output, value);
	put(&output, place.comment);
	put(&output, str_from(text, place.end));
	return output.len;
}
