#!/bin/sh
# SPDX-License-Identifier: ISC
#
# `truefromctl enable` and `disable`, killed before each system call by which
# they change anything: sendmail works all the while, and the next call, of
# either, finishes the work.

# shellcheck disable=SC2317 # the sender is another shell's
# shellcheck source=tests/e2e/install/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/e2e/install/sending.sh
. $e2e/install/sending.sh

calls='clone3|exit_group|fchmod|fchown|fsync|link|mkdir|openat|rename|rmdir'
calls="$calls|symlink|unlink|vfork|wait4|write"

has_mta exim4-daemon-light
has_truefrom
check 'strace is installed' apt install strace
cp -p /etc/truefrom.conf conf

# accepts NAME [ADDRESS]: a message, which stays in the queue.
accepts()
{
	printf 'From: %s\nTo: alice@lab.example\n\nhi\n' \
	    "${2-shop@good.example}" |
		setpriv --reuid 2002 --regid 2002 --clear-groups "$1" -odq -t -i \
		    > said 2>&1
}

# The sender: one message after the other, in sending.log its exit status; with
# a pause, so that it does not take all of a small machine.
sender()
{
	number=0
	while test -e sending; do
		number=$((number + 1))
		printf 'From: s@good.example\nTo: alice@lab.example\nSubject: %s\n\n' \
		    "sent $number" | /usr/sbin/sendmail -odq -t -i 2>&1
		echo "$number $?"
		sleep 0.05
	done
}

# points COMMAND: the system calls that it makes once it holds the lock, each as
# its name and how many of that name came before.
points()
{
	strace -o trace truefromctl "$1" > said || return
	perl -ne '
	    /^(\w+)\(/ or next;
	    my $call = $1;
	    my $nth = ++$count{$call};
	    $locked ||= /truefromctl\.lock/;
	    print "$call $nth\n" if $locked && $call =~ /^(?:$ENV{calls})$/' \
	    trace
}

# killed COMMAND CALL NTH: is, before that call.
killed()
{
	strace -qq -o /dev/null -e trace="$2" \
	    -e inject="$2:signal=KILL:when=$3" truefromctl "$1" \
	    > /dev/null 2>&1
	test $? -eq 137
}

# complain WHAT: for once, since there are many points.
complain()
{
	echo "$1: $(cat said)" >> complaints
}

finish_enabled()
{
	truefromctl enable > said 2>&1 || complain "$1: enable"
	for name in /usr/sbin/sendmail /usr/lib/sendmail; do
		accepts $name || complain "$1: enabled: $name"
		accepts $name ceo@bank.example && complain "$1: spoofed: $name"
	done
	test "$(links)" = /usr/sbin/truefrom || complain "$1: links"
	state > now
	cmp now enabled > said || complain "$1: enabled"
}

# The configuration of before, at one instant: somebody may be reading it.
reset_configuration()
{
	cp -p conf /etc/truefrom.conf.before
	mv /etc/truefrom.conf.before /etc/truefrom.conf
}

finish_disabled()
{
	truefromctl disable > said 2>&1 || complain "$1: disable"
	reset_configuration
	state > now
	cmp now disabled > said || complain "$1: disabled"
}

# dies COMMAND: at all its points; every second time the other command is what
# comes next.
dies()
{
	: > complaints
	n=0
	while read -r call nth; do
		n=$((n + 1))
		point="$1 before $call $nth"
		test "$1" = enable || truefromctl enable > said
		killed "$1" "$call" "$nth" || complain "$point: is not killed"
		for name in /usr/sbin/sendmail /usr/lib/sendmail; do
			accepts $name || complain "$point: $name"
		done
		test $((n % 2)) -eq 0 || finish_enabled "$point"
		finish_disabled "$point"
	done < "points.$1"
	echo "# $n points"
	is "$1, killed: mail goes on, and the next call finishes it" \
	    "$(head -n 20 complaints)" ''
}

export calls
state > disabled
points enable > points.enable
state > enabled
points disable > points.disable
reset_configuration
state > now
same 'disabled: as it was' now disabled
check 'there are many points' \
    test "$(cat points.enable points.disable | wc -l)" -gt 90

: > sending
chmod 666 sending
setpriv --reuid 2002 --regid 2002 --clear-groups sh -c "$(cat <<END
$(sed -n '/^sender()/,/^}/p' "$e2e/install/takeover-killed.t")
sender
END
)" > sending.log &
dies enable
dies disable
rm sending
wait
check 'the sender has sent' test "$(wc -l < sending.log)" -gt 50
is 'every message was accepted' "$(grep -v ' 0$' sending.log | head -n 5)" ''
cat /var/spool/exim4/input/*-H | sed -n 's/^.* Subject: sent //p' |
	sort -n > queued
sed 's/ .*//' sending.log > sent
same 'none was lost, and none came twice' queued sent

