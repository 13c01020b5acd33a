#!/bin/sh
# SPDX-License-Identifier: ISC
#
# What truefromctl postfix-rules prints, put into a real Postfix, for those who
# call its own sendmail, authenticate to it, or talk to port 25 of loopback.
# What comes in from outside is not judged.

# shellcheck disable=SC2034 # lib.sh's
{
	package=postfix
	also='sasl2-bin libsasl2-modules'
	tools='libnet-ssleay-perl openssl swaks'
}
# shellcheck source=tests/e2e/mtas/lib.sh
. "$(dirname "$0")/../mtas/lib.sh"
# shellcheck source=tests/e2e/mtas/postfix-lab.sh
. $mtas/postfix-lab.sh

rules=/mnt/src/tests/e2e/rules
PATH=/mnt/sbin:$PATH

# --- Postfix with everything that an administrator may have.

cp -R /mnt/src/build/mtas/postfix/etc/postfix/postfix-script \
    /mnt/src/build/mtas/postfix/etc/postfix/post-install \
    /mnt/src/build/mtas/postfix/etc/postfix/postfix-files /etc/postfix
grep -q '^submission' /etc/services 2>&- ||
	printf 'smtp 25/tcp\nsubmission 587/tcp\n' >> /etc/services
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=lab.example \
    -keyout /mnt/tls.key -out /mnt/tls.crt 2> /mnt/log/openssl
cat >> /etc/postfix/main.cf <<'END'
relay_domains = good.example
relay_transport = smtp
smtputf8_enable = no
smtpd_tls_cert_file = /mnt/tls.crt
smtpd_tls_key_file = /mnt/tls.key
smtpd_sender_restrictions = reject_non_fqdn_sender
END
cat >> /etc/postfix/master.cf <<'END'
tlsmgr unix - - n 1000? 1 tlsmgr
smtp inet n - n - - smtpd
submission inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
END
mkdir -p /etc/postfix/sasl
printf '%s\n' 'pwcheck_method: auxprop' 'auxprop_plugin: sasldb' \
    'mech_list: PLAIN LOGIN' 'sasldb_path: /mnt/sasldb2' \
    > /etc/postfix/sasl/smtpd.conf
# mailbox NAME [DOMAIN]
mailbox()
{
	echo secret | saslpasswd2 -p -c -f /mnt/sasldb2 -u "${2-lab.example}" "$1"
}
mailbox info good.example
mailbox carol good.example
mailbox shop+good.example
mailbox mallory good.example
chown postfix /mnt/sasldb2

# --- The rules.

cat > $config <<'END'
domainlist hosted = lsearch;/mnt/userdomains
domainlist local_domains = @ : good.example : *.wild.example : +hosted
domainlist allow_domains = partner.example : bücher.example
from_domains = +local_domains : +allow_domains
qualify_domain = lab.example
mta = /usr/sbin/sendmail
owner = login;/mnt/senders : lsearch;/mnt/userdomains
sender_check = owner
auth_match = map
auth_map = lsearch;/mnt/auth
trusted_users = lists
END
printf 'alice.example: alice\nbob.example: bob\nboth.example: alice bob\n' \
    > /mnt/userdomains
# shellcheck disable=SC2016 # no shell's
odd='"o $1 b"@bob.example'
echo "bob: news@bob.example, $odd" > /mnt/senders
echo 'info@good.example: noreply@good.example, @alice.example' > /mnt/auth

postconf -n > before 2>&1
check 'Postfix takes the configuration without the rules' postfix check
is 'and says nothing' "$(cat said)" ''
start_postfix
echo 'truefromctl postfix-rules --section setup | sh' > setup_now
check 'setup: runs' sh setup_now
is 'setup: says nothing' "$(grep -v 'refreshing the Postfix' said)" ''
for command in 'postfix check' 'postconf -n' 'postconf -M'; do
	# shellcheck disable=SC2086 # words
	check "$command" $command
	check "$command: warns of nothing" \
	    sh -c '! grep -E "warning|fatal|error" said'
