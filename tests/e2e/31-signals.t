#!/bin/sh
# SPDX-License-Identifier: ISC
#
# Signals are for the MTA as the caller left them.  One that arrives while the
# message is still coming in cancels it: nothing is sent.

# shellcheck disable=SC2002,SC2016 # pipes are meant; Perl and inner shells expand
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

use_recorder
message "$good"

signals()
{
	sed -n "s/^$1:\t//p" $record/signals
}

reset
as alice perl -e '$SIG{$_} = "DEFAULT" for grep !/^(KILL|STOP|NUM|RTM|CLD|IOT|POLL)/,
    keys %SIG; exec @ARGV' $truefrom -t < message
called 'signals at their default' 0
is 'signals at their default: none ignored' "$(signals SigIgn)" \
    0000000000000000
is 'signals at their default: none blocked' "$(signals SigBlk)" \
    0000000000000000
is 'signals at their default: none pending' "$(signals SigPnd)" \
    0000000000000000

reset
as alice perl -e '$SIG{$_} = "IGNORE" for qw(PIPE INT QUIT HUP XFSZ); exec @ARGV' \
    $truefrom -t < message
called 'ignored signals' 0
# HUP 1, INT 2, QUIT 3, PIPE 13, XFSZ 25
is 'ignored signals: stay ignored' "$(signals SigIgn)" 0000000001001007

reset
as alice perl -e 'use POSIX; sigprocmask(SIG_BLOCK,
    POSIX::SigSet->new(SIGUSR1, SIGTERM)); exec @ARGV' $truefrom -t < message
called 'blocked signals' 0
# USR1 10, TERM 15
is 'blocked signals: stay blocked' "$(signals SigBlk)" 0000000000004200

# In Perl: starts a program, waits until it waits for more input, sends it
# signals, and says how it ended; then the file over is there.
interrupt='
    my $signals = shift;
    my $pid = fork // die;
    if (!$pid) { exec @ARGV }
    my $idle = 0;
    for (1 .. 200) {
	select undef, undef, undef, 0.1;
	open my $f, "<", "/proc/$pid/stat" or next;
	$idle = <$f> =~ /\(truefrom\) S/ ? $idle + 1 : 0;
	last if $idle == 5;
    }
    kill $_, $pid for split /,/, $signals;
    select undef, undef, undef, 0.5;
    open my $over, ">", "over";
    $SIG{ALRM} = sub { kill KILL => $pid };
    alarm 20;
    waitpid $pid, 0;
    print $? & 127, " ", $? >> 8'

# interrupted SIGNALS [PERL]: they arrive while the message is coming in.
interrupted()
{
	reset
	rm -f fifo over
	mkfifo fifo
	as alice perl -e "${2-}; $interrupt" "$1" $truefrom -t < fifo &
	waiting=$!
	{
		cat message
		until test -e over; do
			sleep 0.1
		done
	} > fifo
	wait $waiting
}

# cancelled SIGNAL: a background job ignores INT, and what nohup runs HUP.
cancelled()
{
	interrupted "$1" '$SIG{INT} = $SIG{HUP} = "DEFAULT"'
	like "SIG$1 meanwhile: not death by signal, and no success" \
	    "$(cat stdout)" '^0 [1-9]'
	is "SIG$1 meanwhile: not 75, 126 or 127" \
	    "$(grep -cE ' (75|126|127)$' stdout)" 0
	nothing_sent "SIG$1 meanwhile: nothing sent"
}
cancelled INT
cancelled TERM
cancelled HUP

interrupted INT,TERM '$SIG{INT} = $SIG{TERM} = "IGNORE"'
is 'SIGINT and SIGTERM, ignored by the caller: do not cancel' \
    "$(cat stdout)" '0 0'
same 'SIGINT and SIGTERM, ignored: the message is sent' $record/input message

done_testing
