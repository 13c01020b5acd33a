#!/bin/sh
# SPDX-License-Identifier: ISC
#
# What sends from PHP: mail() under each of its interfaces, and the libraries that
# are not frameworks.

# shellcheck disable=SC2317 # "client" calls the functions
# shellcheck source=tests/e2e/clients/lib.sh
. "$(dirname "$0")/lib.sh"

php=$(short "$(php -r 'echo PHP_VERSION;')")

client 'PHP mail(), cli' "$php" 1 '^mail\(\) returned false$' \
    by alice php $programs/mail.php

client 'PHP mail(), cli, with -f' "$php" 1 '^mail\(\) returned false$' \
    by alice env PARAMETERS=-fbounce@good.example php $programs/mail.php

# as_cgi PROGRAM...: what a web server tells of a request.
as_cgi()
{
	by alice env REDIRECT_STATUS=200 REQUEST_METHOD=GET \
	    SCRIPT_FILENAME="$programs/mail.php" "$@"
}

client 'PHP mail(), cgi' "$php" 1 '^mail\(\) returned false' as_cgi php-cgi

cat > fpm.conf <<END
[global]
error_log = $w/fpm.log
daemonize = no
[shop]
user = alice
group = alice
clear_env = no
listen = $w/fpm
listen.owner = alice
pm = static
pm.max_children = 1
END

# A server for each request, because its scripts get the environment it has.
request_to_fpm()
{
	rm -f fpm
	"php-fpm$php" -y fpm.conf 2>&- &
	fpm=$!
	await 'php-fpm listens' test -S fpm
	as_cgi cgi-fcgi -bind -connect "$w/fpm"
	kill "$fpm"
	wait "$fpm"
}

# Its scripts' errors go nowhere, by its own default.
client 'PHP mail(), fpm' "$php" 0 '^mail\(\) returned false$' request_to_fpm

# Headers of LF behind PHP's own of CRLF: Exim takes each of them for a part of
# the Subject, with the recipients in them, and makes a From of its own.
mixed="Some lines end in CRLF and some in LF. Exim takes those after LF for \
parts of the line above, and loses them; truefrom judges them and hands the \
message on with one kind of line end, as if the script had written CRLF."

with_crlf()
{
	by alice env LINE_END=CRLF php "$programs/mail.php"
}

instead with_crlf "$mixed"
client 'PHP mail(), cli, headers with LF' "$php" \
    1 '^mail\(\) returned false$' \
    by alice env LINE_END=LF php $programs/mail.php

phpmailer=$(package libphp-phpmailer)
client 'PHPMailer, isSendmail' "$phpmailer" \
    1 '^PHPMailer.*Exception: Could not execute: /usr/sbin/sendmail ' \
    by alice php $programs/phpmailer.php isSendmail
client 'PHPMailer, isMail' "$phpmailer" \
    1 '^PHPMailer.*Exception: Could not instantiate mail function\.$' \
    by alice php $programs/phpmailer.php isMail

pear=$(package php-mail)
client 'PEAR Mail, sendmail' "$pear" 1 '^sendmail returned error code 77$' \
    by alice php $programs/pear-mail.php sendmail

pear_with_crlf()
{
	by alice env LINE_END=CRLF php "$programs/pear-mail.php" mail
}

instead pear_with_crlf "The same, because it ends its headers in LF."
client 'PEAR Mail, mail' "$pear" 1 '^mail\(\) returned failure$' \
    by alice php $programs/pear-mail.php mail

done_with_clients
