#!/bin/sh
# SPDX-License-Identifier: ISC
#
# What sends from Perl.

# shellcheck source=tests/e2e/clients/lib.sh
. "$(dirname "$0")/lib.sh"

client 'Email::Sender' "$(perl_module Email::Sender)" \
    1 '^failed: error when closing pipe to sendmail: ' \
    by alice perl $programs/email-sender.pl

done_with_clients
