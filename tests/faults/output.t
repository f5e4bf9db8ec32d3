#!/usr/bin/perl
# -o, --dups and --pairs: as the kernel would have it.  What names a descriptor
# is written to the descriptor; links that the kernel does not follow are not
# followed; what cannot be done is told at the start, not at the end of a
# night's run; a run that is ended leaves nothing beside the file; the same
# file twice, or for input and output, is refused before anything is written.
# Slow: many runs.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib", $FindBin::Bin;
use Faults;
use Khabar;
use Test::More;
use Time::HiRes qw(sleep);

# The header and the footer of a shell script, with n records between them.
sub between {
	my ($file, $n) = @_;
	my $out = slurp($file);

	return 'the header is gone' if $out !~ /\Aheader$/m;
	return 'the footer is not behind it' if $out !~ /^footer\n\z/m;
	return lost($out, $n);
}

sub descriptor {
	my ($script, $n) = @_;

	spew('in', records(5));
	my $r = sh($script);
	my $why = died($r);
	return $why if $why ne '';
	return $r->{err} ne '' ? '' : 'failed without a message'
	    if $r->{status} != 0;
	return between('out', $n // 5);
}

my @descriptor = (
	'{ echo header; tag-entities -o /dev/fd/1 in; echo footer; } >out',
	'{ echo header; dedupe -o /proc/self/fd/1 in; echo footer; } >out',
	'exec 3>out; echo header >&3; extract-meta -o /dev/fd/3 in;
	echo footer >&3',
	'exec 3>out; echo header >&3; cat in in | dedupe --dups /dev/fd/3 >o;
	echo footer >&3',
	'echo header >out; extract-meta -o /dev/fd/3 in 3>>out;
	echo footer >>out',
	'echo header >out; dedupe -o /dev/stdout in >>out; echo footer >>out',
	'ln -s /dev/stdout link; { echo header; split-articles -o link in;
	echo footer; } >out',
	'ln -s /proc/self/fd link; { echo header; dedupe -o link/1 in;
	echo footer; } >out',
	'{ echo header; dedupe -o /dev/stderr in 2>&1; echo footer; } >out',
);

