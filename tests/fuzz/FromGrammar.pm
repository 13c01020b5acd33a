# SPDX-License-Identifier: ISC
#
# FromGrammar: From values and header sections out of the building blocks that
# mail servers and readers are known to be fooled by, put together at random.
# The same srand() gives the same cases.

package FromGrammar;

use strict;
use warnings;

# Three owners, so that it shows which of them a reader took.
my @names = ('good.example', 'bank.example', 'third.example');

my @odd_domains = (
	'GOOD.Example', 'good.example.', 'good..example', '.good.example',
	'-good.example', 'good-.example', 'go_od.example', 'localhost', '1',
	'127.0.0.1', '[192.0.2.1]', '[IPv6:2001:db8::1]', '[foo]', '[]',
	'[192.0.2.1', "g\xc3\xb6\xc3\xb6d.example", "g\xf6d.example",
	"good\xe3\x80\x82example", "good\xef\xbc\x8eexample",
	"\xef\xbd\x87ood.example", "go\xe2\x80\x8bod.example",
	"go\xc2\xadod.example", "stra\xc3\x9fe.example",
	'xn--gd-fkaa.example', 'xn--.example', '=?utf-8?q?good?=.example',
	'good.example=?utf-8?q?_=28?=.bank.example', 'good.example/x',
	'good.example:25', 'good .example', 'good. example',
	'good(c).example', 'good.(c)example', "good.\n example",
	'good.example\\', '"good.example"', 'good.example;', '',
	'x' x 64 . '.example', 'x.' x 120 . 'example', 'g%d', 'good!example',
	'good@bank.example', 'good.example@bank.example', '#1', '*',
);

my @locals = ('a', 'joe', 'joe.bloggs', 'a+b', "o'neil", 'no-reply', 'root');

my @odd_locals = (
	'"a b"', '"a@bank.example"', 'a\\@bank.example', '"a\\"b"', '"a,b"',
	'a..b', '.a', 'a.', 'a%bank.example', 'bank.example!a', "j\xc3\xb6e",
	"j\xf6e", '"joe".x', 'a."b"', '"a"b', 'a"b"', '"a""b"', '""', 'a b',
	'a(c)', '(c)a', 'a.(c)b', 'a. b', '=?utf-8?q?a?=',
	'=?utf-8?q?a=40bank.example?=', '=?utf-8?q?a=40bank.example_=28?=',
	'', ',', 'a,b', 'a;b', 'a:b', '<a', '>a', '/dev/null', '|cmd', '{x}',
	'`id`', '${run{x}}', "a\x01b", "a\x7f", 'a@b', '"unterminated',
	'a\\ b', '\\a', 'a\\', '[a]', "\xef\xbc\xa0", 'mailto:a', 'a::b',
	'/C=x/A=y', 'x' x 64, 'x' x 250, '"\\', "\"a\n b\"", '#', '*', '-f',
);

my @words = (
	'Joe', 'Bloggs', 'a.n.other', 'J.', '"Joe, X"', '"Joe"', 'Mr',
	'"a@bank.example"', '"b" ', '"<b@bank.example>"', "J\xc3\xb6e",
	"J\xf6e", '=?utf-8?q?J=C3=B6e?=', '=?utf-8?b?SsO2ZQ==?=',
	'=?utf-8?q?Smith=2C_J=2E?=', '(c)', "O'Neil", 'Joe-Bloggs', '&', '!',
	'#1', '*', '%', "\xe2\x80\x93", '24/7', '=', '+', '{x}', '|', '~',
);

my @odd_words = (
	'[Site]', '[', ']', ';', ':', ',', '.', '..', '@', '@home',
	'a@bank.example', '<', '>', '<>', '"', '\\', '\\"', '\\<', '\\(',
	'(', ')', '()', '((c)', '(c))', '(\\)', '(")', '"(', '"\\', '"\\"',
	'"CEO\\\\" <ceo@bank.example>"', '"CEO\\" <ceo@bank.example>"',
	'=?utf-8?q?x=40good.example_=28?=', '=?utf-8?q?=3Ca=40bank.example=3E?=',
	'=?utf-8?q?=3Ca=40bank.example=3E_=28?=', '=?utf-8?q?=22?=',
	'"=?utf-8?q?X=22_=3Ca=40bank.example=3E_=28?="',
	'(=?utf-8?q?=29_a=40bank.example_=28?=)', '=?utf-8?q?a=40bank.example?=',
	'=?utf-7?q?+AEA-?=', '=?IBM037?q?=7C?=', '=?utf-8?q?=00?=',
	'=?utf-8?q?=0A?=', '=?utf-8?q?' . 'c' x 80 . '?=', '=?', '?=',
	'=?x?y?', 'Joe:', 'Group:', 'mailto:', '<b@bank.example>',
	'a@bank.example,', 'bank.example!', '::', "\xef\xbc\xa0", "\xa0",
	"\xe2\x80\x8b", "\x01", "\x08", "\x7f", "\x0b", "\x0c", '&#64;', '%40',
	'(b@bank.example)', '(nested (b@bank.example) more)', '("b@bank.example)',
);

