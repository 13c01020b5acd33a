/* SPDX-License-Identifier: ISC */
/*
 * The domain that is looked for in a list.
 */

#include "subject.h"

#include <string.h>

bool
subject_set(struct subject *subject, const char *domain)
{
	struct str s = str_of(domain);
	size_t i;

	subject->forms = SUBJECT_NOT_ASKED;
	if (!str_is_ascii(s) && domain_canonical(s, subject->name) == DOMAIN_OK)
		return true;
	if (s.len >= sizeof(subject->name))
		return false;
	for (i = 0; i <= s.len; i++)
		subject->name[i] = ascii_lower(domain[i]);
	return true;
}

const char *
subject_unicode(struct subject *subject)
{
	if (subject->forms == SUBJECT_NOT_ASKED)
		subject->forms =
		    domain_unicode(subject->name, subject->unicode) ?
		    SUBJECT_BOTH :
		    SUBJECT_ASCII_ONLY;
	return subject->forms == SUBJECT_BOTH ? subject->unicode : NULL;
}
