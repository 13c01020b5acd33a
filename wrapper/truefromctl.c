/* SPDX-License-Identifier: ISC */
/*
 * truefromctl: the administrator's side of truefrom.  See truefromctl(8).
 */

#include "account_log.h"
#include "args.h"
#include "escape.h"
#include "host.h"
#include "process.h"
#include "smtp_batch.h"
#include "submit.h"

#include <sys/stat.h>

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

static const char usage[] =
    "usage: truefromctl check [-c FILE]\n"
    "       truefromctl explain [-c FILE] [-u USER] [--] "
    "[sendmail argument ...] < message\n"
    "       truefromctl --help | --version\n"
    "\n"
    "check reads the configuration and every list it names; explain says what\n"
    "truefrom would do with a message, and why.  FILE stands in "
    "for\n" TRUEFROM_CONFIG ".  See truefromctl(8).\n";

/* What stands before the words that are sendmail's. */
struct options {
	const char *config; /* as given */
	const char *path;   /* absolute; lives as long as the process */
	uid_t caller;
	int next; /* the first word after them */
};

static int
usage_error(const char *what, const char *word)
{
	(void)fprintf(stderr,
	    "truefromctl: %s `%s`; see truefromctl "
	    "--help.\n",
	    what, word);
	return EX_USAGE;
}

static bool
find_user(const char *name, uid_t *uid)
{
	const struct passwd *passwd = getpwnam(name);

	if (passwd != NULL)
		*uid = passwd->pw_uid;
	return passwd != NULL;
}

/* Sets the file of -c; sentences about it shall name it in full. */
static bool
set_config(struct options *options, const char *file)
{
	char *cwd = getcwd(NULL, 0), *path = NULL;

	options->config = options->path = file;
	if (file[0] != '/' && cwd != NULL &&
	    asprintf(&path, "%s/%s", cwd, file) != -1)
		options->path = path;
	free(cwd);
	return options->path[0] == '/';
}

/* Reads -c and -u; false after it has said what is wrong. */
static bool
read_options(int argc, char *argv[], const char *known, struct options *options)
{
	*options =
	    (struct options){ TRUEFROM_CONFIG, TRUEFROM_CONFIG, getuid(), 2 };
	while (options->next < argc) {
		const char *word = argv[options->next];
		const char *value = argv[options->next + 1];

		if (strcmp(word, "--") == 0) {
			options->next++;
			return true;
		}
		if (word[0] != '-' || strlen(word) != 2 ||
		    strchr(known, word[1]) == NULL)
			return true;
		if (value == NULL) {
			(void)usage_error("there is no value after", word);
			return false;
		}
		if (word[1] == 'c' && !set_config(options, value)) {
			(void)usage_error("there is no full path of", value);
			return false;
		}
		if (word[1] == 'u' && !find_user(value, &options->caller)) {
			(void)usage_error("there is no user", value);
			return false;
		}
		options->next += 2;
	}
	return true;
}

static void
print_error(void *context, const struct fault *fault)
{
	(void)context;
	(void)fprintf(stderr, "%s\n", fault->text);
}

static void
print_finding(
    void *context, enum domainlist_finding finding, const char *sentence)
{
	(void)context;
	if (finding == DOMAINLIST_EMPTY || finding == DOMAINLIST_PRIVATE)
		(void)fprintf(stderr, "warning: %s\n", sentence);
	else if (finding == DOMAINLIST_UNUSABLE)
		(void)fprintf(stderr, "%s\n", sentence);
}

/* What nobody but root can read, nobody but root can send by. */
static void
warn_private(const struct options *options)
{
	struct stat st;

	if (stat(options->path, &st) == 0 && (st.st_mode & S_IROTH) == 0)
		(void)fprintf(stderr,
		    "warning: %s cannot be read by every "
		    "user (mode %04o), who then cannot send; run `chmod a+r "
		    "%s`.\n",
		    options->path, (unsigned)(st.st_mode & 07777),
		    options->path);
}

/* An Exim by another name reads its options as Exim all the same. */
static void
warn_family(const struct config *config)
{
	char *path = realpath(config->mta, NULL);

	if (path != NULL && config->mta_family != CONFIG_EXIM &&
	    config_family_of(path) == CONFIG_EXIM)
		(void)fprintf(stderr,
		    "warning: mta is %s, which is %s, but mta_family is "
		    "sendmail; set `mta_family = exim`.\n",
		    config->mta, path);
	free(path);
}

static bool
check_rewrite_from(const struct config *config)
{
	struct stat st;
	struct fault fault;

	if (config->rewrite_from.kind == NULL ||
	    lookup_check(&config->rewrite_from, config->host.owner, NULL, &st,
		&fault) != LOOKUP_FAULT)
		return true;
	(void)fprintf(stderr, "%s\n", fault.text);
	return false;
}

static int
check(int argc, char *argv[])
{
	struct options options;
	struct config_host host;
	struct config *config;
	struct fault fault;
	char domain[DOMAIN_SIZE];
	unsigned errors;

	if (!read_options(argc, argv, "c", &options))
		return EX_USAGE;
	if (options.next < argc)
		return usage_error("check does not take", argv[options.next]);
	host_open(&host, options.caller);
	config = config_open(options.path, &host, print_error, NULL);
	if (config == NULL)
		return EX_CONFIG;
	warn_private(&options);
	warn_family(config);
	errors = domainlists_check(config->lists, print_finding, NULL);
	if (config->owner != NULL)
		errors += owners_check(config->owner, print_finding, NULL);
	errors += !check_rewrite_from(config);
	if (config->account_log != NULL &&
	    !account_log_is_name(config->account_log)) {
		(void)fprintf(stderr,
		    "%s: account_log cannot be `%s`; name a file below the "
		    "user's home, such as logs/truefrom.log.\n",
		    options.config, config->account_log);
		errors++;
	}
	if (!config_qualify_domain(config, domain, &fault) ||
	    !process_check_mta(config->mta, &fault)) {
		(void)fprintf(stderr, "%s: %s\n", options.config, fault.text);
		errors++;
	}
	config_close(config);
	if (errors > 0)
		return EX_CONFIG;
	(void)printf("%s: ok\n", options.config);
	return EX_OK;
}

