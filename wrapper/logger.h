/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_LOGGER_H
#define WRAPPER_LOGGER_H

/*
 * One line to the system log.
 */

#define LOGGER_SOCKET "/dev/log"

/*
 * Sends the line with a priority of syslog(3)'s, under the name `truefrom`.
 * Where nobody listens, or nobody reads for two seconds, it is lost: mail must
 * go on.  (The line is not changed; struct iovec has no const.)
 */
void logger_send(int priority, char *line);

#endif
