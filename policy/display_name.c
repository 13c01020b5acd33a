/* SPDX-License-Identifier: ISC */
/*
 * The display name and the comments of a From value (RFC 5322 3.4, 3.2.2), as
 * readers show them: many show nothing else of it.
 *
 * Quotes, quoted pairs and folds are taken off first, and encoded words decoded
 * then: readers decode them inside of quotes as well.  What is read is the
 * text with its words decoded, in two ways, and as it stands.
 */

#include "display_name.h"
#include "encoded_word.h"
#include "shown_address.h"

#include <string.h>

#define ADDRESS_SHOWN 320 /* bytes of an address that the sentence quotes */

struct check {
	const char *what;
	const char *domain;
	struct fault *fault;
};

/* Adds one byte; of a run of blanks and folds, one blank. */
static void
add(struct text *text, char c)
{
	if (!ascii_is_space(c))
		text_add_byte(text, c);
	else if (text->len == 0 || text->bytes[text->len - 1] != ' ')
		text_add_byte(text, ' ');
}

/*
 * Writes what stands beside the addr-spec: the comments, and the phrase if
 * there are angle brackets.
 */
static void
gather(struct str value, bool phrase, struct text *text)
{
	size_t i, depth = 0;
	bool quoted = false, angle = false;

	text_clear(text);
	for (i = 0; i < value.len; i++) {
		char c = value.ptr[i];
		bool shown = depth > 0 || (phrase && !angle);

		if (c == '\\' && (quoted || depth > 0) && i + 1 < value.len) {
			if (shown)
				add(text, value.ptr[i + 1]);
			i++;
			continue;
		}
		if (c == '"' && depth == 0) {
			quoted = !quoted;
			continue;
		}
		if (!quoted && c == '(')
			depth++;
		if (!quoted && depth == 0 && (c == '<' || c == '>'))
			angle = c == '<';
		else if (shown || depth > 0)
			add(text, c);
		if (!quoted && depth > 0 && c == ')')
			depth--;
	}
}

/* Are there angle brackets outside of quotes and comments? */
static bool
has_phrase(struct str value)
{
	size_t i, depth = 0;
	bool quoted = false;

	for (i = 0; i < value.len; i++) {
		char c = value.ptr[i];

		if (c == '\\' && (quoted || depth > 0))
			i++;
		else if (c == '"' && depth == 0)
			quoted = !quoted;
		else if (c == '(' && !quoted)
			depth++;
		else if (c == ')' && depth > 0)
			depth--;
		else if (c == '<' && !quoted && depth == 0)
			return true;
	}
	return false;
}

static enum display_name_result
refuse_missing(struct check *check, const char *package)
{
	fault_set(check->fault,
	    "The name in the %s can only be read with a library that cannot "
	    "be loaded; install the package %s.",
	    check->what, package);
	return DISPLAY_NAME_FAULT;
}

static enum display_name_result
refuse_unclear(struct check *check)
{
	fault_set(check->fault,
	    "The %s has an encoded word in its name that not all readers "
	    "decode, or not to the same; write the name as UTF-8 in whole "
	    "encoded words (RFC 2047).",
	    check->what);
	return DISPLAY_NAME_UNCLEAR;
}

static enum display_name_result
refuse_shown(struct check *check, struct str address)
{
	fault_set(check->fault,
	    "The name in the %s shows the address `%.*s`, but the message is "
	    "from %s; remove the address from the name.",
	    check->what,
	    (int)(address.len < ADDRESS_SHOWN ? address.len : ADDRESS_SHOWN),
	    address.ptr, check->domain);
	return DISPLAY_NAME_SHOWS;
}

/*
 * Right-to-left override (UAX #9) turns Latin letters round, the at sign with
 * them.  Names in Hebrew or Arabic have no use for it.
 */
static bool
is_turned(struct str s)
{
	static const char mark[] = { '\xe2', '\x80', '\xae' };

	return memmem(s.ptr, s.len, mark, sizeof(mark)) != NULL;
}

static enum display_name_result
refuse_turned(struct check *check)
{
	fault_set(check->fault,
	    "The %s has a character in its name that turns the text round "
	    "(U+202E); remove it.",
	    check->what);
	return DISPLAY_NAME_UNCLEAR;
}

static enum display_name_result
check_text(struct check *check, struct str s)
{
	struct text read;
	struct str address;
	const char *missing;

	if (is_turned(s))
		return refuse_turned(check);
	switch (
	    shown_address_find(s, check->domain, &read, &address, &missing)) {
	case SHOWN_NONE:
		return DISPLAY_NAME_CLEAN;
	case SHOWN_OTHER:
		return refuse_shown(check, address);
	case SHOWN_NO_LIBRARY:
		return refuse_missing(check, missing);
	case SHOWN_ODD:
	default:
		return refuse_unclear(check);
	}
}

static enum display_name_result
check_decoded(struct check *check, struct str s, bool apart)
{
	struct text decoded;

	switch (encoded_word_decode(s, apart, &decoded)) {
	case ENCODED_WORD_OK:
		return check_text(check, text_view(&decoded));
	case ENCODED_WORD_NO_LIBRARY:
		return refuse_missing(check, "libgmime-3.0-0");
	case ENCODED_WORD_ODD:
	default:
		return refuse_unclear(check);
	}
}

enum display_name_result
display_name_check(
    struct str value, const char *what, const char *domain, struct fault *fault)
{
	struct check check = { what, domain, fault };
	struct text text;
	enum display_name_result result;

	gather(value, has_phrase(value), &text);
	result = check_text(&check, text_view(&text));
	if (result != DISPLAY_NAME_CLEAN ||
	    !encoded_word_present(text_view(&text)))
		return result;
	result = check_decoded(&check, text_view(&text), false);
	if (result == DISPLAY_NAME_CLEAN)
		result = check_decoded(&check, text_view(&text), true);
	return result;
}
