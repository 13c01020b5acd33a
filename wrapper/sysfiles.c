/* SPDX-License-Identifier: ISC */
/*
 * The C library would ask other sources, too, for users (getpwuid(3)), groups
 * and hosts.
 */

#include "sysfiles.h"

#include "policy/lines.h"
#include "policy/str.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define BLANKS " \t\r\n"

/* The C library would read a kilobyte at a time, and some files are long. */
static char buffer[16384];

static FILE *
open_file(const char *path)
{
	FILE *file = fopen(path, "re");

	if (file != NULL)
		(void)setvbuf(file, buffer, _IOFBF, sizeof(buffer));
	return file;
}

/* Takes off what stands before the next colon, and the colon. */
static struct str
take_field(struct str *line)
{
	const char *colon = memchr(line->ptr, ':', line->len);
	struct str field = *line;

	if (colon != NULL)
		field.len = (size_t)(colon - line->ptr);
	*line = str_from(*line, field.len + 1);
	return field;
}

/* A number of digits alone that an id may be. */
static bool
read_id(struct str s, unsigned *id)
{
	unsigned long long n = 0;
	size_t i;

	for (i = 0; i < s.len; i++) {
		if (s.ptr[i] < '0' || s.ptr[i] > '9' || n > UINT_MAX)
			return false;
		n = n * 10 + (unsigned)(s.ptr[i] - '0');
	}
	*id = (unsigned)n;
	return s.len > 0 && n <= UINT_MAX;
}

static void
copy_field(struct str field, char *out, size_t size)
{
	size_t len = field.len < size ? field.len : size - 1;

	memcpy(out, field.ptr, len);
	out[len] = '\0';
}

/*
 * To getpwuid(3), comments, the + and - that are for NIS, and what a crash left
 * (NULs) are no logins.
 */
static bool
is_login(struct str s)
{
	return s.len > 0 && s.len < SYSFILES_LOGIN_SIZE && s.ptr[0] != '#' &&
	    s.ptr[0] != '+' && s.ptr[0] != '-' &&
	    memchr(s.ptr, '\0', s.len) == NULL;
}

/* `login:password:uid:gid:name:home:shell`, as passwd(5) has it. */
static bool
read_user(struct str line, uid_t wanted, struct sysfiles_user *user)
{
	struct str login = take_field(&line);
	unsigned uid, gid;

	(void)take_field(&line);
	if (!read_id(take_field(&line), &uid) || uid != wanted ||
	    !read_id(take_field(&line), &gid) || !is_login(login))
		return false;
	(void)take_field(&line);
	copy_field(login, user->login, sizeof(user->login));
	copy_field(take_field(&line), user->home, sizeof(user->home));
	user->group = gid;
	return true;
}

/*
 * For every message, so without stdio: fgetpwent(3) needs four more system
 * calls, and memory.
 */
bool
sysfiles_find_user(uid_t uid, struct sysfiles_user *user)
{
	int fd = openat(AT_FDCWD, "/etc/passwd", O_RDONLY | O_CLOEXEC);
	static struct lines lines; /* not on the stack: see find_lsearch() */
	struct segment segment;
	bool found = false, begins = true;

	if (fd == -1)
		return false;
	lines_open(&lines, fd);
	while (!found && lines_next(&lines, &segment) == 1) {
		struct str line = { segment.ptr, segment.len };
		bool ends = line.ptr[line.len - 1] == '\n';

		if (begins)
			found = read_user(str_trim(line), uid, user);
		begins = ends;
	}
	(void)close(fd);
	return found;
}

static bool
is_member(const struct sysfiles_user *user, const struct group *group)
{
	char **member;

	if (group->gr_gid == user->group)
		return true;
	for (member = group->gr_mem; *member != NULL; member++)
		if (strcmp(*member, user->login) == 0)
			return true;
	return false;
}

bool
sysfiles_in_group(const struct sysfiles_user *user, const char *name)
{
	FILE *file = open_file("/etc/group");
	const struct group *group;
	bool found = false;

	while (file != NULL && (group = fgetgrent(file)) != NULL)
		if (strcmp(group->gr_name, name) == 0) {
			found = is_member(user, group);
			break;
		}
	if (file != NULL)
		(void)fclose(file);
	return found;
}

/* The first name on a line `ADDRESS NAME...` that has the host; or NULL. */
static const char *
first_name(char *line, const char *host)
{
	unsigned char address[sizeof(struct in6_addr)];
	const char *word, *first;
	char *rest;

	line[strcspn(line, "#")] = '\0';
	word = strtok_r(line, BLANKS, &rest);
	if (word == NULL ||
	    (inet_pton(AF_INET, word, address) != 1 &&
		inet_pton(AF_INET6, word, address) != 1))
		return NULL;
	first = word = strtok_r(NULL, BLANKS, &rest);
	while (word != NULL && strcasecmp(word, host) != 0)
		word = strtok_r(NULL, BLANKS, &rest);
	return word == NULL ? NULL : first;
}

bool
sysfiles_find_host(const char *host, char *name, size_t size)
{
	FILE *file = open_file("/etc/hosts");
	const char *found = NULL;
	char line[4096];

	while (found == NULL && file != NULL &&
	    fgets(line, sizeof(line), file) != NULL)
		found = first_name(line, host);
	if (file != NULL)
		(void)fclose(file);
	return found != NULL && strlcpy(name, found, size) < size;
}
