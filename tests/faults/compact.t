#!/usr/bin/perl
# dedupe --compact, and what lies in a state's folder: the state keeps the
# options that it was made with, whatever options --compact is given; links and
# pipes that somebody planted are not followed; no output goes over the state;
# no record is lost by any of it.
# Slow: many runs.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib", $FindBin::Bin;
use Faults;
use Fcntl qw(:flock);
use Khabar;
use Test::More;
use Time::HiRes qw(sleep);

# Articles, and edited copies of them of all degrees; then copies of those
# with a word of their own.
sub copies {
	my @a = split /^/, records(60, words => 80);
	my ($a, $b, $i) = ('', '', 0);

	for (@a) {
		my ($text, $other) = map { /"text":"([^"]*)"/ } $_, $a[$i - 1];
		my @w = split ' ', $text;
		my @other = split ' ', $other;
		my $n = (15, 25, 35, 45, 55)[$i++ % 5];

		splice @w, -$n, $n, reverse @other[0 .. $n - 1];
		$a .= $_ . qq({"id":"v$i","text":"@w"}\n);
		$w[7] = $w[8];
		$b .= qq({"id":"b$i","text":"@w"}\n);
	}
	spew('a', $a);
	spew('b', $b);
}

# A state that was made with these options says the same behind --compact,
# which is given others, or none; or --compact refuses them.
sub same_verdicts {
	my ($made, $compact) = @_;

	copies();
	my $r = sh("dedupe $made --state S a && cp -r S T");
	return "status $r->{status}: $r->{err}" if $r->{status} != 0;
	$r = sh("dedupe --state T --compact $compact");
	my $why = unsound($r);
	return "--compact $compact: $why" if $why ne '';
	my ($s, $t) = map { sh("dedupe $made --state $_ --mark b") } 'S', 'T';
	return died($t) || "then status $t->{status}: $t->{err}"
	    if $t->{status} != 0;
	my @was = split /\n/, $s->{out};
	my $changed = grep { $_ ne shift @was } split /\n/, $t->{out};
	return $changed ? "$changed verdicts change" : '';
}

my @made = (
	['--exact --field=title --field=text', '--field=text'],
	['--exact', '--window=9000d'],
	['--shingle=3 --threshold=0.6', ''],
	['--fold=none --preset=strict', '--mem=64M'],
	['--threshold=0.15', '-j2'],
);

