/* SPDX-License-Identifier: ISC */
/*
 * What each option means to Exim (Exim specification, chapter 5; exim.c of
 * 4.96), or to Postfix and sendmail where Exim does not know it; and what means
 * something else to those that read their options with getopt(3): Postfix 3.7,
 * sendmail 8.17, OpenSMTPD 6.8, msmtp 1.8, dma 0.13, nullmailer 2.2.
 */

#include "args_options.h"

#include <stddef.h>
#include <string.h>

/* In the order they are tried: of two that fit a word, the longer first. */
static const struct args_option options[] = {
	{ "--help", VALUE_NONE, EFFECT_TOOL, true },
	{ "--version", VALUE_NONE, EFFECT_MODE, true },
	{ "-Ac", VALUE_NONE, EFFECT_NONE, false },
	{ "-Am", VALUE_NONE, EFFECT_NONE, false },
	{ "-B", VALUE_EITHER, EFFECT_NONE, false },
	{ "-C", VALUE_EITHER, EFFECT_NONE, true },
	{ "-D", VALUE_ATTACHED, EFFECT_NONE, true },
	{ "-E", VALUE_ATTACHED, EFFECT_NONE, true },
	{ "-F", VALUE_EITHER, EFFECT_NAME, false },
	{ "-G", VALUE_ATTACHED, EFFECT_NONE, true },
	{ "-L", VALUE_EITHER, EFFECT_NONE, false },
	{ "-M", VALUE_ATTACHED, EFFECT_TOOL, true },
	{ "-N", VALUE_NONE, EFFECT_NONE, false },
	{ "-O", VALUE_EITHER, EFFECT_OPTION, false },
	{ "-R", VALUE_EITHER, EFFECT_TOOL, true },
	{ "-S", VALUE_EITHER, EFFECT_TOOL, true },
	{ "-U", VALUE_NONE, EFFECT_NONE, false },
	{ "-X", VALUE_EITHER, EFFECT_NONE, true },
	{ "-bI:", VALUE_ATTACHED, EFFECT_MODE, false },
	{ "-bF", VALUE_EITHER, EFFECT_TOOL, true },
	{ "-bP", VALUE_NONE, EFFECT_TOOL, true },
	{ "-bS", VALUE_NONE, EFFECT_BATCH, false },
	{ "-bV", VALUE_NONE, EFFECT_MODE, false },
	{ "-bdf", VALUE_NONE, EFFECT_MODE, true },
	{ "-bd", VALUE_NONE, EFFECT_MODE, true },
	{ "-bem", VALUE_NEXT, EFFECT_TOOL, true },
	{ "-be", VALUE_NONE, EFFECT_TOOL, true },
	{ "-bfd", VALUE_NEXT, EFFECT_TOOL, true },
	{ "-bfl", VALUE_NEXT, EFFECT_TOOL, true },
	{ "-bfp", VALUE_NEXT, EFFECT_TOOL, true },
	{ "-bfs", VALUE_NEXT, EFFECT_TOOL, true },
	{ "-bf", VALUE_EITHER, EFFECT_TOOL, true },
	{ "-bhc", VALUE_NEXT, EFFECT_TOOL, true },
	{ "-bh", VALUE_NEXT, EFFECT_TOOL, true },
	{ "-bi", VALUE_NONE, EFFECT_MODE, false },
	{ "-bmalware", VALUE_NEXT, EFFECT_TOOL, true },
	{ "-bm", VALUE_NONE, EFFECT_DELIVER, false },
	{ "-bnq", VALUE_NONE, EFFECT_NONE, false },
	{ "-bpa", VALUE_NONE, EFFECT_MODE, false },
	{ "-bpc", VALUE_NONE, EFFECT_MODE, false },
	{ "-bpi", VALUE_NONE, EFFECT_MODE, false },
	{ "-bpra", VALUE_NONE, EFFECT_MODE, false },
	{ "-bpri", VALUE_NONE, EFFECT_MODE, false },
	{ "-bpru", VALUE_NONE, EFFECT_MODE, false },
	{ "-bpr", VALUE_NONE, EFFECT_MODE, false },
	{ "-bpu", VALUE_NONE, EFFECT_MODE, false },
	{ "-bp", VALUE_NONE, EFFECT_MODE, false },
	{ "-brt", VALUE_NONE, EFFECT_TOOL, true },
	{ "-brw", VALUE_NONE, EFFECT_TOOL, true },
	{ "-bs", VALUE_NONE, EFFECT_SMTP, false },
	{ "-bt", VALUE_NONE, EFFECT_TOOL, true },
	{ "-bvs", VALUE_NONE, EFFECT_TOOL, false },
	{ "-bv", VALUE_NONE, EFFECT_TOOL, false },
	{ "-bw", VALUE_ATTACHED, EFFECT_MODE, true },
	{ "-dropcr", VALUE_NONE, EFFECT_NONE, false },
	{ "-d", VALUE_ATTACHED, EFFECT_NONE, true },
	{ "-ee", VALUE_NONE, EFFECT_NONE, false },
	{ "-em", VALUE_NONE, EFFECT_NONE, false },
	{ "-ep", VALUE_NONE, EFFECT_NONE, false },
	{ "-eq", VALUE_NONE, EFFECT_NONE, false },
	{ "-ew", VALUE_NONE, EFFECT_NONE, false },
	{ "-e", VALUE_NEXT, EFFECT_NONE, false }, /* Postfix, sendmail */
	{ "-f", VALUE_EITHER, EFFECT_SENDER, false },
	{ "-h", VALUE_DIGITS, EFFECT_NONE, false },
	{ "-it", VALUE_NONE, EFFECT_BOTH, false }, /* Postfix, sendmail */
	{ "-i", VALUE_NONE, EFFECT_DOT, false },
	{ "-m", VALUE_NONE, EFFECT_NONE, false },
	{ "-n", VALUE_NONE, EFFECT_NONE, false },
	{ "-oA", VALUE_EITHER, EFFECT_NONE, false },
	{ "-oB", VALUE_DIGITS, EFFECT_NONE, false },
	{ "-oMm", VALUE_NEXT, EFFECT_NONE, true },
	{ "-oMaa", VALUE_NEXT, EFFECT_NONE, true },
	{ "-oMai", VALUE_NEXT, EFFECT_NONE, true },
	{ "-oMas", VALUE_NEXT, EFFECT_NONE, true },
	{ "-oMa", VALUE_NEXT, EFFECT_NONE, true },
	{ "-oMi", VALUE_NEXT, EFFECT_NONE, true },
	{ "-oMr", VALUE_NEXT, EFFECT_NONE, true },
	{ "-oMs", VALUE_NEXT, EFFECT_NONE, true },
	{ "-oMt", VALUE_NEXT, EFFECT_NONE, true },
	{ "-oPX", VALUE_NONE, EFFECT_NONE, true },
	{ "-oP", VALUE_NEXT, EFFECT_NONE, true },
	{ "-oX", VALUE_NEXT, EFFECT_NONE, true },
	{ "-oY", VALUE_NONE, EFFECT_NONE, true },
	{ "-odb", VALUE_NONE, EFFECT_NONE, false },
	{ "-odd", VALUE_NONE, EFFECT_NONE, false },
	{ "-odf", VALUE_NONE, EFFECT_NONE, false },
	{ "-odi", VALUE_NONE, EFFECT_NONE, false },
	{ "-odqs", VALUE_NONE, EFFECT_NONE, false },
	{ "-odq", VALUE_NONE, EFFECT_NONE, false },
	{ "-oee", VALUE_NONE, EFFECT_NONE, false },
	{ "-oem", VALUE_NONE, EFFECT_NONE, false },
	{ "-oep", VALUE_NONE, EFFECT_NONE, false },
	{ "-oeq", VALUE_NONE, EFFECT_NONE, false },
	{ "-oew", VALUE_NONE, EFFECT_NONE, false },
	{ "-oitrue", VALUE_NONE, EFFECT_DOT, false },
	{ "-oi", VALUE_NONE, EFFECT_DOT, false },
	{ "-om", VALUE_NONE, EFFECT_NONE, false },
	{ "-or", VALUE_EITHER, EFFECT_NONE, false },
	{ "-os", VALUE_EITHER, EFFECT_NONE, false },
	{ "-ov", VALUE_NONE, EFFECT_NONE, false },
	{ "-p", VALUE_EITHER, EFFECT_NONE, true },
	{ "-q", VALUE_ATTACHED, EFFECT_TOOL, true },
	{ "-r", VALUE_EITHER, EFFECT_SENDER, false },
	{ "-ti", VALUE_NONE, EFFECT_BOTH, false },
	{ "-tls-on-connect", VALUE_NONE, EFFECT_TLS, false },
	{ "-t", VALUE_NONE, EFFECT_HEADERS, false },
	{ "-v", VALUE_NONE, EFFECT_NONE, false },
	{ "-x", VALUE_NONE, EFFECT_NONE, false },
	{ "-z", VALUE_EITHER, EFFECT_NONE, false },
};

