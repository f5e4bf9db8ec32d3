#!/usr/bin/perl
# train-entities: the same bytes twice, a model that tags, lexicons, labels of
# one's own, and what is refused.
use strict;
use warnings;
use utf8;
use Encode qw(encode_utf8);
use FindBin;
use lib "$FindBin::Bin/../lib";
use JSON::PP;
use Khabar;
use Test::More;

my $train = tool('train-entities');
my $tag = tool('tag-entities');
my $dir = scratch();
my $json = JSON::PP->new->utf8;
binmode Test::More->builder->$_, ':utf8'
    for qw(output failure_output todo_output);
plan skip_all => 'no train-entities' unless -x $train;

# A language of few words: who went where by which ship.
my @who = qw(سالم رائد نورا هالة كريم ليلى بدر ياسمين);
my @where = qw(حلب تدمر صور جبلة بانياس طرطوس);
my @ship = qw(النورس الريح البرق);
my $seed = 5;
sub pick {
	$seed = ($seed * 1103515245 + 12345) % 2147483648;
	return $_[($seed >> 16) % @_];
}
my (@conll, @text);
for (1 .. 300) {
	my @s = (['سافر', 'O'], [pick(@who), 'B-PERS'], [pick(@who), 'I-PERS'],
	    ['إلى', 'O'], ['(' . pick(@where) . ')', 'B-LOC'],
	    ['على', 'O'], ['متن', 'O'], [pick(@ship), 'B-SHIP'], ['.', 'O']);
	push @conll, join('', map { "$_->[0] $_->[1]\n" } @s) . "\n";
	push @text, $json->encode({ text => join ' ', map { $_->[0] } @s }) . "\n";
}
spew("$dir/c.conll", encode_utf8(join '', @conll));
spew("$dir/t.jsonl", join '', @text, "no record\n");
spew("$dir/names", encode_utf8("سالم\tsalem\t10\n"));

is_run('a lexicon', [$train, '-q', '--words', '--epochs=2', '-t',
    "$dir/t.jsonl", '-n', "$dir/names", '-o', "$dir/words"]);
like(slurp("$dir/words"), qr/^\Q${\encode_utf8('سالم')}\E\t\d+\t10\t[1-9]\d* [1-9]\d* [1-9]\d*\t0$/m,
    'count, names, clusters');
for my $n (1, 2) {
	is_run("a model, $n", [$train, '-q', '-l', "$dir/words", '-t',
	    "$dir/t.jsonl", '-o', "$dir/m$n", "$dir/c.conll"]);
}
ok(slurp("$dir/m1") eq slurp("$dir/m2"), 'the same bytes twice');
# Sentences of the text that a first model is sure of, the first corpus taken
# often: other weights.
for (['--tagged=100', '--margin=1'], ['--repeat=3']) {
	my $n = $_->[0] =~ s/\W//gr;
	is_run("@$_", [$train, '-q', '-l', "$dir/words", '-t', "$dir/t.jsonl", @$_,
	    '-o', "$dir/$n", "$dir/c.conll"]);
	ok(slurp("$dir/$n") ne slurp("$dir/m1"), 'is heeded');
}
is_run('no sentence is that sure', [$train, '-q', '-l', "$dir/words", '-t',
    "$dir/t.jsonl", '--tagged=100', '--margin=1000', '-o', "$dir/none",
    "$dir/c.conll"]);
ok(slurp("$dir/tagged100") ne slurp("$dir/none"), 'those that are count');
is_run('or none is wanted', [$train, '-q', '-l', "$dir/words", '-t',
    "$dir/t.jsonl", '--tagged=0', '-o', "$dir/zero", "$dir/c.conll"]);
my $r = run([$train, '-o', "$dir/m3", "$dir/c.conll"]);
like($r->{err}, qr/^PER +P 100\.0 +R 100\.0 .*^SHIP .*^micro +P 100\.0/ms,
    'the score on what was held out');

$r = run([$tag, "--model=$dir/repeat3", '--gazetteer=none'],
    in => encode_utf8(qq({"text":"سافر بدر هالة إلى (صور) على متن البرق ."}\n)));
is(join(' ', map { "$_->{label}:$_->{text}" }
    @{$json->decode($r->{out})->{entities}}),
    'PER:بدر هالة LOC:صور SHIP:البرق', 'what it tags');

# Refused.
is_run('no -o', [$train, "$dir/c.conll"], status => 2, err => qr/no -o FILE/);
is_run('no corpus', [$train, '-o', "$dir/x"], status => 2, err => qr/no corpus/);
ok(!-e "$dir/x", 'and no model');
for (["a B-X\nb\n", 2], ["a B-A\nb B-B\nc B-C\nd B-D\n", 4], ["a O\nb b\n", 2]) {
	spew("$dir/bad", $_->[0]);
	is_run('a bad corpus', [$train, '-o', "$dir/x", "$dir/bad"],
	    status => 2, err => qr{\Q$dir\E/bad:$_->[1]: });
}
spew("$dir/bad", "w\tx\n");
is_run('a bad lexicon', [$train, '-l', "$dir/bad", '-o', "$dir/x",
    "$dir/c.conll"], status => 2, err => qr{\Q$dir\E/bad:1: not a number});
is_run('a bad number', [$train, '--drop=100'], status => 2, err => qr/100/);
done_testing();