my @space = (' ', ' ', '  ', "\t", "\n ", "\n\t", '(c)', ' (c) ');

my @odd_space = ("\n \n ", '(b@bank.example)', '(n(e)st)', '(\\))', '("q)',
    '(unclosed', ')', "(c\n d)", '((', '(\\', "\x0b", "\xa0", "\r");

sub pick {
	return $_[rand @_];
}

sub chance {
	return rand(100) < shift;
}

# How odd things are, in percent: in most cases little, or nothing would be
# accepted; the more is odd, the sooner does a case fail for the first of it.
my $odd;

sub set_oddness {
	$odd = pick(1, 3, 8, 20, 40);
	return;
}

sub odd {
	return chance($odd);
}

sub space {
	return chance(60) ? '' : odd() ? pick(@odd_space) : pick(@space);
}

sub domain {
	return odd() ? pick(@odd_domains) : pick(@names);
}

sub addr_spec {
	my $local = odd() ? pick(@odd_locals) : pick(@locals);

	return space() . $local if chance(7);
	return space() . $local . space() . '@' . space() . domain() . space();
}

sub phrase {
	my $phrase = '';

	for (0 .. int rand 4) {
		$phrase .= odd() ? pick(@odd_words) : pick(@words);
		$phrase .= chance(80) ? ' ' : space();
	}
	return $phrase;
}

sub angle {
	my $route = '';

	$route = join(',', map '@' . domain(), 0 .. int rand 2) .
	    (chance(90) ? ':' : '') if chance(20) && odd();
	return '<' . $route . addr_spec() . '>';
}

sub mailbox {
	my $kind = int rand 10;

	return addr_spec() if $kind < 3;
	return addr_spec() . '(' . phrase() . ')' if $kind == 3;
	return phrase() . angle() . space();
}

my @odd_shapes = (
	sub { mailbox() . pick(',', ', ', ' ', ';', '') . mailbox() },
	sub { phrase() . ':' . mailbox() . pick(';', '', ',') . space() },
	sub { '@' . domain() . ':' . addr_spec() },
	sub { angle() . pick('', ' ', "\n ") . angle() },
	sub { addr_spec() . ' ' . angle() },
	sub { my $s = addr_spec(); $s . pick('', ' ', ',') . "<$s>" },
	sub { my $s = addr_spec(); $s . ' ' . mutate("<$s>") },
	sub { angle() . ' ' . pick(addr_spec(), phrase()) },
	sub { '<' . angle() . '>' },
	sub { phrase() . '<' . addr_spec() },
	sub { phrase() . addr_spec() . '>' },
	sub { phrase() . addr_spec() },
	sub { phrase() },
	sub { pick('', '<>', '()', '""', '@', ',', ':;', 'Grp:;', '<', '>') },
	sub { # soup
		join '', map {
			pick(pick(@words), pick(@odd_words), pick(@odd_words),
			    pick(@locals), pick(@odd_locals), domain(), '@',
			    space(), '<', '>')
		} 0 .. int rand 9
	},
);

my @bytes = ('"', '\\', '(', ')', '<', '>', ',', ';', ':', '@', '.', '[', ']',
    ' ', "\t", "\n ", '=?', '?=', "\x01", "\x0b", "\x7f", "\x80", "\xe9", 'x');

# A slip of the pen.
sub mutate {
	my $s = shift;
	my $at = int rand(1 + length $s);
	my $len = 1 + int rand 6;
	my $kind = int rand 5;

	if ($kind < 2) {
		substr($s, $at, 0) = pick(@bytes);
	} elsif ($kind == 2) {
		substr($s, $at, chance(70) ? 1 : $len) = '';
	} elsif ($kind == 3) {
		substr($s, $at, 0) = pick(@odd_words, @odd_locals);
	} else {
		substr($s, $at, 0) = substr $s, int rand(1 + length $s), $len;
	}
	return $s;
}

