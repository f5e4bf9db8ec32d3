#!/usr/bin/perl
# Fits the weights of common/tables/boundary.tsv: logistic regression of "is
# there a cut?" on the evidence of each candidate, L2-regularised, weights
# rounded to whole tenths.
#
# usage: fit.pl [--leave FAMILY] PAGES.jsonl CANDIDATES.tsv > weights
#   PAGES       pages with gold.articles[].gap (see pages.pl)
#   CANDIDATES  what build/.../tests/lib/tools/boundary-candidates prints for them
# With --leave the pages of one family are left out and scored instead.
use strict;
use warnings;
use Getopt::Long;
use JSON::PP;

my ($leave, $penalty, $ridge) = ('', 3, 0.5);
GetOptions('leave=s' => \$leave, 'penalty=f' => \$penalty,
    'ridge=f' => \$ridge) or die;
my ($pages, $candidates) = @ARGV;
my $json = JSON::PP->new->utf8;
my (%gaps, %family);

open my $f, '<:raw', $pages or die "$pages: $!";
while (<$f>) {
	my $r = $json->decode($_);
	my @a = @{$r->{gold}{articles}};
	$gaps{$r->{id}} = [map { $_->{gap} } @a[1 .. $#a]];
	$family{$r->{id}} = $r->{gold}{family};
}

my (@rows, %names);
open $f, '<', $candidates or die "$candidates: $!";
while (<$f>) {
	chomp;
	my ($id, $offset, $evidence) = split /\t/;
	my $cut = grep { $offset >= $_->[0] && $offset <= $_->[1] } @{$gaps{$id}};
	my @e = split /,/, $evidence // '';
	$names{$_} = 1 for @e;
	push @rows, { id => $id, cut => $cut ? 1 : 0, e => ['bias', @e] };
}

my @train = grep { $family{$_->{id}} ne $leave } @rows;
my @test = grep { $family{$_->{id}} eq $leave } @rows;
my %w = map { $_ => 0 } 'bias', keys %names;

sub score { my ($r) = @_; my $s = 0; $s += $w{$_} for @{$r->{e}}; return $s }

# Same evidence, same verdict: count patterns, not rows.
my %pattern;
for my $r (@train) {
	my $p = $pattern{join ',', @{$r->{e}}} //= { e => $r->{e}, n => [0, 0] };
	$p->{n}[$r->{cut}]++;
}
my @patterns = map { $pattern{$_} } sort keys %pattern;

# Gradient descent with a step of its own for each weight (Rprop).
my %step = map { $_ => 0.1 } keys %w;
my %last = map { $_ => 0 } keys %w;
for (1 .. 300) {
	my %g = map { $_ => ($_ eq 'bias' ? 0 : $ridge * $w{$_}) } keys %w;
	for my $p (@patterns) {
		my $y = 1 / (1 + exp(-score($p)));
		my $d = $p->{n}[0] * $penalty * $y - $p->{n}[1] * (1 - $y);
		$g{$_} += $d for @{$p->{e}};
	}
	for (sort keys %w) {
		$step{$_} *= $g{$_} * $last{$_} > 0 ? 1.2 : 0.5;
		$step{$_} = 1e-6 if $step{$_} < 1e-6;
		$step{$_} = 1 if $step{$_} > 1;
		$w{$_} -= $step{$_} * ($g{$_} > 0 ? 1 : -1) if $g{$_} != 0;
		$last{$_} = $g{$_};
	}
}
$w{$_} = int($w{$_} * 10 + ($w{$_} < 0 ? -0.5 : 0.5)) for keys %w;

sub report {
	my ($name, @r) = @_;
	my %of;
	for my $r (@r) {
		my $c = $of{$family{$r->{id}}} //= { tp => 0, fp => 0, fn => 0 };
		my $cut = score($r) >= 0;
		$c->{$cut ? $r->{cut} ? 'tp' : 'fp' : $r->{cut} ? 'fn' : 'tn'}++;
	}
	printf STDERR "%-8s %-14s cuts %5d  missed %4d  false %4d\n", $name, $_,
	    $of{$_}{tp} + $of{$_}{fn}, $of{$_}{fn}, $of{$_}{fp} for sort keys %of;
}
report($leave ? ('left out', @test) : ('fitted', @train));
print "$_\t$w{$_}\n" for sort { $w{$b} <=> $w{$a} } keys %w;
