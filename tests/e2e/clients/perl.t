#!/bin/sh
# SPDX-License-Identifier: ISC
#
# What sends from Perl.

# shellcheck disable=SC2317 # "client" calls the functions
# shellcheck source=tests/e2e/clients/lib.sh
. "$(dirname "$0")/lib.sh"

client 'Email::Sender' "$(perl_module Email::Sender)" \
    1 '^failed: error when closing pipe to sendmail: ' \
    by alice perl $programs/email-sender.pl
client 'MIME::Lite' "$(perl_module MIME::Lite)" \
    1 '^failed: error closing /usr/lib/sendmail:  \(exit 19712\)$' \
    by alice perl $programs/mime-lite.pl

client FormMail "$(package perl)" 1 '^close\(\) failed: status 77$' \
    by alice perl $programs/formmail.pl

# Its fields are in the order of a hash.
mailer()
{
	by alice env PERL_HASH_SEED=0 PERL_PERTURB_KEYS=0 \
	    perl "$programs/mail-mailer.pl" "$@"
}

mailer=$(perl_module Mail::Mailer)
client Mail::Mailer "$mailer" 1 '^close\(\) failed$' mailer -i
# Left to itself it does not say -i: Exim too stops reading at a lone dot, and a
# program that has more to say is killed.
large 141 "^$sentence\$"
client 'Mail::Mailer, a lone dot' "$mailer" 1 '^close\(\) failed$' mailer

# swaks [OPTION...]: it says nothing but what went wrong.
swaks()
{
	by alice swaks --pipe '/usr/sbin/sendmail -bs' --ehlo client.example \
	    --from "$ADDRESS" --to "$TO,$CC,$BCC" --h-From "$FROM" \
	    --h-Subject "$SUBJECT" --body "@$BODY" --silent 2 "$@"
}

swaks=$(package swaks | cut -d. -f1)
client swaks "$swaks" 26 "^<\*\* 550 5\.7\.1 $sentence\$" swaks
client 'swaks, with PIPELINING' "$swaks" \
    26 "^<\*\* 550 5\.7\.1 $sentence\$" swaks --pipeline

done_with_clients
