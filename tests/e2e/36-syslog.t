#!/bin/sh
# SPDX-License-Identifier: ISC
#
# What truefrom tells /dev/log has no date (RFC 3164 4.3.2).  rsyslogd and
# BusyBox's syslogd, unpacked from their packages, write it whole, at the time
# at which it came, with truefrom's name and process id, facility and severity.

# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

syslog=/mnt/src/build/syslog
plugins=$(echo $syslog/usr/lib/*/rsyslog)
like_a_date='"Jan  1 00:00:00 evil su[1]: " <shop@good.example>'

# send: the message, by a caller who says that it is nine hours later; leaves
# truefrom's process id in $pid.
send()
{
	# shellcheck disable=SC2016 # the inner shell's
	run alice sh -c 'echo $$; exec env TZ=UTC-9 "$@"' - $truefrom -t -i \
	    < message
	pid=$(head -n 1 stdout)
}

# start COMMAND...: a daemon, until it has made /dev/log; it ends with the test.
start()
{
	rm -f /dev/log
	setpriv --pdeathsig KILL "$@" > daemon 2>&1 &
	daemon=$!
	tries=300
	until test -S /dev/log || test $tries -eq 0; do
		tries=$((tries - 1))
		sleep 0.1
	done
	test -S /dev/log || {
		diag daemon
		echo "Bail out! no $1"
		exit 1
	}
}

stop()
{
	kill $daemon
	wait $daemon 2>&-
}

# written FILE: the line of $pid, awaited.
written()
{
	tries=300
	until grep -a "truefrom\[$pid\]" "$1" 2>&- || test $tries -eq 0; do
		tries=$((tries - 1))
		sleep 0.1
	done
}

# dates FROM TO: as they are written, all between these two of date(1)'s %s.
dates()
{
	for second in $(seq "$1" "$2"); do
		date -d "@$second" '+%b %e %T'
	done
}

# writes WHAT FILE BEFORE-THE-TAG TEXT: a message leaves one line in the file:
# the date, the host, what is told, the tag, and the text.
writes()
{
	before=$(date +%s)
	send
	line=$(written "$2")
	dates "$before" "$(date +%s)" > seconds
	is "$1: one line, whole" "$(echo "$line" | cut -c 17-)" \
	    "lab $3truefrom[$pid]: $4"
	check "$1: the date is now" \
	    grep -qxF -e "$(echo "$line" | cut -c -15)" seconds
}

# told FILE: what truefrom says of the message to /dev/log, without the tag.
told()
{
	reset
	send
	log_line | sed 's/^[^:]*: //' > "$1"
}

message "$like_a_date"
cp message good
told accepted
message "$bad"
cp message spoofed
told refused
like 'the text of what is accepted' "$(cat accepted)" '^verdict="accept" '
like 'the text of what is refused' "$(cat refused)" '^verdict="reject" '

# written_by NAME INFO-FILE NOTICE-FILE INFO NOTICE: with what stands before the
# tag of each severity.
written_by()
{
	cp good message
	writes "$1, accepted" "$2" "$4" "$(cat accepted)"
	cp spoofed message
	writes "$1, refused" "$3" "$5" "$(cat refused)"
	stop
	diag daemon
}

cat > rsyslog.conf <<END
module(load="$plugins/imuxsock.so")
mail.=info $w/info;RSYSLOG_TraditionalFileFormat
mail.=notice $w/notice;RSYSLOG_TraditionalFileFormat
END
start $syslog/usr/sbin/rsyslogd -n -iNONE -f $w/rsyslog.conf -M "$plugins"
written_by rsyslogd info notice '' ''

start $syslog/bin/busybox syslogd -n -O $w/busybox
written_by busybox busybox busybox 'mail.info ' 'mail.notice '

done_testing
