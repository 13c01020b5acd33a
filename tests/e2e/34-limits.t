#!/bin/sh
# SPDX-License-Identifier: ISC
#
# Where a message is too large, or there is no room, memory or descriptor for
# it, it is refused: nothing is ever sent that is cut short.

# shellcheck disable=SC2002,SC2016 # pipes are meant; Perl and inner shells expand
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

use_recorder
message "$good"
cp message small
{
	cat message
	perl -e 'print "x" x 63, "\n" for 1 .. 20000'
} > large

configure 's,^mta .*,mta = /mnt/recorder\nmessage_size_limit = 1M,'
reset
cat large | as alice $truefrom -t
piped_status
failed_closed 'past message_size_limit' 65 .
logged 'past message_size_limit' 'verdict="reject"' 'reason="size"'
is 'past message_size_limit: the offset is restored' "$(
    {
	as alice $truefrom -t
	perl -e 'print sysseek(STDIN, 0, 1) + 0'
    } < large)" 0
configure 's,^mta .*,mta = /mnt/recorder\nmessage_size_limit = 0,'
reset
as alice $truefrom -t < large
called 'no message_size_limit' 0
configure "s,^mta .*,mta = /mnt/recorder\nmessage_size_limit = $(wc -c \
    < large),"
reset
as alice $truefrom -t < large
called 'message_size_limit to the byte' 0
configure "s,^mta .*,mta = /mnt/recorder\nmessage_size_limit = $(($(wc -c \
    < large) - 1)),"
reset
as alice $truefrom -t < large
failed_closed 'message_size_limit less a byte' 65 .
configure 's,^mta .*,mta = /mnt/recorder\nheader_size_limit = 8K,'
{
	sed '/^$/,$d' small
	perl -e 'print "X-Filler: ", "x" x 60, "\n" for 1 .. 200'
	echo
} > message
reset
as alice $truefrom -t < message
failed_closed 'past header_size_limit' 65 .
use_recorder

mount -t tmpfs -o size=64k,mode=1777 small /var/tmp
reset
as alice $truefrom -t < large
failed_closed 'a full disk' 71 '[Nn]o space left'
reset
as alice $truefrom -t < small
called 'a full disk and a small message' 0
umount /var/tmp
mount -t tmpfs -o mode=755 closed /var/tmp
reset
as alice $truefrom -t < large
failed_closed 'a /var/tmp that may not be written' 71 '[Pp]ermission denied'
umount /var/tmp

reset
as alice sh -c 'ulimit -f 100; exec "$@"' sh $truefrom -t < large
failed_closed 'a limit of file size' 71 '[Ff]ile too large'
# No line then, for here stderr is a file too.
reset
as alice sh -c 'ulimit -f 0; exec "$@"' sh $truefrom -t < small
is 'no file size at all: exit status' "$status" 71
nothing_sent 'no file size at all: nothing sent'

# Descriptors and memory: fewer and less, until no program can start.
: > short

# outcome LIMIT VALUE: one word of what happens under this ulimit.
outcome()
{
	reset
	as alice sh -c 'ulimit "$1" "$2"; shift 2; exec "$@"' sh \
	    "$1" "$2" $truefrom -t < message
	if test -e $record/calls; then
		cmp $record/input message >> short 2>&1
	fi
	if grep -q 'error while loading shared\|^sh:' stderr; then
		echo loader
	else
		echo "$status $(wc -l < stderr)"
	fi
}

cp small message
for descriptors in 3 4 5 6 7 8; do
	outcome -n $descriptors
done > outcomes
is 'few descriptors: sent or 71 and one line' \
    "$(grep -vxE '0 0|71 1|loader' outcomes | sort -u)" ''
is 'few descriptors: nothing cut short was sent' "$(cat short)" ''

{
	sed '/^$/,$d' small
	perl -e 'print "X-Filler: ", "x" x 60, "\n" for 1 .. 12000'
	echo
} > message
if is_asan; then
	skip 'no memory: never anything but sent or 71' \
	    'AddressSanitizer needs more address space than a limit leaves'
	skip 'no memory: 71 is seen' 'likewise'
	skip 'no memory: nothing cut short was sent' 'likewise'
else
	# The recorder has less to start with than truefrom, and says 99 then.
	kilobytes=100
	until sh -c "ulimit -v $kilobytes; $truefrom --version" \
	    > /dev/null 2>&1; do
		kilobytes=$((kilobytes + 50))
	done
	while test $kilobytes -lt 16000; do
		outcome -v $kilobytes
		kilobytes=$((kilobytes + 50 + kilobytes / 20))
	done > outcomes
	is 'no memory: never anything but sent or 71 and one line' \
	    "$(grep -vxE '0 0|71 1|99 0|loader' outcomes | sort -u)" ''
	check 'no memory: 71 is seen' grep -qx '71 1' outcomes
	is 'no memory: nothing cut short was sent' "$(cat short)" ''
fi

done_testing
