/* SPDX-License-Identifier: ISC */
/*
 * One line for the caller, one for the log.  Both matter: PHP shows its users
 * no stderr, and PHP-FPM sends it to /dev/null.
 */

#include "report.h"
#include "escape.h"
#include "logger.h"
#include "process.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#define LOG_LINE_MAX 4096
#define LOG_VALUE_MAX 256
#define LOG_KEY_MAX 32 /* with what stands around key and value */

struct log_line {
	char text[LOG_LINE_MAX];
	size_t len;
};

static void
append(struct log_line *line, const char *words)
{
	line->len += strlcpy(
	    line->text + line->len, words, sizeof(line->text) - line->len);
}

/* Adds ` key="value"`, unless there is no value, or no room for all of it. */
static void
add(struct log_line *line, const char *key, struct str value)
{
	if (value.len == 0 ||
	    sizeof(line->text) - line->len < LOG_VALUE_MAX + LOG_KEY_MAX)
		return;
	append(line, line->len == 0 ? "" : " ");
	append(line, key);
	append(line, "=\"");
	line->len +=
	    escape_quoted(value, line->text + line->len, LOG_VALUE_MAX);
	append(line, "\"");
}

static void
add_text(struct log_line *line, const char *key, const char *value)
{
	if (value != NULL)
		add(line, key, str_of(value));
}

static void
add_number(struct log_line *line, const char *key, long long value)
{
	char digits[32];

	(void)snprintf(digits, sizeof(digits), "%lld", value);
	if (value >= 0)
		add_text(line, key, digits);
}

static void
add_pair(void *line, const char *key, struct str value)
{
	add(line, key, value);
}

/* The caller; what its environment says is only what it claims. */
static void
add_caller(struct log_line *line, const struct report *report)
{
	char cwd[PATH_MAX];

	add_text(line, "user", report->login);
	add_number(line, "uid", report->uid);
	if (report->trace != NULL) {
		trace_each(report->trace, add_pair, line);
		return;
	}
	add_text(line, "script", getenv("SCRIPT_FILENAME"));
	add_text(line, "cwd", getcwd(cwd, sizeof(cwd)));
	add_text(line, "remote", getenv("REMOTE_ADDR"));
}

static const char *
verdict_word(enum report_verdict verdict)
{
	switch (verdict) {
	case REPORT_ACCEPT:
		return "accept";
	case REPORT_MONITOR:
		return "monitor";
	case REPORT_REWRITE:
		return "rewrite";
	case REPORT_TRUSTED:
		return "trusted";
	case REPORT_REJECT:
	default:
		return "reject";
	}
}

static int
log_level(const struct report *report)
{
	if (report->decision->reason == REASON_OK)
		return LOG_INFO;
	return reason_is_policy(report->decision->reason) ? LOG_NOTICE :
							    LOG_ERR;
}

void
report_log(const struct report *report)
{
	const struct decision *decision = report->decision;
	struct log_line line = { .len = 0 };

	add_text(&line, "verdict", verdict_word(report->verdict));
	add_text(&line, "reason", reason_word(decision->reason));
	add(&line, "from", decision->from);
	add_text(&line, "domain", decision->domain);
	add_text(&line, "sender", report->sender);
	add_caller(&line, report);
	add_number(&line, "recipients", report->recipients);
	add_number(&line, "size", report->size);
	if (report->header != NULL)
		add(&line, "message-id", str_trim(report->header->message_id));
	add_text(&line, "rule", decision->rule.text);
	add_text(&line, "owned", decision->owned.text);
	add_text(&line, "local", decision->local ? "yes" : NULL);
	add_text(&line, "message", decision->message.text);
	if (decision->noted != REASON_OK) {
		add_text(&line, "noted", reason_word(decision->noted));
		add_text(&line, "note", decision->note.text);
	}
	add_text(&line, "account-log", report->account_fault);
	logger_send(log_level(report), line.text);
}

/* What stands where a greeting should: RFC 5321 4.3.2 has two codes for that.
 */
static const char *
greeting_status(const struct decision *decision)
{
	return reason_reply(decision->reason)[0] == '4' ? "421 4.3.0 " :
							  "554 5.7.1 ";
}

void
report_caller(const struct decision *decision, bool smtp)
{
	char line[FAULT_SIZE + 32] = "";
	size_t len = 0;

	if (smtp)
		len = strlcpy(line, greeting_status(decision), sizeof(line));
	len += escape_line(
	    str_of(decision->message.text), line + len, sizeof(line) - len - 2);
	len += strlcpy(line + len, smtp ? "\r\n" : "\n", sizeof(line) - len);
	process_tell(smtp ? STDOUT_FILENO : STDERR_FILENO, line, len, 1000);
}
