#!/usr/bin/perl
# Output that is appended to a file (>>).  A line that a killed run, a full
# disk or a power cut left torn takes no record with it: what comes behind it
# is on lines of its own.  A full disk itself leaves whole lines, where the
# file can be cut.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib", $FindBin::Bin;
use Faults;
use Khabar;
use Test::More;

my $torn = qq({"id":"r0","text":"torn by a power c);

# Appended behind a torn line, all of n records are there, or it was refused.
sub behind {
	my ($command, $n, $tail) = @_;

	spew('in', records($n));
	spew('out', $tail // $torn);
	my $r = sh($command);
	return unsound($r) if $r->{status} != 0;
	my $out = slurp('out');
	return 'what stood there is gone'
	    if index($out, $tail // $torn) != 0;
	return lost($out, $n);
}

for my $tool ('split-articles', 'extract-meta', 'tag-entities') {
	claim("$tool behind a torn line", sub {
		return behind("$tool in >>out", 4);
	});
}
for my $option ('--keep=longest', '-j2', '--exact',
    '--state S --mark') {
	claim("dedupe $option behind a torn line", sub {
		return behind("dedupe $option in >>out", 3);
	});
}
claim('dedupe --repeated behind a torn line', sub {
	return behind('cat in in | dedupe --repeated >>out', 3);
});
claim('a torn line of one byte', sub {
	return behind('dedupe --state S in >>out', 3, '{');
});
claim('a line that is torn within a letter', sub {
	return behind('cat in | extract-meta >>out', 3,
	    qq({"id":"x"}\n{"text":"\xd9));
});
claim('a torn line larger than a page of memory', sub {
	return behind('dedupe --state S in >>out', 3,
	    qq({"id":"x"}\n{"text":") . 'x' x 99_999);
});
claim('a torn line, and a second descriptor', sub {
	return behind('dedupe -o /dev/fd/3 in 3>>out', 3);
});
claim('a torn line in a file that can only be written', sub {
	my $as = nobody() or return cannot('no other user here');
	spew('in', records(3));
	spew('out', $torn);
	chmod 0622, 'out';
	my $r = sh("$as dedupe in >>out");
	return unsound($r) if $r->{status} != 0;
	return lost(slurp('out'), 3);
});
claim('entities as TSV behind a torn line', sub {
	spew('in', qq({"id":"a","text":"زار محمد دمشق"}\n));
	my $want = sh('tag-entities --format=tsv in')->{out};
	return 'no entity' if $want eq '';
	spew('out', "torn\tby a");
	my $r = sh('tag-entities --format=tsv in >>out');
	return unsound($r) if $r->{status} != 0;
	return slurp('out') =~ /\n\Q$want\E\z/ ? '' : 'glued to it';
});

# Nothing is put in front where nothing is torn.
for (['an empty file', ''], ['whole lines', qq({"id":"x"}\n)]) {
	my ($name, $was) = @$_;

	claim("appending to $name", sub {
		my $in = spew('in', records(3)) && slurp('in');
		spew('out', $was);
		my $r = sh('dedupe in >>out');
		return unsound($r) if $r->{status} != 0;
		return slurp('out') eq $was . $in ? '' : 'more than that';
	});
}
claim('nothing to append', sub {
	spew('out', $torn);
	my $r = sh('dedupe </dev/null >>out');
	return unsound($r) if $r->{status} != 0;
	return slurp('out') =~ /\A\Q$torn\E\n?\z/ ? '' : 'something is';
});
claim('a pipe and a device are written from their start', sub {
	my $in = spew('in', records(3)) && slurp('in');
	my $r = sh('dedupe in | cat >out && dedupe in >>/dev/null');
	return unsound($r) if $r->{status} != 0;
	return slurp('out') eq $in ? '' : 'more than that';
});
claim('a file that is overwritten in its middle', sub {
	my $in = spew('in', records(1)) && slurp('in');
	spew('out', 'x' x 3000);
	my $r = sh('dedupe in 1<>out');
	return unsound($r) if $r->{status} != 0;
	return slurp('out') eq $in . 'x' x (3000 - length $in) ? '' :
	    'not as it should';
});

# The disk gets full while something is appended: what comes later is whole,
# all the same, and the state knows nothing that is not there.  The limit is
# in blocks of 512 bytes; the first record is cut.
my $was = 'x' x 7999 . "\n";

sub full_disk {
	my ($command, $later, $n) = @_;

	spew('in', records(30));
	spew('new', records(5, first => 30));
	spew('out', $was);
	my $r = sh("trap '' XFSZ; ulimit -f 16; $command");
	return 'status 0 on a full disk' if $r->{status} == 0;
	my $why = unsound($r);
	return $why if $why ne '';
	my $whole = ids(slurp('out'));
	$r = sh($later);
	return unsound($r) || "then status $r->{status}" if $r->{status} != 0;
	return lost(slurp('out'), $n // $whole + 5);
}

claim('a full disk, and extract-meta goes on', sub {
	return full_disk('extract-meta in >>out',
	    'extract-meta new >>out');
});
claim('a full disk, dedupe with a state that chooses', sub {
	return full_disk('dedupe --state S --keep=longest in >>out',
	    'dedupe --state S in >>out && dedupe --state S in >>out',
	    30);
});
claim('a full disk, and another program goes on', sub {
	return full_disk('tag-entities in >>out', 'cat new >>out');
});
claim('a full disk, and what comes later goes elsewhere first', sub {
	return full_disk('dedupe --state S in >>out',
	    'dedupe --state S in >>more; cat more >>out', 30);
});
claim('a full disk takes nothing of what stood there', sub {
	spew('in', records(30));
	spew('out', $was);
	sh("trap '' XFSZ; ulimit -f 16; dedupe in >>out");
	return index(slurp('out'), $was) == 0 ? '' : 'it does';
});

# Killed while it writes, again and again.
claim('a run that is killed behind each record', sub {
	my @line = split /^/, records(12, words => 2000);

	spew('in', join '', @line);
	for my $n (3, 7, 11) {
		spew('part', join '', @line[0 .. $n]);
		sh('(cat part; sleep 9) | dedupe --state S >>out & p=$!
		    for i in 1 2 3 4 5 6 7 8 9; do
			sleep 0.05; [ -s out ] && break
		    done
		    kill -9 $p');
	}
	my $r = sh('dedupe --state S in >>out');
	return unsound($r) if $r->{status} != 0;
	return lost(slurp('out'), 12);
});
done_testing;