# --- dpkg, killed while it unpacks the mail server's sendmail

unpack()
{
	dpkg -i /debs/exim4-daemon-light_*.deb
}

check 'enable' truefromctl enable
state > enabled
strace -o trace -e trace=rename dpkg -i /debs/exim4-daemon-light_*.deb \
    > said 2>&1
awk '/^rename/ { n++ } /sbin\/sendmail/ { print n }' trace > points
check 'dpkg renames it' test -s points
: > complaints
while read -r nth; do
	for command in enable disable; do
		strace -qq -o /dev/null -e trace=rename \
		    -e inject=rename:signal=KILL:when="$nth" \
		    dpkg -i /debs/exim4-daemon-light_*.deb > said 2>&1
		test $? -eq 137 || complain "dpkg, rename $nth: is not killed"
		accepts /usr/sbin/sendmail || complain "dpkg, rename $nth"
		truefromctl $command > said 2>&1 ||
			complain "dpkg, rename $nth: $command"
		accepts /usr/sbin/sendmail ||
			complain "dpkg, rename $nth, $command"
		unpack > said 2>&1 || complain "dpkg, after rename $nth"
		truefromctl enable > said 2>&1 ||
			complain "dpkg, rename $nth: enable"
		finish_enabled "dpkg, rename $nth, $command"
	done
done < points
is 'dpkg, killed: mail goes on, and so do enable and disable' \
    "$(head -n 20 complaints)" ''
finish_disabled 'dpkg'
is 'dpkg, killed: all is as it was' "$(cat complaints)" ''

# --- truefrom itself is upgraded, and removed

# flows COMMAND...: slowed down at each name that it changes, so that messages
# come before and after each of them.
flows()
{
	rm -f ended
	: > complaints
	messages=0
	{
		strace -f -qq -o /dev/null -e trace=link,rename,unlink \
		    -e inject=link,rename,unlink:delay_exit=20000 "$@" \
		    > dpkg.said 2>&1
		echo $? > ended
	} &
	until test -e ended; do
		accepts /usr/sbin/sendmail || complain "$*: sendmail"
		messages=$((messages + 1))
		$judged
	done
	wait $!
	is "$*: exit status" "$(cat ended)" 0
	is "$*: mail goes on" "$(head -n 20 complaints)" ''
	check "$*: meanwhile" test $messages -gt 10
}

# What only the twin can tell.
refuses()
{
	got=0
	accepts /usr/sbin/sendmail ceo@bänk.example || got=$?
	test "$got" -eq 77 || complain "the twin: exit status $got"
}

check 'enable' truefromctl enable
next_version
judged=refuses
flows dpkg --force-confold -i next.deb
is 'it is the next version' \
    "$(dpkg-query -W -f '${Version} ${Status}' truefrom)" '99-1 install ok installed'
is 'every name is truefrom still' "$(links)" /usr/sbin/truefrom
judged=:
flows dpkg --purge truefrom
check 'what was there before is sendmail' accepts /usr/sbin/sendmail
is 'of the package' "$(readlink /usr/sbin/sendmail)" exim4

done_testing
