#!/bin/sh
# SPDX-License-Identifier: ISC
#
# SMTP on standard input: `sendmail -bs`, and batches of it (-bS, rsmtp).

# shellcheck disable=SC2016 # Perl expands
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

# session NAME... < SCRIPT: truefrom with that; lines of the script end in CRLF,
# and \r, \n and \0 in it are those bytes.
session()
{
	perl -pe 's/\n/\r\n/; s/\\r/\r/g; s/\\n/\n/g; s/\\0/\0/g' > smtp
	reset
	run alice "$@" < smtp
}

replies()
{
	cut -c1-3 stdout | uniq -c | awk '{ print $2 }' | tr '\n' ' ' |
		sed 's/ $//'
}

# sent WHAT NUMBER: so many messages were delivered.
sent()
{
	is "$1: messages delivered" "$(deliveries | wc -l)" "$2"
}

spoken()
{
	piped_status
	is "$1: exit status" "$status" 0
	is "$1: nothing on stderr" "$(cat stderr)" ''
	is "$1: the replies" "$(replies)" "$2"
}

# --- One message, as Symfony speaks.

symfony='HELO [127.0.0.1]
MAIL FROM:<shop@good.example>
RCPT TO:<rcpt@dest.example>
RCPT TO:<bcc@dest.example>
DATA
From: The Shop <shop@good.example>
To: rcpt@dest.example
Subject: a test
Date: Mon, 02 Jan 2023 10:11:12 +0000
Message-ID: <1.2.3@good.example>

Body, with dots:
..
..two
. one
last
.
QUIT'

# transcript: what rcpt@dest.example got, without what differs from one delivery
# to the next.
transcript()
{
	normalise smtp < "$(grep -rl '^Envelope-to: rcpt@' /mnt/mail)"
}

printf '%s\n' "$symfony" | session $exim -bs -odi
cp stdout bare.stdout
transcript > bare
printf '%s\n' "$symfony" | session $truefrom -bs -odi
spoken 'one message' '220 250 354 250 221'
transcript > got
sent 'one message: one for each recipient' 2
same 'one message: as through bare Exim' got bare
is 'one message: as many replies' "$(wc -l < stdout)" "$(wc -l < bare.stdout)"
logged 'one message' 'verdict="accept"' 'reason="ok"' 'recipients="2"' \
    'sender="shop@good.example"' 'domain="good.example"' \
    'message-id="<1.2.3@good.example>"'
is 'one message: one log line' "$(wc -l < /mnt/log/syslog)" 1

# --- Extensions.

printf 'EHLO client.example\nQUIT\n' | session $exim -bs
like 'bare Exim offers CHUNKING' "$(cat stdout)" CHUNKING
printf 'EHLO client.example\nQUIT\n' | session $truefrom -bs
spoken 'EHLO' '220 250 221'
like 'EHLO: 8BITMIME' "$(cat stdout)" '^250-8BITMIME'
like 'EHLO: SIZE' "$(cat stdout)" '^250-SIZE [0-9]+'
is 'EHLO: what would carry a message past' \
    "$(grep -Ec 'CHUNKING|BINARYMIME|STARTTLS|AUTH|PRDR|BURL' stdout)" 0

session $truefrom -bs <<'END'
EHLO x
STARTTLS
AUTH PLAIN AGNlbwBw
XCLIENT ADDR=192.0.2.1
MAIL FROM:<shop@good.example> AUTH=<>
MAIL FROM:<shop@good.example> BODY=BINARYMIME
mail from: shop@good.example size=100 body=8bitmime
MAIL FROM:<shop@good.example>
BDAT 20 LAST
VRFY root
NOOP of no consequence
rset
DATA
QUIT
END
is 'commands: the replies' "$(sed 's/^\(250\)-.*/\1/' stdout | cut -c1-3 |
    uniq | tr '\n' ' ')" \
    '220 250 502 500 555 250 503 502 252 250 503 221 '

# --- Refusals; the session goes on.

two='RSET
MAIL FROM:<shop@good.example>
RCPT TO:<rcpt@dest.example>
DATA
From: shop@good.example

