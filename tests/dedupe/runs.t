#!/usr/bin/perl
# Runs over a state, one after another, say what one run says: with dates and a
# window, with less memory than all needs, with other ways to compare, whether
# the index is there or not.  In make check-small each run writes an index.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Chance;
use Khabar;
use Test::More;

my $dedupe = tool('dedupe');
my $dir = scratch();
my ($records, $runs) = (2400, 6);

seed(5);
my @word = map { "w$_" } 1 .. 3000;
my (@text, @line);
for my $i (0 .. $records - 1) {
	my @t = map { $word[random(3000)] } 1 .. 60;
	if ($i > 10 && random(10) < 4) { # a copy, edited a little
		@t = @{$text[random($i)]};
		$t[random(60)] = $word[random(3000)] for 1 .. random(6);
	}
	push @text, \@t;
	my $date = random(20) ? sprintf '"date":"2025-%02d-%02d",',
	    1 + int($i / 672), 1 + int($i / 24) % 28 : '';
	push @line, qq({"id":"r$i",$date"text":"@t"}\n);
}

for my $options ([], ['--window=20d'], ['--mem=16M'],
    ['--window=20d', '--mem=24M'], ['--preset=wide', '--window=10d'],
    ['--exact', '--window=20d']) {
	my $one = run([$dedupe, '--mark', @$options], in => join '', @line);
	my %got = (with => '', without => '');

	for my $run (0 .. $runs - 1) {
		my $n = $records / $runs;
		my $in = join '', @line[$run * $n .. ($run + 1) * $n - 1];

		for my $index (sort keys %got) {
			my $r = run([$dedupe, '--state', "$dir/$index",
			    '--mark', '-j' . (1 + $run % 2), @$options],
			    in => $in);
			$got{$index} .= $r->{out} . $r->{err} =~
			    s/^dedupe: --mem reached.*\n//r;
			unlink "$dir/without/index";
		}
	}
	for my $index (sort keys %got) {
		ok($got{$index} eq $one->{out},
		    "@$options: $index an index, all runs say the same");
		my $r = run([$dedupe, '--state', "$dir/$index", '--check']);
		is("$r->{status}$r->{err}", 0, 'and the state is whole');
		is(system('rm', '-r', "$dir/$index"), 0, 'and goes');
	}
}
done_testing;
