#!/usr/bin/perl
# JSON as RFC 8259 has it, and nothing else.  Each case says which section it
# comes from; `y` must be read, `n` must not.  A case is a whole line.
use strict;
use warnings;
no warnings 'qw';
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use Test::More;

my $filter = tool('tests/lib/tools/filter');
my (@y, @n);

# A value, where values may stand: alone, in an array, deep, between others.
sub y_value {
	push @y, map { [ "$_[0], value", $_ ] } qq({"a":$_[1]}),
	    qq({"a": [ $_[1] ] }), qq({"a":[1,$_[1],{"b":$_[1]}],"c":$_[1]});
}

sub n_value {
	push @n, map { [ "$_[0], value", $_ ] } qq({"a":$_[1]}),
	    qq({"a":[$_[1]]}), qq({"a":[1,{"b":$_[1]}],"c":1});
}

sub y_line { push @y, [ @_ ] }
sub n_line { push @n, [ @_ ] }

# 2: structural characters and the four kinds of blanks around them
y_line('2', $_) for '{}', ' {} ', "\t{\t}\t", "{\r}", "{ \t\r}",
    qq( { "a" : 1 , "b" : [ 1 , 2 ] } ), qq({"a":1}\r), qq({"a":[ ]}),
    qq({"a":{ }}), qq({"a"\t:\r1\t,\r"b"\t:\r2\t});
n_line('2', $_) for "{\x0b}", "{\x0c}", "{\x00}", "\x00{}", "{}\x00",
    "{\xc2\xa0}", "{\xe2\x80\xa8}", qq({"a":1\x0b}), "{\x{08}}",
    qq({"a":[1\x00]}), "\xef\xbb\xbf\xef\xbb\xbf{}", qq({\xef\xbb\xbf});
# 2: the text is one value; ours must be an object
n_line('2', $_) for '[]', '1', '"a"', 'null', 'true', '{}{}', '{} {}', '{},',
    '{}1', '[{}]', ',', ':', '{', '}', '{}}', '{{}}', '{]', '[}', '{"a"',
    '{"a":', '{"a":1', '{"a":1,', '{"a":{', '{"a":[', '{"a":[1', '{"a":[1,',
    '{"a":[{"b":', '{"', '{"a', '{"a\\', '//', '{}//', '{}#', '/**/{}', 'a',
    "'", '{/**/}', '<null>';
