#!/usr/bin/perl
# Input of a kind that a tool is not for is refused by name, with the command
# that helps: status 2 in the end, whatever --bad says; other files are read,
# and nothing of it is taken for text.  And what only looks like such input is
# read.
#
#	tests/all/refused.t [--all]
#
# The floors say how many kinds a tool refuses as it should; they rise as the
# code gets better.  --all names what is wrong.
# Slow: each tool is run four times on each kind.
use strict;
use utf8;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Encode qw(encode encode_utf8);
use Getopt::Long;
use IO::Compress::Gzip qw(gzip $GzipError);
use JSON::PP;
use Khabar;
use Test::More;

GetOptions('all' => \my $all) or exit 2;

my %floor = (
	'dedupe' => 23,
	'extract-meta' => 23,
	'khabar-report' => 23,
	'learn-furniture' => 18,
	'read-pages' => 5,
	'split-articles' => 18,
	'tag-entities' => 23,
	'read though it looks odd' => 53,
	'unpacked' => 10,
);

my $line = 'افتتح رئيس البلدية صباح اليوم حديقة جديدة في حي المطاحن.';
my $next = 'وقال إن الحديقة تضم ملعبا ومكتبة صغيرة ومقاعد من خشب الزيتون.';
my $text = "حديقة جديدة في حي المطاحن\n\n$line\n$next\n";
my $json = JSON::PP->new->utf8->canonical;
my $pretty = JSON::PP->new->utf8->canonical->pretty;
my $record = $json->encode({ id => 'a', text => $text }) . "\n";
my $html = encode_utf8("<!DOCTYPE html>\n<html dir=\"rtl\"><head><title>حديقة" .
    "</title></head><body><p>$line</p><p>$next</p></body></html>\n");
my $rss = encode_utf8('<?xml version="1.0" encoding="UTF-8"?><rss version=' .
    "\"2.0\"><channel><item><title>حديقة</title><description>$line" .
    "</description></item></channel></rss>\n");

# A tar of one file, as POSIX has it.
sub tar_of {
	my ($bytes) = @_;
	my @head = ('a.txt', '0000644', '0000000', '0000000',
	    sprintf('%011o', length $bytes), '14600000000', ' ' x 8, '0', '',
	    "ustar\0" . '00');
	my $head = pack 'a100 a8 a8 a8 a12 a12 a8 a1 a100 a8 x247', @head;
	$head[6] = sprintf "%06o\0 ", unpack '%32C*', $head;

	return pack('a100 a8 a8 a8 a12 a12 a8 a1 a100 a8 x247', @head) . $bytes
	    . "\0" x (512 - length($bytes) % 512) . "\0" x 1024;
}

my $zip = "PK\3\4" . pack('v5 V3 v2', 20, 0, 0, 0, 0, 0, 5, 5, 5, 0) .
    'a.txthello' . "PK\5\6" . "\0" x 18;
my $parquet = 'PAR1' . pack('C*', map { $_ * 37 % 256 } 1 .. 300) . 'PAR1';
my $pdf = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\n" .
    "trailer\n<</Root 1 0 R>>\n%%EOF\n";

# kind => [bytes, what names it, what helps]
my %kind = (
	'HTML' => [$html, qr/HTML/, qr/read-pages/],
	'HTML behind blank lines' => ["\n\n  " . $html =~ s/<!.*\n//r,
	    qr/HTML/, qr/read-pages/],
	'HTML in capitals' => ["<HTML DIR=RTL><BODY>" .
	    encode_utf8("<P>$line</BODY></HTML>\n"), qr/HTML/, qr/read-pages/],
	'HTML behind a comment' => ["<!-- saved -->\n$html", qr/HTML/,
	    qr/read-pages/],
	'RSS' => [$rss, qr/XML|RSS|feed/i, qr/read-pages/],
	'Atom' => ["\xef\xbb\xbf" . $rss =~ s/<rss.*?>/<feed xmlns="http:\/\/www.w3.org\/2005\/Atom">/r,
	    qr/XML|Atom|feed/i, qr/read-pages/],
	'an array' => [$json->encode([{ id => 'a', text => $text },
	    { id => 'b', text => $text }]), qr/array/i, qr/jq -c/],
	'an array on lines' => ["[\n" . $record =~ s/\n/,\n/r . $record .
	    "]\n", qr/array/i, qr/jq -c/],
	'pretty JSON' => [$pretty->encode({ id => 'a', text => $text }),
	    qr/JSON/, qr/jq -c/],
	'PDF' => [$pdf, qr/PDF/, qr/pdftotext/],
	'zip' => [$zip, qr/zip/i, qr/unzip/],
	'tar' => [tar_of(encode_utf8($text)), qr/\btar\b/, qr/\btar\b.*-?x/],
	'Parquet' => [$parquet, qr/parquet/i, qr/duckdb|parquet/i],
	'ARC' => ["filedesc://a.arc 0.0.0.0 20260101000000 text/plain 75\n1 0 x\n",
	    qr/\bARC\b/, qr/warcio/],
	'UTF-16 without a mark' => [encode('UTF-16LE', $text x 4),
	    qr/UTF-16/, qr/iconv|--encoding/],
	'UTF-16BE without a mark' => [encode('UTF-16BE', $text x 4),
	    qr/UTF-16/, qr/iconv|--encoding/],
	'UTF-32' => ["\xff\xfe\0\0" . encode('UTF-32LE', $text), qr/UTF-32/,
	    qr/iconv|--encoding/],
	'UTF-32 without a mark' => [encode('UTF-32BE', $text x 4), qr/UTF-32/,
	    qr/iconv|--encoding/],
);
my %records_only = (
	'text' => [encode_utf8($text), qr/text/, qr/split-articles/],
	'one line of text' => [encode_utf8("$line\n"), qr/text/,
	    qr/split-articles/],
	'UTF-16 text' => ["\xff\xfe" . encode('UTF-16LE', $text), qr/UTF-16/,
	    qr/iconv|split-articles/],
	'WET' => ["WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: 4\r\n" .
	    "\r\ntext\r\n\r\n", qr/WARC|WET/, qr/split-articles|read-pages/],
);
my %packed_html = ('HTML in gzip' => [packed($html), qr/HTML/,
    qr/read-pages/]);
