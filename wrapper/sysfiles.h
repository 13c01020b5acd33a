/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_SYSFILES_H
#define WRAPPER_SYSFILES_H

/*
 * /etc/passwd, /etc/group and /etc/hosts, as files.  Where they have no answer,
 * other sources may (nsswitch.conf(5)).
 */

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>

#define SYSFILES_LOGIN_SIZE 256
#define SYSFILES_HOME_SIZE 4096

struct sysfiles_user {
	char login[SYSFILES_LOGIN_SIZE];
	char home[SYSFILES_HOME_SIZE]; /* cut if it is longer */
	gid_t group;
};

/* The first user with that id and a login that fits. */
bool sysfiles_find_user(uid_t, struct sysfiles_user *);

/* Is the user in the first group of that name? */
bool sysfiles_in_group(const struct sysfiles_user *, const char *group);

/*
 * Writes the first name that stands beside the same address; false when the
 * file does not have the host, or that name does not fit.
 */
bool sysfiles_find_host(const char *host, char *name, size_t size);

#endif
