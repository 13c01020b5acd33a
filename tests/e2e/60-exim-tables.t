#!/bin/sh
# SPDX-License-Identifier: ISC
#
# The tables in tests/corpus/exim say what Exim makes of headers and of domain
# lists; truefrom's own answers are held against them by the unit tests.  Here
# the real Exim is asked again, row by row, so that a change of its shows.

# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

tables=/mnt/src/tests/corpus/exim

# The lists that the table of domains names, and its files.
cp -R $tables/fixtures files
mkdir -p files/dir/dsdir.example
: > files/dir/ds.example
ln -sf nowhere files/dir/dslink.example
sed -i "s,@F@,$w/files," files/plainlist
{
	echo 'PROBE = yes'
	sed "/^domainlist allow_domains/a\\
domainlist neg = !a.example\\
domainlist mix = !b.example : z.example\\
domainlist semi = <; b:c.example ; lsearch;;$w/files/ls1\\
domainlist emptyl =\\
domainlist missing = lsearch;$w/files/missing" $e2e/exim.conf
} > /etc/exim4/exim4.conf
check 'Exim takes the configuration' $exim -bV

# ask TABLE: a line for each row: name, what Exim says, what the table has.
ask()
{
	perl -e '
	use MIME::Base64;
	my ($exim, $files, $table) = @ARGV;
	my %byte = (n => "\n", r => "\r", t => "\t", 0 => "\0", "\\" => "\\");

	sub bytes { # undoes the escapes of the tables
		my $s = shift;
		return "" if $s eq "(empty)";
		$s =~ s/\\(?:x([0-9a-f]{2})|(.))/
		    defined $1 ? chr hex $1 : $byte{$2} \/\/ "\\$2"/gie;
		return $s =~ s/\@F\@/$files/gr;
	}

	# What Exim, called so, says on both its outputs.
	sub exim {
		my ($input, @words) = @_;
		open my $f, ">", "input" or die; print $f $input; close $f;
		my $pid = open my $pipe, "-|";
		die unless defined $pid;
		if (!$pid) {
			open STDIN, "<", "input"; open STDERR, ">&", \*STDOUT;
			exec $exim, @words;
		}
		local $/;
		my $said = <$pipe>;
		close $pipe;
		return $said // "";
	}

	# The domain that the recipe for acl_not_smtp finds.
	sub domain {
		my ($message, @options) = @_;
		my $said = exim($message, @options, "-oep", "-odq",
		    "rcpt\@dest.example");
		return "error" unless $said =~ /\@\@DOMAIN=([^\@]*)\@\@/;
		return decode_base64($1) || "-";
	}

	sub in_list {
		my ($subject, $list) = @_;
		my $said = exim("", "-be",
		    "\${if match_domain{$subject}{$list}{yes}{no}}");
		return $said =~ /\A(yes|no)\n\z/ ? $1 : "error";
	}

	open my $in, "<", "$table" or die "$table: $!\n";
	while (<$in>) {
		chomp;
		next if /^#|^$|^id\t/;
		my @c = split /\t/, $_, -1;
		if ($table =~ /from_table/) {
			print join("\t", "from_table $c[0]",
			    domain(bytes($c[1]) . "\nbody\n", "-oi"), $c[2]);
		} elsif ($table =~ /hdr_table/) {
			print join("\t", "hdr_table $c[0]",
			    domain(bytes($c[2]), $c[1] eq "i" ? "-oi" : ()),
			    $c[3]);
		} else {
			print join("\t", "dom_table $.: $c[0] in $c[1]",
			    in_list(bytes($c[0]), bytes($c[1])), $c[2]);
		}
		print "\n";
	}' $exim $w/files "$1" > rows
}

tab=$(printf '\t')
for table in from_table hdr_table dom_table; do
	ask $tables/$table.tsv
	is "$table: has rows, and each was asked" "$(wc -l < rows)" \
	    "$(grep -cvE '^(#|$|id	)' $tables/$table.tsv)"
	check "$table: is not empty" test -s rows
	while IFS=$tab read -r name got want; do
		case $name in
		*@mx_any) skip "$name" 'it asks the DNS, which is not here' ;;
		*) is "$name" "$got" "$want" ;;
		esac
	done < rows
done

done_testing
