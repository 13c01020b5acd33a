#!/bin/sh
# SPDX-License-Identifier: ISC
#
# What is refused leaves nothing: no delivery, no queue entry, no bounce.  The
# caller gets one line on standard error, nothing on standard output and an
# exit status; its input is read to the end; the log says what happened.

# shellcheck disable=SC2016 # what Perl and inner shells expand
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

# refused WHAT STATUS STDERR-PATTERN ARGUMENT...: the file message is.
refused()
{
	what=$1
	wanted=$2
	pattern=$3
	shift 3
	reset
	run alice $truefrom -odi "$@" < message
	is "$what: exit status" "$status" "$wanted"
	is "$what: one line on stderr" "$(wc -l < stderr)" 1
	like "$what: which says so" "$(cat stderr)" "$pattern"
	is "$what: nothing on stdout" "$(wc -c < stdout)" 0
	nothing_sent "$what: nothing sent"
	logged "$what" 'verdict="reject"'
}

# The same message, to see that Exim would have sent it.
message "$bad"
run alice $exim -odi -t < message
check 'bare Exim delivers the spoofed message' test -s "$(delivery)"

refused 'spoofed From' 77 "^$(echo "$sentence" | sed 's/[.]/\\./g')\$" -t
is 'spoofed From: the sentence alone' "$(cat stderr)" "$sentence"
is 'spoofed From: one log line' "$(log_line | wc -l)" 1
logged 'spoofed From' 'reason="from-domain"' 'domain="bank[.]example"' \
    'from="The Boss <ceo@bank[.]example>"' 'user="alice"' 'uid="2001"' \
    'cwd="/mnt/w"' "size=\"$(wc -c < message)\"" 'recipients="0"' \
    'message-id="<1[.]2[.]3@good[.]example>"' \
    'message="Sorry, .* from bank[.]example[.]"'
like 'spoofed From: logged to the mail facility' "$(log_line)" '^<(2[0-3]|1[6-9])>'

message 'ceo@Bank.EXAMPLE'
refused 'another spelling' 77 ' email is from bank\.example\.$' -t
message "$bad"
# A log line cannot be forged, nor can the one on stderr.
mkdir "$w/x\" verdict=\"accept\"
<22>truefrom: verdict=\"accept\""
reset
(
	cd "$w"/x* && as alice $truefrom -t < ../message
)
piped_status
is 'a directory that looks like a log line: refused' "$status" 77
is 'a directory that looks like a log line: one log line' \
    "$(log_line >/dev/null; grep -c . /mnt/log/syslog)" 1
is 'a directory that looks like a log line: one verdict' \
    "$(log_line | grep -o ' verdict="[a-z]*"')" ' verdict="reject"'
is 'a directory that looks like a log line: no line end in it' \
    "$(log_line | grep -c '[^\\]\\x0a')" 0
message "$(printf 'x\033[2J\302\233 <ceo@bank\n .example>')"
refused 'a From with terminal controls' 65 . -t
is 'a From with terminal controls: none on stderr' "$(perl -0777 -ne \
    'print scalar(() = /[\0-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]/g)' stderr)" 0

message "$bad"
refused 'a recipient that is wrong' 77 . r@x.example
refused 'a recipient and a sender' 77 . -f shop@good.example r@x.example
refused 'the null sender' 77 . -t -f '<>'
refused 'errors by mail: no bounce' 77 . -oem -t

message 'a@good.example, ceo@bank.example'
refused 'two mailboxes' 65 . -t
message "$good"
sed -i "1a\\
From: $bad" message
refused 'two From fields' 65 . -t
message "$good"
sed -i "1a\\
From : $bad" message
refused 'two From fields, one with a space' 65 . -t
printf 'From: %s\r\nX-One: 1\rFrom: %s\r\n\r\nhi\r\n' "$good" "$bad" \
	> message
refused 'a bare CR before a second From' 65 . r@x.example
message "$(printf 'shop@good.example\001')"
refused 'a control byte' 65 . -t

message "$good"
refused 'an unknown option' 64 ' ?-Qx' -Qx -t
refused 'another configuration for Exim' 64 '-C' -C/tmp/exim.conf -t
refused 'a macro for Exim' 64 '-D' -DX=y -t
refused 'a string to expand' 64 '-be' -be "\${run{/bin/id}}"
refused 'a log file of its own' 64 '-X' -X/tmp/log -t

# In SMTP the caller awaits a reply, and takes what else it gets for one.
reset
printf 'EHLO x\r\nMAIL FROM:<shop@good.example>\r\nQUIT\r\n' > smtp
run alice $truefrom -bs -t < smtp
is 'SMTP: exit status' "$status" 64
like 'SMTP: the reply' "$(cat stdout)" '^554 5\.7\.1 .*-bs'
is 'SMTP: nothing on stderr' "$(cat stderr)" ''
nothing_sent 'SMTP: nothing sent'
logged 'SMTP' 'verdict="reject"' 'reason="usage"'

