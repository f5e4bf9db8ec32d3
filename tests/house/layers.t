#!/usr/bin/perl
# The house (khabar-hacking(7)): who may include whom, no state at file scope,
# and who may call what.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use Test::More;

# The rooms of common/, from the ground up: the rooms below each, and its doors,
# the headers that other rooms may include ('' where all are).  Tests may go in
# by any header.
my %house = (
	base => ['', ''],
	io => ['base', ''],
	text => ['base', ''],
	tables => ['base', 'tables'],
	record => ['base io text', 'field glance json kind layout markup mend pages put record stream warc'],
	rules => ['base io text tables', 'need pattern prefix table'],
);
$house{crew} = ['base io text record', 'batch crew'];
my $ground = 'base io text tables record rules crew';
$house{lang} = [$ground, 'date language'];
$house{web} = ["$ground lang", 'decode documents webpage'];
$house{news} = ["$ground lang", 'boundary meta nameset page rules site'];
$house{dup} = [$ground, 'run when'];
$house{gazetteer} = [$ground, 'frame gazetteer list'];
$house{tagger} = ["$ground gazetteer", 'data match model tagger word'];
$house{entity} = ["$ground gazetteer tagger", 'entities mention'];
$house{view} = ["$ground gazetteer tagger entity", 'html view'];
$house{learn} = ["$ground gazetteer tagger", 'running score silver train'];
$house{places} = ["$ground gazetteer", 'places'];
$house{report} = [$ground, 'count top'];
$house{furniture} = ["$ground lang news report", 'learned'];
$house{cmd} = [join(' ', grep { !/^(learn|places)$/ } keys %house), ''];

# What one program alone links.
my %own = ('cmd/train-entities.c' => 'learn',
	'cmd/compile-gazetteer.c' => 'places');

my @files = glob 'cmd/*.[ch] common/*/*.[ch]';
my @arrows;
for my $file (@files) {
	my ($from) = $file =~ m{^(cmd)/} ? 'cmd' : $file =~ m{^common/(\w+)/};
	my ($below) = @{$house{$from} // ['']};
	my %may = map { $_ => 1 } split(/ /, $below), $own{$file} // ();

	push @arrows, "$file: unknown folder\n" unless $house{$from};
	for (slurp($file) =~ /^[ \t]*#[ \t]*include[ \t]*"([^"]+)"/mg) {
		# Made at build, of the same folder.
		next if !m{/} && !-e "common/$_";
		my ($room, $header) = m{^(\w+)/([^/]+)\.h$} or
		    push(@arrows, "$file includes $_\n"), next;
		next if $room eq $from;
		push @arrows, "$file includes $_\n" unless $may{$room};
		push @arrows, "$file includes $_, which is no door\n"
		    if $may{$room} && $house{$room}[1] ne '' &&
		    " $house{$room}[1] " !~ / $header /;
	}
}
ok(@files > 20, scalar(@files) . ' files');
is(join('', @arrows), '', 'includes run one way');

# Code without comments, strings and character constants.
sub code {
	my ($file) = @_;

	return slurp($file) =~ s{/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"
	    |'(?:\\.|[^'\\\n])*'}{ }gsxr;
}

sub only_in {
	my ($name, $pattern, $where) = @_;
	my @found = map { my $f = $_; map { "$f: $_\n" } code($f) =~ $pattern }
	    grep { $_ !~ $where } @files;

	is(join('', @found), '', $name);
}

only_in('PCRE2 is called in common/rules only', qr/\b(pcre2?_\w+)/i,
    qr{^common/rules/});
only_in('libxml2 is called in common/web only',
    qr/\b((?:xml|html(?:Parse|New|Free|Ctxt))[A-Z]\w+)/, qr{^common/web/});