my @binary = ('PDF', 'zip', 'tar', 'Parquet', 'ARC');
my %paged = %kind;
delete $paged{'UTF-32'}; # it has a mark, and is read
my %refuses = (
	map({ $_ => { %paged, %packed_html } }
	    qw(split-articles learn-furniture)),
	map({ $_ => { %kind, %packed_html, %records_only } }
	    qw(extract-meta dedupe tag-entities khabar-report)),
	'read-pages' => { map { $_ => $kind{$_} } @binary },
);

sub packed {
	my ($bytes) = @_;

	gzip(\$bytes => \my $packed) or die $GzipError;
	return $packed;
}

# What is wrong where the bytes are refused, in a word; '' where nothing is.
sub wrong {
	my ($tool, $bytes, $names, $helps) = @_;
	my $dir = scratch();
	my $good = $tool eq 'read-pages' ? $html : $record;
	my ($one, $bad, $two) = (spew("$dir/one", $good), spew("$dir/bad",
	    $bytes), spew("$dir/two", $good =~ s/"a"/"b"/r));
	my @form = $tool eq 'khabar-report' ? '--format=json' : ();
	my $clean = run([tool($tool), @form, $one, $two]);
	my @wrong;

	for my $bad_option ([], ['--bad=skip'], ['--bad=pass']) {
		next if @$bad_option && run([tool($tool), '--help'])->{out} !~
		    /--bad/;
		next if "@$bad_option" =~ /pass/ &&
		    $tool =~ /^(?:khabar-report|learn-furniture)$/;
		my $r = run([tool($tool), @form, @$bad_option, $one, $bad,
		    $two]);
		my $when = "@$bad_option";

		push @wrong, "status $r->{status} $when" if $r->{status} != 2;
		push @wrong, "kind not named $when" if $r->{err} !~ $names;
		push @wrong, "no help $when" if $r->{err} !~ $helps;
		push @wrong, "not one line $when"
		    if $r->{err} =~ tr/\n// != 1;
		push @wrong, "file not named $when"
		    if index($r->{err}, $bad) < 0;
		push @wrong, "other files $when" if $r->{out} ne $clean->{out};
	}
	my $r = run([tool($tool), @form], in => $bytes);
	push @wrong, 'standard input' if $r->{status} != 2 ||
	    $r->{err} !~ $names || $r->{err} =~ tr/\n// != 1;
	return join ', ', @wrong;
}

sub told {
	my ($what, $right, $of, @wrong) = @_;

	ok($right >= $floor{$what},
	    "$what: $right of $of (floor $floor{$what})");
	diag("$what: raise the floor to $right") if $right > $floor{$what};
	diag(map { "$what: $_\n" } @wrong)
	    if $all || $right < $floor{$what};
}

for my $tool (sort keys %refuses) {
	if (!-x tool($tool)) {
		SKIP: { skip("there is no $tool yet", 1) }
		next;
	}
	my %wrong = map { $_ => wrong($tool, @{$refuses{$tool}{$_}}) }
	    sort keys %{$refuses{$tool}};
	my @wrong = grep { $wrong{$_} ne '' } sort keys %wrong;

	told($tool, keys(%wrong) - @wrong, scalar keys %wrong,
	    map { "$_: $wrong{$_}" } @wrong);
}

