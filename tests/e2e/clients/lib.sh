# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# lib.sh: sourced by the tests of real clients, it runs the rest of the test as
# root in private-root, in the Debian that "packages" builds, with all of
# tests/e2e/lib.sh and with
#
#	/usr/sbin/sendmail, /usr/lib/sendmail	truefrom or Exim, in turn
#	/mnt/programs	those of ours that use a library to send
#	/mnt/node	the npm modules
#
# A test is a list of clients, each of which is told to send some messages:
#
#	client 'Email::Sender' "$(perl_module Email::Sender)" \
#	    1 'error when closing pipe' \
#	    by alice perl $programs/email-sender.pl
#	done_with_clients
#
# says that what that command sends through bare Exim must arrive the same
# through truefrom, that when truefrom refuses it must exit with 1 and say that
# (an extended regular expression), and that nothing is sent then.
#
# The command finds what to send in its environment:
#
#	FROM, ADDRESS	"Name <address>", and the address alone
#	TO, CC, BCC	an address each; a client uses those that it can
#	SUBJECT
#	BODY		a file
#
# and leaves $status, stdout and stderr, as "by" and "run" do.  It may be a
# function: one that starts a daemon sets these itself, and awaits what the
# daemon does.

if test "${1-}" != --inside; then
	here=$(dirname "$0")
	"$here/packages" >&2 || { echo 'Bail out! no clients'; exit 1; }
	exec unshare --pid --fork --kill-child --mount-proc \
	    "$here/../private-root" -r build/clients/root \
	    sh "/mnt/src/tests/e2e/clients/$(basename "$0")" \
	    --inside "${1-build/lab}"
fi

# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/../lib.sh"

family=$(basename "$0" .t)
programs=/mnt/programs
export TO=to@dest.example CC=cc@dest.example BCC=bcc@dest.example
export SUBJECT='An order' BODY=$w/body
export NODE_PATH=/mnt/node/node_modules

lay_out_clients()
{
	cp -r /mnt/src/tests/e2e/clients/programs $programs
	cp -r /mnt/src/build/clients/node /mnt/node
	chmod -R a+rX $programs /mnt/node
	cp /mnt/src/build/clients/recorder /mnt/recorder
	sed -i 's,:/mnt/home/\(alice\|bob\):,:/home/\1:,' /etc/passwd
}

# A home has what a client leaves there, such as dead.letter.
fresh_homes()
{
	rm -rf /home/alice /home/bob
	install -d -o alice -g alice /home/alice
	install -d -o bob -g bob /home/bob
}

# by USER COMMAND...: as if USER had logged in.
by()
{
	user=$1
	shift
	run "$user" env HOME="/home/$user" USER="$user" LOGNAME="$user" \
	    PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

# body BYTES: at least that many, with what a careless pipe stumbles over.
body()
{
	perl -e '
	    print "Thank you.\n.\nFrom the shop, with love.\n";
	    print "A line of the body, which says nothing at all.\n"
		x ($ARGV[0] / 47);' "$1" > $BODY
}

# running PROGRAM...: how many processes are one of these.
running()
{
	for program; do
		find /proc -maxdepth 2 -name exe -lname "$program" 2>&-
	done | wc -l
}

# await WHAT-IT-IS COMMAND...: until it succeeds.
await()
{
	what=$1
	shift
	tries=200
	until "$@" > /dev/null 2>&1; do
		tries=$((tries - 1))
		test $tries -gt 0 || {
			echo "# gave up waiting: $what"
			return
		}
		sleep 0.05
	done
}

none_running()
{
	test "$(running "$@")" -eq 0
}

# Some clients do not wait for sendmail, and Exim delivers behind their backs.
settle()
{
	await 'sendmail ends' none_running $truefrom $exim /mnt/recorder
}

# called_sendmail: has it come so far?  For clients that are not waited for.
called_sendmail()
{
	test -e $record/calls || grep -q '^<[0-9]*>truefrom\[' \
	    /mnt/log/syslog
}

# sendmail_is PROGRAM
sendmail_is()
{
	ln -sfn "$1" /mnt/sendmail
}

# send FROM BYTES COMMAND...
send()
{
	ADDRESS=$(expr "$1" : '.*<\(.*\)>')
	export FROM="$1" ADDRESS
	body "$2"
	shift 2
	fresh_homes
	"$@"
	settle
}

# arrived: every message that was delivered, as it is on any day: sorted by
# recipient, without what the clients and Exim make up anew each time.
arrived()
{
	deliveries | xargs -r perl -0777 -e '
	    for (<>) {
		my ($head, $body) = /\A(.*?\n)(\n.*|)\z/s;
		my @made = $head =~ /\bboundary="?([^";\s]+)/gi;

		$head =~ s/^Delivery-date: .*\n//m;
		$head =~ s/^\tid \S+$/\tid ID/m;
		$head =~ s/^\t\w+, \d+ \w+ \d+ [\d:]+ [-+]\d+$/\tTIME/m;
		$head =~ s/^(Date|Message-ID): .*\n(?:[ \t].*\n)*/$1: MADE\n/gmi;
		$_ = $head . $body;
		s/\b\w{3} +\d+ [\d:]{8}( \d{4})?\b/WHEN/g;
		for my $i (0 .. $#made) {
			s/\Q$made[$i]\E/BOUNDARY$i/g;
		}
		my ($to) = $head =~ /^Envelope-to: (.*)/m;
		$_ = "=== $to\n$_\n";
		push @messages, $_;
	    }
	    print sort @messages;'
}

# as_said: what a client says, on any day.
as_said()
{
	sed -E 's/[0-9]+ (bytes|octets)/N \1/g
	    s/<[^<>@]+@(lab|good|bank)\.example>/<ID>/g'
}

