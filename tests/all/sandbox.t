#!/usr/bin/perl
# What is given up is gone, and what is needed is not.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use POSIX ();
use Test::More;

my $try = tool('tests/lib/tools/sandbox');
my $dir = scratch();
mkdir "$dir/$_" or die $! for qw(in out else in/below);
spew("$dir/$_", "{\"text\":\"a\"}\n") for qw(in/a in/b else/secret out/was);
symlink '../else/secret', "$dir/in/link" or die $!;
symlink 'in', "$dir/in-link" or die $!;

my ($entered) = run([$try])->{out} =~ /\A(.*)\n/;
plan(skip_all => 'nothing can be entered here (sanitizers, an old kernel)')
    if $entered eq '- -';

# [arguments], then pairs: action => what comes of it
sub tried {
	my ($name, $arguments, @want) = @_;
	my (@actions, $out);

	while (my ($action, $what) = splice @want, 0, 2) {
		push @actions, $action;
		$out .= $action =~ s/:.*//sr . " $what\n";
	}
	is_run($name, [$try, @$arguments, @actions], out => "$entered\n$out");
}

SKIP: {
	skip 'no seccomp', 1 if $entered !~ /calls/;
	tried('no network, programs, processes, new code', [],
	    map { $_ => 'ENOSYS' } qw(socket unix exec fork kill ptrace code
	    protect limit uring mkdir:d symlink:l chmod:f));
	tried('threads', [], thread => 'done');
}

SKIP: {
	skip 'no Landlock', 1 if $entered !~ /files/;
	tried('without files', [], "read:$dir/in/a" => 'EACCES',
	    "write:$dir/in/a" => 'EACCES', "create:$dir/in/c" => 'EACCES',
	    "unlink:$dir/in/a" => 'EACCES', 'read:/etc/passwd' => 'EACCES',
	    'read:/proc/self/maps' => 'EACCES');
	tried('reading', ['-r', "$dir/in/a"], "read:$dir/in/a" => 'done',
	    "read:$dir/in/b" => 'done', "read:$dir/in-link/a" => 'done',
	    "read:$dir/in/none" => 'ENOENT', "write:$dir/in/a" => 'EACCES',
	    "create:$dir/in/c" => 'EACCES', "unlink:$dir/in/a" => 'EACCES',
	    "read:$dir/in/link" => 'EACCES', "read:$dir/else/secret" =>
	    'EACCES');
	tried('links', ['-r', "$dir/in/link", '-r', "$dir/in-link/a"],
	    "read:$dir/in/link" => 'done', "read:$dir/else/secret" => 'done',
	    "write:$dir/in/link" => 'EACCES', "read:$dir/in/a" => 'done');
	tried('beside a file to be made', ['-w', "$dir/out/new"],
	    "create:$dir/out/new" => 'done', "write:$dir/out/was" => 'done',
	    "unlink:$dir/out/new" => 'done', "read:$dir/out/was" => 'EACCES',
	    "create:$dir/else/new" => 'EACCES', "write:$dir/else/secret" =>
	    'EACCES', "unlink:$dir/else/secret" => 'EACCES');
	tried('in a folder', ['-w', "$dir/out", '-w', "$dir/else"],
	    "create:$dir/out/new" => 'done', "unlink:$dir/out/new" => 'done',
	    "write:$dir/else/secret" => 'done', "create:$dir/new" => 'EACCES');
	tried('standard input is no folder', ['-r', '-'],
	    'read:Makefile' => 'EACCES');
}

# What tools are used with.
my $filter = tool('tests/lib/tools/filter');
my $in = "{\"text\":\"a\"}\n";
my $out = "{\"text\":\"a\",\"n\":1}\n";

is_run('standard input by other names', [$filter, '/dev/stdin', '/dev/fd/0',
    '/proc/self/fd/0'], stdin => "$dir/in/a", out => $out x 3);
is_run('standard output by another name', [$filter, '-o', '/dev/stdout',
    "$dir/in/a"], out => $out);
is_run('a pipe as a file', ['bash', '-c',
    "'$filter' -o >(cat >'$dir/piped') <(cat '$dir/in/a'); " .
    "while ! test -s '$dir/piped'; do sleep 0.01; done; cat '$dir/piped'"],
    out => $out);
is_run('names without folders', ['sh', '-c', "cd '$dir/in' && '$filter' " .
    '-o c a ./b && cat c && rm c'], out => $out x 2);
is_run('input in the output\'s folder', [$filter, '-o', "$dir/in/a",
    "$dir/in/a"]);
is(slurp("$dir/in/a"), $out, 'is replaced');
spew("$dir/in/a", $in);
symlink '../out/was', "$dir/in/to" or die $!;
is_run('a link to a target elsewhere', [$filter, '-o', "$dir/in/to",
    "$dir/in/a"]);
is(slurp("$dir/out/was"), $out, 'the target is replaced');
ok(-l "$dir/in/to", 'and the link stays');

# A file may be made, or replaced by another, while the tool reads those
# before it.
POSIX::mkfifo("$dir/in/fifo", 0600) or die $!;
my $run = start([$filter, "$dir/in/fifo", "$dir/in/a", "$dir/in/later"]);
open my $f, '>', "$dir/in/fifo" or die $!;
spew("$dir/in/later", $in);
spew("$dir/in/new", $in x 2);
rename "$dir/in/new", "$dir/in/a" or die $!;
print $f $in;
close $f;
my $r = finish($run);
is("$r->{status} $r->{err}$r->{out}", '0 ' . $out x 4,
    'files made and replaced later');

SKIP: {
	skip 'no valgrind', 1 if system 'command -v valgrind >/dev/null 2>&1';
	my $r = run(['valgrind', '-q', $filter, "$dir/in/b"]);
	is("$r->{status} $r->{out}", "0 $out", 'under valgrind');
}

# The tools themselves, with all they write.
my $dedupe = tool('dedupe');
for my $more ([], ['--no-sandbox']) {
	is_run("dedupe @$more", [$dedupe, @$more, '-j3', "--state=$dir/state",
	    "--dups=$dir/out/dups", "--pairs=$dir/else/pairs",
	    '-o', "$dir/out/kept", "$dir/in/a", "$dir/in/b"]);
	is(-s "$dir/out/kept" || 0, @$more ? 0 : length $in, 'what is new');
	ok(-s "$dir/out/dups", 'what is not');
}
is_run('the state is whole', [$dedupe, "--state=$dir/state", '--check'],
    out => qr/^records   1$/m);

# The tool holds itself to it: a file elsewhere that a link leads to only
# after the start is not read.
SKIP: {
	skip 'no Landlock', 1 if $entered !~ /files/;
	my $run = start([$filter, "$dir/in/fifo", "$dir/in/b"]);
	open my $f, '>', "$dir/in/fifo" or die $!;
	unlink "$dir/in/b" or die $!;
	symlink '../else/secret', "$dir/in/b" or die $!;
	close $f;
	my $r = finish($run);
	is("$r->{status} $r->{err}", "2 filter: $dir/in/b: Permission denied\n",
	    'a link that was put there later');
}

done_testing;
