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
my $not = 'not HTML (text is for split-articles; see --from), byte 1';

spew("$dir/a.html", '<p>a</p>');
spew("$dir/text", "مقال بلا وسوم\n");
spew("$dir/b\xff.htm", '<p>b</p>');

sub ids {
	my ($r) = @_;

	return join ' ', $r->{out} =~ /"id":"([^"]*)"/g;
}

my $r = run([$read, "$dir/a.html", "$dir/text", "$dir/b\xff.htm"]);
is(ids($r), "a.html b\xef\xbf\xbd.htm", 'names of files');
is($r->{err}, "read-pages: $dir/text:1: $not\n", 'text is told');
is($r->{status}, 1, 'a bad record');
$r = run([$read, '--bad=skip', "$dir/text", "$dir/a.html"]);
is(ids($r) . $r->{status}, 'a.html0', 'skipped');
$r = run([$read, '--bad=stop', "$dir/text", "$dir/a.html"]);
is(ids($r) . $r->{status}, '1', 'stopped at');
is_run('passed on', [$read, '--bad=pass', "$dir/text"],
    out => slurp("$dir/text") . "\n");
for my $in ("{\"text\":\"x\"}\n", "[1]\n", '<?xml ' .
    'version="1.0"?><rss><channel><title>x</title></channel></rss>') {
	my $r = run([$read], in => $in);
	is($r->{err}, "read-pages: stdin:1: $not\n", "told: $in")
	    unless $in =~ /rss/;
}
$r = run([$read, '--from=html', "$dir/text"]);
is(ids($r), 'text', '--from=html takes it');
is_run('--max-record', [$read, '--max-record=100', "$dir/a.html"],
    out => qr/"id":"a.html"/);
spew("$dir/long", '<p>' . 'a' x 200);
is_run('a longer one', [$read, '--max-record=100', "$dir/long", '-'],
    in => '<p>c', out => qr/\A\{"id":"stdin"/, status => 1,
    err => "read-pages: $dir/long:1: longer than --max-record, byte 101\n");
is_run('counts', [$read, '-v', "$dir/a.html"], out => qr/./,
    err => qr/\Aread-pages: 1 read, 1 written, 0 bad, /);
is_run('-o', [$read, '-o', "$dir/out", "$dir/a.html"]);
is(ids({ out => slurp("$dir/out") }), 'a.html', 'is written');

# The same bytes, whatever came before.
my $one = run([$read, "$dir/a.html"])->{out};
my $two = run([$read, "$TOP/tests/pages/bridge.html", "$dir/a.html"])->{out};
is($two =~ s/\A[^\n]*\n//r, $one, 'a page does not depend on the one before');
done_testing;
