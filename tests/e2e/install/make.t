#!/bin/sh
# SPDX-License-Identifier: ISC
#
# What make installs and packs: `make install`, `make uninstall`, `make dist`,
# `make deb`, `make rpm`.  Nothing is installed on this host but tools.

# shellcheck disable=SC2317 # "check" calls the functions
cd "$(dirname "$0")/../../.." || exit
{
	tests/e2e/install/packages &&
	install/packages tool lintian rpm bash
} >&2 || { echo 'Bail out! nothing to pack with'; exit 1; }

umask 022
export LC_ALL=C
unset MAKEFLAGS MFLAGS MAKELEVEL
w=$(mktemp -d)
trap 'rm -rf "$w"' EXIT

# shellcheck source=tests/e2e/tap.sh
. tests/e2e/tap.sh

# files DIRECTORY: all that is in there and is no directory.
files()
{
	(cd "$1" && find . ! -type d -printf '/%P\n') | sort
}

installs()
{
	make "$@" DESTDIR="$w/dest" BUILDDIR=build/install/make CFLAGS=-O0
}

check 'make install' installs install
files "$w/dest" > "$w/installed"
check 'it installs a program' grep -qx /usr/sbin/truefrom "$w/installed"
check '... and a configuration' grep -qx /etc/truefrom.conf "$w/installed"
is '... and no sendmail' "$(grep sendmail "$w/installed")" ''
echo mine > "$w/dest/etc/truefrom.conf"
check 'make install, once more' installs install
is 'it keeps the configuration' "$(cat "$w/dest/etc/truefrom.conf")" mine
check 'make uninstall' installs uninstall
is 'it leaves the configuration' "$(files "$w/dest")" /etc/truefrom.conf
is '... and no directory of its name' \
    "$(find "$w/dest" -type d -name 'truefrom*')" ''

# dist DIRECTORY: what make dist makes in there.
dist()
{
	make -s -C "$1" dist BUILDDIR="$w/dist" && mv "$w"/dist/*.tar.gz "$w"
}

check 'make dist' dist .
tarball=$(echo "$w"/truefrom-*.tar.gz)
mv "$tarball" "$w/first"
dist .
same 'make dist again: the same bytes' "$tarball" "$w/first"
mkdir "$w/src"
check 'it unpacks' tar -xzf "$tarball" -C "$w/src" --strip-components 1
dist "$w/src"
same 'make dist of what it unpacks to: the same bytes' "$tarball" "$w/first"
check 'the tarball can be packed' make -C "$w/src" deb BUILDDIR="$w/build"
deb=$(echo "$w"/build/deb/truefrom_*.deb)
same 'make deb elsewhere: the same bytes' "$deb" build/install/deb/"${deb##*/}"

# It says nothing, not even a warning.
lintian --allow-root "$w"/build/deb/*.changes > "$w/lintian" 2>&1
is 'lintian finds no fault' "$? $(cat "$w/lintian")" '0 '
is 'the package is no mail server' \
    "$(dpkg-deb -f "$deb" Provides Conflicts Replaces)" ''
is 'it brings no sendmail' "$(dpkg-deb -c "$deb" | grep sendmail)" ''
dpkg-deb --fsys-tarfile "$deb" | tar -t | sed -n 's/^\.\(.*[^/]\)$/\1/p' |
	sed 's/\.gz$//; \,/doc/truefrom/[^/]*$,d; \,/lintian/,d' |
	sort > "$w/packed"
same 'it brings what make install does' "$w/packed" "$w/installed"

check 'make rpm' make rpm BUILDDIR="$w/build" RPMFLAGS=--nodeps
rpm -qpl "$w"/build/rpm/RPMS/*/truefrom-[0-9]*.rpm |
	sed 's/\.gz$//; \,/\.build-id,d; \,/licenses/,d; \,/lib/truefrom$,d
	\,/doc/truefrom-,d; \,/doc/truefrom/[^/]*$,d' | sort > "$w/packed"
same 'it brings what make install does' "$w/packed" "$w/installed"
is 'the configuration is one that is kept' \
    "$(rpm -qp --configfiles "$w"/build/rpm/RPMS/*/truefrom-[0-9]*.rpm)" \
    /etc/truefrom.conf

done_testing
