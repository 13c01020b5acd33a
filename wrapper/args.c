/* SPDX-License-Identifier: ISC */
/*
 * The command line of sendmail, first of all in Exim's grammar (Exim
 * specification, chapter 5; exim.c of 4.96), which no getopt(3) speaks:
 *
 * - the first word that does not begin with a dash ends the options, and so
 *   does `--`; all that follow are recipients, `-t` included;
 * - a separate value is taken even if it begins with a dash;
 * - letters are not bundled;
 * - with -t or a recipient most modes (-bV, say) submit a message after all.
 *
 * Other MTAs take other words for values, and end the options elsewhere.  So a
 * mode that lets a call pass unjudged must stand where all of them see it.
 *
 * Words that other sendmails know and Exim does not are read as those read
 * them, since Exim refuses them itself.  What is not in the table is refused:
 * nobody can say what it would do.
 *
 * The family of the MTA decides what some options mean.  The others read theirs
 * with getopt(3), which would take bundles of letters; but for -ti, none is
 * taken here.
 */

#include "args.h"
#include "args_options.h"
#include "args_values.h"

#include <string.h>

struct args_reader {
	int argc;
	char *const *argv;
	int next;	  /* the word to be read */
	const char *mode; /* the word that set one, or NULL */
	enum args_class mode_class;
	bool delivers;	 /* -bm, which takes a mode back for some MTAs */
	const char *tls; /* the word that asks for it, or NULL */
	bool tool;	 /* operands are no recipients */
	bool privileged;
	enum config_mta_family family;
	struct args *args;
};

/* Refuses the call; the first thing wrong with it is the one told. */
static void
refuse(struct args_reader *reader, const char *what, const char *word,
    const char *why)
{
	if (reader->args->class != ARGS_REFUSE)
		fault_set(
		    &reader->args->fault, "The %s `%s` %s.", what, word, why);
	reader->args->class = ARGS_REFUSE;
}

/* The option's value, taking the next word if need be; NULL without one. */
static const char *
take_value(struct args_reader *reader, const struct args_option *option,
    const char *word)
{
	const char *attached = word + strlen(option->word);
	const char *next =
	    reader->next < reader->argc ? reader->argv[reader->next] : NULL;
	bool digit = next != NULL && next[0] >= '0' && next[0] <= '9';

	if (*attached != '\0' || option->value == VALUE_NONE ||
	    option->value == VALUE_ATTACHED ||
	    (option->value == VALUE_DIGITS && !digit))
		return attached;
	if (next == NULL)
		refuse(reader, "option", word,
		    "lacks its value; add it or remove the option");
	else if (word[1] == 'o' && next[0] == '-')
		refuse(reader, "option", word,
		    "has a value that other mail servers take for an option; "
		    "write it without a blank");
	reader->next += next != NULL;
	return next;
}

/* A word that says what the call is for. */
static void
take_mode(struct args_reader *reader, enum args_option_effect effect,
    const char *word)
{
	struct args *args = reader->args;

	if (reader->mode != NULL)
		refuse(reader, "mode", word, "comes after another; give one");
	else if (!reader->privileged && reader->next > 2)
		refuse(reader, "mode", word,
		    "comes after words that other mail servers may "
		    "read otherwise; put it first");
	if (effect == EFFECT_BATCH && reader->family != CONFIG_EXIM)
		refuse(reader, "mode", word,
		    "is known to Exim alone; send the messages one by one");
	reader->mode = word;
	reader->tool |= effect == EFFECT_TOOL;
	args->smtp |= effect == EFFECT_SMTP;
	reader->mode_class = effect == EFFECT_SMTP ? ARGS_SMTP :
	    effect == EFFECT_BATCH		   ? ARGS_BATCH :
						     ARGS_PASS;
}

static void
take_effect(struct args_reader *reader, const struct args_option *option,
    const char *word, const char *value)
{
	struct args *args = reader->args;

	switch (option->effect) {
	case EFFECT_DOT:
		args->dot_ends = false;
		break;
	case EFFECT_HEADERS:
		args->header_recipients = true;
		break;
	case EFFECT_BOTH:
		args->header_recipients = true;
		args->dot_ends = false;
		break;
	case EFFECT_SENDER:
		if (args->sender_count == ARGS_SENDERS_MAX)
			refuse(reader, "option", word,
			    "is given too often; give it once");
		else
			args->senders[args->sender_count++] = value;
		break;
	case EFFECT_NAME:
		args->full_name = value;
		if (!args_value_name_safe(value))
			refuse(reader, "name (-F)", value,
			    "would not be read as a name; remove quotes, "
			    "backslashes and brackets");
		break;
	case EFFECT_OPTION:
		if (!reader->privileged && !args_value_option_safe(value))
			refuse(reader, "option", word,
			    "is only for root; remove it from the call");
		break;
	case EFFECT_DSN:
		if (!args_value_dsn_safe(option->word[1], value))
			refuse(reader, "option", word,
			    "has a value that mail servers do not read alike; "
			    "see sendmail(1), or remove it");
		break;
	case EFFECT_DELIVER:
		reader->delivers = true;
		break;
	case EFFECT_TLS:
		reader->tls = word;
		break;
	case EFFECT_MODE:
	case EFFECT_TOOL:
	case EFFECT_SMTP:
	case EFFECT_BATCH:
		take_mode(reader, option->effect, word);
		break;
	case EFFECT_NONE:
	default:
		break;
	}
}

