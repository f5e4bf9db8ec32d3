#!/usr/bin/perl
# dedupe --mark against the slow exact comparison of oracle.pl, on articles
# of invented words and edited copies of them; on real ones, too, where
# KHABAR_NEWS names a file of records.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Articles;
use Khabar;
use Test::More;

my $dir = scratch();
my $dedupe = tool('dedupe');

sub judge {
	my ($name, $file) = @_;
	my $marked = spew("$dir/marked",
	    run([$dedupe, '--mark'], stdin => $file)->{out});
	my $said = run(['perl', "$FindBin::Bin/oracle.pl", $marked])->{out};
	my ($recall) = $said =~ /^recall .*, ([\d.]+)$/m;
	my ($false) = $said =~ /^false .*, ([\d.]+)$/m;

	cmp_ok($recall, '>=', 0.99, "$name: recall") or diag($said);
	cmp_ok($false, '<=', 0.002, "$name: false") or diag($said);
}

my (@text, @line);
for my $n (0 .. 799) {
	push @text, random(3) || !@text ? article(3 + random(12)) :
	    edited($text[random(scalar @text)], random(20));
	push @line, record("o$n", $text[-1]);
}
judge('invented articles', spew("$dir/in", join '', @line));
SKIP: {
	skip 'KHABAR_NEWS names no file', 2 unless $ENV{KHABAR_NEWS};
	judge('real articles', $ENV{KHABAR_NEWS});
}
done_testing;
