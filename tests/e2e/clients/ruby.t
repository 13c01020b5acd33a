#!/bin/sh
# SPDX-License-Identifier: ISC
#
# What sends from Ruby.

# shellcheck source=tests/e2e/clients/lib.sh
. "$(dirname "$0")/lib.sh"

# It does not look at the status of any sendmail; 2.8 does.
client 'mail' "$(package ruby-mail)" 0 '^sent$' \
    by alice ruby $programs/mail.rb

done_with_clients
