#!/usr/bin/perl
# What a tool does not own goes through byte for byte and in its place; what
# it owns is replaced in its place or appended.  Random objects, written piece
# by piece, so that what must come out is known without reading JSON.
use strict;
use warnings;
no warnings 'qw';
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use Test::More;

my $filter = tool('tests/lib/tools/filter');

sub case {
	my ($name, $in, $out, @args) = @_;

	is_run($name, [$filter, @args], in => $in, out => $out);
}

case('appended, in order', '{"a":1}', qq({"a":1,"x":1,"y":2}\n),
    '--set=x=1', '--set=y=2');
case('into an empty object', "{}\n { \t} \n", qq({"x":1}\n { \t"x":1}\n),
    '--set=x=1');
case('replaced in its place', '{"a":1, "x" : [1, {"x":2}] ,"b":2}',
    qq({"a":1, "x" : null ,"b":2,"y":0}\n), '--set=y=0', '--set=x=null');
case('replaced twice', '{"x":1,"a":1,"x":{}}', qq({"x":7,"a":1,"x":7}\n),
    '--set=x=7');
case('an inner name is not a field', '{"a":{"x":1}}',
    qq({"a":{"x":1},"x":2}\n), '--set=x=2');
case('a key with escapes is the same key', '{"\\u0078\\u0079":1,"a":0}',
    qq({"\\u0078\\u0079":3,"a":0}\n), '--set=xy=3');
case('a key with a surrogate pair', '{"\\ud83d\\ude00":1}',
    qq({"\\ud83d\\ude00":3}\n), "--set=\xf0\x9f\x98\x80=3");
case('half a pair is no key of ours', '{"\\ud83d":1}',
    qq({"\\ud83d":1,"x":3}\n), '--set=x=3');
case('a longer key is another', '{"xx":1,"":2}', qq({"xx":1,"":2,"x":3}\n),
    '--set=x=3');
case('the empty key', '{"":1,"x":2}', qq({"":3,"x":2}\n), '--set==3');
case('numbers stay', '{"a":1.10,"b":123456789012345678901234567890,"c":1E0}',
    qq({"a":1.10,"b":123456789012345678901234567890,"c":1E0,"x":3}\n),
    '--set=x=3');
case('escapes stay', '{"a":"\\u0041\\/\\ud800"}',
    qq({"a":"\\u0041\\/\\ud800","x":3}\n), '--set=x=3');
case('no newline at the end, CRLF, blanks behind',
    qq({"a":1}\r\n{"a":2} \t\r\n\n\r\n  \n{"a":3}),
    join('', map { qq({"a":$_,"x":3}\n) } 1 .. 3), '--set=x=3');
case('a byte order mark', qq(\xef\xbb\xbf{"a":1}\n), qq({"a":1,"x":3}\n),
    '--set=x=3');
case('of several, the last is read', '{"text":"ab","text":"abc"}',
    qq({"text":"ab","text":"abc","n":3}\n));
