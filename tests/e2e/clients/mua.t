#!/bin/sh
# SPDX-License-Identifier: ISC
#
# What people and their scripts send mail with: mail(1) and its kind.

# shellcheck disable=SC2317 # "client" calls the functions
# shellcheck source=tests/e2e/clients/lib.sh
. "$(dirname "$0")/lib.sh"

# kept COMMAND...: a message of any size, refused, is in dead.letter.
kept()
{
	for size in 200 1048576; do
		spoofed $size "$@"
		perl -MMIME::QuotedPrint -0777 -ne '
		    s/\r\n/\n/g;
		    my ($head, $body) = /\A(.*?\n)\n(.*?)\n*\z/s;
		    $body = decode_qp($body) if $head =~ /: quoted-/;
		    print "$body\n"' /home/alice/dead.letter > dead
		same "$client: $size bytes refused are in dead.letter" \
		    dead "$BODY"
	done
}

# --- mutt

# mutt_sends SETTINGS [OPTION...]
mutt_sends()
{
	set="$1"
	shift
	by alice mutt -n -F /dev/null -s "$SUBJECT" -c "$CC" -b "$BCC" \
	    -e "set $set" -- "$TO" < "$BODY"
}

mutt=$(package mutt)

mutt_with_from()
{
	mutt_sends "from='$FROM' ${1-}"
}

client mutt "$mutt" 1 '^Error sending message, child exited 77' mutt_with_from
client 'mutt, use_envelope_from' "$mutt" \
    1 '^Error sending message, child exited 77' \
    mutt_with_from use_envelope_from=yes
client_without_from 'mutt, without a From' "$mutt" \
    1 '^Error sending message, child exited 77' \
    mutt_sends use_domain=yes

# `-N failure -R hdrs` is for others than Exim, which reads its own -N, "deliver
# nothing", and takes the rest for recipients: the message is gone, and all is
# said to be well.
client='mutt, dsn_notify'
reset
sendmail_is $exim
send "$good" 200 mutt_with_from 'dsn_notify=failure dsn_return=hdrs'
is "$client: bare Exim: exit status" "$status" 0
is "$client: bare Exim delivers nothing" "$(deliveries | wc -l)" 0
reset
sendmail_is $truefrom
send "$good" 200 mutt_with_from 'dsn_notify=failure dsn_return=hdrs'
is "$client: exit status" "$status" 1
like "$client: says why" "$(cat stderr)" '^The recipient .-R. begins with a dash'
like "$client: says so" "$(cat stderr)" 'child exited 64 '
nothing_sent "$client: nothing sent"
logged "$client" 'verdict="reject"' 'reason="usage"'

# --- mail(1), three of them

# mail_sends PROGRAM...: with the options that all of them have.
mail_sends()
{
	by alice "$@" -s "$SUBJECT" "$TO" < "$BODY"
}

snail_sends()
{
	mail_sends s-nail -n -c "$CC" -b "$BCC" "$@"
	sed -i 's,/dead\.letter .*,/dead.letter,' stdout
}

snail_with_from()
{
	snail_sends -S from="$FROM"
}

snail_with_r()
{
	snail_sends -r "$FROM"
}

snail=$(package s-nail)
client s-nail "$snail" 4 'message not sent$' snail_with_from
kept snail_with_from
client 's-nail -r' "$snail" 4 'message not sent$' snail_with_r
client_without_from 's-nail, without a From' "$snail" 4 'message not sent$' \
    snail_sends

mailx_sends()
{
	mail_sends bsd-mailx -c "$CC" -b "$BCC" "$@"
}

mailx_with_from()
{
	mailx_sends -a "From: $FROM"
}

# It gives that to sendmail as -f, and no From: Exim makes one of it.
mailx_with_r()
{
	mailx_sends -r "$ADDRESS"
}

mailx=$(package bsd-mailx)
client bsd-mailx "$mailx" 1 'failed with error code 77$' mailx_with_from
kept mailx_with_from
client 'bsd-mailx -r' "$mailx" 1 'failed with error code 77$' mailx_with_r
client_without_from 'bsd-mailx, without a From' "$mailx" \
    1 'failed with error code 77$' mailx_sends

mailutils_sends()
{
	mail_sends mail.mailutils -E 'set nodot' \
	    -a "Cc: $CC" -a "Bcc: $BCC" "$@"
}

mailutils_with_from()
{
	mailutils_sends -a "From: $FROM"
}

mailutils=$(package mailutils)
client 'GNU mailutils' "$mailutils" 1 'exited with a non-zero status$' \
    mailutils_with_from
kept mailutils_with_from
client_without_from 'GNU mailutils, without a From' "$mailutils" \
    1 'exited with a non-zero status$' mailutils_sends

# It closes the descriptors that a sendmail reports on.
descriptors()
{
	reset
	send "$good" 200 mailutils_with_from
	grep -o '^[0-3] ' $record/descriptors | tr -d '\n'
}

sendmail_is /mnt/recorder
is 'GNU mailutils: the descriptors that it gives' "$(descriptors)" '0 3 '
sendmail_is $truefrom
use_recorder
is 'GNU mailutils: the descriptors that the MTA gets' "$(descriptors)" '0 1 2 '
configure ''

# --- alpine

# After a refusal it says RSET, and shows the reply to that, whoever refuses.
client alpine "$(package alpine)" \
    0 '^Mail not sent\. Sending error: 250 Reset OK' \
    by alice expect $programs/alpine.exp

# --- git send-email

git_sends()
{
	printf 'From: %s\nSubject: %s\n\n' "$FROM" "$SUBJECT" |
		cat - "$BODY" > a.patch
	by alice git send-email --quiet --confirm=never --no-validate \
	    --suppress-cc=all --from "$FROM" --to "$TO" --cc "$CC" \
	    --bcc "$BCC" "$@" a.patch < /dev/null
	# Its last words tell of what was left in $@, and of a line number.
	sed -i -e "/^Can't locate Email.Valid\.pm/d" \
	    -e 's/propagated at .*/propagated/' stderr
}

git=$(package git)
client 'git send-email' "$git" 77 'propagated$' git_sends
client 'git send-email, with an envelope sender' "$git" 77 'propagated$' \
    git_sends --envelope-sender=auto

done_with_clients
