#!/usr/bin/perl
# The program that fits pairs.tsv: pairs go in, the table comes out with what
# people wrote into it, a fold can be left out, the same bytes come out twice,
# and what was learned decides.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use Test::More;

my $fit = tool('tests/fit/pairs');
my $old = "$TOP/common/tables/pairs.tsv";
my $in = run(['perl', "$TOP/tests/fit/forms.pl", '-n', 200])->{out};
cmp_ok(scalar(() = $in =~ /"label":"template"/g), '>', 80, 'pairs are made');

my $r = run([$fit, "--table=$old", '--trees=40', '--rate=.2'], in => $in);
is($r->{status}, 0, 'it runs');
is_deeply([grep { !/^(?:bias|tree)\t/ } split /\n/, $r->{out}],
    [grep { !/^(?:bias|tree)\t/ } split /\n/, slurp($old)],
    'what people wrote is there');
is(scalar(() = $r->{out} =~ /^tree\trepeat(?:\t\w+\t-?\d+){3}(?:\t-?\d+){4}$/mg),
    40, 'forty trees');
is(run([$fit, "--table=$old", '--trees=40', '--rate=.2'], in => $in)->{out}, $r->{out},
    'twice the same');
my ($yes, $found) = $r->{err} =~ /^repeat .*: yes +(\d+) +found +(\d+)/m;
cmp_ok($found // 0, '>', 0.9 * ($yes // 1), 'copies are found');

my $left = run([$fit, "--table=$old", '--leave=3', '--folds=10'], in => $in);
like($left->{err}, qr/^repeat +of +\d\d: /m, 'a fold alone is scored');
isnt($left->{out}, $r->{out}, 'without it: other weights');

# The table decides.
my $text = join ' ', map { "word$_" } 1 .. 40;
my $pair = qq({"text":"$text"}\n) . qq({"text":"$text more of it"}\n);
my $never = spew(scratch() . '/never.tsv', "bias\trepeat\t-1\n");
is(run([tool('dedupe')], in => $pair)->{out} =~ tr/\n//, 1,
    'a copy with three words more is one');
is(run([tool('dedupe'), '-t', $never], in => $pair)->{out}, $pair,
    '-t takes another table');
for (["tree\trepeat\tlonger\t1\n", "unknown figure: 'longer'"],
    ["bias\twhat\t1\n", "unknown question: 'what'"],
    ["bias\trepeat\tmuch\n", "no number: 'much'"],
    ["swaps\t2\n", "unknown question: '2'"]) {
	my $bad = spew(scratch() . '/bad.tsv', $_->[0]);
	is_run($_->[1], [tool('dedupe'), '-t', $bad], status => 2,
	    err => "dedupe: $bad:1: $_->[1]\n");
}

my $odd = run([$fit], in => qq({"n":1,"label":"dup","a":{"text":"x"}}\n));
like($odd->{err}, qr/no b/, 'a pair with one text is told');
is($odd->{status}, 2, 'and is the status');

done_testing;
