#!/bin/sh
# SPDX-License-Identifier: ISC
#
# What sends by itself on a Debian: daemons, and scripts that they run.

# shellcheck disable=SC2317 # "client" calls the functions
# shellcheck source=tests/e2e/clients/lib.sh
. "$(dirname "$0")/lib.sh"

for kind in auth account session; do
	echo "$kind required pam_permit.so"
done | tee /etc/pam.d/cron /etc/pam.d/atd > /etc/pam.d/sudo

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

# A new numbering of jobs each time, for the Subject has that.
at_now()
{
	echo 00000 > /var/spool/cron/atjobs/.SEQ
	echo "cat $BODY" | by alice at now
	atd -f > stdout 2> stderr &
	atd=$!
	await 'atd calls sendmail' called_sendmail
	settle
	kill "$atd"
	wait "$atd" 2>&-
	status=0
}

client_without_from at "$(package at)" 0 '^$' at_now

anacron_runs()
{
	rm -rf anacron
	install -d -o alice anacron
	echo "1 0 shop cat $BODY" > anacrontab
	by alice anacron -d -q -n -t "$w/anacrontab" -S "$w/anacron"
	await 'the log says so' grep -q 'anacron.*Normal exit' /mnt/log/syslog
	grep -o 'mailer process .* exited with .*' /mnt/log/syslog >> stdout
}

client_without_from anacron "$(package anacron)" \
    0 '^mailer process \(/usr/sbin/sendmail\) exited with status 77$' \
    anacron_runs

cat > /etc/sudoers.d/alice <<END
Defaults mail_all_cmnds, mailto = "$TO"
alice ALL = NOPASSWD: ALL
END
chmod 440 /etc/sudoers.d/alice

# It tells of the whole command line, and does not wait for sendmail.
sudo_tells()
{
	by alice xargs -d '\n' -s 1500000 -xa "$BODY" sudo true
	await 'sudo calls sendmail' called_sendmail
}

client_without_from sudo "$(package sudo)" 0 '^$' sudo_tells

rm -f /etc/fail2ban/jail.d/*
mkdir -p /run/fail2ban
echo '[Definition]' > /etc/fail2ban/filter.d/shop.conf

# A server for each ban, with one of Debian's own actions, which sends the lines
# of a log that have the address, and does so again if that fails.
fail2ban_bans()
{
	cat > /etc/fail2ban/jail.local <<-END
	[shop]
	enabled = true
	backend = polling
	logpath = $w/shop.log
	action = sendmail-whois-lines[name=shop,
	    sender="$ADDRESS", sendername="${FROM% <*}", dest="$TO",
	    logpath="$w/shop.log", grepmax=100000,
	    actionstart="", actionstop=""]
	END
	sed 's/^/192.0.2.1 /' "$BODY" > shop.log
	rm -rf /var/lib/fail2ban/* fail2ban.log
	fail2ban-server -f --logtarget "$w/fail2ban.log" start > said 2>&1 &
	fail2ban=$!
	await 'fail2ban answers' fail2ban-client ping
	fail2ban-client set shop banip 192.0.2.1 > said
	await 'fail2ban calls sendmail' called_sendmail
	settle
	fail2ban-client stop > said
	wait "$fail2ban"
	status=0
	grep -o 'Sorry, .*\.\|returned [0-9]*$\|Failed to execute ban' \
	    fail2ban.log | sort -u > stdout
	: > stderr
}

client fail2ban "$(package fail2ban)" 0 '^returned 77$' fail2ban_bans

cd /etc/logwatch || exit 1
mkdir -p conf/services conf/logfiles scripts/services
printf 'Title = shop\nLogFile = shop\n' > conf/services/shop.conf
echo "LogFile = $BODY" > conf/logfiles/shop.conf
printf '#!/bin/sh\ncat\n' > scripts/services/shop
chmod 755 scripts/services/shop
cd $w || exit 1

logwatch_runs()
{
	echo "MailFrom = $FROM" > /etc/logwatch/conf/logwatch.conf
	by root logwatch --output mail --mailto "$TO" --service shop \
	    --range all
}

client logwatch "$(package logwatch)" 0 '^Sorry, ' logwatch_runs

# What logcheck calls.
construct()
{
	by alice mime-construct --to "$TO" --cc "$CC" --bcc "$BCC" \
	    --subject "$SUBJECT" --file "$BODY" "$@"
}

construct_with_from()
{
	construct --header "From: $FROM"
}

construct=$(package mime-construct)
client mime-construct "$construct" \
    77 '^Error closing sendmail: non-zero exit \(77\)' construct_with_from
client_without_from 'mime-construct, without a From' "$construct" \
    77 '^Error closing sendmail: non-zero exit \(77\)' construct

done_with_clients
