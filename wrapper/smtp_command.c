/* SPDX-License-Identifier: ISC */
/*
 * RFC 5321 4.1.1.  The table of commands is closed: what is not in it never
 * reaches the MTA, and nor does a parameter of MAIL or RCPT that could change
 * how a message is carried.
 */

#include "smtp_command.h"
#include "args_values.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum argument {
	ARGUMENT_NONE,	  /* there must be none */
	ARGUMENT_DROPPED, /* some clients give one, no MTA heeds it */
	ARGUMENT_TEXT,
	ARGUMENT_PATH, /* FROM:<address> or TO:<address>, and parameters */
};

/* Of a line, as it came and as it is written, which may be a little longer. */
#define LINE_SIZE (SMTP_COMMAND_SIZE - sizeof("MAIL FROM:<>\r\n"))

struct verb {
	const char *word;
	enum smtp_verb verb;
	enum argument argument;
};

/* Sorted.  Those that are SMTP_NONE other servers know. */
static const struct verb verbs[] = {
	{ "AUTH", SMTP_NONE, ARGUMENT_NONE },
	{ "BDAT", SMTP_NONE, ARGUMENT_NONE },
	{ "BURL", SMTP_NONE, ARGUMENT_NONE },
	{ "DATA", SMTP_DATA, ARGUMENT_NONE },
	{ "EHLO", SMTP_EHLO, ARGUMENT_TEXT },
	{ "ETRN", SMTP_NONE, ARGUMENT_NONE },
	{ "EXPN", SMTP_NONE, ARGUMENT_NONE },
	{ "HELO", SMTP_HELO, ARGUMENT_TEXT },
	{ "HELP", SMTP_HELP, ARGUMENT_TEXT },
	{ "MAIL", SMTP_MAIL, ARGUMENT_PATH },
	{ "NOOP", SMTP_NOOP, ARGUMENT_DROPPED },
	{ "QUIT", SMTP_QUIT, ARGUMENT_DROPPED },
	{ "RCPT", SMTP_RCPT, ARGUMENT_PATH },
	{ "RSET", SMTP_RSET, ARGUMENT_DROPPED },
	{ "STARTTLS", SMTP_NONE, ARGUMENT_NONE },
	{ "VRFY", SMTP_VRFY, ARGUMENT_TEXT },
};

struct parameter {
	const char *name;
	enum smtp_verb verb;
};

/* RFC 1870, 3461, 6152, 6531. */
static const struct parameter parameters[] = {
	{ "BODY=7BIT", SMTP_MAIL },
	{ "BODY=8BITMIME", SMTP_MAIL },
	{ "ENVID=", SMTP_MAIL },
	{ "NOTIFY=", SMTP_RCPT },
	{ "ORCPT=", SMTP_RCPT },
	{ "RET=", SMTP_MAIL },
	{ "SIZE=", SMTP_MAIL },
	{ "SMTPUTF8", SMTP_MAIL },
};

static void
refuse(struct smtp_command *command, const char *status, const char *fault)
{
	if (command->status != NULL)
		return;
	command->status = status;
	command->fault = fault;
}

void
smtp_command_too_long(struct smtp_command *command)
{
	*command = (struct smtp_command){ .verb = SMTP_NONE };
	refuse(command, "500 5.5.2",
	    "The line is too long for a command; shorten it.");
}

static bool
has_control(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if ((unsigned char)s.ptr[i] < ' ' || s.ptr[i] == 0x7f)
			return true;
	return false;
}

static int
compare_verb(const void *key, const void *element)
{
	const struct verb *verb = element;

	return strcasecmp(key, verb->word);
}

/* Takes the word that `rest` begins with, up to a blank. */
static struct str
take_word(struct str *rest)
{
	const char *blank = memchr(rest->ptr, ' ', rest->len);
	struct str word = { rest->ptr,
		blank == NULL ? rest->len : (size_t)(blank - rest->ptr) };

	*rest = str_trim(str_from(*rest, word.len));
	return word;
}

static const struct verb *
find_verb(struct str word)
{
	char key[sizeof("STARTTLS")];

	if (word.len >= sizeof(key))
		return NULL;
	memcpy(key, word.ptr, word.len);
	key[word.len] = '\0';
	return bsearch(key, verbs, sizeof(verbs) / sizeof(*verbs),
	    sizeof(*verbs), compare_verb);
}

/* Adds to the text for the MTA, which is longer than any line it is made of. */
static void
add(struct smtp_command *command, struct str s)
{
	memcpy(command->text + command->len, s.ptr, s.len);
	command->len += s.len;
}

/*
 * Takes the path: in angle brackets, without which some clients do, too.
 * Blanks may stand before it.  A quoted local part may hold any of these.
 */
static struct str
take_path(struct smtp_command *command, struct str *rest)
{
	struct str path;
	bool quoted = false, bracket;
	size_t i;

	*rest = str_trim(*rest);
	bracket = rest->len > 0 && rest->ptr[0] == '<';
	if (bracket)
		*rest = str_from(*rest, 1);
	for (i = 0; i < rest->len; i++) {
		char c = rest->ptr[i];

		if (c == '"')
			quoted = !quoted;
		else if (c == '\\')
			i++;
		else if (!quoted && c == (bracket ? '>' : ' '))
			break;
		else if (!quoted && (c == '<' || c == '>'))
			refuse(command, "501 5.5.2",
			    "There is an angle bracket inside the address; "
			    "write it as <name@domain>.");
	}
	if (i > rest->len || (bracket && i == rest->len) || quoted)
		refuse(command, "501 5.5.2",
		    "The address does not end; write it as <name@domain>.");
	path = (struct str){ rest->ptr, i < rest->len ? i : rest->len };
	*rest = str_from(*rest, path.len + bracket);
	if (rest->len > 0 && rest->ptr[0] != ' ')
		refuse(command, "501 5.5.2",
		    "There is text right behind the address; put a blank "
		    "between them.");
	return path;
}

