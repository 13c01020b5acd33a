#!/bin/sh
# SPDX-License-Identifier: ISC
#
# Taking sendmail over where dpkg does not see to it: with alternatives, whose
# program Debian has as well, and by names alone, as on cPanel.

# shellcheck disable=SC2086,SC2154 # $names is a list of words, of sending.sh
# shellcheck source=tests/e2e/install/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/e2e/install/sending.sh
. $e2e/install/sending.sh

spoofed=0
has_mta exim4-daemon-light
has_truefrom
cp -p /etc/truefrom.conf conf
mv /var/lib/dpkg/status /var/lib/dpkg/status.hidden

# ends_as WHAT BEFORE: disabled, with the configuration as it was.
ends_as()
{
	check "$1: disable" truefromctl disable
	cp -p conf /etc/truefrom.conf
	same_system "$1: everything is as it was" "$2"
}

# --- by names alone

system before
check 'names: enable' truefromctl enable
is 'names: every name is truefrom' "$(links)" /usr/sbin/truefrom
guarded 'names'
system enabled
check 'names: enable, once more' truefromctl enable
same_system 'names: it changes nothing' enabled
ends_as 'names' before

# --- and cPanel, whose update writes sendmail anew

mkdir -p /usr/local/cpanel/bin
cat > /usr/local/cpanel/bin/manage_hooks <<'END'
#!/bin/sh
echo "$*" >> /tmp/hooks
END
chmod 755 /usr/local/cpanel/bin/manage_hooks
system before
check 'cPanel: enable' truefromctl enable
hook='script /var/lib/truefrom/after-upcp --category System --event upcp --stage post --manual'
is 'cPanel: a hook' "$(cat /tmp/hooks)" "add $hook"
check 'cPanel: enable, once more' truefromctl enable
is 'cPanel: one hook' "$(cat /tmp/hooks)" "add $hook"
cp -p /usr/sbin/exim4 update
mv update /usr/sbin/sendmail
passes 'cPanel: spoofed, after an update' ceo@bank.example
spoofed=1
check 'cPanel: the hook is called' /var/lib/truefrom/after-upcp
guarded 'cPanel'
check 'cPanel: what is kept is the new one' \
    cmp /usr/sbin/sendmail.distrib /usr/sbin/exim4
rm /tmp/hooks
check 'cPanel: disable' truefromctl disable
is 'cPanel: no hook' "$(cat /tmp/hooks)" "delete $hook"
check 'cPanel: what the update brought is there' test -f /usr/sbin/sendmail
ln -sf exim4 /usr/sbin/sendmail
cp -p conf /etc/truefrom.conf
same_system 'cPanel: all else is as it was' before
rm -r /usr/local/cpanel

# --- alternatives

rm $names
ln -s exim4 /usr/sbin/sendmail.exim
ln -s exim4 /usr/sbin/sendmail.other
for priority in '90 exim' '10 other'; do
	# shellcheck disable=SC2086 # a number and a name
	set -- $priority
	check "alternatives: $2" update-alternatives \
	    --install /usr/sbin/sendmail mta "/usr/sbin/sendmail.$2" "$1" \
	    --slave /usr/bin/mailq mta-mailq "/usr/sbin/sendmail.$2" \
	    --slave /usr/bin/newaliases mta-newaliases "/usr/sbin/sendmail.$2" \
	    --slave /usr/lib/sendmail mta-sendmail "/usr/sbin/sendmail.$2"
done
books=/var/lib/dpkg/alternatives/mta
for choice in auto other; do
	test $choice = auto ||
		update-alternatives --set mta /usr/sbin/sendmail.$choice > said
	system before
	cp $books books
	cp /etc/truefrom.conf conf
	check "alternatives, $choice: enable" truefromctl enable
	is "alternatives, $choice: every name is truefrom" \
	    "$(readlink -f $names | sort -u)" /usr/sbin/truefrom
	guarded "alternatives, $choice"
	check "alternatives, $choice: status" truefromctl status
	cp $books enabled.books
	system enabled
	check "alternatives, $choice: enable, once more" truefromctl enable
	same_system "alternatives, $choice: it changes nothing" enabled
	same "alternatives, $choice: nor the books" $books enabled.books
	ends_as "alternatives, $choice" before
	same "alternatives, $choice: and the books" $books books
	sed -i '/^mta = /d' /etc/truefrom.conf
done
check 'alternatives, mta not set: enable' truefromctl enable
is 'alternatives, mta not set: it is now' \
    "$(sed -n 's/^mta = //p' /etc/truefrom.conf)" /usr/sbin/sendmail.other

done_testing