/*
 * Tried before those above unless the MTA is Exim.  What is for root here does
 * something worse elsewhere, or is the start of other options.
 */
static const struct args_option unlike_exim[] = {
	{ "-N", VALUE_EITHER, EFFECT_DSN, false },
	{ "-R", VALUE_EITHER, EFFECT_DSN, false },
	{ "-V", VALUE_EITHER, EFFECT_DSN, false },
	/* OpenSMTPD and dma pass over these, and send what is on stdin. */
	{ "-bvs", VALUE_NONE, EFFECT_TOOL, true },
	{ "-bv", VALUE_NONE, EFFECT_TOOL, true },
	{ "-dropcr", VALUE_NONE, EFFECT_NONE, true },
	{ "-h", VALUE_EITHER, EFFECT_NONE, false },
	/* A file of aliases: Postfix makes a database of it. */
	{ "-oA", VALUE_ATTACHED, EFFECT_NONE, true },
	{ "-oB", VALUE_ATTACHED, EFFECT_NONE, true },
	{ "-or", VALUE_ATTACHED, EFFECT_NONE, false },
	{ "-os", VALUE_ATTACHED, EFFECT_NONE, false },
	{ "-tls-on-connect", VALUE_NONE, EFFECT_NONE, true },
};

/* Names that are a mode of their own; any other name is plain sendmail. */
static const struct args_option names[] = {
	{ "hoststat", VALUE_NONE, EFFECT_TOOL, true },
	{ "mailq", VALUE_NONE, EFFECT_MODE, false },
	{ "newaliases", VALUE_NONE, EFFECT_MODE, false },
	{ "purgestat", VALUE_NONE, EFFECT_TOOL, true },
	{ "rmail", VALUE_NONE, EFFECT_DOT, false },
	{ "rsmtp", VALUE_NONE, EFFECT_BATCH, false },
	{ "runq", VALUE_NONE, EFFECT_TOOL, true },
	{ "smtpd", VALUE_NONE, EFFECT_TOOL, true },
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Does the word spell this option, with a value perhaps? */
static bool
option_fits(const struct args_option *option, const char *word)
{
	size_t len;

	/* Most differ here; each has two bytes. */
	if (option->word[1] != word[1])
		return false;
	len = strlen(option->word);
	if (strncmp(word, option->word, len) != 0)
		return false;
	switch (option->value) {
	case VALUE_ATTACHED:
	case VALUE_EITHER:
		return true;
	case VALUE_DIGITS:
		return word[len] == '\0' || is_digit(word[len]);
	case VALUE_NONE:
	case VALUE_NEXT:
	default:
		return word[len] == '\0';
	}
}

/* The first of so many that fits. */
static const struct args_option *
find(const struct args_option *table, size_t count, const char *word)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (option_fits(&table[i], word))
			return &table[i];
	return NULL;
}

const struct args_option *
args_option_find(const char *word, enum config_mta_family family)
{
	const struct args_option *option = NULL;

	if (family != CONFIG_EXIM)
		option = find(unlike_exim,
		    sizeof(unlike_exim) / sizeof(*unlike_exim), word);
	return option != NULL ?
	    option :
	    find(options, sizeof(options) / sizeof(*options), word);
}

const struct args_option *
args_name_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(name, names[i].word) == 0)
			return &names[i];
	return NULL;
}
