#!/bin/sh
# SPDX-License-Identifier: ISC
#
# truefromctl doctor on a host of its own: every door is really opened, and what
# doctor prints to mend it is really run.  Where that is a program of a panel or
# of an init system that cannot be had here, a stand-in says so.

# shellcheck disable=SC2016 # PHP and sed expand
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

# shellcheck source=tests/e2e/doctor.sh
. "$(dirname "$0")/doctor.sh"

# listen_on PORT: somebody does, whose pid is $listener.
listen_on()
{
	rm -f /mnt/listening
	perl -MSocket -e '
	    socket(S, AF_INET, SOCK_STREAM, 0) and
	    setsockopt(S, SOL_SOCKET, SO_REUSEADDR, 1) and
	    bind(S, pack_sockaddr_in($ARGV[0], INADDR_LOOPBACK)) and listen(S, 1)
		or die $!;
	    open F, ">", "/mnt/listening"; sleep 600' "$1" &
	listener=$!
	tries=100
	until test -e /mnt/listening || test $tries -eq 0; do
		tries=$((tries - 1))
		sleep 0.1
	done
}

lay_out
good_configuration
examine
is 'a host in order: the exit status' "$status" 0
is 'a host in order: a note' "$(cat words)" mta-group
message "$good"
mailer /usr/sbin/sendmail -odi -t < message
is 'a host in order: mail goes out' "$status$(cat stderr)" 0
is 'a host in order: and arrives' "$(deliveries | wc -l)" 1

# --- truefrom.conf

chmod g+w $config
mends 'a configuration that others can write' config broken
chmod o-r $config
mends 'a configuration that callers cannot read' list-private broken
echo 'mod = enforce' >> $config
edits 'a configuration with an error' config broken '/^mod/d'
rm $config
found 'no configuration' config broken
good_configuration
echo 'mode = monitor' >> $config
mends 'monitor mode' mode-monitor open
echo 'monitor_users = bob' >> $config
edits 'monitor_users' monitor-users weak /monitor_users/d
echo 'local_recipients = pass' >> $config
mends 'local_recipients' local-recipients weak
sed -i 's/^from_domains.*/& : */' $config
edits 'any domain' from-domains-all open 's/:.\*//'
sed -i 's/^from_domains.*/& : *.com/' $config
edits 'all of .com' from-domains-all open 's/:.\*.com//'
sed -i 's/^domainlist allow.*/& : !x.example/' $config
sed -i 's/ : +allow_domains//' $config
edits 'any domain, free to all' allow-domains-all open 's/:.!x.example//'
good_configuration
seq -f 'customer%g.example' 1000 > /mnt/lists/free
sed -i 's,^domainlist allow.*,& : lsearch;/mnt/lists/free,' $config
edits 'a thousand domains, free to all' allow-domains-many weak \
    's/:.lsearch;.mnt.lists.free//'
rm /mnt/lists/free
good_configuration
echo 'qualify_domain = other.example' >> $config
mends 'a qualify_domain that may not send' qualify-domain broken
good_configuration
echo 'account_log = ../log' >> $config
edits 'an account_log that is elsewhere' config broken /account_log/d
echo 'account_log = logs/' >> $config
edits 'an account_log that is no file' account-log weak /account_log/d
grep -q ^www-data: /etc/passwd ||
	echo 'www-data:x:33:33::/var/www:/bin/sh' >> /etc/passwd
echo 'trusted_users = list www-data' >> $config
edits 'a trusted web server' trusted-web-user open s/www-data//
cp /etc/passwd passwd
for id in 3001 3002 3003 3004 3005; do
	echo "u$id:x:$id:$id::/:/bin/sh" >> /etc/passwd
done
sed -i '/^owner/d' $config
edits 'many accounts and no owner' owner-unset weak \
    '1i\owner=lsearch;/mnt/lists/owners'
cp passwd /etc/passwd
good_configuration
echo 'mta_family = sendmail' >> $config
mends 'an Exim that is taken for something else' mta-family broken
good_configuration
twin=/mnt/lib/truefrom/truefrom
if test -e $twin; then
	mv $twin twin
	found 'without its twin' twin broken
	mv twin $twin
else
	skip 'without its twin: is found' 'this truefrom has none'
	echo twin >> seen
fi
sed -i 's,^mta.*,mta = /usr/sbin/none,' $config
edits 'no mail server' mta broken s,/none,/exim4,
sed -i 's,^mta.*,mta = /usr/sbin/sendmail,' $config
edits 'truefrom as its own mail server' mta broken s,/sendmail,/exim4,