good
.
QUIT'

begin='EHLO x
MAIL FROM:<shop@good.example>
RCPT TO:<rcpt@dest.example>
DATA'

# refused_message WHAT PATTERN REASON < MESSAGE: but the one after it is not.
refused_message()
{
	{ echo "$begin"; cat; echo .; echo "$two"; } > script
	session $truefrom -bs -odi < script
	spoken "$1" '220 250 354 550 250 354 250 221'
	like "$1: the sentence" "$(grep ^550 stdout)" "^550 5\.7\.1 .*$2"
	sent "$1" 1
	check "$1: the good one" grep -q '^good$' "$(delivery)"
	logged "$1" 'verdict="reject"' "reason=\"$3\""
}

refused_message 'a spoofed From' "$sentence" from-domain <<END
From: $bad

spoof
END
refused_message 'a dot before From' 'bank\.example' from-domain <<END
.From: $bad

spoof
END
refused_message 'two From' '2 From headers' from-multiple <<END
From: $good
From: $bad

spoof
END
refused_message 'bare LF in the header' 'bank\.example' from-domain <<END
Subject: x\nFrom: $bad

spoof
END
refused_message 'bare CR in the header' 'carriage return' from-ambiguous <<END
Subject: x\rFrom: $bad

spoof
END
refused_message 'an mbox line' 'From . line' from-ambiguous <<END
From ceo@bank.example Thu Jan  1 00:00:00 1970
From: $good

spoof
END

# Without a From the MTA makes one, of MAIL FROM if it lets the caller choose.
printf 'HELO x\nMAIL FROM:<ceo@bank.example>\nRCPT TO:<r@dest.example>
DATA\nSubject: x\n\nspoof\n.\nQUIT\n' | session $truefrom -bs -odi
spoken 'no From' '220 250 354 550 221'
sent 'no From' 0
printf 'HELO x\nMAIL FROM:<>\nRCPT TO:<r@dest.example>
DATA\nFrom: shop@good.example\n\nbounce\n.\nQUIT\n' | session $truefrom -bs -odi
spoken 'the null sender' '220 250 354 250 221'
like 'the null sender: as through bare Exim' "$(cat "$(delivery)")" \
    '^Return-path: <>'

# Only the message that holds it is refused.
{ echo "$begin"; printf 'From: shop@good.example\n\na\\0b\n.\n%s\n' "$two"; } > script
session $truefrom -bs -odi < script
spoken 'NUL' '220 250 354 554 250 354 250 221'
sent 'NUL' 1
logged 'NUL' 'verdict="reject"' 'reason="smtp"'

# --- Where a message ends.

# smuggled WHAT BYTES: between the lines of a message that is honest.
smuggled()
{
	{
		echo "$begin"
		printf 'From: shop@good.example\n\nhonest\n'
		printf '%s' "$2"
		printf 'MAIL FROM:<ceo@bank.example>\n'
		printf 'RCPT TO:<rcpt@dest.example>\nDATA\n'
		printf 'From: ceo@bank.example\n\nspoof\n.\nQUIT\n'
	} > script
	session $truefrom -bs -odi < script
	is "$1: the replies" "$(replies)" '220 250 354 554'
	like "$1: the last of them" "$(grep ^554 stdout)" '^554 5\.6\.0 The message '
	is "$1: nothing on stderr" "$(cat stderr)" ''
	sent "$1" 0
	logged "$1" 'verdict="reject"' 'reason="smtp"'
}

smuggled 'LF . LF' '\n.\n'
smuggled 'LF . CRLF' 'x\n.\r\n'
smuggled 'CRLF . LF' '.\n'
smuggled 'CR . CR' '\r.\r'
smuggled 'CR . CRLF' 'x\r.\r\n'
smuggled 'CRLF . CR' '.\r'
smuggled 'CRLF . CR CRLF' '.\r\r\n'
smuggled 'CR CRLF . CRLF' '\r\r\n.\r\n'

