#!/bin/sh
# SPDX-License-Identifier: ISC
#
# Local callers of Exim itself: who they are decides, as it does for truefrom,
# and Exim's own mail goes on.

# shellcheck source=tests/e2e/rules/lib.sh
. "$(dirname "$0")/lib.sh"

make_certificate
own='belongs to another account on this server'

# says USER OPTION...: Exim's answer to the file "message", in one line.
says()
{
	caller=$1
	shift
	reset
	run "$caller" $exim -oep -odi -i "$@" r@dest.example < message
	said=$(tr -s '\n ' '  ' < stderr)
}

passes()
{
	what=$1
	shift
	says "$@"
	is "$what: passes" "$status $said" '0 '
}

refuses()
{
	what=$1
	pattern=$2
	shift 2
	says "$@"
	is "$what: status" "$status" 1
	like "$what: says so" "$said" "$pattern"
	is "$what: nothing sent" "$(deliveries | wc -l)" 0
}

cat > $w/userdomains <<'END'
good.example: alice, carol
shop.good.example: <; alice
other.example: bob
nobody.example:
*: nobody
END
cat > $w/logins <<'END'
bob: reports@shop.good.example, @news.example "x, @quoted.example"
END
chmod 644 $w/userdomains $w/logins
domains='from_domains = good.example : shop.good.example : other.example :
	nobody.example : news.example : quoted.example : free.example :
	lab.example : <x.example'
domains=$(printf %s "$domains" | tr '\n' ' ')
use_exim

settings "$domains" 'domainlist allow_domains = free.example' \
    "owner = login;$w/logins : lsearch;$w/userdomains" 'max_recipients = 2' \
    'message_size_limit = 10K'
message 'a@good.example'
passes 'owner: his' alice
refuses "owner: another's" "good.example $own" bob
passes 'owner: root' root
message 'a@nobody.example'
refuses "owner: nobody's" "$own" alice
message 'a@free.example'
passes 'owner: free to all' bob
message 'reports+x@shop.good.example'
passes 'owner: by the list of logins, with an extension' bob
message 'other@shop.good.example'
refuses 'owner: the list of logins knows him' "$own" bob
message 'a@other.example'
refuses 'owner: it knows him, whatever the other says' "$own" bob
message 'a@shop.good.example'
passes 'owner: data that begin like a list' alice
message 'a@quoted.example'
refuses 'owner: quotes are no grant' "$own" alice
message 'alice@lab.example'
passes 'owner: his own name at this host' alice
refuses "owner: another's name at this host" "$own" bob
message 'root (Cron Daemon)'
passes "owner: cron's" bob
message 'a@good.example'
reset
run alice $exim -oep -i r1@x.example r2@x.example r3@x.example < message
like 'three recipients, two allowed' "$(cat stderr)" '3 recipients, and 2'
head -c 20000 /dev/zero | tr '\0' x | fold >> message
refuses 'too large' 'larger than 10240 bytes' alice
message 'a@good.example'
sed -i '1i Sender: ceo@bank.example' message
refuses 'a Sender of bank.example' 'from bank.example' alice
message 'a@good.example'
sed -i '1i Resent-From : ceo@bank.example' message
refuses 'a Resent-From of bank.example' 'from bank.example' alice
message 'a@good.example'
perl -i -ne 'print "Sender: a\@good.example\n" x 17 if $. == 1; print' message
refuses 'seventeen Senders' 'more than 16' alice
sed -i 1d message
passes 'sixteen of them' alice

settings "$domains" "owner = cpanel;/var/cpanel/users : lsearch;$w/userdomains"
message 'a@other.example'
refuses 'owner: cpanel, and a file behind it' "$own" alice
settings "$domains" 'owner = cpanel;/var/cpanel/users'
passes 'owner: cpanel alone is passed over' alice
like 'owner: cpanel alone: the rules say so' "$(cat $rules/acl)" \
    'cannot be read by Exim'

settings "$domains" 'sender_check = domain'
message 'a@good.example'
passes 'sender_check: of a domain' alice -f a@other.example
refuses 'sender_check: of another' 'envelope sender ceo@bank.example' \
    alice -f ceo@bank.example
passes 'sender_check: the null sender' alice -f '<>'
passes 'sender_check: none' alice
settings "$domains" 'sender_check = owner' "owner = lsearch;$w/userdomains"
refuses "sender_check: another's" 'envelope sender' alice -f a@other.example

message "$bad"
settings "$domains" 'mode = monitor' 'enforce_users = :bob'
passes 'monitor' alice
like 'monitor: logged' "$(cat /mnt/log/mainlog)" \
    "truefrom: monitor: Sorry, .* bank.example"
refuses 'monitor, enforced for a group' 'Sorry' bob
settings "$domains" 'monitor_users = alice bob' 'enforce_users = bob nosuch'
passes 'monitor_users' alice
refuses 'monitor_users, enforced' 'Sorry' bob
settings "$domains" 'trusted_users = :alice'
passes 'trusted_users' alice
refuses 'trusted_users: others' 'Sorry' bob
# shellcheck disable=SC2016 # nobody is to expand it
settings "$domains" 'reject_message = No ${run{/bin/false}} \ %d %s $x } {'
# shellcheck disable=SC2016
refuses 'a reject_message with syntax' \
    'No \$\{run\{/bin/false\}\} \\ bank\.example %s \$x \} \{' alice

use_exim STRICT_SENDER
settings 'from_domains = good.example'
message
passes "Exim's own Sender, of a domain that is not listed" alice
like "Exim's own Sender: is there" "$(cat "$(delivery)")" \
    '^Sender: .*alice@lab.example'
message
sed -i 1d message
refuses 'no From, and this host is not listed' 'from lab.example' alice
use_exim
passes 'no From, -f of a domain that is' alice -f a@good.example
refuses 'no From, -f of another' 'from bank.example' alice -f ceo@bank.example

# A message that Exim cannot deliver comes back.
message
# shellcheck disable=SC2016 # Exim's
sed 's/^  driver    = accept/  driver = redirect\
  condition = ${if eq{$domain}{fails.example}}\
  allow_fail\
  data = :fail: no such user\
everything2:\
&/' /etc/exim4/exim4.conf > new && cat new > /etc/exim4/exim4.conf
reset
run alice $exim -f alice@good.example -odi -i x@fails.example < message
like 'a bounce is delivered' "$(deliveries | xargs cat)" '^From: Mail Delivery'

: > $w/gone
settings "$domains" "owner = lsearch;$w/gone"
rm $w/gone
message 'a@good.example'
says alice
is 'a list that is gone: nothing is sent' "$status $(deliveries | wc -l)" '1 0'

settings "$domains" 'auth_match = map' "auth_map = lsearch;$w/gone"
run root $truefromctl check
is 'check: auth_map without its file' "$status" 78
like 'check: auth_map without its file: says so' "$(cat stderr)" "$w/gone"
done_testing
