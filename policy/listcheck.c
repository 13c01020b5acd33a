/* SPDX-License-Identifier: ISC */
/*
 * Findings about files that can be opened, and the count of the others.
 */

#include "listcheck.h"

void
listcheck_tell(struct listcheck *check, enum domainlist_finding finding,
    const char *path, const struct fault *fault)
{
	if (finding == DOMAINLIST_UNUSABLE)
		check->unusable++;
	check->report(check->context, finding, path,
	    finding == DOMAINLIST_USABLE ? NULL : fault->text);
}

void
listcheck_usable(struct listcheck *check, const char *path,
    const struct stat *st, const char *lacks,
    const struct listfile_place *place)
{
	mode_t need = S_ISDIR(st->st_mode) ? S_IROTH | S_IXOTH : S_IROTH;
	struct fault fault;

	if ((st->st_mode & need) != need) {
		fault_set(&fault,
		    "%s (named at %s:%u) cannot be read by every user "
		    "(mode %04o); run `chmod a+%s %s`.",
		    path, place->file, place->line,
		    (unsigned)(st->st_mode & 07777),
		    S_ISDIR(st->st_mode) ? "rx" : "r", path);
		listcheck_tell(check, DOMAINLIST_PRIVATE, path, &fault);
	} else if (lacks != NULL) {
		fault_set(&fault,
		    "%s (named at %s:%u) has no %s in it and allows nothing; "
		    "add %ss, or take it out of the list.",
		    path, place->file, place->line, lacks, lacks);
		listcheck_tell(check, DOMAINLIST_EMPTY, path, &fault);
	} else {
		listcheck_tell(check, DOMAINLIST_USABLE, path, NULL);
	}
}