for text in '. ' ' .' '..' '.\\x85'; do
	{ echo "$begin"; printf 'From: shop@good.example\n\n%s\nend\n.\nQUIT\n' \
	    "$text"; } > script
	session $exim -bs -odi < script
	transcript > bare
	session $truefrom -bs -odi < script
	spoken "a line '$text'" '220 250 354 250 221'
	same "a line '$text': as through bare Exim" bare "$(transcript > got
	    echo got)"
done

{ echo "$begin"; printf 'From: shop@good.example\n\ncut off'; } > script
session $truefrom -bs -odi < script
sent 'a client that ends within a message' 0
like 'a client that ends within a message: hears of it' "$(cat stdout)" '^554 '

# --- Large ones.

{
	echo "$begin"
	printf 'From: shop@good.example\n\n'
	perl -e 'for (1 .. 60000) { print "." x ($_ % 3), "line $_ ",
	    "x" x ($_ % 90), "\n" } print "y" x 300000, "\n"'
	printf '.\nQUIT\n'
} > large
session $exim -bs -odi < large
transcript > bare
session $truefrom -bs -odi < large
spoken 'a large message' '220 250 354 250 221'
transcript > got
check 'a large message: is large' test "$(wc -c < got)" -gt 3000000
same 'a large message: as through bare Exim' got bare
sed 's/shop@good/ceo@bank/' large > spoof
session $truefrom -bs -odi < spoof
spoken 'a large spoofed message' '220 250 354 550 221'
sent 'a large spoofed message' 0
configure 's/^mta /message_size_limit = 100000\nmta /'
session $truefrom -bs -odi < large
spoken 'a message above the limit' '220 250 354 552 221'
sent 'a message above the limit' 0
configure 's/^mta /message_size_limit = 2000000\nmta /'
session $truefrom -bs -odi < large
like 'above the limit when it is half sent' "$(tail -n1 stdout)" '^552 5\.3\.4 '
sent 'above the limit when it is half sent' 0

# --- Monitor mode.

configure 's/^mta /mode = monitor\nmta /'
{ echo "$begin"; printf 'From: %s\n\nspoof\n.\nQUIT\n' "$bad"; } > script
session $truefrom -bs -odi < script
spoken 'monitor' '220 250 354 250 221'
sent 'monitor' 1
logged 'monitor' 'verdict="monitor"' 'reason="from-domain"'
smuggled 'monitor: LF . LF' '\n.\n'
configure ''

# --- Processes.

configure 's,^mta .*,mta = /mnt/nowhere,'
printf 'QUIT\n' | session $truefrom -bs
is 'no MTA: exit status' "$(cat status)" 69
like 'no MTA: the reply' "$(cat stdout)" '^421 .*/mnt/nowhere'
is 'no MTA: nothing on stderr' "$(cat stderr)" ''

printf '#!/bin/sh\necho "220 mute"; read -r x; kill -9 $$\n' > /mnt/dies
chmod 755 /mnt/dies
configure 's,^mta .*,mta = /mnt/dies,'
printf 'EHLO x\nNOOP\n' | session $truefrom -bs
is 'an MTA that is killed: exit status' "$(cat status)" 71
like 'an MTA that is killed: the reply' "$(tail -n1 stdout)" '^421 4\.3\.0 '
printf '#!/bin/sh\necho "554 go away"; exit 3\n' > /mnt/dies
printf 'EHLO x\nQUIT\n' | session $truefrom -bs
is 'an MTA that refuses: its words' "$(cat stdout)" \
    "$(printf '554 go away\r')"
is 'an MTA that refuses: its exit status' "$(cat status)" 3
configure ''