# --- the lists

chmod 640 /mnt/lists/domains
mends 'a list that callers cannot read' list-private broken
chmod 666 /mnt/lists/domains
mends 'a list that others can write' list-unusable broken
chown alice /mnt/lists/domains
mends "a list that is another's" list-unusable broken
chmod 777 /mnt/lists
mends 'a directory that others can write' writable-directory open
chown alice /mnt/lists
mends "a directory that is another's" writable-directory open
rm /mnt/lists/domains
found 'a missing list' list-unusable broken
echo '# none' > /mnt/lists/domains
examine
is 'an empty list: a note' "$status $(of_json severity list-empty)" '0 note'
echo good.example > /mnt/lists/domains
echo 'good.example:' > /mnt/lists/owners
found 'nobody owns anything' owner-empty broken
echo 'good.example: alice' > /mnt/lists/owners
printf 'old.example x\n\n' > map
cdb -c -m /mnt/lists/domains.cdb map
touch -d '1 hour ago' /mnt/lists/domains.cdb
printf 'Good.example\n# none\n\nnew.example: data\n' > /mnt/lists/domains
sed -i 's,lsearch;/mnt/lists/domains,cdb;/mnt/lists/domains.cdb,' $config
mends 'a cdb older than its text' list-stale broken
for domain in good.example new.example; do
	printf 'From: a@%s\n\n' $domain | $truefromctl explain > said
	like "a cdb made anew: has $domain" "$(cat said)" '^rule: cdb'
done
printf 'From: a@old.example\n\n' | $truefromctl explain > said
like 'a cdb made anew: has nothing else' "$(cat said)" '^reason: from-domain'
good_configuration
echo good.example > /mnt/lists/domains

# --- truefrom, and who has the name of sendmail

chmod 4755 $truefrom
mends 'a setuid truefrom' truefrom-setuid open
chmod 775 $truefrom
mends 'a truefrom that others can write' truefrom-writable open
chown alice $truefrom
mends "a truefrom that is another's" truefrom-writable open
chmod 750 $truefrom
mends 'a truefrom that not all can run' truefrom-mode broken
for name in /usr/sbin/sendmail /usr/lib/sendmail /usr/bin/mailq; do
	ln -sf /usr/sbin/exim4 $name
	found "$name is Exim" sendmail \
	    "$(test $name = /usr/bin/mailq && echo weak || echo open)"
	is "$name is Exim: the command" "$(of_json mend sendmail)" \
	    "truefromctl enable"
	ln -sf $truefrom $name
	gone "$name is Exim"
done
ln -sf /nowhere /usr/sbin/sendmail
found 'no sendmail' sendmail-missing broken
ln -sf $truefrom /usr/sbin/sendmail
mv $truefrom /mnt/away
found 'no truefrom' truefrom-missing broken
mv /mnt/away $truefrom
gone 'no truefrom'

# --- the mail server

chmod u-s /usr/sbin/exim4
mends 'an Exim that is not setuid' mta-setuid broken
mkdir /mnt/nosuid
mount -t tmpfs -o nosuid,mode=755 nosuid /mnt/nosuid
cp -a /usr/sbin/exim4 /mnt/nosuid
sed -i 's,^mta.*,mta = /mnt/nosuid/exim4,' $config
chmod 750 /usr/sbin/exim4
mends 'an Exim on a nosuid file system' mta-nosuid broken
chmod 4750 /usr/sbin/exim4
umount /mnt/nosuid
good_configuration

chmod 4755 /usr/sbin/exim4
ln -s exim4 /usr/sbin/exim
ln -s ../sbin/exim4 /usr/bin/runq
found 'an Exim for all' mta-executable open
like 'an Exim for all: the names of it' "$(of_json reason mta-executable)" \
    'setuid, also as (/usr/sbin/exim, /usr/bin/runq|/usr/bin/runq, /usr/sbin/exim), past'
like 'an Exim for all: the command' "$(of_json mend mta-executable)" \
    '^truefromctl exim-acl$'
