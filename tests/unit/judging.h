/* SPDX-License-Identifier: ISC */
#ifndef UNIT_JUDGING_H
#define UNIT_JUDGING_H

/*
 * A call of truefrom as far as its decision, without its processes: on the
 * host lab.example, by the login root, who has no rights, unless a test says
 * otherwise.
 */

#include "wrapper/args.h"
#include "wrapper/submit.h"

#include "policy/config.h"

struct judging {
	struct args args;
	struct submit submit; /* set unless the arguments decided */
};

/* The answers of that host; a test may change them. */
extern struct config_host judging_host;

/* From then on this is who calls: a login, root or not, and its one group. */
void judging_as(const char *login, bool is_root, const char *group);

/*
 * A configuration of these lines, beside the mta.  The test fails when it
 * cannot be read.  config_close() it.
 */
struct config *judging_configure(const char *lines);

/*
 * Judges a call; argv ends in NULL.  judging_close() what is left of it.
 */
void judging_call(struct judging *, const struct config *, int argc,
    char *argv[], struct str message);
void judging_close(struct judging *);

/* What would be handed over, until the next call; empty if there is none. */
struct str judging_sent(const struct judging *);

/* The same with the words of callargv_words(), and a configuration of lines. */
void judging_message(
    struct judging *, const char *lines, const char *words, struct str message);

/*
 * The outcome in a word of the tables: `judge:DOMAIN` where the lists had the
 * last word about that domain, else the reason.  It lasts until the next call.
 */
const char *judging_word(const struct judging *);

#endif
