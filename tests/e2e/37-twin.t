#!/bin/sh
# SPDX-License-Identifier: ISC
#
# A static truefrom and its twin: what the first cannot do is done by the second
# as if it had been called instead.

# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

twin=/mnt/lib/truefrom/truefrom
if ! test -x $twin; then
	skip 'everything here' 'this truefrom is dynamic and has no twin'
	done_testing
fi

# A domain in UTF-8 needs libidn2.
idn='The Shop <shop@bücher.example>'
foreign='The Boss <ceo@bänk.example>'
echo 'xn--bcher-kva.example' >> /mnt/remotedomains

log_lines()
{
	log_line > /dev/null
	grep -c '^<[0-9]*>truefrom\[' /mnt/log/syslog
}

# without_twin COMMAND...
without_twin()
{
	mv $twin $twin.away
	"$@"
	mv $twin.away $twin
}

missing="The program $twin, which this message needs, cannot be run: No such \
file or directory; install truefrom again."

reset
message
without_twin run alice $truefrom -odf -t -i < message
is 'a plain message needs no twin: exit status' "$status" 0
is 'a plain message needs no twin: sent' "$(deliveries | wc -l)" 1

reset
message "$bad"
without_twin run alice $truefrom -t -i < message
failed_closed 'a plain refusal needs no twin' 77 'bank\.example'

reset
message "$idn"
run alice $truefrom -odf -t -i < message
is 'an internationalised From: exit status' "$status $(cat stderr)" '0 '
without_trace < "$(delivery)" > sent
same 'an internationalised From: sent as it was' sent message
logged 'an internationalised From' 'verdict="accept"' \
    'domain="xn--bcher-kva\.example"' 'user="alice"' "size=\"$(wc -c < message)\""
is 'an internationalised From: one line in the log' "$(log_lines)" 1

reset
message "$foreign"
run alice $truefrom -t -i < message
failed_closed 'an internationalised From of others' 77 'xn--bnk-qla\.example'
is 'an internationalised From of others: one line in the log' "$(log_lines)" 1

reset
message "$idn"
without_twin run alice $truefrom -t -i < message
is 'no twin: exit status' "$status" 69
is 'no twin: the sentence' "$(cat stderr)" "$missing"
nothing_sent 'no twin: nothing sent'
logged 'no twin' 'verdict="reject"' 'reason="mta"' 'user="alice"'
is 'no twin: one line in the log' "$(log_lines)" 1

reset
# shellcheck disable=SC2002 # a pipe is what it is about
cat message | without_twin run alice $truefrom -t -i
piped_status
is 'no twin, a pipe: exit status' "$status" 69

reset
printf 'EHLO x\r\nQUIT\r\n' | without_twin run alice $truefrom -bs
piped_status
is 'no twin, a session: exit status' "$status" 69
like 'no twin, a session: the greeting' "$(cat stdout)" "^421 .*$twin"

reset
printf 'EHLO x\r\nMAIL FROM:<shop@good.example>\r\nRCPT TO:<rcpt@dest.example>
DATA\r\nFrom: %s\r\n\r\nhello\r\n.\r\nQUIT\r\n' "$foreign" > session
sed -i 's/example>$/example>\r/' session
run alice $truefrom -bs < session
is 'a session: exit status' "$status" 0
like 'a session: refused' "$(cat stdout)" '^550 5\.7\.1 .*xn--bnk-qla'

# Somebody whom /etc/passwd does not know may be known elsewhere.  (Exim takes
# no mail from who is not.)
use_recorder
reset
message
status=0
setpriv --reuid 2999 --regid 2999 --clear-groups $truefrom -t -i \
    < message > stdout 2> stderr || status=$?
is 'a user without a name: exit status' "$status" 0
logged 'a user without a name' 'verdict="accept"' 'user="uid:2999"' 'uid="2999"'
without_twin setpriv --reuid 2999 --regid 2999 --clear-groups $truefrom -t \
    < message > stdout 2> stderr
is 'a user without a name, no twin: the sentence' "$(cat stderr)" "$missing"
reset
message "$bad"
perl -e 'print "x" x 78, "\n" for 1 .. 1000' >> message
{
	cat $config
	echo 'message_size_limit = 1K'
} > limited
mv limited $config
# shellcheck disable=SC2002 # likewise
cat message | setpriv --reuid 2999 --regid 2999 --clear-groups $truefrom -t \
    > stdout 2> stderr
like 'a user without a name: too large' "$(cat stderr)" 'message_size_limit'
nothing_sent 'a user without a name: too large: nothing sent'

# Lines of /etc/passwd that name nobody: comments, what NIS was told, and what
# a crash left.
cp /etc/passwd passwd
{
	for who in '#old' +nis -nis; do
		echo "$who:x:2001:2001::/nowhere:/bin/sh"
	done
	printf '\0\0:x:2001:2001::/nowhere:/bin/sh\n'
	cat passwd
} > /etc/passwd
reset
message
without_twin run alice $truefrom -odf -t -i < message
is 'a user after lines that name nobody: exit status' "$status" 0
logged 'a user after lines that name nobody' 'user="alice"'
cat passwd > /etc/passwd

