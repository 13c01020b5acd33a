#!/bin/sh
# SPDX-License-Identifier: ISC
#
# What sends from Python.

# shellcheck source=tests/e2e/clients/lib.sh
. "$(dirname "$0")/lib.sh"

python=$(package python3)

client 'subprocess' "$python" 1 '^status 77$' \
    by alice python3 $programs/pipe.py
client 'subprocess, a file' "$python" 1 '^status 77$' \
    by alice python3 $programs/pipe.py file
client 'smtplib' "$python" 1 \
    "^SMTPDataError: \(550, b[\"']5\.7\.1 ${sentence}[\"']\)\$" \
    by alice python3 $programs/smtplib-session.py

done_with_clients
