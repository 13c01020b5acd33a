#!/bin/sh
# SPDX-License-Identifier: ISC
#
# What an ordinary user may send goes through truefrom and the real, setuid
# Exim unchanged.  Each message is sent to bare Exim first and through truefrom
# then: both deliveries must be the same, and what was sent must be in them
# byte for byte.

# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

# deliver PROGRAM NAME ARGUMENT...: leaves what was delivered, one after
# another by recipient, in the file NAME, without Exim's trace in NAME.bare,
# and the recipients in NAME.rcpt.
deliver()
{
	program=$1
	name=$2
	shift 2
	reset
	run alice "$program" -odi "$@" < message
	: > "$name"
	: > "$name.bare"
	: > "$name.rcpt"
	deliveries | while read -r file; do
		echo "$(grep -a -m1 '^Envelope-to:' "$file") $file"
	done | sort | while read -r _ recipient file; do
		echo "$recipient" >> "$name.rcpt"
		normalise message < "$file" >> "$name"
		without_trace < "$file" >> "$name.bare"
	done
}

# accepted WHAT RECIPIENTS ARGUMENT...: sends the file message; each of the
# RECIPIENTS must get what the file expected has.
accepted()
{
	what=$1
	recipients=$2
	shift 2
	deliver $exim by_exim "$@"
	is "$what: bare Exim accepts it" "$status $(cat stdout stderr)" '0 '
	deliver $truefrom by_truefrom "$@"
	is "$what: truefrom accepts it" "$status $(cat stdout stderr)" '0 '
	# shellcheck disable=SC2086 # a list of words
	is "$what: its recipients get it" "$(cat by_truefrom.rcpt)" \
	    "$(printf '%s\n' $recipients)"
	same "$what: just as without truefrom" by_truefrom by_exim
	: > wanted
	for _ in $recipients; do
		cat expected >> wanted
	done
	same "$what: what was sent, byte for byte" by_truefrom.bare wanted
	logged "$what" 'verdict="accept"'
}

message
printf '\nAnd more.\n' >> message
cp message expected
accepted 'plain, -t' rcpt@dest.example -t
accepted 'plain, a recipient' r@x.example -i r@x.example
accepted 'plain, two recipients after --' 'r@x.example s@x.example' \
    -i -- r@x.example s@x.example
accepted 'null sender' rcpt@dest.example -t -f '<>'
like 'null sender: is kept' "$(cat "$(delivery)")" '^Return-path: <>$'
accepted 'a sender of its own' rcpt@dest.example -t -fbounce@good.example
like 'a sender of its own: is kept' "$(cat "$(delivery)")" \
    '^Return-path: <bounce@good.example>$'
accepted 'the last of two senders' rcpt@dest.example \
    -f one@good.example -t -f two@good.example
like 'the last of two senders: is kept' "$(cat "$(delivery)")" \
    '^Return-path: <two@good.example>$'

message
sed 's/$/\r/' message > crlf
cp message expected
mv crlf message
accepted 'CRLF lines' rcpt@dest.example -t -i

message
printf 'no final newline' >> message
{ cat message; echo; } > expected
accepted 'no final newline' rcpt@dest.example -t -i

message "$(printf 'J\303\266rg <shop@good.example>')"
perl -e 'print map chr, 1 .. 9, 11, 12, 14 .. 255; print "\n\0NUL\n"' >> message
cp message expected
accepted '8-bit and control bytes, NUL in the body' rcpt@dest.example -t -i

message
printf '.\n..\n...\n.x\n\n.\nthe end\n' >> message
cp message expected
accepted 'lines of dots, -i' rcpt@dest.example -t -i
accepted 'lines of dots, -oi' rcpt@dest.example -t -oi

message
printf '..\n. \n.x\nthe last line\n' >> message
cp message expected
printf '.\nFrom: ceo@bank.example\nnever sent\n' >> message
accepted 'a lone dot ends the message' rcpt@dest.example -t

message
perl -e 'print map { sprintf "%07d %s\n", $_, "x" x 55 } 1 .. 50000' >> message
cp message expected
is 'a body of 3 MB: is one' "$(($(wc -c < message) / 1000000))" 3
accepted 'a body of 3 MB' rcpt@dest.example -t -i

message
sed -i '/^$/,$d' message
{ cat message; echo; } > expected
accepted 'a header alone' rcpt@dest.example -t -i
echo >> message
cp message expected
accepted 'an empty body' rcpt@dest.example -t -i

message
sed -i '1i\
Bcc: secret@dest.example,\
  hidden@dest.example' message
sed '/Bcc/,/hidden/d' message > expected
accepted 'Bcc with -t' \
    'hidden@dest.example rcpt@dest.example secret@dest.example' -t
cp message expected
accepted 'Bcc without -t' r@x.example r@x.example

# What Exim makes, it makes behind truefrom too.
printf 'From: alice\nTo: rcpt@dest.example\nSubject: bare\n\nhi\n' > message
run alice $truefrom -odi -t < message
is 'From: alice is accepted' "$status" 0
deliver $exim by_exim -t
deliver $truefrom by_truefrom -t
same 'From: alice: as without truefrom' by_truefrom by_exim
like 'From: alice: qualified by Exim' "$(cat by_truefrom)" \
    '^From: .*alice@lab.example'

printf 'To: rcpt@dest.example\nSubject: none\n\nhi\n' > message
deliver $exim by_exim -t
deliver $truefrom by_truefrom -t
same 'no From: as without truefrom' by_truefrom by_exim
like 'no From: made by Exim' "$(cat by_truefrom)" \
    '^From: Alice Example <alice@lab.example>$'

: > message
deliver $exim by_exim r@x.example
deliver $truefrom by_truefrom r@x.example
is 'an empty message: accepted' "$status" 0
same 'an empty message: as without truefrom' by_truefrom by_exim

done_testing
