#!/bin/sh
# SPDX-License-Identifier: ISC
#
# The configuration for Postfix without a panel, in front of Debian's Postfix,
# which is not running: what it accepts waits in its maildrop.

# shellcheck source=tests/e2e/install/lib.sh
. "$(dirname "$0")/lib.sh"

# send FROM: leaves $status and stderr, and $queued messages.
send()
{
	status=0
	rm -f /var/spool/postfix/maildrop/*
	printf 'From: %s\nTo: alice@localhost\n\nText\n' "$1" |
		setpriv --reuid alice --regid alice --clear-groups \
		    truefrom -t -i 2> stderr || status=$?
	queued=$(find /var/spool/postfix/maildrop -type f | wc -l)
}

{
	apt install postfix && apt install "$truefrom_deb"
} > said 2>&1 || { diag said; echo 'Bail out! no packages'; exit 1; }

printf 'table.example whatever\nshop@address.example shop\n' > /etc/postfix/virtual
postmap /etc/postfix/virtual
printf 'file.example\n' > /etc/postfix/relayed
# shellcheck disable=SC2016 # Postfix expands
postconf -e 'virtual_alias_maps = hash:/etc/postfix/virtual' \
    'relay_domains = /etc/postfix/relayed' \
    'virtual_mailbox_domains = mailbox.example, $myhostname'
cp /usr/share/doc/truefrom/sites/postfix.conf /etc/truefrom.conf
check "cron's line" as_cron /etc/truefrom.conf
is 'truefromctl check' "$(truefromctl check 2>&1)" '/etc/truefrom.conf: ok'
sed -i 's/^mode = monitor$/mode = enforce/' /etc/truefrom.conf
for domain in table.example file.example mailbox.example lab.example; do
	send "shop@$domain"
	is "From $domain: Postfix has it" "$status $queued" '0 1'
done
for domain in bank.example address.example; do
	send "ceo@$domain"
	is "From $domain: refused" "$status $queued" '77 0'
done

echo 'virtual_mailbox_domains = hash:/etc/postfix/missing' >> /etc/postfix/main.cf
cp /etc/truefrom.domains before
/usr/lib/truefrom/lists postfix 2> stderr
is 'a table is missing: lists fails' $? 1
same '... and leaves the list' /etc/truefrom.domains before

done_testing
