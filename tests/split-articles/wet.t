#!/usr/bin/perl
# split-articles: WET files of Common Crawl; ours are made here.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Crawl;
use Khabar;
use Test::More;
use Told;

my $split = tool('split-articles');
my $dir = scratch();

sub pages {
	my ($name, $in, $want, %o) = @_;
	my $r = run([$split, @{$o{args} // []}], in => $in);

	is(told($r->{out}), $want, $name);
	is($r->{err}, $o{err} // '', "$name: messages");
	is($r->{status}, $o{status} // 0, "$name: status");
}

my $info = record('warcinfo', '', "Software-Info: ours\r\nx: {}\r\n");
my $one = record('conversion', 'https://a.example/1', "one\ntwo\n");
my $two = record('conversion', 'https://a.example/2?q=#x', "three");
my $pages = "https://a.example/1 0-8 one~two~\n" .
    "https://a.example/2?q=#x 0-5 three\n";

pages('a stream', "$info$one$two", $pages);
pages('without a warcinfo', "$one$two", $pages);
pages('--from=wet', "$one$two", $pages, args => ['--from=wet']);
pages('requests and the like are passed over', $info .
    record('request', 'https://a.example/1', "GET / HTTP/1.1\r\n\r\n") .
    record('metadata', 'https://a.example/1', "WARC-Type: conversion\r\n\r\n") .
    "$one$two", $pages);
pages('line feeds alone', join('', map {
    record('conversion', "u$_", 'x', end => "\n", behind => "\n\n") } 1, 2),
    "u1 0-1 x\nu2 0-1 x\n");
pages('CRLF in the page stays',
    record('conversion', 'u', "a\r\nb\r\n"), "u 0-6 a\r~b\r~\n");
pages('a page like a record', record('conversion', 'u', $one) . $two,
    'u 0-' . length($one) . ' ' . $one =~ s/\n/~/gr . "\n" .
    "https://a.example/2?q=#x 0-5 three\n");
pages('an empty page', record('conversion', 'u', '') . $two,
    "https://a.example/2?q=#x 0-5 three\n");
pages('a NUL', record('conversion', 'u', "a\0\f{b}"), "u 0-6 a\0\f{b}\n");
pages('no URI', record('conversion', '', 'x'), "stdin-1 0-1 x\n");
pages('names of headers in any case', lc($one) =~ s/warc\/1/WARC\/1/r,
    "https://a.example/1 0-8 one~two~\n");
pages('a URI twice: the last', $one =~ s/(WARC-Target.*\r\n)/WARC-Target-URI: x\r\n$1/r,
    "https://a.example/1 0-8 one~two~\n");
pages('version 1.1', $one =~ s/1\.0/1.1/r,
    "https://a.example/1 0-8 one~two~\n");
pages('the last has nothing behind it', $one .
    record('conversion', 'u', 'x', behind => ''),
    "https://a.example/1 0-8 one~two~\nu 0-1 x\n");

# Cut off: at every byte nothing is made up, what is whole comes out.
my $whole = 0;
for my $n (map { 7 * $_ } 1 .. length("$one$two") / 7) {
	my $r = run([$split, '--from=wet', '--bad=skip'],
	    in => substr("$one$two", 0, $n));
	my $got = told($r->{out});
	my $want = $n >= length($one . $two) - 4 ? $pages
	    : $n >= length($one) - 4 ? $pages =~ s/\n.*//sr . "\n" : '';

	$whole += $got eq $want && ($r->{err} eq '' ||
	    $r->{err} =~ /\A.*stdin:\d+: WARC record is cut short.*\n\z/);
}
is($whole, int(length("$one$two") / 7), 'cut off anywhere');

my $no_wet = 'not a WARC record: expected WARC/1.0';

my $wrong = 'Content-Length is wrong';
my $no_end = 'WARC record is cut short in its header';
my $no_page = 'no page in this WARC file';

# Lengths that are wrong: the others come out.
pages('shorter than said', $one . record('conversion', 'u', 'x',
    length => 10_000), "https://a.example/1 0-8 one~two~\n", status => 1,
    err => "split-articles: stdin:19: WARC record is cut short, byte 1\n");
pages('longer than said', record('conversion', 'u', "abcdef\n", length => 3) .
    $two, "https://a.example/2?q=#x 0-5 three\n", status => 1,
    err => "split-articles: stdin:8: $wrong, byte 1\n");
for my $length ('-5', 'x', '', '0') {
	pages("length '$length'", record('conversion', 'u', 'abc',
	    length => $length) . $two, "https://a.example/2?q=#x 0-5 three\n",
	    status => 1, err => "split-articles: stdin:8: $no_wet, byte 1\n");
}
pages('no WET file', "{}\nb\n\nc\n", '', args => ['--from=wet'],
    status => 1, err => "split-articles: stdin:1: $no_wet, byte 1\n");
pages('a packed one', "\x1f\x8b\x08", '', args => ['--from=wet'], status => 2,
    err => "split-articles: stdin: gzip: cut short; byte 4 of the file, " .
	"1 unpacked\n");
pages('an empty one', '', '', args => ['--from=wet']);
pages('a length beyond all memory', record('conversion', 'u', 'abc',
    length => '99999999999999999999') . $two,
    "https://a.example/2?q=#x 0-5 three\n", status => 1,
    err => "split-articles: stdin:8: page longer than --max-record, byte 1\n");
pages('longer than --max-record', record('conversion', 'u', 'x' x 300) . $two,
    "https://a.example/2?q=#x 0-5 three\n", args => ['--max-record=200'],
    status => 1,
    err => "split-articles: stdin:8: page longer than --max-record, byte 1\n");

# --bad=pass loses none of their bytes.
for (['longer than --max-record', record('conversion', 'u', 'x' x 900) . $two,
	qr/\Ax{900}\n\{"id":[^\n]*"three"[^\n]*\n\z/],
    ['cut short', $two . record('conversion', 'u', "a\nb", behind => '',
	length => 99), qr/\A\{"id":[^\n]*"three"[^\n]*\na\nb\n\z/],
    ['no WET file', "{}\nb\n\nc\n", "{}\nb\nc\n"],
    ['what is no page', record('metadata', 'u', 'x' x 900) . $two,
	qr/\A\{"id":[^\n]*"three"[^\n]*\n\z/]) {
	my ($name, $in, $out) = @$_;

	is_run("--bad=pass: $name", [$split, '--bad=pass', '--max-record=200',
	    '--from=wet'], in => $in, out => $out);
}
pages('not UTF-8', record('conversion', 'u', "ab\xff\xfe") . $two,
    "https://a.example/2?q=#x 0-5 three\n", status => 1,
    err => "split-articles: stdin:8: neither UTF-8 nor windows-1256 " .
	"(see --encoding), byte 3\n");
pages('a URI that is not UTF-8', record('conversion', "u\xff", 'x'),
    "stdin-1 0-1 x\n");
pages('noise', "WARC/1.0\r\n" . join('', map { chr(($_ * 167) % 256) }
    1 .. 5000), '', args => ['--bad=skip'],
    err => "split-articles: stdin:21: $no_end, byte 1\n");
pages('compressed', "\x1f\x8b\x08\0\0\0\0\0\0\3", '', status => 2,
    err => "split-articles: stdin: gzip: cut short; byte 11 of the file, " .
	"1 unpacked\n");

# A length that reaches into the next record, or beyond it: the next comes out,
# wherever the length ends.
my $reached = 0;
my @reach = (8 .. 40, length($two) + 1, 4000);
for my $over (@reach) {
	my $r = run([$split], in => record('conversion', 'u', 'abc',
	    length => 3 + $over) . $two . $one);

	$reached += $r->{status} == 1 &&
	    $r->{err} eq "split-articles: stdin:8: $wrong, byte 1\n" &&
	    told($r->{out}) eq "https://a.example/2?q=#x 0-5 three\n" .
		"https://a.example/1 0-8 one~two~\n";
}
is($reached, @reach, 'a length that reaches too far');
for (100_000, 2_000) {
	pages("a warcinfo of $_ bytes swallows the rest",
	    record('warcinfo', '', "a: b\r\n", length => $_) . "$one$two",
	    $pages, status => 1, args => ['--max-record=3000'],
	    err => "split-articles: stdin:7: $wrong, byte 1\n");
}
pages('a warcinfo is shorter than it is', record('warcinfo', '',
    "a: b\r\nc: d\r\n", length => 2) . "$one$two", $pages, status => 1,
    err => "split-articles: stdin:7: $wrong, byte 1\n");
pages('a warcinfo that is cut short, alone', record('warcinfo', '', 'a: b',
    length => 99), '', status => 1,
    err => "split-articles: stdin:7: WARC record is cut short, byte 1\n");
is_run('--bad=pass: a wrong length', [$split, '--bad=pass'],
    in => record('conversion', 'u', "ab\ncd", length => 90) . $two,
    out => qr/\Aab\ncd\r\n\r\n\n\{"id":[^\n]*"three"[^\n]*\n\z/);
pages('--bad=stop: a wrong length', record('conversion', 'u', 'abc',
    length => 90) . $two, '', args => ['--bad=stop'], status => 1,
    err => "split-articles: stdin:8: $wrong, byte 1\n");

# A header without an end: at the end of a file, and in front of a record.
for my $at ('Content-Length: ', "WARC-Date: 2026-11-21T00:00:00Z\r\n", 'WARC-') {
	my $cut = substr $two, 0, index($two, $at) + length $at;

	pages("cut in the header behind $at" =~ s/\s+\z//r, "$one$cut",
	    "https://a.example/1 0-8 one~two~\n", status => 1,
	    err => 'split-articles: stdin:' . (("$one$cut" =~ tr/\n//) +
		("$cut" !~ /\n\z/)) . ": $no_end, byte 1\n");
	pages("a record behind such a header, $at" =~ s/\s+\z//r,
	    "$cut\r\n" =~ s/(\r\n)+\z/\r\n/r . $one,
	    "https://a.example/1 0-8 one~two~\n", status => 1,
	    err => 'split-articles: stdin:' . (1 +
		("$cut\r\n" =~ s/(\r\n)+\z/\r\n/r =~ tr/\n//)) .
		": $no_end, byte 1\n");
}
my @two_files = (spew("$dir/cut.wet", substr $one, 0, 40),
    spew("$dir/whole.wet", $two));
pages('a cut header ends with its file', '',
    "https://a.example/2?q=#x 0-5 three\n", args => \@two_files, status => 1,
    err => "split-articles: $two_files[0]:3: $no_end, byte 1\n");

# What may stand in front.
my $bom = "\xef\xbb\xbf";
pages('in front: ' . unpack('H*', $_), "$_$info$one$two", $pages),
    pages('in front, --from=wet: ' . unpack('H*', $_), "$_$one$two", $pages,
	args => ['--from=wet'])
    for $bom, "\n", "\r\n\r\n", "$bom\r\n", "\r\n" x 100, ' ' x 9 . "\n";
pages('a text that begins like one', "\n\nWARC/2 x", "stdin 0-10 ~~WARC/2 x\n");

# Crawls without a page.
pages('a warcinfo alone', $info, '', status => 1,
    err => "split-articles: stdin:10: $no_page, byte 1\n");
pages('requests alone', $info . record('request', 'u', "GET / HTTP/1.1\r\n"),
    '', status => 1, err => "split-articles: stdin:20: $no_page, byte 1\n");
pages("a $_ alone", $info . record($_, 'u', "HTTP/1.1 200 OK\r\n\r\n<html>"),
    '', status => 2, err => 'split-articles: stdin: no record of text in ' .
	"this WARC file: read-pages FILE | split-articles\n")
    for 'response', 'resource';
pages('a response beside a page', record('response', 'u', 'x') . "$one$two",
    $pages);

# What the crawl says of its pages.
sub said {
	my ($in) = @_;

	return join ' ', run([$split], in => $in)->{out} =~
	    /("(?:url|crawled|warc_\w+)":(?:null|"[^"]*"))/g;
}
my $id = "WARC-Record-ID: <urn:uuid:7>\r\n" .
    "WARC-Identified-Content-Language: ara,eng\r\n";
is(said($one =~ s/(?=WARC-Type)/$id/r . $two),
    '"url":"https://a.example/1" "crawled":"2026-11-21T00:00:00Z" ' .
    '"warc_id":"urn:uuid:7" "warc_language":"ara,eng" ' .
    '"url":"https://a.example/2?q=#x" "crawled":"2026-11-21T00:00:00Z" ' .
    '"warc_id":null "warc_language":null', 'headers are kept, each for its own');
is(said($one =~ s/WARC-Date.*\r\n//r =~ s/: (https\S+)/: <$1>/r),
    '"url":"https://a.example/1" "crawled":null "warc_id":null ' .
    '"warc_language":null', 'a URI in angle brackets; no date');
is(said('a text'), '', 'a text has none');

like(run([$split, '-v'], in => "$info$one$two")->{err},
    qr/^split-articles: 2 read, 2 written, 0 bad, /m, 'pages are counted');

done_testing;