static void
take_option(struct args_reader *reader, const char *word)
{
	const struct args_option *option =
	    args_option_find(word, reader->family);
	const char *value;

	if (option == NULL) {
		refuse(reader, "option", word,
		    "is not known to truefrom; remove it from the call");
		return;
	}
	value = take_value(reader, option, word);
	if (option->privileged && !reader->privileged)
		refuse(reader, "option", word,
		    "is only for root; remove it from the call");
	if (value == NULL)
		return;
	if (args_value_has_control(value))
		refuse(reader, "option", word,
		    "has a value with a control byte; remove it");
	take_effect(reader, option, word, value);
}

static void
take_name(struct args_reader *reader)
{
	const char *name = args_name(reader->argv[0]);
	const struct args_option *meaning = args_name_find(name);

	if (meaning == NULL)
		return;
	if (meaning->privileged && !reader->privileged)
		refuse(reader, "name", name,
		    "is only for root; call sendmail to send a message");
	take_effect(reader, meaning, name, "");
}

static void
take_options(struct args_reader *reader)
{
	while (reader->next < reader->argc) {
		const char *word = reader->argv[reader->next];

		if (word[0] != '-')
			break;
		reader->next++;
		if (strcmp(word, "--") == 0)
			break;
		take_option(reader, word);
	}
	reader->args->recipients = reader->next;
}

static void
check_addresses(struct args_reader *reader, bool recipients)
{
	const struct args *args = reader->args;
	const char *fault;
	size_t sender;
	int i;

	for (sender = 0; sender < args->sender_count; sender++)
		if ((fault = args_value_sender_fault(args->senders[sender])) !=
		    NULL)
			refuse(reader, "sender (-f)", args->senders[sender],
			    fault);
	for (i = args->recipients; recipients && i < reader->argc; i++)
		if ((fault = args_value_recipient_fault(reader->argv[i])) !=
		    NULL)
			refuse(reader, "recipient", reader->argv[i], fault);
}

/* What only the whole line shows. */
static void
conclude(struct args_reader *reader)
{
	struct args *args = reader->args;
	bool recipients = args->recipients < reader->argc && !reader->tool;

	check_addresses(reader, recipients);
	if (reader->mode == NULL)
		return;
	if (reader->mode_class != ARGS_PASS && reader->tls != NULL)
		refuse(reader, "option", reader->tls,
		    "would hide what is said in SMTP; remove it");
	recipients |= args->header_recipients || reader->delivers;
	args->reads_message = reader->mode_class == ARGS_BATCH ||
	    (reader->mode_class == ARGS_PASS && recipients);
	if (recipients)
		refuse(reader, "mode", reader->mode,
		    "does not go with -t, -bm or recipients; remove one or "
		    "the other");
	/* nullmailer knows no mailq, and takes recipients from the header. */
	args->no_input = reader->family != CONFIG_EXIM && !reader->tool;
	if (args->class != ARGS_REFUSE)
		args->class = reader->mode_class;
}

const char *
args_name(const char *argv0)
{
	const char *slash = strrchr(argv0, '/');

	return slash == NULL ? argv0 : slash + 1;
}

void
args_read(int argc, char *const argv[], enum config_mta_family family,
    bool privileged, struct args *args)
{
	struct args_reader reader = { .argc = argc,
		.argv = argv,
		.next = 1,
		.privileged = privileged,
		.family = family,
		.args = args };

	*args = (struct args){
		.class = ARGS_SUBMIT, .reads_message = true, .dot_ends = true
	};
	if (argc < 1) {
		refuse(&reader, "call", "",
		    "has no arguments, not even a name; call sendmail by its "
		    "path");
		return;
	}
	take_name(&reader);
	take_options(&reader);
	conclude(&reader);
}

bool
args_set_sender(struct args *args, size_t sender, int argc, char *argv[],
    const char *address, struct arena *arena)
{
	const char *old = args->senders[sender];
	char *word;
	int i;

	for (i = 0; i < argc; i++) {
		size_t len = strlen(argv[i]);

		if (old < argv[i] || old > argv[i] + len)
			continue;
		len = (size_t)(old - argv[i]);
		word = arena_alloc(arena, len + strlen(address) + 1);
		if (word == NULL)
			return false;
		memcpy(word, argv[i], len);
		memcpy(word + len, address, strlen(address) + 1);
		argv[i] = word;
		args->senders[sender] = word + len;
		return true;
	}
	return false;
}
