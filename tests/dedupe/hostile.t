#!/usr/bin/perl
# Files of a state that somebody has changed, with all checks made anew: no run
# over one of them dies, and none loses a record that is new, whatever it
# believes of those that are known.
# Slow: some hundred files, each with three runs.
# RESEALED=300 for as many of each kind (40).
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Articles;
use File::Copy 'copy';
use Khabar;
use Test::More;

my $dedupe = tool('dedupe');
my $reseal = tool('tests/lib/tools/reseal');
my $dir = scratch();
my $state = "$dir/state";
my $all = $ENV{RESEALED} // (sanitized() ? 10 : 40);

# Articles, edited copies of them, a form with other figures, and short ones.
sub form {
	return record("f$_[0]", join ' ', 'أسعار الذهب اليوم في السوق',
	    map { "عيار $_ بسعر " . ($_[0] * 37 + $_) } 18, 21, 22, 24);
}
seed(77);
my @text = map { article(5) } 1 .. 30;
my $known = join '', (map { record("r$_", $text[$_]) } 0 .. $#text),
    (map { record("e$_", edited($text[$_], 8)) } 0 .. 9),
    (map { form($_) } 1 .. 5), (map { record("s$_", "خبر $_") } 1 .. 5);
my @new = ((map { record("n$_", article(5)) } 1 .. 5), form(77),
    record('ns', 'خبر آخر'));

run([$dedupe, '--state', $state], in => $known);
run([$dedupe, '--state', $state, '--compact']);
copy("$state/log", "$dir/compacted") or die $!;
run([$dedupe, '--state', $state], in => join '', map {
	record("t$_", article(3)) } 1 .. 3);
copy("$state/$_", "$dir/$_") or die $! for 'index', 'log';
my %size = map { $_ => -s "$dir/$_" } 'index', 'log';

# What can be wrong with a run, or nothing.
sub wrong {
	my ($name, $r, $shown) = @_;

	return "died: $r->{status}" if $r->{status} > 2;
	return "not told: $r->{err}" if $r->{status} == 2 &&
	    $r->{err} !~ m{^dedupe: \Q$state\E(?:/\Q$name\E)?: }m;
	return '' if $r->{status} == 2 || !$shown;
	for (@new) {
		return "lost: $_" if index($r->{out}, $_) < 0;
	}
	return '';
}

my (%seen, $checked);
sub try {
	my ($name, @change) = @_;
	my $r = run([$reseal, "$dir/$name", @change]);

	die $r->{err} if $r->{status} != 0;
	my $changed = $r->{out};
	for my $options (['--check'], ['--against'], ['--state']) {
		copy("$dir/$_", "$state/$_") or die $! for 'index', 'log';
		spew("$state/$name", $changed);
		$r = $options->[0] eq '--check'
		    ? run([$dedupe, '--state', $state, '--check'])
		    : run([$dedupe, @$options, $state],
			in => $known . join '', @new);
		$seen{$name}++ if $r->{err} =~ /damaged/;
		$checked = $r->{err} if $options->[0] eq '--check';
		my $wrong = wrong($name, $r, $options->[0] ne '--check');
		return "$name @change: @$options: $wrong" if $wrong ne '';
	}
	return '';
}

# Where frames of the log begin.
sub frames {
	my ($bytes) = @_;
	my @at;
	my $at = 48 + int((unpack('L<', substr $bytes, 12, 4) + 7) / 8) * 8;

	while ($at + 8 <= length $bytes) {
		push @at, $at;
		$at += 8 + int((unpack('L<', substr $bytes, $at, 4) + 7) / 8) * 8;
	}
	return @at;
}

# Where something stands: heads, of the file and of its frames, and bytes that
# are not zero.
sub places {
	my ($name, $n) = @_;
	my $bytes = slurp("$dir/$name");
	my @at = map { random($name eq 'log' ? 200 : 176) } 1 .. $n / 8;
	my @frame = $name eq 'log' ? frames($bytes) : ();

	push @at, $frame[random(scalar @frame)] + random(60)
	    for $name eq 'log' ? 1 .. $n / 2 : ();
	while (@at < $n) {
		my $at = random($size{$name});
		pos($bytes) = $at;
		push @at, pos($bytes) - 1 if $bytes =~ /[^\0]/g;
	}
	return map { $_ & ~3 } @at;
}

my @numbers = (0xffffffff, 0x7fffffff, 0x10000, 0, 1, 40, 0x80000000, 4096,
    0xfffffff0);
seed($ENV{SEED} // 4711);
for my $name ('index', 'log') {
	my @bad;
	for my $at (places($name, $all)) {
		my $width = (1, 2, 4, 4, 4, 8)[random(6)];
		my $number = $numbers[random(scalar @numbers)];
		my $bad = try($name, $at, $width, $number);
		push @bad, $bad if $bad ne '';
	}
	is(join("\n", @bad), '', "$all files $name that fit their checks");
	cmp_ok($seen{$name} // 0, '>', $all / 8, 'some of them are refused');
}

# Every number of the index' head, one by one: what is in it leads to all else.
my @head;
for my $at (map { 8 * $_ } 0 .. 21) {
	push @head, map { try('index', $at, 8, $_) } '0xffffffffffffffff',
	    '0x7ffffffffffff000', $size{index}, 17, 1, 0;
}
is(join("\n", grep { $_ ne '' } @head), '', 'the numbers of the head');

# Numbers of the index that point out of it, each kind at its place.
my $image = slurp("$dir/index");
my @part;
my $at = 4096;
for my $i (0 .. unpack('Q<', substr $image, 24, 8) - 1) {
	my $n = unpack 'Q<', substr $image, 32 + 8 * $i, 8;
	push @part, [$at, $n];
	$at += int(($n + 4095) / 4096) * 4096;
}
for my $i (0 .. $#part) {
	my ($start, $n) = @{$part[$i]};
	next if $n == 0;
	my @bad;
	for my $number (0xffffffff, 0xfffffff0, 0x7fffffff, 60) {
		my @change = map { ($start + $_, 4, $number) }
		    grep { $_ + 4 <= $n } map { 4 * $_ } 0 .. 63;
		push @bad, try('index', @change);
		# --check compares what is by number of record with the log.
		push @bad, "$number is not told\n" if $i > 0 && $i < 8 &&
		    $checked !~ /damaged/;
	}
	is(join('', @bad), '', "the part of $n bytes at $start, full of it");
}
done_testing;
