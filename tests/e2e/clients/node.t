#!/bin/sh
# SPDX-License-Identifier: ISC
#
# What sends from Node.js.

# shellcheck source=tests/e2e/clients/lib.sh
. "$(dirname "$0")/lib.sh"

# Node.js tells when it cannot read what this machine's administrator has set.
unset NODE_EXTRA_CA_CERTS NODE_OPTIONS

# It gives sendmail UNIX sockets for standard input, output and errors.
client nodemailer "$(npm_module nodemailer)" \
    1 '^error: Sendmail exited with code 77$' \
    by alice node $programs/nodemailer.js

done_with_clients
