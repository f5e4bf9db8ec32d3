#!/usr/bin/perl
# Marked pages (tests/fit/marked/README) as a line labeller is judged by:
#
#	perl tests/fit/marked.pl DIR FILE...
#
# writes DIR/gold.jsonl, a page a line, and DIR/pages/ID.txt, the page as a
# scraper stores it. Ids count from 0001 in the order of the files. A heading
# of related articles counts as related there, as in other marked sets.
# Without files the format alone is checked: perl tests/fit/marked.pl - FILE...
# A page that breaks the format is told by file and line, and the status is 1.
use strict;
use warnings;
use utf8;
use JSON::PP;

my %ROLE = map { $_ => 1 } qw(T B D A K C G H R S P F _);
my %SCALAR = map { $_ => 1 }
    qw(title date date_modified credit agency sitename);
my %LIST = (author => 'author', category => 'category', place => 'place',
    tag => 'tags', related => 'related');
my %PAGE = map { $_ => 1 } qw(country language kind);
my $DATE = qr/^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?)?)?$/;

my $bad = 0;

sub fault {
	my ($at, $what) = @_;
	print STDERR "$at: $what\n";
	$bad = 1;
}

sub article {
	return {lines => [], f => {(map { $_ => undef } keys %SCALAR),
	    map { $_ => [] } values %LIST}};
}

# A row "=key TAB value". An alternative that is right too is key_ok.
sub field {
	my ($page, $part, $key, $value, $at) = @_;
	my $plain = $key =~ s/_ok$//r;
	my $f = $part->{f};

	fault($at, "=$key: no value") if $value !~ /\S/;
	fault($at, "=$key: behind the lines") if @{$part->{lines}};
	if ($PAGE{$key}) {
		$page->{$key} = $value;
	} elsif ($key eq 'teaser') {
		$f->{teaser} = JSON::PP::true;
	} elsif ($key ne $plain && ($SCALAR{$plain} || $LIST{$plain})) {
		push @{$f->{$key}}, $value;
	} elsif ($LIST{$key}) {
		push @{$f->{$LIST{$key}}}, $value;
	} elsif ($SCALAR{$key}) {
		fault($at, "=$key: a second one") if defined $f->{$key};
		fault($at, "=$key: no date: $value")
		    if $key =~ /^date/ && $value !~ $DATE;
		$f->{$key} = $value;
	} else {
		fault($at, "=$key: unknown");
	}
}

# What a reader takes from the lines must stand in them.
sub printed {
	my ($part, $at) = @_;
	my $text = join "\n", map { $_->[1] } @{$part->{lines}};
	my $f = $part->{f};

	my @values = map { @{$f->{$_}} } qw(author related category place);
	for (grep { defined } @$f{qw(title credit sitename)}, @values) {
		fault($at, "not printed: $_") if index($text, $_) < 0;
	}
	fault($at, 'an article without lines') if !@{$part->{lines}};
}

sub page {
	my ($file) = @_;
	my $page = {language => 'ar', kind => 'article', parts => [article()]};
	my $part = $page->{parts}[0];

	open my $in, '<:encoding(UTF-8)', $file or die "$file: $!\n";
	while (my $line = <$in>) {
		my $at = "$file:$.";
		chomp $line;
		if ($line =~ /^# (.*)/ && !@{$part->{lines}}) {
			$page->{country} //= $1 =~ s/[,:.].*//r;
		} elsif ($line eq '---') {
			printed($part, $at);
			push @{$page->{parts}}, $part = article();
		} elsif ($line =~ /^=([a-z_]+)\t(.*)/) {
			field($page, $part, $1, $2, $at);
		} elsif ($line =~ /^([^\t]+)\t(.*)/ && $ROLE{$1}) {
			my ($role, $text) = ($1, $2);
			fault($at, 'a blank line with text')
			    if $role eq '_' && $text =~ /\S/;
			fault($at, "$role: no text")
			    if $role ne '_' && $text !~ /\S/;
			push @{$part->{lines}}, [$role, $text];
		} else {
			fault($at, "no role, field or comment: $line");
		}
	}
	printed($part, "$file:$.");
	fault($file, 'no comment') if !defined $page->{country};
	return $page;
}

# Offsets are bytes of the page; a line's end belongs to the line.
sub laid {
	my ($page) = @_;
	my $text = '';

	for my $part (@{$page->{parts}}) {
		$part->{start} = length $text;
		for (@{$part->{lines}}) {
			my $line = "$_->[1]\n";
			utf8::encode($line);
			$text .= $line;
			$_->[0] = 'R' if $_->[0] eq 'H';
		}
	}
	return $text;
}

binmode STDERR, ':encoding(UTF-8)';
die "usage: marked.pl DIR FILE...\n" if @ARGV < 2;
my ($dir, @files) = @ARGV;
my @pages = map { page($_) } @files;
exit $bad if $bad || $dir eq '-';

mkdir $dir;
mkdir "$dir/pages";
open my $gold, '>', "$dir/gold.jsonl" or die "$dir/gold.jsonl: $!\n";
my $json = JSON::PP->new->canonical->utf8;
my $id = '0000';
for my $page (@pages) {
	my $text = laid($page);
	$page->{id} = ++$id;
	$page->{set} = 'marked';
	open my $out, '>', "$dir/pages/$id.txt" or die "$id.txt: $!\n";
	print $out $text;
	close $out or die "$id.txt: $!\n";
	print $gold $json->encode($page), "\n";
}
close $gold or die "$dir/gold.jsonl: $!\n";