/* `key: value` on a line of its own, whatever the value holds. */
static void
print_value(const char *key, struct str value)
{
	char line[2 * FAULT_SIZE];

	(void)escape_line(value, line, sizeof(line));
	(void)printf("%s: %s\n", key, line[0] == '\0' ? "-" : line);
}

/* In monitor mode, too: what would be done. */
static const char *
verdict_word(const struct decision *decision)
{
	if (decision->trusted)
		return "trusted";
	if (decision->rewritten)
		return "rewrite";
	return decision->reason == REASON_OK ? "accept" : "reject";
}

static int
print_decision(const struct decision *decision, const struct config *config)
{
	struct fault fault;
	bool monitor = config != NULL &&
	    config_mode(config) == CONFIG_MONITOR &&
	    reason_is_policy(decision->reason);
	int status = monitor || decision->rewritten ?
	    EX_OK :
	    reason_status(decision->reason);

	print_value("verdict", str_of(verdict_word(decision)));
	print_value("reason", str_of(reason_word(decision->reason)));
	(void)printf("status: %d\n", status);
	print_value("from", decision->from);
	print_value("mailbox", str_of(decision->mailbox));
	print_value("domain", str_of(decision->domain));
	print_value("rule", str_of(decision->rule.text));
	print_value("owned", str_of(decision->owned.text));
	print_value("noted",
	    str_of(decision->noted == REASON_OK ?
		    "" :
		    reason_word(decision->noted)));
	print_value("note", str_of(decision->note.text));
	print_value("message", str_of(decision->message.text));
	if (config != NULL) {
		print_value("mode",
		    str_of(config_mode(config) == CONFIG_MONITOR ? "monitor" :
								   "enforce"));
		print_value("mta",
		    str_of(process_check_mta(config->mta, &fault) ?
			    config->mta :
			    fault.text));
		print_value("family",
		    str_of(config->mta_family == CONFIG_EXIM ? "exim" :
							       "sendmail"));
	}
	return status;
}

struct explained {
	const struct config *config;
	bool printed;
};

static void
print_message(void *context, const struct smtp_message *message,
    const struct smtp_envelope *envelope)
{
	struct explained *explained = context;

	(void)envelope;
	if (explained->printed)
		(void)putchar('\n');
	(void)print_decision(&message->outgoing.decision, explained->config);
	explained->printed = true;
}

/* A session as its client speaks it is a batch: each message is told of. */
static bool
explain_smtp(
    struct submit *submit, const struct config *config, const struct args *args)
{
	struct explained explained = { .config = config };
	const struct smtp_host host = { .config = config,
		.args = args,
		.log = print_message,
		.context = &explained };

	submit->outgoing.decision.reason = smtp_batch_read(&host, STDIN_FILENO,
	    &submit->spool, &submit->outgoing.decision.message);
	return explained.printed;
}

static int
explain(int argc, char *argv[])
{
	static char name[] = "sendmail";
	struct options options;
	struct config_host host;
	struct config *config;
	struct submit submit;
	struct args args;
	bool printed = false;
	int status;

	if (!read_options(argc, argv, "cu", &options))
		return EX_USAGE;
	host_open(&host, options.caller);
	/* The words of sendmail's, with its name before them. */
	argv += options.next - 1;
	argv[0] = name;
	submit_open(&submit, STDIN_FILENO);
	config = submit_configure(&submit, options.path, &host);
	submit_read_args(&submit, argc - options.next + 1, argv,
	    options.caller == 0, config, &args);
	if (config != NULL && args.class == ARGS_REFUSE)
		submit_decide(&submit, REASON_USAGE, "%s", args.fault.text);
	else if (config != NULL && args.class == ARGS_SUBMIT)
		submit_judge(&submit, config, &args, argc - options.next + 1,
		    argv, str_of(""));
	else if (config != NULL && args.class != ARGS_PASS)
		printed = explain_smtp(&submit, config, &args);
	status = printed ? reason_status(submit.outgoing.decision.reason) :
			   print_decision(&submit.outgoing.decision, config);
	spool_close(&submit.spool);
	config_close(config);
	return status;
}

static int
run(int argc, char *argv[])
{
	const char *command = argc < 2 ? "" : argv[1];

	if (strcmp(command, "check") == 0)
		return check(argc, argv);
	if (strcmp(command, "explain") == 0)
		return explain(argc, argv);
	if (strcmp(command, "--help") == 0)
		(void)fputs(usage, stdout);
	else if (strcmp(command, "--version") == 0)
		(void)puts("truefromctl " TRUEFROM_VERSION);
	else
		return usage_error("there is no command", command);
	return EX_OK;
}

int
main(int argc, char *argv[])
{
	int status;

	if (!process_open_standard())
		return EX_OSERR;
	status = run(argc, argv);
	if (fflush(stdout) != 0 && status == EX_OK)
		status = EX_IOERR;
	return status;
}
