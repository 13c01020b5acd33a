/* SPDX-License-Identifier: ISC */
/*
 * Data ends in CRLF . CRLF and in nothing else.  A dot alone between any other
 * line ends (LF . LF, CR . CR LF and so on) ends a message for some MTA and not
 * for others: that is how a second message is smuggled in (CVE-2023-51764 to
 * 51766).  No honest program sends one, so what it would have meant is not
 * guessed.
 */

#include "smtp_data.h"

#include <string.h>

void
smtp_data_open(struct smtp_data *data, bool lf)
{
	*data = (struct smtp_data){ .lf = lf, .line_proper = true };
}

/*
 * Follows the text of a line, of which it may be a piece.  Is there a dot alone
 * between CRs, or between one and an end of the line?
 */
static bool
has_lone_dot(struct smtp_data *data, struct str text, bool ends)
{
	size_t i;

	for (i = 0; i < text.len; i++) {
		if (text.ptr[i] == '\r') {
			if (data->tail == SMTP_TAIL_DOT)
				return true;
			data->tail = SMTP_TAIL_BREAK;
		} else if (text.ptr[i] == '.' &&
		    data->tail == SMTP_TAIL_BREAK) {
			data->tail = SMTP_TAIL_DOT;
		} else {
			data->tail = SMTP_TAIL_OTHER;
		}
	}
	return ends && data->tail == SMTP_TAIL_DOT;
}

static enum smtp_data_kind
broken(struct smtp_data *data, const char *fault)
{
	data->fault = fault;
	return SMTP_DATA_BROKEN;
}

/* Takes the line end off; true if it is the proper one. */
static bool
strip_line_end(struct str *text, bool lf)
{
	bool crlf;

	text->len--;
	crlf = text->len > 0 && text->ptr[text->len - 1] == '\r';
	text->len -= crlf;
	return crlf == !lf &&
	    (text->len == 0 || text->ptr[text->len - 1] != '\r');
}

enum smtp_data_kind
smtp_data_read(struct smtp_data *data, struct str raw, bool is_line,
    struct smtp_data_piece *piece)
{
	bool starts = !data->in_line, after_proper = data->line_proper;
	bool after_cr = !starts && data->tail == SMTP_TAIL_BREAK;
	struct str text = raw;

	data->in_line = !is_line;
	if (starts)
		data->tail = SMTP_TAIL_BREAK;
	if (is_line)
		data->line_proper = strip_line_end(&text, data->lf) &&
		    (text.len > 0 || !after_cr);
	if (starts && is_line && str_is(text, ".")) {
		if (after_proper && data->line_proper)
			return SMTP_DATA_END;
		return broken(data,
		    "has a dot alone between line ends of another kind; end "
		    "every line in CRLF");
	}
	if (has_lone_dot(data, text, is_line))
		return broken(data,
		    "has a dot alone between carriage returns; remove them");
	if (memchr(text.ptr, '\0', text.len) != NULL) {
		data->fault = "holds a NUL byte; remove it";
		return SMTP_DATA_BAD;
	}
	if (starts && text.len > 0 && text.ptr[0] == '.')
		text = str_from(text, 1);
	*piece = (struct smtp_data_piece){ text, starts, is_line };
	return SMTP_DATA_TEXT;
}
