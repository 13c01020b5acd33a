#!/bin/sh
# SPDX-License-Identifier: ISC
#
# What cron mails goes through: its words, and its From: root (Cron Daemon).
# First by the words that Debian's cron is known to use, then by cron itself,
# unpacked from its package, with truefrom in the place of /usr/sbin/sendmail.

# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

cat > message <<'END'
From: root (Cron Daemon)
To: alice
Subject: Cron <alice@lab> echo hello
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 8bit
X-Cron-Env: <SHELL=/bin/sh>
X-Cron-Env: <HOME=/mnt/home/alice>
X-Cron-Env: <PATH=/usr/bin:/bin>
X-Cron-Env: <LOGNAME=alice>

hello
.
after a lone dot
END

for program in $exim $truefrom; do
	reset
	run alice "$program" -odi -FCronDaemon -i -B8BITMIME -oem alice < message
	is "$program: accepts cron's message" "$status $(cat stdout stderr)" \
	    '0 '
	normalise message < "$(delivery)" > "$(basename "$program")"
	check "$program: delivers it to alice" grep -q \
	    '^Envelope-to: alice@lab.example$' "$(delivery)"
done
same 'delivered as without truefrom' truefrom exim4
check 'with the From that Exim makes of it' grep -q \
    '^From: root@lab.example (Cron Daemon)$' truefrom

sed "s/^From: .*/From: $bad/" message > spoofed
reset
run alice $truefrom -FCronDaemon -i -B8BITMIME -oem alice < spoofed
is 'a spoofed From with these words: refused' "$status" 77
nothing_sent 'a spoofed From with these words: nothing sent'

# A /usr/sbin where sendmail is truefrom, and the rest is the host's.
mkdir /mnt/root/usr-sbin /mnt/root/sbin
mount --bind /usr/sbin /mnt/root/usr-sbin
ln -s /mnt/root/usr-sbin/* /mnt/root/sbin
ln -sf $truefrom /mnt/root/sbin/sendmail
mount --bind /mnt/root/sbin /usr/sbin

# Nor does cron see the host's tables and its own traces there.
mount -t tmpfs run /run
mount -t tmpfs spool /var/spool
mkdir -p /var/spool/cron/crontabs
for kind in auth account session; do
	echo "$kind required pam_permit.so"
done > /etc/pam.d/cron
cat > /var/spool/cron/crontabs/alice <<'END'
@reboot printf 'one\n.\nthree\n'; pwd
END
chmod 600 /var/spool/cron/crontabs/alice
chown alice /var/spool/cron/crontabs/alice

# cron_until FILE: starts cron as if the machine had, until FILE is there.
cron_until()
{
	rm -f /run/crond.reboot /run/crond.pid
	/mnt/src/build/cron/usr/sbin/cron -f > said 2>&1 &
	cron=$!
	tries=100
	until test -n "$(find "$1" -type f 2>&-)" || test $tries -eq 0; do
		tries=$((tries - 1))
		sleep 0.1
	done
	kill $cron
	wait $cron 2>&-
}

use_recorder
cron_until $record/calls
is "cron's own words are those" "$(tr '\0' ' ' < $record/argv)" \
    '/usr/sbin/sendmail -FCronDaemon -i -B8BITMIME -oem alice '
like "cron's own From is that" "$(cat $record/input)" \
    '^From: root \(Cron Daemon\)'
like 'cron calls as the owner of the job' "$(cat $record/signals)" \
    '^Uid:.2001.2001.2001.2001'
diag said

configure ''
reset
cron_until /mnt/mail/new
check "cron's message is delivered" test -s "$(delivery)"
is "cron's message, its body" "$(sed '1,/^$/d' "$(delivery)")" 'one
.
three
/mnt/home/alice'
like "cron's message, its From" "$(cat "$(delivery)")" \
    '^From: root@lab.example \(Cron Daemon\)$'
logged "cron's message" 'verdict="accept"' 'user="alice"'

done_testing
