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

bad('no text', '{"title":"a"}', 'no field "text"; there are "title"', 1);
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
bad('two objects', '{"text":"a"}{"text":"b"}',
    'another object behind the object: jq -c . parts them', 13);
bad('two objects and a blank', '{"text":"a"} {"text":"b"}',
    'another object behind the object: jq -c . parts them', 14);
bad('an array behind it', '{"text":"a"}["b"]', 'something behind the object',
    13);
bad('a byte order mark within', "\xef\xbb\xbf{\"text\":\"b\"}",
    'byte order mark within the file', 1);
bad('a byte order mark behind', "{\"text\":\"a\"}\xef\xbb\xbf{\"text\":\"b\"}",
    'byte order mark within the file', 13);
bad('a JSON text sequence', "\x1e{\"text\":\"b\"}",
    "JSON text sequence: tr -d '\\036' makes lines of it", 1);
bad('one behind a record', "{\"text\":\"a\"}\x1e{\"text\":\"b\"}",
    "JSON text sequence: tr -d '\\036' makes lines of it", 13);
bad('too deep', '{"text":' . '[' x 600 . ']' x 600 . '}', 'nested too deep',
    9 + 511);
bad('trailing blanks', "{\"text\":7} \t\r", 'field is no string', 9);

# Ten of a kind are told, of the rest how many.
is_run('many of two kinds', [$filter, '--bad=skip'],
    in => qq({}\n) x 12 . "x\n" x 11 . qq({}\n) x 1000, out => '',
    err => join('', map { qq(filter: stdin:$_: no field "text", byte 1\n) }
	1 .. 10) . join('', map {
	"filter: stdin:$_: no JSON object, byte 1\n" } 13 .. 22)
    . qq(filter: 1002 more: no field "text"\n)
    . "filter: 1 more: no JSON object\n");
is_run('many files that are not there', [$filter, map { "$dir/none$_" }
	1 .. 13], status => 2, err => join('', map {
	"filter: $dir/none$_: No such file or directory\n" } 1 .. 10)
    . "filter: 3 more: No such file or directory\n");

# A file's name cannot move the cursor, turn the text or end the line.
for (["a\nb\e[2J", 'a\nb\033[2J'], ["\xe2\x80\xaetxt", '\342\200\256txt'],
    ["\xe2\x81\xa7x\xe2\x81\xa9", '\342\201\247x\342\201\251'],
    ["\xc2\x9b2J\x9b2J\x7f", '\302\2332J\2332J\177'],
    ["\xd8\xae\xd8\xa8\xd8\xb1 \xf0\x9f\x98\x80", undef],
    ["\xed\xa0\x80\xc0\xaf\xf4\x90\x80\x80\xe2\x80",
	'\355\240\200\300\257\364\220\200\200\342\200']) {
	my ($name, $shown) = @$_;
	$shown //= $name;
	is_run("a file called $shown", [$filter, spew("$dir/$name", "{}\n"),
		"$dir/$name.none"], status => 2, err =>
	    qq(filter: $dir/$shown:1: no field "text", byte 1\n)
	    . "filter: $dir/$shown.none: No such file or directory\n");
}
SKIP: {
	my $name = "$dir/" . join '', map { chr } 1 .. 31;
	my $ls = `ls -bd "$name" 2>&1` if spew($name, "{}\n");
	skip 'another ls', 1 if ($ls // '') !~ /\\001/;
	is_run('as ls -b has it', [$filter, $name], status => 1, err =>
	    'filter: ' . $ls =~ s/\n\z//r . qq(:1: no field "text", byte 1\n));
}

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
