# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# mending.sh: sourced by the tests of truefromctl doctor on a whole system, after
# lib.sh: the commands that doctor prints are run until there is none.

# shellcheck disable=SC2154 # lib.sh gives them

# install_truefrom SERVER SITE: with a configuration that enforces.
install_truefrom()
{
	{
		apt install "$1" && apt install "$truefrom_deb" php-cli
	} > said 2>&1 || { diag said; echo 'Bail out! no packages'; exit 1; }
	cp "/usr/share/doc/truefrom/sites/$2.conf" /etc/truefrom.conf
	check "cron's line" as_cron /etc/truefrom.conf
}

# mended: doctor's commands are run, one at a time, until it has none, a dozen
# times at most.
mended()
{
	tries=12
	truefromctl doctor > findings
	while test $tries -gt 0 && grep -q '^    mend: ' findings; do
		command=$(sed -n 's/^    mend: //p' findings | head -n 1)
		check "runs: $command" bash -c "$command"
		truefromctl doctor > findings
		tries=$((tries - 1))
	done
	is 'nothing is left' "$(cat findings)" '0 open, 0 broken, 0 weak, 0 note'
}

# calls PROGRAM FROM: alice does, with a message; leaves $status and stderr.
calls()
{
	program=$1
	status=0
	printf 'From: %s\nTo: alice@localhost\nSubject: a test\n\nText\n' "$2" |
		setpriv --reuid alice --regid alice --clear-groups \
		    "$program" -odq -oep -i alice@localhost 2> stderr || status=$?
}
