#!/bin/sh
# SPDX-License-Identifier: ISC
#
# truefromctl doctor where things are not as they are written in a textbook: what
# it says must be true there, too, its commands must mend that and break nothing,
# and it must come to an end.

# shellcheck disable=SC2016,SC1003 # PHP and sed expand; a backslash is meant
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/e2e/doctor.sh
. "$(dirname "$0")/doctor.sh"

# configuration LINE...: with these from_domains and options
configuration()
{
	printf '%s\n' 'mta = /usr/sbin/exim4' 'owner = lsearch;/mnt/lists/owners' \
	    "$@" > $config
}

lay_out

# --- truefrom.conf as people write it

configuration 'from_domains = *.example' 'mode = \' '  monitor'
mends 'an option that goes on in the next line' mode-monitor open
mv $config /mnt/etc/real.conf
ln -s real.conf $config
sed -i '/^mode/,$d' /mnt/etc/real.conf
echo 'mode = monitor' >> /mnt/etc/real.conf
mends 'a configuration behind a link' mode-monitor open
is 'a configuration behind a link: it stays one' "$(readlink $config)" real.conf
rm /mnt/etc/real.conf $config
for list in good.example '<; good.example ; x.example' \
    '!x.example : good.example' '\
 good.example : \
 x.example'; do
	configuration "from_domains = $list"
	mends "a qualify_domain that is not in $(echo "$list" | tr -d "\n")" \
	    qualify-domain broken
done

for file in /dev/null /mnt/fifo; do
	test -e $file || mkfifo -m 666 $file
	good_configuration
	sed -i "s,lsearch;/mnt/lists/domains,lsearch;$file," $config
	edits "a list that is $file: it stays as it is" list-unusable broken \
	    "s,lsearch;$file,lsearch;/mnt/lists/domains,"
	run root $truefromctl doctor -c $file
	like "a configuration that is $file: likewise" "$status $(tr "\n" " " < stdout)" \
	    "^1 broken config: .*EDITOR:-[a-z]*} $file"
done

# --- the mail server by other names

good_configuration
chmod 4755 /usr/sbin/exim4
sed -i 's,^mta.*,mta = /usr/sbin/none,' $config
examine
is 'a mail server that is not known: no other is locked up' "$(cat words)" mta
good_configuration
usual='exim-rules
mta-executable'
for name in /usr/bin/sendmail /usr/sbin/mailq; do
	ln -s /usr/sbin/exim4 $name
	examine
	like "$name is Exim: is told" "$(of_json reason mta-executable)" \
	    "also as $name, past"
	rm $name
done
mkdir -p /mnt/dir/bin
cp -a /usr/sbin/exim4 /usr/sbin/exim-real
ln /usr/sbin/exim-real /usr/sbin/newaliases
rm -f /usr/sbin/exim4
ln -s exim-real /usr/sbin/exim4
mends 'a mail server behind a link, with a hard link' mta-link open
rm /usr/sbin/newaliases /usr/sbin/exim4
mv /usr/sbin/exim-real /usr/sbin/exim4
rm /usr/lib/sendmail
cp -a /usr/sbin/exim4 /usr/lib/exim
ln /usr/lib/exim /usr/lib/sendmail
sed -i 's,^mta.*,mta = /usr/lib/exim,' $config
examine
is 'sendmail is a hard link: enable mends it' \
    "$(of_json mend sendmail) $(of_json mend mta-link)" 'truefromctl enable '
good_configuration
ln -sf $truefrom /usr/lib/sendmail
rm /usr/lib/exim
chmod 4750 /usr/sbin/exim4
usual=mta-group
gone 'what was odd'

# --- lists that nobody makes

printf '# made by lists cpanel\ngood.example\n' > /mnt/lists/domains
gone 'a list that was just made'
touch -d '3 days ago' /mnt/lists/domains
found 'a list of three days ago' list-stale broken
like 'a list of three days ago: says so' "$(of_json reason list-stale)" \
    'made 3 days ago'
is 'a list of three days ago: the command' "$(of_json mend list-stale)" \
    '/mnt/lib/truefrom/lists cpanel /mnt/lists/domains'
sed -i 1d /mnt/lists/domains
touch -d '3 days ago' /mnt/lists/domains
gone 'an old list that was made by hand'

# --- an Exim that says nothing, and does not end

echo 'int main(void) { for (;;) pause(); }' > hang.c
cc -w -o hang hang.c
mkdir /mnt/hang
install -m 4750 -g "$group" hang /mnt/hang/exim
sed -i 's,^mta.*,mta = /mnt/hang/exim,' $config
timeout -k 5 90 $truefromctl doctor > said
is 'an Exim that hangs: doctor ends' $? 0
like 'an Exim that hangs: a note' "$(cat said)" \
    'did not tell its configuration'
