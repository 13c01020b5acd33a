#!/bin/sh
# SPDX-License-Identifier: ISC
#
# What sends from PHP: mail() under each of its interfaces.

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

done_with_clients