# 3: values
y_value('3', $_) for qw(null true false {} [] "" 0);
n_line('3', '{"a":}');
n_value('3', $_) for qw(nul nulll tru truee fals falsee Null NULL TRUE
    None undefined NaN nan Infinity -Infinity inf .. - + ' ` a \\ & $ @),
    "n\x00ull", 'nu ll', 'true false', '1 2', '"" ""', '[] []', "'a'";
# 4: objects
y_line('4', $_) for '{"":0}', '{"a":1,"a":2}', '{"\\u0061":1,"a":2}',
    '{"\\u0000":1}', '{"{":"}"}', '{"\\"":1}', '{"ا":1}';
n_line('4', $_) for '{,}', '{"a":1,}', '{,"a":1}', '{"a":1,,"b":2}',
    '{"a" 1}', '{"a":}', '{"a"}', '{"a","b"}', '{"a":1 "b":2}', '{"a":1;}',
    '{a:1}', "{'a':1}", '{1:1}', '{null:1}', '{[]:1}', '{"a"::1}',
    '{"a":1:2}', '{"a":"b":"c"}', '{:1}', '{"a":1]', '{"a":1}}', '{"a"=1}';
n_value('4', $_) for '{,}', '{"x":1,}', '{"x"}', '{"x":}', '{x:1}', '{:1}',
    '{"x" 1}', '{"x":1 "y":2}', '{"x":1,,"y":2}', '{', '{"x":1', '{"x":1]',
    '{1:2}', '{"x",1}';
# 5: arrays
y_value('5', $_) for '[1]', '[1,2]', '[[],[[]]]', '[{},[],"",0,null]',
    '[ 1 , 2 ]';
n_value('5', $_) for '[,]', '[1,]', '[,1]', '[1,,2]', '[1 2]', '[1;2]', '[',
    ']', '[1', '[1}', '[:]', '["a":1]', '[1:2]', '[[]', '[]]', '["",]',
    '[""a]', '[-]';
# 6: numbers
y_value('6', $_) for qw(0 -0 1 -1 10 1234567890123456789012345678901234567890
    0.0 -0.0 1.10 0.1 1e1 1E1 1e+1 1e-1 0e0 0E-0 1.5e300 1e9999 -1.0E+00
    100000000000000000000.000000000000000000001 1e0001);
n_value('6', $_) for qw(00 01 -00 -01 012 1. .1 -.1 -. . 1.e1 1e 1e+ 1E- e1
    1e1.5 +1 ++1 +0 --1 - -a 0x1 0xg 1x 1_0 0b1 0o1 1f 1L 1e1e1 1.1.1 1,0x
    1+2 0.e1 0e 0e+ 2.e3 2.e+3 -1x 1ea 0.3e 0.3e+ -Infinity -NaN -inf
    1eE2 Inf), "1\x00", '1 000', "\xd9\xa1", "1\xd9\xa1",
    "\xef\xbc\x91";
# 7: strings
y_value('7', $_) for '"a"', '"\\""', '"\\\\"', '"\\/"', '"/"', '"\\b\\f\\n\\r\\t"',
    '"\\u0000"', '"\\u00e9"', '"\\u00E9"', '"\\uABCD\\uef01"',
    '"\\ud83d\\ude00"', '"\\uD83D\\uDE00"', "\"\x7f\"", '"\\u0022"',
    '"\\\\u0000"', '"\\\\\\""', "\"\xc2\x80\"", "\"\xe2\x80\xa8\xe2\x80\xa9\"",
    "\"\xef\xbf\xbf\"", "\"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\"",
    "\"\xef\xb7\x90\"", "\"\xef\xbb\xbf\"", '"' . 'a' x 100 . '"',
    '"' . "\xd8\xb3" x 100 . '"', '"' . 'a' x 31 . '\\u0041' . 'b' x 31 . '"',
    # 8.2: half of a pair is in the grammar; who decodes it must say so
    '"\\ud800"', '"\\udc00"', '"\\udc00\\ud800"', '"\\ud800x"';
n_value('7', qq("$_")) for '\\', '\\a', '\\v', '\\0', '\\x41', '\\\'', '\\U0041',
    '\\u', '\\u0', '\\u00', '\\u004', '\\u004g', '\\u 041', '\\u-041',
    '\\u+041', '\\u00"', '\\ u0041', "\\\xd8\xb3", "\\\n", "\\u00\xd9\xa1",
    '\\e', '\\N', '\\u{41}', '\\ud800\\u', '\\ud800\\ux', "\\\t", '\\8',
    (map { $_ == 10 ? () : chr } 0 .. 31),
    (map { $_ == 10 ? () : 'a' x 40 . chr } 0 .. 31),
    (map { $_ == 10 ? () : '\\' . chr } 0 .. 31);
n_value('7', $_) for '"', '"a', 'a"', '"a\\"', '"a" "b"', '"a"b', "'a'",
    '"\\u0041', '"\\', 'u"a"', '"""';
n_line('7', $_) for qq({"a\x01":1}), qq({"\x1f":1}), '{"\\x":1}', '{"\\u00":1}';
# 8.1: UTF-8
n_value('8.1', qq("$_")) for "\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2",
    "\xe0\x80\x80", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x80\x80\x80",
    "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xfe", "\xff", "\xd8",
    "\xe2\x80", "\xf0\x9f\x98", "a\xc7", 'x' x 63 . "\xd8",
    'x' x 64 . "\xff" . 'x' x 64;
n_line('8.1', $_) for "{\"\xff\":1}", "\xff", "{}\xff", "\xff\xfe{\x00}\x00",
    "{\"a\":\xff}", "\xfe\xff\x00{\x00}";
# 9: limits may be set; ours is the depth, 512, the object itself included
y_line('9', '{"a":' . '[' x 511 . ']' x 511 . '}');
y_line('9', '{"a":' x 512 . '0' . '}' x 512);
y_line('9', '{"a":' . '[{"a":' x 255 . '[]' . '}]' x 255 . '}');
n_line('9', '{"a":' . '[' x 512 . ']' x 512 . '}');
n_line('9', '{"a":' x 513 . '0' . '}' x 513);
n_line('9', '{"a":' . '[' x 1_000_000 . '}');
n_line('9', '{"a":' . '[' x 1_000_000 . ']' x 1_000_000 . '}');
n_line('9', '{"a":' x 1_000_000 . '1' . '}' x 1_000_000);

sub judge {
	my ($what, $cases, $want) = @_;
	my $in = join '', map { "$_->[1]\n" } @$cases;
	my $r = run([$filter, '--set=ok=1', '--bad=report'], in => $in);
	# Some cases are two lines; what is refused passes unchanged.
	my @lines = map { my $case = $_; map { [$case->[0], $_] }
	    grep { /\S/a } split /\n/, $case->[1] } @$cases;
	my @passed = split /\n/, run([$filter, '--set=ok=1', '--bad=pass'],
	    in => $in)->{out};
	my @wrong = grep { ($passed[$_] ne $lines[$_][1]) != $want }
	    0 .. $#lines;

	is(scalar @wrong, 0, scalar(@$cases) . " lines: $what")
	    or diag(map { sprintf "RFC 8259, %s: %.70s\n", @{$lines[$_]} }
	    @wrong);
	is(scalar @passed, scalar @lines, "$what: lines out");
	is($r->{status}, $want ? 0 : 1, "$what: status");
	is(() = $r->{out} =~ /\n/g, $want ? @$cases : 0, "$what: records out");
}

judge('read', \@y, 1);
judge('refused', \@n, 0);

# Alone at the very end of the input, too, where nothing stands behind it.
my @alone = grep { length $_->[1] < 30 && $_->[1] =~ /\S/ } @n;
my @wrong = grep {
	my $r = run([$filter, '--set=ok=1'], in => $_->[1]);
	$r->{out} ne '' || $r->{status} != 1 ||
	    $r->{err} !~ /^filter: stdin:1: [^\n]+, byte [0-9]+\n$/;
} @alone[grep { $_ % 5 == 0 } 0 .. $#alone];
is(scalar @wrong, 0, 'refused at the end of the input')
    or diag(map { "$_->[1]\n" } @wrong);

done_testing;
