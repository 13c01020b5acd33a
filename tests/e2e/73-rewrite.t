#!/bin/sh
# SPDX-License-Identifier: ISC
#
# on_refusal = rewrite: what may not go out as it is goes out as the account that
# sends it, and nothing else of it changes.

# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/e2e/ways.sh
. "$(dirname "$0")/ways.sh"

cat > /mnt/userdomains <<'END'
alice.example: alice
bob.example: bob
END
owner='owner = lsearch;/mnt/userdomains'
rewrite='on_refusal = rewrite'

# A body that would show a change of any byte.
body()
{
	printf 'From: %s\n.\n..\n From here\n\nlast\n' "$bad"
}

# spoof FROM [FIELD...]: the file message is From that, with these fields too.
spoof()
{
	{
		printf 'From: %s\n' "$1"
		shift
		test $# -eq 0 || printf '%s\n' "$@"
		cat <<-'END'
		To: rcpt@dest.example
		Subject: a
		  test
		Date: Mon, 02 Jan 2023 10:11:12 +0000
		Message-ID: <1.2.3@bank.example>

		END
		body
	} > message
}

# rewrites WHAT FROM ORIGINAL [REPLY-TO]: the file message goes out, each way,
# From that; X-Original-From has the ORIGINAL, and Reply-To as well unless
# another is told; all else is as it was sent.
rewrites()
{
	title=$1
	now=$2
	original=$3
	reply=${4-$3}
	passes "$title" alice 'verdict="rewrite"' 'reason="(from-domain|owner)"'
	for way in $ways; do
		submit alice "$way"
		without_trace < "$(delivery)" > got
		sed '/^$/q' got > fields
		is "$title, $way: From" "$(grep -i '^from *:' fields)" \
		    "From: $now"
		is "$title, $way: X-Original-From" \
		    "$(grep -i '^x-original-from *:' fields)" \
		    "X-Original-From: $original"
		is "$title, $way: Reply-To" "$(grep -i '^reply-to *:' fields)" \
		    "Reply-To: $reply"
		grep -Evi '^(from|x-original-from|reply-to) *:' fields > others
		sed 's/\r$//; /^$/q' message |
			grep -Evi '^(from|reply-to) *:' > wanted
		same "$title, $way: the other fields" others wanted
		sed '1,/^$/d' got > got.body
		sed 's/\r$//; 1,/^\r*$/d' message > wanted.body
		same "$title, $way: the body" got.body wanted.body
	done
}

# --- The account's name on this server.

options "$rewrite"
spoof "$bad"
rewrites 'a name' 'The Boss <alice@lab.example>' "$bad"
sed -i 's/$/\r/' message
rewrites 'a name, CRLF' 'The Boss <alice@lab.example>' "$bad"
spoof "$bad" 'Reply-To: me@visitor.example'
rewrites 'a Reply-To' 'The Boss <alice@lab.example>' "$bad" \
    'me@visitor.example'
spoof ceo@bank.example
rewrites 'no name' alice@lab.example ceo@bank.example
spoof 'ceo@bank.example (The Boss)'
rewrites 'a name in a comment' 'alice@lab.example (The Boss)' \
    'ceo@bank.example (The Boss)'
spoof '=?utf-8?q?J=C3=B6rg?= <ceo@bank.example>'
rewrites 'an encoded name' '=?utf-8?q?J=C3=B6rg?= <alice@lab.example>' \
    '=?utf-8?q?J=C3=B6rg?= <ceo@bank.example>'
spoof '"Doe, <J>" <ceo@bank.example>'
rewrites 'a quoted name' '"Doe, <J>" <alice@lab.example>' \
    '"Doe, <J>" <ceo@bank.example>'
spoof '"ceo@bank.example" <ceo@bank.example>'
rewrites 'a name that shows the address' alice@lab.example \
    '"ceo@bank.example" <ceo@bank.example>'
