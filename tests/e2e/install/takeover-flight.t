#!/bin/sh
# SPDX-License-Identifier: ISC
#
# What becomes of a call of sendmail that has begun, and perhaps waits for its
# message, when truefrom is enabled, disabled or removed.

# shellcheck disable=SC2317 # what await calls
# shellcheck source=tests/e2e/install/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/e2e/install/sending.sh
. $e2e/install/sending.sh

has_mta exim4-daemon-light
has_truefrom
check 'strace is installed' apt install strace
sed -i 's/^domainlist remote_domains = .*/& : xn--gd-fka.example/' \
    /etc/truefrom.conf
cp -p /etc/truefrom.conf conf

# begins SENDMAIL ADDRESS: bob's script calls it and has sent half a header.
begins()
{
	rm -f go
	{
		printf 'From: %s\nTo: al' "$2"
		until test -e go; do sleep 0.1; done
		printf 'ice@lab.example\nSubject: slow\n\nhi\n'
	} | setpriv --reuid 2002 --regid 2002 --clear-groups \
	    "$1" -odq -t -i > begun.said 2>&1 &
	begun=$!
	await 'truefrom that has begun' has_begun
}

has_begun()
{
	test "$(readlink "/proc/$begun/exe")" = /usr/sbin/truefrom
}

# exits WHAT PROCESS STATUS
exits()
{
	got=0
	wait "$2" || got=$?
	is "$1: exit status" "$got" "$3"
}

# ends_with WHAT STATUS PATTERN: the rest comes, and that becomes of it.
ends_with()
{
	: > go
	exits "$1" "$begun" "$2"
	like "$1: what is said" "$(cat begun.said)" "$3"
}

# A session with `sendmail -bs`, whose client is this test: it speaks by way of
# a FIFO, descriptor 3.
opens_session()
{
	rm -f client
	mkfifo client
	# Here, for the shell below does it only once the FIFO is open.
	: > session.said
	setpriv --reuid 2002 --regid 2002 --clear-groups \
	    /usr/sbin/sendmail -bs -odq < client > session.said 2>&1 &
	session=$!
	exec 3> client
	heard=0
	await 'a greeting' has_replied
	like 'the session: is greeted' "$(reply)" '^220 '
	says 'the session' 250 'EHLO shop'
}

# What ends a reply (RFC 5321, 4.2.1), of each.
replies()
{
	grep -E '^[0-9]{3} ' session.said
}

reply()
{
	replies | tail -n 1
}

has_replied()
{
	test "$(replies | wc -l)" -gt "$heard"
}

# says WHAT CODE LINE...: the client does, and hears that.
says()
{
	what=$1 code=$2
	shift 2
	heard=$(replies | wc -l)
	printf '%s\r\n' "$@" >&3
	await "a reply to $1" has_replied
	like "$what: $1" "$(reply)" "^$code "
}

# submits WHAT CODE ADDRESS: a message from there, in the session.
submits()
{
	says "$1" 250 "MAIL FROM:<$3>"
	says "$1" 250 'RCPT TO:<alice@lab.example>'
	says "$1" 354 'DATA'
	says "$1" "$2" "From: $3" 'To: alice@lab.example' '' 'hi' '.'
}

closes_session()
{
	says "$1" 221 'QUIT'
	exec 3>&-
	exits "$1" "$session" 0
}

# --- enabled, while the configuration that was read names what is moved

sed -i 's|^mta *=.*|mta = /usr/sbin/sendmail|' /etc/truefrom.conf
begins /usr/sbin/truefrom shop@good.example
check 'enable' truefromctl enable
ends_with 'enabled meanwhile: is sent' 0 '^$'

# --- disabled

begins /usr/sbin/sendmail shop@good.example
check 'disable' truefromctl disable
ends_with 'disabled meanwhile: is sent' 0 '^$'
check 'enable' truefromctl enable
begins /usr/sbin/sendmail ceo@bank.example
check 'disable' truefromctl disable
ends_with 'disabled meanwhile: spoofed' 77 '^Sorry'

# --- disabled before it has looked at anything

check 'enable' truefromctl enable
printf 'From: shop@good.example\nTo: alice@lab.example\n\nhi\n' > message
strace -D -qq -o /dev/null -e trace=poll -e inject=poll:signal=STOP:when=1 \
    setpriv --reuid 2002 --regid 2002 --clear-groups \
    /usr/sbin/sendmail -odq -t -i < message > begun.said 2>&1 &
begun=$!
await 'truefrom that has begun' has_begun
check 'disable' truefromctl disable
check 'it has not ended yet' has_begun
kill -CONT $begun
got=0
wait $begun || got=$?
is 'a call that had begun sends' "$got $(cat begun.said)" '0 '

# --- disabled, and enabled again, amidst a session

check 'enable' truefromctl enable
opens_session
submits 'a session' 250 shop@good.example
check 'disable' truefromctl disable
submits 'disabled amidst a session: spoofed' 550 ceo@bank.example
submits 'disabled amidst a session: honest' 250 shop@good.example
check 'enable' truefromctl enable
submits 'enabled amidst a session: spoofed' 550 ceo@bank.example
submits 'enabled amidst a session: honest' 250 shop@good.example
closes_session 'enabled amidst a session'
check 'disable' truefromctl disable

# --- purged, while the message needs the twin, and amidst a session

is_disabled()
{
	test "$(readlink /usr/sbin/sendmail)" = exim4
}

cp -p conf /etc/truefrom.conf
check 'enable' truefromctl enable
opens_session
begins /usr/sbin/sendmail shop@göd.example
dpkg --purge truefrom > dpkg.said 2>&1 3>&- &
purge=$!
await 'disable by the package' is_disabled
# As long as dpkg takes to remove the twin, if nothing holds it up.
sleep 3
ends_with 'purged meanwhile: is sent' 0 '^$'
submits 'purged amidst a session: spoofed' 550 ceo@bank.example
submits 'purged amidst a session: honest' 250 shop@good.example
closes_session 'purged amidst a session'
check 'purge' wait $purge

done_testing
