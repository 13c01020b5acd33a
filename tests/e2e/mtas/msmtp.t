#!/bin/sh
# SPDX-License-Identifier: ISC
#
# Behind truefrom: msmtp, as msmtp-mta makes it sendmail.

# shellcheck disable=SC2034 # lib.sh's
package=msmtp
# shellcheck source=tests/e2e/mtas/lib.sh
. "$(dirname "$0")/lib.sh"

cat > /etc/msmtprc <<'END'
account default
host 127.0.0.1
port 2525
tls off
auth off
auto_from on
maildomain lab.example
END
ln -sf ../bin/msmtp /usr/sbin/sendmail

accepted_calls
message "$good"
alike '-v' 1 -v -i rcpt@dest.example
alike_mode '-bp' sendmail -bp
alike_mode 'mailq' mailq
alike_mode 'newaliases' newaliases
refused_calls

done_testing
