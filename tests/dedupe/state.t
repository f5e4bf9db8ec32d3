#!/usr/bin/perl
# dedupe --state: what is remembered, refused, told and forgotten.
# Slow: a state is cut and changed at each of its bytes.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Articles;
use Fcntl qw(:flock);
use Khabar;
use Test::More;

my $dedupe = tool('dedupe');
my $dir = scratch();
my $state = "$dir/state";

my @text = map { article(6) } 1 .. 60;
my @line = map { record("r$_", $_ % 3 == 2 ? edited($text[$_ - 2], 8) :
    $text[$_]) } 0 .. $#text;
my $all = join '', @line;
my $whole = run([$dedupe, '--mark'], in => $all)->{out};

sub state_run {
	my (@options) = @_;

	return [$dedupe, '--state', $state, @options];
}

# Runs one after another say what one run says.
my @whole = split /^/, $whole;
for my $part (0 .. 5) {
	my @ten = 10 * $part .. 10 * $part + 9;
	is_run("run $part of 6", state_run('--mark', '-j' . (1 + $part % 2)),
	    in => join('', @line[@ten]), out => join('', @whole[@ten]));
}
is_run('all is known now', state_run(), in => $all);
is_run('--against knows it', [$dedupe, '--against', $state], in => $all);
my $new = record('new', article(5));
is_run('--against adds nothing', [$dedupe, '--against', $state],
    in => $new . $new, out => $new) for 1 .. 2;
is_run('--state adds it', state_run(), in => $new, out => $new);
is_run('--state has it', state_run(), in => $new);
is_run('--against what is not there', [$dedupe, '--against', "$dir/none"],
    status => 2, err => "dedupe: $dir/none: No such file or directory\n");
like(run(state_run('--info'))->{out}, qr/^records   61$/m, '--info');
like(run(state_run('--check'))->{out}, qr/^records   61$/m, '--check');
is_run('both', state_run('--against', $state), status => 2,
    err => "dedupe: more than one of --state, --against or --commit\n");
is_run('--check of nothing', [$dedupe, '--check'], status => 2,
    err => "dedupe: --check, --info and --compact need --state DIR\n");

# Other options.
for (['--threshold=0.5'], ['--fold=none'], ['--field=title'], ['--exact'],
    ['--preset=wide'], ['--shingle=3']) {
	is_run("@$_ is refused", state_run(@$_), in => $all, status => 2,
	    err => qr/\Adedupe: \Q$state\E: made with other (?#
	    )options: there .*; here .*\n\z/);
}

# The lock.
open my $lock, '<', "$state/lock" or die $!;
flock $lock, LOCK_EX or die $!;
my $busy = "dedupe: $state: in use by another run\n";
is_run('in use', state_run(), in => $all, status => 75, err => $busy);
is_run('--against in use', [$dedupe, '--against', $state], in => $all,
    status => 75, err => $busy);
my $waiting = start(state_run('--wait'), in => $new);
select undef, undef, undef, 0.2;
is(kill(0, $waiting->{pid}), 1, '--wait waits');
flock $lock, LOCK_UN;
my $done = finish($waiting);
is("$done->{status}$done->{err}$done->{out}", 0, 'and goes on');
flock $lock, LOCK_SH;
is_run('readers do not shut out readers', [$dedupe, '--against', $state],
    in => $new);
is_run('but writers', state_run(), status => 75, err => $busy);
flock $lock, LOCK_UN;

# What cannot be written is not remembered.
is_run('a full disk', state_run(), in => record('full', article(5)),
    stdout => '/dev/full', status => 2,
    err => "dedupe: standard output: No space left on device\n");
is_run('-o to nowhere', state_run('-o', '/none/such'), status => 2,
    in => $new, err => "dedupe: /none/such: No such file or directory\n");
seed(99);
my $lost = record('lost', article(5));
run(state_run(), in => $lost, stdout => '/dev/full');
is_run('what was not written comes again', state_run('-o', "$dir/out"),
    in => $lost);
is(slurp("$dir/out"), $lost, 'with -o, too');
is_run('then it is known', state_run(), in => $lost);

