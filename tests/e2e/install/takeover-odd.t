#!/bin/sh
# SPDX-License-Identifier: ISC
#
# `truefromctl enable`, `disable` and `status` where something is not as it
# should be: one sentence, and mail goes on.

# shellcheck disable=SC2016,SC2317 # backticks are meant; "check" calls functions
# shellcheck source=tests/e2e/install/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/e2e/install/sending.sh
. $e2e/install/sending.sh

spoofed=0
has_mta exim4-daemon-light
has_truefrom
conf=/etc/truefrom.conf
cp -p $conf conf
cp -p conf conf.package

# unchanged_state WHAT FILE: it is what it was then.
unchanged_state()
{
	state > now
	same "$1" now "$2"
}

# start: nothing is enabled.
start()
{
	cp -p conf $conf
	state > before
}

# refused WHAT STATUS PATTERN [COMMAND...]: enable, unless told, fails with a
# sentence, and nothing has changed.
refused()
{
	what=$1
	want=$2
	pattern=$3
	shift 3
	test $# -gt 0 || set -- truefromctl enable
	got=0
	"$@" > said 2>&1 || got=$?
	is "$what: exit status" "$got" "$want"
	like "$what: says so" "$(cat said)" "$pattern"
	unchanged_state "$what: nothing has changed" before
}

ends()
{
	check "$1: disable" truefromctl disable
	cp -p conf $conf
	unchanged_state "$1: everything is as it was" before
}

as_bob()
{
	setpriv --reuid 2002 --regid 2002 --clear-groups "$@"
}

# --- who may, and how it is called

start
refused 'not root' 77 'Only root can' as_bob truefromctl enable
refused 'not root, disable' 77 'Only root can' as_bob truefromctl disable
refused 'a word too many' 64 'does not take `now`' truefromctl enable now
refused 'a word too many, disable' 64 'does not take' truefromctl disable now
refused 'a word too many, status' 64 'does not take' truefromctl status now
check 'disable, of nothing' truefromctl disable
unchanged_state 'disable, of nothing: nothing has changed' before

# --- the configuration

start
echo 'nonsense = yes' >> $conf
state > before
refused 'a wrong configuration' 78 'truefrom.conf:[0-9]+: an option cannot be'
start
sed -i 's,^domainlist allow_domains.*,domainlist allow_domains = /no/such,' $conf
state > before
refused 'a missing list' 78 '/no/such.*cannot be opened'
start
rm $conf
state > before
refused 'no configuration' 78 'truefrom.conf cannot be opened'
for mode in 640 600; do
	start
	chmod $mode $conf
	state > before
	refused "mode $mode" 78 'could no longer send; mend the warnings above'
done
chmod 644 $conf
start
touch /etc/private
chmod 640 /etc/private
sed -i 's,^domainlist allow_domains.*,domainlist allow_domains = /etc/private,' \
    $conf
state > before
refused 'a list for root alone' 78 'chmod a.r /etc/private'
rm /etc/private
start
sed -i '/^mta = /d' $conf
chmod 604 $conf
chgrp mail $conf
mv $conf /etc/elsewhere
ln -s elsewhere $conf
check 'mta not set: enable' truefromctl enable --monitor
is 'mta not set: it is now' "$(sed -n 's/^mta = //p' $conf)" \
    /usr/sbin/sendmail.distrib
is 'a link stays a link' "$(readlink $conf)" elsewhere
is 'its file keeps mode and group' "$(stat -c '%a %G' /etc/elsewhere)" '604 mail'
is 'its mode is monitor' "$(sed -n 's/^mode = //p' $conf)" monitor
rm $conf /etc/elsewhere
ends 'mta not set'
start
sed -i 's,^mta = .*,mta = /opt/mine,' $conf
printf '#!/bin/sh\nexec /usr/sbin/exim4 "$@"\n' > /opt/mine
chmod 755 /opt/mine
check 'another mta: enable' truefromctl enable
is 'another mta: it stays' "$(sed -n 's/^mta = //p' $conf)" /opt/mine
like 'another mta: it says so' "$(cat said)" 'the mail server is /opt/mine'
rm /opt/mine
ends 'another mta'
sed -i 's,^mta = .*,mta = /usr/sbin/sendmail,' conf
start
check 'mta is sendmail: enable' truefromctl enable
guarded 'mta is sendmail'
ends 'mta is sendmail'

