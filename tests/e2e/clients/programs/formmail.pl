# SPDX-License-Identifier: ISC
# formmail.pl: the pipe of FormMail and a thousand scripts after it, though few
# of them look at what close() returns.

use strict;
use warnings;

my ($name) = $ENV{FROM} =~ /(.*) </;
open my $body, '<', $ENV{BODY} or die "$ENV{BODY}: $!\n";
open my $mail, '|/usr/sbin/sendmail -oi -t' or die "sendmail: $!\n";
print $mail "To: $ENV{TO}\n";
print $mail "Cc: $ENV{CC}\n";
print $mail "Bcc: $ENV{BCC}\n";
print $mail "From: $ENV{ADDRESS} ($name)\n";
print $mail "Subject: $ENV{SUBJECT}\n\n";
print $mail $_ while <$body>;
close $mail and print "sent\n" and exit;
print 'close() failed: ', $! ? $! : 'status ' . ($? >> 8), "\n";
exit 1;
