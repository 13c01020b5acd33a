/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_CTL_POSTFIX_H
#define WRAPPER_CTL_POSTFIX_H

/*
 * What the parts of postfix-rules share: see truefromctl(8), postconf(5) and
 * regexp_table(5).
 */

#include "ctl.h"

#include "policy/domainlist_patterns.h"

struct postfix {
	const struct config *config;
	const char *path;		    /* of the configuration */
	const char *qualify_domain;	    /* what Postfix adds; canonical */
	bool qualified;			    /* that is one of from_domains */
	bool monitor;			    /* warn, refuse nothing */
	struct domainlist_patterns domains; /* from_domains */
	struct domainlist_patterns free_domains; /* allow_domains */
};

/* Is the domain in from_domains? */
bool postfix_allows(const struct postfix *, const char *domain);

/* A line of explanation; with what follows, that has to be no comment. */
__attribute__((format(printf, 1, 2))) void postfix_remark(const char *, ...);

/* A text as a part of an extended regular expression between slashes. */
void postfix_print_literal(const char *text);

/* A text as a result of a table of these: no $ is a substitution. */
void postfix_print_result(const char *text);

/* Likewise text with the domain, itself a result, for each %d. */
void postfix_print_message(const char *message, const char *domain);

/*
 * The sections: commands, what cannot be said, and the files: patterns of
 * header_checks, of local_login_sender_maps, and of smtpd_sender_login_maps.
 * False after they have said what is wrong.
 */
bool postfix_print_setup(const struct postfix *);
bool postfix_print_renew(const struct postfix *);
bool postfix_print_limits(const struct postfix *);
bool postfix_print_from(const struct postfix *);
bool postfix_print_local(const struct postfix *);
bool postfix_print_auth(const struct postfix *);

#endif
