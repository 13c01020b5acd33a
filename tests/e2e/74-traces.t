#!/bin/sh
# SPDX-License-Identifier: ISC
#
# Who is told of a message: the header says who sent it (trace_header), and the
# account's own log what was refused of it (account_log).

# shellcheck disable=SC2016 # PHP and inner shells expand
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/e2e/ways.sh
. "$(dirname "$0")/ways.sh"

# --- trace_header

# trace: the field of the one message that was delivered, unfolded.
trace()
{
	perl -0777 -ne '
	    s/\n\n.*/\n/s; s/\n[ \t]+/ /g;
	    print grep { s/^X-Truefrom: //i } /^.*\n/mg' "$(delivery)"
}

# traced WHAT USER WORD...: the file message goes out, each way, with one field,
# on top of all that was sent; it has these words, between semicolons.
traced()
{
	title=$1
	who=$2
	shift 2
	for way in $ways; do
		submit "$who" "$way"
		is "$title, $way: goes out" "$status $(cat sentence)" '0 '
		is "$title, $way: one field" "$(trace | wc -l)" 1
		like "$title, $way: on top" \
		    "$(without_trace < "$(delivery)" | head -n 1)" \
		    '^X-Truefrom: user='
		for word; do
			like "$title, $way: $word" "$(trace)" \
			    "(^|; )$word(;|\$)"
		done
	done
}

timeout=$(readlink -f "$(command -v timeout)")
message
options
sed -i 's/^Subject:/X-Truefrom: user=root\
&/' message
passes 'no trace_header' alice
is 'no trace_header: nothing is changed' "$(trace)" 'user=root'
logged 'no trace_header' 'cwd="/mnt/w"'
like 'no trace_header: nor told' "$(log_line | grep -c ' parent=')" '^0$'

options 'trace_header = yes'
printf '1i\\\nX-TRUEFROM : user=root;\\\n  uid=0\n' > edit
sed -i -f edit message
traced 'forged ones' alice 'user=alice' 'uid=2001' "parent=$timeout" \
    'cwd=/mnt/w'
check 'forged ones: are gone' sh -c '! grep -r user=root /mnt/mail'
logged 'forged ones' 'user="alice"' 'uid="2001"' "parent=\"$timeout\"" \
    'parent-pid="[0-9]+"' 'cwd="/mnt/w"' 'verdict="accept"'
traced 'another' bob 'user=bob' 'uid=2002'
message
sed 's/$/\r/' message > crlf
mv crlf message
traced 'CRLF' alice 'user=alice'
printf 'no header at all\n' > message
ways=argv
traced 'no header' alice 'user=alice'
is 'no header: the body' "$(tail -n 1 "$(delivery)")" 'no header at all'
printf '\nno header, an empty line\n' > message
traced 'an empty header' alice 'user=alice'
ways='-t argv -bs'

# What the environment says is only a claim, and nothing but a word.
message
SCRIPT_FILENAME="$(printf '/home/x/form.php;\nBcc: x@dest.example\n')"
SERVER_NAME='shop.example; user=root'
REMOTE_ADDR=192.0.2.1
export SCRIPT_FILENAME SERVER_NAME REMOTE_ADDR
traced 'claims' alice 'user=alice' 'claimed-remote=192\.0\.2\.1' \
    'claimed-site=shop.example[^; ]*' 'claimed-script=/home/x/form\.php[^; ]*'
is 'claims: no user but the caller' "$(trace | grep -o '; user=')" ''
is 'claims: no field but the trace' "$(grep -c '^Bcc' "$(delivery)")" 0
logged 'claims' 'remote="192[.]0[.]2[.]1"' 'site="shop[.]example; user=root"' \
    'script="/home/x/form[.]php[^"]*"'
unset SCRIPT_FILENAME SERVER_NAME REMOTE_ADDR

# The shells that a script calls through are passed by.
sendmail="$truefrom -odi -t -i"
for called in "$sendmail" "$sendmail; exit \$?"; do
	reset
	run alice php -n -d "sendmail_path=$called" -r '
	    putenv("SCRIPT_FILENAME=/home/alice/form.php");
	    exit(mail("rcpt@dest.example", "x", "y\n",
		"From: shop@good.example\nX-Truefrom: user=root") ? 0 : 1);'
	is "PHP, $called: goes out" "$status $(cat stderr)" '0 '
	like "PHP, $called: the trace" "$(trace)" \
	    "^user=alice; uid=2001; parent=$(readlink -f "$(command -v php)");.*; claimed-script=/home/alice/form\.php\$"
	logged "PHP, $called" \
	    "parent=\"$(readlink -f "$(command -v php)")\"" \
	    'script="/home/alice/form[.]php"'
done
like 'PHP: the shell is told of' "$(log_line)" \
    ' chain="php[^ ]*\([0-9]+\) > sh\([0-9]+\)"'

# With the other options.
message "$bad"
options 'trace_header = yes'
refuses 'refused' alice 77 from-domain "$sentence"
logged 'refused' "parent=\"$timeout\""
options 'trace_header = yes' 'mode = monitor'
traced 'monitor' alice 'user=alice'
options 'trace_header = yes' 'trusted_users = alice'
traced 'trusted' alice 'user=alice'
options 'trace_header = yes' 'on_refusal = rewrite'
traced 'rewrite' alice 'user=alice'
check 'rewrite: the From' \
    grep -qx 'From: The Boss <alice@lab.example>' "$(delivery)"
message
options 'trace_header = yes'
{
	echo 'EHLO x'
	for to in one two; do
		printf 'MAIL FROM:<>\nRCPT TO:<%s@dest.example>\nDATA\n' $to
		cat message
		echo .
	done
	echo QUIT
} | sed 's/$/\r/' > smtp
for mode in -bs -bS; do
	reset
	run alice $truefrom $mode -odi < smtp
	is "$mode, two messages: each has one" \
	    "$(grep -rc '^X-Truefrom: user=alice' /mnt/mail |
	    sed 's/.*://' | tr '\n' ' ')" '1 1 '