logged 'a name that shows the address' 'verdict="rewrite"' \
    'reason="from-domain"' 'domain="bank[.]example"' 'message="Sorry, .*"'
options "$rewrite" "$owner"
spoof 'Bob <x@bob.example>'
rewrites "another's domain" 'Bob <alice@lab.example>' 'Bob <x@bob.example>'
logged "another's domain" 'reason="owner"'
spoof 'Me <me@alice.example>'
passes 'her own domain' alice 'verdict="accept"'
is 'her own domain: as it was' "$(grep -ci '^x-original-from' "$(delivery)")" 0

# PHP ends its own fields with CRLF, and hands on the script's as they are.
options "$rewrite"
reset
run alice php -n -d "sendmail_path=$truefrom -odi -t -i" -r '
    exit(mail("rcpt@dest.example", "Your order", "One\nTwo\n",
	"From: The Boss <ceo@bank.example>\nX-Mailer: form") ? 0 : 1);'
is 'PHP: goes out' "$status $(cat stderr)" '0 '
for line in 'From: The Boss <alice@lab.example>' \
    'Reply-To: The Boss <ceo@bank.example>' \
    'X-Original-From: The Boss <ceo@bank.example>' 'X-Mailer: form' \
    'To: rcpt@dest.example' 'Subject: Your order'; do
	check "PHP: $line" grep -Fqx "$line" "$(delivery)"
done
is 'PHP: the body' "$(sed '1,/^$/d' "$(delivery)")" "$(printf 'One\nTwo')"

# A large one, of which only the head is in memory.
spoof "$bad"
perl -e 'print map { sprintf "%07d %s\n", $_, "x" x 55 } 1 .. 50000' >> message
rewrites '3 MB' 'The Boss <alice@lab.example>' "$bad"

# --- An address of the administrator's choice.

echo 'alice: web@alice.example' > /mnt/rewrite
options "$rewrite" 'rewrite_from = lsearch;/mnt/rewrite'
spoof "$bad"
rewrites 'rewrite_from' 'The Boss <web@alice.example>' "$bad"
refuses 'a login that rewrite_from does not have' bob 77 from-domain "$sentence"
echo 'alice: web@bank.example' > /mnt/rewrite
refuses 'an address that is refused, too' alice 77 from-domain "$sentence"
echo 'alice: web@bob.example' > /mnt/rewrite
options "$rewrite" "$owner" 'rewrite_from = lsearch;/mnt/rewrite'
refuses "an address of another's" alice 77 from-domain "$sentence"
options "$rewrite" 'rewrite_from = lsearch;/mnt/nowhere'
refuses 'rewrite_from without its file' alice 77 from-domain "$sentence"
status=0
$truefromctl check > stdout 2> stderr || status=$?
is 'check: rewrite_from without its file' "$status" 78
like 'check: rewrite_from without its file: says so' "$(cat stderr)" \
    '/mnt/nowhere'

# --- What is still refused.

options "$rewrite"
spoof "$bad" 'DKIM-Signature: v=1; a=rsa-sha256; d=bank.example; b=eA=='
refuses 'a signed message' alice 77 from-domain "$sentence"
spoof "$bad" "From: $good"
refuses 'two From' alice 65 from-multiple '.*2 From headers.*'
spoof 'ceo@bank.example, x@good.example'
refuses 'two mailboxes' alice 65 from-multiple '.*'
spoof "$good" "Sender: $bad"
refuses 'a spoofed Sender' alice 77 from-domain "$sentence"
spoof "$bad" "Sender: $bad"
refuses 'a spoofed From and Sender' alice 77 from-domain "$sentence"
options "$rewrite" 'header_check = reject'
spoof "$bad" 'Subject: another'
refuses 'two Subject' alice 77 from-domain "$sentence"
options "$rewrite" 'max_recipients = 1'
recipients='rcpt@dest.example second@dest.example'
spoof "$bad" 'Cc: second@dest.example'
refuses 'too many recipients' alice 77 from-domain "$sentence"
recipients=rcpt@dest.example
options "$rewrite" 'mode = monitor'
spoof "$bad"
passes 'monitor: as it was' alice 'verdict="monitor"'
check 'monitor: From' grep -Fqx "From: $bad" "$(delivery)"

