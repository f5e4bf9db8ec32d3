#!/usr/bin/perl
# learn-furniture: which lines of a site's pages come into the table, of which
# site, in which order; and how pages are read.
use strict;
use utf8;
use warnings;
use Encode qw(encode encode_utf8 decode_utf8);
use FindBin;
use lib "$FindBin::Bin/../lib";
use JSON::PP;
use Khabar;
use Test::More;

binmode $_, ':utf8'
    for Test::More->builder->output, Test::More->builder->failure_output;
my $learn = tool('learn-furniture');
my $json = JSON::PP->new->utf8->canonical;
my $dir = scratch();

# The rows for this input, without the first cell: "url host 3 3 line"; those
# of sites alone are looked at below.
sub rows {
	my ($in, @args) = @_;
	my $r = run([$learn, @args], in => ref $in
	    ? join '', map { $json->encode($_) . "\n" } @$in
	    : encode_utf8($in));

	is($r->{status} . $r->{err}, '0', "status and messages: @args");
	return map { s/\t/ /gr } map { /^furniture\t(.*[^\t])$/ ? $1 : () }
	    split /\n/, decode_utf8($r->{out});
}

sub is_rows {
	my ($name, $in, $want, @args) = @_;

	is(join("\n", rows($in, @args)), join("\n", @$want), $name);
}

# Pages of text, parted by form feeds.
sub pages { return join "\f", @_ }

# Numbers in words, since digits are masked.
my @number = qw(الأول الثاني الثالث الرابع الخامس السادس السابع الثامن);
sub page {
	my ($i, @lines) = @_;

	return join "\n", "عاد المطر إلى الوادي $number[$i]", @lines, '';
}

is_rows('what is on three pages', pages(map { page($_, 'حكايات الضفاف',
    $_ < 2 ? 'على ضفتين' : ()) } 0 .. 2), ['  3 3 حكايات الضفاف']);
is_rows('a line counts once a page', pages(page(0, 'ضفاف', 'ضفاف', 'ضفاف'),
    page(1), page(2)), []);
is_rows('one page gives nothing', page(0, 'ضفاف', 'ضفاف', 'ضفاف'), []);
is_rows('nor do two', pages(map { page($_, 'حكايات الضفاف') } 0, 1), []);
is_rows('unless one says so', pages(map { page($_, 'حكايات الضفاف') } 0, 1),
    ['  2 2 حكايات الضفاف'], '--least=2');
is_rows('more may be asked for', pages(map { page($_, $_ < 4 ? 'ضفاف' : (),
    'حكايات') } 0 .. 4), ['  5 5 حكايات'], '--least=5');
is_rows('spelling, numbers and marks do not count', pages(
    page(0, '• الضفة الأخرى: 1,234 قراءة'), page(1, 'الضفه الاخرى ٧ قراءة'),
    page(2, '- الضِّفة الأُخرى (12) قراءة -')), ['  3 3 الضفه الاخري 0 قراءه']);
is_rows('marks and numbers alone are no line', pages(map { page($_, '* * *',
    '12:30', '....') } 0 .. 2), []);
is_rows('most pages first, then by bytes', pages(map { page($_, 'بيت',
    $_ < 3 ? 'دار' : (), 'أهل') } 0 .. 3), ['  4 4 اهل', '  4 4 بيت',
    '  3 4 دار']);

# Prose, however often.
my $long = 'أعلنت البلدية صباح اليوم أن الجسر القديم عاد إلى العمل بعد صيانته';
cmp_ok(length $long, '>', 60, 'a long line');
for my $end ('.', '!', '؟', '…', '."', '.)') {
	is_rows("no line of 60 that ends with $end",
	    pages(map { page($_, "$long$end") } 0 .. 7), []);
}
is_rows('a short sentence', pages(map { page($_, 'الضفاف لنا.') } 0 .. 2),
    ['  3 3 الضفاف لنا']);
my ($first) = $long =~ /^(.{59})/;
is(scalar(rows(pages(map { page($_, $first) } 0 .. 2))), 1,
    'a long line that ends no sentence');
is_rows('no line of 250', pages(map { page($_, $long x 4) } 0 .. 7), []);
my ($row) = rows(pages(map { page($_, "$long حتى $long") } 0 .. 2));
is(substr($row, 6), substr("$long حتى" =~ tr/أىإة/اياه/r, 0,
    length($row) - 6), 'of a long one the beginning');
cmp_ok(length(encode_utf8(substr $row, 6)), '<=', 120, 'in 120 bytes');

