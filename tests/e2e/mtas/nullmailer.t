#!/bin/sh
# SPDX-License-Identifier: ISC
#
# Behind truefrom: nullmailer.

# shellcheck disable=SC2034 # lib.sh's
package=nullmailer
# shellcheck source=tests/e2e/mtas/lib.sh
. "$(dirname "$0")/lib.sh"

mkdir -p /etc/nullmailer
echo '127.0.0.1 smtp --port=2525' > /etc/nullmailer/remotes
install -d -o mail -g root -m 755 /var/spool/nullmailer
install -d -o mail -g root -m 700 /var/spool/nullmailer/queue \
    /var/spool/nullmailer/tmp /var/spool/nullmailer/failed
mkfifo -m 622 /var/spool/nullmailer/trigger
chown mail /var/spool/nullmailer/trigger /usr/sbin/nullmailer-queue \
    /usr/bin/mailq
chmod 4755 /usr/sbin/nullmailer-queue /usr/bin/mailq
setpriv --reuid mail --regid mail --clear-groups /usr/sbin/nullmailer-send \
    < /dev/null > /mnt/log/said 2>&1 &

accepted_calls
message "$good"
alike '-N -R -V' 1 -N failure -R hdrs -V abc123 -i rcpt@dest.example
alike '-v' 1 -v -i rcpt@dest.example
alike_mode '-bp' sendmail -bp
alike_mode 'mailq' mailq
alike_mode 'newaliases' newaliases
refused_calls
# Why a call that passes gets nothing to read.
message "$bad"
call /usr/sbin/sendmail mailq
arrival arrived
like 'nullmailer alone: mailq sends' "$(cat arrived)" '^From: The Boss'

done_testing
