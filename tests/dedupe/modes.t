#!/usr/bin/perl
# What dedupe writes: drop, --mark, --repeated, --dups, --pairs, --keep.
use strict;
use warnings;
use utf8;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Articles;
use Khabar;
use Test::More;

my $dedupe = tool('dedupe');
my $dir = scratch();

my @text = map { article(10) } 1 .. 4;
my $near = edited($text[0], 6);
my $short = join "\n", (split /\n/, $text[1])[0 .. 5];
my $ortho = $text[2] =~ s/ا/أ/gr =~ s/ي /ى /gr =~ s/ن/نَ/gr;
my %line = (
	a => record('a', $text[0]), b => record('b', $text[1]),
	c => record('c', $text[2]), d => record('d', $text[3]),
	copy => record('copy', $text[0]), near => record('near', $near),
	short => record('short', $short), ortho => record('ortho', $ortho),
);
my @order = qw(a b copy near c short ortho d);
my $in = join '', @line{@order};
my @repeats = qw(copy near short ortho);

sub lines {
	return join '', @line{@_};
}

# The dup of each record that --mark writes: {id => dup}.
sub dups {
	my ($out) = @_;
	my %dup;

	for (split /\n/, $out) {
		my ($id, $dup) = /^\{"id":"(.*?)".*"dup":(.*),"like":.*\}$/ or die $_;
		$dup{$id} = $dup;
	}
	return \%dup;
}

is_run('repeats are dropped, the rest is untouched', [$dedupe], in => $in,
    out => lines(qw(a b c d)));
is_run('--repeated', [$dedupe, '--repeated'], in => $in,
    out => lines(@repeats));

my $r = run([$dedupe, '--mark'], in => $in);
my $dup = dups($r->{out});
is($r->{status} . $r->{err}, 0, '--mark ends well');
is($r->{out} =~ s/,"dup":(null|\{[^}]*\}),"like":null\}$/}/gmr, $in,
    '--mark writes every record, with nothing but dup and like behind it');
is(join(' ', map { $dup->{$_} } qw(a b c d)), 'null null null null',
    'first ones have dup null');
my $number = qr/[01]\.\d{3}/;
sub dup_is {
	my ($id, $of, $kind, $sim, $con) = @_;

	like($dup->{$id}, qr/^\{"of":"$of","kind":"$kind","similarity":$sim,
	    "containment":$con,"cluster":"$of"\}$/x, "$id is $kind");
}
dup_is('copy', 'a', 'exact', '1\.000', '1\.000');
dup_is('ortho', 'c', 'normalized', '1\.000', '1\.000');
dup_is('near', 'a', 'near', $number, $number);
dup_is('short', 'b', 'contained', $number, $number);

is_run('--mark --repeated', [$dedupe, '--mark', '--repeated'], in => $in,
    out => join '', grep { !/"dup":null/ } split /^/, $r->{out});
my $dups = "$dir/dups";
is_run('--dups FILE', [$dedupe, '--dups', $dups], in => $in,
    out => lines(qw(a b c d)));
is(slurp($dups), join('', grep { !/"dup":null/ } split /^/, $r->{out}),
    '--dups gets the repeats, marked');
is_run('--dups to nowhere', [$dedupe, '--dups', '/none/such'], status => 2,
    err => "dedupe: /none/such: No such file or directory\n");
my $pairs = "$dir/pairs";
is_run('--pairs FILE', [$dedupe, '--pairs', $pairs], in => $in,
    out => lines(qw(a b c d)));
like(slurp($pairs), qr/^a\tcopy\t1\.000\t1\.000\n
    a\tnear\t$number\t$number\nb\tshort\t$number\t$number\n
    c\tortho\t1\.000\t1\.000\n\z/x, '--pairs tells id, id, two numbers');

# Marking again changes nothing but dup, in its place.
is_run('--mark twice is --mark', [$dedupe, '--mark'], in => $r->{out},
    out => $r->{out});

# Threads and block sizes do not show.
my $many = join '', map { record("m$_", $_ % 7 == 6 ?
    edited(do { seed($_ - 6); article(4) }, 8) : do { seed($_); article(4) }) }
    1 .. 500;
my $alone = run([$dedupe, '--mark'], in => $many)->{out};
for my $j (2, 3, 8) {
	is_run("-j $j writes the same", [$dedupe, '--mark', "-j$j"],
	    in => $many, out => $alone);
}
my $bad = "{\n" . $in =~ s/^/\n[]\n/mr . "{\"text\":7}";
my $one = run([$dedupe, '--mark'], in => $bad);
is($one->{status}, 1, 'bad records end with 1');
is_run('bad records are told in order with -j 3', [$dedupe, '--mark', '-j3'],
    in => $bad, out => $one->{out}, err => $one->{err}, status => 1);
for my $policy (qw(skip pass stop)) {
	my $want = run([$dedupe, "--bad=$policy"], in => $bad);
	is_run("--bad=$policy with -j 3", [$dedupe, "--bad=$policy", '-j3'],
	    in => $bad, out => $want->{out}, err => $want->{err},
	    status => $want->{status});
}

