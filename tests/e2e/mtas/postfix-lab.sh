# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# postfix-lab.sh: sourced after lib.sh by tests of Postfix, it lays a
# configuration of it out in /etc/postfix and an empty queue in
# /var/spool/postfix.  What it sends goes to the sink.

add_user postfix 2101
add_user postdrop 2102
mkdir -p /etc/postfix /var/spool/postfix /var/lib/postfix
cat > /etc/postfix/main.cf <<'END'
compatibility_level = 3.6
myhostname = lab.example
myorigin = lab.example
mydestination =
alias_maps =
alias_database =
inet_interfaces = loopback-only
inet_protocols = ipv4
daemon_directory = /usr/lib/postfix/sbin
shlib_directory = /usr/lib/postfix
in_flow_delay = 0
relayhost = [127.0.0.1]:2525
disable_dns_lookups = yes
END
{
	sed '/^keep /,$d' /mnt/src/tests/panel/mta/master.cf
	echo 'smtp unix - - n - - smtp'
} > /etc/postfix/master.cf
chown postfix /var/lib/postfix
chgrp postdrop /usr/sbin/postdrop /usr/sbin/postqueue
chmod 2755 /usr/sbin/postdrop /usr/sbin/postqueue
(
	cd /var/spool/postfix || exit
	mkdir -m 755 pid
	mkdir -m 700 active bounce corrupt defer deferred flush hold incoming \
	    private saved trace
	mkdir -m 730 maildrop
	mkdir -m 710 public
	chown postfix active bounce corrupt defer deferred flush hold incoming \
	    private saved trace maildrop public
	chgrp postdrop maildrop public
)

start_postfix()
{
	/usr/lib/postfix/sbin/master < /dev/null > /mnt/log/said 2>&1 &
	await Postfix test -e /var/spool/postfix/public/pickup
}
