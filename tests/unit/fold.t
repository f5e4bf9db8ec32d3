#!/usr/bin/perl
# The folding table against a slow reference that is made in another way: from
# canonical and compatibility decompositions step by step (NFD, then the
# letter's own <mapping>), from the names of the letters instead of a list of
# their numbers, and from the claims in common/text/fold.h.
# Slow: each code point, in perl.
use strict;
use warnings;
use utf8;
use feature 'unicode_strings';
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use charnames ();
use Encode qw(encode_utf8);
use Test::More;
use Unicode::Normalize qw(NFD getCompat);

# Arabic letters that read as another one: by name, what stands behind
# ARABIC LETTER.  A hamza or madda on top is gone by then.
my %reads_as = (
	'ALEF' => [ 'ALEF WASLA', 'ALEF WITH WAVY HAMZA ABOVE',
	    'ALEF WITH WAVY HAMZA BELOW' ],
	'YEH' => [ 'ALEF MAKSURA', 'FARSI YEH', 'YEH WITH TAIL',
	    'YEH WITH SMALL V', 'E', 'YEH BARREE' ],
	'HEH' => [ 'TEH MARBUTA', 'HEH DOACHASHMEE', 'HEH GOAL',
	    'TEH MARBUTA GOAL', 'AE' ],
	'KAF' => [ 'KEHEH', 'SWASH KAF', 'KAF WITH RING', 'NG', 'GAF' ],
	'BEH' => [ 'PEH' ], 'JEEM' => [ 'TCHEH' ], 'ZAIN' => [ 'JEH' ],
	'FEH' => [ 'VEH' ], 'QAF' => [ 'QAF WITH THREE DOTS ABOVE' ],
	'WAW' => [ 'WAW WITH RING', 'KIRGHIZ OE', 'OE', 'U', 'YU', 'VE' ],
	'TEH' => [ 'TTEH' ], 'DAL' => [ 'DDAL' ],
	'REH' => [ 'RREH', 'REH WITH SMALL V BELOW' ],
	'LAM' => [ 'LAM WITH SMALL V' ], 'NOON' => [ 'NOON GHUNNA' ],
);
my %letter;
for my $to (keys %reads_as) {
	$letter{charnames::string_vianame("ARABIC LETTER $_")} =
	    charnames::string_vianame("ARABIC LETTER $to")
	    for @{$reads_as{$to}};
}

# A digit by its name.
my @digits = qw(ZERO ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE);
sub digit {
	my ($d) = @_;
	my $name = charnames::viacode(ord $d);

	return (grep { $name =~ /\bDIGIT $digits[$_]$/ } 0 .. 9)[0] // $d;
}

# Compatibility decomposition, a step at a time, until nothing changes.
sub decompose {
	my ($s) = @_;
	my $next = join '', map { getCompat(ord) // $_ } split //, NFD($s);

	return $next eq $s ? $s : decompose($next);
}

sub slow {
	my ($cp) = @_;
	my $c = chr $cp;
	my $s = '';

	# What fold.h leaves alone: Hangul, CJK compatibility, all planes but
	# the first, code points without a character, private ones.
	return $c if $cp > 0xffff || ($cp >= 0xac00 && $cp <= 0xd7af) ||
	    ($cp >= 0xf900 && $cp <= 0xfaff) ||
	    ($cp >= 0x3200 && $cp <= 0x33ff) ||
	    $c =~ /\p{Unassigned}|\p{Private_Use}/;
	for my $d (split //, decompose($c)) {
		next if $d =~ /\p{Nonspacing_Mark}|\p{Enclosing_Mark}|\p{Format}/;
		next if $d eq chr(0x640); # tatweel
		$d = join '', grep { !/\p{Nonspacing_Mark}/ } split //, lc $d;
		$d = join '', map { $letter{$_} // $_ } split //, $d;
		$d = digit($d) if $d =~ /^\p{Decimal_Number}$/;
		$d = ' ' if $d =~ /^(?:\p{Separator}|[\t\cK\cL\r\x85])$/;
		$s .= $d;
	}
	# Two bytes stay two bytes, so that the low table is a table of pairs.
	return $cp < 0x800 && length encode_utf8($s) > 2 ? $c : $s;
}

sub slow_class {
	my ($s) = @_;

	return 'X' if $s eq '';
	# The table ends with plane 1: what is behind it stays, as a letter.
	return 'L' if ord $s > 0x1ffff;
	return 'S' if $s =~ /^\s/ || $s =~ /^\x85/;
	return 'D' if $s =~ /^\p{Decimal_Number}/;
	return 'L' if $s =~ /^(?:\p{Letter}|\p{Mark}|\p{Number}|\p{Cn})/;
	return 'O';
}

my @wrong;
my $seen = 0;
open my $dump, '-|', tool('tests/lib/tools/fold-dump') or die $!;
while (<$dump>) {
	my ($cp, $class, $to) = /^(\w+) (\w) (\w*)$/ or die $_;
	my $c = hex $cp;
	# The table knows Unicode 14: look at what it had then.
	next if chr($c) =~ /\P{Unassigned}/ && chr($c) !~ /\p{Present_In: 14.0}/;
	my $want = slow($c);
	my $bytes = unpack 'H*', encode_utf8($want);
	$seen++;
	next if $bytes eq $to && slow_class($want) eq $class;
	push @wrong, sprintf "U+%s %s: %s %s, slow %s %s\n", $cp,
	    charnames::viacode($c) // '', $class, $to, slow_class($want),
	    $bytes;
}
ok(close($dump), 'dumped');
ok($seen > 60_000, "$seen code points");
is(scalar @wrong, 0, 'fold as the slow reference does')
    or diag(@wrong[0 .. ($#wrong > 19 ? 19 : $#wrong)]);

done_testing;
