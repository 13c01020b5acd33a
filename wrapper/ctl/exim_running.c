/* SPDX-License-Identifier: ISC */
/*
 * Exim's own account of its configuration (Exim specification, 5.2, -bP):
 * macros expanded, included files in place, one ACL after the other.  It is
 * compared as text, blanks aside, with the rules as they would be printed now.
 */

#include "exim_running.h"
#include "exim_lines.h"
#include "exim_rules.h"

#include <stdlib.h>
#include <string.h>

const char *const exim_door_names[EXIM_DOORS] = {
	[EXIM_DOOR_DIRECT] = "exim called by a local user",
	[EXIM_DOOR_SESSION] = "exim -bs called by a local user",
	[EXIM_DOOR_HOST] = "SMTP from this host, without AUTH",
	[EXIM_DOOR_AUTHENTICATED] = "SMTP with AUTH",
};

/* How each is guarded: the option, the ACL of ours, and where to get it. */
static const struct {
	const char *option;
	const char *acl;
	const char *section;
} guards[EXIM_DOORS] = {
	[EXIM_DOOR_DIRECT] = { "acl_not_smtp", EXIM_ACL_NOT_SMTP,
	    "acl_not_smtp" },
	[EXIM_DOOR_SESSION] = { "acl_smtp_data", EXIM_ACL_LOCAL, "local" },
	[EXIM_DOOR_HOST] = { "acl_smtp_data", EXIM_ACL_LOCAL, "local" },
	[EXIM_DOOR_AUTHENTICATED] = { "acl_smtp_data", EXIM_ACL_AUTHENTICATED,
	    "authenticated" },
};

/* Are all the lists there, and all the ACLs, as they should be? */
static bool
has_rules(struct str text, struct str lists, struct str acls)
{
	struct str line, want, have, rest = acls;

	while (lists.len > 0)
		if (!exim_has_line(text, exim_next_line(&lists)))
			return false;
	while (rest.len > 0) {
		line = exim_next_line(&rest);
		if (!exim_is_label(line))
			continue;
		line.len--;
		if (!exim_find_acl(acls, line, &want) ||
		    !exim_find_acl(text, line, &have) || want.len != have.len ||
		    memcmp(want.ptr, have.ptr, want.len) != 0)
			return false;
	}
	return true;
}

enum found {
	FOUND,
	FOUND_LATE,  /* behind a statement that may let a message in */
	FOUND_CALLS, /* not, but there are calls of other ACLs */
	FOUND_NOT,
};

/* What the line begins with: a condition may follow a verb without a blank. */
static struct str
first_word(struct str line)
{
	struct str word = line;

	word.len = 0;
	while (word.len < line.len && ascii_is_alnum(line.ptr[word.len]))
		word.len++;
	return word;
}

/* Is the line the beginning of a statement that lets messages in? */
static bool
is_accepting(struct str line)
{
	struct str verb = first_word(line);

	return str_is(verb, "accept") || str_is(verb, "discard");
}

static bool
is_statement(struct str line)
{
	static const char *const verbs[] = { "accept", "defer", "deny",
		"discard", "drop", "require", "warn" };
	struct str verb = first_word(line);
	size_t i;

	for (i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
		if (str_is(verb, verbs[i]))
			return true;
	return false;
}

/* Looks for `require acl = NAME`, without another condition. */
static enum found
find_call(struct str acl, const char *name)
{
	bool late = false, calls = false;
	struct str value;

	while (acl.len > 0) {
		struct str line = exim_next_line(&acl), rest = acl;

		if (exim_is_setting(line, "require acl", &value) &&
		    str_is(value, name) &&
		    (rest.len == 0 || is_statement(exim_next_line(&rest))))
			return late ? FOUND_LATE : FOUND;
		late |= is_accepting(line);
		calls |= memmem(line.ptr, line.len, "acl", 3) != NULL;
	}
	return calls ? FOUND_CALLS : FOUND_NOT;
}

/* `WHAT WHY what ... prints`: the advice ends with where to get the rules. */
static void
say(struct exim_door_state *state, enum exim_guard guard, struct str what,
    const char *why, const char *section)
{
	state->guard = guard;
	fault_set(&state->advice,
	    "%.*s %s what `truefromctl exim-acl --section %s` prints",
	    (int)what.len, what.ptr, why, section);
}

/* Does the way through this door go through our ACL? */
static void
judge_door(struct str text, enum exim_door door, struct exim_door_state *state)
{
	const char *option = guards[door].option, *acl = guards[door].acl;
	const char *section = guards[door].section;
	struct str name = exim_option(text, option), body;

	if (str_is(name, acl))
		return;
	if (name.len == 0) {
		say(state, EXIM_OPEN, str_of(option),
		    "names no ACL; let it name one that begins with", section);
		return;
	}
	if (!exim_find_acl(text, name, &body)) {
		say(state, EXIM_CANNOT_TELL, name,
		    "is a file or an expansion, and no ACL in the "
		    "configuration itself; see that it begins with",
		    section);
		return;
	}
	switch (find_call(body, acl)) {
	case FOUND:
		break;
	case FOUND_LATE:
		say(state, EXIM_CANNOT_TELL, name,
		    "has an `accept` before the rules; begin it with", section);
		break;
	case FOUND_CALLS:
		say(state, EXIM_CANNOT_TELL, name,
		    "does not have the rules, but calls other ACLs; begin it "
		    "with",
		    section);
		break;
	case FOUND_NOT:
	default:
		say(state, EXIM_OPEN, name,
		    "does not have the rules; begin it with", section);
		break;
	}
}

/* A section as it would be printed now, squeezed, to be freed; or NULL. */
static char *
make_section(
    const struct config *config, enum exim_section section, const char *stamp)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	if (out == NULL)
		return NULL;
	exim_rules_print(config, section, stamp, out);
	if (fclose(out) != 0) {
		free(text);
		return NULL;
	}
	exim_squeeze(text);
	return text;
}

static void
judge_doors(struct str text, const char *lists, const char *acls,
    struct exim_door_state doors[EXIM_DOORS])
{
	bool current = has_rules(text, str_of(lists), str_of(acls));
	enum exim_door door;

	for (door = 0; door < EXIM_DOORS; door++) {
		doors[door] =
		    (struct exim_door_state){ EXIM_GUARDED, { .text = "" } };
		judge_door(text, door, &doors[door]);
		if (doors[door].guard != EXIM_GUARDED || current)
			continue;
		doors[door].guard = EXIM_STALE;
		fault_set(&doors[door].advice,
		    "%s was made from an older configuration, or was edited; "
		    "run `truefromctl exim-acl` again, and put its sections "
		    "main and acl in",
		    guards[door].acl);
	}
}

bool
exim_running_judge(const struct config *config, char *text,
    struct exim_door_state doors[EXIM_DOORS], struct fault *fault)
{
	char stamp[EXIM_STAMP_SIZE], *lists, *acls;
	bool good;

	if (!exim_rules_stamp(config, stamp, fault))
		return false;
	lists = make_section(config, EXIM_MAIN, stamp);
	acls = make_section(config, EXIM_ACL, stamp);
	good = lists != NULL && acls != NULL;
	if (good) {
		exim_squeeze(text);
		judge_doors(str_of(text), lists, acls, doors);
	} else {
		fault_set(
		    fault, "There is no memory for the rules; try again.");
	}
	free(lists);
	free(acls);
	return good;
}
