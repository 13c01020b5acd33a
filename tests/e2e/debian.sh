# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# debian.sh: sourced by what builds a Debian of its own for tests, of this
# host's release and mirror, which names the directories $build and $root in it,
# and defines die.
#
# This host gets debootstrap, where it is missing; nothing else of it changes,
# and nothing is started: the work is done in namespaces that end with it.
# $build is closed to other users, because there are setuid programs in it.

# shellcheck disable=SC2154 # the sourcing script names them

# once NAME WHAT COMMAND...: unless it is done already, as WHAT says.
once()
{
	name=$1
	what=$2
	shift 2
	test "$(cat "$build/$name.done" 2>/dev/null)" = "$what" && return
	echo "# building: ${build##*/} $name"
	rm -f "$build/$name.done"
	"$@" > "$build/$name.log" 2>&1 ||
		die "$name failed:
$(tail -n 30 "$build/$name.log")"
	echo "$what" > "$build/$name.done"
}

# Tests that start at the same time find it done by the first.
alone()
{
	test "$(id -u)" -eq 0 || die 'only root can build a root'
	mkdir -p "$build"
	chmod 700 "$build"
	exec 9> "$build/lock"
	flock 9
}

# inside COMMAND...: in the new root, alone: whatever it starts ends with it.
inside()
{
	unshare --mount --pid --fork --kill-child --root="$root" \
	    --wd=/ env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin \
	    http_proxy="${http_proxy-}" https_proxy="${https_proxy-}" \
	    DEBIAN_FRONTEND=noninteractive LC_ALL=C "$@"
}

# This host's lists of Debian's own packages, as lines of sources.list.
sources()
{
	# shellcheck disable=SC2016 # apt-get expands
	apt-get indextargets 'Created-By: Packages' 'Origin: Debian' \
	    --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)'
}

# Quick: nothing here has to survive a power cut; and no daemons.
configure_dpkg()
{
	echo force-unsafe-io > "$root/etc/dpkg/dpkg.cfg.d/tests"
	printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
	chmod 755 "$root/usr/sbin/policy-rc.d"
}

# How this host's apt fetches is how it is done in there: proxies, checks.
configure_apt()
{
	apt-config dump | grep '^Acquire::' |
		grep -v '^Acquire::IndexTargets' \
		    > "$root/etc/apt/apt.conf.d/host"
	sources > "$root/etc/apt/sources.list"
	cp -L /etc/resolv.conf /etc/hosts "$root/etc"
}

# The smallest Debian, in a $root that is made anew.
bootstrap()
{
	install/packages tool debootstrap
	rm -rf "$root"
	# shellcheck disable=SC2046 # the first of the sources, in words
	set -- $(sources | head -n 1)
	unshare --mount debootstrap --variant=minbase "$3" "$root" "$2"
	configure_dpkg
	configure_apt
}