mv /usr/lib/sendmail lib.saved
cp -p /usr/sbin/exim4 /usr/lib/sendmail
sed -i 's,^mta = .*,mta = /usr/lib/sendmail,' conf
start
check 'mta is another name: enable' truefromctl enable
is 'mta is another name: it is moved' "$(sed -n 's/^mta = //p' $conf)" \
    /usr/lib/sendmail.distrib
guarded 'mta is another name'
ends 'mta is another name'
mv lib.saved /usr/lib/sendmail
cp -p conf.package conf

# --- the names

start
mkdir /usr/bin/newaliases.distrib
state > before
refused 'a directory in the way' 69 'newaliases.distrib is a directory'
rmdir /usr/bin/newaliases.distrib
echo mine > /usr/lib/sendmail.distrib
state > before
refused 'a file in the way' 69 'lib/sendmail.distrib is there already'
refused 'a file in the way, disable' 0 '' truefromctl disable
rm /usr/lib/sendmail.distrib
mv /usr/sbin/sendmail sendmail.saved
mkdir /usr/sbin/sendmail
state > before
refused 'sendmail is a directory' 69 'sbin/sendmail is a directory'
rmdir /usr/sbin/sendmail
mv /usr/lib/sendmail lib.saved
ln -s nowhere /usr/sbin/sendmail
sed -i 's,^mta = .*,mta = /usr/sbin/sendmail.distrib,' $conf
state > before
refused 'sendmail is a dangling link' 78 'sendmail.distrib cannot be run'
ln -sf sendmail /usr/sbin/sendmail
state > before
refused 'sendmail is a link to itself' 78 'sendmail.distrib cannot be run'
rm /usr/sbin/sendmail
ln -s truefrom /usr/sbin/sendmail
state > before
refused 'sendmail is truefrom, by hand' 78 'Nothing was changed'
refused 'sendmail is truefrom, by hand, disable' 0 'did not make; it stays' \
    truefromctl disable
rm /usr/sbin/sendmail
cp -p conf $conf
sed -i '/^mta = /d' $conf
state > before
refused 'no sendmail' 78 'mta is not set'
mv lib.saved /usr/lib/sendmail
check 'only /usr/lib/sendmail: enable' truefromctl enable
check 'only /usr/lib/sendmail: enable, once more' truefromctl enable
guarded 'only /usr/lib/sendmail'
cp -p conf $conf
check 'only /usr/lib/sendmail: disable' truefromctl disable
check 'only /usr/lib/sendmail: the other is gone' test ! -e /usr/sbin/sendmail
mv /usr/lib/sendmail lib.saved
mv sendmail.saved /usr/sbin/sendmail
ln -s ../sbin/sendmail /usr/lib/sendmail
start
check 'a name leads to another: enable' truefromctl enable
guarded 'a name leads to another'
ends 'a name leads to another'
mv lib.saved /usr/lib/sendmail
rm /usr/bin/newaliases
start
check 'a name is missing: enable' truefromctl enable
guarded 'a name is missing'
ends 'a name is missing'
ln -s ../sbin/exim4 /usr/bin/newaliases

# --- dpkg

start
dpkg-divert --quiet --package other --no-rename --divert /usr/bin/mailq.other \
    --add /usr/bin/mailq
state > before
refused 'diverted by another package' 69 \
    'mailq is diverted to /usr/bin/mailq.other already \(by other\)'
refused 'diverted by another package, disable' 0 'is not this server' \
    truefromctl disable
