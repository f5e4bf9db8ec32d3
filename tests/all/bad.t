#!/usr/bin/perl
# Bad records: a message with file, line and byte, nothing lost around them,
# the exit status that --bad asks for.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use Test::More;

my $filter = tool('tests/lib/tools/filter');
my $dir = scratch();

sub bad {
	my ($name, $line, $what, $byte) = @_;
	my $message = "filter: stdin:2: $what, byte $byte\n";
	my %o = (in => qq({"text":"a"}\n$line\n{"text":"bc"}\n),
	    out => qq({"text":"a","n":1}\n{"text":"bc","n":2}\n));

	is_run("$name: report", [$filter], %o, err => $message, status => 1);
	is_run("$name: skip", [$filter, '--bad=skip'], %o, err => $message);
	is_run("$name: pass", [$filter, '--bad=pass'], in => $o{in},
	    out => qq({"text":"a","n":1}\n$line\n{"text":"bc","n":2}\n));
	is_run("$name: stop", [$filter, '--bad=stop'], in => $o{in},
	    out => qq({"text":"a","n":1}\n), err => $message, status => 1);
}

bad('no text', '{"title":"a"}', 'no field "text"', 1);
bad('text is a number', '{"text": 1.10}', 'field is no string', 10);
bad('text is null', '{"text":null}', 'field is no string', 9);
bad('no JSON', 'plain text', 'no JSON object', 1);
bad('no object', '["text"]', 'no JSON object', 1);
bad('cut off', '{"text":"a', 'string does not end', 11);
bad('a NUL', "{\"text\":\"a\0\"}", 'control character in a string', 11);
bad('a NUL alone', "\0", 'no JSON object', 1);
bad('half of a pair', '{"a":1,"text":"ab\\ud800c"}',
    'half of a surrogate pair', 18);
bad('the wrong half', '{"text":"\\udc00"}', 'half of a surrogate pair', 10);
bad('overlong UTF-8', "{\"text\":\"\xc0\xaf\"}", 'invalid UTF-8', 10);
bad('a surrogate in UTF-8', "{\"text\":\"\xed\xa0\x80\"}", 'invalid UTF-8',
    10);
bad('two objects', '{"text":"a"}{"text":"b"}', 'something behind the object',
    13);
bad('too deep', '{"text":' . '[' x 600 . ']' x 600 . '}', 'nested too deep',
    9 + 511);
bad('trailing blanks', "{\"text\":7} \t\r", 'field is no string', 9);

# Half of a pair in a field that nobody asks for does not hurt.
is_run('half of a pair elsewhere', [$filter],
    in => qq({"a":"\\ud800","text":""}\n),
    out => qq({"a":"\\ud800","text":"","n":0}\n));

# A byte order mark counts where bytes are counted, and goes through.
is_run('bytes behind a byte order mark', [$filter],
    in => "\xef\xbb\xbf{\"text\":1}\n", status => 1,
    err => "filter: stdin:1: field is no string, byte 12\n");
is_run('a byte order mark is passed', [$filter, '--bad=pass'],
    in => "\xef\xbb\xbf{\"text\":1}\n", out => "\xef\xbb\xbf{\"text\":1}\n");

# Lines are counted file by file, blank ones too.
spew("$dir/a", "\n\n{}\n");
spew("$dir/b", "{\"text\":\"\"}\n\n{");
is_run('file and line', [$filter, "$dir/a", "$dir/b"],
    out => qq({"text":"","n":0}\n), status => 1,
    err => qq(filter: $dir/a:3: no field "text", byte 1\n) .
	"filter: $dir/b:3: no key, byte 2\n");
is_run('stop stops before the next file', [$filter, '--bad=stop', "$dir/a",
    "$dir/b"], status => 1,
    err => qq(filter: $dir/a:3: no field "text", byte 1\n));

# Empty input, blank input.
is_run('empty input', [$filter], in => '');
is_run('blank input', [$filter], in => "\n \r\n\t\n ");
is_run('a byte order mark alone', [$filter], in => "\xef\xbb\xbf");

# Longer than allowed: at, above, across the end of the input.
my $long = '{"text":"' . 'x' x 88 . '"}';
is_run('as long as allowed', [$filter, '--max-record=99'], in => "$long\n",
    out => '{"text":"' . 'x' x 88 . "\",\"n\":88}\n");
for my $end ("\n", '', "\n\n{\"text\":\"\"}") {
	my $rest = $end =~ /text/ ? qq({"text":"","n":0}\n) : '';
	my $name = 'a byte too long, then ' . length($end) . ' bytes';
	my $message = "filter: stdin:1: longer than --max-record, byte 99\n";

	is_run($name, [$filter, '--max-record=98'], in => "$long$end",
	    out => $rest, err => $message, status => 1);
	is_run("$name: skip", [$filter, '--max-record=98', '--bad=skip'],
	    in => "$long$end", out => $rest, err => $message);
	is_run("$name: pass", [$filter, '--max-record=98', '--bad=pass'],
	    in => "$long$end", out => "$long\n$rest");
	is_run("$name: stop", [$filter, '--max-record=98', '--bad=stop'],
	    in => "$long$end", err => $message, status => 1);
}

# Counts.
like(run([$filter, '-v'], in => "{}\n{\"text\":\"\"}\n\n{\"text\":\"\"}")
    ->{err}, qr/^filter: 3 read, 2 written, 1 bad, 0\.0 MB, \d+\.\d s$/m,
    'counts');

# Usage.
my $usage = qr/\Ausage: filter \[option \.\.\.\] \[file \.\.\.\]\n\z/m;
for my $args (['--none'], ['-z'], ['--bad'], ['--bad=no'], ['-o'],
    ['--max-record=0'], ['--max-record=1x'], ['--max-record=-1'],
    ['--max-record=99999999999999999999'], ['--max-record=18446744073709551615K'],
    ['--max-record='], ['--verbose=1'], ['-vz']) {
	is_run("usage: @$args", [$filter, @$args], err => qr/\Afilter: /,
	    status => 2);
}

done_testing;
