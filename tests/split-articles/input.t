#!/usr/bin/perl
# split-articles: whatever holds the pages, each comes out once, whole and under
# its name.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use JSON::PP;
use Khabar;
use Test::More;
use Told;

my $split = tool('split-articles');
my $dir = scratch();
my $json = JSON::PP->new;

# Run and compare what it tells.
sub pages {
	my ($name, $args, %o) = @_;
	my $want = delete $o{pages};
	my $status = delete $o{status} // 0;
	my $err = delete $o{err} // '';
	my $r = run([$split, @$args], %o);

	is(told($r->{out}), $want, $name);
	is($r->{err}, $err, "$name: messages");
	is($r->{status}, $status, "$name: status");
}

# Text.
pages('a stream is a page', [], in => "one\ntwo\n", pages =>
    "stdin 0-8 one~two~\n");
pages('without a newline', [], in => "one\ntwo", pages =>
    "stdin 0-7 one~two\n");
pages('nothing', [], in => '', pages => '');
pages('a line feed', [], in => "\n", pages => "stdin 0-1 ~\n");
pages('form feeds', [], in => "one\n\ftwo\n\fthree", pages =>
    "stdin-1 0-4 one~\nstdin-2 0-4 two~\nstdin-3 0-5 three\n");
pages('empty pages are passed over', [], in => "\f\fone\f\f", pages =>
    "stdin-3 0-3 one\n");
my $file = spew("$dir/a.page.txt", "one\n\ftwo\n");
pages('a form feed in a file', [$file], pages =>
    "a.page 0-9 one~\ftwo~\n");
pages('- is standard input', ['-', $file], in => 'x', pages =>
    "stdin 0-1 x\na.page 0-9 one~\ftwo~\n");
