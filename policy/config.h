/* SPDX-License-Identifier: ISC */
#ifndef POLICY_CONFIG_H
#define POLICY_CONFIG_H

/*
 * truefrom.conf: see truefrom.conf(5).
 */

#include <sys/types.h>

#include <stdbool.h>

#include "arena.h"
#include "domain.h"
#include "domainlist.h"
#include "lookup.h"
#include "owner.h"
#include "users.h"

enum config_mode {
	CONFIG_ENFORCE,
	CONFIG_MONITOR, /* log what would be refused, refuse nothing */
};

enum config_check {
	CONFIG_OFF,
	CONFIG_LOG, /* the log tells, and nothing else comes of it */
	CONFIG_REJECT,
};

enum config_sender_check {
	CONFIG_SENDER_OFF,
	CONFIG_SENDER_DOMAIN, /* the domain must be in from_domains */
	CONFIG_SENDER_OWNER,  /* and the caller's */
};

enum config_local_recipients {
	CONFIG_LOCAL_JUDGE,
	CONFIG_LOCAL_PASS,
};

enum config_switch {
	CONFIG_NO,
	CONFIG_YES,
};

enum config_on_refusal {
	CONFIG_REFUSE,
	CONFIG_REWRITE,
};

/* What an authenticated user may send as, besides its own address. */
enum config_auth_match {
	CONFIG_AUTH_ADDRESS, /* nothing */
	CONFIG_AUTH_DOMAIN,  /* every address of its domain */
	CONFIG_AUTH_MAP,     /* what auth_map grants */
};

#define CONFIG_HEADERS_MAX 16

/* Whose command line the MTA's is: Exim's own, or that of sendmail and Postfix.
 */
enum config_mta_family {
	CONFIG_EXIM,
	CONFIG_SENDMAIL,
};

/*
 * What the host knows and policy/ does not ask for itself.  Each is called
 * only when its answer is needed; answers live as long as the process.
 */
struct config_host {
	const char *(*primary_hostname)(void);
	const char *(*mailname)(void); /* /etc/mailname's; NULL without one */
	const char *mta; /* where the file names none; NULL: it must */
	struct users_caller caller;
	bool root;   /* is the caller */
	uid_t owner; /* besides root, who may own configuration and lists */
};

struct config {
	const char *mta; /* absolute path */
	enum config_mta_family mta_family;
	const char *reject_message;
	enum config_mode mode;
	off_t message_size_limit; /* bytes; 0: none */
	size_t header_size_limit; /* bytes */
	const struct domainlist *from_domains;

	const struct owners *owner;		/* NULL: nobody is asked */
	const struct domainlist *allow_domains; /* free to all; or NULL */
	const struct domainlist *local_domains; /* or NULL */
	enum config_sender_check sender_check;
	const char *from_headers[CONFIG_HEADERS_MAX]; /* in lower case */
	size_t from_header_count;
	enum config_check display_name_check;
	enum config_check header_check;
	unsigned max_recipients; /* 0: any number */
	enum config_local_recipients local_recipients;
	const struct users *trusted_users;
	const struct users *enforce_users;
	const struct users *monitor_users;
	enum config_on_refusal on_refusal;
	struct lookup rewrite_from; /* without a kind: login@qualify_domain */
	enum config_switch trace_header;
	const char *account_log; /* under the caller's home; or NULL */
	/* Of the rules for the mail servers, which sees who has authenticated.
	 */
	enum config_auth_match auth_match;
	struct lookup auth_map; /* without a kind: none */
	const char *auth_map_text;

	const char *primary_hostname; /* as configured, or NULL */
	const char *qualify_domain;   /* as configured, or NULL */
	struct config_host host;
	struct domainlist_host list_host;
	struct domainlists *lists;
	struct arena *arena;
};

/*
 * Reads a configuration.  Every error is reported; NULL when there was one.
 * config_close() frees it, and what is allocated in its arena.
 */
struct config *config_open(const char *path, const struct config_host *,
    void (*report)(void *, const struct fault *), void *context);
void config_close(struct config *);

/*
 * The family of an MTA that nobody told, by the last part of its path, or of
 * that of the file that it is a link to.
 */
enum config_mta_family config_family_of(const char *mta);

/* The mode for this caller: by enforce_users, monitor_users, else by mode. */
enum config_mode config_mode(const struct config *);

/*
 * The domain that MTAs add to an address without one: qualify_domain, else
 * /etc/mailname, else the primary host name.  In canonical form, false when
 * that is no domain name (the fault says where it is from).
 */
bool config_qualify_domain(
    const struct config *, char domain[DOMAIN_SIZE], struct fault *);

#endif
