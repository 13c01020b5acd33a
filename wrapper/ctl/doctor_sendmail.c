/* SPDX-License-Identifier: ISC */
/*
 * truefromctl doctor: truefrom itself, who has the name of sendmail, and mail
 * servers beside the one that truefrom hands over to.
 */

#include "doctor.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void
check_truefrom_mode(struct doctor *doctor, const struct stat *st)
{
	const char *path = doctor->truefrom;

	if ((st->st_mode & (S_ISUID | S_ISGID)) != 0)
		doctor_tell(doctor, DOCTOR_OPEN, "truefrom-setuid",
		    doctor_command(doctor, "chmod ug-s %s", path),
		    "%s is setuid or setgid (mode %04o), for which it is not "
		    "made: the mail server would take every caller for its "
		    "owner.",
		    path, (unsigned)(st->st_mode & 07777));
	if ((st->st_mode & (S_IWGRP | S_IWOTH)) != 0)
		doctor_tell(doctor, DOCTOR_OPEN, "truefrom-writable",
		    doctor_command(doctor, "chmod go-w %s", path),
		    "%s can be changed by others than root (mode %04o).", path,
		    (unsigned)(st->st_mode & 07777));
	if ((st->st_mode & (S_IXOTH | S_IROTH)) != (S_IXOTH | S_IROTH))
		doctor_tell(doctor, DOCTOR_BROKEN, "truefrom-mode",
		    doctor_command(doctor, "chmod a+rx %s", path),
		    "%s cannot be run by every user (mode %04o), who then "
		    "cannot send.",
		    path, (unsigned)(st->st_mode & 07777));
}

void
doctor_check_truefrom(struct doctor *doctor)
{
	const char *path = doctor->truefrom;
	struct stat st;

	if (stat(path, &st) == -1) {
		doctor_tell(doctor, DOCTOR_BROKEN, "truefrom-missing", NULL,
		    "The program truefrom is not beside truefromctl.");
		return;
	}
	check_truefrom_mode(doctor, &st);
	if (st.st_uid != 0)
		doctor_tell(doctor, DOCTOR_OPEN, "truefrom-writable",
		    doctor_command(doctor, "chown root %s", path),
		    "%s belongs to user %lu, who can change it.", path,
		    (unsigned long)st.st_uid);
	doctor_check_path(doctor, path, 0);
}

/*
 * By these names programs look for sendmail.  What mailq and newaliases are
 * called with may make the mail server send, too.
 */
static const struct name {
	const char *path;
	enum doctor_severity severity;
	bool needed;
} names[] = {
	{ "/usr/sbin/sendmail", DOCTOR_OPEN, true },
	{ "/usr/lib/sendmail", DOCTOR_OPEN, false },
	{ "/usr/bin/mailq", DOCTOR_WEAK, false },
	{ "/usr/bin/newaliases", DOCTOR_WEAK, false },
};

static void
check_name(struct doctor *doctor, const struct name *name)
{
	static const char mend[] = "truefromctl enable";
	char *real = realpath(name->path, NULL);
	struct stat st;

	if (real == NULL && errno != EACCES) {
		if (name->needed || lstat(name->path, &st) == 0)
			doctor_tell(doctor, DOCTOR_BROKEN, "sendmail-missing",
			    mend,
			    "%s is not there, or leads nowhere: what calls it "
			    "cannot send.",
			    name->path);
		return;
	}
	if (real != NULL && !doctor_is_truefrom(doctor, real))
		doctor_tell(doctor, name->severity, "sendmail", mend,
		    "%s is %s, not truefrom: what calls it is not checked.",
		    name->path, real);
	free(real);
}

bool
doctor_is_sendmails(const char *path)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(path, names[i].path) == 0)
			return true;
	return false;
}

void
doctor_check_sendmail(struct doctor *doctor)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		check_name(doctor, &names[i]);
}

/*
 * Other programs that take mail.  A helper is a part of the mail server unless
 * that is Exim.  What only hands mail on needs a configuration that its caller
 * can read.
 */
static const struct other {
	const char *path;
	bool helper;
	const char *configuration;
} others[] = {
	{ "/usr/sbin/exim", false, NULL },
	{ "/usr/sbin/exim4", false, NULL },
	{ "/usr/exim/bin/exim", false, NULL },
	{ "/usr/sbin/sendmail.exim", false, NULL },
	{ "/usr/sbin/sendmail.postfix", false, NULL },
	{ "/usr/sbin/sendmail.sendmail", false, NULL },
	{ "/usr/lib/sm.bin/sendmail", false, NULL },
	{ "/usr/libexec/sendmail/sendmail", false, NULL },
	{ "/usr/lib/courier/bin/sendmail", false, NULL },
	{ "/var/qmail/bin/sendmail", false, NULL },
	{ "/var/qmail/bin/qmail-inject", true, NULL },
	{ "/usr/sbin/postdrop", true, NULL },
	{ "/usr/sbin/smtpctl", true, NULL },
	{ "/usr/sbin/dma", true, NULL },
	{ "/usr/bin/nullmailer-inject", true, NULL },
	{ "/usr/sbin/mini_sendmail", false, NULL },
	{ "/usr/bin/msmtp", false, "/etc/msmtprc" },
	{ "/usr/sbin/ssmtp", false, "/etc/ssmtp/ssmtp.conf" },
	{ "/usr/bin/esmtp", false, "/etc/esmtprc" },
};

static const char *
mend_other(struct doctor *doctor, const char *path, const struct stat *st)
{
	char group[32], mode[8];

	if (access("/usr/bin/dpkg-statoverride", X_OK) == -1)
		return doctor_command(doctor, "chmod o-x %s", path);
	(void)snprintf(group, sizeof(group), "#%lu", (unsigned long)st->st_gid);
	(void)snprintf(
	    mode, sizeof(mode), "%04o", (unsigned)(st->st_mode & 07776));
	return doctor_command(doctor,
	    "dpkg-statoverride --force-statoverride-add --update --add root %s "
	    "%s %s",
	    group, mode, path);
}

static void
check_other(struct doctor *doctor, const struct other *other)
{
	char *real = realpath(other->path, NULL);
	struct stat st, conf;

	if (real != NULL && stat(real, &st) == 0 &&
	    (st.st_mode & S_IXOTH) != 0 && strcmp(real, doctor->mta) != 0 &&
	    !(other->helper && doctor->config->mta_family == CONFIG_SENDMAIL) &&
	    !(other->configuration != NULL &&
		(stat(other->configuration, &conf) == -1 ||
		    (conf.st_mode & S_IROTH) == 0)) &&
	    !doctor_is_truefrom(doctor, real))
		doctor_tell(doctor, DOCTOR_OPEN, "other-mta",
		    mend_other(doctor, real, &st),
		    "%s is a mail program beside %s that every user can run, "
		    "and truefrom is not before it.",
		    real, doctor->config->mta);
	free(real);
}

void
doctor_check_others(struct doctor *doctor)
{
	size_t i;

	/* Unless it is known, one of these may be the one behind truefrom. */
	if (doctor->mta[0] == '\0')
		return;
	for (i = 0; i < sizeof(others) / sizeof(*others); i++)
		check_other(doctor, &others[i]);
}
