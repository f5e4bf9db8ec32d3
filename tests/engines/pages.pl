#!/usr/bin/perl
# pages.pl DIR FILES PAGES: pages of our own into DIR/NN.jsonl, so that stories
# repeat within a file and across files, and some lines are bad.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Articles;
use Khabar;

my ($dir, $files, $pages) = @ARGV;
my @written = map { my $s = slurp($_); utf8::decode($s); $s }
    sort glob "$TOP/tests/pages/*.txt";
my @story = map { article(4) } 1 .. 40;

sub text {
	my $kind = random(10);

	return $written[random(scalar @written)] if $kind < 3;
	return $story[random(40)] if $kind < 5;
	return edited($story[random(40)], 8) if $kind < 7;
	return article(5);
}

for my $file (1 .. $files) {
	my $lines = '';

	for my $page (1 .. $pages) {
		my $text = text();

		$text =~ s/([\x00-\x1f"\\])/sprintf '\\u%04x', ord $1/ge;
		$lines .= record("p$file.$page", $text);
		$lines .= "no record\n" if random(40) == 0;
	}
	spew(sprintf("%s/%02d.jsonl", $dir, $file), $lines);
}
