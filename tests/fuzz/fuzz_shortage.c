/* SPDX-License-Identifier: ISC */
/*
 * A message for which a system call, or a call for memory, fails.  The input is
 * a byte, which of the calls it is, 255 for each in turn; a byte, how it fails,
 * odd where all that follow fail, too; and the message.
 *
 * Whatever fails, the message is judged as it would be else, or is refused for
 * that reason; and what is handed over is the same.
 */

#include "failing.h"
#include "fuzz.h"

#include "wrapper/submit.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define LIST_FD 101
#define NOT_THOSE_FD 102
#define OWNERS_FD 103
#define LOGINS_FD 104
#define SPOOLED_MAX 16384
#define EACH 255
#define CALLS 200 /* a few more than there are */

static const char settings[] =
    "mta = /usr/sbin/exim4\n"
    "message_size_limit = 8K\n"
    "header_size_limit = 4K\n"
    "reject_message = not from %d\n"
    "primary_hostname = lab.example\n"
    "qualify_domain = g\xc3\xb6\xc3\xb6"
    "d.example\n"
    "owner = lsearch;/proc/self/fd/103 : login;/proc/self/fd/104\n"
    "sender_check = owner\n"
    "display_name_check = reject\n"
    "header_check = log\n"
    "max_recipients = 3\n"
    "domainlist allow_domains = lsearch;/proc/self/fd/102\n"
    "domainlist one = @ : @[] : *.good.example\n"
    "domainlist two = lsearch;/proc/self/fd/101 : \\\n"
    "  nwildlsearch;/proc/self/fd/101 : g\xc3\xb6\xc3\xb6k.example\n"
    "from_domains = !lsearch;/proc/self/fd/102 : +one : +two : "
    "/proc/self/fd/101 : \\\n"
    "  dsearch;/proc/self/fd : cdb;/proc/self/fd/101\n";

static const char list[] = "a.example\n*.b.example: data\n\"c.example\"\n";

static const char not_those[] = "bank.example\n";

static const char owners[] = "c.example: ann, eve\nx.b.example: root\n";

static const char logins[] = "ann: *\nroot: *\n";

static void
note(void *context, enum domainlist_finding finding, const char *path,
    const char *sentence)
{
	(void)context;
	fuzz_require(path[0] == '/', "a finding is about a file");
	fuzz_require((sentence == NULL) == (finding == DOMAINLIST_USABLE),
	    "a finding has a sentence");
}

/* What came of it: the reason, and the bytes to be handed over. */
struct outcome {
	enum reason reason;
	char domain[DOMAIN_SIZE];
	size_t len;
	char bytes[SPOOLED_MAX];
};

static void
keep_outcome(const struct submit *submit, struct outcome *outcome)
{
	ssize_t n;

	outcome->reason = submit->outgoing.decision.reason;
	memcpy(outcome->domain, submit->outgoing.decision.domain, DOMAIN_SIZE);
	outcome->len = 0;
	if (outcome->reason != REASON_OK)
		fuzz_require_fault(&submit->outgoing.decision.message);
	if (submit->spool.fd == -1 || outcome->reason == REASON_SYSTEM)
		return;
	fuzz_require(spool_rewind(&submit->spool), "a spool can be rewound");
	n = read(submit->spool.fd, outcome->bytes, SPOOLED_MAX);
	fuzz_require(
	    n >= 0 && n == submit->spool.size, "a spool knows its size");
	outcome->len = (size_t)n;
}

/* From the configuration to the decision, as the program goes. */
static void
run(int fd, struct outcome *outcome)
{
	static char sendmail[] = "sendmail", sender[] = "-fjoe@a.example";
	char *argv[] = { sendmail, sender, NULL };
	struct args args = { .class = ARGS_SUBMIT,
		.senders = { sender + strlen("-f") },
		.sender_count = 1,
		.recipients = 2 };
	struct submit submit;
	struct config *config;

	submit_open(&submit, fd);
	submit.input.dot_ends = args.dot_ends;
	config = submit_configure(&submit, FUZZ_FILE, fuzz_host());
	if (config != NULL)
		submit_judge(&submit, config, &args, 2, argv, str_of(""));
	failing_disarm();
	keep_outcome(&submit, outcome);
	spool_close(&submit.spool);
	failing_unmap();
	config_close(config);
}

/* truefromctl check, of which only the sentences matter. */
static void
check_lists(void)
{
	struct submit submit = { .spool = { .fd = -1 } };
	struct config *config =
	    submit_configure(&submit, FUZZ_FILE, fuzz_host());

	if (config != NULL) {
		(void)domainlists_check(config->lists, note, NULL);
		(void)owners_check(config->owner, note, NULL);
	}
	failing_disarm();
	config_close(config);
}

static void
make_file(int fd, const char *content)
{
	ssize_t size = (ssize_t)strlen(content);
	int made = memfd_create("fuzz", MFD_CLOEXEC);

	fuzz_require(made != -1 && fchmod(made, 0644) == 0 &&
		dup2(made, fd) == fd && close(made) == 0 &&
		pwrite(fd, content, (size_t)size, 0) == size,
	    "there are files");
}

static void
make_files(void)
{
	(void)fuzz_file(str_of(settings));
	if (fcntl(LIST_FD, F_GETFD) != -1)
		return;
	make_file(LIST_FD, list);
	make_file(NOT_THOSE_FD, not_those);
	make_file(OWNERS_FD, owners);
	make_file(LOGINS_FD, logins);
}

static void
check_outcome(const struct outcome *outcome, const struct outcome *expected)
{
	if (outcome->reason == REASON_SYSTEM ||
	    outcome->reason == REASON_CONFIG)
		return;
	/* libidn2 may be what is missing. */
	if (outcome->reason == REASON_FROM_MALFORMED &&
	    expected->reason != REASON_FROM_AMBIGUOUS)
		return;
	fuzz_require(outcome->reason == expected->reason &&
		strcmp(outcome->domain, expected->domain) == 0,
	    "a failure makes no other decision");
	fuzz_require(fuzz_same((struct str){ outcome->bytes, outcome->len },
			 (struct str){ expected->bytes, expected->len }),
	    "a failure makes no other message");
}

static void
fail_once(int fd, unsigned char countdown, unsigned char how,
    const struct outcome *expected)
{
	static struct outcome outcome;

	(void)lseek(fd, 0, SEEK_SET);
	failing_arm(countdown, how);
	run(fd, &outcome);
	check_outcome(&outcome, expected);
	failing_arm(countdown, how);
	check_lists();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct outcome expected;
	struct str message = fuzz_view(bytes, size);
	unsigned char countdown = fuzz_take_byte(&message);
	unsigned char how = fuzz_take_byte(&message);
	int fd;

	if (message.len > SPOOLED_MAX / 2)
		return 0;
	make_files();
	fd = memfd_create("message", MFD_CLOEXEC);
	fuzz_require(fd != -1 &&
		pwrite(fd, message.ptr, message.len, 0) == (ssize_t)message.len,
	    "there is a message");
	run(fd, &expected);
	if (countdown == EACH)
		for (countdown = 0; countdown < CALLS; countdown++)
			fail_once(fd, countdown, how, &expected);
	else
		fail_once(fd, countdown, how, &expected);
	(void)close(fd);
	return 0;
}
