#!/usr/bin/perl
# extract-meta: options, bad records, and how it reads and writes.
use strict;
use utf8;
use warnings;
use Encode qw(encode_utf8);
use FindBin;
use lib "$FindBin::Bin/../lib";
use JSON::PP;
use Khabar;
use News;
use POSIX ();
use Test::More;

binmode $_, ':utf8'
    for Test::More->builder->output, Test::More->builder->failure_output;
my $extract = tool('extract-meta');
my $dir = scratch();
my $json = JSON::PP->new->utf8;
my $title = 'إعادة فتح مكتبة الحي القديم أمام القراء';
my $body = 'فتحت مكتبة الحي القديم أبوابها أمام القراء صباح اليوم بعد أعمال ' .
    'ترميم استمرت عامين كاملين، وقال أمينها إن رفوفها تضم ألف كتاب جديد.';
my $page = join "\n", $title, '19 نوفمبر 2023', $body, 'المصدر: سانا';

sub meta {
	my ($text, @args) = @_;
	my $r = run([$extract, @args], in => text_record($text));

	diag($r->{err}) if $r->{err} ne '';
	return $json->decode($r->{out});
}

# --schema.
my $own = meta($page);
my $theirs = meta($page, '--schema=schemaorg');
my %name = (title => 'headline', date => 'datePublished',
    date_modified => 'dateModified', sitename => 'publisher',
    tags => 'keywords', categories => 'articleSection',
    language => 'inLanguage', text => 'articleBody', credit => 'creditText',
    agency => 'sourceOrganization');
