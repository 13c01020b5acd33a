#!/bin/sh
# SPDX-License-Identifier: ISC
#
# Authenticated users, by swaks and PHPMailer, over TLS with a certificate made
# here: envelope sender and From are the user's own, or those that he has been
# granted.

# shellcheck source=tests/e2e/rules/lib.sh
. "$(dirname "$0")/lib.sh"

spoofed='must match your authenticated email user'
unclear='has not one From header that all readers find'

# swaks_says AUTH LOGIN SENDER: sends the message in the file "message", and sets
# $reply to what the server says to its data, in one line.
swaks_says()
{
	timeout -k 5 60 swaks --server 127.0.0.1 --port 587 --tls \
	    --tls-verify --tls-ca-path $w/ca.pem --auth "$1" \
	    --auth-user "$2" --auth-password secret --ehlo client.example \
	    --from "$3" --to rcpt@dest.example --data @$w/message \
	    > $w/session 2>&1
	reply=$(sed -n 's/\r$//; /^ ~> \.$/,$ { s/^<[~*-]*\**  *\([245]\)/\1/p; }' \
	    $w/session | sed '/^221/d; 2,$s/^....//' | tr '\n' ' ')
}

# passes WHAT AUTH LOGIN SENDER, refuses WHAT AUTH LOGIN SENDER PATTERN
passes()
{
	reset
	swaks_says "$2" "$3" "$4"
	like "$1: passes" "$reply" '^250' || diag $w/session
}

refuses()
{
	reset
	swaks_says "$2" "$3" "$4"
	like "$1: 550" "$reply" '^550' || diag $w/session
	like "$1: says so" "$(printf %s "$reply" | tr -s ' ')" "$5"
	nothing_queued "$1: nothing sent"
}

# queue: the messages that Exim took; it delivers none here.
queue()
{
	find /mnt/spool/input -name '*-H' 2>&- | wc -l
}

nothing_queued()
{
	is "$1" "$(queue)" 0
}

cat > $w/map <<'END'
# what each may send as besides himself
alice@good.example: noreply@good.example, @shop.good.example
bob@good.example: <; @bank.example
carol@good.example: "x, @bank.example"  ${run{/bin/false}}@bank.example
dave@good.example
END
chmod 644 $w/map
domains='from_domains = good.example : shop.good.example : other.example'
make_certificate

settings "$domains" 'auth_match = address'
use_exim QUEUE
start_exim

for auth in PLAIN LOGIN; do
	message 'Alice <alice@good.example>'
	passes "$auth, himself" $auth alice@good.example alice@good.example
	is "$auth, himself: arrives" "$(queue)" 1
	message "$bad"
	refuses "$auth, another's From" $auth alice@good.example \
	    alice@good.example \
	    "Your FROM address \\( ceo@bank.example \\) $spoofed \
\\( alice@good.example \\)\\. Treating this as a spoofed email\\."
done
message 'Alice <alice@good.example>'
refuses "another's envelope" PLAIN alice@good.example shop@good.example \
    "\\( shop@good.example \\) $spoofed"
passes 'the null sender' PLAIN alice@good.example '<>'
passes 'a login in capitals' PLAIN ALICE@Good.Example alice@good.example
passes 'an envelope in capitals' PLAIN alice@good.example ALICE@GOOD.EXAMPLE
passes 'user+domain' PLAIN alice+good.example alice@good.example
passes 'user%domain' LOGIN alice%good.example alice@good.example
message 'ALICE@Good.EXAMPLE (Alice)'
passes 'a From in capitals' PLAIN alice@good.example alice@good.example
message 'alice+tag@good.example'
refuses 'a sub-address' PLAIN alice@good.example alice@good.example "$spoofed"
passes 'a sub-address that is the login' PLAIN alice+tag@good.example \
    alice+tag@good.example
message 'alice@tag@good.example'
refuses 'a login that could be two' PLAIN alice+tag+good.example \
    alice@good.example 'no domain'
message 'alice@good.example'
refuses 'a login without a domain' PLAIN alice alice@good.example 'no domain'
refuses 'a login that is an expansion' PLAIN \
    "\${run{/bin/touch /mnt/w/ran}}@good.example" alice@good.example 'no domain'
