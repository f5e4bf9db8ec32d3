#!/usr/bin/perl
# Writes fold.tsv: how each code point is folded, see common/text/fold.h.
#
# The rule: NFKD, without what Unicode calls non-spacing and enclosing marks
# (Mn, Me) and format controls (Cf), in lower case, Arabic letters mapped by
# %arabic, decimal digits by value, blanks to a space.  NFKD alone takes the
# hamza off its carriers, the madda off alef, and presentation forms to their
# letters.  Hangul, CJK compatibility and all above U+FFFF stay as they are, and
# so does what is below U+0800 and would become more than two bytes (¼, ĳ).
#
# Run by hand when Unicode or the rule changes; then raise FOLD_VERSION.
use strict;
use warnings;
use charnames ();
use Encode qw(encode_utf8);
use Unicode::Normalize qw(NFKD);
use Unicode::UCD qw(charinfo num);
binmode STDOUT, ':encoding(UTF-8)';

# Letters that look or sound alike to a reader of news, one form for each.
my %arabic = (
	"\x{649}" => "\x{64a}", "\x{6cc}" => "\x{64a}", "\x{6cd}" => "\x{64a}",
	"\x{6ce}" => "\x{64a}", "\x{6d0}" => "\x{64a}", "\x{6d2}" => "\x{64a}",
	"\x{629}" => "\x{647}", "\x{6be}" => "\x{647}", "\x{6c1}" => "\x{647}",
	"\x{6c3}" => "\x{647}", "\x{6d5}" => "\x{647}",
	"\x{671}" => "\x{627}", "\x{672}" => "\x{627}", "\x{673}" => "\x{627}",
	"\x{6a9}" => "\x{643}", "\x{6aa}" => "\x{643}", "\x{6ab}" => "\x{643}",
	"\x{6ad}" => "\x{643}", "\x{6af}" => "\x{643}",
	"\x{67e}" => "\x{628}", "\x{686}" => "\x{62c}", "\x{698}" => "\x{632}",
	"\x{6a4}" => "\x{641}", "\x{6a8}" => "\x{642}",
	"\x{6c4}" => "\x{648}", "\x{6c5}" => "\x{648}", "\x{6c6}" => "\x{648}",
	"\x{6c7}" => "\x{648}", "\x{6c8}" => "\x{648}", "\x{6cb}" => "\x{648}",
	"\x{679}" => "\x{62a}", "\x{688}" => "\x{62f}", "\x{691}" => "\x{631}",
	"\x{695}" => "\x{631}", "\x{6b5}" => "\x{644}", "\x{6ba}" => "\x{646}",
);

sub folded {
	my ($c) = @_;
	my $s = NFKD($c);

	$s =~ s/[\p{Mn}\p{Me}\p{Cf}\x{640}]//g;
	$s = lc $s;
	$s =~ s/[\p{Mn}\p{Me}]//g;
	$s =~ s/(.)/$arabic{$1} \/\/ $1/gse;
	$s =~ s/(\p{Nd})/num($1)/ge;
	$s =~ s/[\t\x0b-\r\x85\p{Z}]/ /g;
	return $s;
}

sub class {
	my ($s) = @_;

	return 'X' if $s eq '';
	return 'S' if $s =~ /^[\s\x85]/;
	return 'D' if $s =~ /^\d/;
	return 'L' if $s =~ /^[\p{L}\p{M}\p{N}]/;
	return 'O';
}

print <<'HEAD';
# How code points are folded (common/text/fold.h), made by fold.pl.
# Columns: first[..last] code point, class (L letter, D digit, S blank, O other,
# X dropped), what it becomes (code points; "=" for itself), name of the first.
# What is not listed is a letter that stays as it is.
# Origin: the Unicode Character Database 14.0 (Unicode-DFS-2016) by way of
# perl 5.36's Unicode::Normalize; the Arabic rows of fold.pl are khabar's.
HEAD

my ($first, $last, $was) = (0, -1, '');

sub flush_rows {
	my $range = $first == $last ? sprintf('%04X', $first)
	    : sprintf('%04X..%04X', $first, $last);

	print "$range\t$was\t", charnames::viacode($first) // '-', "\n"
	    if $last >= 0 && $was ne "L\t=";
}

for my $cp (0 .. 0x1ffff) {
	next if $cp >= 0xd800 && $cp < 0xe000;
	my $c = chr $cp;
	my $kept = $cp > 0xffff || ($cp >= 0xac00 && $cp < 0xd7b0)
	    || ($cp >= 0xf900 && $cp < 0xfb00) || ($cp >= 0x3200 && $cp < 0x3400)
	    || ($cp >= 0xe000 && $cp < 0xf900) || $c =~ /\p{Cn}/;
	my $s = $kept ? $c : folded($c);
	$s = $c if $cp < 0x800 && length(encode_utf8($s)) > 2;
	my $class = $c =~ /\p{Cn}/ ? 'L' : class($s);
	my $to = $class eq 'X' ? '-' : $s eq $c ? '='
	    : join ' ', map { sprintf '%04X', ord } split //, $s;
	my $row = "$class\t$to";
	if ($row eq $was && ($to eq '=' || $to eq '-' || $to eq '0020')
	    && $cp == $last + 1) {
		$last = $cp;
		next;
	}
	flush_rows();
	($first, $last, $was) = ($cp, $cp, $row);
}
flush_rows();
