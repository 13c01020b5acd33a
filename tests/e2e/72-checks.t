#!/bin/sh
# SPDX-License-Identifier: ISC
#
# The further checks, each by its option: what a name shows, how many a message
# is for, what a form wrote into its header; and the exceptions from all of them,
# by who sends and by who receives.

# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/e2e/ways.sh
. "$(dirname "$0")/ways.sh"

cat > /mnt/userdomains <<'EOF'
alice.example: alice
bob.example: bob
EOF
owner='owner = lsearch;/mnt/userdomains'

# --- display_name_check

# shows WHAT FROM: it shows ceo@bank.example, however that is written.
shows()
{
	message "$2"
	options
	passes "$1, no check" alice
	like "$1, no check: nothing is noted" \
	    "$(log_line | grep -c ' noted=')" '^0$'
	options 'display_name_check = log'
	passes "$1, log" alice 'verdict="accept"' 'noted="display-name"' \
	    'note="The name .* the address .ceo@bank[.]example[^"]*"'
	options 'display_name_check = reject'
	refuses "$1, reject" alice 65 display-name \
	    "The name in the From header shows the address \
.ceo@bank\\.example., but the message is from good\\.example; remove the address \
from the name\\."
}

shows 'a name' '"ceo@bank.example" <shop@good.example>'
shows 'an encoded name' \
    '=?utf-8?q?ceo=40bank=2Eexample?= <shop@good.example>'
shows 'base64' '=?utf-8?b?Y2VvQGJhbmsuZXhhbXBsZQ==?= <shop@good.example>'
options 'display_name_check = reject'
for from in "$good" 'shop@good.example' '"Smith, J." <shop@good.example>' \
    '"other@good.example" <shop@good.example>' \
    '=?utf-8?q?J=C3=B6rg?= <shop@good.example>' '"Jane @home" <j@good.example>'
do
	message "$from"
	passes "reject: $from" alice
done
message '=?utf-8?q?50%=?= <shop@good.example>'
refuses 'a name that readers decode differently' alice 65 from-ambiguous \
    'The From header has an encoded word .*'

# --- max_recipients

message
options 'max_recipients = 2'
recipients='a@x.example b@x.example c@x.example'
ways='argv -bs'
refuses 'three recipients' alice 77 recipients \
    "The message has 3 recipients, and 2 are allowed \(max_recipients\); send \
it in several parts\\."
like 'three recipients: the reply' "$(cat stdout)" '^550 5\.5\.3 '
recipients='a@x.example b@x.example'
for way in $ways; do
	submit alice "$way"
	is "two recipients, $way: goes out" "$status $(cat sentence)" '0 '
	is "two recipients, $way: copies" "$(deliveries | wc -l)" 2
done
ways='-t argv -bs'
recipients=rcpt@dest.example

# What Exim does not take is not counted; each message is.
{
	printf 'EHLO x\nMAIL FROM:<>\nRCPT TO:<a@x.example>\n'
	printf 'RCPT TO:<@>\nRCPT TO:<b@x.example>\nDATA\n'
	cat message
	printf '.\nMAIL FROM:<>\nRCPT TO:<c@x.example>\nRSET\nMAIL FROM:<>\n'
	printf 'RCPT TO:<d@x.example>\nRCPT TO:<e@x.example>\nDATA\n'
	cat message
	printf '.\nQUIT\n'
} | sed 's/$/\r/' > smtp
reset
run alice $truefrom -bs -odi < smtp
is 'a session: goes out' "$status $(cat stderr)" '0 '
is 'a session: copies' "$(deliveries | wc -l)" 4

# counts WHAT NUMBER ARGUMENT...: so many get the file message, as Exim is
# called, and so many truefrom counts.
counts()
{
	case=$1
	number=$2
	shift 2
	options
	reset
	run alice $truefrom -odi -i "$@" < message
	is "$case: goes out" "$status $(cat stderr)" '0 '
	is "$case: copies" "$(deliveries | wc -l)" "$number"
	options "max_recipients = $number"
	reset
	run alice $truefrom -odi -i "$@" < message
	is "$case: as many are allowed" "$status $(cat stderr)" '0 '
	options "max_recipients = $((number - 1))"
	reset
	run alice $truefrom -odi -i "$@" < message
	is "$case: one less is refused" "$status" 77
	like "$case: says so" "$(cat stderr)" \
	    "^The message has $number recipients, and $((number - 1)) are "
	nothing_sent "$case: nothing sent"
}

cat > message <<END
From: $good
To: "Doe, Jane" <a@x.example>, b@x.example (one, and two),
  =?utf-8?q?Smith=2C_J=2E?= <c@x.example>
