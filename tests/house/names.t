#!/usr/bin/perl
# Names and contracts: no two structs, unions, enums or headers are called
# alike, and each public declaration says what it is for.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use Test::More;

# The same name in two files; one file may say it again (struct x *y).
sub namesakes {
	my (@pairs) = @_;
	my %of;

	$of{$_->[0]}{$_->[1]} = 1 for @pairs;
	return map { "$_: " . join(' ', sort keys %{$of{$_}}) . "\n" }
	    grep { keys %{$of{$_}} > 1 } sort keys %of;
}

# What a file defines: struct x {, at any depth.
sub defines {
	my ($text) = @_;

	$text =~ s{/\*.*?\*/}{}gs;
	return $text =~ /\b((?:struct|union|enum)\s+\w+)(?=\s*\{)/g;
}

my @headers = grep { !m{/preload/} } glob 'cmd/*.h common/*/*.h tests/*/*.h';
my @files = (@headers, glob 'cmd/*.c common/*/*.c tests/*/*.c tests/*/*/*.c');
ok(@headers > 50 && @files > 150, @files . ' files, ' . @headers . ' headers');
my @same = (namesakes(map { [m{([^/]+)$}, $_] } @headers),
    namesakes(map {
    my $f = $_; map { [$_, $f] } defines(slurp($f)) } @files));
is(join('', @same), '', 'figure: namesakes = ' . @same
    . ', of headers, structs, unions and enums');
is(join('', namesakes(['struct a', 'x.h'], ['struct a', 'y.c'],
    ['struct b', 'x.h'], ['struct b', 'x.h'])), "struct a: x.h y.c\n",
    'they would be seen');

# Public declarations: functions, structs, unions, enums.
sub declared {
	my ($text) = @_;

	$text =~ s{/\*.*?\*/}{}gs;
	$text =~ s/^[ \t]*#(?:.*\\\n)*.*//gm;
	return $text =~ /^(?!_)((?:struct|union|enum)\ \w+\ \{
	    |(?:[\w \t*]*[ *])?\w+\()/mgx;
}

# Those without a comment: functions, inline ones, and structs and enums of
# which no member says anything.  One comment stands for all declarations below
# it up to a blank line.
sub bare {
	my ($text) = @_;
	my @bare;

	$text =~ s/\A\s*\/\*.*?\*\/\s*//s;
	$text =~ s/\\\n//g;
	$text =~ s{(/\*.*?\*/)}{$1 =~ s/\n\s*\n/\n/gr}gse;
	for my $block (split /\n{2,}(?=\S)/, $text) {
		next if $block =~ m{\*/|//|\A_Static_assert\b};
		my ($code) = $block =~ /\A((?:^[ \t]*#.*\n?)*)/m;
		my $rest = substr $block, length $code;
		push @bare, $1 if $rest =~ /^(?:[\w \t*]|\n(?=\w))*?(\w+)\(/;
		push @bare, "$1 $2" if $rest =~ /^(struct|enum|union) (\w+) \{/;
	}
	return @bare;
}

my @bare = map { my $f = $_; map { "$f: $_\n" } bare(slurp($f)) } @headers;
my $public = () = map { declared(slurp($_)) } @headers;
cmp_ok($public, '>', 500, "$public public declarations");
is(join('', @bare), '', sprintf 'figure: contracts %.1f %%, what each public '
    . 'declaration is for', 100 * (1 - @bare / ($public || 1)));
is(join(' ', bare("/* Head. */\nstruct a {\n\tint b;\n};\n\nint f(int);\n\n"
    . "/* Says it. */\nint g(int);\nint h(void);\n\nstatic inline int\n"
    . "i(void)\n{\n\treturn 1;\n}\n")), 'struct a f i', 'or would be seen');

# A file that opens with thresholds says first what they decide about.
sub thresholds {
	my ($text) = @_;

	return 0 if $text =~ m{\A/\*};
	$text =~ s{/\*.*?\*/|^\s*#.*}{}gm;
	return $text =~ /\A\s*enum \{/;
}

is(join(' ', grep { /\.c$/ && !m{^tests/} &&
    thresholds(slurp($_)) } @files), '',
    'a file that opens with thresholds has a head');
ok(thresholds("#include <a.h>\n\nenum { MOST = 5 };\n") &&
    !thresholds("/* Head. */\nenum { MOST = 5 };\n"), 'or would be seen');

# sizeof has brackets around a type, and around nothing else.
sub bracketed {
	my ($text) = @_;
	my $types = join '|', qw(struct enum union const unsigned signed char int
	    long short float double void bool), '\w+_t',
	    $text =~ /^\s*typedef\b[^;]*?(\w+)(?:\[\w+\])?
	    (?:\s+__attribute__[^;]*)?;/mgx;

	return $text =~ /^(?!\s*#\s*define).*?\b(sizeof\((?!(?:$types)\b).*)/mg;
}

is(join('', map { my $f = $_; map { "$f: $_\n" } bracketed(slurp($f)) }
    @files), '',
    'sizeof has brackets around types alone');
is(join('', bracketed("typedef int x;\nsizeof(x) sizeof(long)\nsizeof(y)\n")),
    'sizeof(y)', 'or would be seen');

done_testing;
