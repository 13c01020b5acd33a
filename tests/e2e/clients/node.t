#!/bin/sh
# SPDX-License-Identifier: ISC
#
# What sends from Node.js.

# shellcheck source=tests/e2e/clients/lib.sh
. "$(dirname "$0")/lib.sh"

# It gives sendmail UNIX sockets for standard input, output and errors.
client nodemailer "$(npm_module nodemailer)" \
    1 '^error: Sendmail exited with code 77$' \
    by alice node $programs/nodemailer.js

done_with_clients
