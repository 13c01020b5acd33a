#!/bin/sh
# SPDX-License-Identifier: ISC
#
# Customers of one server, who may send for it, but not as each other: the
# option owner, with each of its sources, however a message is submitted.

# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/e2e/ways.sh
. "$(dirname "$0")/ways.sh"

# anothers DOMAIN [OWN]: the sentence, with a domain of the caller's own.
anothers()
{
	printf 'Sorry, %s belongs to another account on this server; ' "$1"
	printf 'send as an address at one of your own domains%s\\.' \
	    "${2:+ \\(for example $2\\)}"
}

# --- Domains with their owner beside them, as cPanel's /etc/userdomains.

cat > /mnt/userdomains <<'EOF'
alice.example: alice
secret.alice.example: alice
bob.example: bob
both.example: alice, bob
nobodys.example:
*: nobody
EOF

message 'Alice <info@alice.example>'
options
passes 'without owner: any domain' bob
options 'owner = lsearch;/mnt/userdomains'
passes 'her own domain' alice 'verdict="accept"' \
    'owned="lsearch;/mnt/userdomains /mnt/userdomains:1"'
refuses "alice's domain by bob" bob 77 owner \
    "$(anothers alice.example bob.example)"
check "alice's domain by bob: no other of hers is told" \
    sh -c '! grep -r secret sentence /mnt/log/syslog'
logged "alice's domain by bob" 'domain="alice[.]example"' 'user="bob"'
passes 'root may' root
message 'INFO@Alice.EXAMPLE'
passes 'in another case' alice
refuses 'in another case, by bob' bob 77 owner \
    "$(anothers alice.example bob.example)"
message 'info@secret.alice.example'
passes 'a subdomain in the file' alice
message 'info@www.alice.example'
refuses 'a subdomain that is not' alice 77 owner \
    "$(anothers www.alice.example alice.example)"
message 'x@both.example'
passes 'a domain of two, by one' alice
passes 'a domain of two, by the other' bob
message 'x@nobodys.example'
refuses 'a domain without owner' alice 77 owner \
    "$(anothers nobodys.example alice.example)"
message 'x@unheard.example'
refuses 'a domain that the file does not have' alice 77 owner \
    "$(anothers unheard.example alice.example)"
message "$bad"
refuses "a domain that is not this server's" alice 77 from-domain "$sentence"

# --- What is free to all.

message 'x@allowed.example'
passes 'allow_domains' bob 'verdict="accept"'
message 'x@sub.wild.example'
passes 'allow_domains, a pattern' bob

# --- The server's own domain: each login has its name there.

message 'alice@lab.example'
passes 'login@qualify_domain' alice 'owned="the login alice"'
message 'Alice@Lab.Example'
passes 'login@qualify_domain in another case' alice
refuses "another's login@qualify_domain" bob 77 owner \
    "$(anothers lab.example bob.example)"
message 'root@lab.example'
refuses 'root@qualify_domain' bob 77 owner \
    "$(anothers lab.example bob.example)"
message 'bob'
passes 'a login without a domain' bob
like 'a login without a domain: as Exim makes it' "$(cat "$(delivery)")" \
    '^From: bob@lab\.example$'
refuses "another's login without a domain" alice 77 owner \
    "$(anothers lab.example alice.example)"
message '"Bob" <BOB>'
refuses "another's login in brackets" alice 77 owner \
    "$(anothers lab.example alice.example)"
message 'root (Cron Daemon)'
passes "cron's" alice
sed -i '/^From:/d' message
passes 'no From' alice
like "no From: Exim's" "$(cat "$(delivery)")" \
    '^From: Alice Example <alice@lab.example>$'

# Exim makes the From of the sender, so that is whose the message is.
sender=info@alice.example
passes 'no From, her own sender' alice
refuses "no From, another's sender" bob 77 owner \
    "$(anothers alice.example bob.example)"
sender=bob
refuses "no From, another's login for a sender" alice 77 owner \
    "$(anothers lab.example alice.example)"
sender=

# --- Other lookups.

message 'x@deep.www.alice.example'
cat > /mnt/partial <<'EOF'
*.alice.example: alice
bob.example: bob
EOF
options 'owner = partial-lsearch;/mnt/partial'
passes 'partial-lsearch: a subdomain' alice
refuses 'partial-lsearch: by bob' bob 77 owner \
    "$(anothers deep.www.alice.example bob.example)"
message 'x@alice.example'
passes 'partial-lsearch: the domain itself' alice
message 'x@www.bob.example'
refuses 'partial-lsearch: a domain without *.' bob 77 owner \
    "$(anothers www.bob.example bob.example)"

printf 'alice.example: alice\n*: bob\n' > /mnt/star
options 'owner = lsearch*;/mnt/star'
message 'x@whatever.example'
passes 'lsearch*: * is for the rest' bob
refuses 'lsearch*: not for alice' alice 77 owner \
    "$(anothers whatever.example alice.example)"
message 'x@alice.example'
passes 'lsearch*: a domain of its own' alice
refuses 'lsearch*: * is not for that' bob 77 owner "$(anothers alice.example)"

# --- cPanel's files, which only their account can read.

