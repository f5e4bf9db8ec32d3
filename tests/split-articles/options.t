#!/usr/bin/perl
# split-articles: --explain, --min-score, -t, -o, -v and what is asked wrongly.
use strict;
use utf8;
use warnings;
use Encode qw(encode_utf8);
use FindBin;
use lib "$FindBin::Bin/../lib";
use JSON::PP;
use Khabar;
use Test::More;

my $split = tool('split-articles');
my $dir = scratch();
my $json = JSON::PP->new->utf8;
my $demo = "$TOP/tests/pages/demo.txt";

sub parts {
	my $r = run([$split, @_]);

	diag($r->{err}) if $r->{err} ne '';
	return map { $json->decode($_) } split /\n/, $r->{out};
}

# --explain.
my @plain = parts($demo);
my @told = parts('--explain', $demo);
is(scalar @plain, 2, 'two parts');
is(join(' ', map { exists $_->{boundary} ? 1 : 0 } @plain), '0 0',
    'nothing is explained unasked');
is($told[0]{boundary}, undef, 'part 0 needs no reason');
cmp_ok($told[1]{boundary}{score}, '>=', 0, 'the cut has a score');
my %known = map { $_ => 1 } qw(bias heading end rule list date dateline byline
    repeat pair stray dip alike second untitled thin question quoted brief
    blank label tail stamp same closing titled listed bodied sure unsure
    short_before);
is_deeply([grep { !$known{$_} } @{$told[1]{boundary}{evidence}}], [],
    'each reason is one of the manual');
ok((grep { $_ eq 'heading' } @{$told[1]{boundary}{evidence}}),
    'the heading is among them');
delete $_->{boundary} for @told;
is_deeply(\@told, \@plain, 'nothing else changes');

# --min-score.
my $score = (parts('--explain', $demo))[1]{boundary}{score};
is(scalar(parts("--min-score=$score", $demo)), 2, 'at the score: a cut');
is(scalar(parts('--min-score=' . ($score + 1), $demo)), 1, 'above: none');
is(scalar(parts('--min-score=1000', $_)), 1, "none in $_")
    for glob "$TOP/tests/pages/[a-m]*.txt";
for my $n ('1001', '-1001', '', 'x', '1.5', '99999999999999999999') {
	is_run("--min-score=$n", [$split, "--min-score=$n"], status => 2,
	    err => "split-articles: '$n' is no number from -1000 to 1000\n");
}
for my $n (-1000, 0, 7) {
	my @parts = parts("--min-score=$n", "$TOP/tests/pages/three-parts.txt");
	is($parts[-1]{parts}, scalar @parts, "--min-score=$n: parts count");
}

# -t: a cue of the user's own makes a cut.
my $story = sub {
	my ($about) = @_;
	return "وقال مدير $about في المدينة إن العمل في $about سيبدأ مطلع " .
	    "الأسبوع المقبل، وإن ميزانية $about أقرت قبل أيام.\n" .
	    "وأضاف أن سكان الحي ينتظرون $about منذ سنوات طويلة، مؤكدا أن " .
	    "الشركة المنفذة ستلتزم المواعيد.\n";
};
my $other = "أزهرت أشجار الكرز قبل موعدها في الحديقة، فجاءت العائلات من " .
    "الضواحي لتلتقط الصور تحت الأغصان البيضاء.\n" .
    "ويقول البستاني إن الشتاء الدافئ هو السبب، وإنه لم ير مثل هذا الربيع " .
    "منذ ثلاثين سنة.\n";
my $page = encode_utf8("بدء العمل في جسر النهر الجديد\n" .
    $story->('جسر النهر') . "المصدر: وكالات\n" .
    "ومن دفاترنا القديمة:\nأشجار الكرز تزهر قبل موعدها في الحديقة\n" .
    $other . "المصدر: وكالات\n");
spew("$dir/page", $page);
my $cues = spew("$dir/cues.tsv", encode_utf8("# ours\n\n" .
    "related\tbare\t0\tومن دفاترنا القديمة\tومن دفاترنا القديمة:\n"));
my @without = parts('--explain', "$dir/page");
my @with = parts('-t', $cues, '--explain', "$dir/page");
is(scalar @with, 2, 'a cue of the user makes a cut');
like($with[1]{text}, qr/^ومن دفاترنا/, 'at the cue');
ok((grep { $_ eq 'heading' } @{$with[1]{boundary}{evidence}}),
    'because of it');