for my $name ('.hidden', 'noext', 'two.dots.txt', 'dir.d/file', '#1.txt') {
	mkdir "$dir/dir.d";
	my ($base) = $name =~ m{([^/]+?)(?:(?<=.)\.[^./]*)?$};
	pages("the name of $name", [spew("$dir/$name", 'x')], pages =>
	    "$base 0-1 x\n");
}
my $odd = run([$split, spew("$dir/a\"\n\xff\\.txt", 'x')]);
is($odd->{out}, qq({"id":"a\\"\\n\xef\xbf\xbd\\\\#0",) .
    qq("doc":"a\\"\\n\xef\xbf\xbd\\\\","part":0,"parts":1,"role":"main",) .
    qq("start":0,"end":1,"text":"x"}\n), 'a name with odd bytes');

# NUL, separators.
pages('-0', ['-0'], in => "one\n\0two\0three", pages =>
    "stdin-1 0-4 one~\nstdin-2 0-3 two\nstdin-3 0-5 three\n");
pages('-0: one page', ['--null'], in => "one\f\n", pages =>
    "stdin 0-5 one\f~\n");
pages('-0 holds for files', ['-0', spew("$dir/n", "a\0b")], pages =>
    "n-1 0-1 a\nn-2 0-1 b\n");
my @sep = '--separator=^-{3}$';
pages('--separator', [@sep], in => "one\n--\n---\ntwo\n---\n", pages =>
    "stdin-1 0-7 one~--~\nstdin-2 0-4 two~\n");
pages('--separator: none', [@sep], in => "one\ntwo\n", pages =>
    "stdin 0-8 one~two~\n");
pages('--separator: none, no newline', [@sep], in => "one\ntwo", pages =>
    "stdin 0-7 one~two\n");
pages('--separator: CRLF', [@sep], in => "one\r\n---\r\ntwo\r\n", pages =>
    "stdin-1 0-5 one\r~\nstdin-2 0-5 two\r~\n");
pages('--separator: nothing else', [@sep], in => "---\n---\n", pages => '');
pages('--separator: a form feed is a byte', [@sep], in => "a\f\n---\nb",
    pages => "stdin-1 0-3 a\f~\nstdin-2 0-1 b\n");
pages('--separator: by file', [@sep, spew("$dir/s1", "a\n---\nb"),
    spew("$dir/s2", "c\n")], pages =>
    "s1-1 0-2 a~\ns1-2 0-1 b\ns2 0-2 c~\n");
pages('--separator: letters', ['--separator=\x{641}{2}'], in =>
    "a\n\xd9\x81\xd9\x81\nb\n", pages => "stdin-1 0-2 a~\nstdin-2 0-2 b~\n");
# PCRE2 must not be given what is no UTF-8: this page is windows-1256.
my $arabic = "\xd3\xe1\xc7\xe3 \xda\xe1\xed\xdf\xe3 \xed\xc7 \xe4\xc7\xd3";
pages('--separator: windows-1256', ['--separator=^\pL{9}$|^==+$'],
    in => "$arabic\n===\n$arabic\n", pages =>
    join '', map { "stdin-$_ 0-18 " . $json->decode(run([$split],
	in => "$arabic\n")->{out})->{text} =~ s/\n/~/r . "\n" } 1, 2);
is_run('--separator: a bad pattern', [$split, '--separator=(a'], status => 2,
    err => "split-articles: --separator: missing closing parenthesis, " .
	"byte 3\n");

# Too long a page of lines.
my $long = "aaaaaaaa\nbbbbbbbbb\nccccc\n---\nx\n";
my $message = "split-articles: stdin:2: page longer than --max-record, " .
    "byte 11\n";
my $rest = "stdin-2 0-2 x~\n";
my @max = (@sep, '--max-record=10');
pages('a page of lines too long', [@max], in => $long, pages => $rest,
    err => $message, status => 1);
pages('a page of lines too long: skip', [@max, '--bad=skip'], in => $long,
    pages => $rest, err => $message);
pages('a page of lines too long: stop', [@max, '--bad=stop'], in => $long,
    pages => '', err => $message, status => 1);
like(run([$split, @max, '--bad=pass'], in => $long)->{out},
    qr/\Aaaaaaaaa\nbbbbbbbbb\nccccc\n\{"id":"stdin-2#0",.*\}\n\z/,
    'a page of lines too long: pass');
pages('a line too long ends with its file', [@max, spew("$dir/l1",
    "a\n" . 'b' x 11), spew("$dir/l2", "c\n")], pages => "l2 0-2 c~\n",
    err => "split-articles: $dir/l1:2: longer than --max-record, byte 11\n",
    status => 1);

# JSON Lines.
my $page = '"text":"one\ntwo"';
pages('JSON Lines', [], in => qq({"id":"p",$page}\n\n{"id":"q",$page}),
    pages => "p 0-7 one~two\nq 0-7 one~two\n");
pages('a byte order mark', [], in => qq(\xef\xbb\xbf{"id":"p",$page}\r\n),
    pages => "p 0-7 one~two\n");
pages('ids', ['--from=jsonl'], in => join('', map { "{\"id\":$_,$page}\n" }
    '12', '1.50', '123456789012345678901234567890', 'null', 'true', '"a b"',
    '"\u0041\/"'), pages => join '', map { "$_ 0-7 one~two\n" } '12', '1.50',
    '123456789012345678901234567890', 'stdin-4', 'true', 'a b', 'A/');
pages('an empty id is none', [], in => qq({"id":"","text":"ab"}\n), pages =>
    "stdin-1 0-2 ab\n");
pages('--encoding does not count for JSON', ['--encoding=windows-1256'],
    in => qq({"id":"p","text":"\xd8\xa7"}\n), pages =>
    "p 0-2 \xd8\xa7\n");
pages('no id', [], in => "{$page}\n{$page}\n", pages =>
    "stdin-1 0-7 one~two\nstdin-2 0-7 one~two\n");
pages('no id: one page of a file', [spew("$dir/j.jsonl", "{$page}\n")],
    pages => "j-1 0-7 one~two\n");
pages('--field, --id-field', ['--field=content', '--id-field=url'],
    in => qq({"id":1,"url":"u","text":5,"content":"abc"}\n), pages =>
    "u 0-3 abc\n");
pages('an empty page', [], in => qq({"id":"p","text":""}\n), pages =>
    "p 0-0 \n");
is_run('other fields stay, byte for byte', [$split],
    in => qq( { "a" : 1.10 , "text" : "\\u0061\\ud83d\\ude00" , "n":) .
	qq(-0.0e-7,"id":"p","a":[ ],"id":"q", "e":"\\ud800\\/" }\t\r\n),
    out => qq( { "a" : 1.10 , "text" : "a\xf0\x9f\x98\x80" , "n":) .
	qq(-0.0e-7,"id":"q#0","a":[ ],"id":"q#0", "e":"\\ud800\\/" ,) .
	qq("doc":"q","part":0,"parts":1,"role":"main","start":0,"end":5}\n));
is_run('the records of an earlier run', [$split, '--explain'],
    in => qq({"id":"p#1","doc":"p","part":1,"parts":2,"role":"related",) .
	qq("start":4,"end":9,"text":"abc","boundary":{"score":5}}\n),
    out => qq({"id":"p#1#0","doc":"p#1","part":0,"parts":1,"role":"main",) .
	qq("start":0,"end":3,"text":"abc","boundary":null}\n));
pages('a brace is no JSON', [], in => "{one}\n", pages =>
    "stdin 0-6 {one}~\n");
pages('--from=text', ['--from=text'], in => qq({"text":"a"}\n), pages =>
    qq(stdin 0-13 {"text":"a"}~\n));
pages('--from=auto, file by file', ['--from=auto', spew("$dir/x1",
    qq({"text":"a"}\n)), spew("$dir/x2", "b\n")], pages =>
    "x1-1 0-1 a\nx2 0-2 b~\n");

# Names in a file.
pages('--files0-from', ["--files0-from=" . spew("$dir/names",
    "$dir/n\0$dir/s2")], pages => "n 0-3 a\0b\ns2 0-2 c~\n");
pages('--files0-from=-', ['--files0-from=-'], in => "$dir/s2\0", pages =>
    "s2 0-2 c~\n");
is_run('--files0-from: none', [$split, '--files0-from=/dev/null'],
    status => 2, err => "split-articles: /dev/null: no file names\n");
is_run('--files0-from: not there', [$split, "--files0-from=$dir/none"],
    status => 2,
    err => "split-articles: $dir/none: No such file or directory\n");
pages('a file that is not there', ["$dir/none", "$dir/s2"], status => 2,
    err => "split-articles: $dir/none: No such file or directory\n",
    pages => "s2 0-2 c~\n");

# NULs in the text are bytes.
is_run('a NUL', [$split], in => "a\0b\n", out => qq({"id":"stdin#0",) .
    qq("doc":"stdin","part":0,"parts":1,"role":"main","start":0,"end":4,) .
    qq("text":"a\\u0000b\\n"}\n));
is_run('JSON with a NUL', [$split], in => qq({"text":"\0"}\n), status => 1,
    err => "split-articles: stdin:1: control character in a string, byte 10\n");

# Two files of one name.
mkdir "$dir/$_" or die $! for 'one', 'two';
my @same = map { spew("$dir/$_/page.txt", "خبر\n") } 'one', 'two';
my $doc = sub { my ($doc) = @_; return qq({"id":"$doc#0","doc":"$doc",) .
	qq("part":0,"parts":1,"role":"main","start":0,"end":7,) .
	qq("text":"خبر\\n"}\n) };
is_run('two files of one name', [$split, @same], out => $doc->('page') x 2,
    err => "split-articles: $same[1]:1: another file has this name; " .
	"$same[0] (--doc=path tells them apart)\n");
is_run('the same file twice', [$split, $same[0], $same[0]],
    out => $doc->('page') x 2);
is_run('--doc=path', [$split, '--doc=path', @same], out =>
    join '', map { $doc->($_) } @same);
is_run('--doc=path: standard input', [$split, '--doc=path'], in => "خبر\n",
    out => $doc->('stdin'));
is_run('--doc=path: pages of a file', [$split, '--doc=path', '-0', spew(
    "$dir/three", "خبر\n\0خبر\n")], out => join '', map {
    $doc->("$dir/three-$_") } 1, 2);
spew("$dir/$_/named.jsonl", qq({"id":"$_","text":"خبر\\n"}\n))
    for 'one', 'two';
is_run('records with ids of their own', [$split, map { "$dir/$_/named.jsonl" }
    'one', 'two'], out => qr/\A.*"id":"one#0".*\n.*"id":"two#0".*\n\z/);
my @many = map { spew("$dir/" . ($_ % 2 ? 'one' : 'two') . "/n$_.txt", "x\n") }
    1 .. 300;
is_run('many names', [$split, @many, spew("$dir/n77.txt", "x\n")],
    out => qr/\A(?:.*\n){301}\z/, err => "split-articles: $dir/n77.txt:1: " .
    "another file has this name; $dir/one/n77.txt (--doc=path tells them " .
    "apart)\n");

done_testing;
