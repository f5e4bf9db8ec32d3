#!/usr/bin/perl
# read-pages: files, and what is no HTML.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use Test::More;

my $read = tool('read-pages');
my $dir = scratch();
my $not = 'this is text, not records: split-articles FILE';
my $xml = 'neither HTML nor WARC nor a feed (see --from), byte 1';

spew("$dir/a.html", '<p>a</p>');
spew("$dir/text", "مقال بلا وسوم\n");
spew("$dir/b\xff.htm", '<p>b</p>');

sub ids {
	my ($r) = @_;

	return join ' ', $r->{out} =~ /"id":"([^"]*)"/g;
}

my $r = run([$read, "$dir/a.html", "$dir/text", "$dir/b\xff.htm"]);
is(ids($r), "a.html b\xef\xbf\xbd.htm", 'names of files');
is($r->{err}, "read-pages: $dir/text: $not\n", 'text is told');
is($r->{status}, 2, 'as what cannot be read');
my $feed = '<?xml version="1.0"?><urlset><url>x</url></urlset>';
spew("$dir/feed", $feed);
$r = run([$read, "$dir/feed", "$dir/a.html"]);
is($r->{err}, "read-pages: $dir/feed:1: $xml\n", 'a map of a site');
is(ids($r) . $r->{status}, 'a.html1', 'is a bad record');
$r = run([$read, '--bad=skip', "$dir/feed", "$dir/a.html"]);
is(ids($r) . $r->{status}, 'a.html0', 'skipped');
$r = run([$read, '--bad=stop', "$dir/feed", "$dir/a.html"]);
is(ids($r) . $r->{status}, '1', 'stopped at');
is_run('passed on', [$read, '--bad=pass', "$dir/feed"], out => "$feed\n");
for my $in ("[{\"a\":1}]\n", '%PDF-1.7', "PK\3\4", "\x1f\x8b\x08") {
	my $r = run([$read], in => $in);
	like($r->{err}, qr/\Aread-pages: stdin: [^\n]+\n\z/, "told: $in");
	is($r->{status}, 2, 'and not read');
}
is_run('records', [$read], in => "{\"text\":\"x\"}\n", status => 1,
    err => "read-pages: stdin:1: $xml\n");
$r = run([$read, '--from=html', "$dir/text"]);
is(ids($r), 'text', '--from=html takes it');
is_run('--max-record', [$read, '--max-record=100', "$dir/a.html"],
    out => qr/"id":"a.html"/);
spew("$dir/long", '<p>' . 'a' x 200);
is_run('a longer one', [$read, '--max-record=100', "$dir/long", '-'],
    in => '<p>c', out => qr/\A\{"id":"stdin"/, status => 1,
    err => "read-pages: $dir/long:1: longer than --max-record, byte 101\n");
is_run('counts', [$read, '-v', "$dir/a.html"], out => qr/./,
    err => qr/^read-pages: 1 read, 1 written, 0 bad, /m);
is_run('-o', [$read, '-o', "$dir/out", "$dir/a.html"]);
is(ids({ out => slurp("$dir/out") }), 'a.html', 'is written');

# The same bytes, whatever came before.
my $one = run([$read, "$dir/a.html"])->{out};
my $two = run([$read, "$TOP/tests/pages/bridge.html", "$dir/a.html"])->{out};
is($two =~ s/\A[^\n]*\n//r, $one, 'a page does not depend on the one before');
done_testing;
