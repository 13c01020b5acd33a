/* SPDX-License-Identifier: ISC */
#ifndef POLICY_ENCODED_WORD_H
#define POLICY_ENCODED_WORD_H

/*
 * Decoding the encoded words of a name (RFC 2047, RFC 2231 5).  GMime is
 * loaded when the first one is met: each message is a new process.
 */

#include "text.h"

enum encoded_word_result {
	ENCODED_WORD_OK,
	ENCODED_WORD_ODD, /* readers differ about what it says */
	ENCODED_WORD_NO_LIBRARY,
};

/* Can there be one in it? */
bool encoded_word_present(struct str);

/*
 * Writes the text with its encoded words decoded, as UTF-8.  Adjacent words
 * are joined before their charset is looked at, as most readers do, or, when
 * `apart`, after that, with a control byte between: a character that is cut in
 * two is whole to some readers, and to others swallows what follows.
 */
enum encoded_word_result encoded_word_decode(
    struct str, bool apart, struct text *);

#endif
