# SPDX-License-Identifier: ISC
# mime-lite.pl: MIME::Lite as it comes, which looks for sendmail itself.

use strict;
use warnings;
use MIME::Lite;

open my $body, '<', $ENV{BODY} or die "$ENV{BODY}: $!\n";
my $message = MIME::Lite->new(
	From => $ENV{FROM},
	To => $ENV{TO},
	Cc => $ENV{CC},
	Bcc => $ENV{BCC},
	Subject => $ENV{SUBJECT},
	Data => join '', <$body>);

eval { $message->send } and print "sent\n" and exit;
print "failed: $@";
exit 1;
