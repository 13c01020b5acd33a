# SPDX-License-Identifier: ISC
# mail-mailer.pl [OPTION...]: Mail::Mailer, with those for sendmail, which is what Mail::Send and others send with.

use strict;
use warnings;
use Mail::Mailer;

open my $body, '<', $ENV{BODY} or die "$ENV{BODY}: $!\n";
my $mailer = Mail::Mailer->new('sendmail', @ARGV);
$mailer->open({
	From => $ENV{FROM},
	To => $ENV{TO},
	Cc => $ENV{CC},
	Bcc => $ENV{BCC},
	Subject => $ENV{SUBJECT},
});
print $mailer $_ while <$body>;
$mailer->close and print "sent\n" and exit;
print "close() failed\n";
exit 1;
