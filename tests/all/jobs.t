#!/usr/bin/perl
# -j: the same bytes, messages and status from any number of threads.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use IO::Select;
use POSIX ();
use Test::More;

my $dir = scratch();
my @words = split / /, 'أعلن وزير الزراعة في مدينة الرقة أن موسم القمح بدأ ' .
    'مبكرا هذا العام بعد أمطار غزيرة وقال محمد علي لوكالة سانا إن الفلاحين';

# Articles of different lengths, among them some that are wrong.
srand 7;
sub article {
	my ($n) = @_;
	my @lines = map { join(' ', map { $words[rand @words] } 1 .. 12) . '.' }
	    1 .. 1 + $n % 9;

	return "{\"id\":\"a$n\",\"text\":\"" . join('\n',
	    "موسم القمح رقم $n", 'الرقة - سانا', @lines,
	    'إقرأ أيضاً:', 'المصدر: سانا') . "\"}\n";
}
sub wrong {
	my ($n) = @_;

	return ("\n", "{\"id\":$n}\n", "{\"text\":7,\"id\":$n}\n", "x\n",
	    '{"text":"' . 'x' x 70000 . "\"}\n",
	    "{\"text\":\"\\ud800\"}\n")[$n / 40 % 6];
}
my $good = "\xef\xbb\xbf" . join '', map { article($_) } 1 .. 700;
my $bad = "\xef\xbb\xbf" . join '', map {
	$_ % 40 == 7 ? wrong($_) : article($_) } 1 .. 700;
spew("$dir/good", $good);
spew("$dir/bad", $bad);
spew("$dir/long", join '', map { article($_) . "{\"id\":\"l$_\",\"text\":\"" .
	join('\n', map { "موسم القمح رقم $_ بدأ مبكرا هذا العام." } 1 .. 6000) .
	"\"}\n" } 1 .. 3);
spew("$dir/page", "\xef\xbb\xbf" . 'نص الصفحة الأولى' . "\n" x 3);
spew("$dir/stray", "a page\n\x81 of it\n" x 3);

# The same with -j1, in all that comes of it.
sub same_jobs {
	my ($name, $command, %o) = @_;
	my $one = run($command, %o);

	for my $jobs (2, 3, 8, 0) {
		my ($tool, @rest) = @$command;

		is_run("$name -j$jobs", [$tool, "-j$jobs", @rest], %o,
		    map { $_ => $one->{$_} } qw(out err status));
	}
	return $one;
}

for my $tool (qw(split-articles extract-meta dedupe tag-entities)) {
	my $t = tool($tool);
	my $one = same_jobs($tool, [$t], stdin => "$dir/good");

	ok($one->{status} == 0 && length $one->{out} > 100000,
	    "$tool: there is output");
	$one = same_jobs("$tool: bad records", [$t, '--max-record=64K'],
	    stdin => "$dir/bad");
	is($one->{status}, 1, "$tool: bad records were seen");
	cmp_ok(() = $one->{err} =~ /^$tool: stdin:/mg, '>', 9,
	    "$tool: and told");
	for my $bad (qw(skip pass stop)) {
		same_jobs("$tool: $bad", [$t, "--bad=$bad",
			'--max-record=64K'], stdin => "$dir/bad");
	}
	same_jobs("$tool: files", [$t, "$dir/good", "$dir/none", "$dir/bad",
		"$dir/page", "$dir/good"]);
	same_jobs("$tool: long ones", [$t, "$dir/long"]);
	same_jobs("$tool: nothing", [$t], in => '');
	same_jobs("$tool: blanks", [$t], in => "\n\n \n");
	same_jobs("$tool: counts", [$t, '--no-sandbox', "$dir/none"]);
	for my $n ('', '0x', '257', '-1') {
		like(run([$t, "-j$n", "$dir/none"], in => '')->{err},
		    qr/^$tool: /, "$tool -j$n");
	}

	# A reader that goes away.
	for my $jobs (1, 2) {
		my $end = run(['sh', '-c', "\"$t\" -j$jobs \"$dir/good\" " .
			"2>\"$dir/err\"; echo \$? >\"$dir/status\"", $t],
		    before => sub {
			pipe my $from, my $to or die $!;
			close $from;
			POSIX::dup2(fileno $to, 1);
		});

		is(slurp("$dir/status"), "141\n", "$tool -j$jobs: SIGPIPE");
		is(slurp("$dir/err"), '', 'says nothing');
	}
}

# Pages of all kinds.
my $split = tool('split-articles');
same_jobs('pages', [$split, '--explain', ("$dir/page", "$dir/stray") x 40]);
mkdir "$dir/$_" or die $! for 'one', 'two';
spew("$dir/$_/day.jsonl", join '', map { "{\"text\":\"نص $_\"}\n" . ' x' x
	($_ % 40 == 0) . "\n" } 1 .. 90) for 'one', 'two';
