# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# lib.sh: sourced by every test here and in ../rules, which names the Debian
# package of a mail server in $package, others that it needs in $also, and
# programs to be installed in $tools.  The packages are unpacked into build/mtas
# and laid over /usr, in a private-root and a process namespace that end with
# the test.  What the mail server sends goes to a sink on port 2525 of loopback,
# which keeps it in /mnt/sink.
#
#	tests/e2e/mtas/postfix.t [BUILD]	(build/lab unless told)
#
# What is right is what the mail server does when truefrom is not there: every
# call is made to both, by an ordinary user.

# shellcheck disable=SC2016 # inner shells and Perl expand
# shellcheck disable=SC2154 # the test names the package

# The reason for which nothing can be tested is one skipped test.
skip_all()
{
	printf 'ok 1 - %s # skip %s\n1..1\n' "$package" "$(echo "$*" | tr '\n' ' ')"
	exit 0
}

if test "${1-}" != --inside; then
	here=$(cd "$(dirname "$0")" && pwd) || exit
	cd "$here/../../.." || exit
	test "$(id -u)" -eq 0 || skip_all 'only root can make namespaces'
	mkdir -p build/mtas
	# Two tests may begin at once, and apt is one.
	# shellcheck disable=SC2086 # a list of words
	said=$(flock build/mtas/lock sh -ec '
	    install/packages exim build/exim
	    test -z "$0" || install/packages tool $0
	    for package; do
		install/packages unpack "$package" "build/mtas/$package"
	    done' "${tools-}" "$package" ${also-} 2>&1) ||
		skip_all "the package cannot be had: $said"
	said=$(unshare -m sh -c '
	    mount -t tmpfs tmpfs /mnt && mkdir /mnt/upper /mnt/work &&
	    mount -t overlay -o "lowerdir=/usr,upperdir=/mnt/upper,workdir=/mnt/work" \
		overlay /usr' 2>&1) || skip_all "no overlay on /usr: $said"
	exec unshare --pid --fork --kill-child --mount-proc \
	    tests/e2e/private-root sh \
	    "/mnt/src/tests/e2e/${here##*/}/${0##*/}" --inside "${1-build/lab}"
fi

# shellcheck source=tests/e2e/lib.sh
. /mnt/src/tests/e2e/lib.sh

mtas=/mnt/src/tests/e2e/mtas
sink=/mnt/sink

# add_user NAME UID: and a group, where the host has none.
add_user()
{
	grep -q "^$1:" /etc/group || echo "$1:x:$2:" >> /etc/group
	grep -q "^$1:" /etc/passwd ||
		echo "$1:x:$2:$2::/nonexistent:/usr/sbin/nologin" >> /etc/passwd
}

# await AWAITED COMMAND...: until it succeeds; after 20 seconds there is no point
# in going on.
await()
{
	awaited=$1
	shift
	tries=400
	until "$@"; do
		tries=$((tries - 1))
		test $tries -gt 0 || {
			tail -n 20 /mnt/log/syslog /mnt/log/said \
			    $w/stderr 2>&- | sed 's/^/#    /'
			echo "Bail out! no $awaited"
			exit 1
		}
		sleep 0.05
	done
}

# The mail server's files over /usr, writable in memory; its state nowhere else.
mkdir /mnt/upper /mnt/work $sink
lower=/usr
for unpacked in $package ${also-}; do
	lower=/mnt/src/build/mtas/$unpacked/usr:$lower
done
mount -t overlay -o "lowerdir=$lower,upperdir=/mnt/upper,workdir=/mnt/work" \
    overlay /usr || { echo "Bail out! no overlay on /usr"; exit 1; }
for directory in /run /var/spool /var/lib; do
	mount -t tmpfs -o mode=755 tmpfs $directory
done
perl $mtas/sink 2525 $sink < /dev/null > /mnt/log/sink 2>&1 &
await 'sink' test -s /mnt/log/sink
configure 's,^mta .*,mta = /usr/sbin/sendmail,'

# have_arrived COUNT: mail for so many recipients; some MTAs send to each alone.
have_arrived()
{
	test "$(cat $sink/* 2>&- | grep -c '^RCPT ')" -ge "$1"
}

# normalise FILE...: what arrived, in an order of its own, and without what
# differs from one call to the next: traces, and what messages lacked.
normalise()
{
	perl -0777 -ne '
	    my ($envelope, $head, $body) = /\A(.*?\n)\n(.*?\n)(\n.*|)\z/s or next;
	    $head =~ s/^Received: .*\n(?:[ \t].*\n)*//mg;
	    $head =~ s/^(Date|Message-Id): .*\n(?:[ \t].*\n)*/$1: MADE\n/mig
		unless $head =~ /^Message-ID: <1\.2\.3\@good\.example>$/mi;
	    push @all, join("", sort split /^/, $envelope) . "\n$head$body";
	    END { print sort @all }' "$@"
}

# arrival TO [RECIPIENTS]: what was sent, to one unless told, in file TO.
arrival()
{
	await 'message in the sink' have_arrived "${2-1}"
	normalise "$sink"/* > "$1"
	rm -f $sink/*
}

# call PROGRAM NAME ARGUMENT...: as alice, by that name, with file "message".
call()
{
	run alice perl -e '$p = shift; exec { $p } @ARGV or exit 127' "$@" \
	    < message
}

# What a call gave its caller, without the ids of messages.
outcome()
{
	echo "$status $(cat stdout stderr |
		sed -E 's/\b[0-9a-f.]{8,}\b/ID/g')"
}

# alike WHAT RECIPIENTS ARGUMENT...: the message of file "message" arrives from
# truefrom as it does from the bare mail server.
alike()
{
	what=$1
	recipients=$2
	shift 2
	call /usr/sbin/sendmail sendmail "$@"
	bare=$(outcome)
	like "$what: is accepted" "$bare" '^0 '
	arrival bare-arrival "$recipients"
	call $truefrom $truefrom "$@"
	is "$what: status and output" "$(outcome)" "$bare"
	arrival arrived "$recipients"
	same "$what: what arrives" arrived bare-arrival
}

# alike_mode WHAT NAME ARGUMENT...: likewise for a call that sends nothing.
alike_mode()
{
	what=$1
	shift
	as alice perl -e 'exec { "/usr/sbin/sendmail" } @ARGV' "$@" < /dev/null
	bare=$(outcome)
	call $truefrom "$@"
	is "$what: as the bare mail server" "$(outcome)" "$bare"
}

# refused WHAT STATUS ARGUMENT...: the call is, and says why.
refused()
{
	what=$1
	want=$2
	shift 2
	call $truefrom $truefrom "$@"
	is "$what: exit status" "$status" "$want"
	is "$what: says so in one line" "$(wc -l < stderr)" 1
}

# The calls of scripts and of other programs, that any sendmail takes.
accepted_calls()
{
	message "$good"
	printf 'caf\303\251\n..\n.two\n' >> message
	alike '-t -i' 1 -t -i
	alike 'recipients' 1 -i rcpt@dest.example
	alike '-f' 2 -i -f bounce@good.example -- rcpt@dest.example s@dest.example
	alike '-f, attached' 1 -t -oi -fbounce@good.example
	alike 'the null sender' 1 -i -f '<>' rcpt@dest.example
	alike 'options' 1 -oi -oem -odb -t -i -f bounce@good.example -F 'The Shop' \
	    -B8BITMIME
	alike '-N -R' 1 -oem -oi -N failure -R hdrs -- rcpt@dest.example
	alike '-N, attached' 1 -oi -Nsuccess,delay,failure -f bounce@good.example \
	    rcpt@dest.example
	sed -i '/^From:/d' message
	alike 'no From' 1 -i -f shop@good.example -F 'The Shop' rcpt@dest.example
	message 'root (Cron Daemon)'
	alike 'cron' 1 -FCronDaemon -i -B8BITMIME -oem rcpt@dest.example
}

# What is refused does not arrive; what comes after it does.
refused_calls()
{
	message "$bad"
	refused 'spoofed, -t' 77 -t -i
	is 'spoofed: the sentence' "$(cat stderr)" "$sentence"
	refused 'spoofed, a recipient' 77 -i rcpt@dest.example
	refused 'spoofed, -f' 77 -f bounce@good.example rcpt@dest.example
	refused 'spoofed, -N -R' 77 -N failure -R hdrs rcpt@dest.example
	refused 'spoofed, -bv' 64 -bv rcpt@dest.example
	refused 'spoofed, -bv -t' 64 -bv -t
	refused 'spoofed, -V, an option' 64 -V -t rcpt@dest.example
	refused 'spoofed, -h -bp' 77 -h -bp rcpt@dest.example
	for mode in 'sendmail -bp' 'sendmail -bi' 'sendmail -bpc' \
	    'sendmail -bV' 'sendmail -bI:help' mailq newaliases; do
		# shellcheck disable=SC2086 # words
		call $truefrom $mode
	done
	sed -i '/^From:/d' message
	refused 'spoofed by -f' 77 -f ceo@bank.example rcpt@dest.example
	refused 'spoofed by -f, -h' 77 -h 1 -f ceo@bank.example -t
	message "$good"
	call $truefrom $truefrom -i last@dest.example
	arrival arrived
	is 'what was refused does not arrive' \
	    "$(sed -n 's/^RCPT TO:<\([^>]*\)>.*/\1/p' arrived)" last@dest.example
}