Cc: friends: d@x.example, E <e@x.example>;, f@x.example
Bcc: g@x.example,
	h@x.example
Bcc: i@x.example
Subject: x, y, z

hi
END
counts 'To, Cc and Bcc' 9 -t
counts 'arguments' 2 a@x.example b@x.example
counts 'arguments with several' 4 'a@x.example, "B, C" <b@x.example>' \
    c@x.example,d@x.example
sed -i 's/^To:/Resent-From: x@good.example\
Resent-To: r@x.example, s@x.example, t@x.example\
&/' message
counts 'Resent-To' 3 -t
sed 's/$/\r/' message > crlf
mv crlf message
counts 'Resent-To, CRLF' 3 -t

# --- header_check

# injected WHAT SENTENCE: the file message.
injected()
{
	options
	passes "$1, no check" alice
	options 'header_check = log'
	passes "$1, log" alice 'verdict="accept"' 'noted="injection"' \
	    "note=\"$2\""
	options 'header_check = reject'
	refuses "$1, reject" alice 65 injection "$2"
}

message
field 'Subject: another'
injected 'two Subject' 'The header has a second Subject field, .*'
message
field 'Cc: victim@dest.example'
field 'Cc: rcpt@dest.example'
options 'header_check = reject'
refuses 'two Cc' alice 65 injection 'The header has a second Cc field, .*'
message
field "$(printf 'X-Form: a\001b')"
injected 'a control byte' 'Line 2 of the header holds the control byte 0x01; .*'
message
sed -i '/^Body/i\
MIME-Version: 1.0\
Content-Type: text/plain\
\
buy' message
injected 'an empty line in the header' 'The body begins with header fields, .*'
message
field 'MIME-Version: 1.0'
field 'Content-Type: text/plain; charset=utf-8'
field 'X-Mailer: form'
passes 'reject: what a form sends' alice

# --- Exceptions, by who sends.

echo 'mailers:x:3000:alice' >> /etc/group
message "$bad"
for who in alice ':mailers' 'carol, alice' ':nosuch :mailers'; do
	options "trusted_users = $who"
	passes "trusted_users = $who" alice 'verdict="trusted"'
	refuses "trusted_users = $who" bob 77 from-domain "$sentence"
done
field "From: $good"
sender=ceo@bank.example
options "$owner" 'trusted_users = alice' 'sender_check = owner' \
    'header_check = reject'
passes 'trusted: any author' alice 'verdict="trusted"'
like 'trusted: any sender' "$(cat "$(delivery)")" \
    '^Return-path: <ceo@bank\.example>$'
sender=
as alice $truefrom -C/mnt/x -t < message
is 'trusted: not with any option' "$status" 64

message "$bad"
options 'monitor_users = alice'
passes 'monitor_users' alice 'verdict="monitor"' 'reason="from-domain"'
refuses 'monitor_users, another' bob 77 from-domain "$sentence"
options 'monitor_users = :mailers'
passes 'monitor_users, a group' alice 'verdict="monitor"'
options 'mode = monitor' 'enforce_users = bob'
passes 'mode = monitor' alice 'verdict="monitor"'
refuses 'enforce_users' bob 77 from-domain "$sentence"
options 'enforce_users = alice' 'monitor_users = alice bob'
refuses 'enforce_users before monitor_users' alice 77 from-domain "$sentence"
message 'x@alice.example'
options "$owner" 'monitor_users = bob'
passes "monitor_users: another's domain" bob 'verdict="monitor"' \
    'reason="owner"'

# --- Exceptions, by who receives.

message "$bad"
sed -i 's/^To: .*/To: alice@lab.example/' message
recipients=alice@lab.example
options
refuses 'local, judged' alice 77 from-domain "$sentence"
options 'local_recipients = pass'
passes 'local, passed' alice 'verdict="accept"' 'reason="ok"' 'local="yes"'
sed -i 's/^To: .*/To: Bob <BOB@Local.Example>/' message
recipients=BOB@Local.Example
passes 'local, of local_domains' alice
ways='-t argv'
sed -i 's/^To: .*/To: alice/' message
recipients=alice
passes 'local, without a domain' alice
ways='-t argv -bs'
sed -i 's/^To: .*/To: alice@lab.example, rcpt@dest.example/' message
recipients='alice@lab.example rcpt@dest.example'
refuses 'local, and one that is not' alice 77 from-domain "$sentence"
recipients='rcpt@dest.example alice@lab.example'
refuses 'one that is not, and a local one' alice 77 from-domain "$sentence"
ways=-t
sed -i 's/^To: .*/To: alice@lab.example\
Bcc: rcpt@dest.example/' message
refuses 'local, and a Bcc that is not' alice 77 from-domain "$sentence"

done_testing
