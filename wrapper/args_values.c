/* SPDX-License-Identifier: ISC */
/*
 * Values that reach further than an address does: control bytes (SMTP command
 * injection), pipes, files and :include: lists as recipients, percent and bang
 * paths, source routes, expansions and shell words in the envelope sender.
 */

#include "args_values.h"

#include "policy/address.h"
#include "policy/str.h"

#include <string.h>

#define SENDER_MAX 1024 /* Exim's own limits (exim.c of 4.96) */
#define FULL_NAME_MAX 256
#define RECIPIENT_MAX 16384

bool
args_value_option_safe(const char *value)
{
	struct str option = str_of(value);

	return str_starts(option, "DeliveryMode=") ||
	    str_starts(option, "ErrorMode=");
}

/* Each of `never`, or of a list of the others. */
static bool
is_notify(struct str value)
{
	const char *comma;
	struct str word;

	if (str_is_nocase(value, "never"))
		return true;
	do {
		comma = memchr(value.ptr, ',', value.len);
		word = value;
		if (comma != NULL)
			word.len = (size_t)(comma - value.ptr);
		if (!str_is_nocase(word, "success") &&
		    !str_is_nocase(word, "failure") &&
		    !str_is_nocase(word, "delay"))
			return false;
		value = str_from(value, word.len + 1);
	} while (comma != NULL);
	return true;
}

/* Printable bytes, three to 100 of them. */
static bool
is_envelope_id(struct str value)
{
	size_t i;

	for (i = 0; i < value.len; i++)
		if (value.ptr[i] <= ' ' || value.ptr[i] > '~')
			return false;
	return value.len >= 3 && value.len <= 100 && value.ptr[0] != '-';
}

bool
args_value_dsn_safe(char option, const char *value)
{
	struct str s = str_of(value);

	switch (option) {
	case 'N':
		return is_notify(s);
	case 'R':
		return str_is_nocase(s, "hdrs") || str_is_nocase(s, "full");
	case 'V':
	default:
		return is_envelope_id(s);
	}
}

bool
args_value_has_control(const char *s)
{
	for (; *s != '\0'; s++)
		if (((unsigned char)*s < ' ' && *s != '\t') || *s == 0x7f)
			return true;
	return false;
}

bool
args_value_name_safe(const char *name)
{
	char from[FULL_NAME_MAX + sizeof(" <a@b.example>")];
	struct mailbox mailbox;
	struct fault fault;

	if (strpbrk(name, "\"\\<>") != NULL || strlen(name) > FULL_NAME_MAX)
		return false;
	if (strpbrk(name, "()") == NULL)
		return true;
	(void)strlcpy(from, name, sizeof(from));
	(void)strlcat(from, " <a@b.example>", sizeof(from));
	return address_parse(str_of(from), "", &mailbox, &fault) == ADDRESS_OK;
}

const char *
args_value_sender_fault(const char *sender)
{
	struct mailbox mailbox;
	struct fault fault;
	size_t i;

	if (sender[0] == '\0' || strcmp(sender, "<>") == 0)
		return NULL;
	if (strlen(sender) > SENDER_MAX)
		return "is longer than 1024 bytes; shorten it";
	if (args_value_has_control(sender))
		return "holds a control byte; remove it";
	if (address_parse(str_of(sender), "", &mailbox, &fault) != ADDRESS_OK)
		return "is not one address; write it as name@domain";
	for (i = 0; i < mailbox.local.len; i++)
		if (strchr("%!`|", mailbox.local.ptr[i]) != NULL ||
		    str_starts(str_from(mailbox.local, i), "${"))
			return "has a path or an expansion in its local part; "
			       "write it as name@domain";
	return NULL;
}

/* One of the addresses in a recipient argument. */
static const char *
address_fault(struct str address)
{
	const char *at = memchr(address.ptr, '@', address.len);
	const char *percent = memchr(address.ptr, '%', address.len);

	while (address.len > 0 && strchr(" \t<\"", address.ptr[0]) != NULL)
		address = str_from(address, 1);
	if (address.len == 0)
		return "has an empty address in it; remove that";
	if (address.ptr[0] == '|' || address.ptr[0] == '\\' ||
	    (at == NULL && strchr("/:", address.ptr[0]) != NULL))
		return "is a command, a file or a list; write it as "
		       "name@domain";
	if (percent != NULL && (at == NULL || percent < at))
		return "is a percent path; write it as name@domain";
	return NULL;
}

const char *
args_value_recipient_fault(const char *recipient)
{
	struct str rest = str_trim(str_of(recipient));
	const char *fault = NULL;

	if (rest.len > RECIPIENT_MAX)
		return "is longer than 16384 bytes; shorten it";
	if (args_value_has_control(recipient))
		return "holds a control byte; remove it";
	if (recipient[0] == '-')
		return "begins with a dash; put options before the recipients";
	do {
		const char *comma = memchr(rest.ptr, ',', rest.len);
		struct str address = rest;

		if (comma != NULL)
			address.len = (size_t)(comma - rest.ptr);
		fault = address_fault(address);
		rest = str_from(rest, address.len + 1);
	} while (fault == NULL && rest.len > 0);
	return fault;
}
