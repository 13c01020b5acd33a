#!/bin/sh
# SPDX-License-Identifier: ISC
#
# Behind truefrom: Postfix.

# shellcheck disable=SC2034 # lib.sh's
package=postfix
# shellcheck source=tests/e2e/mtas/lib.sh
. "$(dirname "$0")/lib.sh"

# shellcheck source=tests/e2e/mtas/postfix-lab.sh
. $mtas/postfix-lab.sh

start_postfix

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
