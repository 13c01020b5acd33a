/* SPDX-License-Identifier: ISC */
/*
 * Reading stdin as Exim does for local submissions (Exim specification, 5.2,
 * -i): without -i a line that holds a single dot, ended by LF or CRLF, ends the
 * message.  Bytes of a line that may yet become that one are held back.
 */

#include "input.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

void
input_open(struct input *input, int fd, bool dot_ends)
{
	*input = (struct input){
		.fd = fd, .dot_ends = dot_ends, .start = lseek(fd, 0, SEEK_CUR)
	};
}

/* How many bytes of the last line are held back. */
static size_t
held_back(const struct input *input)
{
	switch (input->line) {
	case INPUT_LINE_DOT:
		return 1;
	case INPUT_LINE_DOT_CR:
		return 2;
	case INPUT_LINE_START:
	case INPUT_LINE_OTHER:
	default:
		return 0;
	}
}

/*
 * Follows the lines through `size` new bytes.  Returns how many of them belong
 * to the message before a lone dot, or would if one is still to come.
 */
static size_t
follow_lines(struct input *input, const char *bytes, size_t size)
{
	const char *lf;
	size_t i = 0;

	while (i < size && !input->ended) {
		char c = bytes[i];

		if (input->line == INPUT_LINE_START && c == '.') {
			input->line = INPUT_LINE_DOT;
			i++;
		} else if (input->line == INPUT_LINE_DOT && c == '\r') {
			input->line = INPUT_LINE_DOT_CR;
			i++;
		} else if (held_back(input) > 0 && c == '\n') {
			input->ended = true;
		} else {
			lf = memchr(bytes + i, '\n', size - i);
			input->line =
			    lf == NULL ? INPUT_LINE_OTHER : INPUT_LINE_START;
			i = lf == NULL ? size : (size_t)(lf - bytes) + 1;
		}
	}
	return i;
}

/* read(2), however the descriptor is set. */
static ssize_t
read_waiting(int fd, char *bytes, size_t size)
{
	struct pollfd readable = { .fd = fd, .events = POLLIN };
	ssize_t n;

	while ((n = read(fd, bytes, size)) == -1) {
		if (errno == EAGAIN || errno == EWOULDBLOCK)
			(void)poll(&readable, 1, -1);
		else if (errno != EINTR)
			break;
	}
	return n;
}

ssize_t
input_read(struct input *input, char *bytes, size_t size)
{
	size_t held, len;
	ssize_t n;

	if (input->ended)
		return 0;
	input->begun = true;
	if (!input->dot_ends) {
		n = read_waiting(input->fd, bytes, size);
		input->ended = n == 0;
		return n;
	}
	do {
		held = held_back(input);
		memcpy(bytes, ".\r", held);
		n = read_waiting(input->fd, bytes + held, size - held);
		if (n == -1)
			return -1;
		if (n == 0) {
			input->ended = true;
			return (ssize_t)held;
		}
		len = held + follow_lines(input, bytes + held, (size_t)n);
		len -= held_back(input);
	} while (len == 0 && !input->ended);
	return (ssize_t)len;
}

void
input_drain(struct input *input)
{
	char bytes[16384];

	if (isatty(input->fd))
		return;
	while (input_read(input, bytes, sizeof(bytes)) > 0)
		continue;
}

void
input_restore(const struct input *input)
{
	if (input->start != -1)
		(void)lseek(input->fd, input->start, SEEK_SET);
}
