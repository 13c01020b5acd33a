/* SPDX-License-Identifier: ISC */
/*
 * truefromctl doctor: what SELinux and AppArmor allow.  Their state is read
 * where the kernel shows it (selinux(8), apparmor(7)); nothing is asked of
 * their tools, which may not be there.
 */

#include "doctor.h"

#include "readfile.h"

#include <sys/xattr.h>

#include <stdio.h>
#include <string.h>

#define SELINUX "/sys/fs/selinux"
#define PROFILES "/sys/kernel/security/apparmor/profiles"

/* Does the kernel's file begin with this digit? */
static bool
begins_with(const char *path, char digit)
{
	struct arena *arena = arena_open();
	struct fault fault;
	struct str text;
	bool found = arena != NULL && readfile(arena, path, &text, &fault) &&
	    text.len > 0 && text.ptr[0] == digit;

	arena_close(arena);
	return found;
}

/* Labels that a file brings along when it is moved from where it was made. */
static bool
is_strayed(const char *label)
{
	static const char *const types[] = { ":user_home_t:", ":admin_home_t:",
		":user_tmp_t:", ":tmp_t:", ":default_t:", ":unlabeled_t:",
		":file_t:" };
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (strstr(label, types[i]) != NULL)
			return true;
	return false;
}

static void
check_label(struct doctor *doctor, const char *path)
{
	char label[256];
	ssize_t len =
	    getxattr(path, "security.selinux", label, sizeof(label) - 1);

	if (len <= 0)
		return;
	label[len] = '\0';
	if (is_strayed(label))
		doctor_tell(doctor, DOCTOR_BROKEN, "selinux-label",
		    doctor_command(doctor, "restorecon -v %s", path),
		    "SELinux is enforcing, and %s has the label %s, by which "
		    "web servers are kept from it.",
		    path, label);
}

void
doctor_check_selinux(struct doctor *doctor)
{
	if (!begins_with(SELINUX "/enforce", '1'))
		return;
	if (begins_with(SELINUX "/booleans/httpd_can_sendmail", '0'))
		doctor_tell(doctor, DOCTOR_BROKEN, "selinux-boolean",
		    "setsebool -P httpd_can_sendmail on",
		    "SELinux is enforcing, and httpd_can_sendmail is off: what "
		    "web servers send is lost.");
	if (doctor->truefrom[0] != '\0')
		check_label(doctor, doctor->truefrom);
	check_label(doctor, doctor->path);
	if (doctor->mta[0] != '\0')
		check_label(doctor, doctor->mta);
}

/* Is there a line `NAME (enforce)`, or `NAME//... (enforce)`? */
static bool
is_enforced(struct str profiles, const char *name)
{
	static const char enforce[] = " (enforce)";
	const char *newline;
	struct str line;

	for (; profiles.len > 0; profiles = str_from(profiles, line.len + 1)) {
		newline = memchr(profiles.ptr, '\n', profiles.len);
		line = (struct str){ profiles.ptr,
			newline == NULL ? profiles.len :
					  (size_t)(newline - profiles.ptr) };
		if (str_starts(line, name) &&
		    str_is(str_from(line, strlen(name)), enforce))
			return true;
	}
	return false;
}

static void
check_profiles(struct doctor *doctor, struct str profiles)
{
	char rule[PATH_MAX + 8];

	(void)snprintf(rule, sizeof(rule), "%s Ux,", doctor->truefrom);
	if (is_enforced(profiles, "php-fpm") && doctor->truefrom[0] != '\0')
		doctor_tell(doctor, DOCTOR_NOTE, "apparmor",
		    doctor_command(doctor,
			"echo %s >> /etc/apparmor.d/local/php-fpm && "
			"apparmor_parser -r /etc/apparmor.d/php-fpm",
			rule),
		    "AppArmor confines php-fpm: unless its profile says so, "
		    "pools cannot run truefrom.");
	if (doctor->mta[0] != '\0' && is_enforced(profiles, doctor->mta))
		doctor_tell(doctor, DOCTOR_NOTE, "apparmor", NULL,
		    "AppArmor confines the mail server %s: its profile must "
		    "let it read its standard input from a memory file.",
		    doctor->mta);
}

void
doctor_check_apparmor(struct doctor *doctor)
{
	struct arena *arena = arena_open();
	struct fault fault;
	struct str profiles;

	if (arena != NULL && readfile(arena, PROFILES, &profiles, &fault))
		check_profiles(doctor, profiles);
	arena_close(arena);
}
