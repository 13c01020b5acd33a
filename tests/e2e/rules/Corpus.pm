# SPDX-License-Identifier: ISC
#
# The messages of tests/corpus, the way truefrom judges them, and what Exim has
# in its queue of one that it took.

package Corpus;

use strict;
use warnings;
use Exporter 'import';

our @EXPORT = qw(messages named judge queued show);

my $tables = '/mnt/src/tests/corpus';
my %byte = (n => "\n", r => "\r", t => "\t", 0 => "\0", "\\" => "\\");

sub unescape {
	my $s = shift;

	return '' if $s eq '(empty)';
	$s =~ s/\\(?:x([0-9a-f]{2})|(.))/
	    defined $1 ? chr hex $1 : $byte{$2} \/\/ "\\$2"/gie;
	return $s;
}

sub rows {
	my $table = shift;
	my (@names, @rows);

	open my $in, '<', "$tables/$table" or die "$table: $!\n";
	while (my $line = <$in>) {
		chomp $line;
		next if $line eq '' || $line =~ /^#/;
		my @fields = split /\t/, $line, -1;

		@names = @fields, next if !@names;
		my %row;
		@row{@names} = @fields;
		push @rows, \%row;
	}
	return @rows;
}

sub message_of_case {
	my $row = shift;
	my $head = unescape($row->{header_block});
	my $end = $row->{mode} eq 'std-crlf' ? "\r\n" : "\n";

	return $head if $row->{mode} eq 'raw';
	return $head . join $end, 'To: rcpt@rcpt.example',
	    "Subject: $row->{id}", '', 'body', '';
}

# Real mail, where somebody has given a directory of it.
sub real {
	my $directory = $ENV{TRUEFROM_MAIL} // return;

	return map {
		open my $in, '<', $_ or die "$_: $!\n";
		local $/;
		my $text = <$in>;
		$text =~ s/(\r?\n\r?\n).*/$1body\n/s;
		[s,.*/,,r, $text]
	} grep -f, glob "$directory/*";
}

# [NAME, MESSAGE]s.
sub messages {
	my $rest = "To: r\@x.example\n\nb\n";

	return (
	    (map [$_->{id}, message_of_case($_)], rows('from_cases.tsv')),
	    (map [$_->{id}, unescape($_->{raw_message})],
		rows('injection.tsv')),
	    (map [$_->{id}, unescape($_->{prefix}) .
		unescape($_->{repeat_unit}) x $_->{repeat_count} .
		unescape($_->{suffix}) . $rest], rows('from_big.tsv')),
	    (map [$_->{id}, unescape($_->{stdin})], rows('combo_cases.tsv')),
	    (map ["from_table $_->{id}", unescape($_->{headers}) . $rest],
		rows('exim/from_table.tsv')),
	    (map ["hdr_table $_->{id}", unescape($_->{message})],
		rows('exim/hdr_table.tsv')),
	    real());
}

# {ID => 1} of a table of this directory, for a door.
sub named {
	my ($table, $door) = @_;

	return map { $_->{id} => 1 } grep $_->{doors} =~ /\b$door\b/,
	    rows("../e2e/rules/$table");
}

# judge CONFIG, MESSAGE...: the reasons for which truefrom refuses, or `ok`.
sub judge {
	my ($config, @messages) = @_;
	my $file = "/mnt/messages.$$";
	my $judge = "$ENV{TRUEFROM_JUDGE} $config";

	open my $out, '>', $file or die "$file: $!\n";
	# What is too long for the judge is not judged here.
	my @short = map length > 65536 ? "From: too long\n\n" : $_, @messages;
	printf $out "%d -\n%s", length, $_ for @short;
	close $out or die "$file: $!\n";
	open my $in, '-|', "exec $judge < $file" or die "$judge: $!\n";
	my @reasons = map /^(\S+)/, <$in>;
	close $in && @reasons == @messages or die "$judge: status $?\n";
	return @reasons;
}

# Takes the message with an id out of Exim's queue, as it would be sent.
sub queued {
	my $id = shift;
	my ($head, $body) = map {
		open my $in, '<', "/mnt/spool/input/$id-$_"
		    or die "$id-$_: $!\n";
		local $/;
		<$in>
	} 'H', 'D';
	my $message = '';

	unlink glob "/mnt/spool/input/$id-*";
	$head =~ s/\A.*\n\n(?=\d+P Received:)//s or die "$id: no header\n";
	while ($head =~ /\G(\d+)(.) /gc) {
		my $text = substr $head, pos $head, $1;

		pos($head) += $1;
		# `*` is replaced by another; Received is Exim's own.
		$message .= $text unless $2 eq '*' || $2 eq 'P';
	}
	$body =~ s/\A.*\n//;
	return "$message\n$body";
}

sub show {
	my $s = $_[0] =~ s/([^ -\[\]-~])/sprintf '\\x%02x', ord $1/ger;

	return length $s > 300 ? substr($s, 0, 300) . '...' : $s;
}

1;
