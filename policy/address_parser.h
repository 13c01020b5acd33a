/* SPDX-License-Identifier: ISC */
#ifndef POLICY_ADDRESS_PARSER_H
#define POLICY_ADDRESS_PARSER_H

/*
 * What address.c and addr_spec.c share; others include address.h.
 */

#include "address.h"

struct address_survey {
	/* Outside of quotes and comments: */
	size_t angles;	    /* "<" */
	size_t angle_ends;  /* ">" */
	size_t open, close; /* where the first of each is */
	size_t commas;	    /* outside of <> too, like all that follow */
	bool phrase_at, phrase_colon, phrase_backslash;
	bool phrase_loose; /* one of ";[]" */
	/* Inside of them: */
	bool quoted_at;	  /* an @ in quotes */
	bool odd_comment; /* one in another, or a backslash in one */
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
 * Surveys the value; refuses what does not close, control bytes, and addresses
 * where only some readers see one.
 */
enum address_result address_take_survey(struct address_parser *);

/*
 * Past the quoted string that opens at i, or past blanks and comments from i
 * on.  The survey has seen that every quote and every comment closes.
 */
size_t address_skip_quoted(struct str, size_t i);
size_t address_skip_cfws(struct str, size_t i);

/* Reads the mailbox from an addr-spec, as address_parse() says. */
enum address_result addr_spec_parse(struct address_parser *, struct str spec);

#endif
