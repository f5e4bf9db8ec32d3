#!/usr/bin/perl
# A state and a pipe.  `dedupe --state S --prepare` writes what a run would be
# known for, and learns nothing; `dedupe --commit S` learns it, once what is
# behind the pipe is safe.  What a user expects:
#
#  - A prepared run that is not committed is thrown away by the next run that
#    writes; so that run has its records again.  Nothing is lost.
#  - Nothing can be committed of a run that did not come to its end with
#    status 0 or 1: killed, a closed pipe, a full disk.
#  - A second --commit does nothing, with status 0; nor does one where nothing
#    was prepared.
#  - A prepared run that is damaged is told and not learned.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib", $FindBin::Bin;
use Faults;
use Khabar;
use Test::More;
use Time::HiRes qw(sleep);

my $prepare = 'dedupe --state S --prepare';
my $commit = 'dedupe --commit S';

# Run the scripts one after another, each with status 0; {out} is of the last.
sub after {
	my $r;

	spew('in', records(6));
	spew('new', records(6, first => 6));
	for (@_) {
		$r = sh($_, limit => 5);
		return { why => unsound($r) ||
		    "$_: status $r->{status}: $r->{err}" }
		    if $r->{status} != 0;
	}
	return { why => '', out => $r->{out} };
}

# Behind these scripts, a run over `in` and `new` has n of the 12 records; a
# second one has none.
sub then_new {
	my ($n, @scripts) = @_;
	my $r = after(@scripts, 'dedupe --state S in new');

	return $r->{why} if $r->{why} ne '';
	my $got = ids($r->{out});
	return "then $got of $n records come" if $got != $n;
	$r = sh('dedupe --state S in new; dedupe --state S --check >/dev/null');
	return $r->{status} == 0 && $r->{out} eq '' && $r->{err} eq '' ? '' :
	    "the state is not whole: $r->{err}$r->{out}";
}

for (
    [6, 'a run is prepared and committed', "$prepare in", $commit],
    [12, 'a run is prepared, and that is all', "$prepare in"],
    [6, 'committed twice', "$prepare in", $commit, $commit],
    [0, 'two runs, each committed', "$prepare in", $commit,
     "$prepare new", $commit],
    [6, 'two runs, the second committed', "$prepare in",
     "$prepare new", $commit],
    [6, 'a plain run is between them', "$prepare in",
     'dedupe --state S new', $commit],
    [6, 'a state that was there', 'dedupe --state S in',
     "$prepare in new"],
    [0, 'a state that was there grows', 'dedupe --state S in',
     "$prepare in new", $commit],
    [6, 'a run that finds nothing new', "$prepare in", $commit,
     "$prepare in", $commit],
    [6, 'an empty run', "$prepare in", $commit,
     "$prepare </dev/null", $commit],
    [12, 'nothing was ever learned', "$prepare </dev/null", $commit,
     $commit],
    [6, 'readers between', "$prepare in",
     'dedupe --against S in new >o', 'dedupe --state S --info >o',
     'dedupe --state S --check >o', $commit],
    [6, 'threads and a choice', "$prepare -j2 --keep=longest in",
     $commit],
    [6, 'with files', "$prepare -o o --dups d --pairs p in", $commit],
    [6, 'with --mark', "$prepare --mark in >o", $commit],
    [6, 'compacted behind it', "$prepare in", $commit,
     'dedupe --state S --compact'],
    [6, 'the folder was moved', "$prepare in", 'mv S T',
     'dedupe --commit T', 'mv T S'],
    [6, 'the folder was copied', "$prepare in", 'cp -r S T; rm -r S',
     'dedupe --commit T', 'mv T S'],
    [6, 'the folder is called from elsewhere', "$prepare in",
     'mkdir x; cd x; dedupe --commit ../S'],
) {
	my ($n, $name, @scripts) = @$_;

	claim($name, sub { return then_new($n, @scripts); });
}