# A From value: its lines, but for the first, begin with a blank.
sub value {
	my $s;

	set_oddness();
	$s = odd() ? pick(@odd_shapes)->() : mailbox();
	$s = mutate($s) while odd();
	$s = ' ' . $s if chance(80);
	$s =~ s/\n(?![ \t])/\n /g;
	return $s;
}

my @from = ('From:', 'From:', 'From:', 'From:', 'from:', 'FROM:');

my @near_from = ('From :', "From\t:", "From\x0b:", "From\n :", "From\r:",
    "\xef\xbb\xbfFrom:", "\xc2\xa0From:", "From\xa0:", 'F rom:', ' From:',
    "Fr\xc2\xadom:", "From\x00:", "\x01From:", 'From::', 'From;', '.From:',
    'From', 'Resent-From:', 'X-From:', 'From-X:', '>From:', ':From:');

my @fields = ('To: r@rcpt.example', 'Subject: a test', "Subject: a\n fold",
    'X: y', 'X:', 'Reply-To: v@visitor.example', 'Sender: s@bank.example',
    'Message-ID: <1@x>', 'Date: Mon, 02 Jan 2023 10:11:12 +0000',
    'MIME-Version: 1.0', "X: y\n \n z", "X: y\n \n",
    "X:\n From: b\@bank.example",
    'Return-Path: <b@bank.example>', 'Content-Type: text/plain');

my @odd_fields = ('no field', "X\n : y", ': y', "S\xc3\xa4: s", 'A B: c',
    "V\x0b: w", "X: y\rFrom: b\@bank.example", "X: y\x00z", "\r", ' ', '.',
    '..', '.X: y', "\x0b", 'Resent-To: r@rcpt.example', "X\x01: y", "X: \r",
    'Subject : s', "\x00", "\xff: y", 'X: y(', 'X: "', "\x7f: y",
    'From joe Fri Jan  5 12:35:01 2024', '>From joe Fri Jan  5 12:35:01 2024');

my @mbox = ('From joe Fri Jan  5 12:35:01 2024',
    'From joe@third.example Fri, 05 Jan 24 12:35', 'From joe nonsense',
    "From joe Fri Jan  5 12:35\n x", '>From joe', 'From ', "From\tjoe",
    'From a@third.example 5 Jan 2024 1:2', 'From : b@bank.example');

sub from_field {
	my $name = chance(92) ? pick(@from) : pick(@near_from);

	return $name . value();
}

# Line ends: of one kind, of the first line and of the others, or any.
sub end_lines {
	my @lines = @_;
	my $style = int rand 10;
	my $n = 0;

	return join '', map {
		my $end = $style < 4 ? "\n" :
		    $style < 6 ? "\r\n" :
		    $style == 6 ? ($n ? "\n" : "\r\n") :
		    $style == 7 ? ($n ? "\r\n" : "\n") :
		    $style == 8 ? pick("\n", "\r\n") :
		    pick("\n", "\n", "\r\n", "\r\n", "\r", "\n\r", "\r\r\n");
		$n++;
		my $line = $_;
		$line =~ s/\n/$end/g if $style < 8;
		$line . $end;
	} @lines;
}

# A message: a header section with hardly more than its From, and some body.
sub message {
	my @lines;

	push @lines, pick(@mbox) if chance(6);
	push @lines, chance(90) ? pick(@fields) : pick(@odd_fields)
	    for 1 .. int rand 3;
	push @lines, from_field() if chance(88);
	push @lines, chance(90) ? pick(@fields) : pick(@odd_fields)
	    for 1 .. int rand 3;
	push @lines, from_field() if chance(8);
	return substr end_lines(@lines), 0, -1 if chance(5);
	return end_lines(@lines) if chance(5);
	return end_lines(@lines, '', 'body',
	    chance(30) ? 'From: c@third.example' : (), chance(5) ? '.' : ());
}

# For -f; `-` is for none.
sub sender {
	return '-' if chance(80);
	return pick(map "joe\@$_", @names) if chance(70);
	return pick('joe', '<joe@bank.example>', 'joe@BANK.example',
	    'Joe <joe@bank.example>', 'joe@good.example.', '"j b"@bank.example',
	    'joe@[192.0.2.1]', '@good.example:joe@bank.example', 'bank!joe',
	    'joe (c)', '(c) joe@bank.example', "j\xc3\xb6e\@bank.example",
	    "joe\@b\xc3\xa4nk.example", 'joe@bank.example,a@good.example',
	    '"joe@bank.example"', 'joe@bank.example joe', 'joe@@bank.example');
}

1;
