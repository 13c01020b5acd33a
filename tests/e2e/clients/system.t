#!/bin/sh
# SPDX-License-Identifier: ISC
#
# What sends by itself on a Debian: daemons and their kind.

# shellcheck disable=SC2317 # "client" calls the functions
# shellcheck source=tests/e2e/clients/lib.sh
. "$(dirname "$0")/lib.sh"

for kind in auth account session; do
	echo "$kind required pam_permit.so"
done > /etc/pam.d/cron

one_cron()
{
	test "$(running /usr/sbin/cron)" -eq 1
}

# cron as if the machine had just started; the log is a part of what it says.
cron_reboots()
{
	echo "@reboot cat $BODY" | crontab -u alice -
	rm -f /run/crond.reboot /run/crond.pid
	cron -f > stdout 2> stderr &
	cron=$!
	await 'cron calls sendmail' called_sendmail
	settle
	await "cron's job ends" one_cron
	kill "$cron"
	wait "$cron" 2>&-
	status=0
	grep -o 'mailed .* but got status [^ ]*' /mnt/log/syslog >> stdout
}

client_without_from cron "$(package cron)" \
    0 '^mailed N bytes of output but got status 0x004d' cron_reboots

done_with_clients
