/* SPDX-License-Identifier: ISC */
/*
 * truefromctl doctor: what PHP's mail() runs.  It gives sendmail_path, with
 * mail.force_extra_parameters behind it, to /bin/sh -c.
 */

#include "doctor_php.h"

#include "wrapper/args.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 64
#define PLACE_SIZE (3 * PATH_MAX)
#define PHP_DEFAULT "/usr/sbin/sendmail -t -i"

static const char *
text_of(const struct php_setting *command)
{
	return command->file[0] == '\0' ? PHP_DEFAULT : command->value;
}

bool
doctor_php_program(const struct php_setting *command, char program[PATH_MAX])
{
	const char *text = text_of(command);
	size_t len;

	text += strspn(text, " \t");
	len = strcspn(text, " \t");
	if (command->computed || text[0] != '/' || len >= PATH_MAX ||
	    strpbrk(text, "$`|;&<>(){}*?[]#~\\\"'\n") != NULL)
		return false;
	memcpy(program, text, len);
	program[len] = '\0';
	return true;
}

/* `c` puts a line in the place of others, `i` before the first one. */
static const char *
mend_command(struct doctor *doctor, const struct php_mail *mail)
{
	const struct php_setting *command = &mail->command;
	char line[PATH_MAX + 64], script[sizeof(line) + 64];

	if (doctor->truefrom[0] == '\0' || mail->place[0] == '\0')
		return NULL;
	(void)snprintf(line, sizeof(line), "%s = \"%s -t -i\"", mail->key,
	    doctor->truefrom);
	if (command->file[0] != '\0') {
		(void)snprintf(script, sizeof(script), "%u,%uc\\%s",
		    command->line, command->last_line, line);
		return doctor_command(doctor, "sed -i --follow-symlinks %s %s",
		    script, command->file);
	}
	if (mail->drop_in)
		return doctor_command(
		    doctor, "echo %s > %s", line, mail->place);
	(void)snprintf(script, sizeof(script), "1i\\%s", line);
	return doctor_command(
	    doctor, "sed -i --follow-symlinks %s %s", script, mail->place);
}

/* Where the command stands, for a sentence. */
static void
say_place(const struct php_mail *mail, char *out, size_t size)
{
	if (mail->command.file[0] == '\0')
		(void)snprintf(
		    out, size, "%s, which does not set it", mail->what);
	else if (strcmp(mail->command.file, mail->what) == 0)
		(void)snprintf(
		    out, size, "%s:%u", mail->command.file, mail->command.line);
	else
		(void)snprintf(out, size, "%s (%s:%u)", mail->what,
		    mail->command.file, mail->command.line);
}

/* Splits the words, none of which has quotes, in place. */
static int
split(char *text, char *argv[WORDS_MAX])
{
	static char name[] = "sendmail";
	char *word, *rest = NULL;
	int argc = 0;

	for (word = strtok_r(text, " \t", &rest);
	     word != NULL && argc < WORDS_MAX - 1;
	     word = strtok_r(NULL, " \t", &rest))
		argv[argc++] = word;
	argv[0] = name;
	argv[argc] = NULL;
	return argc;
}

/* Would truefrom take the options that PHP calls it with? */
static void
check_options(struct doctor *doctor, const struct php_mail *mail)
{
	char text[2 * PHPINI_VALUE_SIZE + 1], place[PLACE_SIZE];
	char *argv[WORDS_MAX];
	struct args args;
	int argc;

	if (doctor->config == NULL)
		return;
	(void)snprintf(text, sizeof(text), "%s %s", text_of(&mail->command),
	    mail->parameters.value);
	argc = split(text, argv);
	args_read(argc, argv, doctor->config->mta_family, false, &args);
	if (args.class != ARGS_REFUSE)
		return;
	say_place(mail, place, sizeof(place));
	doctor_tell(doctor, DOCTOR_BROKEN, "php-options",
	    mail->parameters.value[0] == '\0' ?
		mend_command(doctor, mail) :
		doctor_edit_file(doctor, mail->parameters.file),
	    "mail() calls truefrom with options that it refuses, by %s%s%s: "
	    "%s",
	    place,
	    mail->parameters.value[0] == '\0' ?
		"" :
		" and mail.force_extra_parameters in ",
	    mail->parameters.file, args.fault.text);
}

static void
check_program(
    struct doctor *doctor, const struct php_mail *mail, const char *program)
{
	char *real = realpath(program, NULL), place[PLACE_SIZE];

	say_place(mail, place, sizeof(place));
	if (real == NULL)
		doctor_tell(doctor, DOCTOR_BROKEN, "php-sendmail-path",
		    mend_command(doctor, mail),
		    "mail() cannot send: sendmail_path runs %s, which is not "
		    "there, by %s; mend that and reload PHP.",
		    program, place);
	else if (doctor_is_truefrom(doctor, real))
		check_options(doctor, mail);
	else
		doctor_tell(doctor, DOCTOR_OPEN, "php-sendmail-path",
		    mend_command(doctor, mail),
		    "What mail() sends is not checked: sendmail_path runs %s, "
		    "not truefrom, by %s; mend that and reload PHP.",
		    program, place);
	free(real);
}

void
doctor_php_command(struct doctor *doctor, const struct php_mail *mail)
{
	char program[PATH_MAX], place[PLACE_SIZE];
	const char *text = text_of(&mail->command);

	say_place(mail, place, sizeof(place));
	if (doctor_php_program(&mail->command, program))
		check_program(doctor, mail, program);
	else if (text[strspn(text, " \t")] == '\0' && !mail->command.computed)
		doctor_tell(doctor, DOCTOR_BROKEN, "php-sendmail-path",
		    mend_command(doctor, mail),
		    "mail() loses what it sends, and may report success: "
		    "sendmail_path is empty, by %s; mend that and reload PHP.",
		    place);
	else
		doctor_tell(doctor, DOCTOR_WEAK, "php-sendmail-path",
		    mend_command(doctor, mail),
		    "Only a shell can tell what mail() runs: sendmail_path is "
		    "`%s', by %s; mend that and reload PHP.",
		    text, place);
}
