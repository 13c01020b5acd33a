/* SPDX-License-Identifier: ISC */
/*
 * The grammar of RFC 5322 3.4 for one mailbox, held narrower where readers
 * differ and wider where only one mailbox can be meant:
 *
 *	value     = phrase "<" addr-spec ">" / addr-spec
 *	phrase    = any words; "." "[" "]" ";" and 8-bit bytes are allowed
 *	addr-spec = local-part [ "@" domain ]
 *
 * with blanks and closed comments around every part, but not inside a domain:
 * one reader would join what another cuts off.  Encoded words (RFC 2047) are
 * atoms like any other.  To decode them before parsing, as Exim's $h_From:
 * does, lets the sender write the syntax.
 *
 * First a survey tells quotes, comments and specials apart, then the mailbox is
 * read from the part that can only be the addr-spec.  All of it is linear.
 */

#include "address.h"
#include "address_parser.h"

#include <string.h>

#define QUOTE_SHOWN 80 /* bytes of a value that a sentence quotes */
/* Around the 256 bytes at which sendmail cuts: it may add blanks of its own. */
#define CUT_MIN 250
#define CUT_MAX 262
#define WIDTH_MAX 1000

enum address_result
address_refuse(
    struct address_parser *p, enum address_result result, const char *sentence)
{
	int shown =
	    p->value.len < QUOTE_SHOWN ? (int)p->value.len : QUOTE_SHOWN;

	fault_set(p->fault, "The %s `%.*s%s` %s.", p->what, shown, p->value.ptr,
	    p->value.len > QUOTE_SHOWN ? "..." : "", sentence);
	return result;
}

/* Between the angle brackets; only where there is one pair of them. */
static struct str
angle_spec(const struct address_parser *p)
{
	const struct address_survey *survey = &p->survey;

	return (struct str){ p->value.ptr + survey->open + 1,
		survey->close - survey->open - 1 };
}

/* `a@b <a@b>`: whatever a reader takes, it is the same. */
static bool
names_itself(const struct address_parser *p)
{
	struct str name =
	    str_trim((struct str){ p->value.ptr, p->survey.open });
	struct str spec = angle_spec(p);

	return name.len == spec.len &&
	    memcmp(name.ptr, spec.ptr, spec.len) == 0;
}

/* `phrase <addr-spec>`: what stands outside of the angle brackets. */
static enum address_result
check_phrase(struct address_parser *p)
{
	const struct address_survey *survey = &p->survey;

	if (survey->angles != 1 || survey->angle_ends != 1 ||
	    survey->close < survey->open)
		return address_refuse(p, ADDRESS_MALFORMED,
		    "has not one `<` with one `>` behind it; write it as "
		    "\"Name\" <name@domain>");
	if (address_skip_cfws(p->value, survey->close + 1) < p->value.len)
		return address_refuse(p, ADDRESS_MALFORMED,
		    "has text after the `>`; write it as \"Name\" "
		    "<name@domain>");
	if (survey->phrase_at && !names_itself(p))
		return address_refuse(p, ADDRESS_AMBIGUOUS,
		    "has an @ in its name; put the name into double quotes");
	if (survey->phrase_colon)
		return address_refuse(p, ADDRESS_MALFORMED,
		    "has a colon in its name, which makes it a group; put "
		    "the name into double quotes");
	if (survey->phrase_backslash)
		return address_refuse(p, ADDRESS_AMBIGUOUS,
		    "has a backslash in its name; put the name into double "
		    "quotes");
	if (survey->phrase_loose && survey->quoted_at)
		return address_refuse(p, ADDRESS_AMBIGUOUS,
		    "has an @ in quotes, and one of `;[]` beside them; put "
		    "the whole name into one pair of double quotes");
	return ADDRESS_OK;
}

/*
 * Sendmail 8.17 cuts a value at 256 bytes, more or less, with runs of blanks
 * counted as one.  Cut inside an address, or behind one in quotes, it shows
 * another author; of a thousand bytes of name it makes an address.
 */
static enum address_result
check_width(struct address_parser *p)
{
	struct str value = p->value;
	size_t i, width = 0, at = value.len;

	for (i = 0; i < value.len; i++) {
		if (value.ptr[i] == '@' && at > width)
			at = width;
		width += i == 0 || !ascii_is_space(value.ptr[i]) ||
		    !ascii_is_space(value.ptr[i - 1]);
	}
	if (width > WIDTH_MAX)
		return address_refuse(p, ADDRESS_MALFORMED,
		    "is longer than 1000 bytes; shorten it");
	if (width > CUT_MIN && (at < CUT_MAX || p->survey.quoted_at))
		return address_refuse(p, ADDRESS_MALFORMED,
		    "is so long that sendmail would cut the address; shorten "
		    "it");
	return ADDRESS_OK;
}

enum address_result
address_parse(struct str value, const char *what, struct mailbox *mailbox,
    struct fault *fault)
{
	struct address_parser p = { .value = str_trim(value),
		.what = what,
		.mailbox = mailbox,
		.fault = fault };
	struct str spec = p.value;
	enum address_result result;

	*mailbox = (struct mailbox){ .local = { value.ptr, 0 } };
	if (p.value.len > ADDRESS_VALUE_MAX)
		return address_refuse(&p, ADDRESS_MALFORMED,
		    "is longer than 8192 bytes; shorten it");
	result = address_take_survey(&p);
	if (result == ADDRESS_OK)
		result = check_width(&p);
	if (result != ADDRESS_OK)
		return result;
	if (p.survey.commas > 0)
		return address_refuse(&p, ADDRESS_MULTIPLE,
		    "names several mailboxes; name one, and put a name that "
		    "holds a comma into double quotes");
	if (p.survey.angles > 0 || p.survey.angle_ends > 0) {
		result = check_phrase(&p);
		if (result != ADDRESS_OK)
			return result;
		spec = angle_spec(&p);
	}
	return addr_spec_parse(&p, spec);
}
