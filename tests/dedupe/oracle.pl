#!/usr/bin/perl
# Slow and exact: compares each record of what `dedupe --mark` wrote with every
# earlier one, by the sets of their folded words' 3-grams, and tells how far
# dedupe is from that.
#
# usage: oracle.pl MARKED.jsonl
#
#   recall  of the records that have an earlier one of Jaccard similarity >=
#           0.5, the share that is marked as a repeat
#   false   of the marked ones, the share without an earlier one of similarity
#           >= 0.2 or containment >= 0.5
#
# Folding is written anew here, after the head of common/text/fold.h.
use strict;
use warnings;

my %unescape = (b => "\b", f => "\f", n => "\n", r => "\r", t => "\t");

sub text_of {
	my ($text) = $_[0] =~ /"text"\s*:\s*"((?:[^"\\]++|\\.)*+)"/ or die;
	$text =~ s/\\u([0-9a-fA-F]{4})/chr hex $1/ge;
	$text =~ s/\\(.)/$unescape{$1} \/\/ $1/ge;
	return $text;
}

sub words {
	my $t = lc shift;
	$t =~ tr/\x{622}\x{623}\x{625}\x{671}/\x{627}/;
	$t =~ tr/\x{649}\x{6cc}\x{626}/\x{64a}/;
	$t =~ tr/\x{624}\x{629}\x{6a9}/\x{648}\x{647}\x{643}/;
	$t =~ tr/\x{660}-\x{669}\x{6f0}-\x{6f9}/0-90-9/;
	$t =~ s/[\x{640}\x{200b}-\x{200f}\x{202a}-\x{202e}]|\p{Mn}//g;
	$t =~ s/[\x{2066}-\x{2069}\x{feff}]//g;
	return $t =~ /[\p{L}\p{N}\p{M}]+/g;
}

my (%posting, @size, %found);
my ($n, $want, $got, $marked, $false) = (0, 0, 0, 0, 0);
open my $in, '<:encoding(UTF-8)', $ARGV[0] or die "$ARGV[0]: $!\n";
while (my $line = <$in>) {
	my @w = words(text_of($line));
	my %set = map { join(' ', @w[$_ .. $_ + 2]) => 1 } 0 .. $#w - 2;
	my (%common, $j, $c, $best, $contained);

	for my $s (keys %set) {
		$common{$_}++ for @{$posting{$s} // []};
	}
	$best = $contained = 0;
	$size[$n] = keys %set;
	for my $o (keys %common) {
		my $k = $common{$o};
		my $least = $size[$o] < $size[$n] ? $size[$o] : $size[$n];

		$j = $k / ($size[$o] + $size[$n] - $k);
		$c = $k / $least;
		$best = $j if $j > $best;
		$contained = $c if $c > $contained;
	}
	push @{$posting{$_}}, $n for keys %set;
	my $is = $line !~ /"dup":null/;
	my ($kind) = $line =~ /"dup":\{.*?"kind":"(\w+)"/;
	if (@w >= 8 && $best >= 0.5) {
		$want++;
		$got += $is;
		printf "missed: line %d, similarity %.3f\n", $n + 1, $best
		    unless $is;
	}
	if ($is && $kind =~ /near|contained/) {
		$marked++;
		if ($best < 0.2 && $contained < 0.5) {
			$false++;
			printf "false: line %d, similarity %.3f, " .
			    "containment %.3f\n", $n + 1, $best, $contained;
		}
	}
	$n++;
}
printf "recall %d of %d, %.4f\n", $got, $want, $want ? $got / $want : 1;
printf "false %d of %d, %.4f\n", $false, $marked,
    $marked ? $false / $marked : 0;
