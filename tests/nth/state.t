#!/usr/bin/perl
# dedupe with a state, each of its calls of memory and files failing once, the
# first, the second, ...; and what a power cut leaves of the state's files, cut
# and mixed by sectors.  Whatever happens, a second run has lost nothing.
# make check-faults runs it; not part of make check, for it takes minutes.
# Without the sandbox, whose clerk is a process of its own with calls of its
# own.  NTH=CALL looks at one call alone.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib", "$FindBin::Bin/../faults";
use Chance;
use Faults;
use Khabar;
use Test::More;

plan(skip_all => 'a sanitizer has memory of its own') if sanitized();

my $so = bin() . '/tests/lib/preload/nth.so';

# What is known, in `out`, an index and a log behind it: r0 to r7.  What comes:
# r4 to r15.
sub known {
	spew('first', records(4));
	spew('second', records(4, first => 4));
	spew('in', records(12, first => 4));
	my $r = sh('dedupe --state S0 first >out0 &&
	    dedupe --state S0 --compact && dedupe --state S0 second >>out0 &&
	    dedupe --state P0 first >/dev/null && rm -rf P0 &&
	    cp -r S0 P0 && dedupe --state P0 --prepare in >prepared');
	die "status $r->{status}: $r->{err}" if $r->{status} != 0;
	return;
}

# What one call of `command` that fails leads to, where `then` comes behind it.
# Each is a script; FAIL stands where the calls of dedupe are to fail.
sub one_run {
	my ($command, $then, $call, $n) = @_;
	my $fail = "LD_PRELOAD='$so' NTH=$call:$n";

	my $r = sh('rm -rf S P out o1 o2; cp -r S0 S; cp -r P0 P; cp out0 out;'
	    . $command =~ s/FAIL/$fail/r);
	my $why = died($r);
	return $why if $why ne '';
	return "status $r->{status} without a message"
	    if $r->{status} != 0 && $r->{err} eq '';
	$r = sh($then);
	return "then status $r->{status}: $r->{err}" if $r->{status} != 0;
	$r = sh('cat out; cat o1 o2 2>/dev/null');
	for (split /\n/, $r->{out}) {
		return "a line is glued: $_" if tr/{// > 1;
	}
	return lost($r->{out}, 16);
}

sub counts {
	my ($command) = @_;
	my $count = "LD_PRELOAD='$so' NTH_COUNT=count";
	my $r = sh('rm -rf S P out o1 o2; cp -r S0 S; cp -r P0 P; cp out0 out;'
	    . $command =~ s/FAIL/$count/r);

	die "status $r->{status}: $r->{err}" if $r->{status} != 0;
	return map { split ' ' } split /\n/, slurp('count');
}

for (
    ['>>', 'FAIL dedupe --no-sandbox --state S in >>out', 'dedupe --state S in >>out'],
    ['-o', 'FAIL dedupe --no-sandbox --state S -o o1 in', 'dedupe --state S -o o2 in'],
    ['-j2', 'FAIL dedupe --no-sandbox --state S -j2 in >>out',
     'dedupe --state S in >>out'],
    ['--keep, --dups', 'FAIL dedupe --no-sandbox --state S --keep=longest --dups d in >>out',
     'dedupe --state S in >>out'],
    ['a new state', 'rm -rf N; FAIL dedupe --no-sandbox --state N in >>out',
     'dedupe --state N in >>out'],
    ['--prepare', 'FAIL dedupe --no-sandbox --state S --prepare -o o1 in &&
	dedupe --commit S', 'dedupe --state S -o o2 in'],
    ['--commit', 'cp prepared o1; FAIL dedupe --no-sandbox --commit P',
     'dedupe --commit P && dedupe --state P -o o2 in'],
    ['--compact', 'FAIL dedupe --no-sandbox --state S --compact',
     'dedupe --state S -o o2 in'],
) {
	my ($name, $command, $then) = @$_;

	claim("$name: each call fails once", sub {
		known();
		my %count = counts($command);
		my ($runs, @why) = (0);
		for my $call (sort keys %count) {
			next if $ENV{NTH} && $ENV{NTH} ne $call;
			for my $n (1 .. $count{$call}) {
				$runs++;
				my $why = one_run($command, $then, $call, $n);
				push @why, "$call $n: $why" if $why ne '';
			}
		}
		note("$runs runs");
		return join "\n", @why;
	});
}

# --- power cuts -----------------------------------------------------------
my $sector = 512;

# The bytes of $new, some of whose sectors are still those of $old, or zeros
# that were never written; and no longer than some sector's end.
sub mixed {
	my ($old, $new) = @_;
	my $sectors = int((length($new) + $sector - 1) / $sector);
	my $rare = (3, 60)[random(2)];
	my $kept = $rare == 3 ? random($sectors + 1) : $sectors;
	my $mixed = '';

	for my $i (0 .. $sectors - 1) {
		my $at = $i * $sector;
		my $is = substr $new, $at, $sector;
		if (random($rare) == 0) {
			my $was = $at < length $old
			    ? substr($old, $at, $sector) : '';
			$is = $was . "\0" x (length($is) - length $was)
			    if length $was <= length $is;
		}
		last if $i >= $kept && $at >= length $old;
		$mixed .= $is;
	}
	return $mixed;
}

# Behind a power cut the log is as it was, or as it was to be; or it is told.
sub all_or_nothing {
	my ($r) = @_;
	my $n = ids($r->{out});

	return died($r) if died($r) ne '';
	return $n == 0 && $r->{err} ne '' ? '' : 'refused, but not so'
	    if $r->{status} == 2;
	return $r->{status} != 0 ? "status $r->{status}" :
	    $n == 0 || $n == 8 ? '' : "$n of 8 new records";
}

claim('a log that is mixed by sectors', sub {
	known();
	my $old = slurp('S0/log');
	sh('cp -r S0 S; dedupe --state S in >>out0');
	my $new = slurp('S/log');
	my ($refused, $was, $is) = (0, 0, 0);
	for my $round (1 .. 300) {
		my $log = mixed($old, $new);
		# The mark is written behind the sync.
		substr($log, 0, $sector, substr $old, 0, $sector)
		    if my $honest = $round % 2;
		spew('S/log', $log);
		my $r = sh('dedupe --state S in');
		my $why = all_or_nothing($r);
		return "round $round: $why" if $why ne '';
		return "round $round: refused: $r->{err}"
		    if $honest && $r->{status} != 0;
		$refused++ if $r->{status} != 0;
		$r->{out} eq '' ? $is++ : $was++ if $r->{status} == 0;
	}
	note("as it was $was, as it was to be $is, refused $refused");
	return '';
});
claim('an index that is mixed by sectors', sub {
	known();
	sh('cp -r S0 S; dedupe --state S in >>out0');
	my $old = slurp('S/index');
	sh('cp -r S T; dedupe --state T --compact');
	my $new = slurp('T/index');
	for my $round (1 .. 100) {
		spew('S/index', mixed($old, $new));
		my $r = sh('dedupe --against S in');
		return "round $round: status $r->{status}, $r->{err}$r->{out}"
		    if $r->{status} != 0 || $r->{out} ne '';
	}
	return '';
});
claim('what is prepared, mixed by sectors', sub {
	known();
	my $whole = slurp('P0/prepared');
	for my $round (1 .. 100) {
		my $is = mixed('', $whole);
		sh('rm -rf P; cp -r P0 P');
		spew('P/prepared', $is);
		my $c = sh('dedupe --commit P');
		return died($c) if died($c) ne '';
		return 'committed' if $is ne $whole && $c->{status} != 2;
		my $r = sh('dedupe --state P in');
		my $n = ids($r->{out});
		return "round $round: $n" unless $n == ($is eq $whole ? 0 : 8);
	}
	return '';
});
done_testing;