ok(!(grep { $_ eq 'heading' } map { @{($_->{boundary} // {})->{evidence} // []} }
    @without), 'which is no heading without it');
my $outlets = spew("$dir/outlets.tsv", encode_utf8(
    "وكالة الضفاف للأنباء|الضفاف\tDifaf\tar\tagency\tsure\n"));
is(scalar(parts('-t', $cues, "--table=$outlets", "$dir/page")), 2,
    'with agencies, too');
is(scalar(parts('-t', spew("$dir/none.tsv", "# nothing\n\n"), $demo)), 2,
    'an empty table');

# Bad tables: the file and the line.
sub bad_table {
	my ($name, $rows, $line, $what) = @_;
	my $file = spew("$dir/bad.tsv", encode_utf8($rows));

	is_run("a bad table: $name", [$split, '-t', $file, $demo], status => 2,
	    err => qr/\A\Qsplit-articles: $file:$line: $what\E[^\n]*\n\z/);
}

my $good = "related\tbare\t0\tابجد\tابجد\n";
bad_table('role', "# x\n$good\nno such\tbare\t0\tx\tx\n", 4,
    "unknown role: 'no such'");
bad_table('form', "${good}related\tnaked\t0\tx\tx\n", 2,
    'form is not bare, ');
bad_table('number', "related\tbare\t-1\tx\tx\n", 1, 'column 3 is no number');
bad_table('no number', "${good}related\tbare\n", 2, 'column 3 is no number');
bad_table('pattern', "$good${good}related\tbare\t0\t(x\tx\n", 3,
    'missing closing parenthesis');
bad_table('a NUL', "$good\0\n", 2, 'column 3 is no number');
bad_table('columns', $good . join("\t", 1 .. 17) . "\n", 2,
    'too many columns');
bad_table('type', "ابجد\tAbjad\tar\tblog\tsure\n", 1,
    "type is not agency or outlet: 'blog'");
bad_table('a name', "define\tdefine\t0\tx\ta-b\n", 1,
    'syntax error in subpattern name');
bad_table('a name twice', "define\tdefine\t0\tx\ta\n" x 2, 2,
    'two named subpatterns have the same name');
is_run('a table that is not there', [$split, '-t', "$dir/no.tsv", $demo],
    status => 2, err => "split-articles: $dir/no.tsv: No such file or " .
	"directory\n");
is_run('a table that is a folder', [$split, '-t', $dir, $demo], status => 2,
    err => "split-articles: $dir: Is a directory\n");
is_run('a table that is no UTF-8', [$split, '-t', spew("$dir/latin",
    "related\tbare\t0\t\xff\tx\n"), $demo], status => 2,
    err => "split-articles: $dir/latin: invalid UTF-8, byte 16\n");

# A pattern that would take for ever gives up.
my $slow = spew("$dir/slow.tsv", "related\tbare\t0\t(a+)+(b+)+!\tx\n");
my $from = time;
is(scalar(parts('-t', $slow, spew("$dir/aaaa", 'a' x 200 . "\n"))), 1,
    'a costly pattern');
cmp_ok(time - $from, '<', 10, 'gives up soon');

# -o, -v, usage.
my $out = "$dir/out.jsonl";
is_run('-o', [$split, '-o', $out, $demo]);
is(slurp($out), run([$split, $demo])->{out}, 'the file holds the records');
is_run('-o: an input that is not there', [$split, '-o', $out, "$dir/no"],
    status => 2,
    err => "split-articles: $dir/no: No such file or directory\n");
is(slurp($out), run([$split, $demo])->{out}, 'leaves the file as it was');
is_run('-o to nowhere', [$split, '-o', "$dir/no/out", $demo], status => 2,
    err => qr/\Asplit-articles: \Q$dir\E\/no\/out: .*\n\z/);
is_run('-o: bad records', [$split, '-o', $out], in => "\xff\xfe", status => 1,
    err => "split-articles: stdin:1: neither UTF-8 nor windows-1256 (see " .
	"--encoding), byte 1\n");
is(slurp($out), '', 'the good ones are written');
is_run('-v', [$split, '-v', $demo], out => run([$split, $demo])->{out},
    err => qr/^split-articles: 1 read, 2 written, 0 bad, 0\.0 MB, .* s\n\z/m);
like(run([$split, '-v', '--separator=^-'], in => "a\nb\n-\nc\n")->{err},
    qr/: 2 read, 2 written/, '-v counts pages, not lines');
for my $args (['--from=x'], ['--from'], ['--explain=1'], ['--nothing'], ['-t'],
    ['-x']) {
	is_run("usage: @$args", [$split, @$args], status => 2,
	    err => qr/\Asplit-articles: /);
}

done_testing;
