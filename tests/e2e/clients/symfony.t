#!/bin/sh
# SPDX-License-Identifier: ISC
#
# Symfony's Mailer, which speaks SMTP to sendmail unless told otherwise, and with
# it Laravel and Nextcloud.

# shellcheck disable=SC2317 # "client" calls the functions
# shellcheck source=tests/e2e/clients/lib.sh
. "$(dirname "$0")/lib.sh"

mailer=$(package php-symfony-mailer)
exception='^Symfony\\Component\\Mailer\\Exception\\[A-Za-z]*Exception: '
refusal="$exception.*\"550 5\\.7\\.1 $sentence\"\\.\$"

client 'Symfony Mailer' "$mailer" 1 "$refusal" \
    by alice php $programs/symfony.php
client 'Symfony Mailer, -t' "$mailer" \
    1 "${exception}Process failed with exit code 77: .*$sentence" \
    by alice php $programs/symfony.php '/usr/sbin/sendmail -t -i'

# --- A body that has to be changed on its way, and back.

body()
{
	perl -e '
	    my $lines = ".\n..\n...\n. \n .\n.\r\n\n\n"
		. "Gr\303\274\303\237e \342\202\254 \360\237\222\214\n"
		. "." x 70 . "\n" . "x" x 990 . "\n";
	    print $lines x (1 + $ARGV[0] / length $lines), ".";' "$1" > $BODY
}

client 'Symfony Mailer, dots and UTF-8' "$mailer" 1 "$refusal" \
    by alice php $programs/symfony.php
client 'Symfony Mailer, dots and UTF-8 in 8 bits' "$mailer" 1 "$refusal" \
    by alice env ENCODING=8bit php $programs/symfony.php
client 'Symfony Mailer, -t, dots and UTF-8 in 8 bits' "$mailer" \
    1 "${exception}Process failed with exit code 77: .*$sentence" \
    by alice env ENCODING=8bit php $programs/symfony.php \
    '/usr/sbin/sendmail -t -i'

# --- Three messages in one session, and one alone is refused.

client='Symfony Mailer, the second of three'

# these SUBJECT...: messages in one session.
these()
{
	by alice env ENCODING=8bit php "$programs/symfony.php" '' "$@"
}

verdicts()
{
	grep -o 'verdict="[a-z]*" reason="[a-z-]*"' /mnt/log/syslog
}

# It would take another sendmail, if the first went away.
sessions()
{
	grep -o 'truefrom\[[0-9]*\]' /mnt/log/syslog | sort -u | wc -l
}

three_verdicts()
{
	test "$(verdicts | wc -l)" -eq 3
}

allowed 'all three allowed' 200 these first "$SUBJECT" third
for bytes in 200 1048576; do
	size="$bytes bytes"
	through_exim wanted "$bytes" these first third
	spoofed "$bytes" these first "$SUBJECT" third
	is "$client, $size: exit status" "$status" 1
	is "$client, $size: only that fails" \
	    "$(sed 's/^Symfony.*/failed/' refused/stdout | xargs)" \
	    'sent failed sent'
	like "$client, $size: what it says" "$(cat refused/said)" "$refusal"
	same "$client, $size: the others arrive" refused/arrived wanted/arrived
	await 'all is logged' three_verdicts
	is "$client, $size: logged" "$(verdicts)" \
	    'verdict="accept" reason="ok"
verdict="reject" reason="from-domain"
verdict="accept" reason="ok"'
	is "$client, $size: one session" "$(sessions)" 1
	test "$bytes" -ne 200 || row "$client"
done

done_with_clients