dpkg-divert --quiet --package other --no-rename --remove /usr/bin/mailq
dpkg-divert --quiet --local --rename --add /usr/sbin/sendmail
printf '#!/bin/sh\nexec %s.distrib "$@"\n' /usr/sbin/sendmail > /usr/sbin/sendmail
chmod 755 /usr/sbin/sendmail
state > before
refused 'diverted by the administrator' 69 \
    'sbin/sendmail is diverted already, and not by truefrom'
refused 'diverted by the administrator, disable' 0 'is not this server' \
    truefromctl disable
rm /usr/sbin/sendmail
dpkg-divert --quiet --local --rename --remove /usr/sbin/sendmail
mv /usr/bin/dpkg-divert dpkg-divert
printf '#!/bin/sh\necho "it is broken" >&2\nexit 2\n' > /usr/bin/dpkg-divert
chmod 755 /usr/bin/dpkg-divert
state > before
refused 'dpkg-divert fails' 69 'dpkg-divert --listpackage. failed'
chmod 644 /usr/bin/dpkg-divert
refused 'dpkg-divert is no program' 69 \
    'dpkg-divert cannot be run: Permission denied; mend that'
rm /usr/bin/dpkg-divert
refused 'dpkg-divert is missing' 69 'dpkg-divert cannot be run: No such file'

# hurried COMMAND...: what it waits for comes late; and its clock is fast.
hurried()
{
	strace -qq -o /dev/null -e trace=poll,clock_nanosleep \
	    -e inject=poll,clock_nanosleep:retval=0 "$@"
}

# hangs WORD: dpkg-divert does, called with it.
hangs()
{
	cat > /usr/bin/dpkg-divert <<END
#!/bin/sh
test "\$1" != "$1" || exec sleep 1000
exec $w/dpkg-divert "\$@"
END
	chmod 755 /usr/bin/dpkg-divert
}

check 'strace is installed' dpkg -i /debs/libunwind8_*.deb /debs/strace_*.deb
hangs --listpackage
state > before
refused 'dpkg-divert hangs' 69 'did not end within a minute, and was killed' \
    hurried truefromctl enable
hangs --add
got=0
hurried truefromctl enable > said 2>&1 || got=$?
is 'dpkg-divert hangs on the way: exit status' $got 71
like 'dpkg-divert hangs on the way: says so' "$(cat said)" \
    'dpkg-divert --add. did not end'
passes 'dpkg-divert hangs on the way' shop@good.example
cp -p dpkg-divert /usr/bin/dpkg-divert
check 'dpkg-divert hung: enable' truefromctl enable
guarded 'dpkg-divert hung'
hangs --remove
got=0
hurried truefromctl disable > said 2>&1 || got=$?
is 'dpkg-divert hangs, disable: exit status' $got 71
passes 'dpkg-divert hangs, disable' shop@good.example
mv dpkg-divert /usr/bin/dpkg-divert
ends 'dpkg-divert hung'

# --- dpkg is at work

# unpacks: dpkg unpacks the mail server anew, as far as its sendmail.
mkdir bin
mkfifo go
cat > bin/dpkg-deb <<END
#!/bin/sh
test "\$1" != --fsys-tarfile || { : > $w/unpacking; cat $w/go; }
exec /usr/bin/dpkg-deb "\$@"
END
chmod 755 bin/dpkg-deb
unpacks()
{
	rm -f unpacking
	PATH=$w/bin:$PATH dpkg -i /debs/exim4-daemon-light_*.deb \
	    > dpkg.said 2>&1 &
	dpkg=$!
	await 'dpkg at work' test -e unpacking
}

# dpkg_ends WHAT PID: what waits for it ends, too.
dpkg_ends()
{
	: > go
	for process in $dpkg "$2"; do
		got=0
		wait "$process" || got=$?
		is "$1: exit status" "$got" 0
	done
}

waits_for_dpkg()
{
	grep -q 'holds /var/lib/dpkg/lock.*; waiting' waiting
}

start
unpacks
refused 'dpkg is at work' 69 'may be changing packages; run this again' \
    hurried truefromctl enable