install -d -m 711 /mnt/cpanel
cat > /mnt/cpanel/alice <<'EOF'
BWLIMIT=unlimited
DNS=alice.example
DNS1=shop.alice.example
XDNS2=sold.example
USER=alice
EOF
printf 'DNS=bob.example\nUSER=bob\n' > /mnt/cpanel/bob
chmod 640 /mnt/cpanel/*
chgrp alice /mnt/cpanel/alice
chgrp bob /mnt/cpanel/bob
options 'owner = cpanel;/mnt/cpanel'
message 'x@alice.example'
passes 'cpanel: the main domain' alice \
    'owned="cpanel;/mnt/cpanel /mnt/cpanel/alice:2"'
refuses "cpanel: another's" bob 77 owner "$(anothers alice.example bob.example)"
message 'x@shop.alice.example'
passes 'cpanel: an addon domain' alice
message 'x@sold.example'
refuses 'cpanel: a domain that was hers' alice 77 owner \
    "$(anothers sold.example alice.example)"
options 'owner = cpanel;/mnt/cpanel : lsearch;/mnt/userdomains'
message 'x@both.example'
passes 'cpanel, then userdomains' bob
message 'x@alice.example'
refuses "cpanel, then userdomains: another's" bob 77 owner \
    "$(anothers alice.example bob.example)"

# --- Logins and what each may send as.

cat > /mnt/logins <<'EOF'
alice: @alice.example, sales@both.example
bob: *
EOF
options 'owner = login;/mnt/logins'
message 'x@alice.example'
passes 'login: a domain' alice
passes 'login: anything' bob
message 'sales+spring@both.example'
passes 'login: a mailbox, with an extension' alice
message 'press@both.example'
refuses 'login: another mailbox' alice 77 owner \
    "$(anothers both.example alice.example)"

# --- Files that cannot be used.

message 'x@alice.example'
options 'owner = lsearch;/mnt/nowhere'
refuses 'a missing file' alice 78 config '/mnt/nowhere .*'
check_says()
{
	status=0
	$truefromctl check > stdout 2> stderr || status=$?
	is "check: $1: exit status" "$status $(cat stdout)" '78 '
	like "check: $1: says so" "$(cat stderr)" "$2"
}
check_says 'a missing file' '^/mnt/nowhere \(named at .*:[0-9]+\)'
options 'owner = lsearch;/mnt/userdomains : cpanel;/mnt/cpanel'
check 'check: all that is usable' $truefromctl check
chmod 666 /mnt/userdomains
refuses 'a file that all may write' alice 78 config '/mnt/userdomains .*'
check_says 'a file that all may write' '^/mnt/userdomains .*chmod'
chmod 644 /mnt/userdomains
chmod 600 /mnt/cpanel/bob
message 'x@unheard.example'
options 'owner = cpanel;/mnt/cpanel'
refuses 'cpanel: a file that its account cannot read' bob 78 config \
    '/mnt/cpanel/bob .*chgrp bob.*'
chmod 640 /mnt/cpanel/bob
chown bob /mnt/cpanel/bob
refuses 'cpanel: a file that its account owns' bob 78 config \
    '/mnt/cpanel/bob .*'
check_says 'cpanel: a file that its account owns' '^/mnt/cpanel/bob '
chown root /mnt/cpanel/bob
options 'owner = login;/mnt/nowhere'
check_says 'login: a missing file' '^/mnt/nowhere '
options 'owner = mysql;/mnt/nowhere'
check_says 'an unknown source' 'truefrom\.conf:[0-9]+'

# --- explain.

# explain USER: leaves its lines in the file stdout.
explain()
{
	status=0
	$truefromctl explain -u "$1" -- -t < message > stdout 2> stderr ||
		status=$?
}

# says WHAT LINE...
says()
{
	case=$1
	shift
	for wanted; do
		check "$case: $wanted" grep -Fqx "$wanted" stdout
	done
}

options 'owner = lsearch;/mnt/userdomains'
message 'x@alice.example'
explain alice
is 'explain alice: exit status' "$status $(cat stderr)" '0 '
says 'explain alice' 'verdict: accept' 'domain: alice.example' \
    'owned: lsearch;/mnt/userdomains /mnt/userdomains:1'
explain bob
is 'explain bob: exit status' "$status $(cat stderr)" '77 '
says 'explain bob' 'verdict: reject' 'reason: owner' \
    'owned: lsearch;/mnt/userdomains /mnt/userdomains:1'
options 'owner = lsearch;/mnt/userdomains' 'on_refusal = rewrite'
explain bob
is 'explain, rewrite: exit status' "$status $(cat stderr)" '0 '
says 'explain, rewrite' 'verdict: rewrite' 'reason: owner'
options 'display_name_check = log'
message '"ceo@bank.example" <x@alice.example>'
explain alice
says 'explain, noted' 'verdict: accept' 'noted: display-name'
like 'explain, noted: what for' "$(cat stdout)" \
    '^note: The name in the From header shows the address .ceo@bank\.example'
options 'trusted_users = alice'
message "$bad"
explain alice
says 'explain, trusted' 'verdict: trusted' 'status: 0'

done_testing