# A group may have members elsewhere; those in /etc/group are enough.
groups()
{
	{
		cat $e2e/truefrom.conf
		echo "trusted_users = :$1"
	} > $config
	reset
	message "$bad"
}
groups alice
without_twin run alice $truefrom -odf -t < message
is 'a member by /etc/group: trusted' "$status $(cat stderr)" '0 '
groups bob
run alice $truefrom -t < message
is 'no member: refused' "$status" 77
without_twin run alice $truefrom -t < message
is 'no member, no twin: nobody else was asked' "$(cat stderr)" "$missing"
groups nosuchgroup
run alice $truefrom -t < message
is 'no such group: refused' "$status" 77
configure ''

# The name of the host: in /etc/hosts, or asked for.
hostname lab
reset
message 'a@lab.example'
without_twin run alice $truefrom -odf -t < message
is 'a short host name in /etc/hosts: exit status' "$status" 0
hostname short
without_twin run alice $truefrom -t < message
is 'a short host name that is not there, no twin: the sentence' \
    "$(cat stderr)" "$missing"
run alice $truefrom -t < message
is 'a short host name that is not there: exit status' "$status" 77
hostname lab.example

# What of a file was read is there again for who must keep it.
message "$foreign"
as alice sh -c '"$@"; cat' sh $truefrom -t -i < message
same 'a refused file: stands where it stood' stdout message

# They must not take each other for the mail server, wherever they are.
cp $truefrom /mnt/copy
sed 's,^mta .*,mta = /mnt/copy,; s,allowed\.example,bücher.example,' \
    $e2e/truefrom.conf > $config
reset
message
run alice /mnt/copy -t < message
failed_closed 'a copy of itself as mail server' 69 'is truefrom itself'
run alice $twin -t < message
failed_closed 'the same, by way of the twin' 69 'is truefrom itself'
sed "s,^mta .*,mta = $twin," $e2e/truefrom.conf > $config
run alice $truefrom -t < message
failed_closed 'the twin as mail server' 69 'is truefrom itself'
check 'the twin as mail server: truefromctl finds it' \
    sh -c "$truefromctl check 2>&1 | grep -q 'is truefrom itself'"

# as_twin WHAT ARGUMENT...: with the file "input" on a pipe, the mail server gets
# from truefrom what it gets from the twin if that is called by itself.
as_twin()
{
	whose=$1
	shift
	for program in $truefrom $twin; do
		reset
		# shellcheck disable=SC2002 # likewise
		cat input | as alice env -i A=1 TRUEFROM=2 sh -c '
		    trap "" HUP; exec "$@"' sh /mnt/named "$program" "$name" \
		    "$@"
		piped_status
		got=got-$(basename "$(dirname "$program")")
		rm -rf "$got"
		cp -r $record "$got"
		echo "$status $(cat stderr)" > "$got/status"
		sed -i '/^SigQ/d' "$got/signals"
		sed -i 's/#[0-9]*/#N/' "$got/descriptors"
	done
	check "$whose: the same" diff -r got-sbin got-truefrom
	is "$whose: called" "$(wc -l < got-sbin/calls)" 1
}

# named NAME PROGRAM ARGUMENT...: a program by another argv[0].
cat > /mnt/named.c <<'END'
#include <unistd.h>
int main(int argc, char **argv) { (void)argc; execv(argv[1], argv + 2); return 9; }
END
cc -o /mnt/named /mnt/named.c
use_recorder
name=sendmail

message "$idn"
cp message input
as_twin 'a message' -t -i
name=a-name
as_twin 'by another name' -t -i
name=truefrom
perl -pe 's/\n/\r\n/' message > input
as_twin 'CRLF' -t -i
{
	cat message
	printf '..\n.x\n.\nnot of the message\n'
} > input
as_twin 'a lone dot' -t
as_twin 'a lone dot that is a line like any other' -t -i
{
	cat message
	printf '.\r'
} > input
as_twin 'nearly a lone dot' -t
{
	printf 'X-A: b\r\n'
	cat message
} > input
as_twin 'mixed line ends' -t -i
{
	cat message
	perl -e 'print "x" x 78, "\n" for 1 .. 27000'
} > input
as_twin 'two megabytes' -t -i
is 'two megabytes: whole' "$(wc -c < got-sbin/input)" "$(wc -c < input)"

reset
without_twin run alice /mnt/named $truefrom mailq < /dev/null
is 'mailq needs no twin' "$status $(tr '\0' ' ' < $record/argv)" '0 mailq '

# What was changed already is not changed again.
{
	sed 's,^mta .*,mta = /mnt/recorder,' $e2e/truefrom.conf
	echo 'on_refusal = rewrite'
	echo 'qualify_domain = good.example'
	echo 'sender_check = domain'
	echo 'trace_header = yes'
	echo 'display_name_check = reject'
} > $config
printf 'From: =?utf-8?q?Smith?= <a@bank.example>\nTo: x@dest.example\n\nhi\n' \
    > input
as_twin 'a rewritten message' -t -i -f ceo@bank.example
is 'a rewritten message: the sender, too' \
    "$(tr '\0' ' ' < got-sbin/argv)" 'sendmail -t -i -f alice@good.example '

done_testing