claim('what is prepared comes out, and not what is known', sub {
	my $r = after('dedupe --state S in', "$prepare in new");
	return $r->{why} || ($r->{out} eq slurp('new') ? '' :
	    'it does not');
});
claim('a prepared run says what a plain one says', sub {
	my $r = after('dedupe --state T --mark in new >t',
	    "$prepare --mark in new");
	return $r->{why} || ($r->{out} eq slurp('t') ? '' :
	    'it does not');
});
for my $options ('--exact', '--preset=strict',
    '--field=title --field=text', '--shingle=3') {
	claim("--commit needs no $options", sub {
		my $r = after("$prepare $options in", $commit,
		    "dedupe --state S $options in new");
		return $r->{why} || ($r->{out} eq slurp('new') ? '' :
		    'it is not learned');
	});
}
claim('--commit of records that --window forgets', sub {
	my $r = after("$prepare --window=30d in", $commit,
	    'dedupe --state S --window=30d in');
	return $r->{why} || ($r->{out} eq '' ? '' :
	    'it is not learned');
});
claim('--compact before --commit loses nothing', sub {
	my $r = after("$prepare in >o", 'dedupe --state S --compact');
	return $r->{why} if $r->{why} ne '';
	my $c = sh($commit);
	return unsound($c) if unsound($c) ne '';
	my $left = sh('dedupe --state S in new');
	my $got = ids($left->{out});
	return $got == 12 || ($got == 6 && $c->{status} == 0) ? '' :
	    "$got records come";
});
claim('bad records do not keep the others out', sub {
	spew('in', "no JSON\n" . records(6));
	my $r = sh("$prepare in");
	return "status $r->{status}" if $r->{status} != 1;
	$r = sh($commit);
	return "status $r->{status}: $r->{err}" if $r->{status} != 0;
	$r = sh('dedupe --state S in --bad=skip');
	return $r->{out} eq '' ? '' : 'it is not learned';
});
claim('rights of what is prepared', sub {
	my $r = after("umask 077; $prepare in",
	    'find S -type f -perm /077');
	return $r->{why} || $r->{out};
});

# A run that did not come to its end.  Whatever --commit says to it, all
# records come again.
sub unfinished {
	my ($script, %o) = @_;

	spew('in', records(400));
	my $r = sh("$prepare </dev/null");
	return "status $r->{status}: $r->{err}" if $r->{status} != 0;
	sh($script, %o);
	my $c = sh($commit);
	my $why = unsound($c);
	return "--commit: $why" if $why ne '';
	$r = sh('dedupe --state S in');
	return unsound($r) || "then status $r->{status}" if $r->{status} != 0;
	return lost($r->{out}, 400);
}

