/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_ARGS_H
#define WRAPPER_ARGS_H

/*
 * What a call of sendmail asks for.
 */

#include <stdbool.h>
#include <stddef.h>

#include "policy/config.h"
#include "policy/fault.h"

#define ARGS_SENDERS_MAX 8

enum args_class {
	ARGS_SUBMIT, /* a message on stdin, or nothing provably else */
	ARGS_SMTP,   /* SMTP on stdin and stdout */
	ARGS_BATCH,  /* SMTP on stdin, without replies */
	ARGS_PASS,   /* provably no message: the MTA may see to it */
	ARGS_REFUSE, /* the fault says why */
};

struct args {
	enum args_class class;
	bool reads_message;	/* stdin is a message, also when refused */
	bool smtp;		/* the caller awaits replies on stdout */
	bool header_recipients; /* -t */
	bool dot_ends;		/* a lone dot ends the message: no -i */
	bool no_input;		/* the MTA must not get what is on stdin */
	const char *senders[ARGS_SENDERS_MAX]; /* every -f and -r; in argv */
	size_t sender_count;
	const char *full_name; /* the last -F, or NULL; in argv */
	int recipients;	       /* index of the first in argv; argc: none */
	struct fault fault;
};

/* The name that argv[0] calls the program by: its last part. */
const char *args_name(const char *argv0);

/*
 * Reads the arguments of sendmail, argv[0] included, as an MTA of this family
 * does, and never changes them.  Some options are only for a privileged caller
 * (root): those that choose files, users, peers or protocols, and those that
 * run the queue or show the configuration.
 */
void args_read(int argc, char *const argv[], enum config_mta_family,
    bool privileged, struct args *);

/*
 * Puts an address in the place of a sender, in a new word of argv, which the
 * arena owns.  False when there is no memory.
 */
bool args_set_sender(struct args *, size_t sender, int argc, char *argv[],
    const char *address, struct arena *);

#endif
