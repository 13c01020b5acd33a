#!/bin/sh
# SPDX-License-Identifier: ISC
#
# What answers mail, or passes it on.  A message that is passed on is From
# somebody else by design.  Where this server may not send for that domain,
# truefrom refuses it, and what becomes of it is up to the forwarder: one loses
# it, one keeps it, one has it tried again.

# shellcheck disable=SC2317 # "client" calls the functions
# shellcheck source=tests/e2e/clients/lib.sh
. "$(dirname "$0")/lib.sh"

customer='A Customer <customer@elsewhere.example>'

# comes_in FROM COMMAND...: alice gets a message, by that.
comes_in()
{
	{
		echo "Return-Path: <${1#*<}"
		echo "From: $1"
		echo 'To: alice@lab.example'
		echo "Subject: $SUBJECT"
		echo 'Date: Mon, 02 Jan 2023 10:11:12 +0000'
		echo 'Message-ID: <1.2.3@elsewhere.example>'
		echo
		cat "$BODY"
	} > incoming
	shift
	by alice "$@" < incoming
}

# home FILE: alice writes it.
home()
{
	cat > "/home/alice/$1"
	chown alice "/home/alice/$1"
}

# kept YES-OR-NO COMMAND...: does alice have the message, as it came, when
# truefrom has refused it?
kept()
{
	want=$1
	shift
	spoofed 200 "$@"
	find /home/alice/inbox /home/alice/Maildir/new -type f -exec \
	    sed -e '1{ /^From /d; }' -e 's/^>From /From /' \
	    -e '$!b' -e '/^$/d' {} + > got 2>&-
	test "$want" = yes || : > incoming
	same "$client: refused, does alice have the message? $want" \
	    got incoming
}

# A lone dot would end its message, for it does not say -i.
vacation_answers()
{
	printf 'From: %s\nSubject: I am away\n\n' "$FROM" |
		cat - "$BODY" | grep -vx '\.' | home .vacation.msg
	by alice vacation -i
	comes_in "$customer" vacation -j alice
	await 'vacation calls sendmail' called_sendmail
}

client vacation "$(package vacation)" 0 '^Sorry, ' vacation_answers

# procmail_forwards FLAGS
procmail_forwards()
{
	home .procmailrc <<-END
	DEFAULT=\$HOME/inbox
	LOGFILE=\$HOME/log
	:0$1
	! $TO
	END
	comes_in "$FROM" procmail -f "$ADDRESS"
	# Without that flag it does not wait for sendmail.
	await 'procmail calls sendmail' called_sendmail
	settle
	grep -v '^From \| Subject: \|^  Folder: ' /home/alice/log > stderr
}

procmail=$(package procmail)
client 'procmail' "$procmail" 0 '^Sorry, ' procmail_forwards ''
kept no procmail_forwards ''
client 'procmail, with the flag w' "$procmail" \
    0 '^procmail: Program failure \(77\) of "/usr/sbin/sendmail"' \
    procmail_forwards ' w'
kept yes procmail_forwards ' w'

# The log of Dovecot, without times and process ids, is what it says.
dovecot_conf()
{
	cat <<-END
	protocols =
	ssl = no
	hostname = lab.example
	postmaster_address = $ADDRESS
	mail_location = maildir:~/Maildir
	log_path = /dev/stderr
	log_timestamp =
	mail_log_prefix = "%s: "
	protocol lda {
	    mail_plugins = sieve
	}
	plugin {
	    sieve_max_script_size = 0
	}
	END
}

# deliver FROM: alice's script is on standard input.
deliver()
{
	home .dovecot.sieve
	dovecot_conf > dovecot.conf
	comes_in "$1" /usr/lib/dovecot/dovecot-lda -c dovecot.conf \
	    -f "$(expr "$1" : '.*<\(.*\)>')"
	sed -i 's, ([0-9]*): Terminated, terminated,' stderr
}

sieve_redirects()
{
	deliver "$FROM" <<-END
	redirect "$TO";
	END
}

# reply: as much of one as fits into a script.
reply()
{
	head -c 1000000 "$BODY"
}

sieve_is_away()
{
	deliver "$customer" <<-END
	require "vacation";
	vacation :from "$FROM" :addresses "alice@lab.example" "$(reply)";
	END
}

sieve_rejects()
{
	deliver "$customer" <<-END
	require "reject";
	reject "$(reply)";
	END
}

# from_nobody: it was let through so.
from_nobody()
{
	like "$client: it is from the null sender" \
	    "$(cat with-truefrom/arrived)" '^Return-path: <>$'
}

# Status 75 has the MTA try again, until it gives up and returns the message to
# its sender.
sieve=$(package dovecot-sieve)
client 'Dovecot Sieve, redirect' "$sieve" \
    75 'redirect action: failed to redirect .* \(temporary failure\)$' \
    sieve_redirects
kept no sieve_redirects
sendmail_is $exim
sieve_redirects
settle
check "$client: tried again with bare Exim, it is passed on" \
    test -s "$(delivery)"

client 'Dovecot Sieve, vacation' "$sieve" \
    0 'vacation action: failed to send vacation response' sieve_is_away
from_nobody
kept yes sieve_is_away

client 'Dovecot Sieve, reject' "$sieve" \
    0 'Temporarily failed to send rejection' sieve_rejects
from_nobody
kept yes sieve_rejects

done_with_clients
