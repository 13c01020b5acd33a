#!/bin/sh
# SPDX-License-Identifier: ISC
#
# truefrom becomes the sendmail of a system with Exim, which is then replaced by
# Postfix.

# shellcheck disable=SC2034 # takeover.sh's
first=exim4-daemon-light
packages='exim4-base exim4-config exim4-daemon-light'
second=postfix
# shellcheck source=tests/e2e/install/takeover.sh
. "$(dirname "$0")/takeover.sh"
