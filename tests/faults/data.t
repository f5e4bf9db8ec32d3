#!/usr/bin/perl
# Files that change under a run: written anew in place (cp), cut, overwritten.
# A data file is mapped, so that a careless program dies by SIGBUS; a message
# and status 2 are right, or all of the output.  And how such files are
# installed: under a new inode, so that no run sees it.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib", $FindBin::Bin;
use Faults;
use Khabar;
use Test::More;

# The program has written its first record, so that it has its data, and waits
# for more; then `change` happens to a copy of the file, and the rest comes.
sub changed {
	my ($command, $file, $change, $n) = @_;

	spew('in', records($n // 12));
	my $r = sh("mkfifo fifo; $command <fifo >out & p=\$!; exec 3>fifo
	    head -n 1 in >&3; i=0
	    while ! test -s out && test \$i -lt 100; do
		sleep 0.02; i=\$((i + 1)); done
	    test -s out && echo changed; $change; tail -n +2 in >&3; exec 3>&-; wait \$p", limit => 6);
	my $why = died($r);
	return $why if $why ne '';
	return 'it has not begun' if $r->{out} ne "changed\n";
	return $r->{status} == 2 && $r->{err} ne '' ? '' :
	    "status $r->{status}" if $r->{status} != 0;
	return lost(slurp('out'), $n // 12);
}

sub copied {
	my (@files) = @_;
	my @there = grep { -e bin() . "/$_" } @files;

	system('cp', (map { bin() . "/$_" } @there), '.') == 0 or die $!;
	return @there == @files;
}

my @change = (
	['cut to half', 'truncate -s $(($(wc -c <FILE) / 2)) FILE'],
	['cut to a page', 'truncate -s 4096 FILE'],
	['written anew in place', 'cat FILE >x; cat x >FILE'],
	['overwritten with others of another length', 'cat in in >FILE'],
	['emptied', ': >FILE'],
	['cut by one byte', 'truncate -s -1 FILE'],
);

for my $case (['gazetteer.bin', '--gazetteer=FILE'],
    ['model.bin', '--model=FILE']) {
	my ($file, $option) = @$case;

	for (@change) {
		my ($name, $change) = @$_;
		my $command = 'tag-entities ' . $option =~ s/FILE/$file/r;

		$change =~ s/FILE/$file/g;
		claim("$file is $name", sub {
			return cannot("no $file") if !copied($file);
			return changed($command, $file, $change);
		});
	}
}
claim('-o is not made from data that was cut', sub {
	return cannot('no data') if !copied('model.bin');
	spew('in', records(12));
	spew('out', 'was');
	my $r = sh('(sleep 0.4; cat in) | tag-entities -o out \
	    --model=model.bin & p=$!
	    sleep 0.2; : >model.bin; wait $p');
	return died($r) || ($r->{status} == 0 ?
	    lost(slurp('out'), 12) : slurp('out') eq 'was' ? '' :
	    'the file is changed');
});
claim('names of a user are cut during a run', sub {
	spew('names', join '', map { "x:$_\tORG\tword$_\n" } 1 .. 9999);
	return changed('tag-entities -g names', 'names', ': >names');
});
claim('a table is cut during a run', sub {
	spew('cue.tsv', "related\tbare\t0\tx\tx\n" .
	    "# a comment\n" x 10_000);
	return changed('extract-meta -t cue.tsv', 'cue.tsv', ': >cue.tsv');
});
claim('the image of a state is cut during a run', sub {
	spew('known', records(40, first => 100));
	sh('dedupe --state S known >o && dedupe --state S --compact');
	return changed('dedupe --state S', 'S/index', ': >S/index');
});
claim('the image of a state is cut during a run of --against', sub {
	spew('known', records(40, first => 100));
	sh('dedupe --state S known >o && dedupe --state S --compact');
	return changed('dedupe --against S', 'S/index',
	    'truncate -s 5000 S/index');
});
claim('the input is cut during a run', sub {
	spew('f', records(3000));
	my $r = sh('(extract-meta f; echo $? >&2) | (sleep 0.3; : >f; cat) |
	    wc -l');
	return died($r) || ($r->{err} =~ /\A(?:.*\n)?\d+\n\z/ ? '' :
	    $r->{err});
});

# What train-entities and compile-gazetteer write is written whole.
claim('a gazetteer that is compiled anew during a run', sub {
	return cannot('no data') if !copied('gazetteer.bin');
	spew('t.tsv', "# none\n");
	return changed('tag-entities --gazetteer=gazetteer.bin',
	    'gazetteer.bin', 'compile-gazetteer -o gazetteer.bin t.tsv');
});

# make install
claim('make install gives data a new inode', sub {
	my $make = "make -s -C '$TOP' O='" . bin() .
	    "' DESTDIR=\"\$PWD/d\" PREFIX=/usr install >log 2>&1";
	my @file = map { "d/usr/share/khabar/$_" }
	    qw(gazetteer.bin model.bin);
	my $r = sh($make, limit => 60);
	return cannot('make install: ' . slurp('log')) if $r->{status} != 0;
	@file = grep { -e } @file;
	return 'no data' if !@file;
	link $_, "$_.was" or die $! for @file;
	spew("$_.was", slurp("$_.was") . 'x') for @file;
	$r = sh($make, limit => 60);
	return "status $r->{status}" if $r->{status} != 0;
	for (@file) {
		return "$_ is written in place"
		    if (stat)[1] == (stat "$_.was")[1] ||
		    slurp("$_.was") !~ /x\z/;
	}
	return '';
});
claim('make install names a file when it is whole', sub {
	my $install = sh('command -v install')->{out} =~ s/\n//r;
	mkdir 'b' or die $!;
	# install(1) is killed when it has written half of a file.
	spew('b/install', <<"END");
#!/bin/sh
for last; do :; done
case "\$*" in
*model.bin*) for f; do case \$f in *model.bin) from=\$f ;; esac; done
	case \$last in */model.bin*) ;; *) last=\$last/model.bin ;; esac
	head -c 5000 "\$from" >"\$last"; exit 1 ;;
*) exec $install "\$@" ;;
esac
END
	chmod 0755, 'b/install';
	my $make = "make -s -C '$TOP' O='" . bin() . '\' ' .
	    'DESTDIR="$PWD/d" PREFIX=/usr install >log 2>&1';
	my $r = sh($make, limit => 60);
	return cannot('make install') if $r->{status} != 0;
	my $model = 'd/usr/share/khabar/model.bin';
	my $was = -s $model;
	$r = sh("PATH=\$PWD/b:\$PATH; $make", limit => 60);
	return 'install is not called' if $r->{status} == 0;
	return -s $model == $was ? '' : 'half of a file has the name';
});
claim('no path of the build in the library', sub {
	return index(slurp(bin() . '/libkhabar.a'),
	    $TOP =~ s{/$}{}r) >= 0 ? 'it is there' : '';
});
# The folder of the build is nobody's business.
claim('no path of the build in the programs', sub {
	my @in = grep { index(slurp(bin() . "/$_"), "$TOP/") >= 0 }
	    qw(read-pages split-articles extract-meta dedupe tag-entities
	    khabar-report learn-furniture);
	return "in @in" =~ s/^in $//r;
});
done_testing;
