#!/bin/sh
# SPDX-License-Identifier: ISC
#
# Behind truefrom: dma.

# shellcheck disable=SC2034 # lib.sh's
package=dma
# shellcheck source=tests/e2e/mtas/lib.sh
. "$(dirname "$0")/lib.sh"

mkdir -p /etc/dma
cat > /etc/dma/dma.conf <<'END'
SMARTHOST 127.0.0.1
PORT 2525
MAILNAME lab.example
END
install -d -o root -g mail -m 2775 /var/spool/dma
chgrp mail /usr/sbin/dma
chmod 2755 /usr/sbin/dma

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
like 'dma alone: -bv sends' "$(cat arrived)" '^From: The Boss'

done_testing