check 'an Exim that hangs: it is gone' install -m 4750 hang /mnt/hang/exim
check 'an Exim that hangs: none is left' sh -c \
    '! readlink /proc/[0-9]*/exe | grep ^/mnt/hang/'
good_configuration

# --- PHP

fpm=/etc/php/8.2/fpm
mkdir -p $fpm/pool.d $fpm/conf.d
pool=$fpm/pool.d/www.conf
echo 'engine = On' > $fpm/php.ini
evil='= /usr/sbin/exim4 -t'
fine="= $truefrom -t"

# pool_runs WHAT LINE...: they let mail() run Exim.
pool_runs()
{
	what=$1
	shift
	printf '%s\n' '[www]' "$@" > $pool
	mends "a pool: $what" php-sendmail-path open
}

pool_runs 'the first line counts' "php_admin_value[sendmail_path] $evil" \
    "php_admin_value[sendmail_path] $fine"
pool_runs 'the first php_value counts' "php_value[sendmail_path] $evil" \
    "php_value[sendmail_path] $fine"
pool_runs 'the administrator counts' "php_value[sendmail_path] $fine" \
    "php_admin_value[sendmail_path] $evil"
pool_runs 'a blank in the key' "php_admin_value [sendmail_path] $evil"
pool_runs 'quotes in the key' "php_admin_value[\"sendmail_path\"] $evil"
printf '%s\n' '[www]' "php_admin_value[sendmail_path] $fine" \
    "php_admin_value[sendmail_path] $evil" "php_value[sendmail_path] $evil" \
    "env[sendmail_path] $evil" '[x]' 'sendmail_path = /usr/sbin/exim4' > $pool
gone 'a pool: what does not count'
rm $pool
printf '%s\n' '[global]' 'pid = /x' '[www]' \
    "php_admin_value[sendmail_path] $evil" > $fpm/php-fpm.conf
mends 'a pool in php-fpm.conf' php-sendmail-path open
rm $fpm/php-fpm.conf
echo "sendmail_path $evil" > $fpm/conf.d/.hidden.ini
mends 'a hidden file of settings' php-sendmail-path open
rm -r $fpm/conf.d
ln -sf /usr/sbin/exim4 /usr/lib/sendmail
ln -sf exim4 /usr/sbin/sendmail
: > $fpm/php.ini
find /etc/php -name php.ini ! -path "$fpm/*" \
    -exec sed -i "1i sendmail_path $fine" {} +
usual='mta-group
sendmail'
mends 'an empty php.ini' php-sendmail-path open
ln -sf $truefrom /usr/lib/sendmail
ln -sf $truefrom /usr/sbin/sendmail
usual=mta-group
for place in /etc/php8/cli /etc/php82 /usr/local/lsws/lsphp82/etc \
    /etc/opt/remi/php82 /usr/local/php82/lib; do
	mount -t tmpfs -o mode=755 local /usr/local
	mkdir -p $place
	echo "sendmail_path $evil" > $place/php.ini
	mends "PHP in $place" php-sendmail-path open
	rm $place/php.ini
	umount /usr/local
done
for name in '-rf' '*?[' 'a\b' '$(id)' "q'\"" '%s%n' "$(printf 'a\nb')" \
    "$(printf '\355\240\200')" "$(printf '\300\200')" "$(printf '\302\205')" \
    "$(printf '\342\200\250')"; do
	printf '[x]\nphp_value[sendmail_path] %s\n' "$evil" \
	    > "$fpm/pool.d/$name.conf"
	mends "a file with a name of $(printf %s "$name" | od -An -c | tr -d '\n')" \
	    php-sendmail-path open
	rm "$fpm/pool.d/$name.conf"
done

# --- a great deal of it

perl -e 'for (1 .. 5000) {
    open F, ">", "$ARGV[0]/$_.conf";
    print F "[p$_]\nphp_value[sendmail_path] = $ARGV[1]\n" }' \
    $fpm/pool.d "$truefrom -t"
gone 'five thousand pools'
rm -r $fpm/pool.d
mkdir $fpm/pool.d
chmod 777 /dev/log
chmod 600 /dev/log
perl -e 'print "[p$_]\nphp_value[sendmail_path] = /x$_\n" for 1 .. 20000' > $pool
examine
is 'twenty thousand findings: the exit status' "$status $(cat stderr)" '1 '
is 'twenty thousand findings: the others are told' \
    "$(of_json severity log)" weak
like 'twenty thousand findings: not all are' "$(of_json reason cannot-tell)" \
    'more findings than can be told'
chmod 777 /dev/log
perl -e 'print "[$_]\na=\n" for 1 .. 70000' > $pool
echo "php_value[sendmail_path] $evil" >> $pool
examine
is 'too many pools: a note' "$status $(cat stderr)" '0 '
like 'too many pools: says so' "$(of_json reason cannot-tell)" \
    'too many settings of PHP'

done_testing