# Names.
my $text = json_string('one two three four five six seven eight');
is_run('an id that is empty', [$dedupe, '--mark'],
    in => qq({"id":"","text":"x"}\n{"id":"b","text":"x"}\n),
    out => qq({"id":"","text":"x","dup":null,"like":null}\n{"id":"b","text":"x",) .
	qq("dup":{"of":"1","kind":"exact","similarity":1.000,) .
	qq("containment":1.000,"cluster":"1"},"like":null}\n));
is_run('ids that are no strings, and none', [$dedupe, '--mark'],
    in => qq({"id":1.50,"text":$text}\n\n{"id":"b","text":$text}\n) .
	qq({"text":"x"}\n{"text":"x","id":null}\n),
    out => qq({"id":1.50,"text":$text,"dup":null,"like":null}\n) .
	qq({"id":"b","text":$text,"dup":{"of":"1.50","kind":"exact",) .
	qq("similarity":1.000,"containment":1.000,"cluster":"1.50"},"like":null}\n) .
	qq({"text":"x","dup":null,"like":null}\n) .
	qq({"text":"x","id":null,"dup":{"of":"4","kind":"exact",) .
	qq("similarity":1.000,"containment":1.000,"cluster":"4"},"like":null}\n));

# Short texts.
my $headline = 'one two three four five six seven';
is_run('under eight words only the same words are repeats', [$dedupe],
    in => join('', map { qq({"text":"$_"}\n) } $headline,
	"$headline.", "$headline eight", 'one two three four five six'),
    out => join('', map { qq({"text":"$_"}\n) } $headline,
	"$headline eight", 'one two three four five six'));
my $wordless = qq({"text":""}\n{"text":"!"}\n{"text":""}\n{"text":"!"}\n);
is_run('texts without a word repeat nothing', [$dedupe], in => $wordless,
    out => $wordless);
is_run('nor do empty ones with --exact', [$dedupe, '--exact'],
    in => $wordless, out => $wordless =~ s/.*\n\z//r);

# Fields.
my $fields = qq({"title":"a","text":"b"}\n{"title":"ab","text":""}\n) .
    qq({"title":"a","text":"b"}\n{"title":"a"}\n{"text":null,"title":"a"}\n);
is_run('--field, more than one', [$dedupe, '--field', 'title', '--field',
    'text'], in => $fields, out => qq({"title":"a","text":"b"}\n) .
	qq({"title":"ab","text":""}\n{"title":"a"}\n));
is_run('--field that is not there', [$dedupe, '--field', 'body'],
    in => qq({"text":"a"}\n), status => 1,
    err => qq(dedupe: stdin:1: no field "body"; there are "text", byte 1\n));
is_run('a text that is a number', [$dedupe], in => qq({"text": 5}\n),
    status => 1, err => "dedupe: stdin:1: field is no string, byte 10\n");

# Layers and folding.
is_run('--exact', [$dedupe, '--exact'], in => $in,
    out => lines(grep { $_ ne 'copy' } @order));
is_run('--threshold 1', [$dedupe, '--threshold', '1'], in => $in,
    out => lines(qw(a b near c d)));
is_run('--fold=none', [$dedupe, '--fold', 'none'], in => $in,
    out => lines(qw(a b c ortho d)));
my $case = qq({"text":"One أب"}\n{"text":"ONE أب"}\n{"text":"one اب"}\n);
utf8::encode($case);
my @case = split /^/, $case;
is_run('--fold=unicode', [$dedupe, '--fold=unicode'], in => $case,
    out => "$case[0]$case[2]");
is_run('--fold=arabic', [$dedupe], in => $case, out => $case[0]);
like(run([$dedupe, '--explain'])->{out},
    qr/^keys: one of 9 shingles of 5 words/m, '--explain');
like(run([$dedupe, '--explain', '--threshold=0.5', '--preset=strict'])->{out},
    qr/^near .*\n.* 0\.50 of both .*^keys: one of 16 shingles of 6 words/ms,
    'a preset stands behind other options, wherever it is');

# --keep
my $long = record('long', "$text[0]\n" . sentence(20));
my $keep = $line{a} . $line{b} . $long . $line{d};
is_run('--keep=longest', [$dedupe, '--keep=longest'], in => $keep,
    out => $line{b} . $long . $line{d});
is_run('--keep=longest --hold=1: too late', [$dedupe, '--keep=longest',
    '--hold=1'], in => $keep, out => $line{a} . $line{b} . $line{d});
is_run('--keep=longest --mark', [$dedupe, '--keep=longest', '--mark'],
    in => $keep, out => qr/\A.*"dup":\{"of":"long","kind":"[a-z]+",.*
	"cluster":"a"\},"like":null\}\n(?:.*"dup":null,"like":null\}\n){3}\z/x);
my @dated = map { $line{copy} =~ s/\}$/,"date":"$_"}/r }
    qw(2024-01-02 2024-01-03T08:00 2023-12-31 2024-01-03);
is_run('--keep=newest', [$dedupe, '--keep=newest'], in => join('', @dated),
    out => $dated[1]);

# What is refused.
for (['--threshold=0', 'threshold 0: not from 0.05 to 1'],
    ['--threshold=x', 'threshold x: not from 0.05 to 1'],
    ['--window=5', 'window 5: not like 90m, 36h, 30d, 2w'],
    ['--mem=1M', 'mem 1M: less than 16M']) {
	is_run($_->[0], [$dedupe, $_->[0]], status => 2,
	    err => "dedupe: $_->[1]\n");
}
done_testing;