for (@descriptor) {
	my $script = $_;
	claim($script, sub { return descriptor($script); });
}
claim('pairs to a descriptor that appends', sub {
	my $in = records(2);
	spew('in', $in =~ s/^\{"id":"r0/{"id":"r9/r . $in);
	spew('out', "header\n");
	my $r = sh('dedupe --pairs /dev/fd/4 in 4>>out >o');
	return unsound($r) ||
	    (slurp('out') =~ /\Aheader\nr9\tr0\t/ ? '' :
	    'the header is gone');
});
claim('a report to /dev/stdout', sub {
	spew('in', records(2));
	my $r = sh('{ echo header; khabar-report -o /dev/stdout in
	    echo footer; } >out');
	return unsound($r) ||
	    (slurp('out') =~ /\Aheader\n<.*>\s*footer\n\z/s ? '' :
	    'the header is gone');
});
claim('-o a descriptor that can only be read', sub {
	spew('in', records(2));
	my $r = sh('dedupe -o /dev/fd/3 in 3<in');
	return slurp('in') eq records(2) && refused($r) ? '' :
	    died($r) || "status $r->{status}, the file is " . -s 'in';
});
claim('-o /dev/stdout into a pipe', sub {
	return descriptor('{ echo header; tag-entities -o /dev/stdout in
	    echo footer; } | cat >out');
});
claim('-o /dev/fd/9, which is not open', sub {
	spew('in', records(2));
	my $r = sh('(sleep 0.4; cat in) | dedupe -o /dev/fd/9');
	return refused($r) ? '' : "status $r->{status}";
});

# --- links -------------------------------------------------------------------
# In a name space of its own, where links in m are not followed.
sub no_links {
	my ($script) = @_;
	my $mount = 'mount -t tmpfs -o nosymfollow none m';

	mkdir 'm' or die $!;
	return cannot('no name spaces here, or no nosymfollow')
	    if system("unshare -rm sh -c '$mount' 2>/dev/null") != 0;
	spew('in', records(3));
	spew('precious', "precious\n");
	my $r = sh("unshare -rm sh -c '$mount
	    ln -s \"\$PWD/precious\" m/link; (: >m/link) 2>/dev/null && exit 99
	    $script' 2>e");
	return cannot('links are followed here') if $r->{status} == 99;
	$r->{err} = slurp('e');
	return 'what it leads to is replaced'
	    if slurp('precious') ne "precious\n";
	return unsound($r);
}

for my $script ('cat in in | dedupe --dups m/link',
    'split-articles -o m/link in', 'dedupe --pairs m/link in in',
    'ln -s link m/second; tag-entities -o m/second in',
    'ln -s m/link third; extract-meta -o third in') {
	claim("a link that the kernel does not follow: $script", sub {
		return no_links($script);
	});
}
claim('a link of another user in a folder like /tmp', sub {
	my $as = nobody() or return cannot('no other user here');
	spew('in', records(3));
	spew('precious', "precious\n");
	mkdir 't' or die $!;
	chmod 01777, 't';
	my $r = sh("ln -s ../precious link && mv link t &&
	    chown -h 65534 t/link; extract-meta -o t/link in");
	return slurp('precious') eq "precious\n" ? unsound($r) :
	    'what it leads to is replaced';
});

# A link without a target: > makes the target.
sub dangling {
	my ($script, $target) = @_;

	spew('in', records(3));
	mkdir $_ or die $! for 'd', 'e';
	my $r = sh($script);
	my @links = grep { -l } 'link', 'second', 'd/link';
	return unsound($r) || 'the link is gone' if !@links;
	return unsound($r) if $r->{status} != 0;
	return -f $target ? lost(slurp($target), 3) : 'no target';
}

for (['ln -s target link; tag-entities -o link in', 'target'],
    ['ln -s ../e/target d/link; extract-meta -o d/link in',
     'e/target'],
    ['ln -s target second; ln -s second link; dedupe -o link in;
     test -L second', 'target'],
    ['ln -s target link; cat in in | dedupe --dups link >o',
     'target'],
    ['ln -s "$PWD/e/target" link; split-articles -o link in',
     'e/target']) {
	my ($script, $target) = @$_;

	claim("a link to what is not there: $script", sub {
		return dangling($script, $target);
	});
}
claim('a link into a folder that is not there', sub {
	spew('in', records(3));
	symlink 'none/target', 'link' or die $!;
	my $r = sh('extract-meta -o link in');
	return refused($r) && -l 'link' ? '' :
	    "status $r->{status}, " . (-l 'link' ? 'refused' :
	    'the link is gone');
});
claim('links that lead around', sub {
	spew('in', records(3));
	symlink 'a', 'b' or die $!;
	symlink 'b', 'a' or die $!;
	my $r = sh('extract-meta -o a in');
	return refused($r) && -l 'a' && -l 'b' ? '' : "status $r->{status}";
});
claim('a link to a file in another folder', sub {
	spew('in', records(3));
	mkdir 'd' or die $!;
	spew('d/file', 'was');
	symlink 'd/file', 'link' or die $!;
	my $r = sh('dedupe -o link in');
	return unsound($r) || (-l 'link' && folder_of('d') eq 'file' ? '' :
	    'the link is gone') || lost(slurp('d/file'), 3);
});

# --- what cannot be done, told early -----------------------------------------
# Done, or refused while the input is still to come (it comes after 0.8 s).
sub early {
	my ($in_front, $command, $file, %o) = @_;

	spew('in', records(3));
	my $r = sh("$in_front
	    (sleep 0.8; cat in) | $command & p=\$!
	    sleep 0.5; kill -0 \$p 2>/dev/null || exit 66; wait \$p", %o);
	return '' if $r->{status} == 66 && $r->{err} ne '';
	my $why = died($r);
	return $why if $why ne '';
	return "fails in the end: $r->{err}" if $r->{status} != 0;
	return -f $file ? lost(slurp($file), 3) : 'no file';
}

my $latin = 'n' x 249 . '.jsonl';
my $arabic = "\xd8\xae" x 127 . 'x';

for my $name ($latin, $arabic) {
	claim("a name of 255 bytes: " . substr($name, 0, 6), sub {
		return early('', "dedupe -o $name", $name);
	});
	claim('replaced: ' . substr($name, 0, 6), sub {
		spew($name, 'was');
		return early('', "tag-entities -o $name", $name);
	});
}
claim('--dups with a name of 255 bytes', sub {
	return early('', "dedupe --dups $latin - in >o", $latin);
});
claim('a path as long as can be', sub {
	my $d = join '/', map { 'd' x 200 } 1 .. 19;
	return cannot('no such paths here')
	    if system("mkdir -p $d && : >$d/" . 'f' x 250) != 0;
	return early('', "extract-meta -o $d/" . 'f' x 250,
	    "$d/" . 'f' x 250);
});
claim('a name of 255 bytes without O_TMPFILE', sub {
	return early('', "extract-meta -o $latin", $latin,
	    env => { preload('tmpfile:EOPNOTSUPP:1') });
});

# Without /proc, as in a chroot.
sub no_proc {
	my ($script) = @_;
	my $mount = 'mount -t tmpfs none /proc';

	return cannot('LeakSanitizer reads /proc') if sanitized();
	return cannot('no name spaces here')
	    if system("unshare -rmpf sh -c '$mount' 2>/dev/null") != 0;
	spew('in', records(3));
	my $r = sh("unshare -rmpf sh -c '$mount
	    $script & p=\$!
	    sleep 0.5; kill -0 \$p 2>/dev/null || exit 66; wait \$p'");
	return '' if $r->{status} == 66 && $r->{err} ne '';
	return died($r) || "fails in the end: $r->{err}"
	    if $r->{status} != 0;
	return lost(slurp('out'), 3);
}

claim('no /proc, a file is replaced', sub {
	spew('out', 'was');
	return no_proc('(sleep 0.8; cat in) | split-articles -o out');
});
claim('no /proc, a state and two files', sub {
	return no_proc('(sleep 0.8; cat in) | dedupe --state S ' .
	    '-o out --dups dups');
});
claim('no /proc, standard output', sub {
	return no_proc('(sleep 0.8; cat in) | split-articles >>out');
});

# --- ended by a signal -------------------------------------------------------
# Nothing stays in d, but what was there; f is as it was.
sub ended {
	my ($signal, $command, $fault, $before) = @_;

	mkdir 'd' or die $!;
	spew('in', records(20));
	spew('d/f', 'was');
	my $r = sh(($before // '') . "
	    (cat in; sleep 0.8) | $command & p=\$!
	    sleep 0.4; kill -$signal \$p; wait \$p; exit \$?",
	    $fault ? (env => { preload($fault) }) : ());
	return "status $r->{status}" if $r->{status} == 0;
	return 'left: ' . folder_of('d') if folder_of('d') ne 'f';
	return slurp('d/f') eq 'was' ? '' : 'the file is changed';
}

my $no_tmpfile = 'tmpfile:EOPNOTSUPP:1';

for my $signal ('TERM', 'INT', 'HUP') {
	claim("SIG$signal without O_TMPFILE, dedupe", sub {
		# A shell's background jobs ignore SIGINT.
		return ended($signal, $signal eq 'INT' ?
		    q(perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' ) .
		    'dedupe -o d/f --dups d/g' :
		    'dedupe -o d/f --dups d/g', $no_tmpfile);
	});
}
claim('SIGTERM without O_TMPFILE, pairs and a state', sub {
	return ended('TERM', 'dedupe --state S --pairs d/f >o',
	    $no_tmpfile);
});
claim('SIGTERM without O_TMPFILE, a report', sub {
	return ended('TERM', 'khabar-report -o d/f', $no_tmpfile);
});
claim('SIGTERM without O_TMPFILE, a table', sub {
	return ended('TERM', 'learn-furniture -o d/f', $no_tmpfile);
});
claim('a closed pipe without O_TMPFILE leaves nothing', sub {
	spew('in', records(2000));
	mkdir 'd' or die $!;
	my $r = sh('{ dedupe --mark --dups d/f --pairs d/g in
	    echo $? >status; } | head -n 1',
	    env => { preload($no_tmpfile) });
	return folder_of('d') ne '' ? 'left: ' . folder_of('d') :
	    slurp('status') == 141 ? '' : 'status ' . slurp('status');
});
claim('refused without O_TMPFILE leaves nothing', sub {
	spew('in', records(2));
	mkdir 'd' or die $!;
	my $r = sh('dedupe --dups d/f --pairs d/g -o none/h in',
	    env => { preload($no_tmpfile) });
	return refused($r) && folder_of('d') eq '' ? '' :
	    "status $r->{status}, left: " . folder_of('d');
});
for my $signal ('TERM', 'PIPE') {
	claim("train-entities, SIG$signal without O_TMPFILE", sub {
		return ended($signal, 'train-entities --words -o d/f -t /dev/stdin',
		    $no_tmpfile);
	});
}
claim('train-entities says at the start what it cannot write', sub {
	spew('in', '');
	return early('', 'train-entities --words -o none/f -t /dev/stdin',
	    'none/f');
});
claim('SIGTERM, three files', sub {
	return ended('TERM', 'dedupe -o d/f --dups d/g --pairs d/h');
});
claim('an error without O_TMPFILE leaves nothing', sub {
	return ended('0', 'extract-meta -o d/f - none', $no_tmpfile);
});
claim('SIGHUP under nohup is ignored, the file is made', sub {
	spew('in', records(20));
	my $r = sh('(cat in; sleep 0.6) | nohup extract-meta -o out & p=$!
	    sleep 0.3; kill -HUP $p; wait $p');
	return died($r) || lost(slurp('out'), 20);
});
claim('SIGINT in the background is ignored, the file is made', sub {
	spew('in', records(20));
	my $r = sh('(cat in; sleep 0.6) | dedupe -o out & p=$!
	    sleep 0.3; kill -INT $p; wait $p',
	    env => { preload($no_tmpfile) });
	return died($r) || lost(slurp('out'), 20);
});

# --- rights ------------------------------------------------------------------
sub rights {
	my ($mode, $command) = @_;

	spew('in', records(3));
	spew('out', 'was');
	chmod $mode, 'out';
	my $r = sh($command);
	return unsound($r) if $r->{status} != 0;
	return (stat 'out')[2] & 06000 ? sprintf 'the new file has %o',
	    (stat _)[2] & 07777 : '';
}

for ([04755, 'tag-entities -o out in'],
    [02775, 'split-articles -o out in'],
    [06711, 'cat in in | dedupe --dups out >o'],
    [04755, 'ln -s out link; dedupe --pairs link in >o']) {
	my ($mode, $command) = @$_;

	claim(sprintf('set-id bits go: %o, %s', $mode, $command), sub {
		return rights($mode, $command);
	});
}
claim('the rights of a file that is replaced stay', sub {
	spew('in', records(3));
	spew('out', 'was');
	chmod 0640, 'out';
	my $r = sh('umask 0; khabar-report -o out in',
	    env => { preload($no_tmpfile) });
	return unsound($r) || ((stat 'out')[2] & 07777 ) == 0640 ? '' :
	    'they do not';
});

# --- the same file twice -----------------------------------------------------
# Refused; or nothing is lost: all of n lines are there.
sub twice {
	my ($script, $file, $n) = @_;
	my $six = records(6);

	spew('a', $six);
	spew('in', $six x 2);
	mkdir 'd' or die $!;
	my $r = sh($script);
	return died($r) if died($r) ne '';
	return '' if refused($r);
	my $lines = -e $file ? slurp($file) =~ tr/\n// : 0;
	return $lines == $n ? '' : "$lines of $n lines, status $r->{status}";
}

for (['dedupe -o X --dups d/../X in', 'X', 12],
    ['ln -s X L; dedupe -o X --dups L in', 'X', 12],
    ['dedupe -o X --pairs "$PWD/X" in', 'X', 12],
    ['ln -s d e; dedupe --dups e/Y --pairs d/Y in >o', 'd/Y', 12],
    ['dedupe --dups X in >X', 'X', 12],
    ['dedupe --pairs X in >>X', 'X', 12],
    ['dedupe -o /dev/fd/3 --dups X in 3>X', 'X', 12]) {
	my ($script, $file, $n) = @$_;

	claim("the same file twice: $script", sub {
		return twice($script, $file, $n);
	});
}
claim('two files, one of them in another folder', sub {
	return twice('dedupe -o X --dups d/X in && cat X d/X >Y', 'Y', 12);
});
claim('two names of one file, which are two files then', sub {
	return twice(': >X; ln X L; dedupe -o X --pairs L in; cat X L >Y',
	    'Y', 12);
});
claim('/dev/null twice', sub {
	spew('in', records(3) x 2);
	my $r = sh('dedupe --dups /dev/null --pairs /dev/null in >out');
	return unsound($r) || ($r->{status} == 0 ? '' : 'refused') ||
	    lost(slurp('out'), 3);
});

# --- input that is output ----------------------------------------------------
# Refused with f as it was; or f holds what it held and what came of that.
sub onto_itself {
	my ($command) = @_;
	my $was = records(500, words => 60);

	spew('f', $was);
	spew('other', records(3));
	my $r = sh("trap '' XFSZ; ulimit -f 8000; $command", limit => 3);
	my $why = died($r);
	return $why if $why ne '';
	return slurp('f') eq $was ? '' : 'refused, but the file is changed'
	    if refused($r);
	return "status $r->{status}" if $r->{status} != 0;
	return index(slurp('f'), $was) == 0 &&
	    (slurp('f') =~ tr/\n//) <= 1510 ? '' : 'it eats its own output';
}

for my $command ('tag-entities other f >>f', 'extract-meta <f >>f',
    'ln f g; split-articles g >>f', 'ln -s f g; extract-meta g >>f',
    'dedupe --mark - <f >>f', 'dedupe --mark f 1<>f',
    'extract-meta -o /dev/stdout f >>f',
    'tag-entities -o /dev/fd/3 f 3>>f',
    'printf "f\0" >list; split-articles --files0-from=list >>f',
    'dedupe --mark --dups /dev/fd/3 f f 3>>f') {
	claim("its own input: $command", sub {
		return onto_itself($command);
	});
}
claim('its own input, without a last newline', sub {
	spew('f', '{"id":"r0","text":"torn');
	my $r = sh('split-articles f >>f');
	return refused($r) && slurp('f') eq '{"id":"r0","text":"torn' ? '' :
	    "status $r->{status}, or it is changed";
});
claim('behind a torn line, by a name of standard output', sub {
	spew('in', records(3));
	spew('out', '{"id":"r9","text":"torn');
	my $r = sh('dedupe -o /dev/stdout in >>out');
	return unsound($r) || lost(slurp('out'), 3);
});
claim('its own input, replaced whole', sub {
	my $was = records(5);
	spew('f', $was);
	my $r = sh('dedupe -o f f');
	return unsound($r) || (slurp('f') eq $was ? '' : 'it is changed');
});
claim('a terminal, pipe or device for both is no such thing', sub {
	my $r = sh('dedupe </dev/null >/dev/null');
	return $r->{status} == 0 ? '' : $r->{err};
});
done_testing;
