/* SPDX-License-Identifier: ISC */
/*
 * truefromctl doctor: the files that truefrom.conf names.  What they lack is
 * found out as `truefromctl check` does; here is whether they are up to date.
 */

#include "doctor.h"
#include "inspect.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LISTS TRUEFROM_LIBDIR "/lists"
#define DAY 86400

/* `name x` for each line of a list, as cdb(1) reads it. */
#define MAKE_CDB                                                               \
	"tr A-Z a-z < %s | sed -e '/^[[:space:]]*#/d' "                        \
	"-e '/^[[:space:]]*$/d' -e 's/[[:space:]]*:[[:space:]]*/ /' "          \
	"-e '/ /!s/$/ /' | cdb -c -m %s && chmod 644 %s"

static const char *
make_cdb(struct doctor *doctor, const char *source, const char *path)
{
	/* Debian's library comes without it. */
	if (access("/etc/debian_version", F_OK) == 0 &&
	    access("/usr/bin/cdb", X_OK) == -1)
		return doctor_command(doctor,
		    "apt-get install -y tinycdb && " MAKE_CDB, source, path,
		    path);
	return doctor_command(doctor, MAKE_CDB, source, path, path);
}

static void
check_cdb(struct doctor *doctor, const char *path)
{
	static const char suffix[] = ".cdb";
	size_t len = strlen(path);
	char source[PATH_MAX];
	struct stat cdb, text;

	if (len <= strlen(suffix) || len >= sizeof(source) ||
	    strcmp(path + len - strlen(suffix), suffix) != 0)
		return;
	(void)snprintf(
	    source, sizeof(source), "%.*s", (int)(len - strlen(suffix)), path);
	if (stat(path, &cdb) == -1 || stat(source, &text) == -1 ||
	    !S_ISREG(text.st_mode) || text.st_mtim.tv_sec <= cdb.st_mtim.tv_sec)
		return;
	doctor_tell(doctor, DOCTOR_BROKEN, "list-stale",
	    make_cdb(doctor, source, path),
	    "%s is older than %s, which it seems to be made of: what was added "
	    "there since is refused, what was taken out is not.",
	    path, source);
}

/* The site in the first line of a list that install/sites/lists made. */
static bool
read_site(const char *path, char site[32])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	char line[64];
	ssize_t len = fd == -1 ? -1 : read(fd, line, sizeof(line) - 1);

	if (fd != -1)
		(void)close(fd);
	if (len <= 0)
		return false;
	line[len] = '\0';
	return sscanf(line, "# made by lists %31[a-z-]\n", site) == 1;
}

/* cron makes it anew each minute, changed or not. */
static void
check_made(struct doctor *doctor, const char *path)
{
	struct stat st;
	char site[32];
	time_t age;

	if (stat(path, &st) == -1 || !S_ISREG(st.st_mode) ||
	    !read_site(path, site))
		return;
	age = time(NULL) - st.st_mtim.tv_sec;
	if (age >= DAY)
		doctor_tell(doctor, DOCTOR_BROKEN, "list-stale",
		    doctor_command(doctor, LISTS " %s %s", site, path),
		    "%s was last made %lld days ago: new domains are refused, "
		    "and those that are gone are not; see that cron runs "
		    "`" LISTS " %s`, and what that says.",
		    path, (long long)(age / DAY), site);
}

static void
tell_inspected(struct inspect *inspect, enum inspect_finding finding,
    const char *path, const char *sentence)
{
	static const struct {
		enum doctor_severity severity;
		const char *id;
	} told[] = {
		[INSPECT_USABLE] = { DOCTOR_NOTE, NULL },
		[INSPECT_PRIVATE] = { DOCTOR_BROKEN, "list-private" },
		[INSPECT_EMPTY] = { DOCTOR_NOTE, "list-empty" },
		[INSPECT_OWNERLESS] = { DOCTOR_BROKEN, "owner-empty" },
		[INSPECT_FAMILY] = { DOCTOR_BROKEN, "mta-family" },
		[INSPECT_TWIN] = { DOCTOR_BROKEN, "twin" },
		[INSPECT_UNUSABLE] = { DOCTOR_BROKEN, "list-unusable" },
		[INSPECT_ACCOUNT_LOG] = { DOCTOR_WEAK, "account-log" },
		[INSPECT_QUALIFY_DOMAIN] = { DOCTOR_BROKEN, "qualify-domain" },
		[INSPECT_MTA] = { DOCTOR_BROKEN, "mta" },
	};
	struct doctor *doctor = inspect->context;
	const char *mend = NULL;

	if (path != NULL && finding != INSPECT_MTA) {
		doctor_check_path(doctor, path, doctor->config->host.owner);
		check_cdb(doctor, path);
		check_made(doctor, path);
		mend = doctor_mend_file(doctor, path);
	}
	if (told[finding].id == NULL)
		return;
	if (finding == INSPECT_FAMILY)
		mend = doctor_set_option(doctor, "mta_family", "exim");
	else if (finding == INSPECT_TWIN)
		/* Only Debian's package brings this. */
		mend = access("/usr/share/doc/truefrom/copyright", F_OK) == 0 ?
		    "apt-get install --reinstall truefrom" :
		    "make install";
	else if (finding == INSPECT_EMPTY || path == NULL)
		mend = doctor_edit(doctor);
	doctor_tell(doctor, told[finding].severity, told[finding].id,
	    mend == NULL ? doctor_edit(doctor) : mend, "%s", sentence);
}

void
doctor_check_lists(struct doctor *doctor)
{
	struct inspect inspect = { .report = tell_inspected,
		.context = doctor };

	if (doctor->config != NULL)
		inspect_config(&inspect, doctor->config, doctor->path);
}
