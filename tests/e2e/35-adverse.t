#!/bin/sh
# SPDX-License-Identifier: ISC
#
# Readers that are gone or do not read, of stderr and of the log, neither kill
# truefrom nor hold it up; an MTA that cannot be executed after all leaves the
# caller's message as it was.

# shellcheck disable=SC2016 # Perl expands
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

use_recorder

# In Perl: what follows is a program and its arguments, run with standard error
# into a pipe whose reader is gone ($gone) or does not read; prints how it
# ended, or what it did not: end within 20 s.
with_pipe='
    use Fcntl;
    my ($gone, $signal) = splice @ARGV, 0, 2;
    $SIG{PIPE} = "IGNORE";
    pipe my $reader, my $writer or die;
    if ($gone) {
	close $reader;
    } else {
	fcntl $writer, F_SETFL, O_NONBLOCK;
	1 while defined syswrite $writer, "x" x 4096;
	1 while defined syswrite $writer, "x";
	fcntl $writer, F_SETFL, 0;
    }
    my $pid = fork // die;
    if (!$pid) {
	$SIG{PIPE} = "DEFAULT";
	open STDERR, ">&", $writer;
	exec @ARGV;
    }
    $SIG{ALRM} = sub { kill KILL => $pid };
    alarm 20;
    if ($signal) {
	select undef, undef, undef, 1;
	kill $signal, $pid;
    }
    waitpid $pid, 0;
    print $? & 127, " ", $? >> 8'

mkfifo fifo
for gone in 1 0; do
	name=$(test $gone = 1 && echo gone || echo 'not reading')
	message "$bad"
	as alice perl -e "$with_pipe" $gone '' $truefrom -t < message
	is "a refusal, its reader is $name" "$(cat stdout)" '0 77'
	sleep 5 > fifo &
	for signal in TERM ALRM USR1; do
		as alice perl -e "$with_pipe" $gone $signal $truefrom -t < fifo
		is "SIG$signal, the reader of stderr is $name" \
		    "$(cat stdout)" '0 71'
	done
	wait
done

message "$good"
echo 'not a program' > /mnt/not-a-program
chmod 755 /mnt/not-a-program
configure 's,^mta .*,mta = /mnt/not-a-program,'
as alice perl -e 'sysseek STDIN, 7, 0; system @ARGV;
    print $? >> 8, " ", sysseek STDIN, 0, 1' $truefrom -t < message
is 'an MTA that is no program: the file stands where it stood' \
    "$(cat stdout)" '69 7'

# Nobody reads this log, and its queue is full.
use_recorder
reset
is 'a log that nobody reads' "$(perl -e '
    use Socket;
    unlink "/dev/log";
    socket my $log, AF_UNIX, SOCK_DGRAM, 0 or die;
    bind $log, pack_sockaddr_un("/dev/log") or die;
    chmod 0666, "/dev/log";
    socket my $full, AF_UNIX, SOCK_DGRAM, 0 or die;
    1 while defined send $full, "x", 0x40, pack_sockaddr_un("/dev/log");
    $SIG{ALRM} = "DEFAULT";
    alarm 20;
    system @ARGV;
    print $? & 127, " ", $? >> 8' sh -c "setpriv --reuid 2001 --regid 2001 \
    --clear-groups $truefrom -t < message")" '0 0'
is 'a log that nobody reads: the MTA was called once' \
    "$(wc -l < $record/calls)" 1

done_testing
