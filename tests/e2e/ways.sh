# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# ways.sh: sourced by tests after lib.sh, for what must hold whichever way a
# message is submitted: -t, a recipient in argv, or SMTP (-bs).

# shellcheck disable=SC2034 # these are for the tests
{
	ways='-t argv -bs'
	# The envelope sender: of -f (or -r) and of MAIL FROM; none unless it
	# is set.
	sender=
	sender_option=-f
	# The recipients of argv and of RCPT.
	recipients=rcpt@dest.example
}

# options LINE...: the tests' configuration with these, for customers whose
# domains end in .example.
options()
{
	configure 's/^from_domains .*/& : !bank.example : *.example/'
	printf '%s\n' "$@" >> $config
}

# script: the client's half of a session that sends the file message.
script()
{
	echo 'EHLO x'
	echo "MAIL FROM:<$sender>"
	# shellcheck disable=SC2086 # a list of words
	printf 'RCPT TO:<%s>\n' $recipients
	echo DATA
	sed 's/\r$//; s/^\./../' message
	printf '.\nQUIT\n'
}

# submit USER WAY [ARGUMENT...]: sends the file message; leaves what the caller
# was told in the file sentence.
submit()
{
	user=$1
	way=$2
	shift 2
	test -z "$sender" || test "$way" = -bs ||
		set -- $sender_option "$sender" "$@"
	reset
	case $way in
	-t)
		run "$user" $truefrom -odi -i -t "$@" < message
		;;
	argv)
		# shellcheck disable=SC2086 # a list of words
		run "$user" $truefrom -odi -i "$@" $recipients < message
		;;
	-bs)
		script | sed 's/$/\r/' > smtp
		run "$user" $truefrom -bs -odi "$@" < smtp
		;;
	esac
	cp stderr sentence
	test "$way" != -bs ||
		sed -n 's/\r$//; s/^5[0-9][0-9] [0-9.]* //p' stdout > sentence
}

# passes WHAT USER NAME="VALUE"...: the file message is sent, each way; the log
# has these words, or that it was accepted.
passes()
{
	case=$1
	user=$2
	shift 2
	test $# -gt 0 || set -- 'verdict="accept"'
	for way in $ways; do
		submit "$user" "$way"
		is "$case, $way: goes out" "$status $(cat stderr sentence)" \
		    '0 '
		check "$case, $way: is delivered" test -s "$(delivery)"
		logged "$case, $way" "$@"
	done
}

# refuses WHAT USER STATUS REASON SENTENCE: an extended regular expression finds
# all of what the caller is told.
refuses()
{
	case=$1
	user=$2
	wanted=$3
	reason=$4
	pattern=$5
	for way in $ways; do
		submit "$user" "$way"
		case $way in
		-bs)
			is "$case, $way: exit status" "$status $(cat stderr)" \
			    '0 '
			like "$case, $way: the reply" "$(cat stdout)" \
			    '^55[04] 5\.[0-9]\.[0-9] '
			;;
		*)
			is "$case, $way: exit status" "$status" "$wanted"
			is "$case, $way: nothing on stdout" "$(cat stdout)" ''
			;;
		esac
		like "$case, $way: the sentence" "$(cat sentence)" "^$pattern\$"
		is "$case, $way: one line of it" "$(wc -l < sentence)" 1
		nothing_sent "$case, $way: nothing sent"
		logged "$case, $way" 'verdict="reject"' "reason=\"$reason\""
	done
}

# field LINE: one more in the header of the file message.
field()
{
	printf '1a\\\n%s\n' "$1" > edit
	sed -i -f edit message
}
