#!/bin/sh
# SPDX-License-Identifier: ISC
#
# The whole corpus, through every door of an Exim that has the rules: what it
# lets through, truefrom would have let through, as Exim sends it; and what
# truefrom lets through, so do the rules.  strict.tsv names the exceptions to the
# second, mended.tsv what truefrom refuses and Exim changes for the better.
#
# TRUEFROM_MAIL may name a directory of real mail, which goes the same way.

# shellcheck source=tests/e2e/rules/lib.sh
. "$(dirname "$0")/lib.sh"

TRUEFROM_JUDGE=/mnt/src/$build/judge_batch
test -x "$TRUEFROM_JUDGE" || TRUEFROM_JUDGE=/mnt/src/build/judge_batch
export TRUEFROM_JUDGE
test -x "$TRUEFROM_JUDGE" || {
	echo "Bail out! no judge: run \`make $build/judge_batch\`"
	exit 1
}
make_certificate
settings 'from_domains = ! bank.example : ! *.bank.example : *' \
    'auth_match = domain'
use_exim QUEUE
start_exim

# At the same time: most of it is waiting for Exim.
for door in direct session host authenticated; do
	{
		perl $e2e/rules/doors.pl $door $config > $door.out 2>&1
		echo $? > $door.status
	} &
	doors="${doors-} $!"
done
# shellcheck disable=SC2086 # words; the daemon goes on
wait $doors

for door in direct session host authenticated; do
	is "$door: was tried to its end" "$(cat $door.status)" 0
	grep '^cases ' $door.out | sed "s/^/# $door: /"
	is "$door: what truefrom would not have let through" \
	    "$(grep -c '^exceptions' $door.out)" 0
	is "$door: what Exim mends, and mended.tsv does not name" \
	    "$(grep '^mended' $door.out | cut -f 2)" ''
	is "$door: what truefrom lets through, and strict.tsv does not name" \
	    "$(grep '^strict' $door.out | cut -f 2)" ''
	test "$(sed -n 's/^cases.* passed \([0-9]*\).*/\1/p' $door.out)" -gt 250
	ok $? "$door: many pass" || diag $door.out
done
done_testing
