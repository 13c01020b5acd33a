/* SPDX-License-Identifier: ISC */
/*
 * Signs of header injection, and honest mail that looks a little like it.
 */

#include "scratch.h"
#include "suite.h"

#include "policy/header.h"
#include "policy/injection.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "To: o@x\nSubject: s\nFrom: f@x\n"
#define MIME "MIME-Version: 1.0\nContent-Type: text/plain\n"

/* Each with a part of the sentence. */
static const struct {
	struct str message;
	const char *sign;
} injected[] = {
	{ BYTES(HEAD "To: v@y\n\nb"), "second To field" },
	{ BYTES(HEAD "TO : v@y\n\nb"), "second To field" },
	{ BYTES(HEAD "Cc: a@x\nCc: a@x\nCc: a@x\n\nb"), "second Cc field" },
	{ BYTES("Bcc: a@x\nbcc: b@x\n\nb"), "second Bcc field" },
	{ BYTES("To: a@x\nTo: a@x, b@x\n\n"), "second To field" },
	{ BYTES(HEAD "From: g@x\n\nb"), "second From field" },
	{ BYTES(HEAD "subject: t\n\nb"), "second Subject field" },
	{ BYTES("Sender: a@x\nSender: b@x\n\n"), "second Sender field" },
	{ BYTES("Date: 1\nDate: 2\n\n"), "second Date field" },
	{ BYTES("Reply-To: 1\nReply-To: 2\n\n"), "second Reply-To field" },
	{ BYTES("Message-ID: 1\nMessage-ID: 2\n"), "second Message-ID field" },
	{ BYTES("In-Reply-To: 1\nIn-Reply-To: 2\n"), "second In-Reply-To" },
	{ BYTES("References: 1\nReferences: 2\n"), "second References field" },
	{ BYTES("MIME-Version: 1\nMIME-Version: 2\n"), "second MIME-Version" },
	{ BYTES("Content-Type: 1\nContent-Type: 2\n"), "second Content-Type" },
	{ BYTES("Content-ID: 1\nContent-ID: 2\n"), "second Content-ID field" },
	{ BYTES("Content-Transfer-Encoding: 1\n"
		"Content-Transfer-Encoding: 2\n"),
	    "second Content-Transfer-Encoding field" },
	{ BYTES("Content-Disposition: 1\nContent-Disposition: 2\n"),
	    "second Content-Disposition field" },
	{ BYTES("Content-Description: 1\nContent-Description: 2\n"),
	    "second Content-Description field" },

	{ BYTES(HEAD "X: \x0b\n\n"),
	    "Line 4 of the header holds the control "
	    "byte 0x0b" },
	{ BYTES("X: y\n \x7f\n\n"),
	    "Line 2 of the header holds the control "
	    "byte 0x7f" },
	{ BYTES("X: \x1b[0m\n\n"), "byte 0x1b" },
	{ BYTES("X: \x1b"), "byte 0x1b" },
	{ BYTES("X: \x01"), "byte 0x01" },

	/* The rest of a script's header behind an empty line. */
	{ BYTES(HEAD "\nReply-To: v@y\n" MIME "\nb"), "MIME-Version among" },
	{ BYTES(HEAD "\n\r\n\n" MIME "\nb"), "MIME-Version among" },
	{ BYTES(HEAD "\r\n\r\nReply-To: v@y\r\nX-Mailer: PHP\r\n\r\nb"),
	    "X-Mailer among" },
	{ BYTES(HEAD "\nReply-To: v@y\nContent-Type:\n text/html\n\nb"),
	    "Content-Type among" },
	{ BYTES(HEAD "\nX: y\nbcc: v@y\n\n"), "Bcc among" },
	{ BYTES(HEAD MIME "\nX: y\nX-Mailer: y\n\n"), "X-Mailer among" },
	{ BYTES(HEAD "\nX: y\nContent-Transfer-Encoding: 8bit\n\n"),
	    "Content-Transfer-Encoding among" },
	{ BYTES("To: a@x\n\nX-PHP-Originating-Script: 33:c.php\n"
		"From: f@x\n\nb"),
	    "X-PHP-Originating-Script among" },
};

