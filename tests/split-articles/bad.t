#!/usr/bin/perl
# split-articles: bad input is told, left out, and hurts nothing around it.
# Slow: pages of 100 MB.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use Test::More;

my $split = tool('split-articles');
my $dir = scratch();

sub out {
	my ($doc) = @_;

	return qq({"id":"$doc#0","text":"x","doc":"$doc","part":0,"parts":1,) .
	    qq("role":"main","start":0,"end":1}\n);
}

sub bad {
	my ($name, $line, $what, $byte) = @_;
	my $message = "split-articles: stdin:2: $what, byte $byte\n";
	my $in = qq({"id":"a","text":"x"}\n$line\n{"id":"b","text":"x"}\n);
	my %o = (in => $in, out => out('a') . out('b'));

	is_run("$name: report", [$split], %o, err => $message, status => 1);
	is_run("$name: skip", [$split, '--bad=skip'], %o, err => $message);
	is_run("$name: pass", [$split, '--bad=pass'], in => $in,
	    out => out('a') . "$line\n" . out('b'));
	is_run("$name: stop", [$split, '--bad=stop'], in => $in,
	    out => out('a'), err => $message, status => 1);
}

bad('no text', '{"id":"c"}', 'no field "text"; there are "id"', 1);
bad('text is a number', '{"text":7}', 'field is no string', 9);
bad('text is an array', '{"text":["x"]}', 'field is no string', 9);
bad('cut off', '{"text":"x"', 'no comma or end of the object', 12);
bad('no JSON', 'x', 'no JSON object', 1);
bad('a lone surrogate', '{"text":"\\udfff"}', 'half of a surrogate pair', 10);
bad('overlong', "{\"text\":\"\xe0\x80\xaf\"}", 'invalid UTF-8', 10);
bad('NUL', "\0", 'no JSON object', 1);
bad('nested', '{"text":' . '[' x 1000 . '}', 'nested too deep', 9 + 511);

# A line in 16 bytes and 20,000 more are a page, blank ones aside.
bad('too many lines', '{"text":"' . 'x\n\n' x 30_000 . '"}',
    'a page of too many lines', 9);
is_run('as many lines as may be', [$split], in => "x\n\n \n" x 29_090,
    out => qr/"end":145450/);
is_run('a line too many', [$split], in => "x\n\n \n" x 29_091, status => 1,
    err => "split-articles: stdin:1: a page of too many lines, byte 145451\n");

# 10^6 brackets, a surrogate in the id, a bad last line.
is_run('a million brackets', [$split], in => '{"text":' . '[' x 1_000_000 .
    qq(\n{"id":"a","text":"x"}), out => out('a'), status => 1,
    err => "split-articles: stdin:1: nested too deep, byte 520\n");
is_run('half a pair in the id', [$split], in => qq({"id":"\\ud800",) .
    qq("text":"x"}\n), out => qr/\A\{"id":".*"x",.*\}\n\z/);

# Text.
is_run('a page too long', [$split, '--max-record=9', spew("$dir/a",
    'x' x 10), spew("$dir/b", 'x')], status => 1,
    out => qr/\A\{"id":"b#0",[^\n]*\n\z/,
    err => "split-articles: $dir/a:1: longer than --max-record, byte 10\n");
is_run('a page as long as may be', [$split, '--max-record=10', "$dir/a"],
    out => qr/"end":10/);
is_run('a bad page among others', [$split, '-0'], in => "x\0\xff\xfe\0x",
    out => qr/"stdin-1#0".*\n.*"stdin-3#0"/, status => 1,
    err => "split-articles: stdin:2: neither UTF-8 nor windows-1256 (see " .
	"--encoding), byte 1\n");

# Memory: what is too long is passed over; what is not needs a few times its
# size.  The sanitizers need more than any limit, a block of 4 bytes is slow.
SKIP: {
	skip 'only the plain build', 5 if sanitized() || small();
	skip 'no prlimit', 5 if system('command -v prlimit >/dev/null');
	my $line = "$dir/line";
	open my $f, '>:raw', $line or die $!;
	print $f 'x' x 1_000_000 for 1 .. 100;
	close $f;
	is_run('100 MB, 64 MB allowed', ['prlimit', '--as=300000000', $split,
	    $line], status => 1,
	    err => qr/: longer than --max-record, byte 67108865\n\z/);
	is_run('100 MB, 1 MB allowed', ['prlimit', '--as=60000000', $split,
	    '--max-record=1M', $line], status => 1,
	    err => qr/: longer than --max-record, byte 1048577\n\z/);
	is_run('100 MB, 1 MB allowed, passed', ['prlimit', '--as=60000000',
	    $split, '--bad=pass', '--max-record=1M', $line],
	    out => qr/\Ax{1000}/);
	my $r = run(['prlimit', '--as=2000000000', $split, '--max-record=200M',
	    $line]);
	is($r->{err} . $r->{status}, '0', '100 MB, 200 MB allowed');
	cmp_ok(length $r->{out}, '>', 100_000_000, 'comes out');
	# Many pages need no more than one.
	open $f, '>:raw', $line or die $!;
	print $f "word and word again\n" x 500, "\0" for 1 .. 5000;
	close $f;
	$r = run(['prlimit', '--as=60000000', $split, '-0', $line]);
	is($r->{err} . ($r->{out} =~ tr/\n//), 5000, '50 MB of pages');
}

done_testing;