cat > talk.pl <<'END'
# Speaks SMTP as a library does, waiting for each reply, to a program that it
# kills with a signal in the middle of a message.
use IPC::Open2;
my $signal = shift;
my $pid = open2(my $out, my $in, @ARGV);
for my $line ("", "HELO x", "MAIL FROM:<shop\@good.example>",
    "RCPT TO:<rcpt\@dest.example>", "DATA") {
	print $in "$line\r\n" if $line;
	$in->flush;
	<$out>;
}
print $in "From: shop\@good.example\r\n\r\n", "x" x 70, "\r\n" x 100000;
$in->flush;
select undef, undef, undef, 0.3;
kill $signal, $pid;
print <$out>;
waitpid $pid, 0;
printf "exit %d signal %d\n", $? >> 8, $? & 127;
END
reset
run alice perl talk.pl TERM $truefrom -bs -odi
like 'SIGTERM: the reply' "$(cat stdout)" '^421 4\.3\.2 '
like 'SIGTERM: exit status' "$(cat stdout)" '^exit 71 signal 0$'
reset
run alice perl talk.pl KILL $truefrom -bs -odi
like 'SIGKILL' "$(cat stdout)" 'signal 9$'
sleep 1
sent 'a killed truefrom: half messages' 0
is 'a killed truefrom: nothing is queued' "$($exim -bpc)" 0

# inetd's clients are others' business: the MTA gets the socket itself.
reset
perl -e '
use IO::Socket::INET; use POSIX ();
my $listener = IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")
    or die;
unless (fork) {
	my $s = $listener->accept;
	POSIX::dup2(fileno $s, 0); POSIX::dup2(fileno $s, 1);
	exec @ARGV;
}
my $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1",
    PeerPort => $listener->sockport) or die;
<$s>; print $s "EHLO x\r\n"; print while defined($_ = <$s>) && !/^250 /;
print $s "QUIT\r\n"; wait' $truefrom -bs > stdout
like 'root and a network: the MTA itself answers' "$(cat stdout)" CHUNKING

# --- Batches.

batch='MAIL FROM:<shop@good.example>
RCPT TO:<one@dest.example>
DATA
From: shop@good.example

one
..
.
MAIL FROM:<shop@good.example>
RCPT TO:<two@dest.example>
DATA
From: shop@good.example

two
.'
for name in 'sendmail -bS' rsmtp; do
	reset
	printf '%s\n' "$batch" > smtp
	# shellcheck disable=SC2086 # words
	run alice perl -e '$p = shift; exec { $p } @ARGV' $truefrom $name \
	    -odi < smtp
	is "$name: exit status" "$status $(cat stdout stderr)" '0 '
	sent "$name" 2
	check "$name: dots" grep -rqx '\.' /mnt/mail
	is "$name: a log line each" "$(grep -c accept /mnt/log/syslog)" 2
	printf '%s\n' "$batch" | session $truefrom -bS -odi
	is "$name, CRLF: exit status" "$status $(cat stdout stderr)" '0 '
	sent "$name, CRLF" 2
done

# bad_batch WHAT STATUS PATTERN: the file smtp.
bad_batch()
{
	reset
	run alice $truefrom -bS -odi < smtp
	failed_closed "$1" "$2" "$3"
	logged "$1" 'verdict="reject"'
}

{
	printf '%s\n' "$batch"
	printf '%s\n' "$batch" | sed 's/^From: shop@good/From: ceo@bank/'
} > smtp
bad_batch 'a spoofed message in a batch' 77 "^$sentence\$"
printf '%s\n' "$batch" | sed '$d' > smtp
bad_batch 'a batch cut off' 65 'does not end'
printf '%s\n.\r\n' "$batch" > smtp
bad_batch 'a batch with a dot too many' 65 'not known'
printf '%s\r\n' "$batch" > smtp
bad_batch 'a batch whose line ends change' 65 'of another kind'
printf 'BDAT 3\nabc\n' > smtp
bad_batch 'a batch with BDAT' 65 'not to be had'
printf 'DATA\nx\n.\n' > smtp
bad_batch 'a batch without a sender' 65 'MAIL and RCPT'

# A mode that another MTA would take for a value, or not know, hides nothing.
printf 'HELP x\r\n' > smtp
for words in '-N -bS' '-h -bS' '-N -bs' '-oi -bs' '-bS r@dest.example'; do
	reset
	# shellcheck disable=SC2086 # words
	run alice $truefrom $words -fceo@bank.example < smtp
	is "$words: exit status" "$status" 64
	nothing_sent "$words: nothing sent"
done

done_testing
