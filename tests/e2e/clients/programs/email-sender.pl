# SPDX-License-Identifier: ISC
# email-sender.pl: Email::Sender with its default transport, which is sendmail.

use strict;
use warnings;
use Email::MIME;
use Email::Sender::Simple 'sendmail';
use Email::Sender::Transport::Sendmail;

open my $body, '<', $ENV{BODY} or die "$ENV{BODY}: $!\n";
my $message = Email::MIME->create(
	header => [
		From => $ENV{FROM},
		To => $ENV{TO},
		Cc => $ENV{CC},
		Subject => $ENV{SUBJECT},
	],
	body => join '', <$body>);

eval {
	sendmail($message, {
		transport => Email::Sender::Transport::Sendmail->new,
		from => $ENV{ADDRESS},
		to => [ @ENV{'TO', 'CC', 'BCC'} ],
	});
} and print "sent\n" and exit;
print 'failed: ', ref $@ ? $@->message : $@, "\n";
exit 1;