case('the string is decoded', '{"text":"\\u0633\\n\\ud83d\\udcf0\\"\\\\\\/"}',
    qq({"text":"\\u0633\\n\\ud83d\\udcf0\\"\\\\\\/","n":10}\n));
case('decoded twice', '{"text":"' . '\\n' . 'a' x 999 . '"}',
    '{"text":"' . '\\n' . 'a' x 999 . qq(","n":1000}\n), '--twice');

srand 7;
sub pick { return $_[rand @_] }
sub blanks { return join '', map { pick(' ', "\t", "\r", '', '') } 1 .. rand 3 }
my @bits = (qw(a b {"x":1} [ ] , : \\" \\\\ \\u0041 \\ud800 \\ud83d\\ude00 \\n
    \\/), "\xd8\xb3\xd9\x84", "\xe2\x80\xa8", "\xf0\x9f\x98\x80", "\x7f", ' ');
$_ =~ s/"/\\"/g for grep { /^\{/ } @bits;

sub string {
	return '"' . join('', map { pick(@bits) } 1 .. rand($_[0] // 8)) . '"';
}

sub value {
	my ($depth) = @_;
	my $kind = rand($depth > 4 ? 4 : 6);

	return pick(qw(null true false)) if $kind < 1;
	return pick(qw(0 -0 1.10 1e5 -2E-07 99999999999999999999999 0.1e+1))
	    if $kind < 2;
	return string(pick(5, 40)) if $kind < 4;
	return '[' . blanks() . join(blanks() . ',' . blanks(),
	    map { value($depth + 1) } 1 .. rand 4) . blanks() . ']'
	    if $kind < 5;
	return '{' . blanks() . join(blanks() . ',' . blanks(),
	    map { string() . blanks() . ':' . blanks() . value($depth + 1) }
	    1 .. rand 4) . blanks() . '}';
}

# One object, and the same with x, y and the long key set.
my %owned = (x => '[1,{"x":2}]', y => '"\\u0633"', 'key of ours' => 'null');
my @order = ('key of ours', 'x', 'y');
my %ways = (x => ['"x"', '"\\u0078"'], y => ['"y"', '"\\u0079"'],
    'key of ours' => ['"key of ours"', '"key\\u0020of o\\u0075rs"']);

sub object {
	my ($in, $out, %seen) = ('', '');
	my $n = int rand 7;

	for my $i (1 .. $n) {
		my ($own, $key) = (rand(10) < 2 ? pick(@order) : undef);
		do { $key = $own ? pick(@{$ways{$own}}) : string() }
		    while !$own && $key =~ /^"(x|y|\\u0041?)"$/;
		my $value = value(0);
		my ($before, $after) = ($key . blanks() . ':' . blanks(),
		    blanks() . ($i < $n ? ',' . blanks() : ''));

		$before = blanks() . $before if $i == 1;
		$in .= $before . $value . $after;
		$out .= $before . ($own ? $owned{$own} : $value) . $after;
		$seen{$own} = 1 if $own;
	}
	my $new = join ',', map { qq("$_":$owned{$_}) } grep { !$seen{$_} }
	    @order;
	$out .= ',' if $n && $new ne '';
	return (blanks() . "{$in}" . blanks(), "{$out$new}");
}

my (@in, @out);
for (1 .. (small() ? 1000 : 5000)) {
	my ($in, $out) = object();
	push @in, $in;
	push @out, ($in =~ /^([\t\r ]*)/)[0] . $out;
}
# Blanks in front of a record are not part of it.
s/^[\t\r ]+// for @out;
my $r = run([$filter, map { "--set=$_=$owned{$_}" } @order],
    in => join "\n", @in);
my @got = split /\n/, $r->{out};
s/^[\t\r ]+// for @got;
my @differ = grep { ($got[$_] // '') ne $out[$_] } 0 .. $#out;
is(scalar @differ, 0, @in . ' random objects: what is not owned stays')
    or diag(map { "in  $in[$_]\nout $out[$_]\ngot $got[$_]\n" }
    @differ[0 .. ($#differ > 3 ? 3 : $#differ)]);
is($r->{err}, '', 'nothing is wrong with them');
is($r->{status}, 0, 'status');

# jq reads the same out of what goes in and what comes out.
SKIP: {
	skip 'jq is not installed', 1 if system('command -v jq >/dev/null');
	my @fair = grep { $in[$_] !~ /\\ud800/ } 0 .. $#in;
	my $program = '. + {"key of ours": null, "x": [1, {"x": 2}], "y": "' .
	    "\xd8\xb3\"}";
	my $want = run(['jq', '-cS', $program],
	    in => join '', map { "$in[$_]\n" } @fair);
	my $got = run(['jq', '-cS', '.'],
	    in => join '', map { "$got[$_]\n" } @fair);
	is($got->{out}, $want->{out}, 'jq agrees on ' . @fair);
}

# Broken by a byte here and there: what JSON::PP (of perl) refuses, we refuse,
# and the other way round.  Not compared: halves of pairs, which RFC 8259's
# grammar has and JSON::PP has not, and values that are no object.
SKIP: {
	eval { require JSON::PP; 1 } or skip 'no JSON::PP', 1;
	my $json = JSON::PP->new->utf8->allow_bignum(0)->max_depth(1000);
	my (@lines, @verdicts);
	for my $line (@in) {
		my $broken = $line;
		for (0 .. rand 2) {
			my $at = rand length $broken;
			my $bit = pick('', '', ',', '"', '\\', '{', '}', '[',
			    ']', ':', '0', '.', 'e', '-', "\x01", "\xd8",
			    "\x00", 't', ' ');
			substr($broken, $at, rand 2) = $bit;
		}
		next if $broken =~ /\\ud[89a-f]/i || $broken !~ /^[\t\r ]*\{/;
		push @lines, $broken;
		push @verdicts, eval { ref $json->decode($broken) eq 'HASH' }
		    ? 1 : 0;
	}
	my @out = split /\n/, run([$filter, '--set=new=1', '--bad=pass'],
	    in => join '', map { "$_\n" } @lines)->{out};
	my %bad = map { $_ => 1 } grep { $out[$_] eq $lines[$_] } 0 .. $#lines;
	my @wrong = grep { $verdicts[$_] == !!$bad{$_} } 0 .. $#lines;
	is(scalar @wrong, 0, sprintf 'JSON::PP agrees on %d broken lines, %d '
	    . 'of them bad', scalar @lines, scalar keys %bad)
	    or diag(map { "JSON::PP $verdicts[$_]: $lines[$_]\n" }
	    @wrong[0 .. ($#wrong > 5 ? 5 : $#wrong)]);
}

done_testing;
