# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# sending.sh: sourced behind lib.sh, it has the functions with which tests send
# mail on a system whose mail server delivers to alice here.

# shellcheck disable=SC2086,SC2154 # lib.sh's, without blanks

mailbox=/var/mail/alice
names='/usr/sbin/sendmail /usr/lib/sendmail /usr/bin/mailq /usr/bin/newaliases'
serial=0

# await AWAITED COMMAND...: until it succeeds, a minute at most.
await()
{
	awaited=$1
	shift
	tries=1200
	until "$@"; do
		tries=$((tries - 1))
		test $tries -gt 0 || {
			tail -n 20 /mnt/log/syslog | sed 's/^/#    /'
			echo "Bail out! no $awaited"
			exit 1
		}
		sleep 0.05
	done
}

# None that runs: the package, told to start nothing, stops nothing either.
has_no_postfix()
{
	test ! -x /usr/sbin/postfix || postfix stop > $w/said 2>&1 || true
}

# has_mta PACKAGE: this system now has that mail server, at work on what is
# sent here.  Those that run end with the test.
has_mta()
{
	has_no_postfix
	check "$1 is installed" apt install "$1"
	test -e $mailbox ||
		install -m 660 -o alice -g mail /dev/null $mailbox
	case $1 in
	postfix)
		postconf -e inet_interfaces=loopback-only inet_protocols=ipv4 \
		    'mydestination = lab.example, localhost' \
		    smtputf8_enable=no
		check 'Postfix is started' postfix start
		;;
	esac
}

# What is sent From good.example is sent by this server.
has_truefrom()
{
	check 'truefrom is installed' apt install "$truefrom_deb"
	sed -i 's/^\(domainlist remote_domains\) =.*/\1 = good.example/' \
	    /etc/truefrom.conf
}

# system FILE: everything on this system but the mail that was sent, and what
# newaliases makes.
system()
{
	tree "$1.tree"
	grep -vE '(^|[ .])/(var/(mail|spool|lib/(courier|exim4|postfix))/|etc/aliases.db)' \
	    "$1.tree" > "$1"
}

# same_system WHAT BEFORE: it is what it was then.
same_system()
{
	system now
	same "$1" now "$2"
}

# state: what a takeover may change of it, and no more, for those who ask often.
# Not what a dpkg that was killed has left.
state()
{
	find /usr/sbin /usr/bin /usr/lib /etc /run /var/lib/truefrom \
	    -maxdepth 1 ! -name '*.dpkg-*' \( -name '*sendmail*' -o -name 'mailq*' \
	    -o -name 'newaliases*' -o -name '*truefrom*' \) \
	    -printf '%p %y %m %u:%g %n %s %l\n' 2>&- | sort
	cat /etc/truefrom.conf /var/lib/dpkg/diversions 2>&-
}

# mail_from ADDRESS SUBJECT: bob's script does, as PHP calls sendmail.
mail_from()
{
	printf 'From: %s\nTo: alice@lab.example\nSubject: %s\n\nhello\n' \
	    "$1" "$2" > $w/message
	setpriv --reuid 2002 --regid 2002 --clear-groups \
	    "${3-/usr/sbin/sendmail}" -t -i < $w/message > $w/said 2>&1
}

arrived()
{
	grep -qx "Subject: $1" $mailbox 2>&-
}

# passes WHAT ADDRESS: a message from there arrives.
passes()
{
	serial=$((serial + 1))
	check "$1: is accepted" mail_from "$2" "test $serial"
	await "message $serial" arrived "test $serial"
}

# by_every_name WHAT ARRIVED: both names of sendmail send what may be sent, of
# which `ARRIVED SUBJECT` says that it arrived, and refuse what may not be.
by_every_name()
{
	for sendmail in /usr/sbin/sendmail /usr/lib/sendmail; do
		serial=$((serial + 2))
		check "$1: $sendmail sends" \
		    mail_from shop@good.example "test $serial" $sendmail
		await "message $serial" "$2" "test $serial"
		mail_from ceo@bank.example "test $((serial + 1))" $sendmail
		is "$1: $sendmail refuses" $? 77
		like "$1: $sendmail says so" "$(cat $w/said)" \
		    "^Sorry, you don't have permission .* bank.example"
	done
}

# guarded WHAT: what may be sent arrives, what may not be is refused; by every
# name of sendmail.
guarded()
{
	by_every_name "$1" arrived
	check "$1: mailq" mailq
	check "$1: newaliases" newaliases
	is "$1: nothing spoofed has arrived" \
	    "$(grep -c '^From: ceo@bank' $mailbox)" "${spoofed-0}" ||
		ls -la /var/mail | sed 's/^/#    /'
}

# Whose are the names?
links()
{
	for name in $names; do
		readlink $name
	done | sort -u
}

# next_version PACKAGE...: the same packages, in next.NAME.deb, with a higher
# version.
next_version_of()
{
	for package; do
		rm -rf next
		dpkg-deb -R /debs/"$package"_*.deb next
		sed -i 's/^Version: .*/&+next/; s/(= \([^)]*\))/(>= \1)/g' \
		    next/DEBIAN/control
		dpkg-deb --root-owner-group -Znone -b next \
		    "next.$package.deb" > said
	done
}

# The path that dpkg unpacks sendmail to.
unpacked()
{
	dpkg-divert --truename /usr/sbin/sendmail
}