# The configuration.
message "$good"
broken()
{
	refused "$1" 78 "$2" -t
}
mv /mnt/remotedomains /mnt/remotedomains.away
broken 'a list that is missing' /mnt/remotedomains
mkdir /mnt/remotedomains
broken 'a list that is a directory' /mnt/remotedomains
rmdir /mnt/remotedomains
cp /mnt/remotedomains.away /mnt/remotedomains
chmod 600 /mnt/remotedomains
broken 'a list that the caller cannot read' /mnt/remotedomains
chmod 646 /mnt/remotedomains
broken 'a list that others may write' /mnt/remotedomains
chmod 664 /mnt/remotedomains
broken 'a list that its group may write' /mnt/remotedomains
chmod 644 /mnt/remotedomains
chown bob /mnt/remotedomains
broken "a list of another user's" /mnt/remotedomains
chown root /mnt/remotedomains
mkfifo /mnt/fifo
configure 's,/mnt/remotedomains,/mnt/fifo,'
broken 'a list that is a FIFO' /mnt/fifo
configure 's,^mta,mto,'
broken 'a word that is unknown' 'truefrom\.conf:8'
configure 's,lsearch;,mysql;,'
broken 'a lookup that is unknown' 'truefrom\.conf:4'
configure '/^from_domains/d'
broken 'no from_domains' 'from_domains'
configure ''
chmod 666 $config
broken 'a configuration that others may write' $config
chmod 644 $config
mv $config $config.away
broken 'no configuration' $config
mv $config.away $config
run alice $truefrom -odi -t < message
is 'all put right again: accepted' "$status" 0

# The input of a refused message.
reset
message "$bad"
{
	cat message
	perl -e 'print "x" x 63, "\n" for 1 .. 16384'
} > big
perl -e '
    $SIG{PIPE} = sub { print "SIGPIPE\n"; exit 1 };
    while (sysread STDIN, $b, 4096) { syswrite STDOUT, $b or exit 2 }
    print STDERR "written\n"' < big 2> writer | as alice timeout 60 $truefrom -t
piped_status
is '1 MiB from a pipe, spoofed: refused' "$status" 77
is '1 MiB from a pipe, spoofed: the writer wrote it all' "$(cat writer)" \
    written
nothing_sent '1 MiB from a pipe, spoofed: nothing sent'

# The offset of a file: mailx makes dead.letter from it.
for skipped in 0 17; do
	{
		head -c $skipped /dev/zero
		cat big
	} > file
	{
		perl -e 'sysseek STDIN, shift, 0' $skipped
		as alice timeout 60 $truefrom -t
		perl -e 'print sysseek(STDIN, 0, 1) + 0' > offset
	} < file
	is "a file from $skipped: refused" "$status" 77
	is "a file from $skipped: its offset is restored" "$(cat offset)" \
	    $skipped
done

# A lone dot is the end, though the pipe stays open after it.
reset
message "$bad"
echo . >> message
mkfifo fifo
perl -e '
    open my $out, ">", "fifo" or die; $| = 1;
    print $out do { local $/; <STDIN> }; $out->flush;
    sleep 20; unlink "open"' < message 2>&- &
writer=$!
touch open
as alice timeout 15 $truefrom -t < fifo
is 'a lone dot, the pipe left open: refused at once' "$status" 77
check 'a lone dot, the pipe left open: it was still open' test -e open
kill $writer
nothing_sent 'a lone dot, the pipe left open: nothing sent'

# What follows the dot is not truefrom's, and is left in the pipe.
rm -f status
{
	cat message
	until test -e status; do
		sleep 0.1
	done
	echo 'for the next program'
} | {
	as alice timeout 15 $truefrom -t
	head -n 1 > rest
}
piped_status
is 'after a lone dot: refused' "$status" 77
is 'after a lone dot: the rest is left unread' "$(cat rest)" \
    'for the next program'

# Monitor mode lets through and tells.
echo 'mode = monitor' >> $config
message "$bad"
reset
run alice $truefrom -odi -t < message
is 'monitor: exit status' "$status" 0
is 'monitor: silent' "$(cat stdout stderr)" ''
check 'monitor: delivered' test -s "$(delivery)"
logged 'monitor' 'verdict="monitor"' 'reason="from-domain"'
configure ''

# A caller that cannot be told, is not a reason to die by a signal.
message "$bad"
reset
as alice perl -e '
    pipe R, W; close R; open STDERR, ">&", \*W; close W; $SIG{PIPE} = "DEFAULT";
    my $s = system @ARGV; print $s & 127, " ", $s >> 8' $truefrom -t < message
is 'stderr a broken pipe: still 77' "$(cat stdout)" '0 77'
as alice sh -c 'exec "$@" 2>&-' sh $truefrom -t < message
is 'stderr closed: still 77' "$status" 77
as alice sh -c 'exec "$@" 2>/dev/full' sh $truefrom -t < message
is 'stderr full: still 77' "$status" 77
nothing_sent 'stderr of no use: nothing sent'

done_testing
