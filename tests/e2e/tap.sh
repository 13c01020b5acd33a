# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# tap.sh: sourced by every test that is a script, it gives it assertions, whose
# results come out as TAP.  The directory $w is the test's own.

# shellcheck disable=SC2154 # the sourcing script names it

count=0
failed=0

# ok STATUS WHAT: one assertion.
ok()
{
	count=$((count + 1))
	if test "$1" -eq 0; then
		printf 'ok %d - %s\n' $count "$2"
	else
		printf 'not ok %d - %s\n' $count "$2"
		failed=$((failed + 1))
	fi
	return "$1"
}

skip()
{
	count=$((count + 1))
	echo "ok $count - $1 # skip $2"
}

# The last line of every test: without it the plan is missing and the test
# counts as failed.
done_testing()
{
	echo "1..$count"
	test $failed -eq 0
	exit
}

# diag FILE: its beginning, as remarks, every byte visible.
diag()
{
	head -c 2000 "$1" | cat -v | sed 's/^/#    /'
}

# check WHAT COMMAND...: it succeeds.
check()
{
	what=$1
	shift
	"$@" > "$w/said" 2>&1
	ok $? "$what" || diag "$w/said"
}

# is WHAT GOT WANT
is()
{
	test "$2" = "$3"
	ok $? "$1" || printf '#    got:  %s\n#    want: %s\n' "$2" "$3"
}

# like WHAT GOT PATTERN: an extended regular expression finds it.
like()
{
	printf '%s\n' "$2" | grep -Eq -e "$3"
	ok $? "$1" || printf '#    got:  %s\n#    want: /%s/\n' "$2" "$3"
}

# same WHAT FILE WANTED: byte for byte.
same()
{
	cmp -s "$2" "$3"
	ok $? "$1" || {
		cmp "$2" "$3" 2>&1 | sed 's/^/#    /'
		diff -a "$3" "$2" | head -n 20 > "$w/said"
		diag "$w/said"
	}
}
