#!/bin/sh
# SPDX-License-Identifier: ISC
#
# The MTA is started as if truefrom were not there: the same words, environment,
# directory, user and umask, and no descriptors but the first three.

# shellcheck disable=SC2002,SC2016 # pipes are meant; Perl and inner shells expand
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

use_recorder

words()
{
	tr '\n\0' '?\n' < $record/argv
}

message "$good"

# --- words

# words_kept WHAT ARGV0 ARGUMENT...
words_kept()
{
	what=$1
	name=$2
	shift 2
	reset
	run alice perl -e '$p = shift; exec { $p } @ARGV' $truefrom "$name" \
	    "$@" < message
	printf '%s\0' "$name" "$@" > wanted
	called "$what" 0
	same "$what: argv" $record/argv wanted
}

words_kept 'plain words' sendmail -t -i
words_kept 'empty words' sendmail -f '' -F '' -t
words_kept 'the null sender' sendmail -f '<>' -t
words_kept 'duplicates, in order' sendmail -t -i -oi -f a@good.example -i -t \
    -fb@good.example -t
words_kept 'strange bytes' sendmail -F "$(printf "a b'\303\266\$x*")" -t
words_kept 'recipients after --' sendmail -i -- r@x.example s@x.example
words_kept 'recipients without --' sendmail -i r@x.example s@x.example
words_kept 'values like options' sendmail -f -t -F -bs r@x.example
words_kept 'an absolute name' /usr/sbin/sendmail -t
words_kept 'a relative name' ./sendmail -t
words_kept 'an unknown name' 'my mailer' -t
words_kept 'an empty name' '' -t
words_kept 'send-mail' send-mail -t
words_kept 'message-free: -bp' sendmail -bp
words_kept 'message-free: mailq' mailq
words_kept 'message-free: newaliases' /usr/bin/newaliases
words_kept 'message-free: -bV' sendmail -bV

# --- what the family of the MTA changes

# Its own name means nothing to OpenSMTPD.
reset
run alice $truefrom -t < message
called 'its own name' 0
is "its own name: becomes sendmail's" "$(words | xargs)" 'sendmail -t'

# with_mode MODE...: as an ordinary user, with a message on standard input.
with_mode()
{
	reset
	run alice perl -e '$p = shift; exec { $p } @ARGV' $truefrom "$@" \
	    < message
}

for mode in 'sendmail -bp' 'sendmail -bi' mailq newaliases; do
	# shellcheck disable=SC2086 # words
	with_mode $mode
	called "$mode" 0
	is "$mode: reads no message" "$(wc -c < $record/input)" 0
done
with_mode sendmail -N failure -R hdrs -Vabc123 -t
called 'what to report' 0
same 'what to report: the message' $record/input message
with_mode sendmail -bv rcpt@dest.example
failed_closed '-bv' 64 '`-bv` is only for root'

configure 's,^mta .*,mta = /mnt/recorder\nmta_family = exim,'
reset
run alice $truefrom -t < message
called 'Exim by another name' 0
is 'Exim by another name: as it was called' "$(words | xargs)" "$truefrom -t"
for mode in 'sendmail -bp' 'sendmail -bv rcpt@dest.example' mailq; do
	# shellcheck disable=SC2086 # words
	with_mode $mode
	called "Exim, $mode" 0
	same "Exim, $mode: standard input as it is" $record/input message
done
with_mode sendmail -R hdrs rcpt@dest.example
failed_closed 'Exim, -R' 64 '`-R` is only for root'
use_recorder

reset
run alice perl -e '$p = shift; exec { $p } "sendmail", "-t", map "r$_\@x.example",
    1 .. 20000' $truefrom < message
called '20000 recipients' 0
is '20000 recipients: all of them' "$(words | grep -c '^r[0-9]*@x.example$')" \
    20000

# --- environment, directory, user

reset
mkdir -p "$w/a directory"
(
	cd "$w/a directory" || exit
	as alice env -i PATH=/nowhere 'EMPTY=' 'MULTI=a
b' 'WITH=eq=ual' LD_BIND_NOW=1 TZ=UTC $truefrom -t < ../message
)
piped_status
called 'environment' 0
printf '%s\0' PATH=/nowhere EMPTY= 'MULTI=a
b' WITH=eq=ual LD_BIND_NOW=1 TZ=UTC > wanted
same 'environment: as it was, in its order' $record/environ wanted
is 'directory: as it was' "$(cat $record/cwd)" "$w/a directory"
is 'user: no other' "$(sed -n 's/^Uid:\t//p' $record/signals)" \
    "$(printf '2001\t2001\t2001\t2001')"
is 'no_new_privs: not set, for Exim is setuid' \
    "$(sed -n 's/^NoNewPrivs:\t//p' $record/signals)" 0

reset
as alice env -i $truefrom -t < message
called 'no environment at all' 0
is 'no environment at all: and none made' "$(wc -c < $record/environ)" 0

reset
umask 077
as alice $truefrom -t < message
umask 022
is 'umask: as it was' "$(sed -n 's/^Umask:\t//p' $record/signals)" 0077

mkdir -m 0 locked
reset
as root perl -e 'chdir "locked"; exec "setpriv", qw(--reuid 2001 --regid 2001
    --clear-groups), @ARGV' $truefrom -t < message
called 'a directory that may not be read' 0
mkdir gone
reset
as alice perl -e 'chdir "gone"; rename "/none", "/none"; system "true";
    exec @ARGV' $truefrom -t < message
called 'a directory' 0
reset
as root perl -e 'chdir "gone"; rmdir "../gone"; exec "setpriv", qw(--reuid 2001
    --regid 2001 --clear-groups), @ARGV' $truefrom -t < message
called 'a directory that is gone' 0

# --- descriptors

reset
as alice perl -e '
    use POSIX ();
    for my $fd (3 .. 900) { POSIX::dup2(1, $fd) }
    exec @ARGV' $truefrom -t < message
called 'descriptors 3 to 900 open' 0
is 'descriptors 3 to 900 open: all closed for the MTA' \
    "$(cut -d' ' -f1 $record/descriptors | tr '\n' ' ')" '0 1 2 '

for closed in 0 1 2 01 02 12 012; do
	reset
	as alice perl -e '
	    use POSIX ();
	    POSIX::close($_) for split //, shift; exec @ARGV' \
	    $closed $truefrom -t -i r@x.example < message
	is "closed by the caller: $closed: exit status" "$status" 0
	is "closed by the caller: $closed: all open for the MTA" \
	    "$(cut -d' ' -f1 $record/descriptors | tr '\n' ' ')" '0 1 2 '
	case $closed in
	0*) : > wanted ;;
	*) cp message wanted ;;
	esac
	same "closed by the caller: $closed: input" $record/input wanted
	for fd in 1 2; do
		case $closed in
		*$fd*) like "closed by the caller: $closed: $fd is /dev/null" \
			"$(sed -n "s/^$fd //p" $record/descriptors)" \
			'^/dev/null' ;;
		esac
	done
done
reset
message "$bad"
for closed in 1 2 12; do
	as alice perl -e '
	    use POSIX ();
	    POSIX::close($_) for split //, shift; exec @ARGV' \
	    $closed $truefrom -t < message
	is "closed by the caller: $closed: refused all the same" "$status" 77
done
nothing_sent 'closed by the caller: nothing sent'
message "$good"

done_testing
