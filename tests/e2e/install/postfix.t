#!/bin/sh
# SPDX-License-Identifier: ISC
#
# The Debian package comes to a system with Postfix, and goes.

# shellcheck source=tests/e2e/install/lib.sh
. "$(dirname "$0")/lib.sh"

installs_beside postfix
done_testing