claim('killed, not committed', sub {
	return unfinished("(cat in; sleep 5) | $prepare >o & sleep 0.3
	    kill -9 \$!");
});
claim('ended by SIGTERM', sub {
	return unfinished("(cat in; sleep 5) | $prepare >o & sleep 0.3
	    kill \$!");
});
claim('the reader goes away', sub {
	return unfinished("$prepare in | head -n 1 >o");
});
claim('the reader goes away, and SIGPIPE is ignored', sub {
	return unfinished("trap '' PIPE; $prepare in | head -n 1 >o");
});
claim('a full disk', sub {
	return unfinished("$prepare in >/dev/full");
});
claim('-o on a full disk', sub {
	return unfinished("trap '' XFSZ; ulimit -f 40
	    $prepare -o o in");
});
claim('--dups cannot be written', sub {
	return unfinished("$prepare --dups none/d in >o");
});
claim('an input that cannot be read', sub {
	return unfinished("$prepare in none >o");
});
claim('--bad=stop', sub {
	return unfinished("echo bad >bad
	    $prepare --bad=stop in bad >o");
});
claim('a sync that fails', sub {
	return unfinished("$prepare in >o",
	    env => { preload('fsync:EIO:1 fdatasync:EIO:1') });
});
claim('a pipe whose end has a full disk, with && as in the manual',
    sub {
	return unfinished("trap '' XFSZ; ulimit -f 40
	    mkfifo p; $prepare in >p & tag-entities p >o && $commit");
});
claim('--commit killed at any moment learns all or nothing', sub {
	for my $ms (0, 1, 2, 3, 5) {
		spew('in', records(400));
		my $r = sh("rm -rf S; $prepare in >o");
		return "status $r->{status}: $r->{err}"
		    if $r->{status} != 0;
		my $run = start([bin() . '/dedupe', '--commit', 'S']);
		sleep $ms / 1000;
		kill 'KILL', $run->{pid};
		finish($run);
		$r = sh($commit);
		return unsound($r) || "then status $r->{status}"
		    if $r->{status} != 0;
		$r = sh('dedupe --state S in');
		return unsound($r) || 'it is learned in part, or not'
		    if $r->{status} != 0 || $r->{out} ne '';
	}
	return '';
});

# What is prepared, damaged: told, and all comes again; or, where nothing was
# lost by it, learned.
sub damaged {
	my ($damage) = @_;
	my (%was, @file);

	spew('in', records(6));
	my $r = sh('dedupe --state S </dev/null');
	$was{$_} = slurp("S/$_") for split ' ', folder_of('S');
	$r = sh("$prepare in >o");
	return "status $r->{status}: $r->{err}" if $r->{status} != 0;
	@file = grep { !exists $was{$_} || slurp("S/$_") ne $was{$_} }
	    split ' ', folder_of('S');
	return 'nothing is prepared' if !@file;
	sh('cp -r S was');
	for my $file (@file) {
		my $bytes = slurp("was/$file");
		for my $i (0 .. 19) {
			sh('rm -rf S; cp -r was S');
			my $at = $i * 7919 % length $bytes;
			spew("S/$file", $damage->($bytes, $at));
			my $c = sh($commit);
			return "$file at $at: " . died($c) if died($c) ne '';
			$r = sh('dedupe --state S in');
			return "$file at $at: " . died($r) if died($r) ne '';
			next if refused($r) && $r->{out} eq '';
			my $n = ids($r->{out});
			return "$file at $at: $n of 6 records come, status " .
			    $c->{status} unless $n == 6 ||
			    ($n == 0 && $c->{status} == 0 &&
			    $damage->($bytes, $at) eq $bytes);
		}
	}
	return '';
}

claim('a bit flips', sub {
	return damaged(sub {
		my ($bytes, $at) = @_;
		substr($bytes, $at, 1) ^= chr(1 << $at % 8);
		return $bytes;
	});
});
claim('it is cut', sub {
	return damaged(sub { return substr $_[0], 0, $_[1]; });
});
claim('it is overwritten with zeros from there on', sub {
	return damaged(sub {
		my ($bytes, $at) = @_;
		return substr($bytes, 0, $at) .
		    "\0" x (length($bytes) - $at);
	});
});
claim('links in its place are not followed', sub {
	spew('in', records(6));
	my $r = sh('dedupe --state S </dev/null');
	my %was = map { $_ => 1 } split ' ', folder_of('S');
	$r = sh("$prepare in");
	return "status $r->{status}: $r->{err}" if $r->{status} != 0;
	my @new = grep { !$was{$_} } split ' ', folder_of('S');
	for my $new (@new) {
		spew('precious', "precious\n");
		unlink "S/$new";
		symlink '../precious', "S/$new" or return "$!";
		$r = sh($_) for "$prepare in", $commit;
		return "$new: " . died($r) if died($r) ne '';
		return "a link $new is followed"
		    if slurp('precious') ne "precious\n";
	}
	return '';
});
claim('what was prepared for another state is not learned', sub {
	spew('in', records(6));
	spew('new', records(6, first => 6));
	my $r = sh('dedupe --state T in; dedupe --state S </dev/null');
	my %was = map { $_ => 1 } split ' ', folder_of('S');
	$r = sh("$prepare new");
	return "status $r->{status}: $r->{err}" if $r->{status} != 0;
	my @new = grep { !$was{$_} } split ' ', folder_of('S');
	sh("cp S/$_ T/$_") for @new;
	my $c = sh('dedupe --commit T');
	return died($c) if died($c) ne '';
	$r = sh('dedupe --state T in new');
	return unsound($r) || ($r->{out} eq slurp('new') ||
	    (@new == 0 || refused($r)) ? '' : 'it is');
});

# Options.
for (['--commit of what is not there', 'dedupe --commit none'],
    ['--commit of a folder that is no state',
     'mkdir F; dedupe --commit F'],
    ['--prepare without a state', 'dedupe --prepare in'],
    ['--prepare with --against', 'dedupe --prepare --against S in'],
    ['--prepare with --compact', "$prepare --compact"],
    ['--commit and something to read', 'dedupe --commit S in']) {
	my ($name, $script) = @$_;

	claim("$name is refused, and makes nothing", sub {
		my $r = after('dedupe --state S </dev/null',
		    "$prepare </dev/null");
		return $r->{why} if $r->{why} ne '';
		$r = sh($script);
		return unsound($r) || ($r->{status} == 2 && !-e 'none'
		    && folder_of('F') eq '' && $r->{out} eq '' ? '' :
		    "status $r->{status}");
	});
}
claim('--commit of a state that is in use', sub {
	my $r = after("$prepare in");
	return $r->{why} if $r->{why} ne '';
	$r = sh("(sleep 0.6; cat new) | dedupe --state S >o &
	    sleep 0.3; $commit; echo \$?; wait; cat o");
	return unsound($r) || ($r->{out} =~ /\A75\n/ ? '' : $r->{out})
	    || (ids($r->{out}) == 6 ? '' : 'records lost');
});
claim('--prepare of a state that is in use', sub {
	my $r = after("$prepare </dev/null");
	return $r->{why} if $r->{why} ne '';
	$r = sh("(sleep 0.6; cat new) | $prepare >o &
	    sleep 0.3; $prepare in; echo \$?; wait; $commit; cat o");
	return unsound($r) || ($r->{out} =~ /\A75\n/ ? '' : $r->{out})
	    || (ids($r->{out}) == 6 ? '' : 'records lost');
});

# What the plain form does in a pipe, so that the manual can say it.
claim('without a pipe, what is not written is not learned', sub {
	my $r = after('dedupe --state S >/dev/full <in; true',
	    'dedupe --state S in');
	return $r->{why} || ($r->{out} eq slurp('in') ? '' : 'it is');
});
done_testing;
