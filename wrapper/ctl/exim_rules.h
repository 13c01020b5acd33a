/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_CTL_EXIM_RULES_H
#define WRAPPER_CTL_EXIM_RULES_H

/*
 * The rules of truefrom.conf as parts of an Exim configuration.
 */

#include <stdio.h>

#include "policy/config.h"

/*
 * The parts, by the place in Exim's configuration that they are for; their
 * names are what `exim-acl --section` takes.
 */
enum exim_section {
	EXIM_MAIN,	    /* lists, for the main section */
	EXIM_ACL,	    /* named ACLs, behind `begin acl` */
	EXIM_NOT_SMTP,	    /* what acl_not_smtp may name, whole */
	EXIM_SMTP_DATA,	    /* what acl_smtp_data may name, whole */
	EXIM_AUTHENTICATED, /* of that: who has authenticated */
	EXIM_LOCAL,	    /* of that: -bs, and this host's addresses */
	EXIM_CPANEL_NOT_SMTP,
	EXIM_CPANEL_SMTP,
	EXIM_SECTIONS
};

/* The name of a section, and where it goes. */
struct exim_place {
	const char *name;
	const char *place;
};
extern const struct exim_place exim_places[EXIM_SECTIONS];

/* The ACLs that a configuration has to go through, one a door. */
#define EXIM_ACL_NOT_SMTP "truefrom_not_smtp"
#define EXIM_ACL_AUTHENTICATED "truefrom_authenticated"
#define EXIM_ACL_LOCAL "truefrom_smtp_local"

/* A list whose one item is the stamp. */
#define EXIM_STAMP "truefrom_stamp"

/* Room for a stamp and its NUL. */
#define EXIM_STAMP_SIZE 17

/*
 * Makes the stamp of all that is printed for a configuration, but for itself:
 * other rules have another one.  False with the fault set when they cannot be
 * made.
 */
bool exim_rules_stamp(
    const struct config *, char stamp[EXIM_STAMP_SIZE], struct fault *);

/* Prints a section; the stamp goes into EXIM_MAIN. */
void exim_rules_print(
    const struct config *, enum exim_section, const char *stamp, FILE *);

/*
 * What the parts of the rules share.  Text is printed so that Exim's expansion
 * gives it back; uids are those of logins and of members of groups, between
 * commas, as they are in the user database now.
 */
void exim_print_text(FILE *, const char *text);
void exim_print_list_item(FILE *, const char *text);
void exim_print_uids(FILE *, const struct users *);

void exim_print_lists(const struct config *, FILE *);
void exim_print_reading(FILE *);
void exim_print_mailbox(const struct config *, FILE *);
void exim_print_doors(const struct config *, FILE *);
void exim_print_spoofed(FILE *, const char *address);
void exim_print_owner(const struct config *, FILE *);
void exim_print_granted(const struct config *, FILE *);

/* `${lookup{KEY}KIND{FILE}...`: `KIND;FILE` as it stands in truefrom.conf. */
void exim_print_lookup(FILE *, const char *key, const char *text,
    const char *path, const char *found, const char *missing);

#endif