done

# --- account_log

log=/mnt/home/alice/truefrom.log
cat > /mnt/userdomains <<'END'
alice.example: alice
END
entry='^[0-9-]{10}T[0-9:]{8}[+-][0-9:]{5} (claimed-script="[^"]*" )?from="The Boss <ceo@bank.example>" recipients="[0-9]+" message="Sorry, [^"]* from bank\.example\." advice="use an address of your own in From, such as you@lab\.example, and put the visitor'\''s address into Reply-To"$'

# tells WHAT: of a refusal, however it is submitted, the log has one line.
tells()
{
	title=$1
	for way in $ways; do
		rm -rf $log $log.1
		submit alice "$way"
		check "$title, $way: is told of" test -f $log
		is "$title, $way: in one line" "$(wc -l < $log)" 1
		is "$title, $way: the file" "$(stat -c '%U:%G %a' $log)" \
		    'alice:alice 600'
	done
}

message "$bad"
options 'account_log = truefrom.log'
refuses 'account_log' alice 77 from-domain "$sentence"
is 'account_log: a line for each' "$(wc -l < $log)" 3
is 'account_log: each as it should be' "$(grep -Ec "$entry" $log)" 3
is 'account_log: it makes no noise' "$(log_line | grep -c account-log)" 0
tells 'a refusal'
SCRIPT_FILENAME="$(printf '/x"\nforged')"
export SCRIPT_FILENAME
tells 'a script of two lines'
unset SCRIPT_FILENAME
options 'account_log = truefrom.log' 'owner = lsearch;/mnt/userdomains'
tells 'an owner'
like 'an owner: a domain of her own' "$(cat $log)" \
    ' advice="use [^"]* you@alice\.example,'
message "$(printf 'x <ceo@bank\n .example>\033')"
tells 'a From that is no address'
is 'a From that is no address: no control byte' \
    "$(tr -d '\n' < $log | tr -cd '\000-\037\177' | wc -c)" 0
options 'account_log = truefrom.log' 'message_size_limit = 10'
message
tells 'a message too large'
is 'a message too large: no advice that mends nothing' \
    "$(grep -c ' advice=' $log)" 0

