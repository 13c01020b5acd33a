#!/bin/sh
# SPDX-License-Identifier: ISC
#
# The configurations for panels, each laid over a copy of what that panel keeps,
# with its files' names, modes and owners, in front of Debian's Exim: the owner
# of a domain may send From it, and nobody else.  Databases are stood for by what
# they would answer; the queries are not tried.

# shellcheck source=tests/e2e/install/lib.sh
. "$(dirname "$0")/lib.sh"

# file MODE OWNER:GROUP NAME < CONTENTS
file()
{
	mkdir -p "${3%/*}"
	cat > "$3"
	chown "$2" "$3"
	chmod "$1" "$3"
}

# use SITE: its configuration, its list as cron makes it, and enforces.
use()
{
	site=$1
	rm -f /etc/truefrom.domains
	# Whose Postfix is not here.
	sed 's,^mta = /usr/sbin/sendmail$,mta = /usr/sbin/exim4,' \
	    "/usr/share/doc/truefrom/sites/$site.conf" > /etc/truefrom.conf
	check "$site: cron's line" as_cron /etc/truefrom.conf
	is "$site: truefromctl check" "$(truefromctl check 2>&1)" \
	    '/etc/truefrom.conf: ok'
	sed -i 's/^mode = monitor$/mode = enforce/' /etc/truefrom.conf
	is "$site: doctor: nothing is broken" \
	    "$(truefromctl doctor | grep '^broken')" ''
}

# goes_stale: cron does nothing for two days, which doctor tells and mends.
goes_stale()
{
	touch -d '2 days ago' /etc/truefrom.domains
	mend=$(truefromctl doctor | sed -n '/^broken list-stale: /{n;s/.*mend: //p}')
	is "$site: a list of two days ago: doctor's command" "$mend" \
	    "/usr/lib/truefrom/lists $site /etc/truefrom.domains"
	check '... runs' sh -c "$mend"
	is '... and it is gone' "$(truefromctl doctor | grep -c list-stale)" 0
}

# send LOGIN FROM: to alice; leaves $status and stderr.
send()
{
	printf 'From: %s\nTo: alice@localhost\nSubject: a test\n\nText\n' "$2" \
	    > message
	status=0
	rm -f /var/mail/alice
	setpriv --reuid "$1" --regid "$1" --init-groups \
	    truefrom -odi -i alice@localhost < message 2> stderr || status=$?
}

# passes LOGIN FROM
passes()
{
	send "$1" "$2"
	is "$site: $1 sends From $2" "$status $(cat stderr)" '0 '
	check '... and it is delivered' grep -qx "From: $2" /var/mail/alice
}

# refuses LOGIN FROM PATTERN
refuses()
{
	send "$1" "$2"
	is "$site: $1 does not send From $2" "$status" 77
	like '... and is told' "$(cat stderr)" "$3"
	check '... and nothing is delivered' test ! -e /var/mail/alice
}

not_here='^Sorry, you don.t have permission .* is from bank\.example\.$'
others='^Sorry, alice\.example belongs to another account'

# What every panel with accounts must do.
owners_send()
{
	passes alice shop@alice.example
	passes bob bob@bob.example
	passes root root@lab.example
	refuses bob shop@alice.example "$others"
	refuses alice ceo@bank.example "$not_here"
}

{
	apt install exim4-daemon-light && apt install "$truefrom_deb"
} > said 2>&1 || { diag said; echo 'Bail out! no packages'; exit 1; }
ln -sf exim4 /usr/sbin/exim

file 640 root:mail /etc/localdomains <<'END'
alice.example
blog.alice.example
lab.example
END
echo bob.example | file 640 root:mail /etc/remotedomains
for account in alice bob; do
	printf 'USER=%s\nDNS=%s.example\nDNS1=blog.%s.example\nXDNS1=old.example\n' \
	    $account $account $account |
		file 640 root:$account /var/cpanel/users/$account
done
use cpanel
owners_send
passes alice shop@blog.alice.example
refuses alice x@old.example 'is from old\.example'
echo new.example >> /etc/localdomains
echo DNS2=new.example >> /var/cpanel/users/alice
/usr/lib/truefrom/lists cpanel
passes alice shop@new.example
goes_stale
rm /etc/localdomains
/usr/lib/truefrom/lists cpanel 2> stderr
is 'lists: a file is missing' "$? $(tail -n 1 stderr)" '1 lists: cpanel does '\
'not tell its domains; /etc/truefrom.domains is as it was.'
passes alice shop@new.example

file 644 mail:mail /etc/virtual/domainowners <<'END'
alice.example: alice
pointer.example: alice
bob.example: bob
END
use directadmin
owners_send
passes alice shop@pointer.example
is 'directadmin: its own file is not trusted' "$(
    sed -i s,/etc/truefrom.domains,/etc/virtual/domainowners, \
	/etc/truefrom.conf
    truefromctl check 2>&1 | grep -c 'belongs to user')" 2

users=/usr/local/hestia/data/users
file 660 root:root $users/alice/mail.conf <<'END'
DOMAIN='alice.example' ANTIVIRUS='yes' ANTISPAM='yes' DKIM='yes' SUSPENDED='no'
END
file 660 root:root $users/alice/web.conf <<'END'
DOMAIN='shop.example' IP='192.0.2.1' ALIAS='www.shop.example,b.shop.example' TPL='default'
END
file 660 root:root $users/bob/web.conf <<'END'
DOMAIN='bob.example' IP='192.0.2.1' ALIAS='' TPL='default'
END
printf "DOMAIN='m\303\274nchen.example' IP='192.0.2.1' ALIAS='' TPL='default'\n" \
    >> $users/bob/web.conf
use hestia
owners_send
passes bob shop@xn--mnchen-3ya.example
refuses alice shop@xn--mnchen-3ya.example 'belongs to another account'
passes alice shop@shop.example
passes alice shop@b.shop.example

# answers PROGRAM < ROWS: what it asks of a database is answered so.
answers()
{
	cat > $w/rows
	printf '#!/bin/sh\ncat %s/rows\n' $w > "/usr/local/bin/$1"
	chmod 755 "/usr/local/bin/$1"
}

for panel in plesk:plesk ispconfig:mysql; do
	printf '%s\t%s\n' alice.example alice Bob.example bob both.example bob \
	    '*.bob.example' bob both.example alice both.example bob |
		answers ${panel#*:}
	use ${panel%:*}
	is "$site: the list" "$(sed 1d /etc/truefrom.domains)" \
	    "$(printf 'alice.example: alice\nbob.example: bob
both.example: bob, alice\n')"
	owners_send
	passes alice shop@both.example
	: | answers ${panel#*:}
	/usr/lib/truefrom/lists ${panel%:*} 2> stderr
	is "lists: ${panel%:*} has nothing" "$? $(cat stderr)" \
	    "1 lists: ${panel%:*} has no domains; /etc/truefrom.domains is as \
it was."
	passes alice shop@alice.example
done

sed -i "s/^dc_other_hostnames=.*/dc_other_hostnames='alice.example;b.example'/" \
    /etc/exim4/update-exim4.conf.conf
use debian-exim
passes alice shop@alice.example
passes bob shop@alice.example
passes alice alice@lab.example
refuses alice ceo@bank.example "$not_here"

done_testing