spew("$dir/two/day.txt", "نص\x81\n");
cmp_ok(() = same_jobs('pages without names', [$split, map { "$dir/$_" }
	    qw(two/day.txt one/day.jsonl page one/day.jsonl two/day.jsonl)
    ])->{err} =~ /another file has this name/g, '>=', 2, 'two are told');
same_jobs('pages of a stream', [$split, '-0'],
    in => join("\0", map { "صفحة $_\n\nالنص" } 1 .. 200));
same_jobs('pages and lines', [$split, '--separator=^--$'],
    in => join("\n--\n", map { "صفحة $_\n\nالنص" } 1 .. 200));
same_jobs('a character set', [$split, '--encoding=windows-1256',
	("$dir/stray") x 40]);
same_jobs('another', [$split, '--encoding=utf-16', "$dir/stray", "$dir/page"]);
my $wet = "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://a/%d" .
    "\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n";
same_jobs('a crawl', [$split], in => join '', map {
	my $text = "صفحة $_\n\nالنص"; sprintf $wet, $_, length $text, $text
    } 1 .. 200);
my $read = tool('read-pages');
spew("$dir/$_.html", "<title>صفحة $_</title><p>" . 'نص ' x (50 * $_) .
	"<p>\xd9") for 1 .. 30;
spew("$dir/feed", '<rss version="2.0"><channel><title>النخيل</title>' .
	join('', map { "<item><guid>g$_</guid><title>خبر $_</title>" .
	    "<category>أخبار</category><pubDate>day $_</pubDate>" .
	    "<description>نص الخبر</description></item>" } 1 .. 100) .
	'</channel></rss>');
my $warc = "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: http://a/%d" .
    "\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n";
spew("$dir/crawl", join '', map {
	my $page = '<p>صفحة ' . 'س ' x $_; sprintf $warc,
	    $_ % 7 ? 'resource' : 'metadata', $_, length $page, $page
    } 1 .. 200);
my @documents = ("$dir/feed", (map { "$dir/$_.html" } 1 .. 30), "$dir/none",
	"$dir/stray", "$dir/crawl", "$dir/feed");
is(run([$read, @documents])->{status}, 2, 'documents that are none');
same_jobs("documents, @$_", [$read, @$_, @documents])
    for [], ['--bad=stop'], ['--bad=pass'], ['--encoding=windows-1256'],
    ['--from=html', '--max-record=4K'];
my $tag = tool('tag-entities');
same_jobs("--format=$_", [$tag, "--format=$_"], stdin => "$dir/good")
    for qw(tsv brat ansi html);
same_jobs('two fields', [$tag, '--field=id', '--field=text'],
    stdin => "$dir/good");
same_jobs('-o', [$tag, '-o', "$dir/out"], stdin => "$dir/good");
spew("$dir/table.tsv", "source\tcolon\t40\tمن مراسلنا\tمن مراسلنا: سعاد\n");
same_jobs('a table', [tool('extract-meta'), '--explain', '-t',
	"$dir/table.tsv"], stdin => "$dir/good");
spew("$dir/slow.tsv", "source\tcolon\t200\t(a+)+b\tab: c\n");
like(same_jobs('a pattern that gives up', [tool('extract-meta'), '-t',
	    "$dir/slow.tsv"], in => join('', map { "{\"text\":\"" . 'a' x 60 .
	    "! b\\n$_\"}\n" } 1 .. 300))->{err}, qr/\A[^\n]*gave up[^\n]*\n\z/,
    'is told once');

# Each record at once, and what is wrong with one in its turn.
$SIG{PIPE} = 'IGNORE';
local $SIG{ALRM} = sub { die "the tool does not answer\n" };
alarm 300;
for my $tool (qw(split-articles extract-meta dedupe tag-entities)) {
	pipe my $in, my $to or die $!;
	pipe my $from, my $out or die $!;
	my $run = start([tool($tool), '-j3'], before => sub {
		POSIX::dup2(fileno $in, 0);
		POSIX::dup2(fileno $out, 1);
		close $_ for $to, $from;
	});

	close $_ for $in, $out;
	for my $n (1 .. 3) {
		syswrite $to, article($n);
		ok(IO::Select->new($from)->can_read(60), "$tool: record $n");
		like(scalar readline $from, qr/"a$n/, 'at once');
	}
	syswrite $to, "x\n";
	close $to;
	my $end = finish($run);
	is($end->{status}, 1, "$tool: then a bad one");
	is($end->{err}, "$tool: stdin:4: no JSON object, byte 1\n",
	    'is told');
}

done_testing();
