#!/usr/bin/perl
# Furniture tables: what split-articles and extract-meta make of them, for which
# pages, and what is wrong with a row.
use strict;
use utf8;
use warnings;
use Encode qw(encode_utf8 decode_utf8);
use FindBin;
use lib "$FindBin::Bin/../lib";
use JSON::PP;
use Khabar;
use Test::More;

binmode $_, ':utf8'
    for Test::More->builder->output, Test::More->builder->failure_output;
my ($split, $extract) = map { tool($_) } qw(split-articles extract-meta);
my $json = JSON::PP->new->utf8->canonical;
my $dir = scratch();

my $slogan = 'حكايات الضفاف على كل لسان وفي كل بيت';
my $body = 'أعلنت البلدية أن الجسر عاد إلى العمل، وأن فرقها أنهت الصيانة التي ' .
    'بدأت في مطلع العام، وأن المرور عاد كما كان.';
my $page = "جسر الوادي يعود إلى العمل\n\n$body\n$slogan\n";

sub table {
	return spew("$dir/table.tsv", encode_utf8(join '', map { "$_\n" } @_));
}

# What extract-meta makes of the page with a table of these rows.
sub meta {
	my ($rows, %fields) = @_;
	my $r = run([$extract, '--explain', @$rows ? ('-t', table(@$rows)) : ()],
	    in => $json->encode({ text => $page, %fields }) . "\n");

	is($r->{status} . $r->{err}, '0', 'status and messages');
	return $json->decode($r->{out});
}
sub seen {
	my ($m, $text) = @_;
	my ($line) = grep { $_->{text} eq $text } @{$m->{evidence}};

	return join ' ', grep { /^site_(?:new|some|most)$/ }
	    @{$line->{evidence}};
}

my $row = "furniture\t\t\t8\t8\t$slogan";
my $plain = meta([]);
is($plain->{text}, "$body\n$slogan", 'without a table it is text');
is(seen($plain, $slogan), '', 'and nothing is seen');
my $with = meta([$row]);
is($with->{text}, $body, 'with one it is none');
is($with->{title}, 'جسر الوادي يعود إلى العمل', 'the headline');
is(seen($with, $slogan), 'site_most', 'most pages have it');
is(seen($with, $body), 'site_new', 'no other page has the paragraph');
is(seen(meta([$row, "furniture\t\t\t3\t8\tجسر الوادي يعود إلى العمل"]),
    'جسر الوادي يعود إلى العمل'), 'site_some', 'some have the headline');
is(seen(meta(["furniture\t\t\t4\t8\t$slogan"]), $slogan), 'site_most',
    'half of them are most');
is(seen(meta([$row, "furniture\t\t\t1\t8\t$slogan"]), $slogan), 'site_most',
    'of two rows the more counts');
is(meta(["# mine", '', "furniture\t\t\t8\t8\t• حكايات الضفافِ على كل لسان، وفي " .
    'كل بيت!'])->{text}, $body, 'a row as somebody may write it');
is(seen(meta([$row, "furniture\t\t\t8\t8\t$body"]), $body), 'site_new',
    'a paragraph is none of the lines, whatever the table says');
# It decides nothing: a label wins.
is(meta([map { "furniture\t\t\t8\t8\t$_" } $slogan, 'المصدر: وكالات'],
    text => "$page\nالمصدر: وكالات\n")->{credit}, 'وكالات',
    'what has a label keeps it');

# Which pages.
my @url = map { "furniture\turl\t$_\t8\t8\t$slogan" } 'a.example', 'b.example';
is(seen(meta([@url], url => 'https://www.a.example/1'), $slogan), 'site_most',
    'the site is the one of the record');
is(seen(meta([@url], url => 'https://c.example/1'), $slogan), '',
    'another site is not known');
is(seen(meta([@url]), $slogan), '', 'nor is a page without one');
is(seen(meta([@url, $row], url => 'https://c.example/1'), $slogan),
    'site_most', 'but for rows without a site');
is(seen(meta(["furniture\tsitename\tالوادي\t8\t8\t$slogan"],
    sitename => 'الوادي'), $slogan), 'site_most', 'by another field');
my $other = meta(["furniture\t\t\t8\t8\tالضفة الأخرى"]);
is($json->encode($other), $json->encode($plain),
    'a page without a line of the site is read as ever');
is(seen(meta(["furniture\t\t\t3\t8\t$slogan"]), $slogan), 'site_some',
    'of a site whose pages have no line in common all are');
is(seen(meta(["furniture\t\t\t8\t8\t"]), $slogan) =~ s/ .*//r, 'site_new',
    'also where it is all that is known');

# split-articles, of pages in text, JSON and crawls.
my $table = table($row, @url);
my $text = encode_utf8($page);
my $wet = "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: " .
    "https://a.example/1\r\nContent-Length: " . length($text) .
    "\r\n\r\n$text\r\n\r\n";
for my $in ($text, $json->encode({ text => $page }) . "\n", $wet) {
	my $r = run([$split, '-t', $table], in => $in);
	is($r->{status} . $r->{err} . $json->decode($r->{out})->{text},
	    "0$page", 'split-articles takes it');
}

# Rows that are wrong.
for (["furniture\t\t\t0\t8\tx", "no number of pages: '0'"],
    ["furniture\t\t\t8\t-1\tx", "no number of pages: '-1'"],
    ["furniture\t\t\t8\tx\tx", "no number of pages: 'x'"],
    ["furniture\t\t\t8\t8\t12", "a line without letters: '12'"],
    ["related\tbare\t0\tx\tx", "not a row of furniture: 'related'"]) {
	my ($bad, $what) = @$_;
	my @rows = ($row, $bad);
	is_run("wrong: $what", [$extract, '-t', table(@rows)], in => '',
	    status => 2, err => "extract-meta: $dir/table.tsv:2: $what\n");
}

# Weights for pages whose site is known: `site:` in lines.tsv.
my $zeros = "\t0" x 12;
sub weights {
	return spew("$dir/lines.tsv", encode_utf8(join '', map { "$_\n" }
	    "bias$zeros", @_));
}
sub label {
	my @args = map { ('-t', $_) } @_;
	my $r = run([$extract, '--explain', @args],
	    in => $json->encode({ text => $page }) . "\n");

	return $json->decode($r->{out})->{evidence}[0]{label};
}
$table = table($row);
my $tags = "bias" . "\t0" x 6 . "\t9" . "\t0" x 5;
is(label(weights("site:$tags")), 'title', 'a row for sites');
is(label(weights("site:$tags"), $table), 'tags', 'counts where it is known');
is(label(weights($tags =~ s/bias/kind_headline/r)), 'tags', 'one for all');
is(label(weights($tags =~ s/bias/kind_headline/r, 'site:bias' . "\t0" x 6 .
    "\t-9" . "\t0" x 5), $table), 'title', 'is added to');
is_run('an evidence that is none', [$extract, '-t',
    weights("site:nothing$zeros")], in => '', status => 2, err =>
    "extract-meta: $dir/lines.tsv:2: unknown evidence: 'site:nothing'\n");
done_testing;
