#!/usr/bin/perl
# Marked pages in HTML (tests/fit/marked-html/README) as marked pages:
#
#	perl tests/fit/marked-html.pl DIR FILE.html...
#
# writes DIR/FILE.page, which tests/fit/marked.pl and labels.pl read: the rows
# of the page's first comment, and each element with data-line as a line.
# Text that shows and has no mark is told, and the status is 1.
use strict;
use warnings;
use utf8;

my %ENTITY = (amp => '&', lt => '<', gt => '>', quot => '"', nbsp => ' ',
    laquo => '«', raquo => '»', ndash => '–', bull => '•');
# What no reader sees; boxes of forms are no text either.
my $HIDDEN = qr/script|style|template|noscript|textarea|select|button/;

# A line as a browser shows it, on one row.
sub shown {
	my ($html) = @_;

	$html =~ s/<!--.*?-->//gs;
	$html =~ s/<br\b[^>]*>/ /gi;
	$html =~ s/<[^>]*>//g;
	$html =~ s/&(\w+);/$ENTITY{$1} \/\/ "&$1;"/ge;
	$html =~ s/&#(\d+);/chr $1/ge;
	return $html =~ s/\s+/ /gr =~ s/^ | $//gr;
}

sub page {
	my ($file) = @_;

	open my $in, '<:encoding(UTF-8)', $file or die "$file: $!\n";
	my $html = do { local $/; <$in> };
	my @rows = split /^---\n/m,
	    $html =~ s/\A<!DOCTYPE html>\n<!--\n(.*?)-->//s ? $1 : '';
	my @lines = shift @rows;

	$html =~ s/.*<\/head>//si;
	while ($html =~ s/<(\w+)\b([^>]*)\sdata-line="(\w)"[^>]*>(.*?)<\/\1>//s) {
		my ($attributes, $line) = ($2, "$3\t" . shown($4) . "\n");

		push @lines, "---\n", shift @rows
		    if $attributes =~ /\bdata-part\b/;
		push @lines, $line;
	}
	$html =~ s/<($HIDDEN)\b.*?<\/\1>//gsi;
	$html =~ s/<(\w+)\b[^>]*(?:display:none|visually-hidden)[^>]*>.*?<\/\1>//gs;
	return (\@lines, shown($html));
}

binmode STDERR, ':encoding(UTF-8)';
die "usage: marked-html.pl DIR FILE.html...\n" if @ARGV < 2;
my ($dir, @files) = @ARGV;
my $bad = 0;
mkdir $dir;
for my $file (@files) {
	my ($lines, $left) = page($file);
	my $name = $file =~ s/.*\/|\.html$//gr;

	if ($left ne '') {
		print STDERR "$file: no mark: $left\n";
		$bad = 1;
	}
	open my $out, '>:encoding(UTF-8)', "$dir/$name.page" or
	    die "$dir/$name.page: $!\n";
	print $out @$lines;
	close $out or die "$dir/$name.page: $!\n";
}
exit $bad;
