#!/bin/sh
# SPDX-License-Identifier: ISC
#
# The Debian package comes to a system with Exim, and goes.

# shellcheck source=tests/e2e/install/lib.sh
. "$(dirname "$0")/lib.sh"

installs_beside exim4-daemon-light

check 'it is installed once more' apt install "$truefrom_deb"
check 'Postfix takes the place of Exim' apt install postfix
check 'and truefrom stays' truefrom --version
check 'it is purged' apt purge truefrom
tree now
is 'nothing of it is left' "$(grep truefrom now)" ''
done_testing
