#!/usr/bin/perl
# Reads common/tables/fold.tsv, writes the C tables that fold.c includes.
use strict;
use warnings;

my %class = (X => 'FOLD_DROP', S => 'FOLD_SPACE', O => 'FOLD_OTHER',
    L => 'FOLD_LETTER', D => 'FOLD_DIGIT');
my (@low, @high, @page);

sub utf8 {
	my $s = join '', map { chr hex } split / /, shift;
	utf8::encode($s);
	return $s;
}

sub literal {
	return join '', map { sprintf '\\x%02x', ord } split //, shift;
}

while (<>) {
	next if /^#/;
	chomp;
	my ($range, $class, $to) = split /\t/;
	my ($first, $last) = map { hex } split /\.\./, $range;
	$last //= $first;
	for my $cp ($first .. ($last < 0x7ff ? $last : 0x7ff)) {
		$low[$cp] = [$class, $to];
	}
	next if $last < 0x800;
	my $s = $to eq '=' || $to eq '-' ? '' : utf8($to);
	# The first range that ends in each block of 256, or behind it.
	$page[$_] //= @high for 0 .. ($last < 0x10000 ? $last >> 8 : 0x100);
	push @high, sprintf "\t{ 0x%x, 0x%x, %s, %d, \"%s\" },\n", $first,
	    $last, $class{$class}, length $s, literal($s);
}

print "/* Made by fold-table.pl from common/tables/fold.tsv. */\n";
print "const struct fold_entry fold_low[0x800] = {\n";
for my $cp (0 .. 0x7ff) {
	my ($class, $to) = @{$low[$cp] // ['L', '=']};
	my $s = $to eq '-' ? '' : utf8($to eq '=' ? sprintf '%x', $cp : $to);
	die sprintf "%04X: more than two bytes\n", $cp if length $s > 2;
	printf "\t{ %s, %d, { %s } },\n", $class{$class // 'L'}, length $s,
	    join ', ', map { sprintf "(char)0x%02x", ord } split //,
	    substr("$s\0\0", 0, 2);
}
print "};\n\nstatic const struct fold_range fold_high[] = {\n", @high, "};\n";
print "\nstatic const uint16_t fold_page[0x101] = {\n",
    (map { sprintf "\t%d,\n", $page[$_] // @high } 0 .. 0x100), "};\n";