for (@made) {
	my ($made, $compact) = @$_;

	claim("made with $made, --compact $compact", sub {
		return same_verdicts($made, $compact);
	});
}
claim('--compact of an exact state, twice, then --against', sub {
	spew('in', my $in = records(4));
	my $r = sh('dedupe --exact --state S in >/dev/null &&
	    dedupe --state S --compact && dedupe --state S --compact &&
	    dedupe --exact --against S in');
	return unsound($r) || ($r->{status} == 0 && $r->{out} eq '' ?
	    '' : "status $r->{status}: $r->{err}$r->{out}");
});
claim('made with --preset=wide, --compact --preset=strict', sub {
	return same_verdicts('--preset=wide', '--preset=strict');
});
claim('--compact keeps what --info says', sub {
	spew('in', records(4));
	my $r = sh('dedupe --state S in >/dev/null && dedupe --state S --info |
	    grep -v "^bytes\|^log\|^index" >was; dedupe --state S --compact &&
	    dedupe --state S --info | grep -v "^bytes\|^log\|^index" >now;
	    diff was now');
	return $r->{out};
});

# A name in the state's folder that was planted there.
sub planted {
	my ($plant, @runs) = @_;

	spew('in', records(5));
	spew('new', records(5, first => 5));
	spew('precious', my $was = "precious\n");
	my $r = sh('dedupe --state S in >out');
	return "status $r->{status}" if $r->{status} != 0;
	sh($plant);
	for (@runs) {
		$r = sh($_, limit => 3);
		my $why = unsound($r);
		return "$_: $why" if $why ne '';
		return "$_: what the link leads to is changed"
		    if slurp('precious') ne $was || folder_of('there') ne '';
	}
	return '';
}

my @all = ('dedupe --state S --compact', 'dedupe --state S new >new.out',
    'dedupe --against S new >new.out', 'dedupe --state S --check',
    'dedupe --state S --info >info');

claim('a pipe log.new', sub {
	return planted('mkfifo S/log.new', @all);
});
claim('a link lock to what is not there', sub {
	return planted('mkdir there; rm -f S/lock; ' .
	    'ln -s ../there/x S/lock', @all);
});
claim('a link lock to a file', sub {
	my $why = planted('rm -f S/lock; ln -s ../precious S/lock');
	return $why if $why ne '';
	open my $f, '<', 'precious' or return "$!";
	flock $f, LOCK_EX or return "$!";
	my $r = sh('dedupe --state S new');
	return refused($r) && $r->{status} != 75 ? '' :
	    'it is taken for the lock: whoever holds that file ' .
	    'keeps dedupe out';
});
claim('a hard link log.new', sub {
	return planted('ln precious S/log.new', @all);
});
claim('a link log.new to what is not there', sub {
	return planted('mkdir there; ln -s ../there/x S/log.new', @all);
});
claim('a pipe lock', sub {
	return planted('rm -f S/lock; mkfifo S/lock', @all);
});
claim('a link log to what is not there', sub {
	return planted('mkdir there; rm -f S/log; ' .
	    'ln -s ../there/x S/log', @all);
});
claim('links index and index.new', sub {
	return planted('rm -f S/index; ln -s ../precious S/index; ' .
	    'ln -s ../precious S/index.new', @all);
});
claim('a folder log.new', sub {
	return planted('mkdir S/log.new', @all);
});
claim('a state behind a link', sub {
	spew('in', records(3));
	my $r = sh('mkdir R; ln -s R S; dedupe --state S in >out &&
	    dedupe --state S --compact && dedupe --state S in');
	return unsound($r) || ($r->{out} eq '' && $r->{status} == 0 &&
	    -e 'R/log' && -l 'S' ? '' : "status $r->{status}: $r->{err}");
});

# Output that would go over the state.
sub into_it {
	my ($command) = @_;

	spew('in', records(5));
	spew('new', records(5, first => 5));
	my $r = sh('dedupe --state S in >out');
	return "status $r->{status}" if $r->{status} != 0;
	$r = sh($command);
	my $why = unsound($r);
	return $why if $why ne '';
	$r = sh('dedupe --state S --check');
	return "the state is gone: $r->{err}" if $r->{status} != 0;
	$r = sh('dedupe --state S in');
	return unsound($r) || ($r->{out} ne '' ? 'the state forgets' : '');
}

for my $command ('dedupe --state S --dups S/log new >o',
    'dedupe --state S --pairs S/../S/log new >o',
    'ln -s S/log link; dedupe --state S -o link new',
    'ln -s S T; dedupe --state T -o S/log new',
    'dedupe --against S -o S/log new',
    'dedupe --state S new >>S/log',
    'dedupe --state S new 1<>S/log',
    'dedupe --state S -o /dev/fd/3 new 3>>S/log') {
	claim("output into the state: $command", sub {
		return into_it($command);
	});
}
for my $command ('dedupe --state S -o S/lock new',
    'ln S/log hard; dedupe --state S --dups hard new >o',
    'dedupe --state S -o S/index new') {
	claim("output into the state: $command", sub {
		return into_it($command);
	});
}
claim('a state where there is an output already', sub {
	spew('in', records(5));
	my $r = sh('dedupe --state S -o S in');
	return unsound($r) || ($r->{status} == 0 ? 'status 0' : '');
});

# Killed, at work, damaged.
claim('--compact that is killed loses nothing', sub {
	spew('in', records(300));
	sh('dedupe --state S in >out');
	for my $ms (1, 2, 3, 5, 8) {
		my $run = start([bin() . '/dedupe', '--state', 'S',
		    '--compact']);
		sleep $ms / 1000;
		kill 'KILL', $run->{pid};
		finish($run);
		my $r = sh('dedupe --against S in');
		return "status $r->{status}: $r->{err}" if $r->{status} != 0;
		return 'it forgets' if $r->{out} ne '';
	}
	my $r = sh('dedupe --state S --compact && dedupe --state S in');
	return unsound($r) . $r->{out};
});
claim('a run with -o, killed at any moment, loses nothing', sub {
	spew('in', records(600, words => 200));
	for my $ms (5, 10, 20, 40, 80) {
		my $run = start([bin() . '/dedupe', '--state', 'S',
		    '-o', "out$ms", 'in']);
		sleep $ms / 1000;
		kill 'KILL', $run->{pid};
		finish($run);
	}
	my $r = sh('dedupe --state S -o out in; cat out*');
	return unsound($r) || lost($r->{out}, 600);
});
claim('--compact waits for no one and spoils nothing', sub {
	spew('in', records(20));
	my $r = sh('(cat in; sleep 0.6) | dedupe --state S >out & sleep 0.3
	    dedupe --state S --compact; echo $?; wait
	    dedupe --state S --check >/dev/null && dedupe --state S in');
	return unsound($r) || ($r->{out} eq "75\n" ? '' : "$r->{out}") ||
	    lost(slurp('out'), 20);
});
claim('--against while a run writes', sub {
	spew('in', records(20));
	my $r = sh('(cat in; sleep 0.6) | dedupe --state S >out & sleep 0.3
	    dedupe --against S in; echo $?; wait');
	return unsound($r) || ($r->{out} eq "75\n" ? '' : "$r->{out}") ||
	    lost(slurp('out'), 20);
});
claim('a bit that flips in the index', sub {
	spew('in', records(12));
	sh('dedupe --state S in >out && dedupe --state S --compact');
	my $index = slurp('S/index');
	for my $i (1 .. 30) {
		my $at = $i * 7919 % length $index;
		my $flipped = $index;
		substr($flipped, $at, 1) ^= chr(1 << $at % 8);
		spew('S/index', $flipped);
		my $r = sh('dedupe --against S in');
		return "at $at: " . died($r) if died($r) ne '';
		return "at $at: believed"
		    if $r->{status} == 0 && $r->{out} ne '';
	}
	return '';
});
claim('an index of another state', sub {
	spew('in', records(12));
	spew('new', records(12, first => 12));
	my $r = sh('dedupe --state S in >out && dedupe --state S --compact &&
	    dedupe --state T new >out && dedupe --state T --compact &&
	    cp T/index S/index; dedupe --state S new');
	return unsound($r) || ($r->{status} == 0
	    ? lost($r->{out} . slurp('in'), 24) : '');
});
done_testing;
