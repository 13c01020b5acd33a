#!/bin/sh
# SPDX-License-Identifier: ISC
#
# The quick start, on a Debian with nothing but sh and apt: it works, and changes
# nothing outside the checkout but packages.  What apt alone makes of such a
# Debian, when it is told to install the same packages, is what is compared.
#
# It needs this host's network; what is fetched is kept for the next time, in
# build/install/archives.

# shellcheck disable=SC2317 # "check" calls the functions

cd "$(dirname "$0")/../../.." || exit

if test "${1-}" != --inside; then
	tests/e2e/install/packages >&2 || { echo 'Bail out! no root'; exit 1; }
	exec unshare --mount --pid --fork --kill-child --mount-proc \
	    sh tests/e2e/install/quickstart.t --inside
fi

die()
{
	echo "Bail out! $*"
	exit 1
}

here=$(pwd)
build=$here/build/install
w=/mnt/w
root=/mnt/root

# shellcheck source=tests/e2e/debian.sh
. tests/e2e/debian.sh
# shellcheck source=tests/e2e/tap.sh
. tests/e2e/tap.sh

# bare NAME: $root is a bare Debian of that name, whose apt is as this host's.
bare()
{
	mkdir -p "/mnt/$1/upper" "/mnt/$1/work" $root
	mount -t overlay -o \
	    "lowerdir=build/install/root,upperdir=/mnt/$1/upper,workdir=/mnt/$1/work" \
	    "$1" $root || die 'no overlay'
	configure_apt
	rm -rf $root/debs $root/var/lib/apt/lists/*
	mkdir -p "$build/archives/partial"
	mount --bind "$build/archives" $root/var/cache/apt/archives
	mount --rbind /dev $root/dev
}

# In the root, alone, with /proc; only packages are kept for the next time.
run_inside()
{
	# shellcheck disable=SC2016 # the shell inside expands
	inside sh -c 'mount -t proc proc /proc && exec "$@"' - "$@"
}

quickstart()
{
	run_inside /checkout/install/quickstart
}

packages()
{
	dpkg-query --admindir=$root/var/lib/dpkg -W \
	    -f '${Package}=${Version}\n' | sort
}

mount -t tmpfs -o mode=755 quickstart /mnt
mkdir $w
bare quickstart
echo 'APT::Keep-Downloaded-Packages "true";' > $root/etc/apt/apt.conf.d/keep
packages > $w/before
mkdir $root/checkout
tar -x -f "$build"/truefrom-*.tar.gz -C $root/checkout --strip-components 1
if ! quickstart > $w/said 2>&1; then
	run_inside apt-get -o APT::Update::Error-Mode=any update \
	    > $w/update 2>&1 || {
		skip 'the quick start' \
		    "no network: $(grep -m 1 ^E: $w/update)"
		done_testing
	}
	diag $w/said
	false
fi
ok $? 'the quick start works on a bare Debian'
like 'and says so' "$(cat $w/said)" '^truefrom works here\.'
packages > $w/after
comm -13 $w/before $w/after > $w/added
is 'it installs no mail server' \
    "$(grep -E '^(exim|postfix|sendmail)' $w/added)" ''
rm -r $root/checkout
tests/e2e/install/tree $root > $w/tree
umount -l $root

bare apt
cp /mnt/quickstart/upper/etc/apt/apt.conf.d/keep $root/etc/apt/apt.conf.d
run_inside apt-get -qq update > $w/said 2>&1
check 'apt installs the same' run_inside xargs \
    apt-get -qq -y --no-install-recommends install < $w/added
tests/e2e/install/tree $root > $w/wanted
same 'nothing has changed but packages' $w/tree $w/wanted

done_testing
