#!/usr/bin/perl
# What a tool is not for is named and not read: status 2 in the end, the other
# files are read, --bad has no say.  What looks a little like it is read.
use strict;
use utf8;
use warnings;
use Encode qw(encode encode_utf8);
use FindBin;
use lib "$FindBin::Bin/../lib";
use JSON::PP;
use Khabar;
use Test::More;

binmode $_, ':utf8'
    for Test::More->builder->output, Test::More->builder->failure_output;
my $json = JSON::PP->new->utf8;
my $dir = scratch();
my $split = tool('split-articles');
my $filter = tool('tests/lib/tools/filter');
my $page = "وزارة الزراعة تفتح ثلاثة مخازن للقمح\nفتحت الوزارة المخازن.\n";
my $utf8 = encode_utf8($page);
my $record = $json->encode({ id => 'a', text => $page }) . "\n";
my $tar = pack('a100 a8 a8 a8 a12 a12 a8 a1 a100 a6 a2', 'page.txt',
    '0000644', '0001750', '0001750', '00000000144', '14700000000', '012345',
    '0', '', 'ustar', '00') . "\0" x 247 . $utf8;
my $old_tar = pack('a100 a8 a8 a8 a12 a12 a8 a*', 'page.txt', '0000644',
    '0001750', '0001750', '00000000144', '14700000000', '006250', '0') .
    "\0" x 355 . $utf8;