passes 'dpkg is at work' shop@good.example
truefromctl enable > waiting 2>&1 &
enabling=$!
await 'enable that waits' waits_for_dpkg
dpkg_ends 'dpkg is at work, enable' $enabling
guarded 'dpkg was at work, enable'
state > enabled
unpacks
truefromctl disable > waiting 2>&1 &
disabling=$!
await 'disable that waits' waits_for_dpkg
guarded 'dpkg is at work, disable'
dpkg_ends 'dpkg is at work, disable' $disabling
ends 'dpkg was at work'

# scripted SCRIPT: the mail server's package says `enable` in that one.  What it
# prints goes to stderr: a script that asks debconf is run a second time with
# debconf as its stdout, and would lose count of the answers.
scripted()
{
	rm -rf next
	dpkg-deb -R /debs/exim4-daemon-light_*.deb next
	test -e "next/DEBIAN/$1" || echo '#!/bin/sh' > "next/DEBIAN/$1"
	sed -i '1a truefromctl enable >\&2 || exit' "next/DEBIAN/$1"
	chmod 755 "next/DEBIAN/$1"
	dpkg-deb --root-owner-group -Znone -b next next.deb > said
}

for script in preinst postinst prerm postrm; do
	start
	scripted $script
	check "enabled by a $script" dpkg -i next.deb
	# The second time, what is there has these two.
	check "enabled by a $script, upgraded" dpkg -i next.deb
	guarded "enabled by a $script"
	ends "enabled by a $script"
done
check 'the mail server is back' dpkg -i /debs/exim4-daemon-light_*.deb
ends 'scripts'

# --- somebody meddles

start
check 'meddling: enable' truefromctl enable
echo stranger > /usr/sbin/sendmail.new
mv /usr/sbin/sendmail.new /usr/sbin/sendmail
got=0
truefromctl status > said || got=$?
is 'a stranger for sendmail: status' "$got" 1
like 'a stranger for sendmail: says so' "$(cat said)" \
    '^/usr/sbin/sendmail: not truefrom$'
check 'a stranger for sendmail: enable' truefromctl enable
guarded 'a stranger for sendmail'
is 'a stranger for sendmail: is kept' "$(cat /usr/sbin/sendmail.truefrom-old)" \
    stranger
rm /usr/sbin/sendmail.truefrom-old
rm /usr/bin/mailq
check 'a name is gone: enable' truefromctl enable
is 'a name is gone: it is back' "$(links)" /usr/sbin/truefrom
dpkg-divert --quiet --local --no-rename --remove /usr/lib/sendmail
got=0
truefromctl status > said || got=$?
is 'a diversion is gone: status' "$got" 1
like 'a diversion is gone: says which' "$(cat said)" \
    '^/usr/lib/sendmail: truefrom, until a package takes it back'
like 'a diversion is gone: says what to do' "$(cat said)" \
    '^enabled: in part; run `truefromctl enable` again, or `truefromctl disable`'
check 'a diversion is gone: enable' truefromctl enable
is 'a diversion is gone: it is back' \
    "$(dpkg-divert --truename /usr/lib/sendmail)" /usr/lib/sendmail.distrib
rm -r /var/lib/truefrom
ends 'the record is gone'
start
check 'the record is gone: enable' truefromctl enable
rm -r /var/lib/truefrom
check 'the record is gone: truefrom is removed' dpkg -r truefrom
passes 'the record is gone: truefrom is removed' shop@good.example
check 'the record is gone: truefrom is back' dpkg -i "$truefrom_deb"
ends 'the record is gone, and truefrom was'
start
check 'truefrom is gone: enable' truefromctl enable
mv /usr/sbin/truefrom truefrom
mail_from shop@good.example none
is 'truefrom is gone: there is no sendmail' $? 127
got=0
truefromctl enable > said 2>&1 || got=$?
is 'truefrom is gone: enable' $got 69
like 'truefrom is gone: says so' "$(cat said)" 'There is no truefrom beside'
check 'truefrom is gone: disable' truefromctl disable
passes 'truefrom is gone: disabled' shop@good.example
mv truefrom /usr/sbin/truefrom
ends 'truefrom is gone'
start
check 'meddling: enable' truefromctl enable
echo stranger > /usr/sbin/sendmail.new
mv /usr/sbin/sendmail.new /usr/sbin/sendmail
check 'a stranger for sendmail: disable' truefromctl disable
is 'a stranger for sendmail: is kept' "$(cat /usr/sbin/sendmail.truefrom-old)" \
    stranger
