/* SPDX-License-Identifier: ISC */
/*
 * Any bytes as truefrom.conf, in which `~` stands for the path of the file
 * itself: whatever can be read is complete, and says the same in CRLF lines.
 */

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_SIZE 8192

static void
count(void *context, const struct fault *fault)
{
	unsigned *reports = context;

	fuzz_require_fault(fault);
	(*reports)++;
}

static void
note(void *context, enum domainlist_finding finding, const char *path,
    const char *sentence)
{
	(void)context;
	fuzz_require(path[0] == '/', "a finding is about a file");
	fuzz_require((sentence == NULL) == (finding == DOMAINLIST_USABLE),
	    "a finding has a sentence");
}

static struct config *
open_config(struct str text)
{
	unsigned reports = 0;
	struct config *config;

	(void)fuzz_file(text);
	config = config_open(FUZZ_FILE, fuzz_host(), count, &reports);
	fuzz_require((config == NULL) == (reports > 0),
	    "without a configuration there is a sentence, and only then");
	return config;
}

static void
check_config(const struct config *config)
{
	fuzz_require(config->mta != NULL && config->mta[0] == '/',
	    "mta is an absolute path");
	fuzz_require(
	    config->reject_message != NULL, "there is a reject message");
	fuzz_require(
	    config->message_size_limit >= 0, "sizes are no less than 0");
	fuzz_require(config->header_size_limit > 0 &&
		config->header_size_limit <= (size_t)1 << 30,
	    "there is room for a header");
	fuzz_require(config->from_domains != NULL, "from_domains is set");
}

static enum domainlist_match
match(const struct config *config, const char *domain)
{
	struct domainlist_rule rule = { "" };
	struct fault fault = { .text = "" };
	enum domainlist_match result =
	    domainlist_match(config->from_domains, domain, &rule, &fault);

	if (result == DOMAINLIST_FAULT)
		fuzz_require_fault(&fault);
	return result;
}

/* Writes the text with CRLF for LF, which takes no more than twice its room. */
static struct str
with_crlf(struct str text, char *copy)
{
	size_t i, n = 0;

	for (i = 0; i < text.len; i++) {
		if (text.ptr[i] == '\n')
			copy[n++] = '\r';
		copy[n++] = text.ptr[i];
	}
	return (struct str){ copy, n };
}

static bool
same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static void
check_same(const struct config *a, const struct config *b)
{
	fuzz_require((a == NULL) == (b == NULL),
	    "line ends do not make a configuration");
	if (a == NULL)
		return;
	fuzz_require(same_text(a->mta, b->mta) &&
		same_text(a->reject_message, b->reject_message) &&
		same_text(a->primary_hostname, b->primary_hostname) &&
		same_text(a->qualify_domain, b->qualify_domain) &&
		a->mode == b->mode &&
		a->message_size_limit == b->message_size_limit &&
		a->header_size_limit == b->header_size_limit,
	    "line ends are no part of an option");
}

static void
check_use(const struct config *config)
{
	char domain[DOMAIN_SIZE];
	struct fault fault = { .text = "" };
	enum domainlist_match result = match(config, "good.example");

	fuzz_require(match(config, "GOOD.example") == result,
	    "from_domains is blind to case");
	(void)match(config, "xn--k-1ga.example");
	if (!config_qualify_domain(config, domain, &fault))
		fuzz_require_fault(&fault);
	(void)domainlists_check(config->lists, note, NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static char named[TEXT_SIZE], ended[2 * TEXT_SIZE];
	struct str view = fuzz_view(bytes, size);
	struct str text = fuzz_name_file(view, named, sizeof(named));
	struct config *again = open_config(with_crlf(text, ended));
	struct config *config = open_config(text);

	if (memchr(text.ptr, '\r', text.len) == NULL)
		check_same(config, again);
	if (config != NULL) {
		check_config(config);
		/* The files of this host are none of our business. */
		if (memchr(view.ptr, '/', view.len) == NULL)
			check_use(config);
	}
	config_close(config);
	config_close(again);
	return 0;
}