# What it is => [the bytes, the words of the message, the command].
my %refused = (
	'HTML' => ["<!DOCTYPE html>\n<html><p>$utf8", 'HTML', 'read-pages'],
	'HTML behind blanks' => ["\n\n <HTML lang=ar>$utf8", 'HTML',
	    'read-pages'],
	'a piece of HTML' => ["<div class=x>$utf8</div>", 'HTML', 'read-pages'],
	'a comment' => ["<!-- saved from -->\n<html>", 'HTML', 'read-pages'],
	'XML' => ["\xef\xbb\xbf<?xml version='1.0'?>\n<rss>", 'XML',
	    'read-pages'],
	'a feed' => ["<rss version='2.0'><channel>", 'XML', 'read-pages'],
	'HTML in UTF-16' => [encode('UTF-16', "<!doctype html>\n<p>$page"),
	    'HTML', 'read-pages'],
	'a JSON array' => ["[$record]", 'a JSON array', "jq -c '.[]'"],
	'a printed JSON array' => ["[\n  {\n    \"id\": 1}]", 'a JSON array',
	    "jq -c '.[]'"],
	'a JSON text sequence' => ["\x1e$record\x1e$record",
	    'JSON text sequence', "tr -d '\\036'"],
	'a JSON array of strings' => ["[\"a\\\"\",\n\"b\"]\n", 'a JSON array',
	    "jq -c '.[]'"],
	'a JSON array of one string' => ["[ \"a\\\"b\" ]\n", 'a JSON array',
	    "jq -c '.[]'"],
	'a JSON array of a long string' => [encode_utf8('["' . ' خبر' x 999), 'a JSON array',
	    "jq -c '.[]'"],
	'an empty JSON array' => ["[]\n", 'a JSON array', "jq -c '.[]'"],
	'printed JSON' => ["{\n  \"text\": \"x\"\n}\n", 'several lines',
	    'jq -c .'],
	'PDF' => ["%PDF-1.4\n%\xe2\xe3\n", 'PDF', 'pdftotext'],
	'zip' => ["PK\3\4\24\0\0\0", 'zip', 'unzip'],
	'an office document' => ["\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", 'office',
	    'catdoc'],
	'RTF' => ["{\\rtf1\\ansi", 'RTF', 'unrtf'],
	'Parquet' => ["PAR1\25\0\25", 'Parquet', 'duckdb'],
	'tar' => [$tar, 'tar', 'tar -xf'],
	'tar of before POSIX' => [$old_tar, 'tar', 'tar -xf'],
	'ar' => ["!<arch>\npage.txt/ ", 'ar', 'ar x'],
	'NULs' => ["\0" x 3000, 'NULs', ''],
	'one NUL' => ["\0", 'NULs', ''],
	'records in UTF-16' => [encode('UTF-16', '{"text":"x"}' . "\n"),
	    'UTF-16', 'iconv -f UTF-16 '],
	map { my $set = $_; map { ("$_->[0] in $set" => [encode($set, $_->[1]),
	    $set =~ s/..$//r, "iconv -f $set -t UTF-8"]) }
	    ['text', $page], ['a word', 'خبر'], ['records', "{\"text\":\"x\"}\n"],
	    ['a smile', "\x{1f600} $page"] }
	    'UTF-16LE', 'UTF-16BE', 'UTF-32LE', 'UTF-32BE',
);
my $good = spew("$dir/good", $record);
my $out = run([$filter, $good])->{out};
my $parts = run([$split, $good])->{out};

for my $name (sort keys %refused) {
	my ($bytes, $what, $command) = @{$refused{$name}};
	my $file = spew("$dir/in", $bytes);
	my $message = qr/: \Q$dir\E\/in: [^\n]*\Q$what\E[^\n]*\Q$command\E[^\n]*\n\z/;

	is_run("split-articles: $name", [$split, $file, $good], out => $parts,
	    err => qr/\Asplit-articles$message/, status => 2);
	is_run("records: $name", [$filter, '--bad=pass', $file, $good],
	    out => $out, err => qr/\Afilter$message/, status => 2);
	# Whatever comes at once.
	is_run("in pieces: $name", [$filter, $file], status => 2,
	    err => qr/\Afilter$message/, env => {
		LD_PRELOAD => tool('tests/lib/preload/faults.so'),
		FAULT => 'read:short:3',
		ASAN_OPTIONS => ($ENV{ASAN_OPTIONS} // '') .
		    ':verify_asan_link_order=0' }) if length $bytes < 600;
}

# Text where records belong, in all tools that read them.
for my $name (qw(extract-meta dedupe tag-entities khabar-report)) {
	next unless -x tool($name);
	is_run("$name: text", [tool($name), '--bad=skip'], in => $utf8,
	    err => "$name: stdin: this is text, not records: " .
		"split-articles FILE\n", out => qr/\A(?!.*\Q$utf8\E)/s,
	    status => 2);
}
is_run('train-entities: text', [tool('train-entities'), '-q', '--words', '-t',
    spew("$dir/in", $utf8), '-o', "$dir/words"], status => 2, err =>
    "train-entities: $dir/in: this is text, not records: " .
	"split-articles FILE\n") if -x tool('train-entities');
is_run('UTF-16 where records belong', [$filter], in =>
    encode('UTF-16', $page), status => 2, err =>
    "filter: stdin: this is UTF-16: iconv -f UTF-16 -t UTF-8 FILE\n");
is_run('a line among records is a bad record', [$filter], status => 1,
    in => "a line of words\n$record", out => $out,
    err => "filter: stdin:1: no JSON object, byte 1\n");
is_run('so is a word', [$filter], in => "null\n", status => 1,
    err => "filter: stdin:1: no JSON object, byte 1\n");

# None of these is anything but a page.
for my $text ('<<خبر عاجل>> من الوزارة', '<ا>', '< b>', '<3 people', '<a@b.c>',
    '[صورة] من المكان', '[1] أولا', '[', '[ {صورة} ]',
    '["خبر"](x) عن', '["خبر"] عن', '["خبر', "[\"خبر\n\",\"\"]", '["خبر", ن', '{صورة}', "{\nصورة}",
    'PK', '%PD', 'BZ', 'PAR', "a\0b\0c", "\0\0a page", "خ\0ب\0ر\0",
    "\x06\x06\x06\x06 خبر", "ustar" x 60, 'x' x 257 . 'ustar', '<') {
	my $r = run([$split, spew("$dir/page", encode_utf8($text))]);

	is(JSON::PP->new->utf8->decode($r->{out} || '{}')->{text}, $text,
	    'a page: ' . $text =~ s/[^ -\x{6ff}]/./gr =~ s/(.{40}).*/$1/r);
}

# Who names the format, or the character set, is believed.
for my $name ('HTML', 'a JSON array', 'tar', 'NULs', 'text in UTF-16LE') {
	is_run("--from=text: $name", [$split, '--from=text', spew("$dir/in",
	    $refused{$name}[0])], out => qr/\A\{"id":"in#0"/);
}
is_run('--from=text: gzip that is not to be unpacked', [$split, '--from=text',
    '--no-unpack'], status => 2, in => "\x1f\x8b\x08\0", err =>
    "split-articles: stdin: compressed with gzip: unpack it first (zcat)\n");
my $named = run([$split, '--encoding=UTF-16LE', spew("$dir/in",
    encode('UTF-16LE', $page))]);
is($json->decode($named->{out} || '{}')->{text}, $page, '--encoding=UTF-16LE');
is_run('-0: pages of NULs', [$split, '-0'], in => "\0\0" . $utf8 . "\0",
    out => qr/\A\{"id":"stdin-3#0".*\n\z/);

# UTF-16 and UTF-32 with a byte order mark are read; its comma holds a form
# feed, and its offsets are those of the file.
my $long = ("$page، ثم 12\x{1f600}\x{200f}\n") x 3;
for my $set ('UTF-16LE', 'UTF-16BE', 'UTF-32LE', 'UTF-32BE') {
	my $raw = encode($set, "\x{feff}$long");
	my $r = run([$split], in => $raw);
	my $got = $json->decode($r->{out} || '{}');

	is($got->{text}, $long, "$set with a byte order mark");
	is("$r->{err}$got->{start}-$got->{end}", '0-' . length $raw,
	    "$set: its bytes");
	is_run("$set: a byte too few", [$split], in => substr($raw, 0, -1),
	    status => 1, err => qr/\Asplit-articles: stdin:1: broken UTF-16 /);
}
my $two = Encode::decode_utf8(slurp("$TOP/tests/pages/three-parts.txt"));
my $raw = encode('UTF-16', $two);
my $tiles = join '', map { my $r = $json->decode($_);
	substr $raw, $r->{start}, $r->{end} - $r->{start} }
    split /\n/, run([$split], in => $raw)->{out};
ok($tiles eq $raw, 'UTF-16: the parts tile the page');
is_run('half of a pair', [$split], in => "\xff\xfe\x27\x06\x3d\xd8\x27\x06",
    status => 1, err =>
    "split-articles: stdin:1: broken UTF-16 or UTF-32, byte 5\n");

# A terminal.
SKIP: {
	my $said = `script -qec '$filter 2>&1' /dev/null </dev/null 2>&1`;
	skip 'no script(1)', 1 if !defined $said || $? != 0;
	is(() = $said =~ /^filter: waiting for input from the terminal/mg, 1,
	    'a terminal: it says that it waits');
}

# Fields that are there are named where one is missing, but not without end.
is_run('which fields there are', [$filter], status => 1,
    in => $json->encode({ content => 'x' }) . "\n", err =>
    qq(filter: stdin:1: no field "text"; there are "content", byte 1\n));
is_run('many fields', [$filter], status => 1,
    in => '{' . join(',', map { qq("f$_":1) } 1 .. 99) . "}\n",
    err => 'filter: stdin:1: no field "text"; there are ' .
	join(', ', map { qq("f$_") } 1 .. 8) . ", ..., byte 1\n");
is_run('a long field', [$filter], status => 1,
    in => '{"' . 'x' x 500 . qq(":1}\n),
    err => qq(filter: stdin:1: no field "text", byte 1\n));

done_testing;