/*
 * A source route is to be ignored (RFC 5321, appendix C); what is written is
 * without any.
 */
static struct str
strip_route(struct str path)
{
	const char *colon;

	while (str_starts(path, "@") &&
	    (colon = memchr(path.ptr, ':', path.len)) != NULL)
		path = str_from(path, (size_t)(colon - path.ptr) + 1);
	return path;
}

static bool
is_known_parameter(struct str word, enum smtp_verb verb)
{
	size_t i;

	for (i = 0; i < sizeof(parameters) / sizeof(*parameters); i++) {
		const char *name = parameters[i].name;
		struct str start = { word.ptr, strlen(name) };

		if (parameters[i].verb != verb || word.len < start.len)
			continue;
		if (name[start.len - 1] != '=')
			start = word;
		if (str_is_nocase(start, name))
			return true;
	}
	return false;
}

static void
take_parameters(struct smtp_command *command, struct str rest)
{
	rest = str_trim(rest);
	while (rest.len > 0) {
		struct str word = take_word(&rest);

		if (!is_known_parameter(word, command->verb))
			refuse(command, "555 5.5.4",
			    "A parameter of the address is not to be had "
			    "here; leave it out.");
		add(command, str_of(" "));
		add(command, word);
	}
}

static void
check_address(struct smtp_command *command)
{
	if (command->verb == SMTP_MAIL &&
	    args_value_sender_fault(command->address) != NULL)
		refuse(command, "553 5.1.7",
		    "The sender (MAIL FROM) is not an address that can be "
		    "passed on; write it as <name@domain>.");
	if (command->verb == SMTP_RCPT &&
	    (command->address[0] == '\0' ||
		args_value_recipient_fault(command->address) != NULL))
		refuse(command, "553 5.1.3",
		    "The recipient (RCPT TO) is not an address that can be "
		    "passed on; write it as <name@domain>.");
}

static void
take_mailbox(struct smtp_command *command, struct str rest)
{
	const char *label = command->verb == SMTP_MAIL ? "FROM:" : "TO:";
	struct str start = { rest.ptr, strlen(label) }, path;

	if (rest.len < start.len || !str_is_nocase(start, label)) {
		refuse(command, "501 5.5.2",
		    command->verb == SMTP_MAIL ? "The command is not complete; "
						 "write MAIL FROM:<sender>." :
						 "The command is not complete; "
						 "write RCPT TO:<recipient>.");
		return;
	}
	rest = str_from(rest, start.len);
	path = strip_route(take_path(command, &rest));
	memcpy(command->address, path.ptr, path.len);
	command->address[path.len] = '\0';
	check_address(command);
	add(command, str_of(" "));
	add(command, str_of(label));
	add(command, str_of("<"));
	add(command, path);
	add(command, str_of(">"));
	take_parameters(command, rest);
}

static void
take_argument(
    struct smtp_command *command, enum argument argument, struct str rest)
{
	switch (argument) {
	case ARGUMENT_PATH:
		take_mailbox(command, rest);
		break;
	case ARGUMENT_TEXT:
		if (rest.len > 0)
			add(command, str_of(" "));
		add(command, rest);
		break;
	case ARGUMENT_NONE:
		if (rest.len > 0)
			refuse(command, "501 5.5.4",
			    "The command takes no words after it; leave them "
			    "out.");
		break;
	case ARGUMENT_DROPPED:
	default:
		break;
	}
}

void
smtp_command_read(struct smtp_command *command, struct str line)
{
	struct str rest = str_trim(line);
	const struct verb *verb;

	if (line.len > LINE_SIZE) {
		smtp_command_too_long(command);
		return;
	}
	*command = (struct smtp_command){ .verb = SMTP_NONE };
	if (has_control(rest)) {
		refuse(command, "500 5.5.2",
		    "The command holds a control byte; remove it.");
		return;
	}
	verb = find_verb(take_word(&rest));
	if (verb == NULL) {
		refuse(command, "500 5.5.1",
		    "The command is not known; HELP lists those that are.");
	} else if (verb->verb == SMTP_NONE) {
		refuse(command, "502 5.5.1",
		    "The command is not to be had here; send the message "
		    "with MAIL, RCPT and DATA.");
	} else {
		command->verb = verb->verb;
		add(command, str_of(verb->word));
		take_argument(command, verb->argument, rest);
		add(command, str_of("\r\n"));
		if (command->len > LINE_SIZE)
			smtp_command_too_long(command);
	}
}

bool
smtp_command_set_address(struct smtp_command *command, const char *address)
{
	char *open = memchr(command->text, '<', command->len);
	size_t before = (size_t)(open + 1 - command->text);
	size_t after = before + strlen(command->address);
	size_t len = str_of(address).len, rest = command->len - after;

	if (before + len + rest > sizeof(command->text))
		return false;
	memmove(open + 1 + len, command->text + after, rest);
	memcpy(open + 1, address, len);
	command->len = before + len + rest;
	(void)strlcpy(command->address, address, sizeof(command->address));
	return true;
}
