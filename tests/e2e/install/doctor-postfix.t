#!/bin/sh
# SPDX-License-Identifier: ISC
#
# The same with Postfix, which is not running: what it takes waits in its
# maildrop, and what its rules do is tried elsewhere.

# shellcheck source=tests/e2e/install/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/e2e/install/mending.sh
. $e2e/install/mending.sh

install_truefrom postfix postfix
mended
calls /usr/sbin/sendmail ceo@bank.example
is 'truefrom refuses' "$status" 77
calls /usr/sbin/sendmail shop@lab.example
is 'honest mail passes' "$status" 0
is 'pickup(8) judges' "$(postconf -P pickup/unix/cleanup_service_name)" \
    'pickup/unix/cleanup_service_name = truefrom'

done_testing