rm /usr/sbin/sendmail.truefrom-old
ends 'a stranger for sendmail'
mkdir /var/lib/truefrom
echo nonsense > /var/lib/truefrom/enabled
start
refused 'a record that is none' 69 'is no record of'
rm /var/lib/truefrom/enabled
mkfifo /var/lib/truefrom/enabled
state > before
refused 'a record that is a FIFO' 69 'is no record of' \
    timeout 60 truefromctl enable
rm -r /var/lib/truefrom
echo stranger > /var/lib/truefrom
start
got=0
truefromctl enable > said 2>&1 || got=$?
is 'a file for the directory of the record: exit status' $got 71
like 'a file for the directory of the record: says so' "$(cat said)" \
    'enabled.* cannot be written: Not a directory'
check 'a file for the directory of the record: disable' truefromctl disable
unchanged_state 'a file for the directory of the record: it stays' before
rm /var/lib/truefrom

# --- the system

umask 077
start
check 'umask 077: enable' truefromctl enable
guarded 'umask 077'
ends 'umask 077'
umask 022
start
mount -t tmpfs -o size=4k,nr_inodes=2 full /var/lib/truefrom 2>&- ||
	{ mkdir /var/lib/truefrom; mount -t tmpfs -o nr_inodes=1 full \
	    /var/lib/truefrom; }
got=0
truefromctl enable > said 2>&1 || got=$?
is 'a full disk: exit status' $got 71
like 'a full disk: says so' "$(cat said)" 'No space left on device'
passes 'a full disk: mail goes on' shop@good.example
umount /var/lib/truefrom
check 'a full disk: enable, later' truefromctl enable
guarded 'a full disk, later'
ends 'a full disk'
start
mount --bind /usr/sbin /usr/sbin
mount -o remount,bind,ro /usr/sbin
got=0
truefromctl enable > said 2>&1 || got=$?
is 'a read-only disk: exit status' $got 71
like 'a read-only disk: says so' "$(cat said)" 'Read-only file system'
passes 'a read-only disk: mail goes on' shop@good.example
umount /usr/sbin
ends 'a read-only disk'
start
mv /usr/sbin/sendmail sendmail.saved
cp -p /usr/sbin/exim4 /usr/sbin/sendmail
if chattr +i /usr/sbin/sendmail 2> said; then
	state > before
	got=0
	truefromctl enable > said 2>&1 || got=$?
	is 'an immutable sendmail: exit status' $got 71
	like 'an immutable sendmail: says so' "$(cat said)" \
	    'sendmail.distrib cannot be made .*: Operation not permitted; mend'
	passes 'an immutable sendmail: mail goes on' shop@good.example
	ends 'an immutable sendmail'
	chattr -i /usr/sbin/sendmail
else
	skip 'an immutable sendmail' 'this file system has no such files'
fi
mv sendmail.saved /usr/sbin/sendmail
start
mount --bind /etc /etc
mount -o remount,bind,ro /etc
got=0
truefromctl enable > said 2>&1 || got=$?
is 'a read-only /etc: exit status' $got 71
like 'a read-only /etc: says so' "$(cat said)" \
    'truefrom.conf.truefrom-new cannot be written: Read-only'
check 'a read-only /etc: disable' truefromctl disable
umount -l /etc
ends 'a read-only /etc'

start
for _ in 1 2 3 4 5 6; do
	truefromctl enable >> many 2>&1 &
