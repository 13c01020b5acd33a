#!/bin/sh
# SPDX-License-Identifier: ISC
#
# truefrom becomes the sendmail of Debian's other mail servers, one after the
# other; and of none whose sendmail follows a group of alternatives.

# shellcheck disable=SC2154,SC2317 # lib.sh's; await calls functions
# shellcheck source=tests/e2e/install/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/e2e/install/sending.sh
. $e2e/install/sending.sh

# Where mail may be once it was accepted: with alice, at the next server, or in
# a queue.
places='/var/mail /mnt/sink /var/spool /var/lib/courier'

# bob's, as far as esmtp looks for files in there.
export HOME=/mnt/home/bob

# Those without a queue hand what they get to a server at once.
mkdir /mnt/sink
perl $e2e/mtas/sink 2525 /mnt/sink < /dev/null > /mnt/log/sink 2>&1 &
await 'sink' test -s /mnt/log/sink

is_somewhere()
{
	# shellcheck disable=SC2086 # a list of words
	grep -rqs "^Subject: $1\$" $places
}

# judged WHAT: what may be sent is somewhere, what may not be is nowhere; by
# every name of sendmail.
judged()
{
	by_every_name "$1" is_somewhere
	# shellcheck disable=SC2086 # a list of words
	is "$1: nothing spoofed is anywhere" \
	    "$(grep -rls '^From: ceo@bank' $places)" ''
}

# configured PACKAGE: it may send.
configured()
{
	case $1 in
	courier-mta)
		# It takes mail with a queue alone, but asks who is who.
		mkdir -p /run/courier/authdaemon
		check 'its authdaemond is started' \
		    /etc/init.d/courier-authdaemon start
		;;
	esmtp-run)
		echo 'hostname = 127.0.0.1:2525' > /etc/esmtprc
		;;
	msmtp-mta)
		printf '%s\n' 'account default' 'host 127.0.0.1' 'port 2525' \
		    'auto_from on' 'maildomain lab.example' > /etc/msmtprc
		;;
	opensmtpd)
		printf '%s\n' 'listen on socket' \
		    'action sink relay host smtp://127.0.0.1:2525' \
		    'match from any for any action sink' > /etc/smtpd.conf
		mkdir -p /var/lib/opensmtpd/empty
		smtpd -d < /dev/null > /mnt/log/smtpd 2>&1 &
		await 'OpenSMTPD' test -S /run/smtpd.sock
		;;
	ssmtp)
		printf '%s\n' 'mailhub=127.0.0.1:2525' 'hostname=lab.example' \
		    'FromLineOverride=yes' > /etc/ssmtp/ssmtp.conf
		;;
	esac
}

check 'truefrom is installed' apt install "$truefrom_deb"
sed -i 's/^\(domainlist remote_domains\) =.*/\1 = good.example/' \
    /etc/truefrom.conf
cp -p /etc/truefrom.conf conf
for package in courier-mta dma esmtp-run msmtp-mta nullmailer opensmtpd ssmtp
do
	check "$package is installed" apt install $package
	configured $package
	system before
	check "$package: enable" truefromctl enable
	is "$package: every name is truefrom" "$(links)" /usr/sbin/truefrom
	check "$package: status" truefromctl status
	like "$package: status says its family" "$(cat said)" \
	    '^family: sendmail$'
	judged $package
	check "$package: disable" truefromctl disable
	cp -p conf /etc/truefrom.conf
	same_system "$package: everything is as it was" before
done

# --- one takes the place of another meanwhile

check 'enable' truefromctl enable
for package in dma nullmailer; do
	check "$package takes over" apt install $package
	is "$package takes over: every name is truefrom" "$(links)" \
	    /usr/sbin/truefrom
	judged "$package has taken over"
done
check 'disable' truefromctl disable
is 'disable: sendmail is a package'\''s' \
    "$(dpkg -S "$(readlink -f /usr/sbin/sendmail)")" \
    'nullmailer: /usr/sbin/sendmail'
is 'disable: the package is whole' "$(dpkg -V nullmailer)" ''

# --- Sendmail, whose sendmail update-alternatives would put back

check 'Sendmail is installed' apt install sendmail-bin
cp -p conf /etc/truefrom.conf
system before
got=0
truefromctl enable > said 2>&1 || got=$?
is 'Sendmail: exit status' $got 69
like 'Sendmail: says so' "$(cat said)" \
    '^/usr/sbin/sendmail leads to /etc/alternatives/sendmail, .* leave it'
same_system 'Sendmail: nothing has changed' before

done_testing
