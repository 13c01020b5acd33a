/* SPDX-License-Identifier: ISC */
/*
 * truefromctl doctor: mail servers that listen where every local user can speak
 * SMTP to them.  The kernel is asked who listens (/proc/net/tcp, proc(5));
 * nothing is sent.
 */

#include "doctor.h"

#include <stdio.h>
#include <unistd.h>

#define LINES_MAX 1000000
#define STATE_LISTEN 0x0a

static const struct port {
	unsigned number;
	const char *id;
	enum doctor_severity severity;
	const char *what;
} ports[] = {
	{ 25, "port-25", DOCTOR_OPEN,
	    "takes mail without asking who sends it, unless its own rules do" },
	{ 465, "port-465", DOCTOR_NOTE,
	    "asks for a password as a rule; see to it that a mailbox can send "
	    "as itself only" },
	{ 587, "port-587", DOCTOR_NOTE,
	    "asks for a password as a rule; see to it that a mailbox can send "
	    "as itself only" },
};

/*
 * A local user can reach any address of this host, so on which one a socket
 * listens makes no difference.
 */
static bool
is_listened(const char *path, unsigned port)
{
	unsigned number, state, lines = LINES_MAX;
	FILE *file = fopen(path, "re");
	char line[512];
	bool found = false;

	if (file == NULL)
		return false;
	while (!found && lines-- > 0 && fgets(line, sizeof(line), file) != NULL)
		/* NOLINTNEXTLINE(cert-err34-c): the kernel wrote the numbers */
		found = sscanf(line, " %*d: %*[0-9A-Fa-f]:%x %*[0-9A-Fa-f:] %x",
			    &number, &state) == 2 &&
		    state == STATE_LISTEN && number == port;
	(void)fclose(file);
	return found;
}

bool
doctor_listens(unsigned port)
{
	return is_listened("/proc/net/tcp", port) ||
	    is_listened("/proc/net/tcp6", port);
}

static void
tell_port(struct doctor *doctor, const struct port *port)
{
	doctor_tell(doctor, port->severity, port->id,
	    doctor_rules_command(doctor),
	    "A mail server listens on port %u, where every local user can "
	    "reach it past truefrom; it %s.  (Firewall rules about owners, if "
	    "there are any, cannot be judged from here.)",
	    port->number, port->what);
}

void
doctor_check_ports(struct doctor *doctor)
{
	size_t i;

	if (access("/proc/net/tcp", R_OK) == -1) {
		doctor_tell(doctor, DOCTOR_NOTE, "cannot-tell", NULL,
		    "/proc/net/tcp cannot be read, so that nobody knows who "
		    "listens on port 25.");
		return;
	}
	for (i = 0; i < sizeof(ports) / sizeof(*ports); i++)
		if (doctor_listens(ports[i].number) &&
		    (ports[i].number != 25 || !doctor->guards_port))
			tell_port(doctor, &ports[i]);
}