done
cp /etc/postfix/main.cf main.cf
cp /etc/postfix/master.cf master.cf
check 'setup: once more' sh setup_now
same 'setup: once more: main.cf is as it was' /etc/postfix/main.cf main.cf
same 'setup: once more: master.cf is as it was' /etc/postfix/master.cf master.cf

# --- Calls of Postfix's own sendmail.

# Of what postdrop refuses a stub stays in maildrop for a day, which nobody may
# execute; whole messages anybody who owns them may.
# shellcheck disable=SC2317 # await calls it
idle()
{
	! find /var/spool/postfix/maildrop /var/spool/postfix/incoming \
	    /var/spool/postfix/active -type f -perm -u+x | grep -q .
}

# begin: forgets what has been sent and logged.
begin()
{
	await 'end of the queue' idle
	rm -f $sink/*
	: > /mnt/log/syslog
}

# direct USER ARGUMENT...: sends the file message by Postfix's own sendmail.
direct()
{
	begin
	user=$1
	shift
	run "$user" /usr/sbin/sendmail -i "$@" rcpt@dest.example < message
	await 'end of the queue' idle
}

# sent RECIPIENT: what the sink has for him.
sent()
{
	grep -l "^RCPT TO:<$1>" $sink/* 2>&- | xargs -r cat
}

# arrives WHAT USER ARGUMENT...
arrives()
{
	what=$1
	shift
	direct "$@"
	is "$what: sendmail says yes" "$status $(cat stderr)" '0 '
	like "$what: arrives" "$(sent rcpt@dest.example)" '^RCPT TO'
}

# bounces WHAT SENTENCE USER ARGUMENT...: comes back to its sender, for that
# reason, an extended regular expression.
bounces()
{
	what=$1
	why=$2
	shift 2
	direct "$@"
	is "$what: sendmail says yes" "$status $(cat stderr)" '0 '
	is "$what: does not arrive" "$(sent rcpt@dest.example)" ''
	like "$what: is logged" "$(cat /mnt/log/syslog)" "reject: header .*$why"
	like "$what: comes back, and is not judged" \
	    "$(sent "$user@lab.example" | tr -s '\n ' ' ')" "$why"
}

# denied WHAT USER ARGUMENT...: sendmail says no.
denied()
{
	what=$1
	shift
	direct "$@"
	like "$what: sendmail says no" "$status $(cat stderr)" \
	    '^[1-9].* not authorized to use sender'
	is "$what: does not arrive" "$(sent rcpt@dest.example)" ''
}

message
arrives 'its own domain' alice
like 'its own domain: as it was' "$(sent rcpt@dest.example)" \
    '^From: The Shop <shop@good.example>$'
message 'SHOP@Good.EXAMPLE.'
arrives 'another case, and a dot' alice
message 'x@deep.wild.example'
arrives 'a tail' alice
message 'x@xn--bcher-kva.example'
arrives 'an A-label' alice
message 'Anna <x@B\"ucher.example>'
bounces 'a backslash' 'not one clear mailbox' alice
message "$(printf 'x@b\303\274cher.example')"
arrives 'a U-label' alice
message 'root (Cron Daemon)'
arrives 'cron' alice
message "$bad"
bounces 'a foreign domain' "$sentence" alice
message 'x@wild.example'
bounces 'not its tail' 'the email is from wild.example\.' alice
message 'x@goodXexample'
bounces 'a dot is a dot' 'the email is from goodXexample\.' alice
message 'x@good.example, ceo@bank.example'
bounces 'two mailboxes' 'not one clear mailbox' alice
message 'ceo@bank.example (x@good.example)'
bounces 'an address in a comment' 'not one clear mailbox' alice
message '=?utf-8?q?ceo=40bank.example?=@good.example'
bounces 'an encoded word' 'encoded word' alice
message
sed -i 's/^From:/From :/; 1i X-First: yes' message
arrives 'a blank before the colon' alice
message "$bad"
sed -i 's/^From:/From :/; 1i X-First: yes' message
bounces 'a blank before the colon, foreign' "$sentence" alice
message
sed -i "1i Sender: $bad" message
bounces 'Sender' "$sentence" alice
message
sed -i "1i >From: $bad" message
bounces 'nearly From' 'looks like a From' alice
message
cat >> message <<END
From: ceo@bank.example
END
arrives 'text' alice
message
sed -i '/^$/,$d' message
cat >> message <<'END'
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=q

--q
From: ceo@bank.example
Content-Type: message/rfc822

From: ceo@bank.example
Subject: forwarded

--q--
END
arrives 'a forwarded message in it' alice

# What a session on standard input sends goes the same way.
begin
printf '%s\r\n' 'EHLO x' 'MAIL FROM:<alice@lab.example>' \
    'RCPT TO:<rcpt@dest.example>' DATA 'From: ceo@bank.example' '' x . \
    'MAIL FROM:<ceo@bank.example>' 'RCPT TO:<rcpt@dest.example>' DATA \
    'From: shop@good.example' '' x . QUIT > session
run alice /usr/sbin/sendmail -bs < session
await 'end of the queue' idle
is '-bs: a foreign From, a foreign sender: nothing arrives' \
    "$(sent rcpt@dest.example)" ''
like '-bs: comes back' "$(sent alice@lab.example)" 'From: ceo@bank.example'
is '-bs: the replies to the messages' \
    "$(grep -c '^354' stdout) $(grep -Ec '^250 .*queued|^451' stdout)" '2 2'

# --- Envelope senders.

message
arrives 'the null sender' alice -f '<>'
arrives 'her own login' alice -f alice
arrives 'her own login, qualified' alice -f ALICE@lab.example
arrives 'her own domain' alice -f x@alice.example
arrives 'an extension' alice -f x+y@both.example
arrives 'a domain that is free' alice -f x@partner.example
arrives 'a mailbox' bob -f news@bob.example
arrives 'a mailbox with blanks and a dollar' bob -f "$odd"
denied "another's domain" bob -f x@alice.example
denied 'another mailbox' bob -f x@bob.example
denied "another's login" bob -f alice@lab.example
denied "another's bare login" bob -f alice
denied 'a foreign domain' alice -f ceo@bank.example
sed -i '/^From:/d' message
denied 'a foreign domain, no From' alice -f ceo@bank.example
arrives 'root' root -f x@alice.example

# --- Authenticated.

# smtp USER SENDER [ARGUMENT...]: the message by port 587, with TLS.
smtp()
{
	begin
	user=$1
	sender=$2
	shift 2
	sed 's/$/\r/' message > crlf
	swaks --server 127.0.0.1 --port 587 -tls --ehlo x.example \
	    --auth PLAIN --auth-user "$user" --auth-password secret \
	    --from "$sender" --to rcpt@dest.example --data @crlf "$@" \
	    > session 2>&1
	await 'end of the queue' idle
}

# may WHAT USER SENDER [ARGUMENT...]
may()
{
	what=$1
	shift
	smtp "$@"
	like "$what: 235" "$(cat session)" '^<~  235 '
	like "$what: queued" "$(cat session)" '^<~  250 .*queued'
	like "$what: arrives" "$(sent rcpt@dest.example)" '^RCPT TO'
}

# may_not WHAT REPLY USER SENDER [ARGUMENT...]
may_not()
{
	what=$1
	reply=$2
	shift 2
	smtp "$@"
	like "$what: 235" "$(cat session)" '^<~  235 '
	like "$what: $reply" "$(cat session)" "^<~\* $reply"
	is "$what: does not arrive" "$(sent rcpt@dest.example)" ''
}

message 'info@good.example'
may 'his own address' info@good.example info@good.example
may 'his own address, LOGIN' info@good.example info@good.example --auth LOGIN
may 'another case' info@good.example Info@GOOD.example
may 'a sub-address' info@good.example info+tag@good.example
may 'an alias' info@good.example noreply@good.example
may 'a domain that is granted' info@good.example anyone@alice.example
may 'the null sender' info@good.example '<>'
may 'a login with + for @' shop+good.example shop@good.example
may_not "another's" '553 5\.7\.1 .*not owned by user' \
    carol@good.example info@good.example
may_not 'an alias of another' '553 5\.7\.1' carol@good.example \
    noreply@good.example
may_not 'a foreign sender' '553 5\.7\.1' info@good.example ceo@bank.example
may_not 'a sender that names his login in quotes' '553 5\.7\.1' \
    mallory@good.example '"x,mallory+good.example,y"@bank.example'
may_not 'likewise, with blanks' '553 5\.7\.1' mallory@good.example \
    '"x mallory%good.example y"@bank.example'
message "$bad"
may_not 'a foreign From' "550 5\.7\.1 $sentence" \
    info@good.example info@good.example
message 'ceo@bank.example <info@good.example>'
may_not 'a foreign From in the name' '550 5\.7\.1' \
    info@good.example info@good.example

# --- What comes in is not judged.

message "$bad"
begin
swaks --server 127.0.0.1 --port 25 --ehlo mx.bank.example --data @crlf \
    --from ceo@bank.example --to info@good.example > session 2>&1
await 'end of the queue' idle
like 'from outside: queued' "$(cat session)" '^<-  250 .*queued'
like 'from outside: arrives' "$(sent info@good.example)" '^From: ceo@bank'

# --- The steps that are made by hand.

begin
truefromctl postfix-rules --section setup > printed
sed -n 's/^#[^:]*\t\(postconf .*inet\)/\1/p' printed |
	sed 's/ADDRESS/127.0.1.1/g; s/;.*//' > by_hand
is 'by hand: the services' "$(wc -l < by_hand)" 4
check 'by hand: runs' sh -e by_hand
check 'by hand: reload' postfix reload
await 'port 25 of 127.0.1.1' sh -c 'swaks --server 127.0.1.1 --quit-after BANNER'

# loopback ADDRESS: the message to port 25, without a password.
loopback()
{
	begin
	swaks --server "$1" --port 25 --ehlo x.example --data @crlf \
	    --from info@good.example --to info@good.example > session 2>&1
	await 'end of the queue' idle
}

loopback 127.0.0.1
like 'loopback: a foreign From' "$(cat session)" "^<\*\* 550 5\.7\.1 .*not one clear mailbox"
loopback 127.0.1.1
like 'another address: is not judged' "$(cat session)" '^<-  250 .*queued'
message
sed 's/$/\r/' message > crlf
loopback 127.0.0.1
like 'loopback: its own domain' "$(cat session)" '^<-  250 .*queued'

# --- Monitor mode.

echo 'mode = monitor' >> $config
check 'monitor: setup' sh setup_now
message "$bad"
arrives 'monitor: a foreign domain' alice -f x@bob.example
like 'monitor: is logged' "$(cat /mnt/log/syslog)" \
    "warning: header From: .*$sentence"
may 'monitor: authenticated' carol@good.example ceo@bank.example
like 'monitor: the sender is logged' "$(cat /mnt/log/syslog)" \
    'reject_warning: .*not owned by user'

is 'monitor, once more: the restrictions' \
    "$(sh setup_now; postconf -h smtpd_sender_restrictions)" \
    'warn_if_reject reject_authenticated_sender_login_mismatch reject_non_fqdn_sender'

# --- What is special to expressions, and what is not.

# shellcheck disable=SC2016 # Postfix would expand
cat > $config <<'END'
domainlist odd = *.a+b.example : *.x|y.example : *./.example : *.c^d.example
domainlist some = !no.example : *.no.example
from_domains = good.example : +odd : !not.yes.example : *.yes.example : +some
qualify_domain = lab.example
mta = /usr/sbin/sendmail
reject_message = It costs $5 ${1} 100% 'a' %dx; ask!
END
truefromctl postfix-rules --section from > checks
# verdict VALUE: the first word of what the table says of it.
verdict()
{
	said=$(postmap -q "From: $1" regexp:checks 2>&1)
	is "$1: $2" "${said%% *}" "$2"
}
for value in a@good.example 'a @ good.example' 'a@good.example.' \
    '"ceo@bank.example" <a@good.example>' 'A <a@good.example> (b)' \
    'a@good.example <a@good.example>' a@x.a+b.example 'a@x.x|y.example' \
    a@x./.example 'a@x.c^d.example' a@x.yes.example a@x.no.example; do
	verdict "$value" DUNNO
done
for value in a a@x.aab.example a@x.ab.example a@x.x a@y.example a@xyyes.example \
    a@yes.example a@not.yes.example a@no.example a@good.example.bank.example \
    a@good.examplex a@xgood.example a@goodxexample \
    'a@good.example <A@good.example>' 'a@bank.example, <a@good.example>' \
    '"a@good.example" <ceo@bank.example>' 'a@good.example, b@good.example' \
    'ceo@bank.example (@good.example)' 'ceo@bank.example>@good.example' \
    '"@good.example"@bank.example' '<@good.example:ceo@bank.example>' \
    'ceo%bank.example' 'bank.example!ceo' '=?utf-8?q?ceo?=' '' '<>' '@' \
    'g: a@good.example;' 'a@[good.example]' 'a@=?utf-8?q?good.example?='; do
	verdict "$value" REJECT
done
is 'the sentence: nothing of it is expanded' \
    "$(postmap -q 'From: ceo@bank.example' regexp:checks)" \
    "REJECT 5.7.1 It costs \$5 \${1} 100% 'a' bank.examplex; ask!"
echo 'from_domains =
qualify_domain = lab.example
mta = /usr/sbin/sendmail' > $config
truefromctl postfix-rules --section from > checks
verdict a@good.example REJECT
verdict root REJECT

# --- The tables.

cat > $config <<'END'
from_domains = @ : good.example
qualify_domain = lab.example
mta = /usr/sbin/sendmail
sender_check = domain
END
check 'the tables: setup' sh setup_now
begin
perl $rules/postfix-corpus send from_cases from_big injection 2>&-
await 'end of the queue' idle
perl $rules/postfix-corpus tell $sink from_cases from_big injection > classes
cut -d ' ' -f 1 classes | sort | uniq -c | sed 's/^/#/'
has()
{
	grep -c "^$1 " classes
}
is 'the tables: nothing else gets through' "$(grep '^other ' classes)" ''
is 'the tables: all of them' "$(wc -l < classes)" \
    "$(tail -q -n +2 /mnt/src/tests/corpus/from_cases.tsv \
	/mnt/src/tests/corpus/from_big.tsv \
	/mnt/src/tests/corpus/injection.tsv | wc -l)"
check 'the tables: most is refused' test "$(has refused)" -gt 600
check 'the tables: what is honest passes' test "$(has passed)" -gt 300
is 'the tables: none of what real programs send is refused' \
    "$(grep '^strict ok-' classes)" ''
check 'the tables: little else is' test "$(has strict)" -lt 30
truefromctl postfix-rules --section limits > named
for class in made two cut; do
	check "$class: is so" test "$(has $class)" -gt 0
	like "$class: is among the limits" "$(cat named)" "^# $class:"
done

like 'AUTH on port 25 is among the limits' "$(cat named)" \
    '^# Who authenticates on port 25 has his envelope sender judged'

# --- And without it.

truefromctl postfix-rules --section setup > printed
sed -n 's/^# \t\(postconf -P*X .*\)/\1/p' printed > undo
is 'undo: the commands' "$(wc -l < undo)" 2
check 'undo: runs' sh -e undo
postconf -e 'smtpd_sender_restrictions = reject_non_fqdn_sender'
postconf -n > after 2>&1
same 'undo: main.cf is as it was' after before

done_testing
