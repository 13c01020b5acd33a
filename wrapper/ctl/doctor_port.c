/* SPDX-License-Identifier: ISC */
/*
 * truefromctl doctor: mail servers that listen where every local user can speak
 * SMTP to them.  The kernel is asked who listens (/proc/net/tcp, proc(5));
 * nothing is sent.
 */

#include "doctor.h"

#include <stdio.h>
#include <string.h>
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

#define PORTS (sizeof(ports) / sizeof(*ports))

/*
 * A local user can reach any address of this host, so on which one a socket
 * listens makes no difference.
 */
static void
read_listeners(const char *path, bool listening[PORTS])
{
	char line[512];
	unsigned number, state, lines = LINES_MAX;
	FILE *file = fopen(path, "re");
	size_t i;

	if (file == NULL)
		return;
	while (lines-- > 0 && fgets(line, sizeof(line), file) != NULL) {
		/* NOLINTNEXTLINE(cert-err34-c): the kernel wrote the numbers */
		if (sscanf(line, " %*d: %*[0-9A-Fa-f]:%x %*[0-9A-Fa-f:] %x",
			&number, &state) != 2 ||
		    state != STATE_LISTEN)
			continue;
		for (i = 0; i < PORTS; i++)
			listening[i] |= ports[i].number == number;
	}
	(void)fclose(file);
}

void
doctor_check_ports(struct doctor *doctor)
{
	bool listening[PORTS] = { false };
	size_t i;

	if (access("/proc/net/tcp", R_OK) == -1) {
		doctor_tell(doctor, DOCTOR_NOTE, "cannot-tell", NULL,
		    "/proc/net/tcp cannot be read, so that nobody knows who "
		    "listens on port 25.");
		return;
	}
	read_listeners("/proc/net/tcp", listening);
	read_listeners("/proc/net/tcp6", listening);
	for (i = 0; i < PORTS; i++)
		if (listening[i])
			doctor_tell(doctor, ports[i].severity, ports[i].id,
			    doctor_rules_command(doctor),
			    "A mail server listens on port %u, where every "
			    "local user can reach it past truefrom; it %s.  "
			    "(Firewall rules about owners, if there are any, "
			    "cannot be judged from here.)",
			    ports[i].number, ports[i].what);
}
