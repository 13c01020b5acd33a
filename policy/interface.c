/* SPDX-License-Identifier: ISC */
/*
 * The addresses of this host's own interfaces.
 */

#include "interface.h"

#include <sys/socket.h>

#include <arpa/inet.h>
#include <netinet/in.h>

#include <ifaddrs.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "str.h"

struct address {
	int family;
	unsigned char bytes[sizeof(struct in6_addr)];
	size_t len;
};

static bool
parse_literal(const char *domain, struct address *address)
{
	char text[INET6_ADDRSTRLEN];
	struct str s = str_of(domain);
	bool prefixed = false;

	if (s.len < 2 || s.ptr[0] != '[' || s.ptr[s.len - 1] != ']')
		return false;
	s = (struct str){ s.ptr + 1, s.len - 2 };
	if (s.len >= 5 && str_is_nocase((struct str){ s.ptr, 5 }, "ipv6:")) {
		s = str_from(s, 5);
		prefixed = true;
	}
	if (s.len >= sizeof(text))
		return false;
	memcpy(text, s.ptr, s.len);
	text[s.len] = '\0';

	/* Exim knows IPv6 literals without the tag of RFC 5321, too. */
	if (prefixed || strchr(text, ':') != NULL)
		address->family = AF_INET6;
	else
		address->family = AF_INET;
	address->len = address->family == AF_INET6 ? sizeof(struct in6_addr) :
						     sizeof(struct in_addr);
	return inet_pton(address->family, text, address->bytes) == 1;
}

/* Is it this interface's address?  memcpy: sockaddrs are barely aligned. */
static bool
is_address_of(const struct sockaddr *sa, const struct address *address)
{
	struct sockaddr_in in;
	struct sockaddr_in6 in6;

	if (sa == NULL || sa->sa_family != address->family)
		return false;
	if (address->family == AF_INET) {
		memcpy(&in, sa, sizeof(in));
		return memcmp(&in.sin_addr, address->bytes, address->len) == 0;
	}
	memcpy(&in6, sa, sizeof(in6));
	return memcmp(&in6.sin6_addr, address->bytes, address->len) == 0;
}

enum interface_result
interface_has(const char *domain)
{
	struct address address;
	struct ifaddrs *all, *one;
	enum interface_result result = INTERFACE_NO;

	if (!parse_literal(domain, &address))
		return INTERFACE_NO;
	if (getifaddrs(&all) == -1)
		return INTERFACE_UNKNOWN;
	for (one = all; one != NULL; one = one->ifa_next)
		if (is_address_of(one->ifa_addr, &address))
			result = INTERFACE_YES;
	freeifaddrs(all);
	return result;
}
