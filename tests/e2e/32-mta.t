#!/bin/sh
# SPDX-License-Identifier: ISC
#
# The MTA's exit status and output are the caller's.  An MTA that is not there,
# or is truefrom itself, is found out before anything is lost.

# shellcheck disable=SC2002,SC2016 # pipes are meant; Perl and inner shells expand
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

use_recorder
message "$good"

# mta PATH: another one.
mta()
{
	configure "s,^mta .*,mta = $1,"
	reset
	run alice $truefrom -t < message
}

mta /mnt/no/such/mta
failed_closed 'an MTA that is missing' 69 /mnt/no/such/mta
run alice $truefrom -bp < /dev/null
is 'an MTA that is missing, -bp: exit status' "$status" 69
cp /mnt/recorder /mnt/not-executable
chmod 644 /mnt/not-executable
mta /mnt/not-executable
failed_closed 'an MTA that is not executable' 69 /mnt/not-executable
mkdir /mnt/a-directory
mta /mnt/a-directory
failed_closed 'an MTA that is a directory' 69 /mnt/a-directory
echo 'not a program' > /mnt/not-a-program
chmod 755 /mnt/not-a-program
mta /mnt/not-a-program
failed_closed 'an MTA that is no program' 69 /mnt/not-a-program
mta $truefrom
failed_closed 'truefrom itself' 69 $truefrom
ln -s sbin/truefrom /mnt/symlink
ln -s symlink /mnt/symlink2
mta /mnt/symlink2
failed_closed 'truefrom itself, through symbolic links' 69 /mnt/symlink2
ln $truefrom /mnt/hardlink
mta /mnt/hardlink
failed_closed 'truefrom itself, a hard link' 69 /mnt/hardlink
ln -s hardlink /mnt/both
mta /mnt/both
failed_closed 'truefrom itself, both' 69 /mnt/both
rm /mnt/hardlink
run alice $truefrom -t < message
failed_closed 'a dangling link' 69 /mnt/both

# --- an MTA that `truefromctl enable` has moved, and that `disable` moves back

failed_moved()
{
	mta /mnt/moved.distrib
	failed_closed "$1" 69 /mnt/moved.distrib
}
failed_moved 'an MTA in neither place'
ln -s $truefrom /mnt/moved
failed_moved 'an MTA in neither place, truefrom in one'
for place in moved.distrib moved; do
	rm -f /mnt/moved /mnt/moved.distrib
	cp -p $exim /mnt/$place
	mta /mnt/moved.distrib
	is "an MTA that is /mnt/$place: is called" "$status $(cat stderr)" '0 '
	printf 'QUIT\r\n' > session
	run alice $truefrom -bs < session
	like "an MTA that is /mnt/$place: in SMTP" "$(cat stdout)" '^220 .*Exim'
done

use_recorder
for wanted in 1 2 69 75 77 126 127 255; do
	reset
	echo $wanted > $record/exit
	run alice $truefrom -t < message
	called "an MTA that exits with $wanted" $wanted
done
printf '#!/bin/sh\nkill -TERM $$\n' > /mnt/suicidal
chmod 755 /mnt/suicidal
configure 's,^mta .*,mta = /mnt/suicidal,'
as alice perl -e 'my $s = system @ARGV; print $s & 127' $truefrom -t < message
is 'an MTA that dies by a signal: is what the caller sees' "$(cat stdout)" 15
printf '#!/bin/sh\necho "$$" > %s/pid\nexec cat\n' $record > /mnt/script
chmod 755 /mnt/script
configure 's,^mta .*,mta = /mnt/script,'
as alice perl -e 'if (!($p = fork)) { exec @ARGV } waitpid $p, 0;
    print STDERR $p' $truefrom -t < message
same 'stdout is the MTA'\''s' stdout message
is 'the process stays the same' "$(cat stderr)" "$(cat $record/pid)"
use_recorder

# --- whose options it reads

# family LINES WANT: what `truefromctl explain` says of it.
family()
{
	configure "s,^mta .*,$1,"
	$truefromctl explain -u alice -- -t < message > stdout
	is "$1: family" "$(sed -n 's/^family: //p' stdout)" "$2"
}

ln -s exim4 /mnt/sendmail
family 'mta = /mnt/exim4' exim
family 'mta = /mnt/sendmail' exim
check 'Exim by another name: is well configured' $truefromctl check
is 'Exim by another name: no warning' "$(cat said)" "$config: ok"
family 'mta = /mnt/sendmail\nmta_family = sendmail' sendmail
check 'Exim called sendmail: is well configured' $truefromctl check
like 'Exim called sendmail: warns' "$(cat said)" \
    'warning: mta is /mnt/sendmail, which is /mnt/exim4, but mta_family is'
family 'mta = /mnt/exim4\nmta_family = sendmail' sendmail
use_recorder
check 'another mail server: is well configured' $truefromctl check
is 'another mail server: no warning' "$(cat said)" "$config: ok"
$truefromctl explain -u alice -- -N failure -R hdrs -t < message > stdout
is 'DSN options: status' "$(sed -n 's/^status: //p' stdout)" 0
configure ''
$truefromctl explain -u alice -- -N failure -R hdrs -t < message > stdout
is 'DSN options, Exim: status' "$(sed -n 's/^status: //p' stdout)" 64

done_testing