message "$bad"
as bob /usr/bin/exim -odi -t < message > /dev/null 2>&1
as bob /usr/sbin/exim -odi -t < message
is 'an Exim for all: it is an open door' "$status" 0
usual='exim-rules
mta-executable'
ln -s exim4 /usr/sbin/rsmtp
mends 'rsmtp is Exim' mta-name open
{
	printf 'MAIL FROM:<a@good.example>\nRCPT TO:<r@dest.example>\nDATA\n'
	cat message
	echo .
} > session
as bob rsmtp < session
like 'rsmtp is truefrom now' "$(cat stderr stdout)" 'permission to send'
ln /usr/sbin/exim4 /usr/sbin/exim5
mends 'a hard link to Exim' mta-link open
is 'a hard link to Exim: is a symbolic one' "$(readlink /usr/sbin/exim5)" \
    /usr/sbin/exim4
rm /usr/sbin/exim5
mkdir /usr/sbin/hidden
ln /usr/sbin/exim4 /usr/sbin/hidden/x
found 'a hard link elsewhere' mta-link open
check 'a hard link elsewhere: the command asks' bash -c \
    "yes n | { $(of_json mend mta-link); }"
check 'a hard link elsewhere: it can be kept' test -e /usr/sbin/hidden/x
check 'a hard link elsewhere: the command removes it' bash -c \
    "yes | { $(of_json mend mta-link); }"
gone 'a hard link elsewhere'
rmdir /usr/sbin/hidden
install -m 2755 -g bob /mnt/root/shadow/usr/bin/true /usr/sbin/postdrop
mends 'another mail program' other-mta open
is 'another mail program: the mode' "$(stat -c %a%G /usr/sbin/postdrop)" \
    2754bob
dpkg-statoverride --remove /usr/sbin/postdrop > /dev/null 2>&1
rm /usr/sbin/postdrop
install -m 755 /mnt/root/shadow/usr/bin/true /usr/bin/msmtp
examine
is 'a client without a configuration' "$(cat words)" "$usual"
echo 'password secret' > /etc/msmtprc
mends 'a client with a password' other-mta open
rm /etc/msmtprc /usr/bin/msmtp
listen_on 25
found 'port 25' port-25 open
kill $listener
wait $listener 2> /dev/null
gone 'port 25'
chgrp bob /usr/sbin/exim4
chmod 4775 /usr/sbin/exim4
mends 'an Exim that others can write' mta-writable open
chgrp "$group" /usr/sbin/exim4
chmod 4755 /usr/sbin/exim4

# What exim-acl prints, where exim-check wants it, closes these doors, and alice
# and bob can send again.
usual=
cp /etc/exim4/exim4.conf bare.conf
truefromctl exim-acl > rules
sed '/^begin acl/,$d' rules > /mnt/main
sed '1,/^begin acl/d' rules > /mnt/acl
like 'rules: what doctor says' "$(of_json mend exim-rules)" \
    '^truefromctl exim-acl$'
sed -i -e '0,/^begin acl/s//.include \/mnt\/main\n\nbegin acl\n.include \/mnt\/acl/' \
    /etc/exim4/exim4.conf
gone 'an Exim with the rules: for all, by any name'
is 'an Exim with the rules: the exit status' "$status" 0
as bob /usr/sbin/exim -oep -t < message
like 'an Exim with the rules: it is no door' "$status $(cat stderr)" '^1 '
listen_on 25
gone 'an Exim with the rules: on port 25'
kill $listener
sed -i 's/^domainlist allow_domains.*/& : new.example/' $config
found 'rules of an older configuration' exim-rules weak
like 'rules of an older configuration: says so' "$(of_json reason exim-rules)" \
    'older configuration'
good_configuration
cp bare.conf /etc/exim4/exim4.conf
echo 'nonsense = 1' > /etc/exim4/exim4.conf
examine
like 'an Exim that cannot be asked' "$(of_json reason cannot-tell)" \
    'Nobody knows whether Exim checks'
cp bare.conf /etc/exim4/exim4.conf

# Postfix as its master.cf tells of it; the rules are tried with a real one
# elsewhere.
install -m 755 /mnt/root/shadow/usr/bin/true /usr/sbin/sendmail.postfix
sed -i 's,^mta.*,mta = /usr/sbin/sendmail.postfix,' $config
usual=other-mta
mkdir /etc/postfix
printf '%s\n' 'smtp inet n - - - - smtpd' 'pickup unix n - y 60 1 pickup' \
    '# -o cleanup_service_name=truefrom' 'cleanup unix n - y - 0 cleanup' \
    ' -o cleanup_service_name=truefrom' > /etc/postfix/master.cf
