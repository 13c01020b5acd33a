#!/bin/sh
# SPDX-License-Identifier: ISC
#
# Messages, senders and logins made to trip the rules up: sizes, nesting, what
# Exim or its lists could take for syntax.  Whatever passes, truefrom lets pass;
# and the rules take no longer for it than for others.

# shellcheck source=tests/e2e/rules/lib.sh
. "$(dirname "$0")/lib.sh"

make_certificate
settings 'from_domains = good.example : lab.example' "owner = lsearch;$w/o"
echo 'good.example: alice' > $w/o
use_exim QUEUE
seconds=20
printf '#!/bin/sh\ntouch /mnt/w/ran\n' > $w/program
chmod 755 $w/program

# try WHAT WANT [OPTION...]: Exim's verdict (pass, refuse) on the file "m".
try()
{
	what=$1
	want=$2
	shift 2
	begun=$(date +%s)
	run alice $exim -oep -i "$@" r@dest.example < m
	took=$(($(date +%s) - begun))
	test "$status" -eq 0 && got=pass || got=refuse
	is "$what" "$got" "$want" || diag stderr
	test $took -lt $seconds
	ok $? "$what: in time" || echo "#    $took seconds"
	test "$got" = refuse || is "$what: truefrom, too" "$($truefromctl \
	    explain -u alice -- -i "$@" r@dest.example < m |
		sed -n 's/^verdict: //p')" accept
}

# header PERL WANT: the header that this program prints.
header()
{
	{
		perl -e "$1"
		printf '\nbody\n'
	} > m
	try "$(printf %s "$1" | tr '\n' ' ')" "$2"
}

header 'print "From: a\@good.example\n", "X: y\n" x 13000' pass
header 'print "From: a\@good.example\nX: ", "y" x 70000, "\n"' refuse
header 'print "X: ", "y" x 65400, "\nFrom: a\@good.example\n",
    "From: ceo\@bank.example\n"' refuse
header 'print "From: a\@good.example\n", "Sender: a\@good.example\n" x 2000' \
    refuse
header 'print "From: ", "(" x 480, ")" x 480, " <a\@good.example>\n"' pass
header 'print "From: ", "(" x 900, ")" x 900, " a\@good.example\n"' refuse
header 'print "From: ", "( " x 30000, "<a\@good.example>\n"' refuse
header 'print "From: ", "\"\\" x 400, "\" <a\@good.example>\n"' refuse
header 'print "From: ", "a." x 400, "\@good.example\n"' refuse
header 'print "From: ", "=?" x 300, "a\@good.example\n"' refuse
header 'print "From: a\@good.example\n", " \n" x 20000' pass
header 'print "From: a\@good.example\nX: y\n", " f r o m\n" x 5000' pass
header 'print "From: a\@good.example\nF", ">" x 60000, ": y\n"' pass
header 'print "From: a\@good.example\n", "f>\xff\x80: y\n" x 6000' pass
header 'print "From: a\@good.example\nSubject: x\n\tFrom : y\n"' refuse
header 'print "From: a\@good.example\nSender:\n"' refuse
header 'print "From: a\@good.example\nSender\n : ceo\@bank.example\n"' refuse
header 'print "From: a\@good.example\nSENDER :\n ceo\@bank.example\n"' refuse
header 'print "From: a\@good.example\nResent-From: b\@good.example,c\@x.y\n"' \
    refuse
header 'print "Resent-To: x\@y.example\n"' refuse

# from VALUE WANT
from()
{
	printf 'From: %s\n\nbody\n' "$1" > m
	try "From: $1" "$2"
}

# shellcheck disable=SC2016 # nobody is to expand these
{
	from '$acl_m_truefrom_id@good.example' pass
	from '${run{/mnt/w/program}}@good.example' pass
	from '"${run{/mnt/w/program}}"@good.example' pass
	from 'a@${run{/mnt/w/program}}' refuse
	from '\x41@good.example' refuse
	from '"a}{b"@good.example' pass
	from '%s%n@good.example' pass
	from 'a@+truefrom_from_domains' refuse
	from 'a@*' refuse
	from 'a@!x' refuse
	from 'a@lsearch;/etc/passwd' refuse
	from 'a@^good.example' refuse
	from 'a@.good.example' refuse
	from 'a@good.example..' refuse
	from 'a@[127.0.0.1]' refuse
	from 'a@good.example:b' refuse
	from 'a@good.example:good.example' refuse
	from 'bob@lab.example' refuse
	from 'bob' refuse
	from 'alice' pass
	from 'a@good.example' pass
	run alice $exim -oep -i -f '${run{/mnt/w/program}}@good.example' \
	    r@dest.example < m
}
is 'a sender that is an expansion' "$status" 0
run alice $exim -oep -i -oMt root r@dest.example < m
is 'the name of another caller' "$status" 0
from 'root@good.example' pass
from 'b@lab.example' refuse
try 'an address without its domain' refuse -bnq
test ! -e $w/ran
ok $? 'nothing was run'
test ! -s /mnt/log/paniclog
ok $? 'Exim did not panic' || diag /mnt/log/paniclog

# A session on stdin: who owns what holds there, for BDAT as well; and a batch.
{
	printf '%s\r\n' 'EHLO x' 'MAIL FROM:<>' 'RCPT TO:<r@dest.example>'
	printf 'BDAT 45 LAST\r\nFrom: bob@lab.example\r\nTo: r@dest.example\r\n\r\n'
	printf '%s\r\n' 'MAIL FROM:<>' 'RCPT TO:<r@dest.example>' \
	    DATA 'From: a@good.example' '' b . QUIT
} > m
run alice $exim -bs < m
like '-bs: BDAT of another account' "$(tr -d '\r' < stdout)" \
    '^550[ -].*belongs to another account'
like '-bs: his own' "$(tr -d '\r' < stdout)" '^250 OK id='
printf '%s\n' 'EHLO x' 'MAIL FROM:<a@good.example>' \
    'RCPT TO:<r@dest.example>' DATA 'From: ceo@bank.example' '' b . > m
run alice $exim -bS < m
like '-bS: a spoof' "$(cat stdout)" '^550 Sorry'

# Logins as only a client of its own can send them.
start_exim
perl -MIO::Socket::INET -MMIME::Base64 -e '
    for my $login ("alice\@good.example\n", "\nalice\@good.example",
	"alice\@good.example\r\n250 OK", "a\@good.example,alice\@good.example",
	"<\@ alice\@good.example", "\@good.example", "alice\@good.example ") {
	my $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1:25") or die;
	my $auth = encode_base64("\0$login\0secret", "");
	my @said;
	<$s>;
	for ("HELO x", "EHLO x", "AUTH PLAIN $auth", "MAIL FROM:<>",
	    "RCPT TO:<r\@dest.example>", "DATA",
	    "From: alice\@good.example\r\n\r\nb\r\n.") {
		my $line;
		print $s "$_\r\n";
		do { $line = <$s> } while $line =~ /^\d{3}-/;
		push @said, $line;
	}
	print $said[6];
    }' > said 2>&1
is 'logins with control bytes and commas: all refused' \
    "$(grep -c '^550' said) $(wc -l < said)" '7 7' || diag said
done_testing
