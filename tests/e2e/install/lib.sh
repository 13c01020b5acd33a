# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# lib.sh: sourced by the tests of installing, it runs the rest of the test as
# root in private-root, in a fresh copy of the bare Debian that "packages"
# builds, all of which can be written, and in a process namespace that ends with
# the test.  Gives it the assertions of tests/e2e/tap.sh, $truefrom_deb, the
# package that "make deb" makes, and the functions below.

if test "${1-}" != --inside; then
	here=$(dirname "$0")
	"$here/packages" >&2 || { echo 'Bail out! nothing to install'; exit 1; }
	exec unshare --pid --fork --kill-child --mount-proc \
	    "$here/../private-root" -w build/install/root \
	    sh "/mnt/src/tests/e2e/install/$(basename "$0")" --inside
fi

e2e=/mnt/src/tests/e2e
w=/mnt/w
mkdir -m 1777 $w
cd $w || exit 1
trap - INT TERM
export DEBIAN_FRONTEND=noninteractive HOME=/root
# shellcheck disable=SC2034 # for the tests
truefrom_deb=$(ls /mnt/src/build/install/deb/truefrom_*.deb)

# shellcheck source=tests/e2e/tap.sh
. $e2e/tap.sh

# private-root's own; Exim's package comes with it.
rmdir /etc/exim4
sed -i '/^Debian-exim:/d' /etc/passwd /etc/group /etc/shadow

# apt WORD...: without a network, from /debs; asks nothing.
apt()
{
	apt-get -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 \
	    -o Dpkg::Options::=--force-confdef "$@"
}

# tree FILE: this system as it is, to be compared.
tree()
{
	sh $e2e/install/tree / > "$1"
}

# unchanged WHAT BEFORE: the tree is what it was then.
unchanged()
{
	tree now
	same "$1" now "$2"
}

is_mta()
{
	readlink -f /usr/sbin/sendmail
	dpkg -S /usr/sbin/sendmail
}

# installs_beside PACKAGE: truefrom comes to a system with that mail server,
# stays when it is upgraded, and goes.
installs_beside()
{
	check "$1 is installed" apt install "$1"
	# What truefrom depends on, which others may use when it is gone.
	check 'so are the libraries' apt install libbsd0 libcdb1 libidn2-0 \
	    libjansson4
	tree before
	is_mta > mta

	check 'truefrom is installed' apt install "$truefrom_deb"
	like 'it tells what is to be done next' "$(cat said)" \
	    'truefromctl enable'
	is_mta > now
	same 'sendmail is as it was' now mta
	check 'its program runs' truefrom --version
	check 'the manual is there' test -s /usr/share/man/man8/truefrom.8.gz

	echo '# mine' >> /etc/truefrom.conf
	cp /etc/truefrom.conf mine
	next_version
	check 'it is upgraded' apt install ./next.deb
	is 'to the next version' \
	    "$(dpkg-query -W -f '${Version}' truefrom)" 99-1
	same 'an edited configuration is kept' /etc/truefrom.conf mine
	is 'with nothing beside it but the new one' \
	    "$(echo /etc/truefrom.conf*)" \
	    '/etc/truefrom.conf /etc/truefrom.conf.dpkg-dist'

	check 'it is removed' apt remove truefrom
	same 'the configuration stays' /etc/truefrom.conf mine
	check 'it is installed again' apt install "$truefrom_deb"
	same 'with the configuration that was there' /etc/truefrom.conf mine
	check 'it is removed again' apt remove truefrom
	install -D mine /var/lib/truefrom/state
	check 'it is purged' apt purge truefrom
	unchanged 'and has left nothing' before
}

# next_version: next.deb is what the package may become: a new configuration.
next_version()
{
	rm -rf next
	dpkg-deb -R "$truefrom_deb" next
	sed -i 's/^Version: .*/Version: 99-1/' next/DEBIAN/control
	echo '# ours' >> next/etc/truefrom.conf
	dpkg-deb --root-owner-group -b next next.deb > said
}

# as_cron FILE: the command that it has for root's cron, with cron's PATH.
as_cron()
{
	env -i PATH=/usr/bin:/bin \
	    sh -c "$(sed -n 's/^#\t\* \* \* \* \* root //p' "$1")"
}