refuses 'a login with a percent sign' PLAIN '%s%n@good.example' \
    alice@good.example "$spoofed"
message 'other@bank.example'
refuses 'himself, at a domain that is not allowed' PLAIN other@bank.example \
    other@bank.example "Sorry, you don't have permission .* bank.example"
message "\${run{/bin/touch /mnt/w/ran}}@good.example"
refuses 'a From that is an expansion' PLAIN alice@good.example \
    alice@good.example "$spoofed|clear address"
test ! -e $w/ran
ok $? 'nothing of it was run'

message 'alice@good.example'
sed -i '1i From: ceo@bank.example' $w/message
refuses 'two From' PLAIN alice@good.example alice@good.example "$unclear"
message 'alice@good.example'
sed -i 1d $w/message
refuses 'no From' PLAIN alice@good.example alice@good.example "$unclear"
message 'alice@good.example'
sed -i '2i From : ceo@bank.example' $w/message
refuses 'a From with a blank' PLAIN alice@good.example alice@good.example \
    "$unclear"
message '=?utf-8?q?alice=40good.example_=28?= <ceo@bank.example>'
refuses 'an encoded word that opens a comment' PLAIN alice@good.example \
    alice@good.example "$spoofed"
message 'alice@good.example, ceo@bank.example'
refuses 'two authors' PLAIN alice@good.example alice@good.example \
    'not one clear address'
message 'alice@good.example'
sed -i '1i Sender: bob@good.example' $w/message
refuses "another's Sender" PLAIN alice@good.example alice@good.example \
    "\\( bob@good.example \\) $spoofed"

export AUTH LOGIN SENDER ADDRESS
for AUTH in PLAIN LOGIN; do
	LOGIN=alice@good.example SENDER=alice@good.example
	ADDRESS=alice@good.example
	reset
	run alice php $e2e/rules/phpmailer.php
	is "PHPMailer, $AUTH: sends" "$status $(cat stderr)" '0 '
	is "PHPMailer, $AUTH: arrives" "$(queue)" 1
	ADDRESS=ceo@bank.example
	reset
	run alice php $e2e/rules/phpmailer.php
	is "PHPMailer, $AUTH: spoofed From" "$status" 1
	like "PHPMailer, $AUTH: says so" "$(tr -d '\r\n' < stderr)" '^550.*spoofed'
	ADDRESS=alice@good.example SENDER=ceo@bank.example
	run alice php $e2e/rules/phpmailer.php
	is "PHPMailer, $AUTH: spoofed envelope" "$status" 1
	like "PHPMailer, $AUTH: says so" "$(tr -d '\r\n' < stderr)" '^550.*spoofed'
	nothing_queued "PHPMailer, $AUTH: spoofed: nothing sent"
done

settings "$domains" 'auth_match = domain'
start_exim
message 'anybody@good.example'
passes 'domain: another of his' PLAIN alice@good.example bob@good.example
message 'anybody@other.example'
refuses 'domain: another domain' PLAIN alice@good.example alice@good.example \
    "$spoofed"
message 'a@shop.good.example'
refuses 'domain: a subdomain' PLAIN alice@good.example alice@good.example \
    "$spoofed"

settings "$domains" 'auth_match = map' "auth_map = lsearch;$w/map"
start_exim
message 'alice@good.example'
passes 'map: himself' PLAIN alice@good.example alice@good.example
message 'noreply@good.example'
passes 'map: an alias' PLAIN alice@good.example noreply@good.example
passes 'map: an alias, user+domain' PLAIN alice+good.example alice@good.example
message 'a@shop.good.example'
passes 'map: a domain' LOGIN alice@good.example a@shop.good.example
message 'bob@good.example'
refuses 'map: not granted' PLAIN alice@good.example alice@good.example \
    "$spoofed"
message 'dave@good.example'
passes 'map: himself, a key without data' PLAIN dave@good.example '<>'
message 'a@bank.example'
refuses 'map: data that begins like a list' PLAIN bob@good.example \
    bob@good.example "Sorry|$spoofed"
refuses 'map: data with quotes and dollars' PLAIN carol@good.example \
    carol@good.example "Sorry|$spoofed"
done_testing
