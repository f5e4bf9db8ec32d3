#!/usr/bin/perl
# extract-meta reads a part, split-articles the page that it was cut from: of
# a hundred lines 99 have the label in the part that the whole page gave them.
# Only lines of pages that were cut are counted; elsewhere the part is the page.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use JSON::PP;
use Test::More;

my $dir = scratch();
my $json = JSON::PP->new->utf8->canonical;
binmode $_, ':utf8'
    for Test::More->builder->output, Test::More->builder->failure_output;

sub records { return map { $json->decode($_) } split /\n/, $_[0] }

# What extract-meta takes the lines of each record for.
sub labelled {
	my $file = spew("$dir/records.jsonl",
	    join '', map { $json->encode($_) . "\n" } @_);

	return map { $_->{evidence} }
	    records(run([tool('extract-meta'), '--explain', $file])->{out});
}

sub texts { return join "\n", map { $_->{text} } @_ }

run(['perl', 'tests/fit/marked.pl', "$dir/marked",
    sort glob 'tests/fit/marked/*.page']);
my @parts = records(run([tool('split-articles'), glob('tests/pages/*.txt'),
    glob("$dir/marked/pages/*.txt")])->{out});
my @alone = labelled(@parts);
my %pages;
for my $i (0 .. $#parts) {
	my $page = $pages{$parts[$i]{doc}} //= { text => '', lines => [] };

	$page->{text} .= $parts[$i]{text};
	$page->{cut} = $i if $parts[$i]{part};
	push @{$page->{lines}}, @{$alone[$i]};
}

my @docs = sort keys %pages;
my @whole = labelled(map { { text => $pages{$_}{text} } } @docs);
my ($count, @other, @uncut, @cut) = (0);
for my $i (0 .. $#docs) {
	my ($page, @lines) = ($pages{$docs[$i]}, @{$whole[$i]});
	my @alone = @{$page->{lines}};

	if (texts(@lines) ne texts(@alone)) {
		push @other, $docs[$i];
		next;
	}
	$count += @lines if $page->{cut};
	push @{$page->{cut} ? \@cut : \@uncut}, map { "$docs[$i]: " .
	    "$lines[$_]{label}, alone $alone[$_]{label}: $lines[$_]{text}" }
	    grep { $lines[$_]{label} ne $alone[$_]{label} } 0 .. $#lines;
}

is("@other", '', 'parts have the lines of their page');
is(join("\n", @uncut), '', 'one part is labelled as the page that it is');
cmp_ok($count, '>', 300, 'there are lines of pages that were cut');
cmp_ok(1 - @cut / ($count || 1), '>=', .99,
    "of $count all but " . @cut . ' have the label that the page gave them') or
    diag(join "\n", @cut);
note($_) for @cut;

done_testing();
