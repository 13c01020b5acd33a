#!/bin/sh
# SPDX-License-Identifier: ISC
#
# truefrom becomes the sendmail of a system with Postfix, which is then replaced
# by Exim.

# shellcheck disable=SC2034 # takeover.sh's
first=postfix
packages=postfix
second=exim4-daemon-light
# shellcheck source=tests/e2e/install/takeover.sh
. "$(dirname "$0")/takeover.sh"
