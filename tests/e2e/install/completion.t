#!/bin/bash
# SPDX-License-Identifier: ISC
#
# completion.t [BUILD]: Bash completes what truefromctl takes.

cd "$(dirname "$0")/../../.." || exit
PATH=$PWD/${1-build/lab}:$PATH
w=$(mktemp -d)
trap 'rm -rf "$w"' EXIT

# shellcheck source=tests/e2e/tap.sh
. tests/e2e/tap.sh
# shellcheck source=install/completion/truefromctl.bash
. install/completion/truefromctl.bash

# completed WORD...: what Bash is told when the last of them is to be completed.
completed()
{
	COMP_WORDS=("$@")
	COMP_CWORD=$(($# - 1))
	_truefromctl "$1" "${!#}" "${COMP_WORDS[COMP_CWORD - 1]}"
	echo "${COMPREPLY[*]}"
}

like 'it is asked for truefromctl' "$(complete -p truefromctl)" \
    ' -F _truefromctl truefromctl$'
for command in check explain; do
	is "$command" "$(completed truefromctl "${command:0:4}")" "$command"
	is "$command -c: files" "$(completed truefromctl "$command" -c '')" ''
	like "$command: -c" "$(completed truefromctl "$command" -)" '(^| )-c'
done
is 'explain -u: users' "$(completed truefromctl explain -u roo)" root
is 'no command' "$(completed truefromctl nonesuch -)" ''
is 'no such beginning' "$(completed truefromctl x)" ''

# Whatever the manual has: commands and their options, in mdoc's words.
sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESCRIPTION/p' man/truefromctl.8 | awk '
    $1 == ".Ic" { command = $2; print command, command }
    /^\.(Op )?Fl/ && command { sub(/^\.(Op )?Fl /, ""); print command, "-" $1 }
    $1 == ".Nm" { command = "" }' > "$w/manual"
check 'the manual has commands' grep -qx 'explain -u' "$w/manual"
while read -r command word; do
	if test "$word" = "$command"; then
		offered=$(completed truefromctl '')
	else
		offered=$(completed truefromctl "$command" -)
	fi
	like "$command: $word" " $offered " " $word "
done < "$w/manual"

done_testing
