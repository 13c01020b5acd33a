#!/bin/sh
# SPDX-License-Identifier: ISC
#
# Where the rules go: alone, in a site's own configuration, and in the one that
# Debian generates, as install/exim/README says; and what exim-check says of
# each.

# shellcheck source=tests/e2e/rules/lib.sh
. "$(dirname "$0")/lib.sh"

debian=/mnt/src/build/exim4-config
test -d $debian || {
	echo 'Bail out! run install/packages unpack exim4-config build/exim4-config'
	exit 1
}
make_certificate

# good_configuration WHAT: Exim takes it, and says nothing.
good_configuration()
{
	$exim -bV > said 2> complaints
	is "$1: -bV" "$? $(cat complaints)" '0 '
	$exim -bP acl_not_smtp acl_smtp_data > said 2> complaints
	is "$1: -bP" "$? $(cat complaints)" '0 '
}

# doors WHAT STATUS WORD...: what exim-check says of the four, as alice.
doors()
{
	what=$1
	want=$2
	shift 2
	run alice $truefromctl exim-check
	is "$what: exim-check: status" "$status $(cat stderr)" "$want "
	is "$what: exim-check: doors" \
	    "$(sed 's/^[^:]*: \([^:]*\).*/\1/' stdout | tr '\n' ' ')" \
	    "$(printf '%s ' "$@")"
}

# refuses_spoofs WHAT: a call of Exim itself, and a session on its stdin.
refuses_spoofs()
{
	message "$bad"
	run alice $exim -oep -i r@dest.example < message
	is "$1: a spoof: status" "$status" 1
	like "$1: a spoof: says so" "$(tr '\n' ' ' < stderr)" "$sentence"
	{
		printf '%s\r\n' 'EHLO x' 'MAIL FROM:<>' 'RCPT TO:<r@dest.example>' \
		    DATA
		sed 's/$/\r/' message
		printf '%s\r\n' . QUIT
	} > session
	run alice $exim -bs < session
	like "$1: -bs: a spoof" "$(tr -d '\r' < stdout)" '^550[ -]Sorry'
	message
	run alice $exim -oep -odq -i r@dest.example < message
	is "$1: an honest message" "$status $(cat stderr)" '0 '
}

settings 'from_domains = good.example : lab.example'

{
	echo 'spool_directory = /mnt/spool'
	echo 'log_file_path = /mnt/log/%slog'
	echo 'keep_environment ='
	echo 'tls_advertise_hosts ='
	echo 'acl_smtp_rcpt = accept'
	echo 'primary_hostname = lab.example'
	$truefromctl exim-acl
} > /etc/exim4/exim4.conf
good_configuration 'all of it'
doors 'all of it' 0 guarded guarded guarded guarded
refuses_spoofs 'all of it'
for section in nonsense '' acl_smtp; do
	run alice $truefromctl exim-acl --section "$section"
	is "no section '$section'" "$status $(wc -c < stdout)" '64 0'
done

use_exim
good_configuration 'a site of its own'
doors 'a site of its own' 0 guarded guarded guarded guarded
refuses_spoofs 'a site of its own'

sed -i 's/good.example/good.example : new.example/' $config
doors 'a list was changed' 1 stale stale stale stale
like 'a list was changed: what to do' "$(cat stdout)" \
    'made from an older configuration'
settings 'from_domains = good.example : lab.example' 'auth_match = domain'
doors 'made anew' 0 guarded guarded guarded guarded
sed -i '/truefrom_authenticated$/d' $rules/custom_begin_outgoing_smtp_checkall
doors 'a line is missing' 1 guarded guarded guarded 'cannot tell'
: > $rules/custom_begin_outgoing_smtp_checkall
doors 'all of them are' 1 guarded open open open
printf '  accept hosts = 127.0.0.1\n  require acl = truefrom_smtp_local\n' \
    > $rules/custom_begin_outgoing_smtp_checkall
