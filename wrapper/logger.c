/* SPDX-License-Identifier: ISC */
/*
 * The datagram of syslog(3) (RFC 3164 as /dev/log has it), sent by hand,
 * because syslog(3) waits for as long as the reader of /dev/log does not read.
 */

#include "logger.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <stdio.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#define LOG_SOCKET "/dev/log"
#define DATAGRAM_MAX 8192

void
logger_send(int priority, const char *line)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX,
		.sun_path = LOG_SOCKET };
	char datagram[DATAGRAM_MAX], date[32] = "";
	time_t now = time(NULL);
	struct tm tm;
	int fd, len;

	if (localtime_r(&now, &tm) != NULL)
		(void)strftime(date, sizeof(date), "%b %e %T ", &tm);
	len = snprintf(datagram, sizeof(datagram), "<%d>%struefrom[%ld]: %s",
	    LOG_MAIL | priority, date, (long)getpid(), line);
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return;
	if (len > 0 && len < DATAGRAM_MAX)
		(void)sendto(fd, datagram, (size_t)len, MSG_NOSIGNAL,
		    (const struct sockaddr *)&address, sizeof(address));
	(void)close(fd);
}