# The headline of a story that came back is there; of hundreds it is not.
my @many = map { page(0, "خبر عن " . join('', map { chr(0x628 + $_) }
    split //, $_), 'حكايات') } 1 .. 400;
my @rare = rows(pages(@many, (page(0, 'جسر وماء')) x 4));
ok(!grep({ /جسر وماء/ } @rare), 'four of 404 pages are chance');
@rare = rows(pages(@many, (page(0, 'جسر وماء')) x 5));
ok(scalar(grep({ /^  5 405 جسر وماء/ } @rare)), 'five of 405 are not');

# Sites.
sub records {
	my ($by, $value, $line, $n) = @_;

	return map { { id => "$_", $by => ref $value ? $value->[$_ % @$value]
	    : $value, text => page($_, $line) } } 0 .. ($n // 3) - 1;
}
is_rows('by host', [records('url', 'https://b.example/1', 'ضفاف'),
    records('url', 'https://a.example/1', 'حكايات')],
    ['url a.example 3 3 حكايات', 'url b.example 3 3 ضفاف']);
is_rows('hosts are one', [records('url', ['http://www.A.example/x',
    'https://a.example:8080?y', 'https://me:pw@a.example#z'], 'ضفاف')],
    ['url a.example 3 3 ضفاف']);
is_rows('mixed sites of a page each', [map { records('url',
    "https://$_.example/", 'ضفاف', 1) } 'a' .. 'd'], []);
is_rows('pages without the field are one site', [records('url', undef,
    'ضفاف', 2), records('site', 'x', 'ضفاف', 1),
    records('url', 'https://a.example/', 'ضفاف', 2)], ['  3 3 ضفاف']);
is_rows('by another field', [records('sitename', "الوادي\tاليوم", 'ضفاف'),
    records('sitename', 'https://www.a.example/', 'حكايات')],
    ['sitename a.example 3 3 حكايات', 'sitename الوادي اليوم 3 3 ضفاف'],
    '--by=sitename');
is_rows('an address without a host', [records('url', '://', 'ضفاف')],
    ['url :// 3 3 ضفاف']);

# A site of three pages is known, whatever comes back on them.
is_run('sites that are known', [$learn], in => encode_utf8(join '', map {
    $json->encode($_) . "\n" } map({ { url => "http://a.example/$_",
	text => page($_) } } 0 .. 2), map({ { url => "http://b.example/$_",
	text => page($_) } } 0 .. 1)),
    out => qr{^furniture\turl\ta\.example\t3\t3\t\n(?!.*b\.example)}ms);

# Memory is bounded: what comes back is found, and counted for sure.
my @rows = rows(pages(map { my $i = $_; page($i % 8, map({ "سطر " . join '',
    map { chr(0x628 + $_) } split //, "$i$_" } 1 .. 9), 'حكايات الضفاف') }
    0 .. 99), '--counters=16');
ok(scalar(grep { /^  (\d+) 100 حكايات الضفاف$/ && $1 > 80 && $1 <= 100 }
    @rows), 'with 16 counters');
ok(!grep({ /سطر/ } @rows), 'and nothing else is made up');

# The forms that pages come in.
my @three = map { page($_, 'حكايات الضفاف') } 0 .. 2;
my $want = ['  3 3 حكايات الضفاف'];
is_rows('a separator', join("--\n", @three), $want, '--separator=^--$');
is_rows('another field', [map { { body => $_ } } @three], $want,
    '--field=body');
is_rows('NULs', join("\0", @three), $want, '-0');
my @files = map { spew("$dir/$_.txt", encode('cp1256', $three[$_])) } 0 .. 2;
is_run('files, in windows-1256', [$learn, @files],
    out => qr/^furniture\t\t\t3\t3\t/m);
is_run('by their names', [$learn, "--files0-from=" . spew("$dir/names",
    join "\0", @files)], out => qr/^furniture\t\t\t3\t3\t/m);
my $wet = join '', map { my $text = encode_utf8($three[$_]); "WARC/1.0\r\n" .
    "WARC-Type: conversion\r\nWARC-Target-URI: http://www.a.example/$_\r\n" .
    'Content-Length: ' . length($text) . "\r\n\r\n$text\r\n\r\n" } 0 .. 2;
is_run('a crawl', [$learn], in => $wet,
    out => qr/^furniture\turl\ta\.example\t3\t3\t/m);
my $html = join '', map { "<p>$_</p>" } 'حكايات الضفاف', $long;
is_run('pages of read-pages', ['sh', '-c', '"$@" | "$0"', $learn,
    tool('read-pages'), map { spew("$dir/$_.html", encode_utf8(
	"<!DOCTYPE html><title>$_</title><body>$html$_</body>")) } 1 .. 3],
    out => encode_utf8("# Lines that come back on a site's pages: " .
	"learn-furniture(1).\n# Columns: furniture; the field that names the " .
	"site; the site; pages with\n# the line; of so many; the line.\n" .
	"furniture\t\t\t3\t3\t\nfurniture\t\t\t3\t3\tاعلنت البلديه صباح اليوم ان الجسر القديم عاد الي " .
	"العمل بعد صيانته\nfurniture\t\t\t3\t3\tحكايات الضفاف\n"))
    if -x tool('read-pages');

# Bad pages are told, the others count.
is_run('a bad page', [$learn], in => encode_utf8(join "\f", @three,
    "\x{ffff}") . "\xff\xfe\xff", status => 1, out =>
    qr/^furniture\t\t\t3\t3\t/m, err => qr/\Alearn-furniture: stdin:4: /);
is_run('nothing is passed on', [$learn, '--bad=pass'], in => '', status => 2,
    err => "learn-furniture: --bad=pass: a table has no place for them\n");
is_run('a page of too many lines', [$learn], in => encode_utf8("ب\n") x 40000, status => 1,
    out => qr/\A(?:#.*\n)+\z/,
    err => qr/\Alearn-furniture: stdin:1: a page of too many lines, byte \d+\n/);
is_run('a wrong pattern', [$learn, '--separator=('], in => '', status => 2,
    err => qr/\Alearn-furniture: --separator: missing closing parenthesis/);
done_testing;
