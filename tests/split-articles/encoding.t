#!/usr/bin/perl
# split-articles: pages in other character sets come out in UTF-8, good UTF-8
# as it is, and offsets are those of the bytes that came in.
use strict;
use utf8;
use warnings;
use Encode qw(decode encode encode_utf8);
use FindBin;
use lib "$FindBin::Bin/../lib";
use JSON::PP;
use Khabar;
use Test::More;

binmode $_, ':utf8'
    for Test::More->builder->output, Test::More->builder->failure_output;
my $split = tool('split-articles');
my $json = JSON::PP->new->utf8;

# The parts of the one page in bytes; their texts must be those of `text`.
sub tiles {
	my ($name, $raw, $text, @args) = @_;
	my $r = run([$split, '--from=text', @args], in => $raw);
	my ($end, $joined, $good) = (0, '', $r->{status} == 0);

	for my $line (split /\n/, $r->{out}) {
		my $part = $json->decode($line);
		$good &&= $part->{start} == $end && $part->{end} >= $end;
		$end = $part->{end};
		$joined .= $part->{text};
	}
	ok($good && $end == length $raw, "$name: the parts tile the page");
	is($joined, $text, "$name: the text");
	is($r->{err}, '', "$name: messages");
}

# As two articles, so that there is an offset in the middle.
my $two = decode('UTF-8', slurp("$TOP/tests/pages/three-parts.txt"));
my %sets = ('UTF-16' => 'UTF-16', 'UTF-16LE' => 'UTF-16LE',
    'utf-16be' => 'UTF-16BE', 'UTF-32LE' => 'UTF-32LE', 'UTF-8' => 'UTF-8');
for my $set (sort keys %sets) {
	tiles($set, encode($sets{$set}, $two), $two, "--encoding=$set");
}
(my $plain = $two) =~ s/[^\x00-\x7f\x{60c}\x{61b}\x{61f}\x{621}-\x{63a}\x{640}-\x{64a}]/?/g;
my $cp1256 = encode('cp1256', $plain);
tiles('windows-1256, named', $cp1256, $plain, '--encoding=windows-1256');
tiles('CP1256, named', $cp1256, $plain, '--encoding=CP1256');
tiles('windows-1256, told', $cp1256, $plain);
tiles('ISO-8859-6, named', encode('iso-8859-6', $plain), $plain,
    '--encoding=ISO-8859-6');
# ISO-8859-6 is told by its letters, also in a line or two.
tiles('ISO-8859-6, told', encode('iso-8859-6', $plain), $plain);
for my $text ('فتحت المكتبة أبوابها أمام القراء', 'وصل الوفد إلى المدينة، ثم غادر',
    'هل من جديد؟') {
	for my $set ('iso-8859-6', 'cp1256') {
		tiles("a line in $set: $text", encode($set, $text), $text);
	}
}