# Only refusals are.
rm -f $log
options 'account_log = truefrom.log'
message
passes 'accepted' alice
message "$bad"
refuses "another's" bob 77 from-domain "$sentence"
options 'account_log = truefrom.log' 'mode = monitor'
passes 'monitor' alice 'verdict="monitor"'
options 'account_log = truefrom.log' 'on_refusal = rewrite'
passes 'rewrite' alice 'verdict="rewrite"'
options 'account_log = truefrom.log' 'trusted_users = alice'
passes 'trusted' alice 'verdict="trusted"'
check 'nothing is written of what goes out' test ! -e $log
is "another's: has it" "$(wc -l < /mnt/home/bob/truefrom.log)" 3
is "another's: is his" "$(stat -c '%U %a' /mnt/home/bob/truefrom.log)" 'bob 600'

# A new one for the next megabyte.
options 'account_log = truefrom.log'
perl -e 'print "x" x 62, "\n" for 1 .. 16644' > $log
chown alice:alice $log
chmod 600 $log
full=$(wc -c < $log)
is 'rotation: almost full' "$((full > 1048500 && full < 1048576))" 1
refuses 'rotation' alice 77 from-domain "$sentence"
is 'rotation: the old one' "$(wc -c < $log.1)" "$full"
is 'rotation: the new one' "$(wc -l < $log)" 3
is 'rotation: its mode' "$(stat -c '%U %a' $log)" 'alice 600'

# Many at once: no line is lost, or torn.
rm -f $log $log.1
reset
perl -e '
    $) = $( = 2001; $> = $< = 2001;
    for (1 .. 20) {
	fork or do {
		open STDIN, "<", "message"; open STDERR, ">", "/dev/null";
		exec @ARGV;
	};
    }
    1 while wait != -1' $truefrom -t
is 'twenty at once: as many lines' "$(wc -l < $log)" 20
is 'twenty at once: each is whole' "$(grep -Ec "$entry" $log)" 20

# cannot WHAT PATTERN: the message is refused all the same, and only the system
# log tells that the account's does not.
cannot()
{
	refuses "$1" alice 77 from-domain "$sentence"
	like "$1: the system log tells" "$(log_line)" \
	    " account-log=\"The account log truefrom\\.log in the home /mnt/home/alice of uid 2001 .*$2"
}

echo precious > /mnt/target
chmod 666 /mnt/target
rm -f $log
ln -s /mnt/target $log
cannot 'a symbolic link' 'cannot be opened'
rm $log
ln -s /mnt/nowhere $log
cannot 'a symbolic link to nothing' 'cannot be opened'
check 'a symbolic link to nothing: nothing is made' test ! -e /mnt/nowhere
rm $log
ln /mnt/target $log
cannot 'a link to a file of root' 'somebody else'
chown alice /mnt/target
cannot 'a second name' 'another name'
rm $log
is 'links: what they name is as it was' "$(cat /mnt/target)" precious
mkfifo $log
chown alice $log
cannot 'a FIFO' 'no regular file'
rm $log
mkdir $log
cannot 'a directory' 'cannot be opened'
rmdir $log
chown bob /mnt/home/alice
cannot "another's home" "somebody else's"
chown alice /mnt/home/alice
chmod 777 /mnt/home/alice
cannot 'a home that all may write' 'all may write'
chmod 755 /mnt/home/alice
mv /mnt/home/alice /mnt/home/away
cannot 'no home' 'has no home'
mv /mnt/home/away /mnt/home/alice
options 'account_log = logs/truefrom.log'
submit alice -t
is 'no directory: refused all the same' "$status $(cat sentence)" "77 $sentence"
logged 'no directory' 'account-log="The account log logs/truefrom.log .*'
install -d -o alice /mnt/home/alice/logs
submit alice -t
is 'a directory: one line' "$(wc -l < /mnt/home/alice/logs/truefrom.log)" 1
rm -r /mnt/home/alice/logs
install -d -m 777 /mnt/elsewhere
ln -s /mnt/elsewhere /mnt/home/alice/logs
submit alice -t
is 'a directory that is a link: refused all the same' "$status" 77
is 'a directory that is a link: nothing is there' "$(ls /mnt/elsewhere)" ''
for name in /mnt/x ../x logs/../../x ''; do
	options "account_log = $name"
	submit alice -t
	is "account_log = $name: is no name" "$status" 78
done

done_testing
