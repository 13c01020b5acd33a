/* SPDX-License-Identifier: ISC */
/*
 * The datagram of syslog(3) (RFC 3164 as /dev/log has it), sent by hand,
 * because syslog(3) waits for as long as the reader of /dev/log does not read.
 */

#include "logger.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#define DATAGRAM_MAX 8192

/* Two seconds in all, for a reader that lags. */
#define TRIES 20
#define TRY_MILLISECONDS 100

/* A socket with somebody at the other end, or -1. */
static int
log_socket(int type)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX,
		.sun_path = LOGGER_SOCKET };
	int fd = socket(AF_UNIX, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd != -1 &&
	    connect(fd, (const struct sockaddr *)&address, sizeof(address)) ==
		-1) {
		(void)close(fd);
		fd = -1;
	}
	return fd;
}

/* Sends the bytes, waiting for room, but not for ever. */
static void
send_in_time(int fd, const char *bytes, size_t len)
{
	struct pollfd writable = { .fd = fd, .events = POLLOUT };
	int tries;

	for (tries = 0; tries < TRIES; tries++) {
		if (send(fd, bytes, len, MSG_NOSIGNAL) != -1 || errno != EAGAIN)
			break;
		(void)poll(&writable, 1, TRY_MILLISECONDS);
	}
}

void
logger_send(int priority, const char *line)
{
	char datagram[DATAGRAM_MAX], date[32] = "";
	time_t now = time(NULL);
	struct tm tm;
	int fd, len;

	if (localtime_r(&now, &tm) != NULL)
		(void)strftime(date, sizeof(date), "%b %e %T ", &tm);
	len = snprintf(datagram, sizeof(datagram), "<%d>%struefrom[%ld]: %s",
	    LOG_MAIL | priority, date, (long)getpid(), line);
	if (len < 0 || len >= DATAGRAM_MAX)
		return;
	fd = log_socket(SOCK_DGRAM);
	if (fd != -1) {
		send_in_time(fd, datagram, (size_t)len);
	} else {
		/* A stream needs the NUL behind each line. */
		fd = log_socket(SOCK_STREAM);
		if (fd == -1)
			return;
		send_in_time(fd, datagram, (size_t)len + 1);
	}
	(void)close(fd);
}
