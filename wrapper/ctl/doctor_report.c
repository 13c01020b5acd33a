/* SPDX-License-Identifier: ISC */
/*
 * What the checks of truefromctl doctor found: keeping it, and printing it for
 * people and for machines (RFC 8259).
 */

#include "doctor.h"

#include "shellword.h"

#include "wrapper/escape.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define COMMAND_MAX 131072
#define FINDINGS_MAX 10000

const char *const doctor_severities[] = {
	[DOCTOR_OPEN] = "open",
	[DOCTOR_BROKEN] = "broken",
	[DOCTOR_WEAK] = "weak",
	[DOCTOR_NOTE] = "note",
};

const char *
doctor_copy(struct doctor *doctor, const char *text)
{
	const char *copy = arena_copy(doctor->arena, str_of(text));

	if (copy == NULL)
		doctor->short_of_memory = true;
	return copy;
}

/* The same finding from two sides, as of a list that is named twice. */
static bool
is_told(const struct doctor *doctor, const char *id, const char *reason)
{
	const struct doctor_finding *finding;

	for (finding = doctor->findings; finding != NULL;
	     finding = finding->next)
		if (strcmp(finding->id, id) == 0 &&
		    strcmp(finding->reason, reason) == 0)
			return true;
	return false;
}

bool
doctor_is_full(const struct doctor *doctor)
{
	return doctor->count >= FINDINGS_MAX;
}

static void
keep(struct doctor *doctor, struct doctor_finding finding)
{
	struct doctor_finding *kept = arena_alloc(doctor->arena, sizeof(*kept));

	if (kept == NULL || finding.reason == NULL) {
		doctor->short_of_memory = true;
		return;
	}
	*kept = finding;
	*doctor->end = kept;
	doctor->end = &kept->next;
	doctor->count++;
}

void
doctor_tell(struct doctor *doctor, enum doctor_severity severity,
    const char *id, const char *mend, const char *format, ...)
{
	char reason[2 * PATH_MAX], line[4 * sizeof(reason)];
	va_list arguments;

	if (doctor_is_full(doctor))
		return;
	va_start(arguments, format);
	(void)vsnprintf(reason, sizeof(reason), format, arguments);
	va_end(arguments);
	(void)escape_line(str_of(reason), line, sizeof(line));
	if (!is_told(doctor, id, line))
		keep(doctor,
		    (struct doctor_finding){ .severity = severity,
			.id = id,
			.reason = doctor_copy(doctor, line),
			.mend = mend });
	if (doctor_is_full(doctor))
		keep(doctor,
		    (struct doctor_finding){ .severity = DOCTOR_NOTE,
			.id = "cannot-tell",
			.reason = "There are more findings than can be told: "
				  "mend these, and run doctor again." });
}

const char *
doctor_command(struct doctor *doctor, const char *format, ...)
{
	char command[COMMAND_MAX];
	size_t len = 0;
	va_list arguments;

	if (doctor_is_full(doctor))
		return NULL;
	va_start(arguments, format);
	for (; *format != '\0' && len < COMMAND_MAX; format++) {
		struct str word;

		if (format[0] != '%' || *++format != 's') {
			command[len++] = *format;
			continue;
		}
		word = str_of(va_arg(arguments, const char *));
		if (word.len > PATH_MAX ||
		    len + SHELLWORD_SIZE(word.len) > COMMAND_MAX)
			break;
		len += shellword(word, command + len);
	}
	va_end(arguments);
	/* Half a command would be worse than none. */
	if (*format != '\0' || len == COMMAND_MAX)
		return NULL;
	command[len] = '\0';
	return doctor_copy(doctor, command);
}

const char *
doctor_truefromctl(struct doctor *doctor, const char *command)
{
	if (strcmp(doctor->path, TRUEFROM_CONFIG) == 0)
		return doctor_command(doctor, "truefromctl %s", command);
	return doctor_command(
	    doctor, "truefromctl %s -c %s", command, doctor->path);
}

const char *
doctor_set_option(struct doctor *doctor, const char *option, const char *value)
{
	char script[256], line[256];

	/* With the lines that it goes on in. */
	(void)snprintf(script, sizeof(script),
	    "/^[[:space:]]*%s[[:space:]]*=/"
	    "{:a;/\\\\[[:space:]]*$/{N;ba;};d}",
	    option);
	(void)snprintf(line, sizeof(line), "%s = %s", option, value);
	return doctor_command(doctor,
	    "sed -i --follow-symlinks %s %s && printf '\\n%%s\\n' %s >> %s",
	    script, doctor->path, line, doctor->path);
}

/* Debian has a name for whatever editor there is. */
const char *
doctor_edit_file(struct doctor *doctor, const char *path)
{
	if (access("/usr/bin/editor", X_OK) == 0)
		return doctor_command(doctor, "${EDITOR:-editor} %s", path);
	return doctor_command(doctor, "${EDITOR:-vi} %s", path);
}

const char *
doctor_edit(struct doctor *doctor)
{
	return doctor_edit_file(doctor, doctor->path);
}

void
doctor_print_text(const struct doctor *doctor)
{
	const struct doctor_finding *finding;
	unsigned count[DOCTOR_NOTE + 1] = { 0 };
	int severity;

	for (severity = DOCTOR_OPEN; severity <= DOCTOR_NOTE; severity++)
		for (finding = doctor->findings; finding != NULL;
		     finding = finding->next) {
			if ((int)finding->severity != severity)
				continue;
			count[severity]++;
			(void)printf("%s %s: %s\n", doctor_severities[severity],
			    finding->id, finding->reason);
			if (finding->mend != NULL)
				(void)printf("    mend: %s\n", finding->mend);
		}
	for (severity = DOCTOR_OPEN; severity <= DOCTOR_NOTE; severity++)
		(void)printf("%s%u %s", severity == DOCTOR_OPEN ? "" : ", ",
		    count[severity], doctor_severities[severity]);
	(void)putchar('\n');
}

/* An object for a finding; a new reference, or NULL without memory. */
static json_t *
finding_object(const struct doctor_finding *finding)
{
	return json_pack("{s:s, s:s, s:s, s:s?}", "severity",
	    doctor_severities[finding->severity], "id", finding->id, "reason",
	    finding->reason, "mend", finding->mend);
}

bool
doctor_print_json(const struct doctor *doctor)
{
	json_t *list = json_array(), *whole;
	const struct doctor_finding *finding;
	bool good = list != NULL;
	int severity;

	for (severity = DOCTOR_OPEN; severity <= DOCTOR_NOTE; severity++)
		for (finding = doctor->findings; finding != NULL;
		     finding = finding->next)
			if ((int)finding->severity == severity)
				good &= json_array_append_new(
					    list, finding_object(finding)) == 0;
	whole = json_pack("{s:o}", "findings", list);
	good &= whole != NULL && json_dumpf(whole, stdout, JSON_INDENT(2)) == 0;
	json_decref(whole);
	(void)putchar('\n');
	return good;
}
