#!/bin/sh
# SPDX-License-Identifier: ISC
#
# PHP's mail() through truefrom.  PHP 8 ends its own fields with CRLF and hands
# on the script's as they are; where those end with LF, bare Exim folds fields
# into one another, and truefrom is to hand on what was meant.

# shellcheck disable=SC2016 # PHP and Exim expand
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

echo "# $(php -n -r 'echo "PHP ", PHP_VERSION;')"

# mail PROGRAM HEADERS [PARAMETERS]: what mail() returns is in $returned.
# HEADERS may have C escapes.
mail()
{
	reset
	run alice php -n -d display_errors=stderr \
	    -d "sendmail_path=$1 -odi -t -i" -r '
	    var_dump(mail("rcpt@dest.example", "Your order",
		"Line one\nLine two\n", stripcslashes($argv[1]), $argv[2]));' \
	    -- "$2" "${3-}"
	returned=$(cat stdout)
}

header()
{
	sed '/^$/q' "$(delivery)"
}

# fields_kept WHAT: each field that the script gave is one, and as it was.
fields_kept()
{
	for field in "From: $good" 'Reply-To: visitor@other.example' \
	    'X-Mailer: form' 'Subject: Your order' 'To: rcpt@dest.example'; do
		check "$1: $field" grep -Fqx "$field" "$(delivery)"
	done
	is "$1: one From" "$(header | grep -ci '^from *:')" 1
	is "$1: no CR is left" "$(tr -cd '\r' < "$(delivery)" | wc -c)" 0
	is "$1: the body" "$(sed '1,/^$/d' "$(delivery)")" 'Line one
Line two'
}

crlf="From: $good\\r\\nReply-To: visitor@other.example\\r\\nX-Mailer: form"
lf="From: $good\\nReply-To: visitor@other.example\\nX-Mailer: form"
mixed="From: $good\\r\\nReply-To: visitor@other.example\\nX-Mailer: form"

# delivered WHAT HEADERS: every field arrives as its own.
delivered()
{
	mail $truefrom "$2"
	is "$1: mail() returns true" "$returned" 'bool(true)'
	is "$1: in silence" "$(cat stderr)" ''
	fields_kept "$1"
}

delivered crlf "$crlf"
delivered lf "$lf"
delivered mixed "$mixed"

# This is why: what Exim does with the same.
mail $exim "$crlf"
is 'bare Exim, crlf: mail() returns true' "$returned" 'bool(true)'
fields_kept 'bare Exim, crlf'
mail $exim "$lf"
is 'bare Exim, lf: mail() returns true' "$returned" 'bool(true)'
check 'bare Exim, lf: the Reply-To has become part of another field' \
    grep -q '^ Reply-To: visitor@other.example$' "$(delivery)"
mail $exim "$mixed"
is 'bare Exim, mixed: mail() returns true' "$returned" 'bool(true)'
check 'bare Exim, mixed: the X-Mailer has become part of another field' \
    grep -q '^ X-Mailer: form$' "$(delivery)"

# rejected WHAT PATTERN HEADERS [PARAMETERS]
rejected()
{
	what=$1
	pattern=$2
	shift 2
	mail $truefrom "$@"
	is "$what: mail() returns false" "$returned" 'bool(false)'
	like "$what: the reason" "$(cat stderr)" "$pattern"
	nothing_sent "$what: nothing sent"
}

for eol in '\r\n' '\n'; do
	rejected "spoofed From after $eol" "^$sentence\$" \
	    "X-Mailer: form${eol}From: $bad${eol}X-More: 1"
	rejected "two From with $eol" . \
	    "From: $good${eol}Reply-To: x@other.example${eol}From: $bad"
	mail $truefrom "X-Mailer: form${eol}X-More: 1"
	is "no From with $eol: mail() returns true" "$returned" 'bool(true)'
	like "no From with $eol: Exim makes it" "$(header)" \
	    '^From: Alice Example <alice@lab.example>$'
done
rejected 'CRLF and LF, the spoofed From after LF' . \
    "From: $good\\r\\nReply-To: x@other.example\\nFrom: $bad"
rejected 'CRLF and LF, the spoofed From after CRLF' . \
    "From: $good\\nReply-To: x@other.example\\r\\nFrom: $bad"

# The fifth argument, where web forms inject options.
mail $truefrom "From: $good" -fbounce@good.example
is 'a sender: mail() returns true' "$returned" 'bool(true)'
like 'a sender: is kept' "$(header)" '^Return-path: <bounce@good.example>$'
rejected 'a spoofed sender and no From' 'bank\.example' 'X-Mailer: form' \
    -fceo@bank.example
rejected 'a log file' '-X' "From: $good" -X/tmp/log
rejected 'a configuration' '-C' "From: $good" -C/tmp/exim.conf
rejected 'an expansion' '-be' "From: $good" '-be ${run{/usr/bin/id}}'

done_testing
