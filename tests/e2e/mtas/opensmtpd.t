#!/bin/sh
# SPDX-License-Identifier: ISC
#
# Behind truefrom: OpenSMTPD.

# shellcheck disable=SC2034 # lib.sh's
package=opensmtpd
# shellcheck source=tests/e2e/mtas/lib.sh
. "$(dirname "$0")/lib.sh"

add_user opensmtpd 2101
add_user opensmtpq 2102
mkdir -p /var/lib/opensmtpd/empty
mkdir -m 711 /var/spool/smtpd
cat > /etc/smtpd.conf <<'END'
listen on socket
action sink relay host smtp://127.0.0.1:2525
match from any for any action sink
END
chgrp opensmtpq /usr/sbin/smtpctl
chmod 2755 /usr/sbin/smtpctl
/usr/sbin/smtpd -d < /dev/null > /mnt/log/said 2>&1 &
await OpenSMTPD test -S /run/smtpd.sock

accepted_calls
message "$good"
alike '-N -R -V' 1 -N failure -R hdrs -V abc123 -i rcpt@dest.example
alike '-v' 1 -v -i rcpt@dest.example
alike_mode '-bp' sendmail -bp
alike_mode 'mailq' mailq
alike_mode 'newaliases' newaliases
refused_calls
# Why -bv is for root.
message "$bad"
call /usr/sbin/sendmail sendmail -bv rcpt@dest.example
arrival arrived
like 'OpenSMTPD alone: -bv sends' "$(cat arrived)" '^From: The Boss'
# Why it is called sendmail, whatever truefrom is called.
call /usr/sbin/sendmail truefrom -t
is 'OpenSMTPD alone: not by the name of truefrom' "$status $(cat stderr)" \
    '1 truefrom: unsupported mode'

done_testing