only_in('read and write are called in common/io only',
    qr/(?<![\w.>])((?:p?read|p?write|readv|writev|sendfile|fread|fwrite|
    getline|getdelim|fgets|fgetc|getchar|getc|fscanf|scanf)\s*\()/x,
    qr{^common/io/});
only_in('what is packed is unpacked in common/io/unpack.c only',
    qr/\b((?:inflate|ZSTD_|lzma_|BZ2_)\w+)/, qr{^common/io/unpack\.c$});
only_in('no locale', qr/\b(setlocale|newlocale|uselocale)\b/, qr/^$/);
only_in('no unbounded strings', qr/\b((?:strcpy|strcat|sprintf|gets)\s*\()/,
    qr/^$/);
only_in('no typedef of a struct', qr/\b(typedef\s+struct\b)/, qr/^$/);

# JSON is written by common/record (record/put.h): what a piece of code would
# write of it by hand.  Not meant: patterns (\p{L}, {2,}, (?...), [\h...]),
# colours (\033[), and what text is compared with ('[' behind == or case).
sub json_bytes {
	my ($code) = @_;
	my $literal = qr/"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/;
	my $inside = qr/(\((?:[^()"']|$literal|(?1))*+\))/;
	my @found;

	$code =~ s{($literal)|/\*.*?\*/|//[^\n]*|^[ \t]*\#[ \t]*include[^\n]*}
	    {$1 // ' '}gesmx;
	$code =~ s/\\\\[pPx]\{[^{}"]*\}|\{\d+,[^{}"]*\}|\\033\[//g;
	# Braces, keys and bare punctuation, wherever they are.
	push @found, grep { /[{}]|\\":/ || /^"[\\"\[\]:, ]*[\\\[\]][\\"\[\]:, ]*"$/ }
	    $code =~ /($literal)/g;
	# Brackets and quotes that are kept for later.
	push @found, $code =~ /(?:[^=!<>]=|\?|\breturn\b)\s*('[\["\]]')/g;
	# Brackets and quotes that are written.
	while ($code =~ /\b(?:buf_add\w*|writer_add|\w*printf|fput[cs]|fwrite|
	    stream_pass)\s*$inside/gx) {
		push @found, grep { !/\(\?/ && /[\[\]]|\\"|'"'/ }
		    $1 =~ /($literal)/g;
	}
	return @found;
}

my @json = map { my $f = $_; map { "$f: $_\n" } json_bytes(slurp($f)) }
    grep { # patterns are none, nor what names stand between
	!m{^common/record/|^common/rules/p|^common/news/bracket\.c$}
    } @files;
is(join('', @json), '', 'figure: JSON literals outside common/record = '
    . @json);
for my $bad ('buf_addc(out, \'[\');', 'buf_addc(b, i ? \',\' : \'{\');',
    'buf_printf(out, "%s\"%s\"", comma, s);', 'x = "]";', 'c = \'"\';',
    'const char *key = "\"name\":";', 'buf_adds(f(b, g()), SPAN(",["));',
    'writer_add(w, SPAN("]\n"));', '#define SHUT "}"') {
	isnt(join('', json_bytes($bad)), '', "seen: $bad");
}
for my $good ('if (c == \'[\' || c == \'"\')', 'case \'{\':' =~ s/\{/[/r,
    'synopsis[] = "[options] [file ...]";', 'SPAN("(?<x>\\\\p{L}{2,3})[a]")',
    'buf_adds(out, SPAN("\\033[0m"));', 'span_cut(&tag, \'"\');',
    '/* {"a":1} */ warnx("no \"%s\"", name);') {
	is(join('', json_bytes($good)), '', "not seen: $good");
}

# Messages go through base/err.h, which escapes and caps; what else is printed
# on standard error names no file: usage, progress, scores.
only_in('<err.h> is not used', qr/(<err\.h>)/, qr/^$/);
only_in('messages are those of base/err.h', qr/\b(stderr|perror|psignal)\b/,
    qr{^common/(?:base/(?:err|opt)\.c|record/stream\.c)$|^cmd/train-entities\.c$});

# Nothing in libkhabar.a can be written to: no data, no bss, no commons.
SKIP: {
	my $library = tool('libkhabar.a');
	my @symbols = `nm -A '$library' 2>/dev/null`;
	skip 'no nm', 1 if $? != 0;
	skip 'sanitizers and coverage keep state', 1
	    if ($ENV{CFLAGS} // '') =~ /sanitize|coverage/;
	my @state = grep { / [bBdDCsSgG] (?!\.L|DW\.ref)/ } @symbols;
	# Constants that hold addresses are relocated, then read only.
	my %relro;
	for my $line (`objdump -t '$library' 2>/dev/null`) {
		$relro{$1} = 1 if $line =~ /\.data\.rel\.ro\S*\s+\S+\s+(\S+)$/;
	}
	@state = grep { !/ [dD] (\S+)$/ || !$relro{$1} } @state;
	is(join('', @state), '', 'no state at file scope in common/');
}

# No two files define the same name: programs link what they need by chance
# otherwise.
my %owner;
for (`nm -A --defined-only -g '@{[ tool('libkhabar.a') ]}' 2>/dev/null`) {
	push @{$owner{$2}}, $1 if /:([^:]+\.o):\S+ [A-Z] (\S+)$/;
}
my @shared = map { "$_: @{$owner{$_}}\n" } grep { @{$owner{$_}} > 1 }
    sort keys %owner;
is(join('', @shared), '', 'no name is defined twice in common/');

# A program is options, a loop, a return.
my @long = grep { slurp($_) =~ tr/\n// > 250 } glob 'cmd/*.c';
is("@long", '', 'files in cmd/ have 250 lines at the most');
my @public = map { `nm -g --defined-only '$_' 2>/dev/null` =~
    / T (?!main$)(\w+)$/mg } glob tool('cmd/*.o');
is("@public", '', 'all but main is static in cmd/');

done_testing;