# --- The envelope sender.

return_path()
{
	sed -n 's/^Return-path: //p' "$(delivery)"
}

options "$rewrite" "$owner" 'sender_check = owner'
message 'x@alice.example'
for sender in ceo@bank.example x@bob.example; do
	passes "the sender $sender" alice 'verdict="rewrite"' 'reason="sender"'
	for way in $ways; do
		submit alice "$way"
		is "the sender $sender, $way: is replaced" "$(return_path)" \
		    '<alice@lab.example>'
		check "the sender $sender, $way: not the From" \
		    grep -qx 'From: x@alice.example' "$(delivery)"
	done
done
ways='-t argv'
for sender_option in -r '-f x@alice.example -f' '-f x@bob.example -f'; do
	passes "$sender_option" alice 'verdict="rewrite"' 'reason="sender"'
	is "$sender_option: is replaced" "$(return_path)" '<alice@lab.example>'
done
sender_option=-f
# In one word, as PHP has it.
reset
run alice $truefrom -odi -t -fx@bob.example < message
is '-fADDRESS: is replaced' "$status $(return_path)" '0 <alice@lab.example>'
ways='-t argv -bs'
spoof "$bad"
sender=ceo@bank.example
passes 'both' alice 'verdict="rewrite"'
for way in $ways; do
	submit alice "$way"
	is "both, $way: the sender" "$(return_path)" '<alice@lab.example>'
	check "both, $way: the From" \
	    grep -qx 'From: The Boss <alice@lab.example>' "$(delivery)"
done
# The From that Exim makes is of the sender.
sed -i '/^From:/d' message
passes 'no From' alice 'verdict="rewrite"'
for way in $ways; do
	submit alice "$way"
	is "no From, $way: the sender" "$(return_path)" '<alice@lab.example>'
	like "no From, $way: the From" "$(grep '^From:' "$(delivery)")" \
	    '^From: (Alice Example <alice@lab\.example>|alice@lab\.example)$'
done
options "$rewrite"
passes 'no From, no sender_check' alice 'verdict="rewrite"' \
    'reason="from-domain"'
for way in $ways; do
	submit alice "$way"
	like "no From, no sender_check, $way: the From" \
	    "$(sed '/^$/q' "$(delivery)" | grep '^From:')" \
	    '^From: alice@lab\.example$'
done
options "$rewrite" "$owner" 'sender_check = owner' 'mode = monitor'
message 'x@alice.example'
passes 'monitor: the sender as it was' alice 'verdict="monitor"' \
    'reason="sender"'
is 'monitor: the sender as it was' "$(return_path)" '<ceo@bank.example>'

# The next message of a session has a sender of its own.
options "$rewrite" "$owner" 'sender_check = owner'
{
	printf 'EHLO x\n'
	for from in ceo@bank.example x@alice.example; do
		printf 'MAIL FROM:<%s> SIZE=300\n' $from
		printf 'RCPT TO:<%s>\nDATA\n' $from
		cat message
		printf '.\n'
	done
	echo QUIT
} | sed 's/$/\r/' > smtp
reset
run alice $truefrom -bs -odi < smtp
is 'two messages: the senders' "$(cd /mnt/mail && grep -rhE \
    '^(Return-path|Envelope-to): ' . | paste -d' ' - - | sort)" \
'Return-path: <alice@lab.example> Envelope-to: ceo@bank.example
Return-path: <x@alice.example> Envelope-to: x@alice.example'
is 'two messages: the verdicts' \
    "$(log_line | grep -o ' verdict="[a-z]*"' | tr -d '\n')" \
    ' verdict="rewrite" verdict="accept"'

done_testing