static const struct str honest[] = {
	BYTES(""),
	BYTES(HEAD MIME "\nb"),
	BYTES(HEAD "Received: a\nReceived: b\nComments: a\nComments: b\n\n"),
	BYTES("X: y\nX: z\nResent-To: a@x\nResent-To: b@x\nTo: c@x\n\n"),
	/* Once more, with nothing new. */
	BYTES(HEAD "To: o@x\n\n"),
	BYTES(HEAD "To: The Owner <o@x>\n\n"),
	BYTES("To: A <a@x>, b@x\nto: b@x\n\n"),
	BYTES(HEAD "Subject:  s \nFrom: f@x\n" MIME MIME "\n"),
	/* Bytes. */
	BYTES("Subject:\ts\r\n\tt\r\n\r\nb\x01"),
	BYTES("Subject: \x1b$B%F%9%H\x1b(B\n\n"),
	BYTES("Subject: \xe3\x83\x86\x80\n\n"),
	/* What a form sums up. */
	BYTES(HEAD "\nName: Joe\nEmail: v@y\nSubject: x\n\nText\n"),
	BYTES("To: o@x\nSubject: s\n\nFrom: Joe\nEmail: v@y\n\nText\n"),
	BYTES("To: o@x\n\nFrom: v@y\nTo: o@x\nSubject: x\n\nText\n"),
	/* Forwarded. */
	BYTES(HEAD MIME "\nFrom: a@x\nSent: Monday\nTo: b@x\nSubject: t\n"
			"\nText\n"),
	BYTES(HEAD MIME "\nFrom: a@x\nTo: b@x\n" MIME "\nText\n"),
	BYTES(HEAD "\n-- Forwarded message --\nFrom: a@x\n" MIME "\nText\n"),
	BYTES("Content-Type: message/rfc822\n\n" HEAD MIME "\nText\n"),
	BYTES("Content-Type: Text/RFC822-Headers\n\n" HEAD MIME "\n"),
	BYTES(HEAD "\nFrom: A <a@x>\nDate: d\nSubject: [PATCH]\n\nText\n"),
	/* Parts of a multipart body. */
	BYTES("Content-Type: multipart/mixed; boundary=b\n\n--b\n"
	      "Content-Transfer-Encoding: 8bit\nX-Mailer: y\n\nText\n"),
	BYTES("Content-Type: multipart/mixed; boundary=\"b:1\"\n\n--b:1\n"
	      "Content-Transfer-Encoding: 8bit\nX-Mailer: y\n\nText\n"),
	/* What cron has of a CGI program; of a tool. */
	BYTES(HEAD "\nX-Powered-By: PHP/8\nContent-Type: text/html\n\nhi\n"),
	BYTES(HEAD "\nPackage: exim4\nVersion: 4.96\n\nText\n"),
	/* One line is no header, nor is one that no empty line ends. */
	BYTES(HEAD "\nMIME-Version: 1.0\n\n"),
	BYTES(HEAD "\n" MIME "Dear all,\n\n"),
	BYTES(HEAD "\n" MIME),
	BYTES(HEAD "\n X: y\n" MIME "\n"),
};

static bool
look(struct str message, bool whole, struct fault *fault)
{
	struct header header;

	ck_assert_int_eq(
	    header_read(message, whole, &header, fault), HEADER_OK);
	return injection_found(message, whole, &header, fault);
}

START_TEST(found)
{
	struct fault fault = { .text = "" };

	ck_assert(look(injected[_i].message, true, &fault));
	ck_assert_msg(strstr(fault.text, injected[_i].sign) != NULL,
	    "%s instead of %s", fault.text, injected[_i].sign);
}
END_TEST

START_TEST(none_found)
{
	struct fault fault = { .text = "" };

	ck_assert_msg(!look(honest[_i], true, &fault), "%s", fault.text);
}
END_TEST

/* What is not known of the body is no sign. */
START_TEST(cut)
{
	static const char message[] = HEAD "\n" MIME "\nb";
	struct str known = { message, sizeof(message) - 2 };
	struct fault fault;

	ck_assert(look(known, false, &fault));
	for (; known.len > strlen(HEAD "\n"); known.len--)
		ck_assert(known.len > strlen(HEAD "\n" MIME) ||
		    !look(known, false, &fault));
}
END_TEST

/* Only so many recipients are compared. */
START_TEST(many_recipients)
{
	char message[16384] = "To: ";
	struct fault fault;
	int i, round;

	for (round = 0; round < 2; round++) {
		for (i = 0; i < 17; i++)
			(void)strlcat(message, round == 0 ? "a@x, " : "<a@x>, ",
			    sizeof(message));
		(void)strlcat(
		    message, round == 0 ? "\nTo:" : "\n\n", sizeof(message));
	}
	ck_assert(look(str_of(message), true, &fault));
	memset(message, ',', sizeof(message));
	memcpy(message, "To: a@x", 7);
	memcpy(message + 9000, "\nTo: <a@x>\n", 11);
	ck_assert(look((struct str){ message, 9011 }, true, &fault));
	memcpy(message + 4000, message + 9000, 11);
	ck_assert(!look((struct str){ message, 4011 }, true, &fault));
}
END_TEST

static const char *const pathological[] = { "To: a@x\n", "Cc:\n", "a", "\x01",
	"X: y\n", "\n", "X:\n \n", "\nX: y\n", "\n\n\nX: y\nBcc: y\n",
	"To: a@x,b@x,c@x,d@x\nCc: a@x,b@x,c@x,d@x\n" };

START_TEST(large)
{
	size_t size = (size_t)1 << 20, i;
	const char *piece = pathological[_i];
	char *message = malloc(size);
	struct fault fault;

	ck_assert_ptr_nonnull(message);
	for (i = 0; i < size; i++)
		message[i] = piece[i % strlen(piece)];
	(void)look((struct str){ message, size }, true, &fault);
	free(message);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("injection");
	TCase *signs = tcase_create("signs");

	suite_add_tcase(suite, signs);
	tcase_add_loop_test(signs, found, 0, COUNT(injected));
	tcase_add_loop_test(signs, none_found, 0, COUNT(honest));
	tcase_add_test(signs, cut);
	tcase_add_test(signs, many_recipients);
	tcase_add_loop_test(signs, large, 0, COUNT(pathological));
	return suite_run_here(suite);
}
