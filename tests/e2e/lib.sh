# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# lib.sh: sourced by every test here, it runs the rest of the test as root in
# private-root, with the mail server that "lab" lays out, and gives it the
# functions below.  Results come out as TAP.
#
#	tests/e2e/10-accept.t [BUILD]		(build/lab unless told)

if test "${1-}" != --inside; then
	exec "$(dirname "$0")/private-root" \
	    sh "/mnt/src/tests/e2e/$(basename "$0")" --inside "${1-build/lab}"
fi

# shellcheck disable=SC2034 # these are for the tests
{
	build=$2
	e2e=/mnt/src/tests/e2e
	exim=/mnt/exim4
	truefrom=/mnt/sbin/truefrom
	truefromctl=/mnt/sbin/truefromctl
	config=/mnt/etc/truefrom.conf
	w=/mnt/w
	record=/mnt/record
	good='The Shop <shop@good.example>'
	bad='The Boss <ceo@bank.example>'
	sentence="Sorry, you don't have permission to send email from this \
server with a header that states the email is from bank.example."
}

# The caller's umask, language and signals are no part of a test.
umask 022
export LC_ALL=C
trap - INT TERM
sh $e2e/lab "$build" || { echo 'Bail out! no lab'; exit 1; }
mkdir -m 1777 $w
cd $w || exit 1

# shellcheck source=tests/e2e/tap.sh
. $e2e/tap.sh

# as USER COMMAND...: runs it as an ordinary user, and leaves $status, the
# files stdout and stderr, and (for a pipeline, whose last part the shell runs
# elsewhere) the file status.
as()
{
	case $1 in
	alice) id=2001 ;;
	bob) id=2002 ;;
	root) id=0 ;;
	esac
	shift
	status=0
	setpriv --reuid "$id" --regid "$id" --clear-groups "$@" \
	    > $w/stdout 2> $w/stderr || status=$?
	echo $status > $w/status
}

piped_status()
{
	status=$(cat $w/status)
}

# run USER COMMAND...: the same for a truefrom that hangs: 124 after a minute.
run()
{
	user=$1
	shift
	as "$user" timeout -k 5 60 "$@"
}

# A message with every field that Exim would add, to file "message".
message()
{
	cat > $w/message <<END
From: ${1-$good}
To: rcpt@dest.example
Subject: a test
Date: Mon, 02 Jan 2023 10:11:12 +0000
Message-ID: <1.2.3@good.example>

Body line one
END
}

# Forgets what was delivered, queued, logged and recorded.
reset()
{
	find /mnt/mail /mnt/spool -type f -delete
	rm -rf $record
	mkdir -m 1777 $record
	for file in /mnt/log/mainlog /mnt/log/rejectlog /mnt/log/paniclog; do
		test ! -e $file || : > $file
	done
	: > /mnt/log/syslog
}

deliveries()
{
	find /mnt/mail -type f
}

# delivery: the one message that was delivered; a file that is not there
# unless there is exactly one.
delivery()
{
	test "$(deliveries | wc -l)" -eq 1 && deliveries || echo $w/none
}

# nothing_sent WHAT: no delivery, no queue entry, no bounce, no MTA called.
nothing_sent()
{
	{
		find /mnt/mail /mnt/spool/input -type f 2>&-
		cat /mnt/log/mainlog /mnt/log/rejectlog \
		    /mnt/log/paniclog 2>&-
		$exim -bpc | grep -vx 0
		test ! -e $record/calls || echo 'the recorder was called'
	} > $w/said
	test ! -s $w/said
	ok $? "$1" || diag $w/said
}

# log_line: what truefrom told syslog, awaited: datagrams take their time.
log_line()
{
	tries=100
	until grep -E '^<[0-9]+>truefrom\[[0-9]+\]: ' /mnt/log/syslog; do
		tries=$((tries - 1))
		test $tries -gt 0 || return
		sleep 0.1
	done
}

# logged WHAT NAME="VALUE"...: the log line has these words; a value may hold
# what an extended regular expression does.
logged()
{
	what=$1
	shift
	line=$(log_line)
	for word; do
		like "$what: logged: $word" "$line" " $word( |\$)"
	done
}

# normalise MESSAGE < DELIVERED: without what differs from one delivery to the
# next: the times and ids that Exim made (those that MESSAGE does not have).
normalise()
{
	perl -0777 -e '
	    open my $f, "<", shift; local $/; my $sent = <$f>; $_ = <STDIN>;
	    my ($head, $body) = /\A(.*?\n)(\n.*|)\z/s;
	    $head =~ s/^Delivery-date: .*\n//m;
	    $head =~ s/^\tid \S+$/\tid ID/m;
	    $head =~ s/^\t\w+, \d+ \w+ \d+ [\d:]+ \+\d+$/\tTIME/m;
	    for my $name ("Date", "Message-Id") {
		$head =~ s/^$name: .*\n/$name: MADE\n/m
		    unless $sent =~ /^$name *:/mi;
	    }
	    print $head, $body' "$1"
}

# without_trace: a delivered message without what Exim puts on top of it.
without_trace()
{
	perl -0777 -pe 's/\A(?:(?:Return-path|Envelope-to|Delivery-date|Received)
	    :\ .*\n(?:\s.*\n)*)+//x'
}

# use_recorder [STATUS]: the recorder takes the MTA's place.
use_recorder()
{
	test -x /mnt/recorder || cc -D_GNU_SOURCE -std=c11 -O1 \
	    -o /mnt/recorder $e2e/recorder.c || {
		echo 'Bail out! the recorder cannot be built'
		exit 1
	}
	configure 's,^mta .*,mta = /mnt/recorder,'
}

# called WHAT STATUS: the recorder was, once, and truefrom gave its STATUS.
called()
{
	is "$1: exit status" "$status $(cat stderr)" "$2 "
	is "$1: the MTA was called once" "$(cat $record/calls 2>&1 | wc -l)" 1
}

# failed_closed WHAT STATUS PATTERN
failed_closed()
{
	is "$1: exit status" "$status" "$2"
	like "$1: says so" "$(cat stderr)" "$3"
	is "$1: in one line" "$(wc -l < stderr)" 1
	is "$1: nothing on stdout" "$(wc -c < stdout)" 0
	nothing_sent "$1: nothing sent"
}

# configure SED-SCRIPT: the tests' configuration, changed; prints none of it.
configure()
{
	sed "$1" $e2e/truefrom.conf > $config
}

# fact NAME: a fact of the recorded standard input.
fact()
{
	tr ' ' '\n' < $record/stdin | sed -n "s/^$1=//p"
}

is_asan()
{
	grep -q __asan_init $truefrom
}

# A program that ends gives its memory back; leaks are for the unit tests.
if is_asan; then
	ASAN_OPTIONS=detect_leaks=0
	export ASAN_OPTIONS
fi
reset