# What must not be refused: a page for split-articles, the text of which is the
# page.
my %text = (
	'less-than in front' => "<<عاجل>> $line\n$next\n",
	'an arrow' => "<- $line\n$next\n",
	'a heart' => "<3 $line\n$next\n",
	'an agency in angles' => "<رويترز> $line\n$next\n",
	'a bracket' => "[صور] $line\n$next\n",
	'a bracket and a figure' => "[1] $line\n[2] $next\n",
	'a quotation in brackets' => "[\"$line\"]، قال الشاعر.\n$next\n",
	'a brace' => "{إن مع العسر يسرا} $line\n$next\n",
	'a brace and a quote on one line' => "{ \"$line\" }\n$next\n" =~
	    s/\{ "/{ '/r,
	'%PDF in the second line' => "$line\n%PDF-1.4\n$next\n",
	'PK in front' => "PK-12 $line\n$next\n",
	'PAR in front' => "PAR 1 $line\n$next\n",
	'markup in the middle' => "$line\n<html><body>$next</body></html>\n",
	'talk of tags' => "يبدأ كل ملف بعبارة <html> ثم <body>.\n$line\n$next\n",
	'ustar in the text' => "$line ustar\n$next\n" x 5,
	'a NUL in the text' => "$line\0\n$next\n",
	'a mark in front' => "\x{feff}$line\n$next\n",
	'Latin alone' => "The mayor opened a garden in the old quarter.\n",
	'few letters' => "نعم\n",
	'an emoji' => "\x{1f534} $line\n",
	'a tab table' => "1\t2\n$line\t3\n",
	'Markdown' => "---\ntitle: $line\n---\n$next\n",
	'a comparison' => "<10 درجات في الجبال> $line\n",
);
my @lost;
for my $name (sort keys %text) {
	my $page = encode_utf8($text{$name});
	my $r = run([tool('split-articles'), '--from=text'], in => $page);
	my $auto = run([tool('split-articles'), spew(scratch() . '/page',
	    $page)]);
	my @parts = map { $json->decode($_)->{text} } split /\n/, $auto->{out};
	my $got = encode_utf8(join '', @parts) =~ s/^\xef\xbb\xbf//r;

	push @lost, $name if $auto->{status} || $auto->{err} ne '' ||
	    $r->{status} || $got ne $page =~ s/^\xef\xbb\xbf//r;
}

# And records for the others, with a line that is bad behind a good one.
my %records = (
	'blank lines in front' => "\n\n$record",
	'a mark in front' => "\xef\xbb\xbf$record",
	'blanks in the brace' => '  ' . $record =~ s/^\{/{  /r,
	'HTML for a text' => $json->encode({ text => $html }) . "\n",
	'an array for a field' => '{"tags":[1,[2]],' . substr($record, 1),
	'a nested object in front' => '{"x":{"y":{}},' . substr($record, 1),
	'PDF for a text' => $json->encode({ text => "%PDF-1.4\n$line" }) . "\n",
	'CRLF' => $record =~ s/\n/\r\n/r,
	'no newline' => $record =~ s/\n//r,
);
for my $tool (qw(extract-meta dedupe tag-entities)) {
	for my $name (sort keys %records) {
		my $r = run([tool($tool)], in => $records{$name});
		push @lost, "$tool: $name" if $r->{status} ||
		    $r->{err} ne '' || $r->{out} !~ /\A[^\n]+\n\z/;
	}
	my $r = run([tool($tool)], in => "$record$html" .
	    $record =~ s/"a"/"b"/r);
	push @lost, "$tool: HTML behind a record" if $r->{status} != 1 ||
	    $r->{out} =~ tr/\n// != ($tool eq 'dedupe' ? 1 : 2);
}
my $read = keys(%text) + 3 * (1 + keys %records);
told('read though it looks odd', $read - @lost, $read, @lost);

# What is packed is unpacked, and UTF-16 with its mark is read.
my %packed = (
	'gzip' => packed($record),
	'gzip in two members' => packed($record) . packed($record =~
	    s/"a"/"b"/r =~ s/حي/سوق/gr),
);
my @not;
for my $tool (qw(split-articles extract-meta dedupe tag-entities)) {
	for my $name (sort keys %packed) {
		my $r = run([tool($tool)], in => $packed{$name});
		push @not, "$tool: $name" if $r->{status} ||
		    $r->{err} ne '' || $r->{out} !~ /^\{/;
	}
}
for my $code ('UTF-16LE', 'UTF-16BE') {
	my $r = run([tool('split-articles')], in => encode($code,
	    "\x{feff}$text"));
	my @parts = map { $json->decode($_)->{text} } split /\n/, $r->{out};
	push @not, "split-articles: $code with its mark" if $r->{status} ||
	    (join '', @parts) =~ s/^\x{feff}//r ne $text;
}
told('unpacked', 10 - @not, 10, @not);
done_testing();
