# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# takeover.sh: sourced by the tests of `truefromctl enable` and `disable`, which
# name the mail server that a system has in $first, the packages that come with
# it in $packages, and the one that takes its place in $second.

# shellcheck disable=SC2154 # the tests name them
# shellcheck source=tests/e2e/install/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/e2e/install/sending.sh
. $e2e/install/sending.sh

has_mta "$first"
has_truefrom
passes 'before' shop@good.example
passes 'spoofed, before' ceo@bank.example
spoofed=1
system before
cp -p /etc/truefrom.conf conf.before

# --- in, and out again

check 'enable' truefromctl enable
like 'it says whose sendmail is' "$(cat said)" \
    '^/usr/sbin/sendmail is truefrom now; the mail server is /usr/sbin/sendmail.distrib'
like 'it says what it wrote' "$(cat said)" \
    '^/etc/truefrom.conf: mta = /usr/sbin/sendmail.distrib$'
is 'it changed that line and no other' \
    "$(diff conf.before /etc/truefrom.conf | grep -c '^[<>]')" 2
is 'every name is truefrom' "$(links)" /usr/sbin/truefrom
guarded 'enabled'
system enabled
check 'enable, once more' truefromctl enable
same_system 'it changes nothing' enabled
check 'disable' truefromctl disable
cp -p conf.before /etc/truefrom.conf
same_system 'everything is as it was' before
is 'no diversion is left' "$(dpkg-divert --list '*sendmail*')" ''
check 'disable, once more' truefromctl disable
same_system 'it changes nothing' before
passes 'spoofed, disabled' ceo@bank.example
spoofed=2

# --- packages come and go

check 'enable --monitor' truefromctl enable --monitor
is 'the mode' "$(sed -n 's/^mode = //p' /etc/truefrom.conf)" monitor
passes 'spoofed, in monitor mode' ceo@bank.example
spoofed=3
sed -i 's/^mode = .*/mode = enforce/' /etc/truefrom.conf
# shellcheck disable=SC2086 # a list of words
check "$first is installed again" apt install --reinstall $packages
guarded 'installed again'
# shellcheck disable=SC2086 # a list of words
next_version_of $packages
was=$(stat -c %i:%Z "$(unpacked)")
check "$first is upgraded" apt install ./next.*.deb
like 'to the next version' "$(dpkg-query -W -f '${Version}' "$first")" 'next$'
check 'its sendmail is another file' \
    test "$(stat -c %i:%Z "$(unpacked)")" != "$was"
is 'every name is truefrom still' "$(links)" /usr/sbin/truefrom
guarded 'upgraded'
has_mta "$second"
is 'every name is truefrom still' "$(links)" /usr/sbin/truefrom
guarded "$second in its place"
check 'enable, with another mail server' truefromctl enable
guarded "$second in its place, enabled once more"
check 'the configuration is good' truefromctl check
has_no_postfix
check "$second is removed" apt remove "$second"
mail_from shop@good.example none
is 'without a mail server: exit status' $? 69
has_mta "$first"
guarded "$first is back"

# --- truefrom goes, and takes its diversions with it

check 'truefrom is removed' apt remove truefrom
passes 'truefrom is removed' shop@good.example
is 'sendmail is a package'\''s' \
    "$(dpkg -S /usr/sbin/sendmail | sed 's/:.*//')" "$first"
is 'the packages are whole' "$(dpkg -V "$first")" ''
is 'no diversion is left' "$(dpkg-divert --list '*sendmail*')" ''
is 'no name of truefrom is left' "$(find / -xdev \( -path /mnt -o -path /srv \
    -o -path /proc \) -prune -o \( -name '*.distrib' -o \
    -name '*.truefrom-*' \) -print)" ''
check 'it is purged' apt purge truefrom
is 'no file of truefrom is left' "$(find / -xdev \( -path /mnt -o -path /srv \
    -o -path /proc -o -path /var/lib/apt \) -prune -o -name '*truefrom*' \
    -print)" ''

done_testing
