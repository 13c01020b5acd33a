/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_SUBMIT_H
#define WRAPPER_SUBMIT_H

/*
 * From stdin to the decision: what truefrom acts on and truefromctl explains.
 */

#include "args.h"
#include "input.h"
#include "outgoing.h"
#include "spool.h"

#include "policy/policy.h"

struct submit {
	struct input input;
	struct spool spool; /* open when there is a message to hand over */
	off_t size;	    /* of the message as it came, or -1 */
	struct outgoing outgoing;
};

/* No message yet; it will be read from this descriptor. */
void submit_open(struct submit *, int fd);

/*
 * Reads the arguments as the configured MTA will, or as Exim does without a
 * configuration.  They say where the message ends.
 */
void submit_read_args(struct submit *, int argc, char *const argv[],
    bool privileged, const struct config *, struct args *);

/*
 * Spools the input and judges it; the decision tells the outcome.  The spool
 * is open afterwards unless the reason is SYSTEM or SIZE, and holds what is to
 * be handed over, also where that is not what came (see outgoing_judge()).  An
 * envelope sender that may not be used is then another one, in argv too.  In
 * monitor mode no message is too large.
 */
void submit_judge(struct submit *, const struct config *, struct args *,
    int argc, char *argv[], struct str trace);

/*
 * Opens the configuration.  NULL, with the first error as the decision, when
 * it cannot be gone by.
 */
struct config *submit_configure(
    struct submit *, const char *path, const struct config_host *);

/* Sets a decision that was reached without a look at the message. */
__attribute__((format(printf, 3, 4))) void submit_decide(
    struct submit *, enum reason, const char *, ...);

#endif