# --window
my $w = "$dir/window";
sub dated {
	my ($id, $date, $n) = @_;
	seed($n);
	return record($id, article(5)) =~ s/\}$/,"date":"$date"}/r;
}
my @old = (dated('1', '2024-01-01', 5), dated('2', '2024-01-20', 6));
my @young = (dated('3', '2024-02-10', 5), dated('4', '2024-02-10', 6));
is_run('--window, first run', [$dedupe, '--state', $w, '--window=30d'],
    in => "@old" =~ s/^ //mgr, out => join '', @old);
is_run('--window forgets', [$dedupe, '--state', $w, '--window=30d'],
    in => join('', @young), out => $young[0]);
is_run('and remembers the later one', [$dedupe, '--state', $w,
    '--window=30d'], in => dated('5', '2024-03-01', 5));
is_run('--compact drops what is old', [$dedupe, '--state', $w, '--compact',
    '--window=30d']);
like(run([$dedupe, '--state', $w, '--info'])->{out}, qr/^records   0$/m,
    'all of it is');

# A state that is cut or changed is told, and left as it is.
my $small = "$dir/small";
my $eight = join '', map {
	my $n = $_;
	qq({"text":") . join(' ', map { "w$n$_" } 1 .. 8) . qq("}\n)
} 1 .. 3;
run([$dedupe, '--state', $small], in => $eight);
my $log = slurp("$small/log");
my $other = "dedupe: $small/log: no state, or one of another version or " .
    "machine\n";
my $damaged = qr{\Adedupe: \Q$small\E/log: damaged at byte \d+; nothing was read or written\n\z};

sub told {
	my ($bytes) = @_;
	my $r;

	spew("$small/log", $bytes);
	$r = run([$dedupe, '--state', $small], in => $eight);
	return $r->{status} == 2 && $r->{out} eq '' &&
	    ($r->{err} eq $other || $r->{err} =~ $damaged) &&
	    slurp("$small/log") eq $bytes;
}
my $step = sanitized() ? 7 : 1;
my @bad;
for (my $n = 0; $n < length $log; $n += $step) {
	push @bad, $n unless told(substr $log, 0, $n);
}
is("@bad", '', 'cut at every length: told, not believed');
@bad = ();
for (my $n = 0; $n < length $log; $n += $step) {
	my $flipped = $log;
	substr($flipped, $n, 1) ^= chr(1 << $n % 8);
	push @bad, $n unless told($flipped);
}
is("@bad", '', 'every byte changed: told, not believed');
spew("$small/log", $log . substr $log, -70);
my $dropped = "dedupe: $small/log: 70 bytes of a run that did not end were " .
    "dropped\n";
like(run([$dedupe, '--state', $small, '--check'])->{err}, qr/^\Q$dropped\E$/,
    '--check tells what a killed run left');
is_run('the next run drops it', [$dedupe, '--state', $small], in => $eight,
    err => $dropped);
is(slurp("$small/log"), $log, 'and is where the last commit was');

# The image.
is_run('--compact', [$dedupe, '--state', $small, '--compact']);
my $image = slurp("$small/index");
is_run('with an image all is known', [$dedupe, '--state', $small],
    in => $eight);
my $where = qr{\Adedupe: \Q$small\E/index: damaged at byte \d+; };
my $anew = qr{${where}made anew from the log\n\z};
my $stopped = qr{${where}it is deleted, and made anew from the log by the (?#
    )next run\ndedupe: \Q$small\E: stopped\n\z};

# Nothing in it is believed: what is known stays so, or the run ends with 2 and
# no output, and the next one has made it anew.
sub image_told {
	my ($bytes, $seen) = @_;
	my $r;

	spew("$small/index", $bytes);
	$r = run([$dedupe, '--state', $small], in => $eight);
	$$seen++ if $r->{err} ne '';
	return 1 if "$r->{status}$r->{out}" eq '0' &&
	    ($r->{err} eq '' || $r->{err} =~ $anew);
	return 0 unless "$r->{status}$r->{out}" eq '2' &&
	    $r->{err} =~ $stopped;
	$r = run([$dedupe, '--state', $small], in => $eight);
	return "$r->{status}$r->{out}$r->{err}" eq '0';
}
my $seen = 0;
@bad = ();
for (my $n = 0; $n < length $image; $n = 2 * $n + 1) {
	my $flipped = $image;
	substr($flipped, $n, 1) ^= "\x10";
	push @bad, $n unless image_told($flipped, \$seen) &&
	    image_told(substr($image, 0, $n), \$seen);
}
is("@bad", '', 'a damaged image is told and not used');
cmp_ok($seen, '>', 30, 'or told');
done_testing;
