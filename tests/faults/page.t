#!/usr/bin/perl
# A page that is not UTF-8 is a bad record: it is left out, or copied as it is
# with --bad=pass, and the pages around it come out.  However large it is, and
# however pages are told apart.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib", $FindBin::Bin;
use Faults;
use Khabar;
use Test::More;

my $good = page();
# Blocks of four bytes make large pages slow.
my $part = small() ? 20 : 1;

# Pages of n lines that no encoding takes.
sub bad {
	my ($n, $word) = @_;
	my $line = ($word // 'bad') . ' line that goes on for a while';

	return "$line \x80\x81\xff\n" . "$line\n" x ($n - 1);
}

sub warc {
	my ($body) = @_;

	return join("\r\n", 'WARC/1.0', 'WARC-Type: conversion',
	    'WARC-Target-URI: http://x.example/a',
	    'WARC-Date: 2025-05-12T00:00:00Z', 'WARC-Record-ID: <urn:uuid:1>',
	    'Content-Type: text/plain', 'Content-Length: ' . length $body, '',
	    '') . "$body\r\n\r\n";
}

# The texts of records; JSON::PP takes seconds for a megabyte.
sub texts {
	my ($bytes) = @_;
	my %char = (n => "\n", t => "\t", '"' => '"', '\\' => '\\');
	my @text = $bytes =~
	    /^\{"id":"[^\n]*?,"text":"((?:[^"\\\n]++|\\["\\nt])*+)"\}$/mg;

	s/\\(.)/$char{$1}/g for @text;
	return @text;
}

# n good pages and these bad ones come out of a command as they should.
sub bad_pages {
	my ($command, $n, @bad) = @_;

	for my $how ('report', 'skip', 'pass') {
		my $r = sh($command =~ s/split-articles/$& --bad=$how/r);
		my $why = unsound($r);
		return "--bad=$how: $why" if $why ne '';
		my $there = grep { index($_, $good =~ s/\n\z//r) >= 0 }
		    texts($r->{out});
		return "--bad=$how: $there of $n good pages" if $there != $n;
		return "--bad=$how: status $r->{status}"
		    if $r->{status} != ($how eq 'report');
		next if $how ne 'pass';
		for (@bad) {
			return '--bad=pass: a bad page is not copied as it is'
			    if index($r->{out}, s/\r?\n\z//r) < 0;
		}
	}
	return '';
}

# The command reads what is in `in`.
sub case {
	my ($name, $command, $in, $n, @bad) = @_;

	local $Test::Builder::Level = $Test::Builder::Level + 1;
	claim($name, sub {
		spew('in', $in);
		return bad_pages($command, $n, @bad);
	});
}

my @big = (bad(40000 / $part), bad(30000 / $part, 'worse'));
my $lines = q(split-articles --separator='^---$');

case('two large bad pages in a row, from a pipe', "cat in | $lines",
    "$good---\n$big[0]---\n$big[1]---\n$good", 2, @big);
case('a large bad page is the last, without a newline at its end',
    "$lines in", "$good---\n" . $big[0] =~ s/\n\z//r, 1, $big[0]);
case('a large bad page, lines that part pages end in CRLF',
    q(split-articles --separator='^===' in),
    "$good===\r\n$big[0]===\r\n$good", 2, $big[0]);
case('large bad pages of a WET file, from a pipe',
    'cat in | split-articles',
    join('', map { warc($_) } $good, @big, $good), 2, @big);
case('a large bad page is the last of a WET file', 'split-articles in',
    warc($good) . warc($big[1]), 1, $big[1]);
case('small bad pages in a row', "$lines in", bad(2) . "---\n" .
    bad(3, 'worse') . "---\n$good", 1, bad(2), bad(3, 'worse'));
case('small bad pages of a WET file', 'split-articles --from=wet in',
    join('', map { warc($_) } bad(2), $good, bad(3, 'worse')), 1,
    bad(2), bad(3, 'worse'));
case('a large page does not keep to the encoding that was named',
    "$lines --encoding=utf-8 in", "$good---\n$big[0]---\n$good", 2,
    $big[0]);
my $long = 'x' x (1_300_000 / $part) . "\x80\x80\xff";
case('a bad page of one long line', "$lines in",
    "$good---\n$long\n---\n$good", 2, $long);
case('large bad pages, parted by NUL', 'cat in | split-articles -0',
    "$good\0$big[0]\0$big[1]\0$good", 2, @big);
case('large bad pages, parted by form feeds', 'cat in | split-articles',
    "$good\f$big[0]\f$big[1]\f$good", 2, @big);

# Large pages that can be read.
sub read_large {
	my ($encoding, $times) = @_;
	my $many = $good x ($times / $part);

	spew('good', $many);
	my $r = sh("iconv -f utf-8 -t $encoding good >in &&
	    (cat in; echo ---; cat in) | $lines", limit => 3);
	my $why = unsound($r);
	return $why if $why ne '';
	my $got = join '', texts($r->{out});
	return $got eq $many x 2 ? '' : 'they are not';
}

claim('large pages in UTF-8 are read, byte for byte', sub {
	return read_large('utf-8', 3000);
});
claim('large pages in windows-1256 are read, byte for byte', sub {
	return read_large('windows-1256', 600);
});
claim('a page beyond --max-record', sub {
	spew('in', "$good---\n$big[0]---\n$good");
	my $r = sh("$lines --max-record=64K in");
	my @text = texts($r->{out});
	return died($r) || ($r->{status} == 1 && $r->{err} ne '' &&
	    @text == 2 ? '' : "status $r->{status}, " . @text . ' pages');
});
claim('--bad=stop at a large bad page', sub {
	spew('in', "$good---\n$big[0]---\n$good");
	my $r = sh("$lines --bad=stop in");
	my @text = texts($r->{out});
	return died($r) || ($r->{status} == 1 && $r->{err} ne '' &&
	    @text == 1 ? '' : "status $r->{status}, " . @text . ' pages');
});
claim('large bad pages of two files', sub {
	spew($_, "$big[0]---\n$good") for 'a', 'b';
	my $r = sh("$lines a b");
	my @text = texts($r->{out});
	return died($r) || ($r->{status} == 1 && @text == 2 ? '' :
	    "status $r->{status}, " . @text . ' pages');
});
claim('pages of a megabyte are read in seconds', sub {
	return read_large('windows-1256', 3000);
});
claim('a page that cannot be read to its end does not come out', sub {
	spew('in', "$good\n" x 2000);
	my $r = sh("$lines in", env => { preload('read:EIO:2') });
	return died($r) || ($r->{status} == 2 && $r->{err} =~ /\binput/i &&
	    $r->{out} eq '' ? '' : "status $r->{status}: $r->{err}");
});
done_testing;