# outcome DIRECTORY: keeps what has come of it.
outcome()
{
	mkdir -p "$1"
	arrived > "$1/arrived"
	as_said < stdout > "$1/stdout"
	as_said < stderr > "$1/stderr"
	cat "$1/stdout" "$1/stderr" > "$1/said"
	echo "$status" > "$1/status"
}

# through PROGRAM DIRECTORY BYTES COMMAND...: what comes of an honest message.
through()
{
	sendmail_is "$1"
	kept=$2
	shift 2
	send "$good" "$@"
	outcome "$kept"
}

# through_exim DIRECTORY BYTES COMMAND...: that, and how Exim was called.
through_exim()
{
	reset
	ln -s $exim $record/program
	through /mnt/recorder "$@"
	tr '\0' ' ' < $record/argv > called
	echo >> called
	fact type > input
}

# allowed WHAT BYTES COMMAND...: through bare Exim and through truefrom.
allowed()
{
	title="$client, $1"
	shift
	test ! "$instead" || through_exim wanted "$1" "$instead"
	through_exim with-exim "$@"
	reset
	through $truefrom with-truefrom "$@"

	check "$title: Exim delivers it" test -s with-exim/arrived
	if test "$instead"; then
		! cmp -s with-truefrom/arrived with-exim/arrived
		ok $? "$title: it does not arrive as through bare Exim"
	else
		rm -rf wanted
		cp -r with-exim wanted
	fi
	same "$title: it arrives the same" with-truefrom/arrived wanted/arrived
	same "$title: it exits with the same" \
	    with-truefrom/status with-exim/status
	same "$title: it says the same" with-truefrom/said with-exim/said
	logged "$title" 'verdict="accept"'
}

# instead COMMAND REASON: on purpose, what the next client sends does not arrive
# as through bare Exim, but as what COMMAND sends does; README.md gives the
# reason.
instead()
{
	instead=$1
	reason=$2
}

# spoofed BYTES COMMAND...: a From that is not allowed.  A client that has no
# From of its own is refused by a configuration without this host's name.
spoofed()
{
	reset
	sendmail_is $truefrom
	if test "$own_from" = no; then
		configure 's/^from_domains .*/from_domains = +remote_domains/'
		send "$good" "$@"
		configure ''
	else
		send "$bad" "$@"
	fi
	outcome refused
}

# refused WHAT STATUS PATTERN: the last message was, and the client told so.
refused()
{
	is "$client, $1: exit status" "$status" "$2"
	like "$client, $1: what it says" "$(cat refused/said)" "$3"
	nothing_sent "$client, $1: nothing sent"
	logged "$client, $1" 'verdict="reject"' 'reason="from-domain"'
}

# row NAME: of the table in README.md.  Nothing in it that Markdown would eat,
# and the refusal that everybody knows by now as such.
row()
{
	perl -e '
	    my $sentence = quotemeta substr shift, 0, -length "bank.example.";
	    for (@ARGV) {
		s/\s+/ /g;
		s/^ | $//g;
		s/$sentence(?:lab|bank)\.example\./\0/;
		s/\|/&#124;/g;
		s/([<>*_`\\])/\\$1/g;
		s/\0/*the sentence*/;
	    }
	    print "| ", join(" | ", @ARGV), " |\n"' \
	    "$sentence" "$1" "$version" "$(cat called)" "$(cat input)" \
	    "$(cat refused/status)" "$(cat refused/stdout)" \
	    "$(cat refused/stderr)" >> table
}

# large STATUS PATTERN: those of the next client, for a refused message of 1 MiB.
large()
{
	large_status=$1
	large_pattern=$2
}

# client NAME VERSION STATUS PATTERN COMMAND...: all of the above.
client()
{
	client=$1
	version=$2
	told=$3
	pattern=$4
	shift 4
	allowed allowed 200 "$@"
	spoofed 200 "$@"
	refused spoofed "$told" "$pattern"
	row "$client"
	cp refused/said small
	spoofed 1048576 "$@"
	refused 'spoofed, 1 MiB' "${large_status:-$told}" \
	    "${large_pattern:-$pattern}"
	cmp -s refused/said small || row "$client, 1 MiB"
	allowed 'allowed, 1 MiB' 1048576 "$@"
	test ! "$instead" || echo "- $client: $reason" >> notes
	instead=
	large '' ''
}

# client_without_from ...: the same for one that cannot be told a From.
client_without_from()
{
	own_from=no
	client "$@"
	own_from=yes
}

# short VERSION: without what a security update changes.
short()
{
	printf '%s\n' "$1" | sed -E 's/^[^0-9]*([0-9]+(\.[0-9]+)?).*/\1/'
}

perl_module()
{
	short "$(perl -M"$1" -e "print \$$1::VERSION")"
}

npm_module()
{
	short "$(node -p "require('$1/package.json').version")"
}

package()
{
	# shellcheck disable=SC2016 # dpkg-query expands
	short "$(dpkg-query -W -f '${Version}' "$1" | sed 's/^[0-9]*://')"
}

# The last line of every test: its clients are told of in README.md as they
# are.  "readme" writes it anew.
done_with_clients()
{
	mkdir -p /mnt/src/build/clients/tables
	test ! -e notes || { echo; cat notes; } >> table
	cp table "/mnt/src/build/clients/tables/$family"
	perl -0777 -ne "print /^## $family\n\n.*?\n.*?\n(.*?)(?=\n## |\z)/ms" \
	    /mnt/src/tests/e2e/clients/README.md > committed
	same 'README.md says so (tests/e2e/clients/readme)' committed table
	done_testing
}

own_from=yes
instead=
large '' ''
lay_out_clients
