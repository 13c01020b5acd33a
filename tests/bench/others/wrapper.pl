#!/usr/bin/perl
# SPDX-License-Identifier: ISC
#
# The same as wrapper.php, in Perl.

use strict;
use warnings;

my @lists = ('/mnt/lists/local', '/mnt/lists/remote', '/mnt/lists/allow');
my $sendmail = '/mnt/exim-drain';

my @message = <STDIN>;

my $from = '';
for my $line (@message) {
	last if $line =~ /^\s*$/;
	$from = $1 if $line =~ /^From:\s*(.*)$/i;
}

my ($domain) = $from =~ /\@([a-z0-9.-]+)/i;
if (!defined $domain) {
	print STDERR "No From address\n";
	exit 65;
}
$domain = lc $domain;

my $allowed = 0;
for my $list (@lists) {
	open my $file, '<', $list or die "$list: $!";
	chomp(my @domains = <$file>);
	close $file;
	if (grep { $_ eq $domain } @domains) {
		$allowed = 1;
		last;
	}
}
if (!$allowed) {
	print STDERR "Sorry, you may not send mail from $domain\n";
	exit 77;
}

$SIG{PIPE} = 'IGNORE';
open my $mailer, '|-', $sendmail, @ARGV or die "$sendmail: $!";
print $mailer @message;
close $mailer;
exit $? >> 8;
