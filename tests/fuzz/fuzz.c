/* SPDX-License-Identifier: ISC */
/*
 * Views of the input, and the file that list files and configurations are.
 */

#include "fuzz.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void
fuzz_require(bool condition, const char *sentence)
{
	if (condition)
		return;
	(void)fprintf(stderr, "does not hold: %s\n", sentence);
	abort();
}

void
fuzz_require_fault(const struct fault *fault)
{
	fuzz_require(memchr(fault->text, '\0', sizeof(fault->text)) != NULL,
	    "a sentence ends");
	fuzz_require(fault->text[0] != '\0', "a refusal has a sentence");
}

struct str
fuzz_view(const uint8_t *bytes, size_t size)
{
	if (size == 0)
		return (struct str){ "", 0 };
	return (struct str){ (const char *)bytes, size };
}

unsigned char
fuzz_take_byte(struct str *rest)
{
	unsigned char c = rest->len == 0 ? 0 : (unsigned char)rest->ptr[0];

	*rest = str_from(*rest, 1);
	return c;
}

struct str
fuzz_take_line(struct str *rest)
{
	const char *lf = memchr(rest->ptr, '\n', rest->len);
	struct str line = *rest;

	if (lf != NULL)
		line.len = (size_t)(lf - line.ptr);
	*rest = str_from(*rest, line.len + (lf != NULL));
	return line;
}

char *
fuzz_text(struct str s, char *text, size_t size)
{
	size_t len = strnlen(s.ptr, s.len);

	if (len >= size)
		len = size - 1;
	memcpy(text, s.ptr, len);
	text[len] = '\0';
	return text;
}

struct str
fuzz_name_file(struct str s, char *text, size_t size)
{
	static const char path[] = FUZZ_FILE;
	size_t i, len = 0;

	for (i = 0; i < s.len; i++) {
		const char *from = s.ptr[i] == '~' ? path : s.ptr + i;
		size_t more = s.ptr[i] == '~' ? sizeof(path) - 1 : 1;

		if (len + more >= size)
			break;
		memcpy(text + len, from, more);
		len += more;
	}
	text[len] = '\0';
	return (struct str){ text, len };
}

static void
make_file(void)
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC);

	if (fd == -1 || fchmod(fd, 0644) == -1 ||
	    dup2(fd, FUZZ_FILE_FD) == -1 || close(fd) == -1) {
		perror("memory file");
		exit(1);
	}
}

int
fuzz_file(struct str content)
{
	static bool made;

	if (!made)
		make_file();
	made = true;
	if (ftruncate(FUZZ_FILE_FD, 0) == -1 ||
	    pwrite(FUZZ_FILE_FD, content.ptr, content.len, 0) !=
		(ssize_t)content.len ||
	    lseek(FUZZ_FILE_FD, 0, SEEK_SET) == -1) {
		perror("memory file");
		exit(1);
	}
	return FUZZ_FILE_FD;
}

static const char *
lab(void)
{
	return "lab.example";
}

static const char *
nothing(void)
{
	return NULL;
}

static const char *
root(void)
{
	return "root";
}

const struct config_host *
fuzz_host(void)
{
	static struct config_host host = {
		.primary_hostname = lab, .mailname = nothing, .caller = { .login = root }
	};

	host.owner = geteuid();
	return &host;
}

bool
fuzz_same(struct str a, struct str b)
{
	return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}
