#!/usr/bin/perl
# The program that fits lines.tsv: marked pages go in by labels.pl, each row of
# the table comes out with its sentence, a fold can be left out, the same bytes
# come out twice.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use Test::More;

my $fit = tool('tests/fit/lines');
my $old = "$TOP/common/tables/lines.tsv";
my @pages = (glob "$TOP/tests/fit/marked/*.page")[0 .. 39];
my $dir = scratch() . '/marked';

mkdir $dir or die $!;
symlink $_, "$dir/" . s{.*/}{}r or die $! for @pages;
my $in = run(['perl', "$TOP/tests/fit/labels.pl", $dir])->{out};
is(scalar(() = $in =~ m{"id":"[^"]+\.page"}g), scalar @pages, 'a record a page');
like($in, qr{\.page/1"}, 'and one for each part of several');

my $r = run([$fit, "--table=$old"], in => $in);
my @rows = grep { !/^#/ } split /\n/, $r->{out};
is($r->{err} . $r->{status}, '0', 'it runs');
# Of what is added where the site is known only rows that add something are
# there, and say what the rows without site: say.
is_deeply([map { (split /\t/)[0, 13] } grep { !/^site:/ } @rows],
    [map { (split /\t/)[0, 13] } grep { !/^(?:#|site:)/ }
    split /\n/, slurp($old)], 'the rows of the table, with their sentences');
is(scalar(grep { !/^(?!site:)\S+(?:\t-?\d+){12}\t[^\t]+$/ &&
    !/^site:\S+(?:\t-?\d+){12}\t?$/ } @rows), 0, 'twelve weights each');
is(run([$fit, "--table=$old"], in => $in)->{out}, $r->{out}, 'twice the same');

my $left = run([$fit, "--table=$old", '--leave=2'], in => $in);
isnt($left->{out}, $r->{out}, 'without a fold: other weights');
my ($found) = $left->{err} =~ /^title +P \S+ R (\S+) of \d+$/m;
cmp_ok($found // 0, '>', 0.5, 'half of its headlines are found');

# What is learned, labels: the table fits the pages that it was learned from.
my $table = spew(scratch() . '/lines.tsv', $r->{out});
my $page = $in =~ s/\n.*//sr;
my $told = run([tool('extract-meta'), '-t', $table, '--explain'], in => "$page\n");
like($told->{out}, qr/"label":"title"/, '-t takes it');

my $bad = run([$fit], in => qq({"text":"a"}\n));
like($bad->{err}, qr/no field "labels"/, 'a page without labels is told');
is($bad->{status}, 1, 'and is the status');

done_testing;
