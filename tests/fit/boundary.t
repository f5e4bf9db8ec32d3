#!/usr/bin/perl
# The program that fits boundary.tsv: what parts articles gets weight, the table
# keeps its words, a fold can be left out, the same bytes come out twice.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Articles;
use Encode qw(encode);
use Khabar;
use Test::More;

my $fit = tool('tests/fit/boundary');
my $dir = scratch();
my @families = map { "family-$_" } 1 .. 8;
seed(20261128);

sub article_lines {
	my @words = split / /, article(3) =~ s/\s+/ /gr;

	return (join(' ', @words[0 .. 6]), map { join(' ', @words[7 .. 50]) . '.' }
	    1 .. 3);
}

# Two articles, parted by a line of stars or by a line of bare words, which is
# no end of anything.
sub page {
	my ($family, $stars) = @_;
	my $above = encode('UTF-8', join("\n", article_lines()) . "\n");
	my $parted = $stars ? "***\n" : '';
	my $below = encode('UTF-8', join("\n", article_lines()) . "\n");
	my @at = (length $above, length("$above$parted"));
	my $gap = $stars ? qq(,{"gap":[$at[0],$at[1]]}) : '';

	return sprintf qq({"text":%s,"gold":{"family":"%s","articles":) .
	    qq([{"gap":[0,0]}%s]}}\n), json_string("$above$parted$below"),
	    $family, $gap;
}

my $in = join '', map { my $f = $_; map { page($f, $_ % 2) } 1 .. 12 } @families;
my $old = spew("$dir/old", "# head\nrule\t1\tstars\nbias\t2\tat first\n");
my $r = run([$fit, '--penalty=1', '--ridge=0.05', "--table=$old"], in => $in);
my ($rule) = $r->{out} =~ /^rule\t(-?\d+)\tstars$/m;
my ($bias) = $r->{out} =~ /^bias\t(-?\d+)\tat first$/m;
is($r->{status}, 0, 'it runs');
cmp_ok($rule, '>', 20, 'stars part articles');
cmp_ok($bias, '<', 0, 'in doubt there is no cut');
like($r->{out}, qr/\A# head\nrule\t.*\nbias\t.*\n/, 'the table keeps its order');
like($r->{err}, qr/^all +cuts +48 +missed +[0-2] +false +[0-2]$/m,
    'its score: nearly all');
is(run([$fit, '--penalty=1', '--ridge=0.05', "--table=$old"],
    in => $in)->{out}, $r->{out}, 'twice the same');

my ($cuts, $families) = (0, 0);
for my $k (0 .. 3) {
	my $left = run([$fit, '--folds=4', "--leave=$k"], in => $in);

	$cuts += $1 if $left->{err} =~ /^all +cuts +(\d+)/m;
	$families += () = $left->{err} =~ /^family-/mg;
	like($left->{out}, qr{^bias\t}m, "without fold $k a table is written, too");
}
is("$cuts $families", '48 8', 'each family is left out once');
is_run('a page without gold', [$fit], in => qq({"text":"a"}\n), status => 2,
    err => "boundary: gold: there is none\n");
is_run('an article without a gap', [$fit], status => 2,
    in => qq({"text":"a","gold":{"family":"f","articles":[{},{}]}}\n),
    err => "boundary: gold: gap\n");
done_testing;
