#!/usr/bin/perl
# dedupe in stages writes what one process writes: any number of shards and
# reducers, values of a key in any order and more than once.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Articles;
use Khabar;
use Test::More;

my $dedupe = tool('dedupe');

my @text = map { article(5) } 1 .. 60;
my $footer = sentence(30);
my @line;
for my $n (0 .. 299) {
	my $t = $text[random(60)];
	my $k = random(6);

	push @line, record("s$n", $k == 0 ? $t : $k < 3 ? edited($t, 10) :
	    $k == 3 ? sentence(20) . "\n$footer" : $k == 4 ? article(4) :
	    join "\n", (split /\n/, $t)[0 .. 2]);
}

# Lines in another order, some of them twice.
sub shuffled {
	my @lines = @_;

	push @lines, @lines[map { random(scalar @lines) } 1 .. 20];
	for (my $i = $#lines; $i > 0; $i--) {
		my $k = random($i + 1);
		@lines[$i, $k] = @lines[$k, $i];
	}
	return @lines;
}

sub key {
	return $_[0] =~ s/\t.*//sr;
}

# Sorted by key alone, as Hadoop and Spark do it.
sub sorted {
	return sort { key($a) cmp key($b) } shuffled(@_);
}

sub stage {
	my ($in, @options) = @_;
	my $r = run([$dedupe, @options], in => $in);

	die "@options: $r->{status} $r->{err}" if $r->{status} || $r->{err};
	return $r->{out};
}

sub staged {
	my ($shards, $reducers, $tab, @options) = @_;
	my @shard = ([]) x 0;
	my (@keys, @part, @pairs);
	my $each = int(@line / $shards) + 1;

	push @{$shard[$_ / $each]}, $line[$_] for 0 .. $#line;
	push @keys, split /^/, stage(join('', @{$shard[$_]}), '--keys',
	    "--shard=$_", @options) for 0 .. $#shard;
	push @{$part[ord(substr $_, 16, 1) % $reducers]}, $_ for @keys;
	push @pairs, split /^/, stage(join('', sorted(@$_)) =~ s/\n/$tab\n/gr,
	    '--reduce') for grep { defined } @part;
	my $list = spew(scratch() . '/list',
	    stage(join('', sorted(@pairs)) =~ s/\n/$tab\n/gr, '--union',
	    @options));
	return join '', map { stage(join('', @{$shard[$_]}), '--drop-list',
	    $list, "--shard=$_") } 0 .. $#shard;
}

for my $options ([], ['--exact'], ['--preset=wide']) {
	my $whole = stage(join('', @line), @$options);

	isnt($whole, join('', @line), "one process @$options drops some");
	for (['1', '1', ''], [3, 2, "\t"], [7, 5, "\r"]) {
		my ($shards, $reducers, $tab) = @$_;
		is(staged($shards, $reducers, $tab, @$options), $whole,
		    "$shards shards, $reducers reducers @$options");
	}
}
is(stage(join('', @line), '--keys'), stage(join('', @line), '--keys', '-j4'),
    '--keys with threads');
is_run('--reduce of something else', [$dedupe, '--reduce'], in => "{}\n",
    status => 1, err => "dedupe: stdin:1: no KEY TAB VALUE line, byte 1\n");
is_run('--union of what is not sorted', [$dedupe, '--union'],
    in => "3000000000000000b\tAAAA\n3000000000000000a\tAAAA\n", status => 2,
    err => "dedupe: the input is not sorted\n");
is_run('--union of half a record', [$dedupe, '--union'],
    in => "3000000000000000b\t000000000000000a\t00000000000000001\n",
    status => 2, err => "dedupe: record 000000000000000b has no sketch; " .
    "is the input sorted and whole?\n");
is_run('--drop-list of something else', [$dedupe, '--drop-list',
    spew(scratch() . '/x', "x\n")], status => 2,
    err => qr/\Adedupe: .*: no list of repeats, or not sorted\n\z/);
is_run('two stages at once', [$dedupe, '--keys', '--reduce'], status => 2,
    err => qr/\Adedupe: more than one of --explain, .*\n\z/);
done_testing;
