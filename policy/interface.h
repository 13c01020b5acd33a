/* SPDX-License-Identifier: ISC */
#ifndef POLICY_INTERFACE_H
#define POLICY_INTERFACE_H

/*
 * The addresses of this host's own interfaces, for the list item `@[]`.
 */

enum interface_result {
	INTERFACE_NO,
	INTERFACE_YES,
	INTERFACE_UNKNOWN, /* the interfaces cannot be listed (errno) */
};

/*
 * Is the domain a literal, such as `[127.0.0.1]`, `[::1]` or `[ipv6:::1]`, of
 * an address that this host has?
 */
enum interface_result interface_has(const char *domain);

#endif
