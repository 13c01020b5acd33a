# shellcheck shell=bash
# SPDX-License-Identifier: ISC
#
# Completion for truefromctl: what the usage that `truefromctl --help` begins
# with says it takes, so that there is no second list of its commands.

# _truefromctl_usage PROGRAM [COMMAND]: the words of the command's usage, or the
# first of each if none is given; a line each, without brackets.
_truefromctl_usage()
{
	"$1" --help 2>/dev/null | awk -v command="${2-}" '
	    /^$/ { exit }
	    { gsub(/[][|<]/, " ") }
	    sub(/^(usage:)? *truefromctl /, "") {
		wanted = $1 == command
		if (command == "")
			print $1
	    }
	    wanted { for (i = 1; i <= NF; i++) print $i }'
}

# _truefromctl PROGRAM WORD WORD-BEFORE.  Where nothing is offered, Bash offers
# files, which is right behind -c and behind `<`.
_truefromctl()
{
	local usage takes
	COMPREPLY=()
	if ((COMP_CWORD == 1)); then
		mapfile -t COMPREPLY < <(compgen \
		    -W "$(_truefromctl_usage "$1") --version" -- "$2")
		return
	fi
	usage=$(_truefromctl_usage "$1" "${COMP_WORDS[1]}")
	takes=$(grep -A 1 -Fxe "$3" <<< "$usage" | sed -n 2p)
	if [[ $3 == -* && $takes == USER ]]; then
		mapfile -t COMPREPLY < <(compgen -u -- "$2")
	elif [[ $2 == -* ]]; then
		mapfile -t COMPREPLY < <(compgen \
		    -W "$(grep '^-.' <<< "$usage")" -- "$2")
	fi
}

complete -o bashdefault -o default -F _truefromctl truefromctl