found 'a Postfix without the rules' postfix-rules open
is 'a Postfix without the rules: the command' "$(of_json mend postfix-rules)" \
    "truefromctl postfix-rules -c $config --section setup | sh"
is 'a Postfix without the rules: is open' \
    "$(of_json severity mta-executable)" open
sed -i 's/^#/ /' /etc/postfix/master.cf
gone 'a Postfix without the rules'
rm -r /etc/postfix /usr/sbin/sendmail.postfix
good_configuration

rm /usr/sbin/exim /usr/bin/runq
chmod 4750 /usr/sbin/exim4
for port in 465 587; do
	listen_on $port
	examine
	is "port $port: a note" "$(of_json severity port-$port)" note
	kill $listener
done
usual=mta-group

# --- PHP

ini=$(echo /etc/php/*/cli/php.ini)
php_mail()
{
	reset
	mailer php -r 'var_dump(mail("r@dest.example", "s", "b",
	    "From: ceo@bank.example"));'
}

ln -s exim4 /usr/sbin/exim
sed -i 's,^;\?sendmail_path.*,sendmail_path = /usr/sbin/exim -t -i,' "$ini"
php_mail
like 'PHP runs Exim: a spoofed message goes out' "$(cat stdout)" true
mends 'PHP runs Exim' php-sendmail-path open
php_mail
like 'PHP runs truefrom: it is refused' "$(cat stdout stderr)" false
sed -i '/^sendmail_path/d' "$ini"
gone 'PHP by default'
echo 'sendmail_path = "/usr/sbin/exim -t -i" ; why' > \
    "${ini%/*}/conf.d/50-mail.ini"
php_mail
like 'a file beside php.ini: goes out' "$(cat stdout)" true
mends 'a file beside php.ini' php-sendmail-path open
echo 'sendmail_path =' > "${ini%/*}/conf.d/50-mail.ini"
php_mail
nothing_sent 'an empty sendmail_path: nothing is sent'
mends 'an empty sendmail_path' php-sendmail-path broken
echo 'sendmail_path = /usr/sbin/exim "-t
-i"' > "${ini%/*}/conf.d/50-mail.ini"
mends 'a sendmail_path of two lines' php-sendmail-path weak
echo 'sendmail_path = /usr/bin/env X=1 /usr/sbin/exim -t' > \
    "${ini%/*}/conf.d/50-mail.ini"
mends 'a program that is not known' php-sendmail-path open
echo 'sendmail_path = "cd / && /usr/sbin/exim -t"' > \
    "${ini%/*}/conf.d/50-mail.ini"
mends 'a command for a shell' php-sendmail-path weak
echo 'sendmail_path = /usr/sbin/none' > "${ini%/*}/conf.d/50-mail.ini"
mends 'a program that is not there' php-sendmail-path broken
echo 'mail.force_extra_parameters = "-C/tmp/x"' > \
    "${ini%/*}/conf.d/60-more.ini"
php_mail
like 'options that are refused: are' "$(cat stdout)" false
edits 'options that are refused' php-options broken s/-C.tmp.x//
rm "${ini%/*}/conf.d/50-mail.ini" "${ini%/*}/conf.d/60-more.ini"
ln -sf /usr/sbin/exim4 /usr/lib/sendmail
rm /usr/sbin/sendmail
ln -s exim4 /usr/sbin/sendmail
examine
like 'PHP by default is what sendmail is' \
    "$(of_json reason php-sendmail-path)" "by $ini, which does not set it"
bash -c "$(of_json mend php-sendmail-path)"
examine
is 'a file for that' "$(tr '\n' ' ' < words)" 'mta-group sendmail '
php_mail
like 'a file for that: PHP reads it' "$(cat stdout stderr)" false
rm "${ini%/*}/conf.d/99-truefrom.ini"
ln -sf $truefrom /usr/lib/sendmail
ln -sf $truefrom /usr/sbin/sendmail
mkdir -p /opt/cpanel/ea-php99/root/etc
cat > /opt/cpanel/ea-php99/root/etc/php.ini <<'END'
[PHP]
; sendmail_path = /usr/sbin/exim -t
[HOST=x.example]
sendmail_path = /usr/sbin/exim -t
END
mends 'a php.ini of cPanel, for one host' php-sendmail-path open
rm -r /opt/cpanel

fpm=/etc/php/8.2/fpm
mkdir -p $fpm/pool.d
: > $fpm/php.ini
cat > $fpm/pool.d/www.conf <<'END'
[global]
[www]
user = www-data
php_admin_value[sendmail_path] = /usr/sbin/exim -t -i
php_value[sendmail_path] = /usr/sbin/sendmail -t
[shop]
user = $pool
;chroot = /none
END
mends 'a pool' php-sendmail-path open
like 'a pool: the line' "$(cat $fpm/pool.d/www.conf)" \
    '^php_admin_value\[sendmail_path\] = "/mnt/sbin/truefrom -t -i"$'
echo 'shop:x:3999:3999::/:/bin/sh' >> /etc/passwd
echo 'trusted_users = shop' >> $config
edits 'a trusted user of a pool' trusted-web-user open s/shop//
rm $fpm/pool.d/www.conf /usr/sbin/exim
good_configuration

# --- other file systems

mkdir -p /mnt/jail/dev
printf '[in]\nchroot = /mnt/$pool\n' > $fpm/pool.d/jail.conf
sed -i 's/\[in\]/[jail]/' $fpm/pool.d/jail.conf
echo 'php_admin_value[sendmail_path] = /mnt/sbin/truefrom -t' >> \
    $fpm/pool.d/jail.conf
mkdir -p /mnt/jail/usr/sbin
cp /usr/sbin/exim4 /mnt/jail/usr/sbin
usual=jail-log
found 'an empty chroot' jail broken
check 'an empty chroot: the command runs' bash -c "$(of_json mend jail)"
chroot /mnt/jail /bin/sh -c '/mnt/sbin/truefrom -t' < message > said 2>&1
like 'a chroot: truefrom runs in it, and misses its lists' "$(cat said)" \
    '/mnt/lists/domains'
usual=mta-group
mends 'no log in a chroot' jail-log weak
umount /mnt/jail/dev/log
cp /usr/sbin/exim4 /mnt/jail/mnt/sbin/truefrom
found 'not truefrom in a chroot' jail-sendmail open
cp $truefrom /mnt/jail/mnt/sbin
rm /mnt/jail/usr/sbin/exim4
found 'no mail server in a chroot' jail-mta broken
rm -rf /mnt/jail $fpm/pool.d/jail.conf

cat > /usr/sbin/cagefsctl <<'END'
#!/bin/sh
# A stand-in: CageFS takes what is named here out of its skeleton.
for file in $(cat /etc/cagefs/custom.black.list 2>&-); do
	rm -f "/usr/share/cagefs-skeleton$file"
done
END
chmod 755 /usr/sbin/cagefsctl
mkdir /etc/cagefs
mends 'a cage without a proxy' cagefs-proxy broken
is 'a cage without a proxy: the line' \
    "$(cat /etc/cagefs/custom.proxy.commands)" TRUEFROM=$truefrom
mkdir -p /usr/share/cagefs-skeleton/usr/sbin
cp /usr/sbin/exim4 /usr/share/cagefs-skeleton/usr/sbin
mends 'a mail server in the cage' cagefs-mta open
cp /usr/sbin/exim4 /usr/share/cagefs-skeleton/usr/sbin/sendmail
mends 'another sendmail in the cage' cagefs-mta open
rm -r /etc/cagefs /usr/share/cagefs-skeleton

# --- the host

mv /dev/log /dev/away
found 'no log' log weak
mv /dev/away /dev/log
chmod 600 /dev/log
mends 'a log that not all can write' log weak
chmod 755 /var/tmp
mends 'no room for large messages' spool-directory broken
mount -o remount,ro /var/tmp
mends 'read-only room' spool-directory broken
for library in libidn2.so.0 libgmime-3.0.so.0; do
	id=${library%%[-.]*}
	echo 'display_name_check = reject' >> $config
	file=$(ldconfig -p | sed -n "s,.*$library .*=> ,,p" | head -n 1)
	mount --bind /dev/null "$file"
	found "without $id" "$id" broken
	umount "$file"
	gone "without $id"
	good_configuration
done
mount -t tmpfs sys /sys/fs
mkdir -p /sys/fs/selinux/booleans
printf 1 > /sys/fs/selinux/enforce
printf '0 0' > /sys/fs/selinux/booleans/httpd_can_sendmail
found 'SELinux keeps PHP from sending' selinux-boolean broken
printf '1 1' > /sys/fs/selinux/booleans/httpd_can_sendmail
gone 'SELinux keeps PHP from sending'
if chcon system_u:object_r:user_home_t:s0 $truefrom 2> /dev/null; then
	found 'a label of a home' selinux-label broken
	chcon system_u:object_r:bin_t:s0 $truefrom
	gone 'a label of a home'
else
	skip 'a label of a home' 'this kernel keeps no labels here'
fi
umount /sys/fs
if mount -t tmpfs sys /sys/kernel/security 2> /dev/null; then
	mkdir /sys/kernel/security/apparmor
	printf 'x (complain)\nphp-fpm (enforce)\n' > \
	    /sys/kernel/security/apparmor/profiles
	examine
	is 'AppArmor: a note' "$status $(of_json severity apparmor)" '0 note'
	umount /sys/kernel/security
else
	skip 'AppArmor: a note' 'this kernel has no securityfs'
fi

# --- as text, for others than root, and when called wrongly

chmod 4755 /usr/sbin/exim4
chmod 777 /mnt/lists
name=$(printf 'a\n\033[2J\377 '"'"'"$(id)')
printf '[x]\nphp_admin_value[sendmail_path] = /no/\377\033[2J\n' > \
    "$fpm/pool.d/$name.conf"
examine
$truefromctl doctor > text
of_json text > want
same 'JSON and text say the same' text want
is 'text has nothing for a terminal to act on' \
    "$(tr -d '\n' < text | LC_ALL=C tr -d ' -~' | wc -c)" 0
check 'a name of any bytes: the command runs' \
    bash -c "$(of_json mend php-sendmail-path)"
like 'a name of any bytes: its file is mended' \
    "$(cat "$fpm/pool.d/$name.conf")" '= "/mnt/sbin/truefrom -t -i"'
rm "$fpm/pool.d/$name.conf"
chmod 640 $fpm/php.ini
as alice $truefromctl doctor
is 'for alice: findings' "$status$(cat stderr)" 1
like 'for alice: says what cannot be told' "$(cat stdout)" \
    "^note cannot-tell: $fpm/php.ini cannot be opened: Permission denied"
like 'for alice: says that she is not root' "$(cat stdout)" '^note not-root: '
like 'for alice: finds what she can' "$(cat stdout)" '^open mta-executable: '
chmod 755 /mnt/lists
as root $truefromctl doctor --xml
is 'an unknown option' "$status $(cat stderr)" \
    '64 truefromctl: doctor does not take `--xml`; see truefromctl --help.'
as root sh -c "$truefromctl doctor --json > /dev/full"
like 'a full disk' "$status $(cat stderr)" '^74 .*No space left'

# Each word that was seen is in the manual, and but for the rest each that is
# there was seen.
sed -n '/^.Sh FINDINGS/,/^.Sh FILES/s/^.It Cm \(.*\) Pq.*/\1/p' \
    /mnt/src/man/truefromctl.8 | sed 's/ , /\n/g' | sort > documented
as alice $truefromctl doctor --json
php -n $e2e/doctor.php ids < stdout >> seen
sort -u seen | grep . > said
is 'the manual has all that was seen' "$(comm -23 said documented)" ''
is 'what is in the manual was seen' "$(comm -13 said documented)" memfd

# --- what is none of a file that PHP could read

rm -rf $fpm/pool.d/* $fpm/php.ini
mkfifo $fpm/php.ini
mkdir -p $fpm/conf.d/d.ini
ln -s loop.ini $fpm/conf.d/loop.ini
ln -s nowhere $fpm/conf.d/dangling.ini
ln -s /dev/zero $fpm/conf.d/zero.ini
truncate -s 1G $fpm/conf.d/huge.ini
perl -e 'srand 1; print map chr rand 256, 1 .. 500000' > $fpm/conf.d/junk.ini
perl -e 'print "[" x 500000, "\n", "a=\"", "\\" x 500000' > \
    $fpm/conf.d/deep.ini
ln -s /mnt/loop/loop /mnt/loop
echo '[l]
chroot = /mnt/loop' > $fpm/pool.d/0.conf
examine
is 'files of all sorts: doctor ends' "$status $(cat stderr)" '1 '
of_json text > said
for words in "$fpm/php.ini is not a regular file" \
    "$fpm/conf.d/zero.ini is not a regular file" \
    "$fpm/conf.d/huge.ini is larger than 1 MiB" \
    "$fpm/conf.d/loop.ini cannot be opened: Too many levels" \
    '/mnt/loop, the chroot of .*, cannot be looked into'; do
	like "files of all sorts: $words" "$(cat said)" "$words"
done

done_testing
