/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_ARGS_OPTIONS_H
#define WRAPPER_ARGS_OPTIONS_H

/*
 * The options of sendmail, and the names it is called by.
 */

#include <stdbool.h>

#include "policy/config.h"

enum args_option_value {
	VALUE_NONE,
	VALUE_ATTACHED, /* any rest of the word, or none */
	VALUE_EITHER,	/* the rest of the word, or else the next word */
	VALUE_NEXT,	/* the next word */
	VALUE_DIGITS,	/* the rest of the word, or the next if a digit leads */
};

enum args_option_effect {
	EFFECT_NONE,	/* nothing that matters here */
	EFFECT_DOT,	/* -i: a lone dot does not end the message */
	EFFECT_HEADERS, /* -t */
	EFFECT_BOTH,	/* -ti */
	EFFECT_SENDER,	/* -f */
	EFFECT_NAME,	/* -F */
	EFFECT_DELIVER, /* -bm */
	EFFECT_OPTION,	/* -O: by its value */
	EFFECT_DSN,	/* -N, -R, -V: what to report of the delivery */
	EFFECT_MODE,	/* no message, unless there are recipients */
	EFFECT_TOOL,	/* no message, and the words that follow are no
			   recipients */
	EFFECT_TLS,	/* not as plain SMTP */
	EFFECT_SMTP,	/* SMTP on stdin and stdout */
	EFFECT_BATCH,	/* SMTP on stdin */
};

struct args_option {
	char word[16]; /* not a pointer, for the dynamic linker to set */
	enum args_option_value value;
	enum args_option_effect effect;
	bool privileged; /* only for root */
};

/*
 * The option that a word spells to the MTAs of a family, with a value perhaps;
 * NULL: none.
 */
const struct args_option *args_option_find(
    const char *word, enum config_mta_family);

/* What a call by this name, the last part of argv[0], means; NULL: nothing. */
const struct args_option *args_name_find(const char *name);

#endif
