# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# lib.sh: sourced by the tests of the rules for Exim, it runs the rest of the
# test as root in private-root, in the Debian of the clients, with all of
# tests/e2e/lib.sh and the functions below.  Daemons end with the test.

if test "${1-}" != --inside; then
	here=$(dirname "$0")
	"$here/../clients/packages" >&2 || { echo 'Bail out! no clients'; exit 1; }
	exec unshare --pid --fork --kill-child --mount-proc \
	    "$here/../private-root" -r build/clients/root \
	    sh "/mnt/src/tests/e2e/rules/$(basename "$0")" \
	    --inside "${1-build/lab}"
fi

# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/../lib.sh"

rules=/mnt/rules
mkdir -m 755 $rules

# make_certificate: what a client is to trust is $w/ca.pem.
make_certificate()
{
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=lab.example \
	    -addext subjectAltName=DNS:lab.example \
	    -keyout /mnt/key.pem -out $w/ca.pem > $w/said 2>&1 ||
		{ echo 'Bail out! no certificate'; exit 1; }
	chown Debian-exim /mnt/key.pem
	chmod 400 /mnt/key.pem
	chmod 644 $w/ca.pem
}

# settings LINE...: truefrom.conf, and the rules that Exim includes.
settings()
{
	printf '%s\n' 'mta = /mnt/exim4' 'qualify_domain = lab.example' "$@" \
	    > $config
	for section in main acl custom_begin_outgoing_notsmtp_checkall \
	    custom_begin_outgoing_smtp_checkall; do
		$truefromctl exim-acl --section $section > $rules/$section ||
			{ echo "Bail out! no $section"; exit 1; }
	done
}

# use_exim [MACRO...]: the real Exim with these rules; each MACRO is one that
# exim.conf asks for.
use_exim()
{
	{
		for macro; do
			echo "$macro = yes"
		done
		cat $e2e/rules/exim.conf
	} > /etc/exim4/exim4.conf
}

# is_listening PORT
is_listening()
{
	perl -MIO::Socket::INET -e 'exit !IO::Socket::INET->new(
	    PeerAddr => "127.0.0.1:$ARGV[0]", Timeout => 5)' "$1"
}

# start_exim: the daemon, with the configuration as it is now.
start_exim()
{
	if test -s /mnt/exim.pid; then
		daemon=$(cat /mnt/exim.pid)
		kill "$daemon"
		while kill -0 "$daemon" 2>&-; do
			sleep 0.1
		done
	fi
	$exim -bdf > /mnt/log/daemon 2>&1 &
	tries=300
	until is_listening 25 && is_listening 587; do
		tries=$((tries - 1))
		test $tries -gt 0 || { echo 'Bail out! no daemon'; exit 1; }
		sleep 0.1
	done
}
