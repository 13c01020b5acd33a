#!/bin/sh
# SPDX-License-Identifier: ISC
#
# Whatever standard input is, the MTA gets a private copy of it, whole, that
# nobody can change any more.

# shellcheck disable=SC2002,SC2016 # pipes are meant; Perl and inner shells expand
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

use_recorder
message "$good"

# sealed WHAT: what the MTA got is the message, and nobody can change it.
sealed()
{
	called "$1" 0
	same "$1: the MTA gets the message" $record/input message
	is "$1: from its beginning" "$(fact offset)" 0
	is "$1: a file" "$(fact type)" file
	is "$1: that has no name" "$(fact links)" 0
}

# At most 1 MiB: sealed memory.
reset
cat message | as alice $truefrom -t
piped_status
sealed 'a pipe'
like 'a pipe: sealed' "$(fact seals)" write,
like 'a pipe: sealed' "$(fact seals)" grow,
like 'a pipe: sealed' "$(fact seals)" shrink,

reset
as alice $truefrom -t < message
sealed 'a file'
like 'a file: copied, and sealed' "$(fact seals)" write,

reset
as alice perl -e '
    use Socket;
    socketpair my $us, my $them, AF_UNIX, SOCK_STREAM, 0 or die;
    my $pid = fork // die;
    if (!$pid) { close $us; open STDIN, "<&", $them; close $them; exec @ARGV }
    close $them;
    syswrite $us, do { local $/; <STDIN> };
    shutdown $us, 1;
    waitpid $pid, 0;
    exit $? >> 8' $truefrom -t < message
sealed 'a UNIX socket'

reset
as alice perl -e '
    pipe my $r, my $w or die;
    my $pid = fork // die;
    if (!$pid) { close $w; open STDIN, "<&", $r; close $r; exec @ARGV }
    close $r;
    for my $byte (split //, do { local $/; <STDIN> }) { syswrite $w, $byte }
    close $w;
    waitpid $pid, 0;
    exit $? >> 8' $truefrom -t < message
sealed 'a pipe, byte by byte'

reset
as alice perl -e '
    use Fcntl;
    pipe my $r, my $w or die;
    fcntl $r, F_SETFL, O_NONBLOCK;
    my $pid = fork // die;
    if (!$pid) { close $w; open STDIN, "<&", $r; close $r; exec @ARGV }
    close $r;
    select undef, undef, undef, 0.3;
    syswrite $w, do { local $/; <STDIN> };
    close $w;
    waitpid $pid, 0;
    exit $? >> 8' $truefrom -t < message
sealed 'a non-blocking pipe'

reset
as alice $truefrom -i r@x.example < /dev/null
called '/dev/null' 0
is '/dev/null: an empty message' "$(wc -c < $record/input)" 0

reset
as alice $truefrom -t < /mnt
failed_closed 'a directory' 71 .

# Terminals end at the lone dot, and the MTA must not read on there.
reset
{
	cat message
	echo .
	sleep 5
} | as alice timeout 30 script -qec "$truefrom r@x.example" /dev/null
piped_status
is 'a terminal: exit status' "$status" 0
same 'a terminal: ends at the lone dot' $record/input message

reset
{
	cat message
	printf '.\nafter the dot\n'
} | as alice $truefrom -t
piped_status
sealed 'a lone dot'
reset
{
	cat message
	printf '.\nafter the dot\n'
} > dotted
as alice $truefrom -t -i < dotted
same 'a lone dot with -i: is text' $record/input dotted
reset
sed 's/$/\r/' dotted > crlf
sed 's/$/\r/' message > wanted
as alice $truefrom -t < crlf
same 'a lone dot before CRLF: ends likewise' $record/input wanted

# Past 1 MiB: an unlinked file in /var/tmp.
perl -e 'print "x" x 63, "\n" for 1 .. 20000' >> message
reset
cat message | as alice $truefrom -t
piped_status
sealed 'a large message'
like 'a large message: an unlinked file' \
    "$(sed -n 's/^0 //p' $record/descriptors)" '/var/tmp/.*\(deleted\)'
is 'a large message: nothing stays in /var/tmp' \
    "$(find /var/tmp -type f | wc -l)" 0

done_testing
