#!/usr/bin/perl
# Marked pages in HTML (tests/fit/marked-html) as labels.pl writes marked pages,
# with the text and layout that read-pages makes of them:
#
#	html.pl LABELS.jsonl RECORDS.jsonl > PAGES.jsonl
#
# LABELS is what labels.pl makes of the marks, RECORDS what read-pages makes of
# the same pages.  A page whose lines are not the marked ones is told, and left
# out.
use strict;
use warnings;
use JSON::PP;

my $json = JSON::PP->new->utf8->canonical;

sub records {
	my ($file) = @_;
	open my $f, '<', $file or die "$file: $!\n";
	return map { $json->decode($_) } <$f>;
}

sub lines { return grep { /\S/ } split /\n/, $_[0] }

die "usage: html.pl LABELS.jsonl RECORDS.jsonl\n" if @ARGV != 2;
my %marked = map { $_->{id} =~ s/.*\/|\.page$//gr => $_ } records($ARGV[0]);
for my $r (records($ARGV[1])) {
	my $name = $r->{id} =~ s/.*\/|\.html$//gr;
	my $page = delete $marked{$name} or die "$name: no marks\n";
	my @labels = grep { $_ ne '_' } split //, $page->{labels};

	if (@labels != lines($r->{text})) {
		warn "$name: other lines than the marked ones\n";
		next;
	}
	$page->{labels} = join '',
	    map { /\S/ ? shift @labels : '_' } split /\n/, $r->{text}, -1;
	delete $page->{gold}; # of boundaries, in bytes of another text
	print $json->encode({ %$page, map { $_ => $r->{$_} } qw(text layout) }),
	    "\n";
}
