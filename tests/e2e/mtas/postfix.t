#!/bin/sh
# SPDX-License-Identifier: ISC
#
# Behind truefrom: Postfix.

# shellcheck disable=SC2034 # lib.sh's
package=postfix
# shellcheck source=tests/e2e/mtas/lib.sh
. "$(dirname "$0")/lib.sh"

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
/usr/lib/postfix/sbin/master < /dev/null > /mnt/log/said 2>&1 &
await Postfix test -e /var/spool/postfix/public/pickup

accepted_calls
message "$good"
alike '-N -R -V' 1 -N failure -R hdrs -V abc123 -i rcpt@dest.example
like '-N -R -V: says the envelope' "$(cat arrived)" \
    '^MAIL .* ENVID=abc123 RET=HDRS'
like '-N -R -V: for each recipient' "$(cat arrived)" '^RCPT .* NOTIFY=FAILURE'
alike_mode '-bp' sendmail -bp
alike_mode 'mailq' mailq
alike_mode 'newaliases' newaliases
refused_calls
# Why -V with two bytes is refused: Postfix takes the second word for an option.
message "$good"
call /usr/sbin/sendmail sendmail -V -t
arrival arrived
like 'Postfix alone: -V -t is -t' "$(cat arrived)" '^RCPT TO:<rcpt'

done_testing