for my $k (sort keys %$own) {
	is_deeply($theirs->{$name{$k} // $k}, $own->{$k},
	    "--schema=schemaorg: " . ($name{$k} // $k));
}
is($theirs->{text}, $page, '--schema=schemaorg: text stays');
my $lines = join '', map { text_record($_) } values %{{ page_texts() }};
my $once = run([$extract, '--schema=schemaorg'], in => $lines)->{out};
is(run([$extract, '--schema=schemaorg'], in => $once)->{out}, $once,
    '--schema=schemaorg: a second run changes nothing');
is_deeply(meta($page, '--schema=khabar'), $own, '--schema=khabar');

# --keep-raw.
my $raw = meta($page, '--keep-raw');
is(delete $raw->{raw_text}, $page, '--keep-raw');
is_deeply($raw, $own, 'and nothing else');
$once = run([$extract, '--keep-raw'], in => $lines)->{out};
is(run([$extract, '--keep-raw'], in => $once)->{out}, $once,
    '--keep-raw: a second run changes nothing');
like($once =~ s/\n.*//sr, qr/,"text":"(?:[^"\\]|\\.)*","raw_text"|"text":.*"language":[^,]*,"raw_text":"[^"]*.*","removed":/,
    'raw_text stands behind text');

# --field.
my $r = run([$extract, '--field=content'], in => encode_utf8(
    qq({"text":1,"content":"$title\\n$body"}\n)));
my $got = $json->decode($r->{out});
is($got->{content}, $body, '--field');
is($got->{text}, 1, '--field: text is not ours then');
is_run('--field: not there', [$extract, '--field=content'],
    in => text_record($page), status => 1,
    err => qq(extract-meta: stdin:1: no field "content"; there are "text", byte 1\n));

# --reference-date.
for my $case (['منذ 3 ساعات', '2024-01-10T12:00', '2024-01-10T09:00'],
    ['أمس', '2024-03-01', '2024-02-29'],
    ['منذ يومين', '2024-01-01T00:00+03:00', '2023-12-30'],
    ['19 نوفمبر 2023', '2024-01-10', '2023-11-19']) {
	my ($printed, $reference, $date) = @$case;
	my $text = "$title\n$printed\n$body";
	is(meta($text, "--reference-date=$reference")->{date}, $date,
	    "$printed at $reference");
	is(meta($text)->{date}, $printed =~ /2023/ ? $date : undef,
	    "$printed at no time");
}
for my $bad ('', 'x', '2024', '2024-13-01', '2024-02-30', '2024-01',
    '2024-01-10T25:00', '2024-01-10x') {
	is_run("--reference-date=$bad", [$extract, "--reference-date=$bad"],
	    status => 2, err => qr/\Aextract-meta: --reference-date=\Q$bad\E: not ISO 8601/);
}

# -t.
my $tables = spew("$dir/ours.tsv", encode_utf8(
    "source\tcolon\t60\tمنبع الخبر\tمنبع الخبر: الضفاف\n"));
my $outlets = spew("$dir/outlets.tsv", encode_utf8(
    "وكالة الضفاف|الضفاف\tDifaf\tar\tagency\tsure\n"));
my $ours = "$title\n$body\nمنبع الخبر: الضفاف";
is(meta($ours)->{credit}, undef, 'an unknown label');
is(meta($ours, '-t', $tables)->{credit}, 'الضفاف', '-t: a cue');
is(meta($ours, '-t', $tables, "--table=$outlets")->{agency}, 'Difaf',
    '-t: an agency');
is_run('-t: a bad table', [$extract, '-t', spew("$dir/bad.tsv",
    "\n\nx\tbare\t0\tx\tx\n")], status => 2,
    err => "extract-meta: $dir/bad.tsv:3: unknown role: 'x'\n");
is_run('-t: too many rows', [$extract, '-t', spew("$dir/many.tsv",
	    "source\tcolon\t9\tab\tab: c\n" x 4097)], in => '', status => 2,
    err => "extract-meta: $dir/many.tsv:4097: too many rows: 'source'\n");

# What a reader of lines might take for an end of one is escaped.
my $ends = "\x{2028}\x{2029}\x{85}\r\0\x{1}\x{1f}\x{7f}\"\\/";
$r = run([$extract, '--keep-raw'], in => text_record("$title\n$body$ends$body"));
unlike($r->{out}, qr/[\0-\x09\x0b-\x1f]|\xe2\x80[\xa8\xa9]|\xc2\x85/,
    'ends of lines are escaped');
is($json->decode($r->{out})->{raw_text}, "$title\n$body$ends$body",
    'and come back');
is($r->{out} =~ tr/\n//, 1, 'one line');

# Bad records, one among good ones.
my $good = text_record($page);
my $out = run([$extract], in => $good)->{out};
for my $case (['{"text":7}', 'field is no string', 9],
    ['{}', 'no field "text"', 1], ['[]', 'no JSON object', 1],
    ["{\"text\":\"\xff\"}", 'invalid UTF-8', 10],
    ['{"text":"\\ud800"}', 'half of a surrogate pair', 10],
    ["\0", 'no JSON object', 1]) {
	my ($line, $what, $byte) = @$case;
	my $message = "extract-meta: stdin:2: $what, byte $byte\n";
	my $in = "$good$line\n$good";
	is_run("$what: report", [$extract], in => $in, out => $out x 2,
	    err => $message, status => 1);
	is_run("$what: skip", [$extract, '--bad=skip'], in => $in,
	    out => $out x 2, err => $message);
	is_run("$what: pass", [$extract, '--bad=pass'], in => $in,
	    out => "$out$line\n$out");
	is_run("$what: stop", [$extract, '--bad=stop'], in => $in,
	    out => $out, err => $message, status => 1);
}
is_run('empty input', [$extract], in => '');
is_run('blank lines', [$extract], in => "\n \n\r\n$good\n", out => $out);
is_run('a byte order mark', [$extract], in => "\xef\xbb\xbf$good",
    out => $out);
is_run('no newline at the end', [$extract], in => $good =~ s/\n//r,
    out => $out);

# The same bytes, whatever is around.
my $all = run([$extract], in => $lines)->{out};
is(run([$extract], in => $lines, clean => 1)->{out}, $all, 'no environment');
is(run([$extract], in => $lines, env => { LC_ALL => $_, TZ => 'Asia/Gaza' })
    ->{out}, $all, "LC_ALL=$_") for qw(C tr_TR.UTF-8 ar_EG.UTF-8);
is(run([$extract], in => $lines, env => { FAULT => 'read:short:997',
    LD_PRELOAD => tool('tests/lib/preload/faults.so'),
    ASAN_OPTIONS => ($ENV{ASAN_OPTIONS} // '') . ':verify_asan_link_order=0',
    })->{out}, $all, 'read in pieces');
is_run('-o', [$extract, '-o', "$dir/out", spew("$dir/in", $lines)]);
is(slurp("$dir/out"), $all, 'the file holds the records');
my ($first, $last) = map { text_record("$title\n$_") } $body, "$body $body";
is(run([$extract], in => $first . $last)->{out},
    run([$extract], in => $first)->{out} . run([$extract], in => $last)->{out},
    'records do not know each other');

# Each record comes out at once.
pipe my $in, my $w or die $!;
pipe my $from, my $to or die $!;
my $pid = fork // die $!;
if ($pid == 0) {
	close $w;
	close $from;
	POSIX::dup2(fileno $in, 0);
	POSIX::dup2(fileno $to, 1);
	exec $extract or POSIX::_exit(127);
}
close $in;
close $to;
for my $n (1, 2) {
	local $SIG{ALRM} = sub { die "late\n" };
	syswrite $w, $good;
	alarm 20;
	is(eval { <$from> }, $out, "record $n at once");
	alarm 0;
}
close $w;
waitpid $pid, 0;

# Memory: a record of 100 MB is passed over; one of 20 MB needs some times that.
SKIP: {
	skip 'only the plain build', 3 if sanitized() || small();
	skip 'no prlimit', 3 if system('command -v prlimit >/dev/null');
	my $long = spew("$dir/long", '{"text":"' . 'x' x 100_000_000 .
	    "\"}\n$good");
	is_run('100 MB, 1 MB allowed', ['prlimit', '--as=80000000', $extract,
	    '--max-record=1M', $long], out => $out, status => 1,
	    err => "extract-meta: $long:1: longer than --max-record, " .
		"byte 1048577\n");
	my $words = spew("$dir/words", encode_utf8('{"text":"' .
	    "$title\\n$body\\n" x 60_000 . "\"}\n"));
	$r = run(['prlimit', '--as=900000000', $extract, $words]);
	is($r->{err} . $r->{status}, '0', 'a long article');
	spew($long, $good x 20_000);
	$r = run(['prlimit', '--as=80000000', $extract, $long]);
	is($r->{out} =~ tr/\n//, 20_000, 'many articles');
}

# A line in 16 bytes and 20,000 more are a page.
my ($costly, $small) = (text_record("x\n" x 30_000), text_record('x'));
is_run('a page of too many lines', [$extract], status => 1,
    in => "$small$costly$small", out => qr/\A(?:\{[^\n]*\}\n){2}\z/,
    err => "extract-meta: stdin:2: a page of too many lines, byte 9\n");
is_run('a page of too many lines: pass', [$extract, '--bad=pass'],
    in => $costly, out => $costly);

for my $args (['--schema=x'], ['--prefer=x'], ['--field'], ['-t'], ['-x']) {
	is_run("usage: @$args", [$extract, @$args], status => 2,
	    err => qr/\Aextract-meta: /);
}

done_testing;
