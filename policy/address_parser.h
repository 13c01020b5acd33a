/* SPDX-License-Identifier: ISC */
#ifndef POLICY_ADDRESS_PARSER_H
#define POLICY_ADDRESS_PARSER_H

/*
 * What address.c and addr_spec.c share; others include address.h.
 */

#include "address.h"

/* The specials of a value that stand outside of quotes and comments. */
struct address_survey {
	size_t angles;	    /* "<" */
	size_t angle_ends;  /* ">" */
	size_t open, close; /* where the first of each is */
	size_t commas;	    /* outside of <>, like the next three */
	bool phrase_at, phrase_colon, phrase_backslash;
	bool any_at; /* anywhere, also in quotes and comments */
};

struct address_parser {
	struct str value;
	const char *what; /* the name of the place the value is from */
	struct address_survey survey;
	struct mailbox *mailbox;
	struct fault *fault;
};

/* Sets the fault to `The WHAT VALUE SENTENCE.` and returns the result. */
enum address_result address_refuse(
    struct address_parser *, enum address_result, const char *sentence);

/*
 * Past the quoted string that opens at i, or past blanks and comments from i
 * on.  The survey has seen that every quote and every comment closes.
 */
size_t address_skip_quoted(struct str, size_t i);
size_t address_skip_cfws(struct str, size_t i);

/* Reads the mailbox from an addr-spec, as address_parse() says. */
enum address_result addr_spec_parse(struct address_parser *, struct str spec);

#endif
