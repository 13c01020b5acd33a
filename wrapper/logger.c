/* SPDX-License-Identifier: ISC */
/*
 * The datagram of syslog(3) (RFC 3164 as /dev/log has it), sent by hand,
 * because syslog(3) waits for as long as the reader of /dev/log does not read.
 *
 * It has no date: who reads /dev/log then sets the time at which it came (RFC
 * 3164 4.3.2).  BusyBox, inetutils and syslog-ng believe a date, which a caller
 * could move with TZ; and finding it out took a twentieth of truefrom's time.
 */

#include "logger.h"

#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

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

/* Sends the message, waiting for room, but not for ever. */
static void
send_in_time(int fd, const struct msghdr *message)
{
	struct pollfd writable = { .fd = fd, .events = POLLOUT };
	int tries;

	for (tries = 0; tries < TRIES; tries++) {
		if (sendmsg(fd, message, MSG_NOSIGNAL) != -1 || errno != EAGAIN)
			break;
		(void)poll(&writable, 1, TRY_MILLISECONDS);
	}
}

void
logger_send(int priority, char *line)
{
	char tag[64];
	int len = snprintf(tag, sizeof(tag),
	    "<%d>truefrom[%ld]: ", LOG_MAIL | priority, (long)getpid());
	int fd = log_socket(SOCK_DGRAM);
	bool stream = fd == -1;
	/* A stream needs the NUL behind each line. */
	struct iovec parts[] = { { .iov_base = tag, .iov_len = (size_t)len },
		{ .iov_base = line, .iov_len = strlen(line) + stream } };
	const struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };

	if (stream)
		fd = log_socket(SOCK_STREAM);
	if (fd == -1)
		return;
	send_in_time(fd, &message);
	(void)close(fd);
}
