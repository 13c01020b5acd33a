/* SPDX-License-Identifier: ISC */
/*
 * truefromctl doctor: what truefrom needs of the host: the log, room for large
 * messages, memory files, and the libraries that it loads when it needs them.
 */

#include "doctor.h"

#include "wrapper/logger.h"
#include "wrapper/spool.h"

#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <sys/un.h>

#include <dlfcn.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Does anybody listen there?  Nothing is said. */
static int
connect_log(int type)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX,
		.sun_path = LOGGER_SOCKET };
	int fd = socket(AF_UNIX, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int error = 0;

	if (fd == -1 ||
	    connect(fd, (const struct sockaddr *)&address, sizeof(address)) ==
		-1)
		error = errno;
	if (fd != -1)
		(void)close(fd);
	return error;
}

void
doctor_check_log(struct doctor *doctor)
{
	int error = connect_log(SOCK_DGRAM);
	struct stat st;

	if (error == EPROTOTYPE)
		error = connect_log(SOCK_STREAM);
	if (error != 0 && error != EAGAIN)
		doctor_tell(doctor, DOCTOR_WEAK, "log",
		    access("/run/systemd/system", F_OK) == 0 ?
			"systemctl restart systemd-journald-dev-log.socket" :
			"service rsyslog restart",
		    LOGGER_SOCKET " does not answer (%s): nobody hears of what "
				  "truefrom refuses.",
		    strerror(error));
	else if (stat(LOGGER_SOCKET, &st) == 0 && (st.st_mode & S_IWOTH) == 0)
		doctor_tell(doctor, DOCTOR_WEAK, "log",
		    "chmod a+w " LOGGER_SOCKET,
		    LOGGER_SOCKET
		    " cannot be written by every user (mode %04o), "
		    "whose messages are then not logged.",
		    (unsigned)(st.st_mode & 07777));
}

/* Only root's mail needs no right to this directory. */
static void
check_spool_mode(struct doctor *doctor, const struct stat *st)
{
	if ((st->st_mode & 01003) == 01003)
		return;
	doctor_tell(doctor, DOCTOR_BROKEN, "spool-directory",
	    "chmod 1777 " SPOOL_DIRECTORY,
	    SPOOL_DIRECTORY " has mode %04o, not 1777: messages of more than "
			    "1 MiB cannot be kept there, and are refused.",
	    (unsigned)(st->st_mode & 07777));
}

void
doctor_check_spool(struct doctor *doctor)
{
	struct statvfs fs;
	struct stat st;
	int fd = memfd_create("truefrom", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	if (fd == -1)
		doctor_tell(doctor, DOCTOR_BROKEN, "memfd", NULL,
		    "This kernel makes no memory files (%s): every message is "
		    "refused; it must be Linux 3.17 or later.",
		    strerror(errno));
	else
		(void)close(fd);
	if (stat(SPOOL_DIRECTORY, &st) == -1 || !S_ISDIR(st.st_mode)) {
		doctor_tell(doctor, DOCTOR_BROKEN, "spool-directory",
		    "install -d -m 1777 " SPOOL_DIRECTORY,
		    SPOOL_DIRECTORY " is no directory: messages of more than "
				    "1 MiB are refused.");
		return;
	}
	check_spool_mode(doctor, &st);
	if (statvfs(SPOOL_DIRECTORY, &fs) == 0 && (fs.f_flag & ST_RDONLY) != 0)
		doctor_tell(doctor, DOCTOR_BROKEN, "spool-directory",
		    "mount -o remount,rw \"$(findmnt -n -o TARGET "
		    "-T " SPOOL_DIRECTORY ")\"",
		    SPOOL_DIRECTORY " is mounted read-only: messages of more "
				    "than 1 MiB are refused.");
	else if (statvfs(SPOOL_DIRECTORY, &fs) == 0 && fs.f_bavail == 0)
		doctor_tell(doctor, DOCTOR_BROKEN, "spool-directory",
		    "du -xh " SPOOL_DIRECTORY " | sort -h | tail",
		    SPOOL_DIRECTORY " is full: messages of more than 1 MiB are "
				    "refused.");
}

static bool
has_library(const char *name)
{
	void *handle = dlopen(name, RTLD_LAZY | RTLD_LOCAL);

	if (handle != NULL)
		(void)dlclose(handle);
	return handle != NULL;
}

/* A command that installs a package by the name that it has here. */
static const char *
install_command(const char *debian, const char *redhat)
{
	return access("/etc/debian_version", F_OK) == 0 ? debian : redhat;
}

void
doctor_check_libraries(struct doctor *doctor)
{
	const struct config *config = doctor->config;

	if (!has_library("libidn2.so.0"))
		doctor_tell(doctor, DOCTOR_BROKEN, "libidn2",
		    install_command("apt-get install -y libidn2-0",
			"dnf install -y libidn2"),
		    "The library libidn2 is missing: mail From domains in "
		    "other letters than ASCII's is refused.");
	if (config == NULL || config->display_name_check == CONFIG_OFF ||
	    has_library("libgmime-3.0.so.0"))
		return;
	doctor_tell(doctor,
	    config->display_name_check == CONFIG_REJECT ? DOCTOR_BROKEN :
							  DOCTOR_WEAK,
	    "libgmime",
	    install_command(
		"apt-get install -y libgmime-3.0-0", "dnf install -y gmime30"),
	    "display_name_check is set, and the library libgmime-3.0 is "
	    "missing: names with encoded words are %s.",
	    config->display_name_check == CONFIG_REJECT ? "refused" :
							  "not looked into");
}