done
wait
is 'six at once: all succeed' "$(grep -c 'is truefrom now' many)" 6
guarded 'six at once'
for _ in 1 2 3 4 5 6; do
	truefromctl disable >> many 2>&1 &
	truefromctl enable >> many 2>&1 &
done
wait
check 'in turn, at once: enable' truefromctl enable
guarded 'in turn, at once'
ends 'in turn, at once'

# --- a message that is on its way meanwhile

# waits PID: it is truefrom, and sleeps: it has read what there is.
waits()
{
	test "$(readlink "/proc/$1/exe")" = /usr/sbin/truefrom &&
		grep -q '^State:.S' "/proc/$1/status"
}

# on_its_way COMMAND...: the first half of a message comes before it, the second
# after it.
on_its_way()
{
	serial=$((serial + 1))
	mkfifo pipe
	setpriv --reuid 2002 --regid 2002 --clear-groups \
	    /usr/sbin/sendmail -t -i < pipe > sent 2>&1 &
	exec 3> pipe
	printf 'From: shop@good.example\nTo: alice@lab.example\n' >&3
	await 'truefrom' waits $!
	"$@" > said 2>&1
	printf 'Subject: test %d\n\nhello\n' $serial >&3
	exec 3>&-
	got=0
	wait $! || got=$?
	is "on its way, $*: exit status" "$got $(cat sent)" '0 '
	await "message $serial" arrived "test $serial"
	rm pipe
}

start
check 'on its way: enable' truefromctl enable
on_its_way truefromctl enable
on_its_way truefromctl disable
is 'on its way: it is over' "$(readlink /usr/sbin/sendmail)" exim4
printf 'From: shop@good.example\nTo: alice@lab.example\n\n' > message
check 'truefrom, by its own name' as_bob truefrom -t -i < message
check 'on its way: enable' truefromctl enable
ends 'on its way'

# --- what status says

start
check 'status: enable' truefromctl enable
printf 'a.example\nb.example: x\n' > /etc/localdomains
sed -i 's,^domainlist local_domains.*,domainlist local_domains = @ : lsearch;/etc/localdomains,
    $a owner = lsearch;/etc/localdomains' $conf
touch -d '3 days ago' /etc/localdomains
mail_from ceo@bank.example status
await 'refusal in the log' grep -q verdict=.reject /mnt/log/syslog
# As a syslog daemon writes it.
sed 's/^<[0-9]*>/Nov 23 12:00:00 host /' /mnt/log/syslog > /var/log/mail.log
check 'status' truefromctl status
cp said status
for line in \
    '^/usr/bin/mailq: truefrom, before /usr/bin/mailq.distrib$' \
    '^enabled: yes$' \
    '^mta: /usr/sbin/sendmail.distrib, which is /usr/sbin/exim4$' \
    '^family: exim$' '^mode: enforce$' \
    '^list: lsearch;/etc/localdomains: 2 entries, changed 3 days ago$' \
    '^owner: lsearch;/etc/localdomains: 2 entries' \
    '^refusals: the last in /var/log/mail.log$' \
    '^  .* truefrom.*: verdict="reject" reason="from-domain"'; do
	like "status: $line" "$(cat status)" "$line"
done
check 'status, for an ordinary user' as_bob truefromctl status
cp -p $conf good
echo 'nonsense = yes' >> $conf
got=0
truefromctl status > said 2>&1 || got=$?
is 'status, a wrong configuration' $got 78
like 'status, a wrong configuration: what it means' "$(cat said)" \
    '^mode: none, .*: truefrom sends nothing$'
like 'status, a wrong configuration: the refusals' "$(cat said)" \
    '^  .* truefrom.*: verdict="reject"'
mv good $conf
rm /etc/localdomains /var/log/mail.log
got=0
truefromctl status > said 2>&1 || got=$?
is 'status, a list is missing' $got 0
like 'status, a list is missing: says so' "$(cat said)" \
    '^list: lsearch;/etc/localdomains: .*cannot be opened'
ends 'status'

done_testing