doors 'an accept before' 1 guarded 'cannot tell' 'cannot tell' 'cannot tell'
printf '  accept!hosts = 127.0.0.1\n  require acl = truefrom_smtp_local\n' \
    > $rules/custom_begin_outgoing_smtp_checkall
doors 'an accept before, without a blank' 1 guarded 'cannot tell' \
    'cannot tell' 'cannot tell'
printf '  require acl=truefrom_%s\n' authenticated smtp_local \
    > $rules/custom_begin_outgoing_smtp_checkall
sed -i 's/^\(acl_not_smtp\|acl_smtp_data\)[^=]*= */\1=/' \
    /etc/exim4/exim4.conf
doors 'no blanks about =' 0 guarded guarded guarded guarded
sed -i '/^acl_/d' /etc/exim4/exim4.conf
doors 'no ACLs' 1 open open open open
sed -i 's/^begin acl/nonsense/' /etc/exim4/exim4.conf
run alice $truefromctl exim-check
is 'a configuration that Exim refuses' "$status" 69
like 'a configuration that Exim refuses: says so' "$(cat stderr)" 'bP config'
# shellcheck disable=SC2016 # sed's own
configure 's,^mta .*,mta = /usr/sbin/nosuch,; $a\
mta_family = exim'
run alice $truefromctl exim-check
is 'no Exim' "$status" 69
configure 's,^mta .*,mta = /usr/sbin/sendmail,'
run alice $truefromctl exim-check
is 'another mail server' "$status" 69
like 'another mail server: says so' "$(cat stderr)" 'not Exim'

# The rest is Debian's, in a copy.
sed 's,^EXIM=.*,EXIM=/mnt/exim4,' $debian/usr/sbin/update-exim4.conf \
    > /mnt/update-exim4.conf
for directory in /var/spool/exim4 /var/log/exim4; do
	install -d -o Debian-exim -g Debian-exim $directory
done
cp $debian/etc/email-addresses /etc

# generate SPLIT: the configuration that Debian makes with the rules in it.
generate()
{
	rm -rf /etc/exim4
	cp -R $debian/etc/exim4 /etc/exim4
	cat > /etc/exim4/update-exim4.conf.conf <<-END
	dc_eximconfig_configtype='internet'
	dc_other_hostnames='lab.example'
	dc_local_interfaces='127.0.0.1'
	dc_use_split_config='$1'
	dc_localdelivery='mail_spool'
	END
	(
		cd /etc/exim4 || exit
		settings 'from_domains = good.example : lab.example'
		$truefromctl exim-acl --section main > truefrom.main
		$truefromctl exim-acl --section acl > truefrom.acl
		$truefromctl exim-acl --section authenticated > truefrom.data
		$truefromctl exim-acl --section local >> truefrom.data
		macros=exim4.conf.localmacros
		test "$1" = false || macros=conf.d/main/000_localmacros
		cat > $macros <<-END
		.include /etc/exim4/truefrom.main
		acl_not_smtp = truefrom_not_smtp
		CHECK_DATA_LOCAL_ACL_FILE = /etc/exim4/truefrom.data
		END
		if test "$1" = true; then
			echo '.include /etc/exim4/truefrom.acl' \
			    > conf.d/acl/10_truefrom
		else
			sed -i '/^begin acl/a .include /etc/exim4/truefrom.acl' \
			    exim4.conf.template
		fi
	)
	sh /mnt/update-exim4.conf -o /mnt/generated > said 2>&1
	is "Debian, split $1: is generated" "$? $(cat said)" '0 '
	cp /mnt/generated /etc/exim4/exim4.conf
	chmod 644 /etc/exim4/exim4.conf
}

for split in false true; do
	generate $split
	good_configuration "Debian, split $split"
	doors "Debian, split $split" 0 guarded guarded guarded guarded
	refuses_spoofs "Debian, split $split"
done
done_testing
