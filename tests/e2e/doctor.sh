# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# doctor.sh: sourced after lib.sh by the tests of truefromctl doctor, it gives
# them a host of their own, and ways to say what doctor finds there.

# shellcheck disable=SC2154 # lib.sh gives them

# shadow DIRECTORY: it becomes one in memory, of links to what was in it.
shadow()
{
	mkdir -p "/mnt/root/shadow$1" /mnt/root/new
	mount --bind "$1" "/mnt/root/shadow$1"
	mount -t tmpfs -o mode=755 shadow /mnt/root/new
	ln -s "/mnt/root/shadow$1"/* /mnt/root/new
	mount --move /mnt/root/new "$1"
}

# A host with Exim where Debian has it, truefrom in the place of sendmail, PHP,
# and nobody who can run Exim but root and its own group, in which mailer() is.
lay_out()
{
	group=$(id -g Debian-exim)
	for directory in /usr/sbin /usr/lib /usr/bin /usr/share; do
		shadow $directory
	done
	# What is the host's own, and what dpkg knows of it, is not touched.
	mkdir /mnt/root/dpkg
	find /var/lib/dpkg -maxdepth 1 -type f -exec cp {} /mnt/root/dpkg \;
	mount --bind /mnt/root/dpkg /var/lib/dpkg
	mount -t tmpfs opt /opt
	rm -f /usr/sbin/sendmail /usr/sbin/exim* /usr/sbin/r*mail \
	    /usr/sbin/rsmtp /usr/sbin/runq /usr/lib/sendmail /usr/bin/rsmtp \
	    /usr/bin/rmail /usr/bin/runq /usr/sbin/postdrop /usr/sbin/*smtp* \
	    /usr/bin/*smtp* /usr/sbin/dma /usr/bin/nullmailer-inject \
	    /usr/bin/mailq /usr/bin/newaliases
	install -m 4750 -g "$group" $exim /usr/sbin/exim4
	sed -i 's,^exim_path.*,exim_path = /usr/sbin/exim4,' \
	    /etc/exim4/exim4.conf
	for name in /usr/sbin/sendmail /usr/lib/sendmail /usr/bin/mailq \
	    /usr/bin/newaliases; do
		ln -s $truefrom $name
	done
	mkdir /mnt/lists
	echo good.example > /mnt/lists/domains
	echo 'good.example: alice' > /mnt/lists/owners
	rm -rf /etc/cagefs /etc/php/*/fpm
	PATH=/mnt/sbin:$PATH
}

# mailer COMMAND...: alice runs it, who may run Exim.
mailer()
{
	status=0
	setpriv --reuid 2001 --regid 2001 --groups "$group" "$@" \
	    > stdout 2> stderr || status=$?
}

# good_configuration: one that doctor has nothing to say of.
good_configuration()
{
	cat > $config <<'END'
domainlist local_domains = @ : localhost
domainlist allow_domains = allowed.example
from_domains = +local_domains : lsearch;/mnt/lists/domains : +allow_domains
owner = lsearch;/mnt/lists/owners
mta = /usr/sbin/exim4
END
}

# examine: doctor's answer is in the file json, the words in it in the file words,
# its status in $status.
examine()
{
	status=0
	timeout -k 5 30 $truefromctl doctor --json > json 2> stderr ||
	    status=$?
	of_json ids > words
	cat words >> seen
}

of_json()
{
	php -n $e2e/doctor.php "$@" < json
}

# What is found on the host as it is laid out: doctor's exit status is 0.
usual=mta-group

# found WHAT ID SEVERITY: doctor finds it.
found()
{
	examine
	is "$1: is found, $3" "$2 $(of_json severity "$2")" "$2 $3"
	is "$1: the exit status" "$status" 1
}

# gone WHAT: nothing but the usual is left.
gone()
{
	examine
	is "$1: is gone" "$(cat words) $(cat stderr)" "$usual "
}

# mends WHAT ID SEVERITY: it is found, its command is run, and it is gone.
mends()
{
	found "$@"
	check "$1: the command runs" bash -c "$(of_json mend "$2")"
	gone "$1"
}

# edits WHAT ID SEVERITY SED-SCRIPT: likewise, the command being an editor.
edits()
{
	EDITOR="sed -i $4"
	export EDITOR
	mends "$1" "$2" "$3"
}
