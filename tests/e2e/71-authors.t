#!/bin/sh
# SPDX-License-Identifier: ISC
#
# Who else a message names as its author: the sender of the envelope, and other
# headers than From (sender_check, from_headers).

# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/e2e/ways.sh
. "$(dirname "$0")/ways.sh"

cat > /mnt/userdomains <<'EOF'
alice.example: alice
bob.example: bob
EOF
owner='owner = lsearch;/mnt/userdomains'

# --- sender_check

# not_of_server WHAT ADDRESS, anothers WHAT ADDRESS: the sentences.
not_of_server()
{
	echo "Sorry, the $1 $2 is not of a domain of this server; use an \
address at one of your own domains\\."
}
anothers()
{
	echo "Sorry, the $1 $2 belongs to another account on this server; use \
an address at one of your own domains\\."
}

message 'x@alice.example'
options "$owner"
sender=ceo@bank.example
passes 'no sender_check' alice
like 'no sender_check: as it was' "$(cat "$(delivery)")" \
    '^Return-path: <ceo@bank\.example>$'
for check in domain owner; do
	options "$owner" "sender_check = $check"
	sender=ceo@bank.example
	refuses "sender_check = $check" alice 77 sender \
	    "$(not_of_server 'envelope sender' $sender)"
	sender=bounce@alice.example
	passes "sender_check = $check, her own" alice
	like "sender_check = $check, her own: as it was" \
	    "$(cat "$(delivery)")" '^Return-path: <bounce@alice\.example>$'
	sender=
	passes "sender_check = $check, none" alice
	ways='-t argv'
	sender='<>'
	passes "sender_check = $check, <>" alice
	like "sender_check = $check, <>: as it was" "$(cat "$(delivery)")" \
	    '^Return-path: <>$'
	sender_option=-r
	sender=ceo@bank.example
	refuses "sender_check = $check, -r" alice 77 sender \
	    "$(not_of_server 'envelope sender' $sender)"
	# Neither of two may be another's: MTAs differ on which one counts.
	sender_option='-f x@alice.example -f'
	refuses "sender_check = $check, the second -f" alice 77 sender \
	    "$(not_of_server 'envelope sender' $sender)"
	sender_option='-f ceo@bank.example -f'
	sender=x@alice.example
	refuses "sender_check = $check, the first -f" alice 77 sender \
	    "$(not_of_server 'envelope sender' ceo@bank.example)"
	sender_option=-f
	ways='-t argv -bs'
	sender=alice
	passes "sender_check = $check, a login" alice
	sender=
done
sender=x@bob.example
options "$owner" 'sender_check = domain'
passes "sender_check = domain, another's" alice
options "$owner" 'sender_check = owner'
refuses "sender_check = owner, another's" alice 77 sender \
    "$(anothers 'envelope sender' x@bob.example)"
for sender in bob bob@lab.example; do
	refuses "sender_check = owner, another's login $sender" alice 77 \
	    sender "$(anothers 'envelope sender' bob@lab.example)"
done
sender=

# The line that mbox files have before a message names a sender, too.
ways='-t argv'
sed -i '1i\
From x@alice.example Mon Jan  2 10:11:12 2023' message
passes 'her own From line' alice
sed -i '1s/alice/bob/' message
refuses "another's From line" alice 77 sender \
    "$(anothers 'envelope sender \(.From . line\)' x@bob.example)"
options "$owner" 'sender_check = domain'
passes "another's From line, domain" alice
sed -i '1s/bob/bank/' message
refuses 'a foreign From line' alice 77 sender \
    "$(not_of_server 'envelope sender \(.From . line\)' x@bank.example)"
options "$owner"
passes 'a foreign From line, no sender_check' alice
ways='-t argv -bs'

# --- from_headers

for name in Sender Resent-From Resent-Sender; do
	message 'x@alice.example'
	field 'Resent-To: rcpt@dest.example'
	field "$name: y@alice.example"
	options "$owner"
	passes "$name" alice
	message 'x@alice.example'
	field 'Resent-To: rcpt@dest.example'
	field "$name: $bad"
	refuses "a spoofed $name" alice 77 from-domain "$sentence"
	message 'x@alice.example'
	field 'Resent-To: rcpt@dest.example'
	field "$name: x@bob.example"
	refuses "$name another's" alice 77 owner 'Sorry, bob\.example .*'
	options "$owner" 'from_headers = from'
	passes "$name another's, from_headers = from" alice
done
options 'from_headers = from : x-author'
message
field "X-AUTHOR : $bad"
refuses 'a header of the server'\''s own choice' alice 77 from-domain \
    "$sentence"
message
field 'Sender: x@good.example, y@good.example'
options
refuses 'a Sender of two' alice 65 from-multiple '.*[Ss]ender.*'
configure ''
echo 'from_headers = sender' >> $config
message
ways='-t argv'
refuses 'from_headers without from' alice 78 config '.*from.*'
ways='-t argv -bs'

done_testing