# UTF-8 that was read as a set of one byte a character; what the set leaves
# open became a control.
sub misread {
	my ($set, $text) = @_;

	return encode_utf8(join '', map { my $c = decode($set, $_);
	    $c eq "\x{fffd}" ? $_ : $c } split //, encode_utf8($text));
}
my $mojibake = misread('cp1256', $plain);
my @wrong = qw(cp1256 cp1252 iso-8859-1 cp1250 iso-8859-2 MacRoman cp1257);
my @eastern = qw(cp1251 cp1253);
my $good = "عنوان سليم كتبناه هنا\n\xc9t\xe9 \xe0 Gen\xe8ve\n";
my $lines = "فتحت المكتبة أبوابها أمام القراء\nرياضة\n" .
    "وقال أمينها: «رفوفها تضم 1000 كتاب…»";
for my $set (@wrong, @eastern) {
	tiles("UTF-8 read as $set", misread($set, $two), $two);
}
for my $set (@wrong) {
	tiles("UTF-8 read as $set, in good lines",
	    encode_utf8($good) . misread($set, $lines) . encode_utf8("\n$good"),
	    "$good$lines\n$good");
}
# Offsets are those of the page, though one line in two of it is mended.
sub starts {
	my ($raw) = @_;

	return map { $json->decode($_)->{start} } split /\n/,
	    run([$split, '--from=text'], in => $raw)->{out};
}
my @starts = starts(encode_utf8($two));
sub half_misread {
	my ($set, $text) = @_;
	my $n = 0;

	return join '', map { $n++ % 2 ? encode_utf8($_) : misread($set, $_) }
	    split /^/, $text;
}
cmp_ok(scalar @starts, '>', 2, 'three parts');
for my $set (@wrong) {
	is_deeply([starts(half_misread($set, $two))], [map {
		length half_misread($set, decode('UTF-8',
		    substr encode_utf8($two), 0, $_))
	} @starts], "one line in two read as $set: where parts start");
}
my $latin = encode_utf8(decode('iso-8859-1', $cp1256));
tiles('windows-1256 read as Latin-1', $latin, $plain);
tiles('windows-1256 read as windows-1252',
    encode_utf8(decode('cp1252', $cp1256)), $plain);
my $sentence = 'وقالت البلدية إن الجسر الجديد يفتح في الخريف';
for my $more ('', ' (BBC)') {
	tiles("windows-1256 read as Latin-1, in good lines$more",
	    encode_utf8($good . decode('iso-8859-1',
		encode('cp1256', $sentence . $more)) . "\n$good"),
	    "$good$sentence$more\n$good");
}
tiles('mojibake is believed where a set is named', $mojibake,
    decode('UTF-8', $mojibake), '--encoding=UTF-8');
my $json_page = run([$split], in => '{"id":"p","text":' .
    $json->allow_nonref->encode(decode('UTF-8', $mojibake)) . "}\n");
is(join('', map { $json->decode($_)->{text} } split /\n/, $json_page->{out}),
    $plain, 'mojibake in JSON');

# Good UTF-8 is never changed: not Arabic, not what looks a little like it.
for my $text (
    "خبر عن ظاهرة الطقس: ط ظ ط§ظ وطقس وظلام وطظ",
    "ط§ظ„ as an example of what went wrong in the text of a page",
    "طط ظظ طظ ظط طط ظظ طظ ظط طط ظظ طظ ظط طط ظظ طظ ظط",
    "Ã©tÃ© naïve café", "\x{feff}خبر", "‏خبر‏\x{200e}",
    "L’été à Noël, où l’élève a reçu un gâteau près du chêne brûlé",
    "Über größere Mühen älterer Bäcker: Öl für süße Brötchen, Äpfel, Nüße",
    "Zażółć gęślą jaźń; łódź, żółw, ćma, ŚWIĘTO ŻÓŁTYCH RÓŻ", "ŘŘŘ ŮŮŮ řůž",
    "Příliš žluťoučký kůň úpěl ďábelské ódy", "ÇA ÉTÉ ÀÊÈ ÄÖÜ ÑÁÍ ßßß",
    "ÁÉÍÓÚ ÀÈÌÒÙ ÂÊÎÔÛ ÄËÏÖÜ ÅÆØÇÑ", "ØØØØ ÙÙÙÙ Ø Ù", "İĞŞÇÖÜ ığşçöü",
    "خبر" . "ط§ظ„" x 3 . "\x{1f600}", "Привет мир", "日本語のニュース",
    "سلام پیژگ چ گ", "\x{0}\x{1}\x{7f}\x{80}\x{9f}\x{ad}",
    "\x{10ffff}\x{fffe}\x{e000}") {
	my $raw = encode_utf8($text);
	my $r = run([$split, '--from=text'], in => $raw);
	my $what = $text =~ s/[^ -\x{6ff}]/./gr;

	is($json->decode($r->{out})->{text}, $text, "stays: $what");
}
# Each page of ours, read and joined again.
for my $file (glob "$TOP/tests/pages/*.txt") {
	next if $file =~ /cp1256|mojibake/;
	tiles($file =~ s{.*/}{}r, slurp($file), decode('UTF-8', slurp($file)));
}

# A few stray bytes in UTF-8 are told, each becomes U+FFFD, and offsets are
# those of the page.
sub strays {
	my ($name, $first, @at) = @_;
	my $raw = encode_utf8($two);
	my $r;

	substr($raw, $_, 0, "\xff") for sort { $b <=> $a } @at;
	$r = run([$split, '--from=text'], in => $raw);
	is($r->{status}, 0, "$name: status");
	is($r->{err}, 'split-articles: stdin:1: not UTF-8, written as U+FFFD; ' .
	    "the first is byte $first\n", "$name: message");
	is_deeply([map { $json->decode($_)->{start} } split /\n/, $r->{out}],
	    [map { my $n = $_; $n + grep { $_ < $n } @at } @starts],
	    "$name: offsets");
	is(join('', map { $json->decode($_)->{text} } split /\n/, $r->{out}),
	    decode('UTF-8', $raw), "$name: text");
	is_deeply($json->decode((split /\n/, run([tool('extract-meta')],
	    in => $r->{out})->{out})[0])->{warnings}, ['mojibake'],
	    "$name: warning");
}

strays('a stray byte', 1, 0);
strays('another', 5, 4);
is_run('two strays in a short page are too many', [$split, '--from=text'],
    in => "\xff" . encode_utf8($two) . "\xff", status => 1,
    err => qr/neither UTF-8 nor windows-1256/);
is(run([$split, '--from=text'], in => "\xff" . encode_utf8($two x 5) . "\xff")
    ->{status}, 0, 'not in a longer one');

# What is neither is told, with the byte where UTF-8 ends.
sub refused {
	my ($name, $raw, $byte, @args) = @_;
	my $what = @args ? 'not in the character set of --encoding'
	    : 'neither UTF-8 nor windows-1256 (see --encoding)';

	is_run($name, [$split, '--from=text', @args], in => $raw, status => 1,
	    err => "split-articles: stdin:1: $what, byte $byte\n");
}

refused('neither', "abc\xff\xfe\0\1", 4);
refused('Latin-1', "caf\xe9 na\xefve \xff\xfe\xa0\xa9\xae", 4);
refused('a cut character', encode_utf8('خبر') . "\xd8", 7);
refused('overlong', "\xc0\xaf", 1);
refused('a surrogate', "ab\xed\xa0\x80", 3);
refused('not as named', "ab\xff", 3, '--encoding=UTF-8');
refused('not as named: odd bytes', "a\0b", 3, '--encoding=UTF-16LE');

is_run('unknown name', [$split, '--encoding=klingon'], status => 2,
    err => "split-articles: --encoding: unknown character set\n");
is_run('no name', [$split, '--encoding='], in => 'a', status => 2,
    err => "split-articles: --encoding: unknown character set\n");

done_testing;
