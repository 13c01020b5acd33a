/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_TRACE_H
#define WRAPPER_TRACE_H

/*
 * Who called, for those who must find the form that sends spam.
 *
 * What the kernel says is kept apart from what is only claimed: by the
 * environment, or by a process about itself.  What cannot be had, or not be
 * vouched for, is missing.  All of it is as true as this program: a caller who
 * can run programs of his own can run another one instead.
 */

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>

#include "policy/str.h"

#define TRACE_CHAIN 4
#define TRACE_VALUE_SIZE 512 /* more than is shown of any */

/* The longest that trace_header() writes, with its NUL. */
#define TRACE_HEADER_SIZE 900

struct trace_process {
	pid_t pid;
	char program[TRACE_VALUE_SIZE]; /* its executable, or "" */
	char name[64];			/* what it calls itself */
};

struct trace {
	uid_t uid;
	const char *login;
	char cwd[TRACE_VALUE_SIZE]; /* this process's, from its caller */
	char cgroup[TRACE_VALUE_SIZE];
	/*
	 * The shells that were passed by, nearest first, and the program
	 * behind them if it is not hidden.
	 */
	struct trace_process chain[TRACE_CHAIN];
	size_t chain_len, shells;
	/* Of PHP-FPM; a claim unless root's master process made it. */
	char pool[TRACE_VALUE_SIZE];
	bool pool_vouched;
	/* Claims of the environment, whose strings they are; or NULL. */
	const char *script, *remote, *site;
};

/*
 * Finds out about the caller with that uid and login (or NULL).  The strings
 * must outlive the trace, and the environment stay as it is.
 */
void trace_collect(struct trace *, uid_t, const char *login);

/*
 * Writes the field X-Truefrom to `out` of TRACE_HEADER_SIZE bytes, folded, each
 * line with `line_end` ("\n" or "\r\n"), and returns its length.
 */
size_t trace_header(const struct trace *, const char *line_end, char *out);

/*
 * Calls back for each pair of the log line that is about the caller, but for
 * `user` and `uid`.  Values are as they came; who prints them escapes them.
 */
typedef void trace_pair(void *context, const char *key, struct str value);
void trace_each(const struct trace *, trace_pair *, void *context);

#endif
