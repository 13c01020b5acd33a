#!/usr/bin/perl
# SPDX-License-Identifier: ISC
#
# doors.pl DOOR CONFIG: sends every message of the corpus through one door of
# the Exim that runs, and holds what comes of it against what truefrom says of
# the same bytes by CONFIG.
#
#	direct		exim -t -i, called by alice
#	session		exim -bs, called by alice
#	host		SMTP to port 25 of 127.0.0.1
#	authenticated	the same with AUTH PLAIN as alice@good.example
#
# Prints a line for each message that one lets through and the other does not,
# and that no table names:
#
#	exceptions	Exim sends what truefrom does not let through
#	mended		truefrom lets through what Exim sends, and not what came
#	strict		truefrom lets through what came, and Exim does not
#
# and in the end how many there were of each, named or not.

use strict;
use warnings;
use FindBin;
use IO::Socket::INET;
use IPC::Open2;
use MIME::Base64;

use lib $FindBin::Bin;
use Corpus;

my ($door, $config) = @ARGV;
my ($to, $from);

sub reply {
	my $said = '';

	while (defined(my $line = <$from>)) {
		$said .= $said eq '' ? $line : substr $line, 4;
		$said =~ s/\r?\n/ /g;
		return $said if $line !~ /^\d{3}-/;
	}
	return '421 gone';
}

sub command {
	print $to "$_[0]\r\n";
	return reply();
}

sub as_alice {
	return ('setpriv', '--reuid', 2001, '--regid', 2001,
	    '--clear-groups', @_);
}

sub connect_door {
	if ($door eq 'session') {
		open2($from, $to, as_alice('/mnt/exim4', '-bs'));
	} else {
		$to = $from = IO::Socket::INET->new(
		    PeerAddr => '127.0.0.1:25', Timeout => 60)
		    or die "port 25: $!\n";
	}
	$to->autoflush(1);
	reply() =~ /^220/ or die "no greeting\n";
	command('EHLO client.example') =~ /^250/ or die "no EHLO\n";
	return if $door ne 'authenticated';
	my $said = command('AUTH PLAIN ' .
	    encode_base64("\0alice\@good.example\0secret", ''));
	$said =~ /^235/ or die "no AUTH: $said\n";
}

# A session as a client sends it: lines end in CRLF, dots are doubled.
sub smtp {
	my $message = shift;

	connect_door() if !$to;
	my $sender = $door eq 'authenticated' ? 'alice@good.example' :
	    'shop@good.example';

	for ("MAIL FROM:<$sender>", 'RCPT TO:<r@dest.example>', 'DATA') {
		my $said = command($_);
		next if $said =~ /^[23]/;
		undef $to;
		return $said;
	}
	$message =~ s/^\./../mg;
	$message .= "\r\n" if $message !~ /\n\z/;
	my $said = command($message . '.');
	undef $to if $said =~ /^421/;
	return $said;
}

# The one message in the queue that came by a call, whatever the other doors do.
sub called {
	for my $path (glob '/mnt/spool/input/*-H') {
		open my $in, '<', $path or next;
		local $/;
		my ($id) = $path =~ m,([^/]+)-H\z,;
		return $id if <$in> =~ /^-received_protocol local$/m;
	}
	die "no message in the queue\n";
}

sub call {
	my ($message, @words) = @_;
	my $pid = open my $pipe, '-|';

	die "fork: $!\n" unless defined $pid;
	if (!$pid) {
		open STDERR, '>&', \*STDOUT or die "stderr: $!\n";
		open my $in, '|-', as_alice('/mnt/exim4', '-i', '-oep', '-odq',
		    @words) or die "exim: $!\n";
		print $in $message;
		close $in;
		print "status $?\n";
		exit 0;
	}
	local $/;
	my $said = <$pipe> // '';
	close $pipe;
	return $said if $said !~ /status 0\n\z/;
	return '250 OK id=' . called();
}

# By the recipients in the header; by one of ours, if there are none.
sub direct {
	my $said = call($_[0], '-t');

	return $said if $said =~ /^250|rejected by non-SMTP ACL/;
	return call($_[0], 'r@dest.example');
}

sub crlf {
	return $_[0] =~ s/(?<!\r)\n/\r\n/gr;
}

my %named = (mended => {named('mended.tsv', $door)},
    strict => {named('strict.tsv', $door)});
my %count = map { $_ => 0 } qw(cases passed mended exceptions strict);

sub report {
	my ($what, $name, @rest) = @_;

	$count{$what}++;
	print join("\t", $what, $name, map show($_), @rest), "\n"
	    if !$named{$what}{$name};
}

# Is there another reason to refuse it than truefrom's?  What is not alice's, or,
# where Exim adds none, has no From.
sub is_expected {
	my ($said, $message) = @_;
	my ($head) = $message =~ /\A((?:[^\0- \x7f:]*[ \t\x0b\x0c]*:.*\n
	    (?:[ \t].*\n)*)*)/x;

	return $door eq 'authenticated' && $said =~ /spoofed/ ||
	    $door =~ /^(?:authenticated|host)$/ && $head !~ /^From:/mi;
}

my @cases = messages();

$_->[1] = crlf($_->[1]) for $door eq 'direct' ? () : @cases;
my @reasons = judge($config, map $_->[1], @cases);
my @later;

for my $i (0 .. $#cases) {
	my ($name, $message) = @{$cases[$i]};
	my $said = $door eq 'direct' ? direct($message) : smtp($message);
	my ($id) = $said =~ /^250 OK id=(\S+)/;
	my $queued = defined $id ? queued($id) : '';

	$count{cases}++;
	$count{passed}++ if defined $id;
	if (defined $id && $reasons[$i] ne 'ok') {
		push @later, [$name, $message, $reasons[$i], $queued];
	} elsif (!defined $id && $reasons[$i] eq 'ok') {
		report('strict', $name, $said, $message)
		    if !is_expected($said, $message);
	}
}

# What Exim has in its queue is what is sent.
my @reasons_sent = judge($config, map $_->[3], @later);
report(shift @reasons_sent eq 'ok' ? 'mended' : 'exceptions', @$_) for @later;
print join(' ', map "$_ $count{$_}",
    qw(cases passed mended strict exceptions)), "\n";
