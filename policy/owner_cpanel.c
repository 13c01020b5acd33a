/* SPDX-License-Identifier: ISC */
/*
 * cPanel's files about its accounts, /var/cpanel/users/LOGIN, which root and
 * that login alone can read (mode 0640).
 *
 * `DNS=` is the main domain; `DNS1=`, `DNS2=`, ... are the others: parked and
 * addon domains, and subdomains.  `XDNS1=` and so on are domains that the
 * account had once, and count for nothing.
 */

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "lines.h"
#include "listitem.h"
#include "owner_source.h"

/* An open file about an account. */
struct account {
	char path[PATH_MAX];
	int fd;
	bool continued; /* the next segment belongs to the same line */
	struct lines lines;
};

/*
 * 1: the file is open, and the caller's to close; 0: there is none, or no file
 * can have that name; -1: the fault is set.
 */
static int
open_account(struct account *account, const struct owner_source *source,
    const char *login, struct fault *fault)
{
	struct stat st;
	size_t size = sizeof(account->path);

	if (login[0] == '\0' || login[0] == '.' || strchr(login, '/') != NULL)
		return 0;
	if (strlcpy(account->path, source->lookup.path, size) >= size ||
	    strlcat(account->path, "/", size) >= size ||
	    strlcat(account->path, login, size) >= size)
		return 0;
	account->fd = listfile_open(account->path, LISTFILE_REGULAR,
	    source->owner, &source->place, &st, fault);
	if (account->fd == -1 &&
	    (fault->error == ENOENT || fault->error == ENAMETOOLONG))
		return 0;
	if (account->fd == -1 && fault->error == EACCES)
		fault_set(fault,
		    "%s (named at %s:%u) cannot be opened: %s; let its account "
		    "read it (chgrp %s, chmod g+r).",
		    account->path, source->place.file, source->place.line,
		    strerror(EACCES), login);
	if (account->fd == -1)
		return -1;
	account->continued = false;
	lines_open(&account->lines, account->fd);
	return 1;
}

/* Takes the domain out of `DNS=DOMAIN` or `DNS<number>=DOMAIN`. */
static bool
read_domain(struct str line, struct str *domain)
{
	size_t i = strlen("DNS");

	if (!str_starts(line, "DNS"))
		return false;
	while (i < line.len && line.ptr[i] >= '0' && line.ptr[i] <= '9')
		i++;
	while (i < line.len && ascii_is_blank(line.ptr[i]))
		i++;
	if (i == line.len || line.ptr[i] != '=')
		return false;
	*domain = str_trim(str_from(line, i + 1));
	return true;
}

/* 1: the next domain, which lasts until the next call; 0: the end; -1: errno */
static int
next_domain(struct account *account, struct str *domain)
{
	struct segment line;
	int more;

	while ((more = lines_next(&account->lines, &line)) == 1) {
		bool continued = account->continued;

		account->continued = line.ptr[line.len - 1] != '\n';
		if (!continued &&
		    read_domain((struct str){ line.ptr, line.len }, domain))
			return 1;
	}
	return more;
}

static bool
is_subject(struct str domain, struct subject *subject)
{
	const char *unicode;

	if (str_is_nocase(domain, subject->name))
		return true;
	unicode = subject_unicode(subject);
	return unicode != NULL && str_is_nocase(domain, unicode);
}

static enum owner_says
ask(const struct owner_source *source, const struct owner_query *query,
    struct subject *subject, struct domainlist_rule *rule, struct fault *fault)
{
	struct account account;
	enum owner_says says = OWNER_SAYS_NOTHING;
	struct str domain;
	int more = open_account(&account, source, query->login, fault);

	if (more != 1)
		return more == -1 ? OWNER_SAYS_FAULT : OWNER_SAYS_NOTHING;
	while (says == OWNER_SAYS_NOTHING &&
	    (more = next_domain(&account, &domain)) == 1)
		if (is_subject(domain, subject))
			says = OWNER_SAYS_YES;
	if (says == OWNER_SAYS_YES) {
		listitem_rule_in(
		    source->text, account.path, account.lines.line, rule);
	} else if (more == -1) {
		listfile_unreadable(account.path, fault);
		says = OWNER_SAYS_FAULT;
	}
	(void)close(account.fd);
	return says;
}

static bool
example(const struct owner_source *source, const char *login,
    struct owner_offer *offer)
{
	struct account account;
	struct fault fault;
	struct str domain;
	bool enough = false;

	if (open_account(&account, source, login, &fault) != 1)
		return false;
	while (!enough && next_domain(&account, &domain) == 1)
		enough = offer->take(offer, str_of(""), domain);
	(void)close(account.fd);
	return enough;
}

/* Reports every file that cannot be used; returns how many there are. */
static unsigned
check_accounts(
    const struct owner_source *source, DIR *dir, struct listcheck *check)
{
	struct dirent *entry;
	unsigned accounts = 0;

	while ((entry = readdir(dir)) != NULL) {
		struct account account;
		struct fault fault;

		switch (open_account(&account, source, entry->d_name, &fault)) {
		case 1:
			(void)close(account.fd);
			accounts++;
			break;
		case -1:
			listcheck_tell(
			    check, DOMAINLIST_UNUSABLE, account.path, &fault);
			accounts++;
			break;
		default:
			break;
		}
	}
	return accounts;
}

static void
check_listed(const struct owner_source *source, DIR *dir, const struct stat *st,
    struct listcheck *check)
{
	const char *path = source->lookup.path;
	struct fault fault;

	if ((st->st_mode & S_IXOTH) == 0) {
		fault_set(&fault,
		    "%s (named at %s:%u) cannot be searched by every user "
		    "(mode %04o); run `chmod a+x %s`.",
		    path, source->place.file, source->place.line,
		    (unsigned)(st->st_mode & 07777), path);
		listcheck_tell(check, DOMAINLIST_PRIVATE, path, &fault);
	} else if (check_accounts(source, dir, check) == 0) {
		fault_set(&fault,
		    "%s (named at %s:%u) has no account in it and allows "
		    "nothing; name the directory that has, or take it out.",
		    path, source->place.file, source->place.line);
		listcheck_tell(check, DOMAINLIST_EMPTY, path, &fault);
	} else {
		listcheck_tell(check, DOMAINLIST_USABLE, path, NULL);
	}
}

/* To use the directory is to search it; only root must be able to list it. */
static void
check_directory(const struct owner_source *source, struct listcheck *check)
{
	const char *path = source->lookup.path;
	struct fault fault;
	struct stat st;
	int fd = listfile_open(path, LISTFILE_DIRECTORY, source->owner,
	    &source->place, &st, &fault);
	DIR *dir = fd == -1 ? NULL : fdopendir(fd);

	if (dir != NULL) {
		check_listed(source, dir, &st, check);
		(void)closedir(dir);
		return;
	}
	if (fd != -1) {
		listfile_unreadable(path, &fault);
		(void)close(fd);
	}
	if (fd == -1 && fault.error == EACCES && access(path, X_OK) == 0)
		listcheck_tell(check, DOMAINLIST_USABLE, path, NULL);
	else
		listcheck_tell(check, DOMAINLIST_UNUSABLE, path, &fault);
}

const struct owner_kind owner_by_cpanel = {
	.ask = ask,
	.example = example,
	.check = check_directory,
};
